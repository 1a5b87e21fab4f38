"""The photo desk as a person uses it: bring a file in, open a page, change what is in its form, press a button."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from media_library.domain.intake import Filing, take_photo
from media_library.models import Arrival, Photo
from newsroom.models import User
from newsroom.roles import PHOTO_EDITORS
from tests.articles.admin.desk import page_of, signed_in
from tests.factories.people import make_user
from tests.factories.photos import make_rendition
from tests.media_library.photo_files import make_jpeg

LIST = "/admin/media_library/photo/"
ADD = "/admin/media_library/photo/add/"
UPLOAD = "/admin/media_library/photo/upload/"
STATES = "/admin/media_library/photo/states/"
REVIEW = "/admin/media_library/party/review/"
RULES = "/admin/media_library/creditrule/"

WORDS = {
    "2:105": "Празник на морето",
    "2:120": "Рибари влизат в пристанището на Созопол.",
    "2:80": "Мария Георгиева",
    "2:110": "Пресфото",
}


def make_photo_editor(**fields: Any) -> User:
    return make_user(PHOTO_EDITORS, **fields)


def at_the_desk(user: User | None = None) -> Client:
    """A client signed in as a photo editor, or as whoever is given, that reads English."""
    client = signed_in(user or make_photo_editor())
    client.cookies["django_language"] = "en"
    return client


def bring_in(folder: Path, *, words: dict[str, str] | None = None, colour: int = 0, **filing: Any) -> Photo:
    """A photo as intake leaves it, from a file with these IIM fields, and processed."""
    file = folder / f"{colour}.jpg"
    make_jpeg(file, iim=WORDS if words is None else words, colour=(colour % 256, colour // 256, 7))
    arrival = take_photo(file, file_name="IMG_1.JPG", way=Arrival.Way.COMMAND, filing=Filing(**filing))
    assert arrival.photo is not None
    photo = arrival.photo
    Photo.objects.filter(pk=photo.pk).update(processing=Photo.Processing.DONE)
    for preset in ("thumb", "preview"):
        make_rendition(photo, preset)
    photo.refresh_from_db()
    return photo


def address(photo: Photo, page: str = "change") -> str:
    return f"/admin/media_library/photo/{photo.pk}/{page}/"


def form_in(response: HttpResponse, form_id: str = "photo_form") -> dict[str, Any]:
    """What the photo's form on the page would send: name → values."""
    form = page_of(response).get_element_by_id(form_id)
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value.removeprefix("\n"))
    return data


def press(client: Client, photo: Photo, act: str = "", **changes: Any) -> HttpResponse:
    """Open the photo's form, change some fields, and press the button of the act (by default Save)."""
    data = form_in(client.get(address(photo))) | changes
    return client.post(address(photo), data | ({"_act": act} if act else {"_save": "1"}))


def new_row(prefix: str, number: int = 0, **fields: Any) -> dict[str, Any]:
    """What “Add a row” of some rows sends, when there are `number` of them already."""
    counts = {f"{prefix}-TOTAL_FORMS": number + 1, f"{prefix}-INITIAL_FORMS": number}
    return counts | {f"{prefix}-{number}-{name}": value for name, value in fields.items()}


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def text_of(response: HttpResponse) -> str:
    return " ".join(page_of(response).text_content().split())


def problems_in(response: HttpResponse) -> list[str]:
    items = page_of(response).xpath("//*[@class='error-summary']//li")
    return [" ".join(item.text_content().split()) for item in items]
