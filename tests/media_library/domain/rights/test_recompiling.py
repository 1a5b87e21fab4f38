"""Instructions become rows, again and again, and what a person has set stays."""

import datetime as dt

import pytest

from media_library.domain.rights import decide, recompile, recompile_supplier, refresh_supplier, usable
from media_library.models import Photo, Restriction, Supplier
from tests.factories.photos import make_licence, make_photo, make_supplier

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)


def rules_of(owner: Photo | Supplier) -> list[tuple[str, str, str]]:
    return list(owner.restrictions.order_by("pk").values_list("kind", "origin", "words"))


def write(photo: Photo, **shown: object) -> None:
    """Change what the photo's metadata say, as reading or editing them does."""
    photo.shown |= shown
    photo.save(update_fields=["shown"])
    recompile(photo)


def test_instructions_and_terms_become_rows():
    photo = make_photo(
        presets=(),
        arrived_at=NOW,
        taken_at=None,
        shown={
            "instructions": "NO SALES. NO ARCHIVES AFTER 14 DAYS; NO MAGS",
            "usage_terms": "Editorial use only. no sales",
        },
    )

    recompile(photo)

    assert rules_of(photo) == [
        ("no_sales", "compiled", "NO SALES"),
        ("no_archive", "compiled", "NO ARCHIVES AFTER 14 DAYS"),
        ("editorial_only", "compiled", "Editorial use only"),
    ]
    assert photo.restrictions.get(kind="no_archive").starts_at == NOW + dt.timedelta(days=14)
    photo.refresh_from_db()
    assert photo.unparsed_instructions == [{"field": "instructions", "start": 37, "end": 44, "words": "NO MAGS"}]
    assert photo.shown["instructions"][37:44] == "NO MAGS"


def test_period_counts_from_the_date_taken():
    photo = make_photo(presets=(), taken_at=NOW, shown={"instructions": "NO ARCHIVES AFTER 1 DAY"})

    recompile(photo)

    assert photo.restrictions.get().starts_at == NOW + dt.timedelta(days=1)


def test_compiling_again_keeps_the_same_rows():
    photo = make_photo(presets=(), shown={"instructions": "NO SALES; JAPAN OUT"})
    recompile(photo)
    before = list(photo.restrictions.values_list("pk", flat=True))

    recompile(photo)
    assert list(photo.restrictions.values_list("pk", flat=True)) == before

    write(photo, instructions="JAPAN OUT; NO CROPPING")
    assert rules_of(photo) == [("territory", "compiled", "JAPAN OUT"), ("no_crop", "compiled", "NO CROPPING")]
    assert photo.restrictions.first().pk == before[1]


def test_rows_set_by_hand_stay():
    photo = make_photo(presets=(), shown={"instructions": "NO SALES"})
    Restriction.objects.create(photo=photo, kind="no_social", origin="manual", words="по телефона")
    recompile(photo)

    write(photo, instructions="")

    assert rules_of(photo) == [("no_social", "manual", "по телефона")]


def test_decision_stands_until_the_words_change():
    photo = make_photo(presets=(), licence=make_licence(), shown={"instructions": "NO MAGS"})
    recompile(photo)
    assert not decide(photo, use="sell").allowed

    photo.instructions_decided = True
    photo.save(update_fields=["instructions_decided"])
    recompile(photo)
    assert photo.instructions_decided
    write(photo, instructions="NO MAGS. JAPAN OUT")
    assert photo.instructions_decided
    assert decide(photo, use="sell").allowed

    write(photo, instructions="NO MAGS, NO INTERNET")
    assert not photo.instructions_decided
    assert not Photo.objects.get(pk=photo.pk).instructions_decided
    assert not decide(photo, use="sell").allowed


def test_search_knows_at_once():
    photo = make_photo(presets=(), licence=make_licence(), shown={"instructions": "NO SALES"})

    recompile(photo)

    assert not usable(Photo.objects.all(), use="sell", at=NOW).exists()
    assert usable(Photo.objects.all(), use="publish", at=NOW).get() == photo
    write(photo, instructions="")
    assert usable(Photo.objects.all(), use="sell", at=NOW).get() == photo


def test_instructions_that_are_no_text_are_passed_over():
    photo = make_photo(presets=(), shown={"instructions": ["NO SALES"], "usage_terms": None})

    recompile(photo)

    assert rules_of(photo) == []


def test_suppliers_instructions_hold_for_its_photos():
    supplier = make_supplier(licence=make_licence(), instructions="NO SALES IN JAPAN. NO MAGS")
    photo = make_photo(presets=(), supplier=supplier, instructions_decided=True)

    recompile_supplier(supplier)
    refresh_supplier(supplier.pk)

    assert rules_of(supplier) == [("no_sales", "compiled", "NO SALES IN JAPAN")]
    assert [span["words"] for span in supplier.unparsed_instructions] == ["NO MAGS"]
    photo.refresh_from_db()
    assert not photo.instructions_decided
    assert not usable(Photo.objects.all(), use="sell", at=NOW).exists()
    assert [reason.code for reason in decide(photo, use="sell", territory="JP").reasons[:2]] == [
        "undecided",
        "no_sales",
    ]


def test_decisions_stand_while_the_suppliers_words_stay():
    supplier = make_supplier(licence=make_licence(), instructions="NO MAGS")
    recompile_supplier(supplier)
    photo = make_photo(presets=(), supplier=supplier, instructions_decided=True)

    supplier.instructions = "NO MAGS; NO SALES"
    supplier.save()
    recompile_supplier(supplier)
    refresh_supplier(supplier.pk)

    photo.refresh_from_db()
    assert photo.instructions_decided
    assert not usable(Photo.objects.all(), use="sell", at=NOW).exists()
    assert usable(Photo.objects.all(), use="publish", at=NOW).get() == photo


@pytest.mark.parametrize("words", ["NO ARCHIVES AFTER 14 DAYS", "НЕ СЕ АРХИВИРА СЛЕД 14 ДНИ"])
def test_period_of_a_supplier_is_counted_from_the_date_of_each_photo(words):
    supplier = make_supplier(licence=make_licence(), instructions=f"NO SALES. {words}")
    recompile_supplier(supplier)
    taken = make_photo(presets=(), supplier=supplier, taken_at=NOW, arrived_at=NOW + dt.timedelta(days=2))
    undated = make_photo(presets=(), supplier=supplier, taken_at=None, arrived_at=NOW + dt.timedelta(days=3))

    for photo in (taken, undated, taken, undated):
        recompile(photo)

    assert rules_of(supplier) == [("no_sales", "compiled", "NO SALES")]
    assert supplier.unparsed_instructions == []
    for photo, since in ((taken, NOW), (undated, undated.arrived_at)):
        assert rules_of(photo) == [("no_archive", "compiled", words)]
        assert photo.restrictions.get().starts_at == since + dt.timedelta(days=14)


def test_embargo_of_so_many_hours_stays_open_for_nobody_says_from_when():
    supplier = make_supplier(instructions="EMBARGO 24 HOURS")

    recompile_supplier(supplier)

    assert [span["words"] for span in supplier.unparsed_instructions] == ["EMBARGO 24 HOURS"]


def test_period_of_a_supplier_is_not_counted_from_a_date_after_the_arrival():
    supplier = make_supplier(instructions="NO ARCHIVES AFTER 14 DAYS")
    far = dt.datetime(9998, 12, 31, tzinfo=dt.UTC)
    photo = make_photo(presets=(), supplier=supplier, taken_at=far, arrived_at=NOW)

    recompile(photo)

    assert photo.restrictions.get().starts_at == NOW + dt.timedelta(days=14)


def test_period_of_a_supplier_beside_words_that_nobody_understands_is_counted_and_they_stay_open():
    supplier = make_supplier(licence=make_licence(), instructions="NO ARCHIVES AFTER 14 DAYS. NO MAGS")
    recompile_supplier(supplier)
    photo = make_photo(presets=(), supplier=supplier, taken_at=NOW, arrived_at=NOW)

    recompile(photo)

    assert [span["words"] for span in supplier.unparsed_instructions] == ["NO MAGS"]
    assert [rule[2] for rule in rules_of(photo)] == ["NO ARCHIVES AFTER 14 DAYS"]
    reasons = decide(photo, use="sell", on=NOW + dt.timedelta(days=15)).reasons
    assert [reason.code for reason in reasons if reason.effect == "deny"] == ["undecided", "no_archive"]


def test_period_goes_with_its_supplier():
    supplier = make_supplier(instructions="NO ARCHIVES AFTER 14 DAYS")
    photo = make_photo(presets=(), supplier=supplier, taken_at=NOW)
    recompile(photo)

    Photo.objects.filter(pk=photo.pk).update(supplier=None)
    recompile(photo)

    assert rules_of(photo) == []
