"""What stories answer when the photo library asks where a photo is used."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain.photo_use import find_story_uses
from articles.models import PublicStory
from media_library.domain.photo_use import DeskUse, PublicUse, register_desk_use, register_use
from media_library.models import Photo

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
def find_desk_stories(photo: Photo) -> Iterator[DeskUse]:
    """Every story that holds the photo in its working copy or in any version, with how."""
    for use in find_story_uses(photo.pk):
        parts = [*use.places]
        if use.versions:
            numbers = ", ".join(map(str, use.versions))
            parts.append(_("in versions %(numbers)s") % {"numbers": numbers})
        if use.is_public_now:
            parts.append(_("public now"))
        yield DeskUse(title=use.title, url=use.url_admin, detail=" · ".join(parts))
