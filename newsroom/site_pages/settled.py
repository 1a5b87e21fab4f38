"""What the settings say of the agency, for the texts about it."""

from __future__ import annotations

from django.conf import settings


def page_facts(language: str) -> dict[str, str]:
    """The agency's name, its legal name and address, and where to write to; empty what is not set."""
    seller = settings.INVOICE_SELLER
    return {
        "agency": settings.AGENCY_NAME[language],
        "legal_name": seller[f"name_{language}"] or seller["name_bg"] or settings.AGENCY_NAME[language],
        "postal_address": seller[f"address_{language}"] or seller["address_bg"],
        "registration_number": seller["registration_number"],
        "editors_email": settings.EDITORS_EMAIL,
        "sales_email": settings.SALES_EMAIL,
        "phone": settings.SALES_PHONE,
        "analytics_name": settings.ANALYTICS_NAME,
    }
