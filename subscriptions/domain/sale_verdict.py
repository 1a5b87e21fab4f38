"""May this customer take this photo, for this use, everywhere where it publishes?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from media_library.domain.rights import Reason, RightsFacts, Verdict, decide_facts
from media_library.models import Use
from subscriptions.models import StatedUse

# Everything is sold for editorial use; what else the buyer means to do is asked on top.
USES: dict[str, frozenset[str]] = {
    StatedUse.EDITORIAL: frozenset({Use.SELL}),
    StatedUse.SOCIAL: frozenset({Use.SELL, Use.SOCIAL}),
    StatedUse.PROMOTE: frozenset({Use.SELL, Use.PROMOTE}),
}


def decide_sale(facts: RightsFacts, *, use: str, territories: Iterable[str], at: dt.datetime) -> Verdict:
    """The verdict for a stated use in all these territories together, with every reason once. No query, no clock.

    Of one reason that forbids in one respect and advises in another the stronger is told. Raises KeyError for an
    unknown use.
    """
    found: dict[tuple[str, str, str, str], Reason] = {}
    for needed in sorted(USES[use]):
        for territory in territories:
            for reason in decide_facts(facts, use=needed, territory=territory, on=at).reasons:
                key = (reason.code, reason.origin, reason.words, str(reason.values))
                known = found.get(key)
                if known is None or reason.rank < known.rank:
                    found[key] = reason
    return Verdict(tuple(sorted(found.values(), key=lambda reason: reason.rank)))


def is_use_included(wanted: str, *, in_use: str) -> bool:
    """Whether a licence for `in_use` allows what `wanted` asks for."""
    return USES[wanted] <= USES[in_use]
