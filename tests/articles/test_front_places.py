import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.domain.acts import Act
from articles.domain.front_page import read_front_page
from articles.domain.front_places import STANDS_FOR, WantedPlace, place_stories
from articles.models import FrontPlace
from media_library.models import PhotoOfTheDay
from tests.articles.admin.desk import signed_in
from tests.articles.photos import forbid, make_usable_photo
from tests.factories.people import make_chief_editor, make_editor, make_journalist
from tests.factories.stories import make_section, make_story, publish_change

pytestmark = pytest.mark.django_db
FORM = "/admin/articles/frontplace/bg/change/"


def top(language: str = "bg") -> list[str]:
    page = read_front_page(language, now=timezone.now())
    return [story.version.headline for story in [page.lead, *page.seconds] if story is not None]


def make_stories(number: int = 6) -> list:
    return [make_story(headline=f"Новина {n}", hours_ago=n + 1) for n in range(number)]


def sent(*rows: tuple[int, object], until: str = "") -> dict[str, object]:
    data = {"place-TOTAL_FORMS": 5, "place-INITIAL_FORMS": 5, "place-MIN_NUM_FORMS": 5, "place-MAX_NUM_FORMS": 5}
    for index, (position, story) in enumerate(rows):
        data |= {f"place-{index}-position": position, f"place-{index}-story": story, f"place-{index}-until": until}
    return data


def test_places_lead_and_the_clock_fills_the_others():
    stories = make_stories()
    place_stories("bg", {1: WantedPlace(stories[4].pk), 3: WantedPlace(stories[5].pk)}, by=None)
    assert top() == ["Новина 4", "Новина 0", "Новина 5", "Новина 1", "Новина 2"]


def test_a_place_falls_back_when_its_story_is_withdrawn_or_its_time_is_over(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    stories = make_stories()
    now = timezone.now()
    wanted = {1: WantedPlace(stories[5].pk, now + dt.timedelta(hours=1)), 2: WantedPlace(stories[4].pk)}
    place_stories("bg", wanted, by=None)
    assert top()[:2] == ["Новина 5", "Новина 4"]
    assert read_front_page("bg", now=now).changes_at == now + dt.timedelta(hours=1)
    publish_change(stories[4].article, Act.KILL, note="Оттеглена.")
    assert top()[:2] == ["Новина 5", "Новина 0"]
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert top()[0] == "Новина 0"


def test_places_that_nobody_tends_are_the_clocks_again(time_machine):
    stories = make_stories()
    place_stories("bg", {1: WantedPlace(stories[5].pk)}, by=None)
    time_machine.move_to(timezone.now() + STANDS_FOR)
    assert top()[0] == "Новина 0"


def test_an_editor_places_stories_and_the_log_says_who():
    stories = make_stories()
    editor = make_editor(make_section())
    data = sent((2, stories[0].pk), (1, stories[3].pk), (3, ""), (4, ""), (5, ""))
    assert signed_in(editor).post(FORM, data).status_code == 302
    assert dict(FrontPlace.objects.values_list("position", "story")) == {1: stories[3].pk, 2: stories[0].pk}
    entry = LogEntry.objects.get(object_id="bg")
    assert (entry.user, entry.change_message) == (editor, "1: Новина 3; 2: Новина 0")
    assert "Новина 3" in signed_in(editor).get(FORM).text


def test_what_can_not_stand_is_refused_and_nothing_is_saved():
    stories, foreign = make_stories(2), make_story(language="en")
    client = signed_in(make_chief_editor())
    for rows in (
        [(1, stories[0].pk), (1, stories[1].pk)],
        [(1, stories[0].pk), (2, stories[0].pk)],
        [(1, foreign.pk), (2, "")],
        [(9, stories[0].pk), (2, "")],
        [("x", stories[0].pk), (2, "\x00")],
    ):
        answer = client.post(FORM, sent(*rows, (3, ""), (4, ""), (5, "")))
        assert answer.status_code == 200
        assert "error-summary" in answer.text
    assert not FrontPlace.objects.exists()


def test_the_preview_shows_the_page_and_saves_nothing():
    stories = make_stories()
    data = sent((1, stories[5].pk), (2, ""), (3, ""), (4, ""), (5, ""))
    answer = signed_in(make_chief_editor()).post("/admin/articles/frontplace/bg/preview/", data)
    assert answer.text.index("Новина 5") < answer.text.index("Новина 0")
    assert 'class="banner"' in answer.text
    assert not FrontPlace.objects.exists()


def test_a_journalist_does_not_tend_the_front_page():
    assert signed_in(make_journalist()).get(FORM).status_code == 403
    assert signed_in(make_journalist()).post(FORM, sent()).status_code == 403


def test_the_photo_of_the_day_is_chosen_else_the_newest_that_may_be_shown():
    chosen, newest = make_usable_photo(caption_bg="Избраната"), make_usable_photo(caption_bg="Най-новата")
    forbid(make_usable_photo(caption_bg="Забранената"))
    assert read_front_page("bg", now=timezone.now()).day_photo.photo_id == newest.pk
    PhotoOfTheDay.objects.create(date=timezone.localdate(), photo=chosen)
    for language in ("bg", "en"):
        assert read_front_page(language, now=timezone.now()).day_photo.photo_id == chosen.pk
    forbid(chosen)
    assert read_front_page("bg", now=timezone.now()).day_photo.photo_id == newest.pk


def test_a_photo_that_may_not_be_shown_is_not_chosen(admin_client):
    forbidden, allowed = forbid(make_usable_photo()), make_usable_photo()
    address, today = "/admin/media_library/photooftheday/add/", timezone.localdate()
    assert admin_client.post(address, {"date": today, "photo": forbidden.pk}).status_code == 200
    assert admin_client.post(address, {"date": today, "photo": allowed.pk}).status_code == 302
    assert PhotoOfTheDay.objects.get().photo == allowed


def test_the_breaking_bar_stands_on_every_page_and_ends_on_time(client, time_machine):
    story = make_story(headline="Извънредната", urgency=2, hours_ago=0)
    make_story(headline="Обикновена", urgency=3, hours_ago=0)
    make_story(headline="Breaking in English", urgency=1, hours_ago=0, language="en")
    for path in ("/bg/", "/bg/news/", "/bg/today/", "/bg/photos/", story.get_absolute_url()):
        bar = client.get(path).text.split('<div class="breaking"')[1].split("</div>")[0]
        assert (path, "Извънредната" in bar) == (path, True)
    time_machine.move_to(story.public_since + dt.timedelta(hours=4))
    assert '<div class="breaking"' not in client.get("/bg/news/").text


@pytest.mark.parametrize("number", [7, 20])
def test_the_front_page_costs_the_same_for_few_and_for_many(client, django_assert_num_queries, number):
    stories = make_stories(number)
    place_stories("bg", {1: WantedPlace(stories[0].pk)}, by=None)
    with django_assert_num_queries(10):
        client.get("/bg/")
