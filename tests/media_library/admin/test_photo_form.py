"""The page of one photo: what is edited, filed and given back, and what the page tells."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media_library.models import Lease, MetadataEdit, Photo, PhotoAct, Restriction
from tests.articles.admin.desk import found_in, text_in
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.factories.stories import make_section, make_tag
from tests.media_library.admin.photo_desk import (
    WORDS,
    address,
    at_the_desk,
    bring_in,
    form_in,
    make_photo_editor,
    press,
    problems_in,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


def test_form_that_was_not_changed_writes_nothing(client: Client, photo: Photo) -> None:
    response = press(client, photo)

    before = photo.revision
    photo.refresh_from_db()
    assert (response.status_code, response.url) == (302, address(photo))
    assert photo.revision == before
    assert [act.act for act in photo.acts.all()] == [PhotoAct.Act.TAKE]
    assert not photo.metadata_edits.exists()


def test_edit_stands_over_the_file_and_is_given_back_with_a_tick(client: Client, photo: Photo) -> None:
    press(client, photo, headline="Празник в Созопол", persons="Иван Иванов\nАна Бонева")
    photo.refresh_from_db()
    edits = {edit.field: (edit.value, edit.edited_by.username) for edit in photo.metadata_edits.all()}
    page = client.get(address(photo))

    editor = photo.acts.first().actor.username
    assert photo.headline == "Празник в Созопол"
    assert photo.persons == ["Иван Иванов", "Ана Бонева"]
    assert edits == {
        "headline": ("Празник в Созопол", editor),
        "persons": (["Иван Иванов", "Ана Бонева"], editor),
    }
    assert "Back to what the file says: “Празник на морето”" in text_of(page)
    assert "headline, persons shown" in text_in(page, "photo-log")

    press(client, photo, give_back=["headline", "persons"])
    photo.refresh_from_db()
    assert (photo.headline, photo.persons) == ("Празник на морето", [])
    assert not photo.metadata_edits.exists()


def test_field_shows_the_place_that_its_value_was_read_from(client: Client, photo: Photo) -> None:
    page = client.get(address(photo))

    assert found_in(page, "normalize-space(//*[contains(@class,'field-headline')]//*[@class='field-origin'])") == "IIM"


def test_photo_is_filed_under_supplier_section_and_tags(client: Client, photo: Photo) -> None:
    supplier, licence = make_supplier(), make_licence()
    section, tag = make_section("world"), make_tag("Море", "Sea")

    press(client, photo, supplier=supplier.pk, licence=licence.pk, section=section.pk, tags=[tag.pk])

    photo.refresh_from_db()
    assert (photo.supplier, photo.licence, photo.section) == (supplier, licence, section)
    assert list(photo.tags.all()) == [tag]
    assert "supplier, licence, section, tags" in text_in(client.get(address(photo)), "photo-log")


def test_focal_point_is_kept(client: Client, photo: Photo) -> None:
    press(client, photo, focal_x="0.250", focal_y="0.750")

    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.25, 0.75)


def test_focal_point_outside_the_picture_is_refused(client: Client, photo: Photo) -> None:
    response = press(client, photo, focal_x="1.5", headline="Друго")

    assert response.status_code == 200
    assert len(problems_in(response)) == 1
    assert found_in(response, "//input[@name='headline']/@value") == ["Друго"]


@pytest.mark.parametrize("value", ["2025", "2025-09", "2025-09-03", "2025-09-03 09:32", "2025-09-03 09:32+03:00"])
def test_time_is_written_as_exactly_as_it_is_known(client: Client, photo: Photo, value: str) -> None:
    press(client, photo, taken_at=value)

    assert form_in(client.get(address(photo)))["taken_at"] in ([value], [f"{value}:00"], [value.replace("+", ":00+")])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("23.11.2026", "2026-11-23"),
        ("3.9.2026 г.", "2026-09-03"),
        ("23.11.2026 14:30", "2026-11-23T14:30:00"),
        ("23.11.2026 14:30:10", "2026-11-23T14:30:10"),
    ],
)
def test_time_is_understood_as_bulgarians_write_it(client: Client, photo: Photo, typed: str, kept: str) -> None:
    press(client, photo, taken_at=typed)

    photo.refresh_from_db()
    assert photo.shown["taken_at"] == kept


def test_code_is_chosen_by_its_name_and_one_that_nobody_knows_is_kept(client: Client, photo: Photo) -> None:
    press(client, photo, minor_age="AG-A17", shown_country_code="bgr")
    photo.metadata_edits.create(field="model_release", value="MR-ODD")
    Photo.objects.filter(pk=photo.pk).update(shown=photo.shown | {"model_release": "MR-ODD", "minor_age": "AG-A17"})
    page = client.get(address(photo))

    assert found_in(page, "//select[@name='minor_age']/option[@selected]/text()") == ["17 years"]
    assert found_in(page, "//select[@name='model_release']/option[@selected]/text()") == ["MR-ODD"]
    assert photo.metadata_edits.get(field="shown_country_code").value == "BG"


def queries_of(client: Client, photo: Photo) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address(photo)).status_code == 200
    return len(captured)


def test_page_costs_the_same_however_much_is_on_it(tmp_path: Path) -> None:
    client = at_the_desk()
    photo = bring_in(tmp_path)
    little = queries_of(client, photo)
    for number in range(3):
        Restriction.objects.create(photo=photo, kind="no_sales", words=str(number))
        Restriction.objects.create(photo=photo, kind="no_social", origin="compiled")
        Lease.objects.create(photo=photo, effect="allow")
        MetadataEdit.objects.create(photo=photo, field=["headline", "event", "title"][number], value="x",
                                    edited_by=make_photo_editor())  # fmt: skip
        PhotoAct.objects.create(photo=photo, act="edit", actor=make_photo_editor())
        make_photo(perceptual_hash=1, likeness_bands=[1])

    assert queries_of(client, photo) == little
    assert little <= 37
    assert WORDS["2:105"] == "Празник на морето"
