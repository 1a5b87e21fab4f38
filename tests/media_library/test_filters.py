import datetime as dt

import pytest
from django.http import QueryDict
from django.utils.translation import override

from media_library.filters import PhotoFilterSet
from media_library.models import Photo
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.factories.stories import make_section, make_tag

pytestmark = pytest.mark.django_db


def filters(query=""):
    return PhotoFilterSet(QueryDict(query), queryset=Photo.objects.visible(at=dt.datetime.now(tz=dt.UTC)))


def found(query):
    return set(filters(query).qs)


@pytest.mark.parametrize(
    ("fields", "query"),
    [
        ({"creators": ["Мария Георгиева"]}, "photographer=georgieva"),
        ({"persons": ["Владимир Путин"]}, "person=путин"),
        ({"places": ["Пекин"]}, "place=пекин"),
        ({"headline": "Буря"}, "q=бурята"),
        ({"width": 4000, "height": 6000}, "orientation=portrait"),
        ({"width": 4000, "height": 4000}, "orientation=square"),
    ],
)
def test_filter_finds_the_photo_and_not_the_other(fields, query):
    photo = make_photo(indexed=True, **fields)
    make_photo(indexed=True)
    assert found(query) == {photo}


def test_filters_of_rows_find_by_short_name():
    photo = make_photo(
        supplier=make_supplier("ap"), section=make_section("world"), tags=[make_tag("Китай", "China", slug="china")]
    )
    make_photo(supplier=make_supplier("staff"), section=make_section("bulgaria"))
    for query in ("supplier=ap", "section=world", "tag=china", "tag=китай", "tag=China"):
        assert found(query) == {photo}


def test_licence_of_the_photo_stands_before_the_suppliers():
    editorial, free = make_licence("editorial"), make_licence("free")
    supplier = make_supplier(licence=editorial)
    usual, own = make_photo(supplier=supplier), make_photo(supplier=supplier, licence=free)
    assert found("licence=editorial") == {usual}
    assert found("licence=free") == {own}


def test_days_are_those_of_the_newsroom_and_the_last_is_included():
    before_midnight = make_photo(taken_at=dt.datetime(2025, 9, 3, 20, 59, tzinfo=dt.UTC))
    after_midnight = make_photo(taken_at=dt.datetime(2025, 9, 3, 21, 0, tzinfo=dt.UTC))
    make_photo(taken_at=None)
    assert found("taken_from=2025-09-03&taken_to=2025-09-03") == {before_midnight}
    assert found("taken_from=04.09.2025") == {after_midnight}


@pytest.mark.parametrize(
    "query",
    [
        "taken_from=yesterday", "taken_from=0001-01-01", "taken_to=9999-12-31", "taken_to=2025-02-30", "taken_from=%00",
        "supplier=none", "section=%00", "licence=1", "orientation=x", "tag=none", "tag=%00", f"tag={'x' * 500}",
        "sort=random", "photographer=%00", f"person={'x' * 500}", "q=%00", "taken_from=2025-09-03&taken_to=2025-09-02",
    ],
)  # fmt: skip
def test_wrong_value_is_said_to_be_wrong_and_filters_nothing(query):
    photo = make_photo(indexed=True)
    asked = filters(query)
    name = "taken_to" if "&" in query else query.split("=")[0]
    assert list(asked.form.errors) == [name]
    assert name not in asked.wish.query
    if "&" not in query:
        assert set(asked.qs) == {photo}


def test_chips_name_what_is_set_and_lead_to_the_rest():
    make_photo(supplier=make_supplier("ap", name_bg="Асошиейтед прес"), tags=[make_tag("Китай", "China", slug="china")])
    with override("bg"):
        wish = filters("tag=China&supplier=ap&q=буря&taken_from=03.09.2025&sort=oldest&utm=x").wish
    assert [(chip.value, chip.query) for chip in wish.chips] == [
        ("буря", "?taken_from=2025-09-03&tag=china&supplier=ap"),
        ("03.09.2025", "?q=%D0%B1%D1%83%D1%80%D1%8F&tag=china&supplier=ap&sort=oldest"),
        ("Китай", "?q=%D0%B1%D1%83%D1%80%D1%8F&taken_from=2025-09-03&supplier=ap&sort=oldest"),
        ("Асошиейтед прес", "?q=%D0%B1%D1%83%D1%80%D1%8F&taken_from=2025-09-03&tag=china&sort=oldest"),
    ]


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("", "newest"),
        ("q=x", "best"),
        ("sort=oldest", "oldest"),
        ("q=x&sort=newest", "newest"),
        ("sort=best", "newest"),
    ],
)
def test_best_match_is_the_order_of_a_search_and_of_nothing_else(query, sort):
    assert filters(query).wish.sort == sort


def test_choices_are_only_what_readers_can_find():
    make_photo(supplier=make_supplier("ap", licence=make_licence("editorial")), section=make_section("world"))
    make_photo(
        supplier=make_supplier("secret", licence=make_licence("unknown")),
        section=make_section("bulgaria"),
        state=Photo.State.HELD,
    )
    make_photo(
        supplier=make_supplier("later", licence=make_licence("embargoed")),
        section=make_section("economy"),
        embargo_until=dt.datetime(2999, 1, 1, tzinfo=dt.UTC),
    )
    form = filters().form
    offered = {name: [value for value, _ in form.fields[name].choices if value] for name in ("supplier", "section")}
    assert offered == {"supplier": ["ap"], "section": ["world"]}
    assert [value for value, _ in form.fields["licence"].choices if value] == ["editorial"]
