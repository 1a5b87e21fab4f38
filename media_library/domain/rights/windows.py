"""The spans of time in which a use is allowed at home, kept as rows that the search can ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from media_library.domain.page_tags import bump_pages_of
from media_library.domain.rights.deciding import decide_facts
from media_library.domain.rights.facts import RightsFacts, facts_for
from media_library.models import Photo, RightsWindow
from media_library.models.photo import PhotoQuerySet
from media_library.models.rights import HOME_TERRITORY, Use
from newsroom.shared.key_batches import batches_of_keys

_BATCH = 500
_BEFORE_ALL = dt.datetime.min.replace(tzinfo=dt.UTC)
Window = tuple[dt.datetime | None, dt.datetime | None]


def windows_for(facts: RightsFacts, *, use: str, territory: str = HOME_TERRITORY) -> list[Window]:
    """The spans in which the use is allowed, confirmed or not: half-open, in order, apart; None is no bound."""
    # Between two dates that the facts name nothing changes, so that one look at the beginning of each span is enough.
    windows: list[Window] = []
    for starts_at, ends_at in pairwise([None, *sorted(_boundaries(facts)), None]):
        if not decide_facts(facts, use=use, territory=territory, on=starts_at or _BEFORE_ALL).allowed:
            continue
        if windows and windows[-1][1] == starts_at is not None:
            windows[-1] = (windows[-1][0], ends_at)
        else:
            windows.append((starts_at, ends_at))
    return windows


def refresh_rights(photo_ids: Iterable[int]) -> int:
    """Write the windows of these photos anew, and return how many photos that were. Idempotent."""
    pks = sorted(set(photo_ids))
    return sum(_refresh_batch(pks[start : start + _BATCH]) for start in range(0, len(pks), _BATCH))


def refresh_supplier(supplier_id: int) -> int:
    """The same for all photos of a supplier, after its terms have changed."""
    return _refresh_all(Photo.objects.filter(supplier=supplier_id))


def refresh_licence(licence_id: int) -> int:
    """The same for all photos under a licence, their own or their supplier's."""
    return _refresh_all(
        Photo.objects.filter(Q(licence=licence_id) | Q(licence__isnull=True, supplier__licence=licence_id))
    )


def usable(queryset: PhotoQuerySet, *, use: str, at: dt.datetime) -> PhotoQuerySet:
    """The photos of a queryset that may be put to `use` at home at an aware time, with or without confirmation."""
    window = RightsWindow.objects.filter(
        Q(starts_at__isnull=True) | Q(starts_at__lte=at),
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        photo=OuterRef("pk"),
        use=Use(use),
    )
    return queryset.filter(Exists(window))


def next_change_of_rights(at: dt.datetime, *, within: dt.timedelta) -> dt.datetime | None:
    """The first moment after `at`, not later than `within` from then, at which a right to any photo begins or ends.

    An embargo and an expiry are among them: rights windows have every moment that verdicts depend on. One query.
    """
    until = at + within
    near = RightsWindow.objects.filter(
        Q(starts_at__gt=at, starts_at__lte=until) | Q(ends_at__gt=at, ends_at__lte=until)
    ).order_by()
    bounds = (bound for window in near.values_list("starts_at", "ends_at") for bound in window if bound is not None)
    return min((bound for bound in bounds if at < bound <= until), default=None)


def _refresh_all(photos: PhotoQuerySet) -> int:
    """In batches by primary key, each in a transaction of its own: no long lock, no long list."""
    return sum(_refresh_batch(pks) for pks in batches_of_keys(photos, size=_BATCH))


def _refresh_batch(pks: list[int]) -> int:
    with transaction.atomic():
        # Two who refresh the same photo would otherwise each add a set of rows.
        photos = list(Photo.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks).order_by("pk"))
        # Most photos of a supplier have the same facts.
        known: dict[RightsFacts, list[tuple[str, Window]]] = {}
        rows: list[RightsWindow] = []
        for pk, facts in facts_for(photos).items():
            if facts not in known:
                known[facts] = [(use, window) for use in Use.values for window in windows_for(facts, use=use)]
            rows += [
                RightsWindow(photo_id=pk, use=use, starts_at=starts_at, ends_at=ends_at)
                for use, (starts_at, ends_at) in known[facts]
            ]
        RightsWindow.objects.filter(photo__in=photos).delete()
        RightsWindow.objects.bulk_create(rows, batch_size=2_000)
        bump_pages_of(pks)
    return len(photos)


def _boundaries(facts: RightsFacts) -> set[dt.datetime]:
    spans = [(rule.starts_at, rule.ends_at) for rule in facts.restrictions]
    spans += [(lease.starts_at, lease.ends_at) for lease in facts.leases]
    spans += [(facts.contract_starts_at, facts.contract_ends_at), (facts.embargo_until, facts.expires_at)]
    return {moment for span in spans for moment in span if moment}
