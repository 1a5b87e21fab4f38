"""In which stories a photo is used."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.domain.photo_use import find_story_uses
from articles.models import ArticlePhoto
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import make_draft, make_story, publish, publish_change

pytestmark = pytest.mark.django_db


def test_uses_are_found_in_working_copies_and_in_every_version():
    photo, other = make_usable_photo(), make_usable_photo()
    draft, published, was_there = make_draft(headline="Чернова"), make_draft(), make_draft()
    put(draft, photo)
    put(draft, photo, "supplement")
    put(published, photo)
    put(was_there, photo)
    publish(published)
    publish_change(published, note="Още.", lead="Ново начало.")
    publish(was_there)
    ArticlePhoto.objects.filter(article=was_there).update(photo=other)
    publish_change(was_there, note="Друга снимка.")
    make_story()

    uses = {use.article: use for use in find_story_uses(photo.pk)}

    assert set(uses) == {draft, published, was_there}
    assert (uses[draft].title, len(uses[draft].places), uses[draft].versions) == ("Чернова", 2, [])
    assert (uses[published].versions, uses[published].is_public_now) == ([1, 2], True)
    assert (uses[was_there].places, uses[was_there].versions, uses[was_there].is_public_now) == ([], [1], False)
    assert uses[published].url_public.startswith("/bg/news/")
    assert not uses[was_there].url_public


def test_uses_are_found_in_the_same_number_of_queries_however_many():
    photo = make_usable_photo()
    counts = []
    for _ in range(2):
        for _ in range(2):
            article = make_draft()
            put(article, photo)
            publish(article)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find_story_uses(photo.pk)
        counts.append(len(queries))

    assert counts == [4, 4]


def test_photo_of_a_longer_number_is_another_photo():
    article = make_draft()
    put(article, make_usable_photo(pk=117))
    publish(article)

    assert find_story_uses(17) == []
