"""Photos as readers see them in a grid: a watermarked thumbnail, its first words, its credit and its terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from media_library.domain.reader_terms import terms_word
from media_library.domain.rights import facts_for
from media_library.models import Photo, Rendition
from media_library.models.photo import PhotoQuerySet

_NARROWEST, _WIDEST, _STEP = 40, 300, 5  # hundredths: the classes of photos.css
_TOO_WIDE = 200
_READER_PRESETS = ("thumb", "preview")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the language that it is in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A photo in a grid. `ratio` is width to height in hundredths, in steps of five, as the grid's classes are."""

    photo: Photo
    url: str
    title: Words
    alt: Words | None
    credit: str
    terms: str
    ratio: int
    thumb: Rendition | None
    preview: Rendition | None

    @property
    def is_panorama(self) -> bool:
        """Whether the thumbnail, which is small on its long side, is too low for a row of the grid."""
        return self.ratio > _TOO_WIDE


def for_tiles(photos: PhotoQuerySet) -> PhotoQuerySet:
    """With what tiles show, and without the bulk that they don't."""
    return (
        photos.select_related("supplier__licence", "licence")
        .defer("search", "placeholder", "warnings", "likeness_bands")
        .prefetch_related(_reader_renditions())
    )


def load_renditions(photos: Iterable[Photo]) -> None:
    """Load for photos that are there already what `rendition_of` looks among. One query."""
    prefetch_related_objects(list(photos), _reader_renditions())


def _reader_renditions() -> Prefetch[str]:
    shown = Rendition.objects.filter(preset__in=_READER_PRESETS, crop="")
    return Prefetch("renditions", queryset=shown, to_attr="reader_renditions")


def make_tiles(photos: list[Photo], *, language: str, now: dt.datetime) -> list[Tile]:
    """The tiles of photos that `for_tiles` has loaded, in the active language. Two queries."""
    facts = facts_for(photos)
    return [_tile_of(photo, language=language, terms=terms_word(facts[photo.pk], on=now)) for photo in photos]


def words_in(language: str, *, own: str, other: str) -> Words:
    """The text of this language, else the one of the other."""
    return Words(own or other, language if own else _other(language))


def caption_words(photo: Photo, language: str) -> Words:
    texts = {"bg": photo.caption_bg, "en": photo.caption_en}
    return words_in(language, own=texts[language], other=texts[_other(language)])


def title_words(photo: Photo, language: str) -> Words:
    """What a photo is called where there is room for a line, in the active language."""
    caption = caption_words(photo, language)
    headline = Words(photo.headline, guess_language(photo.headline, language))
    # An English reader is better served by an English caption than by a Bulgarian headline.
    title = caption if caption.text and (not headline.text or headline.language != language) else headline
    return title if title.text.strip() else Words(_("Photo %(number)s") % {"number": photo.pk}, language)


def guess_language(text: str, language: str) -> str:
    """The language of a text that comes without one: Bulgarian if its letters are Cyrillic, else English."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return language
    return "bg" if 2 * sum("\u0400" <= letter <= "\u04ff" for letter in letters) > len(letters) else "en"


def rendition_of(photo: Photo, preset: str) -> Rendition | None:
    """The JPEG of a preset among what `for_tiles` or `load_renditions` has loaded."""
    rows: list[Rendition] = getattr(photo, "reader_renditions", [])
    return next((row for row in rows if row.preset == preset and row.format == Rendition.Format.JPEG), None)


def _tile_of(photo: Photo, *, language: str, terms: str) -> Tile:
    return Tile(
        photo=photo,
        url=photo.get_absolute_url(),
        title=title_words(photo, language),
        alt=_alt_words(photo, language),
        credit=photo.credit_line(language),
        terms=terms,
        ratio=_ratio_of(photo),
        thumb=rendition_of(photo, "thumb"),
        preview=rendition_of(photo, "preview"),
    )


def _alt_words(photo: Photo, language: str) -> Words | None:
    """The photo's own alt text; None where it has none, for then the caption beside it says the same."""
    own, other = (str(photo.shown.get(f"alt_{code}", "")) for code in (language, _other(language)))
    return words_in(language, own=own, other=other) if own or other else None


def _ratio_of(photo: Photo) -> int:
    hundredths = 100 * photo.width / max(photo.height, 1)
    return min(max(round(hundredths / _STEP) * _STEP, _NARROWEST), _WIDEST)


def _other(language: str) -> str:
    return "bg" if language == "en" else "en"
