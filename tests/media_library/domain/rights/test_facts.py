"""What the rows of the library come to as facts."""

import datetime as dt

import pytest

from media_library.domain.rights import decide, facts_for, refresh_rights
from media_library.domain.rights.facts import LicenceFacts, RightsFacts
from media_library.models import Photo
from tests.factories.photos import make_licence, make_photo, make_supplier

pytestmark = pytest.mark.django_db


def facts_of(photo: Photo) -> RightsFacts:
    return facts_for([photo])[photo.pk]


def test_photo_of_nobody_has_no_rights():
    assert facts_of(make_photo(presets=())) == RightsFacts()


def test_own_licence_stands_before_the_suppliers():
    suppliers, own = make_licence(uses=["publish", "sell"]), make_licence(uses=["publish"])
    supplier = make_supplier(licence=suppliers)

    assert facts_of(make_photo(supplier=supplier, presets=())).licence == LicenceFacts(
        suppliers.name_bg, suppliers.name_en, frozenset({"publish", "sell"})
    )
    assert facts_of(make_photo(supplier=supplier, licence=own, presets=())).licence == LicenceFacts(
        own.name_bg, own.name_en, frozenset({"publish"}), is_of_photo=True
    )


def test_contract_holds_on_its_last_day_in_sofia():
    supplier = make_supplier(contract_from=dt.date(2025, 1, 1), contract_until=dt.date(2025, 6, 30))
    photo = make_photo(supplier=supplier, presets=())

    facts = facts_of(photo)

    assert facts.has_contract
    assert facts.contract_starts_at == dt.datetime(2024, 12, 31, 22, tzinfo=dt.UTC)
    assert facts.contract_ends_at == dt.datetime(2025, 6, 30, 21, tzinfo=dt.UTC)
    assert decide(photo, use="publish", on=dt.datetime(2025, 6, 30, 20, 59, tzinfo=dt.UTC)).allowed
    assert not decide(photo, use="publish", on=dt.datetime(2025, 6, 30, 21, tzinfo=dt.UTC)).allowed


def test_decided_instructions_hold_nothing():
    words = [{"field": "instructions", "start": 0, "end": 7, "words": "NO MAGS"}]
    supplier = make_supplier(licence=make_licence(), unparsed_instructions=words)
    photo = make_photo(supplier=supplier, unparsed_instructions=words, presets=())

    verdict = decide(photo, use="sell")
    assert [(reason.code, reason.origin, reason.words) for reason in verdict.reasons[:2]] == [
        ("undecided", "photo", "NO MAGS"),
        ("undecided", "supplier", "NO MAGS"),
    ]
    assert not verdict.allowed

    photo.instructions_decided = True
    assert decide(photo, use="sell").allowed


def test_codes_are_read_in_any_case_and_odd_values_passed_over():
    photo = make_photo(presets=(), shown={"model_release": " mr-non ", "minor_age": 17, "data_mining": None})

    facts = facts_of(photo)

    assert (facts.model_release, facts.minor_age, facts.data_mining) == ("MR-NON", "", "")


def test_times_used_are_told_by_the_caller():
    photo = make_photo(licence=make_licence(), presets=())
    photo.restrictions.create(kind="one_time_use", effect="acknowledge")

    assert decide(photo, use="publish").needs_acknowledgement
    assert [reason.code for reason in decide(photo, use="publish", times_used=1).reasons] == ["used_up"]


def test_killed_photo_is_denied_for_everything():
    photo = make_photo(
        licence=make_licence(), state=Photo.State.KILLED, kill_note_bg="Свалена.", kill_note_en="Gone.", presets=()
    )

    assert not decide(photo, use="publish").allowed
    assert not decide(photo, use="crop").allowed


def test_contract_without_end_may_be_written_as_the_end_of_the_calendar():
    supplier = make_supplier(contract_from=dt.date.min, contract_until=dt.date.max, licence=make_licence())
    photo = make_photo(supplier=supplier, presets=())
    assert decide(photo, use="publish").allowed
    assert refresh_rights([photo.pk]) == 1
