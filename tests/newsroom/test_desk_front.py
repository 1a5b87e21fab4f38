"""The front of the desk: what waits for whom."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Article
from newsroom.roles import SALES
from newsroom.templatetags.desk_front import trays_of
from tests.factories.people import make_editor, make_journalist, make_user
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
