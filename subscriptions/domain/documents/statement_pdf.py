"""A statement as a document to print and to file."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.shared.pdf import Column, DocumentMaker
from subscriptions.domain.documents.statement_rows import words_of
from subscriptions.domain.statement import Statement, StatementAccount

MOST_ENTRIES: Final = 1_000  # Some thirty pages, and a few seconds.


def write_statement_pdf(statement: Statement, *, language: str, made_at: dt.datetime) -> bytes:
    """The statement in one language, `made_at` an aware time. More than MOST_ENTRIES entries take too long to set."""
    with override(language):
        title = _("Statement")
        agency = settings.AGENCY_NAME[language]
        maker = DocumentMaker(title=title, language=language, agency=agency, made_at=made_at)
        maker.title(title)
        maker.facts(
            [
                (_("Customer"), statement.customer.name),
                (_("Registration number"), statement.customer.registration_number),
                (_("From"), statement.days.first.strftime("%d.%m.%Y")),
                (_("To"), statement.days.last.strftime("%d.%m.%Y")),
                (_("Made"), timezone.localtime(made_at).strftime("%d.%m.%Y %H:%M")),
            ]
        )
        for account in statement.accounts:
            _write_account(maker, account, language=language)
        if not statement.accounts:
            maker.paragraph(_("Nothing moved in these days, and there was nothing to move."))
        return maker.finish()


def _write_account(maker: DocumentMaker, account: StatementAccount, *, language: str) -> None:
    maker.heading(f"{account.subscription.name(language)}: {account.unit_name}")
    rows = [("", _("opening balance"), "", "", str(account.opening))]
    for line in account.lines:
        words = words_of(line.entry)
        rows.append((words.when, words.what, words.actor, f"{line.entry.amount:+d}", str(line.left)))
    columns = [
        Column(_("When"), share=3.2),
        Column(_("What"), share=5),
        Column(_("Who"), share=2.4),
        Column(_("Amount"), share=1.9, is_number=True),
        Column(_("Balance"), share=1.6, is_number=True),
    ]
    sums = ("", _("closing balance"), "", f"{account.moved:+d}", str(account.closing))
    maker.table(columns, rows, sums=sums)
