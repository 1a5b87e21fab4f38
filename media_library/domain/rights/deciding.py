"""The decision: may this photo be put to this use, in this territory, at this time?

What each fact does to each use. D forbids, E forbids as an embargo, T as a territory, R for want of a release,
a asks for confirmation, i informs, - nothing.

| fact                                     | publish | sell | social | promote | crop | train_ai |
|------------------------------------------|---------|------|--------|---------|------|----------|
| withdrawn (killed)                       | D       | D    | D      | D       | D    | D        |
| past its expiry date                     | D       | D    | D      | D       | D    | D        |
| lease that denies, in force              | D       | D    | D      | D       | D    | D        |
| contract with the supplier not in force  | D *     | D *  | D *    | D *     | D *  | D *      |
| licence that does not grant the use      | D *     | D *  | D *    | D *     | D *  | D *      |
| no licence, contract in force            | -       | D *  | D *    | D *     | -    | D *      |
| no licence, no contract                  | D *     | D *  | D *    | D *     | D *  | D *      |
| instructions not understood, undecided   | a       | D    | a      | D       | a    | D        |
| embargo, of the photo or a restriction   | E       | E    | E      | E       | -    | E        |
| territory, of supplier or restriction    | T +     | T +  | T +    | T +     | -    | T +      |
| no_sales                                 | -       | D *  | -      | -       | -    | -        |
| editorial_only                           | -       | i    | -      | D *     | -    | -        |
| clients_only                             | D *     | -    | D *    | D *     | -    | -        |
| no_social                                | -       | -    | D *    | -       | -    | -        |
| no_crop                                  | i       | i    | i      | i       | D *  | -        |
| no_ai_training                           | -       | -    | -      | -       | -    | D *      |
| no_archive from its date on              | D *     | D *  | D *    | D *     | -    | D *      |
| no_archive without a date                | a       | a    | a      | a       | -    | a        |
| one_time_use                             | a       | a    | a      | a       | -    | -        |
| one_time_use, used before                | D *     | D *  | D *    | D *     | -    | -        |
| mandatory_credit                         | i       | i    | i      | i       | -    | -        |
| model release: none or unknown           | -       | i    | -      | R       | -    | -        |
| model release: limited                   | -       | i    | -      | a       | -    | -        |
| property release: none                   | -       | i    | -      | R       | -    | -        |
| property release: limited                | -       | i    | -      | a       | -    | -        |
| minor, with a full model release         | a       | a    | a      | a       | -    | a        |
| minor, without                           | a       | a    | a      | R       | -    | a        |
| made by AI                               | i       | i    | i      | i       | -    | a        |
| data mining prohibited                   | -       | -    | -      | -       | -    | D *      |

* is lifted while a lease allows the use; + too, but only at home, because a lease names no country. Nothing lifts a
withdrawal, an embargo, an expiry, instructions that wait, or the rights of the people shown.
A restriction whose row says `acknowledge` or `advise` does no more than that, whatever the table says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils import timezone

from media_library.domain.rights.disclosing import reasons_of_disclosures
from media_library.domain.rights.facts import LeaseFacts, RightsFacts, facts_for
from media_library.domain.rights.granting import leases_in_force, reasons_of_grants
from media_library.domain.rights.reasons import Origin, Rank, Reason
from media_library.domain.rights.restricting import USES_BOUND_TO_PLACE_AND_TIME, reasons_of_restrictions
from media_library.domain.rights.verdict import Verdict
from media_library.models import Photo
from media_library.models.rights import HOME_TERRITORY, Use

# Until a photo editor has decided, what leaves the house for good stays; a person may answer for the rest.
_HELD_WHILE_UNDECIDED = frozenset({Use.SELL, Use.PROMOTE, Use.TRAIN_AI})


def decide(
    photo: Photo, *, use: str, territory: str = HOME_TERRITORY, on: dt.datetime | None = None, times_used: int = 0
) -> Verdict:
    """Whether `photo` may be put to `use` (a value of `Use`), and every reason.

    `territory` is an ISO 3166-1 alpha-2 code, `on` an aware time (now), `times_used` how often it was used before.
    At most five queries; a page of photos takes `facts_for` and `decide_facts`. Raises ValueError for an unknown use.
    """
    facts = facts_for([photo], times_used={photo.pk: times_used})[photo.pk]
    return decide_facts(facts, use=use, territory=territory, on=on or timezone.now())


def decide_facts(facts: RightsFacts, *, use: str, territory: str = HOME_TERRITORY, on: dt.datetime) -> Verdict:
    """The same of facts already loaded: no query, no clock. Raises ValueError for an unknown use."""
    use, territory = Use(use), territory.upper()
    found = list(_reasons(facts, use=use, territory=territory, on=on))
    allowing = leases_in_force(facts, use=use, on=on, is_allowing=True)
    if allowing:
        kept = [reason for reason in found if not _is_lifted(reason, territory=territory)]
        if len(kept) < len(found):
            kept.append(Reason("lease_allow", Rank.ADVISE, "lease", allowing[0].note, _last_end(allowing)))
        found = kept
    # The sort is stable: within a rank, what stands first in the table of this module is told first.
    return Verdict(tuple(sorted(found, key=lambda reason: reason.rank)))


def _reasons(facts: RightsFacts, *, use: str, territory: str, on: dt.datetime) -> Iterator[Reason]:
    if facts.is_killed:
        yield Reason("killed", Rank.DENY)
    if facts.expires_at and on >= facts.expires_at:
        yield Reason("expired", Rank.DENY)
    yield from reasons_of_grants(facts, use=use, on=on)
    yield from _undecided(facts.unparsed, use=use, origin="photo")
    yield from _undecided(facts.unparsed_of_supplier, use=use, origin="supplier")
    if facts.embargo_until and on < facts.embargo_until and use in USES_BOUND_TO_PLACE_AND_TIME:
        yield Reason("embargo", Rank.EMBARGO, until=facts.embargo_until)
    yield from reasons_of_restrictions(facts, use=use, territory=territory, on=on)
    yield from reasons_of_disclosures(facts, use=use)


def _undecided(words: tuple[str, ...], *, use: str, origin: Origin) -> Iterator[Reason]:
    if words:
        rank = Rank.DENY if use in _HELD_WHILE_UNDECIDED else Rank.ACKNOWLEDGE
        yield Reason("undecided", rank, origin, " … ".join(words))


def _is_lifted(reason: Reason, *, territory: str) -> bool:
    """A lease lifts what forbids and can be lifted; a territory only at home, because a lease names no country."""
    if not reason.is_liftable or reason.effect != "deny":
        return False
    return reason.rank != Rank.TERRITORY or territory == HOME_TERRITORY


def _last_end(leases: Sequence[LeaseFacts]) -> dt.datetime | None:
    """When the last of the leases ends; None if one of them never does."""
    ends = [lease.ends_at for lease in leases if lease.ends_at]
    return max(ends) if len(ends) == len(leases) else None
