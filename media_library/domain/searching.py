"""The words by which photos are found."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from django.contrib.postgres.search import SearchRank
from django.db import transaction
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, Value, When

from media_library.models import Photo, PhotoTag
from media_library.models.photo import PhotoQuerySet
from newsroom.shared.full_text import Part, search_document, search_query
from newsroom.shared.key_batches import batches_of_keys

# What can be asked for by its own field: whoever is called Варна is not found by the place, and the other way round.
CREATOR, PERSON, PLACE = "by", "person", "place"

_BATCH = 200
_NUMBER = re.compile(r"\s*(?:№|#)?\s*([0-9]{1,18})\s*", re.ASCII)
_BY_ITS_NUMBER = 100.0  # above every rank that words can have


def index_photo(photo: Photo) -> None:
    """Write the photo's search vector from what is shown of it, its tags and its supplier. At most three queries."""
    Photo.objects.filter(pk=photo.pk).update(search=search_document(_parts_of(photo)))


def index_photos(photos: PhotoQuerySet) -> Iterator[int]:
    """Write the vectors of these photos anew, in batches by primary key; yields how many are done after each."""
    count = 0
    described = Photo.objects.select_related("supplier").prefetch_related("tagged__tag").order_by("pk")
    for keys in batches_of_keys(photos, size=_BATCH):
        with transaction.atomic():
            # Under their locks: words of before must not be written over those of an edit that is made meanwhile.
            batch = list(described.select_for_update(of=("self",), no_key=True).filter(pk__in=keys))
            for photo in batch:
                photo.search = search_document(_parts_of(photo))
            Photo.objects.bulk_update(batch, ["search"])
        count += len(keys)
        yield count


def index_renamed(*, suppliers: Collection[int] = (), tags: Collection[int] = (), photos: Collection[int] = ()) -> int:
    """Write the vectors of all photos that carry the words of these suppliers or tags, and of these photos themselves.

    Called after what they are called has changed, with ids. To do it again changes nothing. Returns how many photos
    that were.
    """
    tagged = PhotoTag.objects.filter(content_object=OuterRef("pk"), tag__in=tags)
    named = [Q(supplier__in=suppliers), Q(Exists(tagged)), Q(pk__in=photos)]
    return sum(max(index_photos(Photo.objects.filter(each)), default=0) for each in named)


def search_photos(photos: PhotoQuerySet, words: str, *, is_unfinished: bool = False) -> PhotoQuerySet:
    """The photos that have all the words, each with its `rank`: all if nothing is asked for, none for mere signs.

    A bare number finds the photo of that number before those that mention it. `is_unfinished`: see `search_query`.
    """
    if not words.strip():
        return photos.annotate(rank=Value(0.0))
    number = _NUMBER.fullmatch(words)
    query = search_query(number[1] if number else words, is_unfinished=is_unfinished)
    if query is None:
        return photos.none()
    rank = SearchRank(F("search"), query)
    if number is None:
        return photos.filter(search=query).annotate(rank=rank)
    is_it = Q(pk=int(number[1]))
    return photos.filter(Q(search=query) | is_it).annotate(
        rank=Case(When(is_it, then=Value(_BY_ITS_NUMBER)), default=rank, output_field=FloatField())
    )


def photos_naming(photos: PhotoQuerySet, name: str, *, field: str) -> PhotoQuerySet:
    """The photos whose creators, persons or places (`field`) hold this name or part of it, in any spelling."""
    query = search_query(name, field=field)
    return photos.none() if query is None else photos.filter(search=query)


def _parts_of(photo: Photo) -> Iterator[Part]:
    shown, supplier = photo.shown, photo.supplier
    yield Part(f"{photo.pk}", "A")
    yield Part(photo.headline, "A")
    yield from _each(photo.persons, "A", PERSON)
    yield from _each([photo.caption_bg, photo.caption_en, photo.event], "B")
    yield from _each(photo.places, "B", PLACE)
    tags = [tagged.tag for tagged in photo.tagged.all()]
    yield from _each([*_list(shown, "keywords"), *_list(shown, "organisations")], "B")
    yield from _each([name for tag in tags for name in (tag.name, tag.name_en)], "B")
    yield from _each(photo.creators, "C", CREATOR)
    yield from _each([photo.credit_line_bg, photo.credit_line_en], "C", CREATOR)
    yield from _each([supplier.name_bg, supplier.name_en] if supplier else [], "C")
    rest = ("alt_bg", "alt_en", "description_bg", "description_en", "title", "job_id", "supplier_image_id")
    yield from _each([str(shown.get(name, "")) for name in rest], "D")


def _each(texts: Iterable[str], weight: str, field: str = "") -> Iterator[Part]:
    # The same words in two places of the file are one fact, not two.
    return (Part(text, weight, field) for text in dict.fromkeys(texts) if text)


def _list(shown: dict[str, object], name: str) -> list[str]:
    values = shown.get(name, [])
    return [str(value) for value in values] if isinstance(values, list) else []
