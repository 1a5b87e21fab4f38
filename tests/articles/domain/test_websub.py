"""Telling a hub, which is a real server here, that feeds have changed."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone

from articles.domain import websub
from tests.articles.pages import FIRST
from tests.factories.stories import make_author, make_draft, make_section, make_story, make_tag, publish, publish_change

pytestmark = pytest.mark.django_db
SITE = "https://news.example.bg"


class Hub(BaseHTTPRequestHandler):
    """Keeps what it is told, and answers as it is asked to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.told.append(parse_qsl(body, strict_parsing=True))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def hub(settings):
    with HTTPServer(("127.0.0.1", 0), Hub) as server:
        server.told, server.status = [], 202
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.WEBSUB_HUB_URL = f"http://127.0.0.1:{server.server_port}/"
        settings.SITE_URL = SITE
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def asked(monkeypatch):
    """What the workers were asked for: the article and the delay."""
    calls = []
    monkeypatch.setattr(websub, "ask_to_tell_hub", lambda article_id, *, delay=0: calls.append((article_id, delay)))
    return calls


def feeds(*names):
    return [f"{SITE}/bg/feeds/{name}.{form}" for name in names for form in ("rss", "atom")]


def test_hub_is_told_of_the_feeds_of_the_old_and_the_new_version(hub):
    article = make_draft(authors=[make_author(slug="stanoev")], tags=[make_tag(slug="china")])
    publish(article, at=FIRST)
    publish_change(article, section=make_section("bulgaria"))
    assert websub.tell_hub(article.pk)
    moved = feeds("news", "sections/bulgaria", "tags/china", "authors/stanoev", "sections/world")
    assert hub.told == [[("hub.mode", "publish"), *(("hub.url", feed) for feed in moved)]]


def test_hub_that_refuses_raises_so_that_it_is_asked_again(hub):
    hub.status = 503
    with pytest.raises(HTTPError):
        websub.tell_hub(make_story().pk)


def test_embargoed_story_is_told_of_when_its_time_has_come(hub, asked, time_machine):
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    article = make_draft(embargo_until=now + dt.timedelta(minutes=40))
    publish(article)
    assert not websub.tell_hub(article.pk)
    time_machine.move_to(now + dt.timedelta(minutes=30), tick=False)
    assert not websub.tell_hub(article.pk)
    assert asked == [(article.pk, 1800), (article.pk, 601)]
    assert hub.told == []
    time_machine.move_to(now + dt.timedelta(minutes=40), tick=False)
    assert websub.tell_hub(article.pk)


def test_publishing_asks_after_the_commit(hub, asked, django_capture_on_commit_callbacks):
    article = make_draft()
    with django_capture_on_commit_callbacks() as callbacks:
        publish(article)
        assert asked == []
    for callback in callbacks:
        callback()
    assert (article.pk, 0) in asked


def test_without_a_hub_nobody_is_asked(asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        story = make_story()
    assert asked == []
    assert not websub.tell_hub(story.pk)
