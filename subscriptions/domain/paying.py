"""Which balance pays for which of several things that are taken at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from subscriptions.models import Balance


def assign_balances(candidates: Mapping[int, Sequence[Balance]]) -> dict[int, Balance]:
    """For each thing (by its key) the balance that pays one unit for it; a thing that none can pay for is missing.

    `candidates` names for each thing the balances whose package covers it, in paying order. Each thing gets the first
    that has something left; one that finds them all spoken for moves others to their next choice, so that if the
    packages can pay for all of it together, they do (augmenting paths, as in maximum bipartite matching).
    """
    payers: dict[int, Balance] = {}
    for thing in candidates:
        _find_payer(thing, candidates, payers, seen=set())
    return payers


def _find_payer(
    thing: int, candidates: Mapping[int, Sequence[Balance]], payers: dict[int, Balance], *, seen: set[int]
) -> bool:
    """Give the thing a payer, and say whether there is one. A balance that is free goes before one to be freed."""
    spoken_for: dict[int, list[int]] = {balance.pk: [] for balance in candidates[thing]}
    for other, payer in payers.items():
        if payer.pk in spoken_for:
            spoken_for[payer.pk].append(other)
    for balance in candidates[thing]:
        if len(spoken_for[balance.pk]) < balance.remaining:
            payers[thing] = balance
            return True
    for balance in candidates[thing]:
        if balance.pk in seen:
            continue
        seen.add(balance.pk)
        for other in reversed(spoken_for[balance.pk]):
            if _find_payer(other, candidates, payers, seen=seen):
                payers[thing] = balance
                return True
    return False
