"""Photos for tests: rows as intake and processing leave them, without their files unless a test asks for some."""

import datetime as dt
import hashlib
import io
from itertools import count

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from media_library.domain.searching import index_photo
from media_library.models import Licence, Photo, PhotoCredit, Rendition, Supplier, Tag

_numbers = count(1)
_LONGEST_SIDE = {
    "thumb": 320, "preview": 1024, "web-640": 640, "web-1280": 1280, "web-1920": 1920, "download-web": 2000,
}  # fmt: skip
_SHOWN_COLUMNS = ("headline", "caption_bg", "caption_en", "event", "persons")


def make_licence(slug: str = "", **fields: object) -> Licence:
    """A licence that grants showing and selling."""
    number = next(_numbers)
    defaults = {
        "slug": slug or f"licence-{number}",
        "name_bg": f"Лиценз {number}",
        "name_en": f"Licence {number}",
        "uses": ["publish", "sell", "crop"],
    }
    return Licence.objects.create(**(defaults | fields))


def make_supplier(slug: str = "", **fields: object) -> Supplier:
    """A partner agency; `licence` is None unless one is given."""
    number = next(_numbers)
    defaults = {
        "slug": slug or f"supplier-{number}",
        "name_bg": f"Доставчик {number}",
        "name_en": f"Supplier {number}",
        "kind": Supplier.Kind.PARTNER,
    }
    return Supplier.objects.create(**(defaults | fields))


def make_photo(
    *,
    tags: list[Tag] | tuple[Tag, ...] = (),
    presets: tuple[str, ...] = ("thumb", "preview"),
    with_files: bool = False,
    indexed: bool = False,
    arrived_at: dt.datetime | None = None,
    shown: dict[str, object] | None = None,
    **fields: object,
) -> Photo:
    """A photo that readers find: released, processed, credited to Иван Петров, with a rendition row of each preset.

    `state=Photo.State.HELD` and the like make another; `shown` adds metadata fields to what the columns say; `indexed`
    makes it findable by words; `with_files` puts tiny files behind the renditions.
    """
    number = next(_numbers)
    sha256 = hashlib.sha256(f"photo {number}".encode()).hexdigest()
    columns: dict[str, object] = {
        "sha256": sha256,
        "original": f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.jpg",
        "uploaded_name": f"IMG_{number:04}.JPG",
        "file_size": 4_200_000,
        "format": Photo.Format.JPEG,
        "width": 6000,
        "height": 4000,
        "state": Photo.State.RELEASED,
        "processing": Photo.Processing.DONE,
        "headline": f"Снимка {number}",
        "caption_bg": f"Надпис под снимка {number}.",
        "taken_at": dt.datetime(2025, 9, 3, 6, 32, tzinfo=dt.UTC),
        "creators": ["Иван Петров"],
        "credit_line_bg": "Иван Петров",
        "credit_line_en": "Ivan Petrov",
        "credit_complete": True,
        "average_colour": "#7a8a99",
    } | fields
    said = {name: columns[name] for name in _SHOWN_COLUMNS if columns.get(name)}
    said["creators"] = [{"name": name, "job_title": ""} for name in columns["creators"]]
    photo = Photo.objects.create(**columns, shown=said | (shown or {}))
    for position, name in enumerate(columns["creators"]):
        PhotoCredit.objects.create(photo=photo, position=position, role="creator", name=name)
    if arrived_at is not None:
        # The column is filled in by itself when a row is made.
        Photo.objects.filter(pk=photo.pk).update(arrived_at=arrived_at)
        photo.arrived_at = arrived_at
    if tags:
        photo.tags.set(tags)
    for preset in presets:
        make_rendition(photo, preset, with_file=with_files)
    if indexed:
        index_photo(photo)
    return photo


def make_rendition(
    photo: Photo,
    preset: str = "preview",
    *,
    format: str = "jpeg",  # noqa: A002 (the name of the column)
    crop: str = "",
    with_file: bool = False,
) -> Rendition:
    """The row of one rendition, in the size that the preset gives this photo; its file only `with_file`."""
    scale = min(1, _LONGEST_SIDE.get(preset, 10**6) / max(photo.width, photo.height))
    row = Rendition.objects.create(
        photo=photo,
        preset=preset,
        format=format,
        crop=crop,
        width=max(1, round(photo.width * scale)),
        height=max(1, round(photo.height * scale)),
        size=50_000,
        file=f"photos/{photo.pk % 1000:03d}/{photo.pk}/{preset}-{next(_numbers):016x}.{format.replace('jpeg', 'jpg')}",
    )
    if with_file:
        picture, colour = io.BytesIO(), photo.average_colour or "#7a8a99"
        Image.new("RGB", (row.width // 8 or 1, row.height // 8 or 1), colour).save(picture, format)
        storages["originals" if row.is_sold else "renditions"].save(row.file, ContentFile(picture.getvalue()))
    return row
