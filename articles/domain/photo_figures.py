"""The photos of a version as pages show them: frozen words, and the files that there are of them today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import NoReverseMatch
from django.utils import timezone

from articles.models import ArticlePhoto, PublicStory, Version
from media_library.domain.rights import usable
from media_library.domain.tiles import guess_language
from media_library.models import Photo, Rendition
from media_library.models.rights import Use
from newsroom.shared.addresses import path_in

_WEB = ("web-640", "web-1280", "web-1920")
THUMBS = ("thumb", "web-640")
_DEFAULT_WIDTH = 1280
# What machines show large: the one that fits most cards first.
_SHARED = ("share-16x9", "share-4x3", "share-1x1")
# Height over width, from which on a photo is set narrower, and narrower still, so that it fits a screen.
_UPRIGHT, _TALL = 0.9, 1.4


class File(Protocol):
    """What is asked of a rendition here: of a row of it, or of less."""

    @property
    def preset(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def crop(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """What an `<img>` and the `<source>` over it need. `width` and `height` are in pixels, and give the proportions."""

    src: str
    srcset: str
    webp_srcset: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A JPEG for search engines and for the cards of shared links, and its size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFigure:
    """One photo on a page. Where `notice` is set, the photo was withdrawn: that stands in its place, and nothing else.

    `caption`, `credit` and `alt` are the version's; `caption_language` and `alt_language` say in which language those
    are that the photo has only in another than the version's, and are empty otherwise. `url` is the photo's page in the
    library, empty where it has none. `shared` has the lead photo's large files for machines: cut to 16:9, 4:3 and 1:1
    where it may be cut, else whole. `focus_x` and `focus_y` are tenths of what is shown, for the classes of
    `object-position`.
    """

    photo_id: int
    place: str
    caption: str = ""
    credit: str = ""
    alt: str = ""
    caption_language: str = ""
    alt_language: str = ""
    notice: str = ""
    url: str = ""
    files: PhotoFiles | None = None
    thumb: PhotoFiles | None = None
    shared: tuple[SharedFile, ...] = ()
    placeholder: str = ""
    focus_x: int = 5
    focus_y: int = 5
    may_crop: bool = False
    is_ai_made: bool = False

    @property
    def shape(self) -> str:
        """How the figure is set: "wide", "upright" or "tall"."""
        if self.files is None or self.files.height < self.files.width * _UPRIGHT:
            return "wide"
        return "tall" if self.files.height > self.files.width * _TALL else "upright"


def read_figures(photos: Sequence[Mapping[str, Any]], *, language: str) -> list[PhotoFigure]:
    """The figures of one version's photos, in their order. Two queries, or none for a version without photos."""
    return next(iter(read_figures_of({0: photos}, language=language).values()), [])


def read_figures_of(
    photos_by_owner: Mapping[int, Sequence[Mapping[str, Any]]], *, language: str
) -> dict[int, list[PhotoFigure]]:
    """The figures of many owners at once, as of the stories of a list. Two queries, or none where there are no photos.

    A photo whose files, or those of its crop, are still being made is left out: what was cut away is nobody's business.
    """
    ids = {int(entry["photo"]) for photos in photos_by_owner.values() for entry in photos}
    stored = {photo.pk: photo for photo in _with_files(ids)} if ids else {}
    figures = {}
    for owner, photos in photos_by_owner.items():
        made = [
            _figure(entry, stored[entry["photo"]], language=language) for entry in photos if entry["photo"] in stored
        ]
        figures[owner] = [figure for figure in made if figure.files is not None or figure.notice]
    return figures


def read_lead_figures(stories: Iterable[PublicStory], *, language: str) -> dict[int, PhotoFigure]:
    """The lead photos of stories, by the story's id. Withdrawn ones are left out: a list has no room for a notice."""
    figures = read_figures_of(lead_entries(stories), language=language)
    return {pk: found[0] for pk, found in figures.items() if found and not found[0].notice}


def lead_entries(stories: Iterable[PublicStory]) -> dict[int, list[Mapping[str, Any]]]:
    """What the versions of stories say of their lead photos, by the story's id."""
    return {
        story.pk: [entry for entry in story.version.photos if entry["place"] == ArticlePhoto.Place.LEAD]
        for story in stories
    }


def withhold_withdrawn(*versions: Version, language: str) -> list[Version]:
    """Copies of these versions in which a photo that was withdrawn has its notice, and no other words. One query."""
    ids = {int(entry["photo"]) for version in versions for entry in version.photos}
    killed = Photo.objects.filter(state=Photo.State.KILLED).in_bulk(ids) if ids else {}
    shown = []
    for version in versions:
        bare = copy(version)
        bare.photos = [
            {**entry, "caption": killed[entry["photo"]].kill_note(language), "credit": "", "alt": ""}
            if entry["photo"] in killed
            else entry
            for entry in version.photos
        ]
        shown.append(bare)
    return shown


def _with_files(ids: Iterable[int]) -> QuerySet[Photo]:
    now = timezone.now()
    croppable = usable(Photo.objects.filter(pk=OuterRef("pk")), use=Use.CROP, at=now)
    return (
        Photo.objects.filter(pk__in=ids)
        .annotate(may_crop=Exists(croppable), has_page=Exists(Photo.objects.visible(at=now).filter(pk=OuterRef("pk"))))
        .defer("shown", "search", "warnings", "unparsed_instructions", "likeness_bands")
        .prefetch_related("renditions")
    )


def _figure(entry: Mapping[str, Any], photo: Photo, *, language: str) -> PhotoFigure:
    photo_id, place = photo.pk, str(entry["place"])
    if photo.state == Photo.State.KILLED:
        return PhotoFigure(photo_id=photo_id, place=place, notice=photo.kill_note(language))
    rows = list(photo.renditions.all())
    crop = str(entry.get("crop", ""))
    may_crop = bool(getattr(photo, "may_crop", False))
    caption, alt = str(entry.get("caption", "")), str(entry.get("alt", ""))
    focus_x, focus_y = find_focus(entry)
    return PhotoFigure(
        photo_id=photo_id,
        place=place,
        caption=caption,
        credit=str(entry.get("credit", "")),
        alt=alt,
        caption_language=_foreign_language(caption, language=language),
        alt_language=_foreign_language(alt, language=language),
        url=_page_of(photo, language=language),
        files=choose_files(rows, crop=crop, presets=_WEB),
        thumb=choose_files(rows, crop=crop, presets=THUMBS),
        placeholder="" if crop else photo.placeholder,
        focus_x=focus_x,
        focus_y=focus_y,
        shared=choose_shared_files(rows, crop=crop, may_cut=may_crop) if place == ArticlePhoto.Place.LEAD else (),
        may_crop=may_crop,
        is_ai_made=photo.ai_made,
    )


def choose_files(rows: Iterable[File], *, crop: str = "", presets: Sequence[str] = _WEB) -> PhotoFiles | None:
    """The files of these presets for this crop, as srcsets; None where there is no JPEG among them.

    A small original has the same width under several names: each width stands once.
    """
    fitting = [row for row in rows if row.crop == crop and row.preset in presets]
    jpegs = {row.width: row for row in fitting if row.format == Rendition.Format.JPEG}
    webps = {row.width: row for row in fitting if row.format == Rendition.Format.WEBP}
    if not jpegs:
        return None
    largest = jpegs[max(jpegs)]
    fallback = jpegs[max((width for width in jpegs if width <= _DEFAULT_WIDTH), default=min(jpegs))]
    return PhotoFiles(fallback.url, _srcset(jpegs), _srcset(webps), largest.width, largest.height)


def choose_shared_files(rows: Iterable[File], *, crop: str, may_cut: bool) -> tuple[SharedFile, ...]:
    """The files cut to what machines ask for; the largest of the whole where there are none, or may not be."""
    jpegs = {row.preset: row for row in rows if row.crop == crop and row.format == Rendition.Format.JPEG}
    found = [jpegs[preset] for preset in _SHARED if preset in jpegs] if may_cut else []
    if not found:
        found = sorted((jpegs[preset] for preset in _WEB if preset in jpegs), key=lambda row: -row.width)[:1]
    return tuple(SharedFile(row.url, row.width, row.height) for row in found)


def _srcset(rows: Mapping[int, File]) -> str:
    return ", ".join(f"{row.url} {width}w" for width, row in sorted(rows.items()))


def find_focus(entry: Mapping[str, Any]) -> tuple[int, int]:
    """The focal point of a photo in a version, in tenths of what is shown of it, from the left and from above."""
    crop = str(entry.get("crop", ""))
    return (
        _tenths(float(entry.get("focal_x", 0.5)), crop=crop, axis=0),
        _tenths(float(entry.get("focal_y", 0.5)), crop=crop, axis=1),
    )


def _tenths(focus: float, *, crop: str, axis: int) -> int:
    """Where the focal point of the whole picture lies in what is shown of it, in tenths from 0 to 10."""
    if crop:
        edges = [int(edge) / 1000 for edge in crop.split(",")]
        start, end = edges[axis], edges[axis + 2]
        focus = (focus - start) / (end - start) if end > start else 0.5
    return round(min(1.0, max(0.0, focus)) * 10)


def _foreign_language(text: str, *, language: str) -> str:
    """The language of words that are not in that of the page, which they stand on for want of others; else nothing."""
    guessed = guess_language(text, language)
    return "" if guessed == language else guessed


def _page_of(photo: Photo, *, language: str) -> str:
    if not getattr(photo, "has_page", False):
        return ""  # It is at the desk, under an embargo, or has expired: its page would answer 404.
    try:
        return path_in(language, "media_library:photo", photo.pk, photo.slug)
    except NoReverseMatch:
        return ""  # The site has no public photo library.
