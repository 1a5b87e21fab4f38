"""What a publishing act changes on public pages, as the tags of the page cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from articles.models import PublicStory, Version
from newsroom.shared.page_cache import CHROME, bump

_STANDS_ON_ALL_PAGES = 2  # Urgency 1 and 2: breaking news.


def bump_pages_of(version: Version, *, previous: Version | None) -> None:
    """Have the pages stale, once this version is committed, that show it, or showed the previous one.

    What a withdrawn story has said is shown to nobody any more, from the commit on.
    """
    tags = {tag for shown in (version, previous) if shown is not None for tag in _tags_of(shown)}
    tags |= {f"article-{article_id}" for article_id in _family_of(version)}
    bump(*sorted(tags), hide=version.kind == Version.Kind.KILL)


def _tags_of(version: Version) -> Iterator[str]:
    language = version.language
    yield f"article-{version.article_id}"
    yield from (f"{kind}-{language}" for kind in ("news", "search", "front"))
    yield f"section-{version.section.slug}-{language}"
    yield from (f"tag-{tag['tag']}-{language}" for tag in version.tags)
    yield from (f"author-{name['author']}-{language}" for name in version.byline if "author" in name)
    yield from (f"photo-{photo['photo']}" for photo in version.photos)
    if version.urgency <= _STANDS_ON_ALL_PAGES:
        yield CHROME


def _family_of(version: Version) -> Iterable[int]:
    """The public stories that this one is a translation of, or that are translations of it or of the same source."""
    source = version.translation_of_id
    related = Q(translation_of=version.article_id)
    if source is not None:
        related |= Q(pk=source) | Q(translation_of=source)
    return PublicStory.objects.filter(related).values_list("pk", flat=True)
