"""What the restrictions of a photo and its supplier do to a use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from media_library.domain.rights.facts import RestrictionFacts, RightsFacts
from media_library.domain.rights.reasons import Origin, Rank, Reason, territory_names
from media_library.domain.rights.spans import holds
from media_library.models.rights import Restriction, Use

Kind = Restriction.Kind
_SHOWN_OR_SOLD = (Use.PUBLISH, Use.SELL, Use.SOCIAL, Use.PROMOTE)
USES_BOUND_TO_PLACE_AND_TIME = frozenset({*_SHOWN_OR_SOLD, Use.TRAIN_AI})

# The most that a restriction of each kind does to each use; what is not here it leaves alone.
STRONGEST: Mapping[str, Mapping[str, Rank]] = {
    Kind.EDITORIAL_ONLY: {Use.PROMOTE: Rank.DENY, Use.SELL: Rank.ADVISE},
    Kind.NO_SALES: {Use.SELL: Rank.DENY},
    Kind.NO_ARCHIVE: dict.fromkeys(USES_BOUND_TO_PLACE_AND_TIME, Rank.DENY),
    Kind.ONE_TIME_USE: dict.fromkeys(_SHOWN_OR_SOLD, Rank.ACKNOWLEDGE),
    Kind.MANDATORY_CREDIT: dict.fromkeys(_SHOWN_OR_SOLD, Rank.ADVISE),
    Kind.NO_CROP: {**dict.fromkeys(_SHOWN_OR_SOLD, Rank.ADVISE), Use.CROP: Rank.DENY},
    Kind.NO_AI_TRAINING: {Use.TRAIN_AI: Rank.DENY},
    Kind.NO_SOCIAL: {Use.SOCIAL: Rank.DENY},
    Kind.CLIENTS_ONLY: dict.fromkeys((Use.PUBLISH, Use.SOCIAL, Use.PROMOTE), Rank.DENY),
    Kind.TERRITORY: dict.fromkeys(USES_BOUND_TO_PLACE_AND_TIME, Rank.TERRITORY),
}
_RANK_OF_EFFECT = {"deny": Rank.DENY, "acknowledge": Rank.ACKNOWLEDGE, "advise": Rank.ADVISE}


def reasons_of_restrictions(facts: RightsFacts, *, use: str, territory: str, on: dt.datetime) -> Iterator[Reason]:
    """What each restriction in force says of the use, and what the supplier's territories say."""
    bound = use in USES_BOUND_TO_PLACE_AND_TIME
    if bound and facts.supplier_territories and territory not in facts.supplier_territories:
        names = {"territory": territory_names(territory)}
        yield Reason("supplier_territory", Rank.TERRITORY, "supplier", values=names, is_liftable=True)
    for restriction in facts.restrictions:
        strongest = STRONGEST[restriction.kind].get(use)
        if strongest is None or not holds(restriction.starts_at, restriction.ends_at, on):
            continue
        if restriction.kind == Kind.TERRITORY:
            if _forbids_territory(restriction, territory):
                yield _territory_reason(restriction, territory)
        elif _speaks_of(restriction, territory):
            yield _reason(restriction, strongest, times_used=facts.times_used)


def _speaks_of(restriction: RestrictionFacts, territory: str) -> bool:
    """Does the rule hold there? Only in the one list if there is one, nowhere in the other."""
    only_in, not_in = restriction.territories_in, restriction.territories_out
    return (not only_in or territory in only_in) and territory not in not_in


def _forbids_territory(restriction: RestrictionFacts, territory: str) -> bool:
    """A rule of kind territory names where the photo may be used; without names it may be used nowhere."""
    is_named = restriction.territories_in or restriction.territories_out
    return not is_named or not _speaks_of(restriction, territory)


def _territory_reason(restriction: RestrictionFacts, territory: str) -> Reason:
    code, rank = "territory", Rank.TERRITORY
    values: dict[str, dict[str, str]] = {}
    is_liftable = True
    if restriction.territories_in or restriction.territories_out:
        values = {"territory": territory_names(territory)}
    elif restriction.starts_at:
        code, rank = "expired", Rank.DENY
    elif restriction.ends_at:
        code, rank, is_liftable = "embargo", Rank.EMBARGO, False
    else:
        code = "nowhere"
    return Reason(
        code,
        max(rank, _RANK_OF_EFFECT[restriction.effect]),
        _origin(restriction),
        restriction.words,
        restriction.ends_at,
        values,
        is_liftable,
    )


def _reason(restriction: RestrictionFacts, strongest: Rank, *, times_used: int) -> Reason:
    code, rank = restriction.kind, max(strongest, _RANK_OF_EFFECT[restriction.effect])
    if code == Kind.ONE_TIME_USE and times_used and rank == Rank.ACKNOWLEDGE:
        code, rank = "used_up", Rank.DENY
    elif code == Kind.NO_ARCHIVE and not restriction.starts_at:
        code = "no_archive_today"
    return Reason(str(code), rank, _origin(restriction), restriction.words, restriction.ends_at, is_liftable=True)


def _origin(restriction: RestrictionFacts) -> Origin:
    return "photo" if restriction.is_of_photo else "supplier"
