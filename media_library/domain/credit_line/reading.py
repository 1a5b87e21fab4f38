"""Credits of photos read with the parties and the rules that the library keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from media_library.domain.credit_line.chain import CreditParty, KnownParties, KnownParty, ParsedCredit, Role
from media_library.domain.credit_line.parsing import parse_credit
from media_library.domain.credit_line.rules import Rule, RuleAction, RuleField
from media_library.models import CreditRule, Party, Photo


@dataclass(frozen=True, slots=True)
class CreditReader:
    """The known parties and everybody's rules, fetched once, for as many photos as there are to read."""

    parties: KnownParties
    rules: Sequence[CreditRule]

    @classmethod
    def load(cls, *, rules: Iterable[CreditRule] | None = None) -> Self:
        """From the database, in two queries; with `rules` in place of the kept ones where they are given."""
        kept = CreditRule.objects.filter(is_active=True) if rules is None else rules
        return cls(load_parties(), sorted(kept, key=lambda rule: (rule.position, rule.pk or 0)))

    def read(self, credit: CreditFields) -> ParsedCredit:
        """The chain that these fields say, by the rules of their supplier and then by those for all."""
        own = [rule for rule in self.rules if credit.supplier_id and rule.supplier_id == credit.supplier_id]
        general = [rule for rule in self.rules if rule.supplier_id is None]
        return parse_credit(
            credit.creators,
            credit.credit,
            credit.source,
            parties=self.parties,
            rules=[rule_of(rule) for rule in (*own, *general)],
        )


@dataclass(frozen=True, slots=True)
class CreditFields:
    """What is shown of a photo that a credit is read from. Equal fields give equal chains."""

    creators: tuple[str, ...]
    credit: str
    source: str
    supplier_id: int | None

    @classmethod
    def of(cls, shown: dict[str, Any], *, supplier_id: int | None) -> Self:
        """From the shown metadata, whatever shape a file has given to them."""
        names = (entry.get("name") if isinstance(entry, dict) else entry for entry in shown.get("creators") or ())
        return cls(
            creators=tuple(str(name) for name in names if name),
            credit=str(shown.get("credit") or ""),
            source=str(shown.get("source") or ""),
            supplier_id=supplier_id,
        )


def read_chain(photo: Photo, *, reader: CreditReader | None = None) -> ParsedCredit:
    """Read the credit chain from what is shown of a photo, and write nothing.

    `reader` is for callers with many photos; without it parties and rules are fetched, in two queries.
    """
    reader = reader or CreditReader.load()
    return reader.read(CreditFields.of(photo.shown, supplier_id=photo.supplier_id))


def stored_chain(photo: Photo) -> tuple[CreditParty, ...]:
    """The chain that is kept with a photo, with the names of known parties in both languages. One query."""
    return tuple(
        CreditParty(
            Role(link.role),
            link.name,
            link.party_id,
            link.party.name_bg if link.party else "",
            link.party.name_en if link.party else "",
        )
        for link in photo.credit_chain.select_related("party").order_by("position")
    )


def load_parties() -> KnownParties:
    """The index of all parties that the library knows, in one query."""
    return KnownParties(
        KnownParty(party.name_bg, party.name_en, Role(party.role), tuple(party.aliases), party.pk)
        for party in Party.objects.order_by("pk")
    )


def rule_of(row: CreditRule) -> Rule:
    """A rule of the database, saved or not yet, as the parser takes it."""
    return Rule(
        pattern=row.pattern,
        action=RuleAction(row.action),
        field=RuleField(row.field),
        is_regex=row.is_regex,
        replacement=row.replacement,
        role=Role(row.role) if row.role else None,
    )
