"""What we were granted: by a licence, by the supplier's contract, by leases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from media_library.domain.rights.facts import LeaseFacts, RightsFacts
from media_library.domain.rights.reasons import Rank, Reason
from media_library.domain.rights.spans import holds
from media_library.models.rights import Use

# A contract without a licence is for our own pages.
_USES_OF_BARE_CONTRACT = frozenset({Use.PUBLISH, Use.CROP})


def leases_in_force(facts: RightsFacts, *, use: str, on: dt.datetime, is_allowing: bool) -> list[LeaseFacts]:
    """The leases that speak of this use at this time."""
    return [
        lease
        for lease in _leases_of(facts, use=use, is_allowing=is_allowing)
        if holds(lease.starts_at, lease.ends_at, on)
    ]


def reasons_of_grants(facts: RightsFacts, *, use: str, on: dt.datetime) -> Iterator[Reason]:
    """Why the use is not granted, as far as it is not."""
    for lease in leases_in_force(facts, use=use, on=on, is_allowing=False):
        yield Reason("lease_deny", Rank.DENY, "lease", lease.note, lease.ends_at)
    if facts.has_contract and not holds(facts.contract_starts_at, facts.contract_ends_at, on):
        begins = facts.contract_starts_at
        until = begins if begins and on < begins else None
        yield Reason("no_contract", Rank.DENY, "contract", until=until, is_liftable=True)
    if facts.licence:
        if use not in facts.licence.uses:
            names = {"licence": {"bg": facts.licence.name_bg, "en": facts.licence.name_en}}
            yield Reason("not_granted", Rank.DENY, "licence", values=names, is_liftable=True)
    elif not (facts.has_contract and use in _USES_OF_BARE_CONTRACT):
        yield _no_rights(facts, use=use, on=on)


def _no_rights(facts: RightsFacts, *, use: str, on: dt.datetime) -> Reason:
    leases = _leases_of(facts, use=use, is_allowing=True)
    if not leases:
        return Reason("no_rights", Rank.DENY, is_liftable=True)
    coming = [lease.starts_at for lease in leases if lease.starts_at and lease.starts_at > on]
    return Reason("outside_lease", Rank.DENY, "lease", until=min(coming, default=None), is_liftable=True)


def _leases_of(facts: RightsFacts, *, use: str, is_allowing: bool) -> list[LeaseFacts]:
    return [
        lease for lease in facts.leases if lease.is_allowing == is_allowing and (not lease.uses or use in lease.uses)
    ]
