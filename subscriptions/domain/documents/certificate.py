"""The licence certificate as PDF."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.shared.pdf import DocumentMaker
from subscriptions.domain.certificate import (
    customer_facts,
    file_facts,
    find_standing,
    is_withdrawn,
    restriction_sentences,
    terms_text,
)
from subscriptions.domain.downloads.licence_words import day_and_time, verification_address
from subscriptions.models import Purchase


def make_certificate(purchase: Purchase, *, language: str, site: str) -> bytes:
    """The certificate in the language. `site` is scheme and host, for the address at which everyone can check it.

    The same bytes for the same licence, as long as that stands as it does.
    """
    with override(language):
        made_at = purchase.refunded_at or purchase.replaced_at or purchase.at
        agency = settings.AGENCY_NAME[language]
        title = _("Licence certificate %(number)s") % {"number": purchase.number}
        document = DocumentMaker(title=title, language=language, agency=agency, made_at=made_at)
        document.title(title)
        standing = find_standing(purchase)
        if not standing.holds:
            document.heading(standing.sentence)
        document.paragraph(
            _("%(agency)s certifies that %(customer)s holds the following licence since %(moment)s.")
            % {"agency": agency, "customer": purchase.licence["customer"]["name"], "moment": day_and_time(purchase.at)}
        )
        document.facts(customer_facts(purchase, language=language))
        if not is_withdrawn(purchase):
            _add_terms(document, purchase, language=language)
        document.heading(_("The file"))
        document.facts(file_facts(purchase))
        document.heading(_("Is this licence genuine?"))
        document.paragraph(
            _("Everyone can see at this address whether it still holds; who holds it is not shown there:")
        )
        document.paragraph(verification_address(purchase, site=site, language=language))
        return document.finish()


def _add_terms(document: DocumentMaker, purchase: Purchase, *, language: str) -> None:
    restrictions = restriction_sentences(purchase, language=language)
    terms = terms_text(purchase, language=language)
    if restrictions:
        document.heading(_("Restrictions"))
        for sentence in restrictions:
            document.paragraph(sentence)
    if terms:
        document.heading(_("Terms"))
        document.paragraph(terms)
