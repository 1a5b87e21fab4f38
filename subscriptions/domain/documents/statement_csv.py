"""A statement as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from newsroom.shared.addresses import active_language
from newsroom.shared.safe_csv import write_csv
from subscriptions.domain.documents.statement_rows import words_of
from subscriptions.domain.statement import Statement, StatementAccount


def write_statement_csv(statement: Statement) -> bytes:
    """One row for each opening balance, entry and closing balance, in the active language.

    The column of amounts of one account, its opening balance among them, adds up to its closing balance.
    """
    heads = [
        _("Package"),
        _("Unit"),
        _("When"),
        _("Kind"),
        _("Amount"),
        _("Balance"),
        _("Reason"),
        _("Who"),
        _("Licence"),
    ]
    language = active_language()
    rows = (row for account in statement.accounts for row in _rows_of(account, statement, language=language))
    return write_csv(heads, rows)


def _rows_of(account: StatementAccount, statement: Statement, *, language: str) -> Iterator[list[str | int]]:
    about: list[str | int] = [account.subscription.name(language), account.unit_name]
    first, last = (day.strftime("%d.%m.%Y") for day in (statement.days.first, statement.days.last))
    yield [*about, first, _("opening balance"), account.opening, account.opening, "", "", ""]
    for line in account.lines:
        words = words_of(line.entry)
        yield [
            *about, words.when, words.kind, line.entry.amount, line.left, words.reason, words.actor, words.licence,
        ]  # fmt: skip
    yield [*about, last, _("closing balance"), "", account.closing, "", "", ""]
