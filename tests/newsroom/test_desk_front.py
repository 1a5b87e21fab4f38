"""The front of the desk: what waits for whom."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Article
from media_library.models import Photo
from newsroom.roles import PHOTO_EDITORS, SALES
from newsroom.templatetags.desk_front import photo_trays_of, trays_of
from tests.factories.people import make_editor, make_journalist, make_user
from tests.factories.photos import make_photo
from tests.factories.stories import make_draft, make_section

pytestmark = pytest.mark.django_db


def contents(person) -> list[list[str]]:
    return [[story.headline for story in tray.stories] for tray in trays_of(person)]


def test_editor_finds_what_was_submitted_to_the_sections_then_drafts_then_what_is_scheduled() -> None:
    editor = make_editor(make_section("world"))
    soon = timezone.now() + dt.timedelta(hours=1)
    Article.objects.filter(pk=make_draft(headline="Предадена").pk).update(state="submitted")
    Article.objects.filter(pk=make_draft(headline="Насрочена").pk).update(state="scheduled", publish_at=soon)
    make_draft(headline="Моя чернова", by=editor)
    make_draft(headline="Чужда чернова")
    elsewhere = make_draft(headline="В чужда рубрика", section=make_section("bulgaria"))
    Article.objects.filter(pk=elsewhere.pk).update(state="submitted")

    assert contents(editor) == [["Предадена"], ["Моя чернова"], ["Насрочена"]]


def test_journalist_finds_own_drafts_and_what_the_editors_have() -> None:
    journalist = make_journalist()
    make_draft(headline="Чернова", by=journalist)
    Article.objects.filter(pk=make_draft(headline="При редакторите", by=journalist).pk).update(state="submitted")

    assert contents(journalist) == [["Чернова"], ["При редакторите"]]


def test_who_has_no_stories_finds_no_trays() -> None:
    make_draft()

    assert contents(make_user(SALES)) == []
    assert contents(make_journalist()) == []


def photos_in(person) -> list[list[str]]:
    return [[photo.headline for photo in tray.photos] for tray in photo_trays_of(person)]


def test_photo_editor_finds_what_was_set_aside_then_what_is_to_be_decided_then_the_newest() -> None:
    make_photo(headline="Спряна", processing="set_aside")
    make_photo(headline="Указания", unparsed_instructions=[{"words": "X"}])
    make_photo(headline="Решена", unparsed_instructions=[{"words": "X"}], instructions_decided=True)
    make_photo(headline="Без кредит", state=Photo.State.HELD, credit_complete=False)
    make_photo(headline="Нерешен", credit_undecided=["Кой"])
    make_photo(headline="Свалена", state="killed", kill_note_bg="x", kill_note_en="x", credit_undecided=["Кой"])

    assert photos_in(make_user(PHOTO_EDITORS)) == [
        ["Спряна"],
        ["Указания"],
        ["Нерешен", "Без кредит"],
        ["Нерешен", "Без кредит", "Решена", "Указания", "Спряна"],
    ]


def test_journalist_finds_the_own_photos_that_the_photo_desk_has() -> None:
    journalist = make_journalist()
    make_photo(headline="Моя", state=Photo.State.HELD, arrived_by=journalist)
    make_photo(headline="Моя публична", arrived_by=journalist)
    make_photo(headline="Чужда", state=Photo.State.HELD)

    assert photos_in(journalist) == [["Моя"]]
    assert photos_in(make_user(SALES)) == []


def test_photo_trays_cost_one_query_each_with_their_pictures(django_assert_num_queries) -> None:
    person = make_user(PHOTO_EDITORS)
    person.has_perm("media_library.change_photo")
    for _ in range(3):
        photo = make_photo(credit_undecided=["Кой"], unparsed_instructions=[{"words": "X"}], processing="set_aside")

    with django_assert_num_queries(4):
        trays = photo_trays_of(person)

    thumb = photo.renditions.get(preset="thumb")
    assert [tray.photos[0].thumb for tray in trays] == [thumb.url] * 4
