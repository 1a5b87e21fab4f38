"""Everything that a decision on rights rests on, loaded for many photos at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from media_library.models import Lease, Licence, Photo, Restriction

_T = TypeVar("_T")
_FIRST_DAY, _LAST_DAY = dt.date(dt.MINYEAR + 1, 1, 1), dt.date(dt.MAXYEAR - 1, 12, 30)


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """Terms, and the uses (values of `Use`) that they grant."""

    name_bg: str
    name_en: str
    uses: frozenset[str]
    is_of_photo: bool = False


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """One rule. It holds from `starts_at` until before `ends_at` (None: always, for ever)."""

    kind: str
    effect: str = "deny"
    territories_in: frozenset[str] = frozenset()
    territories_out: frozenset[str] = frozenset()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    words: str = ""
    is_of_photo: bool = True


@dataclass(frozen=True, slots=True)
class LeaseFacts:
    """A span in which uses (none named: all) are allowed or denied."""

    is_allowing: bool
    uses: frozenset[str] = frozenset()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    note: str = ""
    is_of_photo: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsFacts:
    """All that is known of a photo's rights. Times are aware; the contract's days are made instants of our zone.

    `unparsed` are the words of instructions that nobody has decided on, `times_used` how often the photo was used
    before (only one-time use asks), codes are those of PLUS without their address (MR-NON, AG-A17, DMI-PROHIBITED).
    """

    is_killed: bool = False
    licence: LicenceFacts | None = None
    has_contract: bool = False
    contract_starts_at: dt.datetime | None = None
    contract_ends_at: dt.datetime | None = None
    supplier_territories: frozenset[str] = frozenset()
    restrictions: tuple[RestrictionFacts, ...] = ()
    leases: tuple[LeaseFacts, ...] = ()
    embargo_until: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    model_release: str = ""
    property_release: str = ""
    minor_age: str = ""
    data_mining: str = ""
    ai_made: bool = False
    unparsed: tuple[str, ...] = ()
    unparsed_of_supplier: tuple[str, ...] = ()
    times_used: int = 0


def facts_for(photos: Iterable[Photo], *, times_used: dict[int, int] | None = None) -> dict[int, RightsFacts]:
    """The facts of these photos by primary key. At most five queries, however many there are."""
    found = list(photos)
    prefetch_related_objects(found, "licence", "supplier__licence")
    pks = [photo.pk for photo in found]
    suppliers = {photo.supplier_id for photo in found if photo.supplier_id}
    owned = Q(photo__in=pks) | Q(supplier__in=suppliers)
    restrictions: dict[tuple[str, int], list[RestrictionFacts]] = {}
    for restriction in Restriction.objects.filter(owned).order_by("pk"):
        restrictions.setdefault(_owner(restriction), []).append(_restriction_facts(restriction))
    leases: dict[tuple[str, int], list[LeaseFacts]] = {}
    for lease in Lease.objects.filter(owned).order_by("pk"):
        leases.setdefault(_owner(lease), []).append(_lease_facts(lease))
    used = times_used or {}
    return {
        photo.pk: _facts_of(
            photo,
            restrictions=_of_both(restrictions, photo),
            leases=_of_both(leases, photo),
            times_used=used.get(photo.pk, 0),
        )
        for photo in found
    }


def _facts_of(
    photo: Photo,
    *,
    restrictions: tuple[RestrictionFacts, ...],
    leases: tuple[LeaseFacts, ...],
    times_used: int,
) -> RightsFacts:
    supplier = photo.supplier
    is_open = not photo.instructions_decided
    return RightsFacts(
        is_killed=photo.state == Photo.State.KILLED,
        licence=_licence_facts(photo.granted_licence, is_of_photo=photo.licence_id is not None),
        has_contract=bool(supplier and (supplier.contract_from or supplier.contract_until)),
        contract_starts_at=_first_instant(supplier.contract_from) if supplier else None,
        contract_ends_at=_first_instant(supplier.contract_until, after=True) if supplier else None,
        supplier_territories=frozenset(supplier.territories) if supplier else frozenset(),
        restrictions=restrictions,
        leases=leases,
        embargo_until=photo.embargo_until,
        expires_at=photo.expires_at,
        model_release=_code(photo, "model_release"),
        property_release=_code(photo, "property_release"),
        minor_age=_code(photo, "minor_age"),
        data_mining=_code(photo, "data_mining"),
        ai_made=photo.ai_made,
        unparsed=_words_of(photo.unparsed_instructions) if is_open else (),
        unparsed_of_supplier=_words_of(supplier.unparsed_instructions) if supplier and is_open else (),
        times_used=times_used,
    )


def _owner(row: Restriction | Lease) -> tuple[str, int]:
    return ("photo", row.photo_id) if row.photo_id else ("supplier", row.supplier_id or 0)


def _of_both(rows: dict[tuple[str, int], list[_T]], photo: Photo) -> tuple[_T, ...]:
    return (*rows.get(("photo", photo.pk), []), *rows.get(("supplier", photo.supplier_id or 0), []))


def _licence_facts(licence: Licence | None, *, is_of_photo: bool) -> LicenceFacts | None:
    if licence is None:
        return None
    return LicenceFacts(licence.name_bg, licence.name_en, frozenset(licence.uses), is_of_photo)


def _restriction_facts(row: Restriction) -> RestrictionFacts:
    return RestrictionFacts(
        kind=row.kind,
        effect=row.effect,
        territories_in=frozenset(row.territories_in),
        territories_out=frozenset(row.territories_out),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        words=row.words,
        is_of_photo=row.photo_id is not None,
    )


def _lease_facts(row: Lease) -> LeaseFacts:
    return LeaseFacts(
        is_allowing=row.effect == Lease.Effect.ALLOW,
        uses=frozenset(row.uses),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        note=row.note,
        is_of_photo=row.photo_id is not None,
    )


def _first_instant(day: dt.date | None, *, after: bool = False) -> dt.datetime | None:
    """The first instant of a day in the newsroom's zone, or of the day after it.

    31.12.9999, which is how people write “for ever”, has no day after it: the ends of the calendar are a year nearer.
    """
    if day is None:
        return None
    day = min(max(day, _FIRST_DAY), _LAST_DAY) + dt.timedelta(days=after)
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone()).astimezone(dt.UTC)


def _code(photo: Photo, key: str) -> str:
    value = photo.shown.get(key)
    return value.strip().upper() if isinstance(value, str) else ""


def _words_of(spans: list[dict[str, object]]) -> tuple[str, ...]:
    return tuple(str(span["words"]) for span in spans)
