"""What a credit chain is made of: parties in their roles, the names that we know, and what could not be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media_library.domain.credit_line.names import fold_as_latin, fold_name


class Role(StrEnum):
    """What a party did for the photo. The values are those of the model `CreditRole`."""

    CREATOR = "creator"
    AGENCY = "agency"
    POOL = "pool"
    HANDOUT = "handout"
    DISTRIBUTOR = "distributor"


@dataclass(frozen=True, slots=True)
class CreditParty:
    """One link of a chain. `name_bg` and `name_en` are given where the names in both languages are known."""

    role: Role
    name: str
    party_id: int | None = None
    name_bg: str = field(default="", compare=False)
    name_en: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A name of the trade, in both languages, with the other spellings that it comes in."""

    name_bg: str
    name_en: str
    role: Role = Role.AGENCY
    aliases: tuple[str, ...] = ()
    party_id: int | None = None

    def as_party(self, role: Role | None = None) -> CreditParty:
        """The party as a link of a chain, in `role` or in its own."""
        return CreditParty(role or self.role, self.name_bg or self.name_en, self.party_id, self.name_bg, self.name_en)


class KnownParties:
    """An index of known parties by every spelling; letter case, accents, points and hyphens make no difference.

    Of two parties that claim one spelling, that which comes first has it; a name goes before an alias.
    """

    def __init__(self, parties: Iterable[KnownParty] = ()) -> None:
        parties = tuple(parties)
        self._by_spelling: dict[str, KnownParty] = {}
        for party in parties:
            for spelling in (party.name_bg, party.name_en):
                self._add(spelling, party)
        for party in parties:
            for spelling in party.aliases:
                self._add(spelling, party)

    def find(self, text: str) -> KnownParty | None:
        """The party that is written exactly so, or None."""
        return self._by_spelling.get(fold_name(text)) or self._by_spelling.get(fold_as_latin(text))

    def _add(self, spelling: str, party: KnownParty) -> None:
        key = fold_name(spelling)
        if key:
            self._by_spelling.setdefault(key, party)


class WarningCode(StrEnum):
    """Why a photo editor may want to look at a credit that was read."""

    CUT = "credit_cut"
    CONTACT_DROPPED = "credit_contact_dropped"
    TOO_MANY_PARTIES = "credit_too_many_parties"
    RULE_FAILED = "credit_rule_failed"
    RULE_TOO_SLOW = "credit_rule_too_slow"


WARNING_WORDS: dict[WarningCode, str | Promise] = {
    WarningCode.CUT: _("The credit is too long to be one; only its beginning was read."),
    WarningCode.CONTACT_DROPPED: _("Left out of the credit line: %(words)s"),
    WarningCode.TOO_MANY_PARTIES: _("The credit names more parties than a line can hold; the first were kept."),
    WarningCode.RULE_FAILED: _("A credit rule was passed over, because it can't be understood: %(words)s"),
    WarningCode.RULE_TOO_SLOW: _("A credit rule was passed over, because it takes too long: %(words)s"),
}


@dataclass(frozen=True, slots=True)
class CreditWarning:
    """Something that was passed over; `words` are the ones it is about."""

    code: WarningCode
    words: str = ""

    def __str__(self) -> str:
        return str(WARNING_WORDS[self.code]) % {"words": self.words}

    def as_json(self) -> dict[str, object]:
        """As it is kept with the photo: the code, and what the sentence needs."""
        return {"code": str(self.code), "params": {"words": self.words} if self.words else {}}


@dataclass(frozen=True, slots=True)
class ParsedCredit:
    """What creator, credit line and source say together.

    `chain` holds what is certain, creators first and distributors last. `undecided` holds the words that a person
    has to decide on, as they were written. `warnings` say what was passed over.
    """

    chain: tuple[CreditParty, ...] = ()
    undecided: tuple[str, ...] = ()
    warnings: tuple[CreditWarning, ...] = ()


ANONYMOUS_HANDOUT = KnownParty("предоставена снимка", "Handout", Role.HANDOUT)
ANONYMOUS_POOL = KnownParty("Пул", "Pool", Role.POOL)


def names_an_origin(chain: Sequence[CreditParty]) -> bool:
    """Whether a photo with this chain may be shown to readers: it names a creator, or an agency.

    An office that has handed its own photo out stands where the agency would. A pool, a distributor, or a handout of
    nobody knows whom does not say where a photo comes from.
    """
    return any(
        party.role in {Role.CREATOR, Role.AGENCY}
        or (party.role == Role.HANDOUT and party.name != ANONYMOUS_HANDOUT.name_bg)
        for party in chain
    )
