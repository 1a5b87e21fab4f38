import socket
import time
from contextlib import closing, contextmanager

import pytest
import redis
from django.conf import settings

from newsroom.models import PendingBump
from newsroom.processes import Caretaker
from newsroom.services import Services
from newsroom.shared.page_cache import bumping
from newsroom.shared.page_cache.copies import Copies
from newsroom.shared.page_cache.link import ValkeyLink
from tests.asking import ask
from tests.newsroom.shared.page_cache.sites import Counted, make_site

TIMEOUT = 0.05  # As in service.
# What a machine full of tests adds to that.
SLACK = 2.0


def _site_over(url, view, **options):
    return make_site(view, Copies(ValkeyLink(url, **({"timeout": TIMEOUT, "rest": 60.0} | options))))


@contextmanager
def _hung_socket():
    """A port that takes connections, and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"redis://:secret@127.0.0.1:{server.getsockname()[1]}/0"


def _free_url():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"redis://127.0.0.1:{free.getsockname()[1]}/0"


def test_hung_valkey_costs_one_timeout_and_then_nothing():
    view = Counted()
    with _hung_socket() as url:
        site = _site_over(url, view)
        begun = time.monotonic()
        first = ask(site, "/bg/", HTTP_ACCEPT_ENCODING="gzip")
        took = time.monotonic() - begun
        asked = [ask(site, "/bg/") for _ in range(100)]
        rest_took = time.monotonic() - begun - took
    assert TIMEOUT <= took < 2 * TIMEOUT + SLACK
    assert rest_took < SLACK  # A timeout for each would be five seconds.
    assert view.calls == 101
    assert {answer.status for answer in asked} == {first.status} == {200}
    assert (first.headers["content-encoding"], asked[0].body) == ("gzip", b"A page")
    assert first.headers["etag"]


def test_missing_valkey_is_no_error_and_is_asked_again_after_a_rest():
    view = Counted()
    site = _site_over(_free_url(), view, rest=0.0)
    assert [ask(site, "/bg/").status for _ in range(3)] == [200, 200, 200]
    assert view.calls == 3


def test_valkey_that_was_started_anew_has_no_copies_of_before(tmp_path):
    """It may have read back a state from before the last bumps."""
    view = Counted()
    with closing(Caretaker()) as caretaker:
        given = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
        with Services.start(tmp_path, caretaker=caretaker, given=given) as services:
            url = services.environment["REDIS_URL"]
            site = _site_over(url, view, timeout=10.0, rest=0.0)
            ask(site, "/bg/")
            ask(site, "/bg/")
            assert view.calls == 1
            with redis.Redis.from_url(url) as client:
                kept = client.keys("page:*:copy:*")
                assert len(kept) == 1
            services.children[-1].stop()
            assert ask(site, "/bg/").status == 200
            assert view.calls == 2


@pytest.mark.django_db
def test_pending_bumps_are_told_before_valkey_is_trusted_again(copies, monkeypatch):
    view = Counted()
    ask(make_site(view, copies), "/bg/")
    PendingBump.objects.create(tags=["article-1"])
    link = ValkeyLink(settings.PAGE_CACHE_URL, timeout=10.0, rest=0.0, before_return=bumping.repeat_pending_bumps)
    site = make_site(view, Copies(link))
    ask(site, "/bg/")
    assert view.calls == 1
    link.distrust()
    ask(site, "/bg/")
    assert view.calls == 2
    assert not PendingBump.objects.exists()


def test_valkey_is_not_trusted_while_pending_bumps_are_unknown(copies):
    def fail():
        raise ConnectionError

    view = Counted()
    ask(make_site(view, copies), "/bg/")
    link = ValkeyLink(settings.PAGE_CACHE_URL, timeout=10.0, rest=0.0, before_return=fail)
    site = make_site(view, Copies(link))
    link.distrust()
    assert [ask(site, "/bg/").status for _ in range(2)] == [200, 200]
    assert view.calls == 3
