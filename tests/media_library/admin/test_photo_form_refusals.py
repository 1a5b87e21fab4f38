"""What is typed wrong, forged or odd on the page of one photo, and how it comes back."""

from pathlib import Path

import pytest
from django.test import Client

from media_library.domain.showing import reread_photo
from media_library.models import MetadataEdit, Photo, Restriction
from tests.articles.admin.desk import found_in
from tests.media_library.admin.photo_desk import (
    address,
    bring_in,
    new_row,
    press,
    problems_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]

LONG = "я" * 20_001


HOSTILE = [
    {"headline": "а\x00б"},
    {"caption_bg": "а\x00б"},
    {"creators": "Иван\x00, фотограф"},
    {"persons": "Иван\x00"},
    {"taken_at": "\x00"},
    {"taken_at": "9999999-99-99"},
    {"headline": LONG},
    {"caption_bg": LONG},
    {"creators": LONG},
    {"keywords": "\n".join(str(number) for number in range(300))},
    {"shown_country_code": "България"},
    {"shown_country_code": "QQ"},
    {"taken_at": "31.02.2026"},
    {"taken_at": "1825"},
    {"embargo_until": "23.11.2206"},
    {"licensor_url": "javascript:alert(1)"},
    {"web_statement": "example.com"},
    {"model_release": "MR-XXX"},
    {"digital_source_type": "\x00"},
    {"supplier": "987654321"},
    {"supplier": "99999999999999999999999"},
    {"section": "x"},
    {"tags": ["987654321", "\x00"]},
    {"focal_x": "nan"},
    {"focal_x": ""},
    {"give_back": ["shown"]},
    {"revision": "x"},
    {"revision": ""},
    {"revision": "99999999999999999999999", "headline": "Друго"},
    {"credit_chain-0-id": "987654321"},
    {"credit_chain-0-id": "x"},
    {"credit_chain-0-id": "99999999999999999999999"},
    {"credit_chain-0-role": "king"},
    {"credit_chain-0-name": "\x00"},
    {"credit_chain-0-name": LONG},
    {"credit_chain-0-position": "-1"},
    {"credit_chain-0-position": "99999999999"},
    {"credit_chain-TOTAL_FORMS": "x"},
    {"restrictions-TOTAL_FORMS": "100000"},
    new_row("restrictions", kind="no_sales", effect="deny", territories_out="Япония"),
    new_row("restrictions", kind="no_sales", effect="deny", territories_in="\x00"),
    new_row("restrictions", kind="no_sales", effect="deny", territories_in="QQ"),
    new_row("restrictions", kind="no_sales", effect="deny", words="\x00"),
    new_row("restrictions", kind="no_sales", effect="deny", starts_at="0001-01-01T00:00"),
    new_row("restrictions", kind="x", effect="y"),
    new_row("restrictions", id="987654321", kind="no_sales", effect="deny")
    | {"restrictions-INITIAL_FORMS": "1", "restrictions-TOTAL_FORMS": "1"},
    new_row("leases", effect="allow", uses=["rule_the_world"]),
    new_row("leases", effect="allow", note=LONG),
]


@pytest.mark.parametrize("change", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_whatever_is_typed_or_forged_comes_back_with_its_reason(
    client: Client, photo: Photo, change: dict[str, object]
) -> None:
    response = press(client, photo, **change)

    before = photo.revision
    photo.refresh_from_db()
    assert (response.status_code, photo.revision) == (200, before)
    assert problems_in(response) != []


def test_row_of_another_photo_is_not_touched(client: Client, photo: Photo, tmp_path: Path) -> None:
    other = bring_in(tmp_path, colour=9)
    theirs = Restriction.objects.create(photo=other, kind="no_sales")
    forged = {
        "restrictions-TOTAL_FORMS": "1", "restrictions-INITIAL_FORMS": "1", "restrictions-0-id": theirs.pk,
        "restrictions-0-photo": other.pk, "restrictions-0-kind": "no_social", "restrictions-0-DELETE": "on",
    }  # fmt: skip

    press(client, photo, **forged)

    assert Restriction.objects.get().kind == "no_sales"


def test_odd_values_of_the_file_do_not_stand_in_the_way_of_saving(client: Client, photo: Photo) -> None:
    photo.reading.values = {
        "headline": {"value": "Заглавие " * 300, "source": "xmp"},
        "taken_at": {"value": "2025-09", "source": "xmp"},
        "shown_country_code": {"value": "Bulgaria", "source": "xmp"},
        "creators": {"value": [{"name": "Георгиева, Мария", "job_title": ""}], "source": "xmp"},
        "web_statement": {"value": "www.example.com", "source": "xmp"},
        "expires_at": {"value": "9999-12-31T23:59:59", "source": "xmp"},
        "model_release": {"value": "MR-ODD", "source": "xmp"},
    }
    photo.reading.save()
    reread_photo(photo.pk)

    response = press(client, photo, caption_en="Fishermen enter the harbour.")

    photo.refresh_from_db()
    assert response.status_code == 302
    assert photo.caption_en == "Fishermen enter the harbour."
    assert list(MetadataEdit.objects.values_list("field", flat=True)) == ["caption_en"]


def test_form_that_came_back_with_an_error_is_known_as_unsaved(client: Client, photo: Photo) -> None:
    ask = "//form[@id='photo_form']/@data-warn-unsaved"

    assert found_in(client.get(address(photo)), ask) == [""]
    assert found_in(press(client, photo, taken_at="вчера"), ask) == ["already"]
