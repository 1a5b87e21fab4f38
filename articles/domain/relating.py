"""Finding the stories that belong together, when one of them changes and while no reader waits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from articles.domain.likeness import LEAST_SCORE, Traits, lemmas_of, score_likeness, weigh_words
from articles.models import Article, PublicStory, RelatedLink, Version
from articles.models.public_story import PublicStoryQuerySet
from articles.models.related import MOST_PICKED
from media_library.models import Photo, Tag
from newsroom.shared.advisory_lock import lock_until_commit
from newsroom.shared.page_cache import bump

# More than a page shows: some will be withdrawn, or are under an embargo still.
KEPT = 14
# How many stories of each source are compared. A tag on more stories than this relates hardly anything.
_OF_A_TAG = 300
_OF_AN_EVENT = 60
_OF_THE_SECTION = 300
# How many stories are offered a new one in return.
_NEIGHBOURS = 40
_TAGGED = PublicStory.tags.through
Scores = dict[int, float]


def relate_story(article_id: int) -> int:
    """Find the stories that belong beside this one, and put it beside those; returns how many links changed pages.

    Idempotent, and bounded however many stories share its tags. Withdrawn stories are beside none. Stories under an
    embargo are related in time: who reads asks what is visible.
    """
    with transaction.atomic():
        # One at a time, since two that came out together write into each other's lists.
        lock_until_commit("relating stories")
        story = PublicStory.objects.filter(pk=article_id).select_related("version").first()
        if story is None:
            return 0
        scores = {} if story.killed else find_nearest(story.version, public_since=story.public_since)
        changed = _write_list(article_id, scores) | _offer_to_neighbours(article_id, scores)
        bump(*(f"article-{pk}" for pk in sorted(changed)))
    return len(changed)


def relate_picked(article_id: int, *, picks: Sequence[int]) -> bool:
    """Let these stories stand first beside a story's public page, in this order; whether that is another order."""
    before = picked_publicly(article_id)
    if before == list(picks):
        return False
    RelatedLink.objects.filter(Q(picked_by_editor=True) | Q(related__in=picks), story=article_id).delete()
    RelatedLink.objects.bulk_create(
        RelatedLink(story_id=article_id, related_id=pk, picked_by_editor=True, position=position)
        for position, pk in enumerate(picks)
    )
    return True


def picks_of(article: Article) -> list[int]:
    """The stories that an editor has picked in the working copy, in order."""
    return list(article.related_picks.values_list("related_id", flat=True)[:MOST_PICKED])


def picked_publicly(article_id: int) -> list[int]:
    """The picks that the public page shows."""
    picked = RelatedLink.objects.filter(story=article_id, picked_by_editor=True).order_by("position")
    return list(picked.values_list("related_id", flat=True))


def propose_related(version: Version, *, picks: Sequence[int], limit: int) -> list[PublicStory]:
    """What would stand beside a version that is not public yet, for its preview."""
    now = timezone.now()
    scores = find_nearest(version, public_since=now)
    order = [*picks, *sorted(scores, key=lambda pk: (-scores[pk], -pk))]
    rows = PublicStory.objects.visible(at=now).in_language(version.language).for_lists().in_bulk(order)
    return [rows[pk] for pk in dict.fromkeys(order) if pk in rows][:limit]


def find_nearest(version: Version, *, public_since: dt.datetime) -> Scores:
    """The stories nearest to this version in its own language, with their scores; at most `_NEIGHBOURS`."""
    tag_ids = [int(tag["tag"]) for tag in version.tags]
    photo_ids = [int(photo["photo"]) for photo in version.photos]
    known_events = _events_of({0: photo_ids})[0]
    others = PublicStory.objects.filter(killed=False, language=version.language).exclude(pk=version.article_id)
    ids = _same_tags(tag_ids, others)
    ids |= set(_same_events(known_events, others))
    ids |= set(others.filter(section=version.section_id).newest_first().values_list("pk", flat=True)[:_OF_THE_SECTION])
    traits = _traits_of(others.filter(pk__in=ids), tag_ids)
    kinds = set(Tag.objects.filter(pk__in=tag_ids, kind=Tag.Kind.EVENT).values_list("pk", flat=True))
    own = Traits(
        version.article_id or 0,
        public_since,
        frozenset(tag_ids),
        known_events | _event_names(tag_ids, kinds),
        lemmas_of(version.headline, version.lead),
    )
    traits = [_with_event_tags(each, kinds) for each in traits]
    counts = _count_tags(tag_ids, others)
    weights = weigh_words([own, *traits])
    scored = {each.article_id: score_likeness(own, each, tag_counts=counts, word_weights=weights) for each in traits}
    best = sorted((pk for pk in scored if scored[pk] >= LEAST_SCORE), key=lambda pk: (-scored[pk], -pk))
    return {pk: scored[pk] for pk in best[:_NEIGHBOURS]}


# --- Candidates -------------------------------------------------------------------------------------------------


def _same_tags(tag_ids: Iterable[int], others: PublicStoryQuerySet) -> set[int]:
    """The newest stories of each tag. Numbers of stories grow with time, which is near enough to their order."""
    found: set[int] = set()
    for tag_id in tag_ids:
        found.update(others.filter(tags=tag_id).order_by("-pk").values_list("pk", flat=True)[:_OF_A_TAG])
    return found


def _same_events(events: Iterable[str], others: PublicStoryQuerySet) -> list[int]:
    """The newest stories that show a photo of one of these events."""
    photos = list(Photo.objects.filter(event__in=events).newest_first().values_list("pk", flat=True)[:_OF_AN_EVENT])
    if not photos:
        return []
    shows_any = Q()
    for photo in photos:
        shows_any |= Q(photos__contains=[{"photo": photo}])
    stories = Version.objects.filter(shows_any).values("article_id")
    return list(others.filter(pk__in=stories).newest_first().values_list("pk", flat=True)[:_OF_AN_EVENT])


def _traits_of(stories: PublicStoryQuerySet, tag_ids: Sequence[int]) -> list[Traits]:
    """What is compared of these stories: of their tags only ours. Three queries."""
    shown = "version__headline", "version__lead", "version__photos"
    rows = list(stories.select_related("version").only("public_since", *shown))
    tags: dict[int, set[int]] = defaultdict(set)
    shared = _TAGGED.objects.filter(publicstory__in=[row.pk for row in rows], tag__in=tag_ids)
    for story_id, tag_id in shared.values_list("publicstory_id", "tag_id"):
        tags[story_id].add(tag_id)
    events = _events_of({row.pk: [int(photo["photo"]) for photo in row.version.photos] for row in rows})
    return [
        Traits(
            row.pk,
            row.public_since,
            frozenset(tags[row.pk]),
            events[row.pk],
            lemmas_of(row.version.headline, row.version.lead),
        )
        for row in rows
    ]


def _events_of(photos: dict[int, list[int]]) -> dict[int, frozenset[str]]:
    """The events that the photos of each owner are of. One query."""
    ids = {pk for each in photos.values() for pk in each}
    known = dict(Photo.objects.filter(pk__in=ids).exclude(event="").values_list("pk", "event")) if ids else {}
    return {owner: frozenset(known[pk] for pk in each if pk in known) for owner, each in photos.items()}


def _event_names(tags: Iterable[int], kinds: set[int]) -> frozenset[str]:
    return frozenset(f"tag {pk}" for pk in tags if pk in kinds)


def _with_event_tags(traits: Traits, kinds: set[int]) -> Traits:
    events = traits.events | _event_names(traits.tags, kinds)
    return Traits(traits.article_id, traits.public_since, traits.tags, events, traits.lemmas)


def _count_tags(tag_ids: Iterable[int], others: PublicStoryQuerySet) -> dict[int, int]:
    """How many stories carry each tag, the one that asks among them; no further than a common tag needs."""
    limit = 10 * _OF_A_TAG
    return {tag_id: 1 + others.filter(tags=tag_id).order_by().values("pk")[:limit].count() for tag_id in tag_ids}


# --- The lists --------------------------------------------------------------------------------------------------


def _write_list(article_id: int, scores: Scores) -> set[int]:
    """Make what was found the story's own list, behind the picks; the story itself if anything is new to it."""
    wanted = dict(list(scores.items())[:KEPT])
    own = RelatedLink.objects.filter(story=article_id)
    before = dict(own.filter(picked_by_editor=False).values_list("related_id", "score"))
    picked = set(own.filter(picked_by_editor=True).values_list("related_id", flat=True))
    wanted = {pk: score for pk, score in wanted.items() if pk not in picked}
    if before == wanted:
        return set()
    own.filter(picked_by_editor=False).delete()
    RelatedLink.objects.bulk_create(
        RelatedLink(story_id=article_id, related_id=pk, score=score) for pk, score in wanted.items()
    )
    return {article_id}


def _offer_to_neighbours(article_id: int, scores: Scores) -> set[int]:
    """Put the story into the lists of those that it is near to, and take it out of the others'; whose pages change."""
    found = RelatedLink.objects.filter(related=article_id, picked_by_editor=False)
    before = dict(found.values_list("story_id", "score"))
    full = _last_scores(scores)
    wanted = {pk: score for pk, score in scores.items() if score > full.get(pk, 0.0) or pk in before}
    if before == wanted:
        return set()
    found.delete()
    RelatedLink.objects.bulk_create(
        [RelatedLink(story_id=pk, related_id=article_id, score=score) for pk, score in wanted.items()],
        ignore_conflicts=True,  # An editor has picked it there.
    )
    _drop_the_last(wanted)
    return {pk for pk in before.keys() | wanted.keys() if before.get(pk) != wanted.get(pk)}


def _ranked(stories: Iterable[int]) -> QuerySet[Any]:
    """The found links of these stories, each with its `rank` in its list, from 1."""
    links: QuerySet[Any] = RelatedLink.objects.filter(story__in=list(stories), picked_by_editor=False)
    rank = Window(RowNumber(), partition_by=[F("story")], order_by=[F("score").desc(), F("related").desc()])
    ranked: QuerySet[Any] = links.annotate(rank=rank)
    return ranked


def _last_scores(stories: Iterable[int]) -> dict[int, float]:
    """Of the lists that are full, the score that one must beat to come in."""
    return dict(_ranked(stories).filter(rank=KEPT).values_list("story_id", "score"))


def _drop_the_last(stories: Iterable[int]) -> None:
    beyond = _ranked(stories).filter(rank__gt=KEPT).values_list("pk", flat=True)
    RelatedLink.objects.filter(pk__in=list(beyond)).delete()
