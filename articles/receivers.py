"""What stories answer when the photo library asks where a photo is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain.photo_use import find_story_uses
from articles.models import Article, PublicStory
from media_library.domain.photo_use import DeskUse, PublicUse, register_desk_use, register_use
from media_library.models import Photo

if TYPE_CHECKING:
    from newsroom.models import User

_MOST_PUBLIC = 20


@register_use
def find_public_stories(photo: Photo, language: str) -> Iterator[PublicUse]:
    """The public stories that show the photo, the newest first; those in the reader's language and in the other."""
    showing = PublicStory.objects.visible(at=timezone.now()).filter(version__photos__contains=[{"photo": photo.pk}])
    for story in showing.for_lists().newest_first()[:_MOST_PUBLIC]:
        yield PublicUse(
            title=story.version.headline,
            url=story.get_absolute_url(),
            at=story.public_since,
            language="" if story.language == language else story.language,
        )


@register_desk_use
def find_desk_stories(photo: Photo, viewer: User) -> Iterator[DeskUse]:
    """Every story that holds the photo in its working copy or in any version, with how.

    Who may not open a story learns that it is there, and neither its title nor the way to it.
    """
    uses = find_story_uses(photo.pk)
    named = Article.objects.visible_to(viewer).filter(pk__in=[use.article.pk for use in uses])
    may_open = set(named.values_list("pk", flat=True))
    for use in uses:
        parts = [*use.places]
        if use.versions:
            numbers = ", ".join(map(str, use.versions))
            parts.append(_("in versions %(numbers)s") % {"numbers": numbers})
        if use.is_public_now:
            parts.append(_("public now"))
        is_open = use.article.pk in may_open
        title = use.title if is_open else _("Story %(number)d") % {"number": use.article.pk}
        yield DeskUse(title=title, url=use.url_admin if is_open else "", detail=" · ".join(parts))
