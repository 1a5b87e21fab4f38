"""Facts of any kind, for the properties that hold whatever the facts are."""

import datetime as dt

from hypothesis import strategies as st

from media_library.domain.rights.facts import LeaseFacts, LicenceFacts, RestrictionFacts, RightsFacts
from media_library.models.rights import Restriction, Use

# Few days, so that dates meet.
DAYS = [dt.datetime(2025, 6, day, tzinfo=dt.UTC) for day in range(1, 8)]
MOMENTS = st.builds(lambda day, seconds: day + dt.timedelta(seconds=seconds), st.sampled_from(DAYS), st.integers(-1, 1))
USES = st.sampled_from(Use.values)
TERRITORIES = st.sampled_from(["BG", "DE", "JP"])
_COUNTRIES = st.frozensets(TERRITORIES, max_size=2)
_SPANS = st.tuples(st.none() | st.sampled_from(DAYS), st.none() | st.sampled_from(DAYS)).map(
    # A span of no length would be refused by the database.
    lambda span: (span[0], None) if all(span) and span[0] >= span[1] else span
)


@st.composite
def _restrictions(draw):
    starts_at, ends_at = draw(_SPANS)
    return RestrictionFacts(
        kind=draw(st.sampled_from(Restriction.Kind.values)),
        effect=draw(st.sampled_from(Restriction.Effect.values)),
        territories_in=draw(_COUNTRIES),
        territories_out=draw(_COUNTRIES),
        starts_at=starts_at,
        ends_at=ends_at,
        is_of_photo=draw(st.booleans()),
    )


@st.composite
def _leases(draw):
    starts_at, ends_at = draw(_SPANS)
    return LeaseFacts(
        draw(st.booleans()), draw(st.frozensets(USES, max_size=2)), starts_at, ends_at, is_of_photo=draw(st.booleans())
    )


@st.composite
def facts_of_any_kind(draw):
    """Whatever a photo, its supplier and their licences can say."""
    has_contract = draw(st.booleans())
    contract = draw(_SPANS) if has_contract else (None, None)
    if has_contract and contract == (None, None):
        contract = (DAYS[0], None)
    return RightsFacts(
        is_killed=draw(st.sampled_from([False] * 9 + [True])),
        licence=draw(st.none() | st.builds(LicenceFacts, st.just("А"), st.just("A"), st.frozensets(USES))),
        has_contract=has_contract,
        contract_starts_at=contract[0],
        contract_ends_at=contract[1],
        supplier_territories=draw(st.just(frozenset()) | _COUNTRIES),
        restrictions=tuple(draw(st.lists(_restrictions(), max_size=3))),
        leases=tuple(draw(st.lists(_leases(), max_size=2))),
        embargo_until=draw(st.none() | st.sampled_from(DAYS)),
        expires_at=draw(st.none() | st.sampled_from(DAYS)),
        model_release=draw(st.sampled_from(["", "MR-NON", "MR-UMR", "MR-LMR"])),
        property_release=draw(st.sampled_from(["", "PR-NON", "PR-LPR"])),
        minor_age=draw(st.sampled_from(["", "AG-A16", "AG-A25"])),
        data_mining=draw(st.sampled_from(["", "DMI-ALLOWED", "DMI-PROHIBITED"])),
        ai_made=draw(st.booleans()),
        unparsed=draw(st.sampled_from([(), ("NO MAGS",)])),
    )
