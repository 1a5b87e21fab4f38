"""One party, one link: duplicates of a chain folded, and its links put in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from media_library.domain.credit_line.chain import CreditParty, Role
from media_library.domain.credit_line.names import better_spelling, fold_name, is_same_person

_ORDER = {Role.CREATOR: 0, Role.AGENCY: 1, Role.POOL: 1, Role.HANDOUT: 1, Role.DISTRIBUTOR: 2}


def fold_chain(parties: Iterable[CreditParty]) -> list[CreditParty]:
    """The parties, each once, in the order of a credit line: creators, agencies and the like, distributors.

    A party that is named as an agency and as the distributor is the distributor, unless nobody else is left to
    stand before it. Of a person's spellings the better is kept.
    """
    folded: list[CreditParty] = []
    were_agencies: set[str] = set()
    for party in parties:
        if party.role != Role.DISTRIBUTOR:
            were_agencies.add(party.name)
        place = next((place for place, other in enumerate(folded) if _is_same(party, other)), None)
        if place is None:
            folded.append(party)
        else:
            folded[place] = _merge(folded[place], party)
    if all(party.role == Role.DISTRIBUTOR for party in folded):
        folded = [replace(party, role=Role.AGENCY) if party.name in were_agencies else party for party in folded]
    return sorted(folded, key=lambda party: _ORDER[party.role])


def _is_same(party: CreditParty, other: CreditParty) -> bool:
    if party.party_id is not None and other.party_id is not None:
        return party.party_id == other.party_id
    if fold_name(party.name) == fold_name(other.name):
        return True
    return Role.CREATOR == party.role == other.role and is_same_person(party.name, other.name)


def _merge(first: CreditParty, second: CreditParty) -> CreditParty:
    known = first if first.party_id is not None or second.party_id is None else second
    role = Role.DISTRIBUTOR if Role.DISTRIBUTOR in {first.role, second.role} else first.role
    name = known.name if known.name_bg or known.name_en else better_spelling(first.name, second.name)
    return replace(known, role=role, name=name)
