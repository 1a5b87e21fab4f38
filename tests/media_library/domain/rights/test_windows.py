"""The rows that the search asks say the same as the decision."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from media_library.domain.rights import (
    decide,
    decide_facts,
    facts_for,
    refresh_licence,
    refresh_rights,
    refresh_supplier,
    usable,
    windows_for,
)
from media_library.domain.rights.facts import LeaseFacts, LicenceFacts, RestrictionFacts, RightsFacts
from media_library.models import Lease, Photo, Restriction, RightsWindow
from media_library.models.rights import Use
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.media_library.domain.rights.random_facts import DAYS, MOMENTS, TERRITORIES, USES, facts_of_any_kind

FREE = RightsFacts(licence=LicenceFacts("Всички права", "All rights", frozenset(Use.values)), model_release="MR-UMR")
_TICK = dt.timedelta(microseconds=1)


def usable_ids(*, use: str = "publish", at: dt.datetime = DAYS[3]) -> set[int]:
    return set(usable(Photo.objects.all(), use=use, at=at).values_list("pk", flat=True))


def store(facts: RightsFacts) -> Photo:
    """A photo in the database of which these facts are true, its contract by the day."""
    licence = make_licence(uses=sorted(facts.licence.uses)) if facts.licence else None
    is_own = bool(facts.licence and facts.licence.is_of_photo)
    supplier = make_supplier(
        licence=None if is_own else licence,
        contract_from=facts.contract_starts_at and facts.contract_starts_at.date(),
        contract_until=facts.contract_ends_at and facts.contract_ends_at.date(),
        territories=sorted(facts.supplier_territories),
    )
    photo = make_photo(
        presets=(),
        supplier=supplier,
        licence=licence if is_own else None,
        embargo_until=facts.embargo_until,
        expires_at=facts.expires_at,
        ai_made=facts.ai_made,
        unparsed_instructions=[{"words": words} for words in facts.unparsed],
        shown={
            name: getattr(facts, name) for name in ("model_release", "property_release", "minor_age", "data_mining")
        },
        **({"state": "killed", "kill_note_bg": "Свалена.", "kill_note_en": "Gone."} if facts.is_killed else {}),
    )
    for rule in facts.restrictions:
        Restriction.objects.create(
            **({"photo": photo} if rule.is_of_photo else {"supplier": supplier}),
            kind=rule.kind,
            effect=rule.effect,
            territories_in=sorted(rule.territories_in),
            territories_out=sorted(rule.territories_out),
            starts_at=rule.starts_at,
            ends_at=rule.ends_at,
            words=rule.words,
        )
    for lease in facts.leases:
        Lease.objects.create(
            **({"photo": photo} if lease.is_of_photo else {"supplier": supplier}),
            effect="allow" if lease.is_allowing else "deny",
            uses=sorted(lease.uses),
            starts_at=lease.starts_at,
            ends_at=lease.ends_at,
            note=lease.note,
        )
    return photo


def test_use_without_conditions_is_allowed_for_ever():
    assert windows_for(FREE, use="publish") == [(None, None)]


def test_use_that_is_never_allowed_has_no_window():
    assert windows_for(replace(FREE, is_killed=True), use="publish") == []


def test_windows_lie_between_the_dates_of_the_facts():
    facts = replace(
        FREE,
        embargo_until=DAYS[1],
        restrictions=(RestrictionFacts("no_archive", starts_at=DAYS[3]),),
        leases=(LeaseFacts(True, starts_at=DAYS[4], ends_at=DAYS[5]),),
    )

    assert windows_for(facts, use="publish") == [(DAYS[1], DAYS[3]), (DAYS[4], DAYS[5])]
    assert windows_for(facts, use="crop") == [(None, None)]


def test_dates_that_change_nothing_do_not_cut_a_window():
    facts = replace(FREE, restrictions=(RestrictionFacts("no_sales", starts_at=DAYS[1], ends_at=DAYS[2]),))

    assert windows_for(facts, use="publish") == [(None, None)]
    assert windows_for(facts, use="sell") == [(None, DAYS[1]), (DAYS[2], None)]


@given(facts=facts_of_any_kind(), use=USES, territory=TERRITORIES, on=MOMENTS)
def test_windows_say_what_the_decision_says(facts, use, territory, on):
    windows = windows_for(facts, use=use, territory=territory)

    within = [(start is None or start <= on) and (end is None or on < end) for start, end in windows]
    assert sum(within) == decide_facts(facts, use=use, territory=territory, on=on).allowed


@pytest.mark.django_db
@settings(max_examples=60)
@given(facts=facts_of_any_kind(), use=USES, moments=st.lists(MOMENTS, min_size=1, max_size=5))
def test_search_says_what_the_decision_says(facts, use, moments):
    photo = store(facts)
    refresh_rights([photo.pk])

    bounds = RightsWindow.objects.filter(photo=photo, use=use).values_list("starts_at", "ends_at")
    at_bounds = [moment + step for span in bounds for moment in span if moment for step in (-_TICK, 0 * _TICK, _TICK)]
    for on in [*moments, *at_bounds]:
        found = usable(Photo.objects.filter(pk=photo.pk), use=use, at=on).exists()
        assert found == decide(photo, use=use, on=on).allowed


@pytest.mark.django_db
@settings(max_examples=40)
@given(facts=facts_of_any_kind())
def test_stored_facts_are_loaded_again(facts):
    loaded = facts_for([store(facts)])
    (found,) = loaded.values()

    own_first = sorted(facts.restrictions, key=lambda rule: not rule.is_of_photo)
    assert found.restrictions == tuple(own_first)
    assert found.leases == tuple(sorted(facts.leases, key=lambda lease: not lease.is_of_photo))
    assert found.licence is None or found.licence.uses == facts.licence.uses
    assert replace(
        found, restrictions=(), leases=(), licence=None, contract_starts_at=None, contract_ends_at=None
    ) == replace(facts, restrictions=(), leases=(), licence=None, contract_starts_at=None, contract_ends_at=None)


@pytest.mark.django_db
def test_refreshing_again_changes_nothing():
    photo = store(replace(FREE, embargo_until=DAYS[1]))

    for _ in range(2):
        assert refresh_rights([photo.pk, photo.pk]) == 1

    assert list(
        RightsWindow.objects.filter(photo=photo, use__in=["publish", "crop"]).values_list("use", "starts_at", "ends_at")
    ) == [("crop", None, None), ("publish", DAYS[1], None)]


@pytest.mark.django_db
def test_window_begins_at_its_start_and_ends_before_its_end():
    photo = store(replace(FREE, embargo_until=DAYS[1], expires_at=DAYS[2]))
    refresh_rights([photo.pk])

    assert [photo.pk in usable_ids(at=at) for at in (DAYS[1] - _TICK, DAYS[1], DAYS[2] - _TICK, DAYS[2])] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.django_db
def test_photo_that_was_never_refreshed_is_not_found():
    store(FREE)

    assert usable_ids() == set()


@pytest.mark.django_db
def test_supplier_refreshes_all_its_photos_and_no_other():
    supplier = make_supplier(licence=make_licence())
    photos = [make_photo(supplier=supplier, presets=()) for _ in range(3)]
    make_photo(supplier=make_supplier(licence=make_licence()), presets=())

    assert refresh_supplier(supplier.pk) == 3
    assert usable_ids() == {photo.pk for photo in photos}

    supplier.contract_until = dt.date(2025, 5, 31)
    supplier.save()
    refresh_supplier(supplier.pk)
    assert usable_ids() == set()


@pytest.mark.django_db
def test_licence_refreshes_photos_under_it():
    licence, other = make_licence(uses=["publish"]), make_licence(uses=["publish"])
    supplier = make_supplier(licence=licence)
    inherited, own = make_photo(supplier=supplier, presets=()), make_photo(licence=licence, presets=())
    make_photo(supplier=supplier, licence=other, presets=())

    assert refresh_licence(licence.pk) == 2
    assert usable_ids() == {inherited.pk, own.pk}


@pytest.mark.django_db
def test_large_suppliers_are_refreshed_batch_by_batch(monkeypatch):
    monkeypatch.setattr("media_library.domain.rights.windows._BATCH", 2)
    supplier = make_supplier(licence=make_licence())
    photos = [make_photo(supplier=supplier, presets=()) for _ in range(5)]

    assert refresh_supplier(supplier.pk) == 5
    assert usable_ids() == {photo.pk for photo in photos}
    assert refresh_rights([photo.pk for photo in photos]) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_photos(number):
    facts = replace(FREE, restrictions=(RestrictionFacts("no_sales"),), leases=(LeaseFacts(True),))
    photos = [store(facts) for _ in range(number)]
    loaded = list(Photo.objects.order_by("pk"))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        facts = facts_for(loaded)

    assert len(facts) == number
    assert len(queries) <= 4
    with CaptureQueriesContext(connection) as queries:
        refresh_rights([photo.pk for photo in photos])
    assert len(queries) <= 10


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_one_set_of_windows():
    photo = store(FREE)
    refresh_rights([photo.pk])
    started = threading.Event()

    def refresh_too() -> None:
        started.set()
        try:
            refresh_rights([photo.pk])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            refresh_rights([photo.pk])
            other = pool.submit(refresh_too)
            started.wait(10)
            _wait_for_blocked_query()
        other.result(30)

    assert RightsWindow.objects.filter(photo=photo).count() == len(Use.values)


def _wait_for_blocked_query() -> None:
    """Until another connection to this database waits for a lock of ours."""
    until = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
            time.sleep(0.02)
    pytest.fail("Nobody waits.")
