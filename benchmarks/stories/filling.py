"""A database full of stories and photos, written with COPY: a million stories in minutes.

    with temporary_newsroom():
        call_command("migrate", verbosity=0)
        fill_newsroom(1_000)
        fill_newsroom(50_000)  # adds the 49,000 before them

What is there is always the newest part of the same million stories. Every constraint and trigger of the database holds;
new columns get the defaults of their models.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from functools import cache

from django.db import connection

from articles.domain.hash_chain import compute_hash
from articles.domain.searching.indexing import facts_of, kind_of, parts_of
from articles.models import (
    Article,
    ArticleTag,
    Author,
    BylineEntry,
    PublicStory,
    RelatedLink,
    SearchableStory,
    Version,
)
from benchmarks.stories import words
from benchmarks.stories.bulk_writing import continue_numbers_of, copy_rows, copy_values, indexes_built_afterwards
from benchmarks.stories.writing import MOST, MadeStory, all_authors, all_tags, photo_of, sentences_of, write_story
from media_library.models import Licence, Photo, PhotoCredit, Rendition, Section, Supplier, Tag
from media_library.models.rights import RightsWindow, Use
from newsroom.shared.full_text import vector_text
from newsroom.shared.slugs import slug_of

_BATCH = 5_000
_UPDATED_AFTER = dt.timedelta(minutes=45)
_PHOTOS_SINCE = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
_RENDITIONS = (
    ("thumb", "jpeg", 320), ("preview", "jpeg", 1024),
    ("web-640", "jpeg", 640), ("web-640", "webp", 640), ("web-1280", "jpeg", 1280), ("web-1280", "webp", 1280),
    ("web-1920", "jpeg", 1920), ("web-1920", "webp", 1920),
)  # fmt: skip
_RENDITION_FIELDS = ("photo_id", "preset", "format", "crop", "width", "height", "size", "file", "made_at")
_AUTHORS, _TAGS = PublicStory.authors.through, PublicStory.tags.through
_TABLES = (
    Article, Version, PublicStory, BylineEntry, ArticleTag, _AUTHORS, _TAGS, RelatedLink, SearchableStory,
)  # fmt: skip
_RELATED = 7


def fill_newsroom(stories: int) -> None:
    """Bring the database to this many stories (a multiple of ten), with the photos that stand in them.

    The newest may be there already, from a call before. Ends with VACUUM ANALYZE, as a database that is long in use
    has had it.
    """
    there = Article.objects.count()
    oldest = MOST - stories + 1
    if not there:
        _fill_vocabulary()
    fill_photos(MOST - photo_of(oldest) + 1)
    with indexes_built_afterwards(*_TABLES):
        for batch in _batches(range(oldest, MOST - there + 1)):
            _fill_stories(batch, oldest=oldest)
    continue_numbers_of(Article, Version)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill_photos(count: int, *, with_renditions: bool = True) -> None:
    """Bring the database to this many public photos, the newest of a million."""
    there = Photo.objects.count()
    with indexes_built_afterwards(Photo, PhotoCredit, RightsWindow, Rendition):
        for batch in _batches(range(MOST - count + 1, MOST - there + 1)):
            copy_rows(map(_photo, batch))
            names = ((number, 0, "creator", _creator(number)[0]) for number in batch)
            copy_values(PhotoCredit, ["photo_id", "position", "role", "name"], names)
            uses = ((number, use) for number in batch for use in (Use.PUBLISH.value, Use.SELL.value, Use.CROP.value))
            copy_values(RightsWindow, ["photo_id", "use"], uses)
            if with_renditions:
                copy_values(Rendition, _RENDITION_FIELDS, (row for number in batch for row in _renditions(number)))
    continue_numbers_of(Photo)


def _batches(numbers: range) -> Iterator[range]:
    return (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))


def _fill_vocabulary() -> None:
    copy_rows(
        Section(pk=number, slug=slug, name_bg=bg, name_en=en, position=number)
        for number, (slug, bg, en) in enumerate(words.SECTIONS, 1)
    )
    copy_rows(Author(pk=each.number, slug=each.slug, name_bg=each.bg, name_en=each.en) for each in all_authors())
    copy_rows(Tag(pk=each.number, slug=each.slug, name=each.bg, name_en=each.en, kind=each.kind) for each in all_tags())
    grants_all = Licence(pk=1, slug="all", name_bg="Всичко", name_en="Everything", uses=["publish", "sell", "crop"])
    copy_rows([grants_all])
    copy_rows([Supplier(pk=1, slug="staff", name_bg="Наши", name_en="Ours", kind="staff", licence=grants_all)])
    continue_numbers_of(Section, Author, Tag, Licence, Supplier)


def _fill_stories(numbers: range, *, oldest: int) -> None:
    stories = [write_story(number) for number in numbers]
    versions = {story.number: _versions(story) for story in stories}
    copy_rows(map(_article, stories))
    copy_rows(version for story in stories for version in versions[story.number])
    public = [_public_story(story, versions[story.number][-1]) for story in stories]
    copy_rows(public)
    copy_rows(map(_searchable, public))
    copy_rows(link for story in stories for link in _related(story.number, oldest=oldest))
    authors = [
        (story.number, author.number, position) for story in stories for position, author in enumerate(story.authors)
    ]
    tags = [(story.number, tag.number) for story in stories for tag in story.tags]
    copy_values(BylineEntry, ["article_id", "author_id", "position"], authors)
    copy_values(ArticleTag, ["content_object_id", "tag_id"], tags)
    copy_values(_AUTHORS, ["publicstory_id", "author_id"], (row[:2] for row in authors))
    copy_values(_TAGS, ["publicstory_id", "tag_id"], tags)


def _article(story: MadeStory) -> Article:
    return Article(
        pk=story.number,
        state=Article.State.PUBLISHED,
        revision=1,
        # Readers never see the working copy: its text would only take room.
        body="",
        created_at=story.published_at,
        changed_at=story.published_at,
        **_words_of(story),
    )


def _versions(story: MadeStory) -> list[Version]:
    """One version, or the original and its update, in a chain as publishing makes it."""
    original = _version(story, number=1, after="")
    return [original, _version(story, number=2, after=original.content_hash)] if story.is_updated else [original]


def _version(story: MadeStory, *, number: int, after: str) -> Version:
    published_at = story.published_at + _UPDATED_AFTER * (number - 1)
    version = Version(
        pk=2 * story.number + number - 2,
        article_id=story.number,
        number=number,
        kind=Version.Kind.UPDATE.value if number > 1 else Version.Kind.ORIGINAL.value,
        slug=slug_of(story.headline),
        body=story.body,
        byline=[
            {"author": name.number, "slug": name.slug, "name_bg": name.bg, "name_en": name.en} for name in story.authors
        ],
        tags=[{"tag": tag.number, "slug": tag.slug, "name": tag.bg, "name_en": tag.en} for tag in story.tags],
        photos=[_placed(story.photo, language=story.language)] if story.photo else [],
        first_published_at=story.published_at,
        published_at=published_at,
        recorded_at=published_at,
        previous_hash=after,
        **_words_of(story),
    )
    version.content_hash = compute_hash(version)
    return version


def _words_of(story: MadeStory) -> dict[str, object]:
    """What the working copy and its versions have in common."""
    return {
        "language": story.language,
        "section_id": story.section,
        "headline": story.headline,
        "lead": story.lead,
        "dateline_place": story.place,
        "sign_off": "НС/ИБ",
        "urgency": story.urgency,
        "access": (Article.Access.FREE if story.is_free else Article.Access.SUBSCRIBERS).value,
        "translation_of_id": story.translation_of,
        "translated_version": 1 if story.translation_of else None,
    }


def _public_story(story: MadeStory, current: Version) -> PublicStory:
    return PublicStory(
        article_id=story.number,
        version=current,
        language=story.language,
        section_id=story.section,
        public_since=story.published_at,
        mark=current.kind if current.number > 1 else "",
        marked_at=current.published_at if current.number > 1 else None,
        translation_of_id=story.translation_of,
        photo_count=len(current.photos),
    )


def _searchable(story: PublicStory) -> SearchableStory:
    return SearchableStory(
        story_id=story.pk,
        public_since=story.public_since,
        language=story.language,
        section_id=story.section_id,
        kind=kind_of(story),
        words=vector_text(parts_of(story.version, _kinds_of_tags()), facts=facts_of(story)),
    )


@cache
def _kinds_of_tags() -> dict[int, str]:
    return {tag.number: tag.kind for tag in all_tags()}


def _related(number: int, *, oldest: int) -> Iterator[RelatedLink]:
    """The stories of its language before this one, as many as a page shows."""
    for place in range(1, _RELATED + 1):
        if number - 10 * place >= oldest:
            yield RelatedLink(story_id=number, related_id=number - 10 * place, score=1 / place)


def _placed(number: int, *, language: str) -> dict[str, object]:
    """A photo as a version keeps it."""
    caption, credit = _caption(number, language=language), _creator(number)[language == "en"]
    return {
        "photo": number,
        "place": "lead",
        "caption": caption,
        "credit": credit,
        "alt": caption,
        "crop": "",
        "focal_x": 0.5,
        "focal_y": 0.4,
    }


def _photo(number: int) -> Photo:
    sha256 = hashlib.sha256(f"photo {number}".encode()).hexdigest()
    at = _PHOTOS_SINCE + dt.timedelta(minutes=6 * number)
    caption_bg, caption_en = _caption(number, language="bg"), _caption(number, language="en")
    creator_bg, creator_en = _creator(number)
    return Photo(
        pk=number,
        sha256=sha256,
        original=f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.jpg",
        uploaded_name=f"IMG_{number:07}.JPG",
        file_size=4_200_000,
        format=Photo.Format.JPEG,
        width=6000,
        height=4000,
        arrived_at=at,
        state=Photo.State.RELEASED,
        released_at=at,
        processing=Photo.Processing.DONE,
        supplier_id=1,
        section_id=1 + number % len(words.SECTIONS),
        shown={"caption_bg": caption_bg, "caption_en": caption_en, "creators": [{"name": creator_bg, "job_title": ""}]},
        headline=" ".join(caption_bg.split()[:6]),
        caption_bg=caption_bg,
        caption_en=caption_en,
        taken_at=at,
        creators=[creator_bg],
        places=[words.PLACES["bg"][number % len(words.PLACES["bg"])]],
        credit_line_bg=creator_bg,
        credit_line_en=creator_en,
        credit_complete=True,
        focal_y=0.4,
        average_colour="#7a8a99",
    )


def _renditions(number: int) -> Iterator[tuple[object, ...]]:
    """The values of `_RENDITION_FIELDS` for each file that there is of a photo."""
    for preset, file_format, side in _RENDITIONS:
        file = f"photos/{number % 1000:03}/{number}/{preset}-{number:016x}.{file_format.replace('jpeg', 'jpg')}"
        yield number, preset, file_format, "", side, side * 2 // 3, side * 60, file, _PHOTOS_SINCE


def _caption(number: int, *, language: str) -> str:
    sentences = sentences_of(language)
    return sentences[number * 7 % len(sentences)]


def _creator(number: int) -> tuple[str, str]:
    author = all_authors()[number % len(all_authors())]
    return author.bg, author.en
