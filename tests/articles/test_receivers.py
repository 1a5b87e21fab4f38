"""What the photo library is told of the stories that use a photo, and who is told of which."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Article
from media_library.domain.photo_use import desk_uses, public_uses
from media_library.models import Photo
from newsroom.roles import PHOTO_EDITORS, SALES
from tests.articles.photos import make_usable_photo, put
from tests.factories.people import make_chief_editor, make_journalist, make_user
from tests.factories.stories import make_draft, publish

pytestmark = pytest.mark.django_db


def _story_with(photo: Photo, **fields: object) -> Article:
    article = make_draft(**fields)
    put(article, photo)
    return article


@pytest.mark.parametrize("role", [None, SALES, PHOTO_EDITORS])
def test_title_of_a_story_is_told_only_to_those_who_may_open_it(role: str | None) -> None:
    photo = make_usable_photo()
    draft = _story_with(photo, headline="Още никой не знае")

    (use,) = desk_uses(photo, viewer=make_user(role))
    assert (use.title, use.url) == (gettext("Story %(number)d") % {"number": draft.pk}, "")

    (use,) = desk_uses(photo, viewer=make_chief_editor())
    assert use.title == "Още никой не знае"
    assert use.url.endswith(f"/articles/article/{draft.pk}/change/")


def test_journalist_is_told_of_the_own_draft_and_of_what_is_public() -> None:
    photo, journalist = make_usable_photo(), make_journalist()
    _story_with(photo, headline="Чужда чернова")
    own = _story_with(photo, headline="Своя чернова")
    Article.objects.filter(pk=own.pk).update(created_by=journalist)
    publish(_story_with(photo, headline="Публична"))

    titles = [use.title for use in desk_uses(photo, viewer=journalist)]
    assert titles[:2] == ["Публична", "Своя чернова"]
    assert "Чужда чернова" not in titles


def test_readers_are_told_only_of_stories_that_they_can_read() -> None:
    photo = make_usable_photo()
    _story_with(photo, headline="Чернова")
    publish(_story_with(photo, headline="Под ембарго", embargo_until=timezone.now() + dt.timedelta(hours=1)))
    assert public_uses(photo, "bg") == []

    publish(_story_with(photo, headline="Публична"))
    assert [use.title for use in public_uses(photo, "bg")] == ["Публична"]
