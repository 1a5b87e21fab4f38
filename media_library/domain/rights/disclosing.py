"""What the picture itself brings along: people and property shown, minors, AI, the rights holder's word on data mining.

The codes are those of the PLUS coalition (Picture Licensing Universal System): MR-… model release, PR-… property
release, AG-… age of the youngest shown, DMI-… data mining.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from media_library.domain.rights.facts import RightsFacts
from media_library.domain.rights.reasons import Rank, Reason
from media_library.models.rights import Use

_ADULT = 18
_AGE = re.compile(r"AG-[AU](\d{1,3})", re.ASCII)
_RELEASED = frozenset({"MR-UMR", "MR-NAP"})
_PUBLIC_USES = frozenset({Use.PUBLISH, Use.SELL, Use.SOCIAL, Use.PROMOTE})


def reasons_of_disclosures(facts: RightsFacts, *, use: str) -> Iterator[Reason]:
    """What the releases, the age, the making and the data-mining permission say of the use."""
    if use in {Use.PROMOTE, Use.SELL}:
        yield from _releases(facts, use=use)
    if is_minor(facts.minor_age) and use != Use.CROP:
        is_barred = use == Use.PROMOTE and facts.model_release != "MR-UMR"
        yield Reason("minor", Rank.RELEASE if is_barred else Rank.ACKNOWLEDGE)
    if facts.ai_made and use in _PUBLIC_USES:
        yield Reason("ai_made", Rank.ADVISE)
    if use == Use.TRAIN_AI:
        if facts.ai_made:
            yield Reason("ai_made_training", Rank.ACKNOWLEDGE)
        if facts.data_mining.startswith("DMI-PROHIBITED"):
            yield Reason("data_mining", Rank.DENY, words=facts.data_mining, is_liftable=True)


def is_minor(code: str) -> bool:
    """Is the youngest person shown under eighteen? AG-A17 is 17, AG-U14 is 14 or under, AG-UNK is not known."""
    match = _AGE.fullmatch(code)
    return bool(match and int(match.group(1)) < _ADULT)


def _releases(facts: RightsFacts, *, use: str) -> Iterator[Reason]:
    def rank(of_promotion: Rank) -> Rank:
        return of_promotion if use == Use.PROMOTE else Rank.ADVISE

    if facts.model_release == "MR-NON":
        yield Reason("no_model_release", rank(Rank.RELEASE))
    elif facts.model_release == "MR-LMR":
        yield Reason("limited_model_release", rank(Rank.ACKNOWLEDGE))
    elif facts.model_release not in _RELEASED:
        yield Reason("model_release_unknown", rank(Rank.RELEASE))
    if facts.property_release == "PR-NON":
        yield Reason("no_property_release", rank(Rank.RELEASE))
    elif facts.property_release == "PR-LPR":
        yield Reason("limited_property_release", rank(Rank.ACKNOWLEDGE))
