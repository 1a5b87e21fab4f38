"""What holds for every public page: the same for everyone, whole for everyone, and at a fixed cost."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.articles.pages import LIST_PATHS, make_updated_story, story_of
from tests.factories.people import make_editor
from tests.factories.stories import (
    make_author,
    make_killed_story,
    make_section,
    make_story,
    make_tag,
    publish_change,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_page():
    story = make_updated_story(tags=[make_tag(slug="china")], authors=[make_author(slug="stanoev")])
    killed = make_killed_story(headline="Оттеглена")
    own = [story.get_absolute_url() + rest for rest in ("", "history/", "history/1/", "history/2/diff/")]
    return [
        *own,
        killed.get_absolute_url(),
        "/bg/none/",
        *(f"/{code}/{path}" for code in ("bg", "en") for path in LIST_PATHS),
    ]


def test_no_public_page_touches_session_cookies_or_forms(client, time_machine, every_page):
    time_machine.move_to(timezone.now(), tick=False)
    editor = make_editor(first_name="Гергана", last_name="Тодорова")
    signed_in = type(client)()
    signed_in.force_login(editor)
    for address in every_page:
        response = signed_in.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
        for forbidden in ("csrf", "<style", " style=", " onclick=", "Гергана", editor.username):
            assert forbidden not in response.text, (address, forbidden)
        # What describes the page to machines is data, which no browser runs.
        assert not re.search(r"<script(?![^>]* src=| type=\"application/ld\+json\">)", response.text), address
        assert signed_in.get(address).text == client.get(address).text, address


def test_every_page_has_one_h1_landmarks_and_headings_in_order(client, every_page):
    for address in every_page:
        page = client.get(address).text
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), address
        for landmark in ('<a class="skip-link" href="#content">', "<header", "<nav", '<main id="content"', "<footer"):
            assert landmark in page, (address, landmark)


def test_no_page_has_a_dead_link(client, every_page):
    links = {
        link for address in every_page for link in re.findall(r'<a [^>]*href="([^"#]+)"', client.get(address).text)
    }
    # Those that lead to the account are answered by the sign-in page.
    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("path", LIST_PATHS)
def test_list_costs_the_same_for_one_story_as_for_three(client, path):
    tag, author = make_tag(slug="china"), make_author(slug="stanoev")
    make_story(tags=[tag], authors=[author])
    few = count_queries(client, f"/bg/{path}")
    for slug in ("world", "bulgaria"):
        make_story(tags=[tag], authors=[author], section=make_section(slug))
    assert count_queries(client, f"/bg/{path}") == few


def test_story_costs_the_same_however_much_it_carries(client):
    story = make_story(tags=[make_tag("Едно", "One")], authors=[make_author()])
    few = count_queries(client, story.get_absolute_url())
    tags = [make_tag(name, name) for name in ("Две", "Три", "Четири")]
    rich = make_updated_story(tags=tags, authors=[make_author(), make_author(), make_author()])
    for _ in range(3):
        make_story(tags=tags)
    publish_change(rich.article, headline="Отново")
    assert count_queries(client, story_of(rich.article).get_absolute_url()) == few


def count_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
