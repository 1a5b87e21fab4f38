"""What the page of a story shows, and its preview."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.utils import timezone

from articles.domain.acts import Act
from articles.domain.publishing import snapshot
from articles.domain.reading import preview_page
from articles.domain.relating import relate_story
from articles.models import Version
from tests.articles.pages import SECOND, make_updated_story, source_of, story_of, visible_text, words
from tests.factories.stories import (
    make_author,
    make_draft,
    make_killed_story,
    make_story,
    make_tag,
    publish,
    publish_change,
)

pytestmark = pytest.mark.django_db


def test_story_page_shows_what_the_reference_page_shows(client):
    story = make_updated_story(
        authors=[make_author(slug="stanoev")], tags=[make_tag(slug="china")], sign_off="НС/ИБ", guests="Мария Иванова"
    )
    response = client.get(story.get_absolute_url())
    text = visible_text(response)
    updated = words("UPDATED")
    assert f"Свят {updated} Започна срещата на върха в Пекин Николай Станоев, Мария Иванова · Пекин," in text
    assert f"Пекин, 03.09.2025 09:32 | {updated} 03.09.2025 11:33 ({settings.AGENCY_SIGN['bg']})" in text
    assert '<time datetime="2025-09-03T09:32+03:00">' in response.text
    assert '<a href="/bg/authors/stanoev/">Николай Станоев</a>' in response.text
    assert '<a href="/bg/tags/china/">Китай</a>' in response.text
    assert "/НС/ИБ/" in text
    assert "Срещата започна в сряда." in text


@pytest.mark.parametrize(
    ("act", "mark", "noted"),
    [(Act.UPDATE, "UPDATED", False), (Act.CORRECT, "CORRECTION", True), (Act.MINOR_FIX, None, False)],
)
def test_mark_and_note_tell_what_the_last_act_was(client, act, mark, noted):
    text = visible_text(client.get(make_updated_story(act).get_absolute_url()))
    marks = {each for each in ("UPDATED", "CORRECTION", "WITHDRAWN", "BREAKING") if words(each) in text}
    assert marks == ({mark} if mark else set())
    assert ("Поправена е цифрата." in text) == noted


def test_minor_fix_leaves_the_correction_and_its_note(client):
    story = make_updated_story(Act.CORRECT)
    publish_change(story.article, Act.MINOR_FIX, note="", at=SECOND + dt.timedelta(hours=1))
    text = visible_text(client.get(story.get_absolute_url()))
    assert words("CORRECTION") in text
    assert "Поправена е цифрата." in text


@pytest.mark.parametrize(
    ("urgency", "hours_ago", "expected"), [(1, 1, True), (2, 3.9, True), (3, 1, False), (1, 4.1, False)]
)
def test_breaking_news_stands_for_some_hours(client, urgency, hours_ago, expected):
    story = make_story(urgency=urgency, hours_ago=hours_ago)
    for address in (story.get_absolute_url(), "/bg/news/"):
        assert (words("BREAKING") in visible_text(client.get(address))) == expected


def test_plain_story_leaves_out_what_it_has_not(client):
    text = visible_text(client.get(make_story(dateline_place="", lead="").get_absolute_url()))
    for absent in (words("Tags"), words("Related stories"), words("UPDATED"), "·", "|", "//"):
        assert absent not in text


def test_subscribers_story_shows_headline_and_lead_and_says_so(client):
    story = make_story(access="subscribers", body="<p>Само за абонати.</p>")
    text = visible_text(client.get(story.get_absolute_url()))
    assert story.version.lead in text
    assert words("The full text is for subscribers") in text
    assert "Само за абонати." not in text


def test_body_is_sanitised_once_more_when_it_is_shown(client):
    article = make_draft()
    type(article).objects.filter(pk=article.pk).update(body='<p onclick="x()">Текст</p><script>alert(1)</script>')
    publish(article)
    text = client.get(story_of(article).get_absolute_url()).text
    assert "<p>Текст</p>" in text
    assert "onclick" not in text
    assert "alert(1)" not in text


def test_translations_lead_to_each_other_and_say_when_the_source_has_moved_on(client):
    source = make_story(headline="Изворът")
    translation = make_story(
        headline="The translation", language="en", translation_of=source.article, translated_version=1
    )
    moved_on = words("The original has been updated since this translation was made.", "en")
    assert f'href="{translation.get_absolute_url()}" lang="en" hreflang="en"' in source_of(
        client.get(source.get_absolute_url())
    )
    page = source_of(client.get(translation.get_absolute_url()))
    assert f'<link rel="alternate" hreflang="bg" href="http://localhost:8000{source.get_absolute_url()}">' in page
    assert moved_on not in page
    publish_change(source.article, headline="Изворът, обновен")
    assert moved_on in client.get(translation.get_absolute_url()).text


def test_story_without_a_translation_switches_to_the_other_front_page(client):
    text = source_of(client.get(make_story().get_absolute_url()))
    assert '<a href="/en/" lang="en" hreflang="en">' in text
    assert 'rel="alternate" hreflang' not in text


def test_related_stories_share_tags_and_rare_tags_weigh_more(client):
    rare, common = make_tag("Договорът", "Treaty"), make_tag("Европа", "Europe")
    for number in range(9):
        make_story(headline=f"Обща {number}", tags=[common], hours_ago=10 + number)
    old = make_story(headline="Рядка и стара", tags=[rare], hours_ago=24 * 365 * 3)
    make_story(headline="In English", tags=[rare], language="en")
    make_killed_story(headline="Оттеглена", tags=[rare])
    story = make_story(headline="Тази", tags=[rare, common])
    relate_story(story.pk)
    page = client.get(story.get_absolute_url())
    related = re.findall(r"<h3>.*?>([^<]+)</a>", page.text, flags=re.DOTALL)
    assert related == [old.version.headline, *(f"Обща {number}" for number in range(6))]


def test_rolling_list_holds_today_or_before_the_first_story_of_a_day_the_latest(client, time_machine):
    time_machine.move_to(dt.datetime(2025, 9, 3, 9, 4, tzinfo=dt.UTC), tick=False)
    story = make_story(headline="Вчерашната", hours_ago=24)
    assert words("Latest news") in client.get("/bg/").text
    make_story(headline="Днешната", hours_ago=1)
    page = client.get(story.get_absolute_url()).text
    rail = page.split('<section class="rail"')[1]
    assert words("As of %(clock)s on %(day)s") % {"clock": "12:04", "day": "03.09.2025"} in rail
    assert "Днешната" in rail
    assert "Вчерашната" not in rail


def test_preview_shows_what_publishing_would(client):
    story = make_story(tags=[make_tag(slug="china")], authors=[make_author(slug="stanoev")])
    article = story.article
    article.headline = "Новото заглавие"
    article.save()
    previous = article.versions.get()
    page = preview_page(snapshot(article, kind=Version.Kind.UPDATE, previous=previous))
    assert (page.headline, page.mark, page.number, page.version_count) == ("Новото заглавие", "update", 2, 2)
    assert page.first_published_at == story.public_since
    assert page.is_preview


def test_preview_of_a_draft_has_its_text_even_if_it_is_for_subscribers():
    article = make_draft(access="subscribers", body="<p>Само за абонати.</p>")
    page = preview_page(snapshot(article, kind=Version.Kind.ORIGINAL, previous=None))
    assert [part.markup for part in page.body] == ["<p>Само за абонати.</p>"]
    assert page.is_locked
    assert (page.mark, page.version_count) == ("", 1)
    assert timezone.now() - page.first_published_at < dt.timedelta(minutes=1)
