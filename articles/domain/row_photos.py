"""The small photos beside the rows of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.files.storage import storages
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.domain.photo_figures import THUMBS, PhotoFiles, SharedFile, choose_files, choose_shared_files, find_focus
from articles.models import ArticlePhoto, PublicStory
from media_library.domain.rights import usable
from media_library.models import Photo, Rendition
from media_library.models.rights import Use


class _StoredFile(NamedTuple):
    """What a list needs of a rendition, without the weight of a row of it."""

    photo: int
    preset: str
    format: str
    crop: str
    width: int
    height: int
    file: str
    may_crop: bool

    @property
    def url(self) -> str:
        return str(storages["renditions"].url(self.file))


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPhoto:
    """A story's lead photo in a list; the fields are those of a `PhotoFigure`."""

    photo_id: int
    caption: str
    alt: str
    thumb: PhotoFiles
    shared: tuple[SharedFile, ...]
    focus_x: int
    focus_y: int
    may_crop: bool


def read_row_photos(stories: Iterable[PublicStory]) -> dict[int, RowPhoto]:
    """The lead photos of stories, by the story's id. One query, or none where no story has a photo.

    Withdrawn ones are left out, since a list has no room for a notice; so are those whose files are still being made.
    """
    leads = {
        story.pk: entry
        for story in stories
        for entry in story.version.photos
        if entry["place"] == ArticlePhoto.Place.LEAD
    }
    files: dict[int, list[_StoredFile]] = {}
    for file in _find_files({int(entry["photo"]) for entry in leads.values()}):
        files.setdefault(file.photo, []).append(file)
    photos = {pk: _row_photo(entry, files.get(entry["photo"], [])) for pk, entry in leads.items()}
    return {pk: photo for pk, photo in photos.items() if photo is not None}


def _find_files(photo_ids: set[int]) -> Iterable[_StoredFile]:
    if not photo_ids:
        return []
    croppable = usable(Photo.objects.filter(pk=OuterRef("photo")), use=Use.CROP, at=timezone.now())
    rows = (
        Rendition.objects.filter(photo__in=photo_ids, format=Rendition.Format.JPEG)
        .exclude(photo__state=Photo.State.KILLED)
        .annotate(may_crop=Exists(croppable))
        .order_by()
        .values_list("photo", "preset", "format", "crop", "width", "height", "file", "may_crop")
    )
    return (_StoredFile(*row) for row in rows)


def _row_photo(entry: dict[str, Any], files: list[_StoredFile]) -> RowPhoto | None:
    crop = str(entry.get("crop", ""))
    thumb = choose_files(files, crop=crop, presets=THUMBS)
    if thumb is None:
        return None
    may_crop = files[0].may_crop
    focus_x, focus_y = find_focus(entry)
    return RowPhoto(
        photo_id=entry["photo"],
        caption=str(entry.get("caption", "")),
        alt=str(entry.get("alt", "")),
        thumb=thumb,
        shared=choose_shared_files(files, crop=crop, may_cut=may_crop),
        focus_x=focus_x,
        focus_y=focus_y,
        may_crop=may_crop,
    )
