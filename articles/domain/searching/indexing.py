"""What a story is found by: the words of its current version, and what it is filed under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction
from django.db.models import QuerySet

from articles.domain.rich_text import text_of
from articles.models import PublicStory, SearchableStory, Version
from media_library.models import Tag
from newsroom.shared.full_text import Part, search_document
from newsroom.shared.key_batches import batches_of_keys

# What can be asked for by its own field: whoever is called Варна is not found by the place, and the other way round.
AUTHOR, PERSON, PLACE = "by", "person", "place"
# And what is so without being said.
SECTION, TAG, LANGUAGE, KIND, PHOTO = "section", "tag", "language", "kind", "photo"

_BATCH = 200
_FIELDS = {str(Tag.Kind.PERSON): PERSON, str(Tag.Kind.PLACE): PLACE}


def index_story(story: PublicStory) -> None:
    """Write what the story is found by; a withdrawn one is found by nothing. At most three queries.

    `story` has been saved with the version that readers are to find.
    """
    if story.killed:
        SearchableStory.objects.filter(pk=story.pk).delete()
    else:
        _write([story])


def index_stories(stories: QuerySet[PublicStory]) -> Iterator[int]:
    """Write anew what these stories are found by, in batches by primary key; yields how many are done after each."""
    count = 0
    for keys in batches_of_keys(stories, size=_BATCH):
        with transaction.atomic():
            # Under their locks: words of before must not be written over those of an act that is done meanwhile.
            locked = PublicStory.objects.select_related("version").select_for_update(of=("self",), no_key=True)
            batch = list(locked.filter(pk__in=keys).order_by("pk"))
            SearchableStory.objects.filter(pk__in=[story.pk for story in batch if story.killed]).delete()
            _write([story for story in batch if not story.killed])
        count += len(keys)
        yield count


def _write(stories: list[PublicStory]) -> None:
    """Two queries for however many stories."""
    ids = {tag["tag"] for story in stories for tag in story.version.tags}
    kinds = dict(Tag.objects.filter(pk__in=ids).values_list("pk", "kind"))
    rows = [
        SearchableStory(
            story=story,
            public_since=story.public_since,
            language=story.language,
            section_id=story.section_id,
            kind=kind_of(story),
            words=search_document(parts_of(story.version, kinds), facts=facts_of(story)),
        )
        for story in stories
    ]
    SearchableStory.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=["public_since", "language", "section", "kind", "words"],
    )


def kind_of(story: PublicStory) -> str:
    """What readers are told of the story's last version: that it is new, an update, or a correction."""
    return story.mark or Version.Kind.ORIGINAL


def facts_of(story: PublicStory) -> list[str]:
    """What the story is filed under, as `facts_query` asks for it."""
    facts = [(SECTION, story.section_id), (LANGUAGE, story.language), (KIND, kind_of(story))]
    facts += [(TAG, tag["tag"]) for tag in story.version.tags]
    return [write_fact(name, value) for name, value in facts] + ([write_fact(PHOTO, 1)] if story.version.photos else [])


def write_fact(name: str, value: object) -> str:
    """One thing that is so: its name, and a number or a code."""
    return f"{name}={value}"


def parts_of(version: Version, kinds: Mapping[int, str]) -> Iterator[Part]:
    """The words of a version by their weights; `kinds` says what its tags are."""
    yield Part(version.headline, "A")
    yield Part(version.lead, "B")
    yield Part(version.dateline_place, "B", PLACE)
    for tag in version.tags:
        yield from _each([tag["name"], tag["name_en"]], "B", _FIELDS.get(kinds.get(tag["tag"], ""), ""))
    for name in version.byline:
        yield from _each([name.get("guest", ""), name.get("name_bg", ""), name.get("name_en", "")], "C", AUTHOR)
    yield Part(text_of(version.body), "D")


def _each(names: Iterable[str], weight: str, field: str) -> Iterator[Part]:
    return (Part(name, weight, field) for name in dict.fromkeys(names) if name)
