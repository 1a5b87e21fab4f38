"""One entry of a statement in words, the same on screen, in the table and in the document."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from subscriptions.models import LedgerEntry


@dataclass(frozen=True, slots=True)
class EntryWords:
    """When, what, why, who and under which licence. Times are the newsroom's.

    `licence_apart` is the licence where the reason does not name it already.
    """

    when: str
    kind: str
    reason: str
    actor: str
    licence: str

    @property
    def licence_apart(self) -> str:
        return "" if self.licence in self.reason else self.licence

    @property
    def what(self) -> str:
        """Kind, reason and licence in one line."""
        return ". ".join(part.rstrip(".") for part in (capfirst(self.kind), self.reason, self.licence_apart) if part)


def words_of(entry: LedgerEntry) -> EntryWords:
    return EntryWords(
        when=timezone.localtime(entry.at, timezone.get_default_timezone()).strftime("%d.%m.%Y %H:%M:%S"),
        kind=str(entry.get_kind_display()),
        reason=_reason_of(entry),
        actor=str(entry.actor) if entry.actor else _("by itself"),
        licence=entry.purchase.number if entry.purchase else "",
    )


def _reason_of(entry: LedgerEntry) -> str:
    """The reason as it was written, and by which licence the one that was taken then has been replaced since."""
    replaced_by = entry.purchase.replaced_by if entry.purchase else None
    if entry.kind != LedgerEntry.Kind.PURCHASE or replaced_by is None:
        return entry.reason
    replaced = _("replaced by %(number)s") % {"number": replaced_by.number}
    return f"{entry.reason} ({replaced})"
