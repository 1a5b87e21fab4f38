"""The public page of one photo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from media_library.domain.library import join_query
from media_library.domain.photo_use import PublicUse, public_uses
from media_library.domain.reader_terms import ReaderTerms, read_terms
from media_library.domain.rights import facts_for
from media_library.domain.tiles import (
    Tile,
    Words,
    caption_words,
    for_tiles,
    guess_language,
    make_tiles,
    rendition_of,
    words_in,
)
from media_library.models import Photo, Rendition
from media_library.models.photo import PhotoQuerySet
from newsroom.shared.addresses import PageAddress, path_in

_MOST_RELATED = 8


@dataclass(frozen=True, slots=True)
class FactLink:
    """A fact that leads to a search for photos of the same; without a query it leads nowhere."""

    text: str
    language: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the table of facts."""

    label: str
    links: list[FactLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPage:
    """What `media_library/photo.html` shows."""

    address: PageAddress
    language: str
    now: dt.datetime
    photo: Photo
    headline: Words
    caption: Words
    description: Words
    alt: Words
    credit: str
    preview: Rendition | None
    facts: list[Fact]
    terms: ReaderTerms
    licence_terms: Words
    related: list[Tile]
    related_heading: str
    uses: list[PublicUse]
    is_library: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnPhotoPage:
    """What `media_library/withdrawn.html` shows in the place of a killed photo: its number and the notice."""

    address: PageAddress
    language: str
    now: dt.datetime
    number: int
    notice: str
    is_library: bool = True


def find_photo(photo_id: int, *, now: dt.datetime) -> Photo:
    """The photo that has an address at `now`, withdrawn ones among them. Raises Photo.DoesNotExist.

    One that was withdrawn before any reader could see it has no address, ever.
    """
    seen, withdrawn = Photo.objects.visible(at=now), Photo.objects.withdrawn(at=now)
    return for_tiles(seen.filter(pk=photo_id) | withdrawn.filter(pk=photo_id)).select_related(
        "supplier__licence", "licence", "section"
    ).get()  # fmt: skip


def read_photo(photo: Photo, *, language: str, now: dt.datetime) -> PhotoPage:
    """The page of a photo that readers may see, in the active language. As many queries for every photo."""
    facts = facts_for([photo])[photo.pk]
    heading, related = _related_to(photo, now=now)
    shown = photo.shown
    caption = caption_words(photo, language)
    return PhotoPage(
        address=_address_of(photo, language),
        language=language,
        now=now,
        photo=photo,
        headline=_headline_of(photo, language),
        caption=caption,
        description=_words(photo, "description", language),
        alt=_words(photo, "alt", language) if shown.get("alt_bg") or shown.get("alt_en") else caption,
        credit=photo.credit_line(language),
        preview=rendition_of(photo, "preview"),
        facts=_facts_of(photo, language),
        terms=read_terms(facts, language=language, on=now),
        licence_terms=_licence_terms(photo, language),
        related=make_tiles(related, language=language, now=now),
        related_heading=heading,
        uses=public_uses(photo, language),
    )


def read_withdrawn_photo(photo: Photo, *, language: str, now: dt.datetime) -> WithdrawnPhotoPage:
    """The notice in the place of a killed photo, and nothing else of it: no headline, not even in its address."""
    path = path_in(language, "media_library:photo-number", photo.pk)
    return WithdrawnPhotoPage(
        address=PageAddress(
            path,
            {code: path_in(code, "media_library:photo-number", photo.pk) for code in _others(language)},
            has_alternates=False,
            is_indexed=False,
        ),
        language=language,
        now=now,
        number=photo.pk,
        notice=photo.kill_note(language),
    )


def _address_of(photo: Photo, language: str) -> PageAddress:
    def path(code: str) -> str:
        return path_in(code, "media_library:photo", photo.pk, photo.slug)

    return PageAddress(path(language), {code: path(code) for code in _others(language)})


def _others(language: str) -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != language]


def _headline_of(photo: Photo, language: str) -> Words:
    text = photo.headline or _("Photo %(number)s") % {"number": photo.pk}
    return Words(text, guess_language(text, language))


def _words(photo: Photo, name: str, language: str) -> Words:
    other = "bg" if language == "en" else "en"
    own_text, other_text = (str(photo.shown.get(f"{name}_{code}", "")) for code in (language, other))
    return words_in(language, own=own_text, other=other_text)


def _licence_terms(photo: Photo, language: str) -> Words:
    licence = photo.granted_licence
    if licence is None:
        return Words("", language)
    texts = {"bg": licence.terms_bg, "en": licence.terms_en}
    return words_in(language, own=texts[language], other=texts[_others(language)[0]])


# --- Facts ------------------------------------------------------------------------------------------------------


def _facts_of(photo: Photo, language: str) -> list[Fact]:
    """The lines of the table that have something to say. Where the picture was taken by satellite is never told."""
    licence, section, supplier = photo.granted_licence, photo.section, photo.supplier
    tags = [tagged.tag for tagged in photo.tagged.select_related("tag").order_by("pk")]
    keywords = [str(word) for word in photo.shown.get("keywords", [])]
    lines = [
        (_("Place"), _links(photo.places, "place", language)),
        (_("Event"), _links([photo.event], "q", language, is_phrase=True)),
        (_("Persons"), _links(photo.persons, "person", language)),
        (_("Photographer"), _links(photo.creators, "photographer", language)),
        (_("Section"), [_named(section.name(language), "section", section.slug, language)] if section else []),
        (_("Tags"), [_named(tag.name_in(language), "tag", tag.slug, language) for tag in tags]),
        (_("Keywords"), _links(keywords, "q", language, is_phrase=True)),
        (_("Supplier"), [_named(supplier.name(language), "supplier", supplier.slug, language)] if supplier else []),
        (_("Licence"), [_named(licence.name(language), "licence", licence.slug, language)] if licence else []),
    ]
    return [Fact(label, links) for label, links in lines if links]


def _links(texts: list[str], name: str, language: str, *, is_phrase: bool = False) -> list[FactLink]:
    return [
        FactLink(text, guess_language(text, language), join_query({name: f'"{text}"' if is_phrase else text}))
        for text in dict.fromkeys(texts)
        if text.strip()
    ]


def _named(text: str, name: str, slug: str, language: str) -> FactLink:
    return FactLink(text, guess_language(text, language), join_query({name: slug}))


# --- Related photos ---------------------------------------------------------------------------------------------


def _related_to(photo: Photo, *, now: dt.datetime) -> tuple[str, list[Photo]]:
    """Photos of the same event, else of the same persons, else of the same section, newest first, and what they are."""
    others = Photo.objects.visible(at=now).exclude(pk=photo.pk)
    choices: list[tuple[str, PhotoQuerySet]] = []
    if photo.event:
        choices.append((_("From the same event"), others.filter(event=photo.event)))
    if photo.persons:
        choices.append((_("With the same persons"), others.filter(persons__overlap=photo.persons)))
    if photo.section_id:
        choices.append((_("From the same section"), others.filter(section=photo.section_id)))
    for heading, photos in choices:
        found = list(for_tiles(photos).newest_first()[:_MOST_RELATED])
        if found:
            return heading, found
    return "", []
