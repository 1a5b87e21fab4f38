"""The mail by which a seat is offered."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from subscriptions.models import Invitation


def send_invitation(invitation: Invitation, *, link: str) -> None:
    """Send `link` (absolute) to the address that was invited, in the customer's language, once all is stored.

    A mail server that fails is logged: the owner finds the invitation in the team, and sends it again.
    """
    customer = invitation.customer
    with override(customer.language):
        context = {
            "customer": customer,
            "invitation": invitation,
            "link": link,
            "agency": settings.AGENCY_NAME[customer.language],
        }
        message = EmailMessage(
            subject=_("%(customer)s invites you: %(agency)s")
            % {"customer": customer.name, "agency": context["agency"]},
            body=render_to_string("subscriptions/email/invitation.txt", context),
            to=[invitation.email],
        )
    transaction.on_commit(message.send, robust=True)
