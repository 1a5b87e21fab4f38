import dataclasses
import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.utils import timezone

from newsroom.shared.page_cache import copies as copies_module
from newsroom.shared.page_cache import serving
from newsroom.shared.page_cache.copies import moment_of
from tests.asking import ask
from tests.newsroom.shared.page_cache.sites import Counted, make_page, make_site


def test_page_whose_rendering_began_before_the_bump_is_not_kept(copies):
    texts = iter([b"old", b"new"])

    def render(environ):
        response = make_page(next(texts))
        if response.content == b"old":
            copies.bump(["article-1"], hide=False)  # What it shows was read, and then changed.
        return response

    site = make_site(render, copies)
    assert [ask(site, "/bg/").body for _ in range(3)] == [b"old", b"new", b"new"]


def test_without_the_clock_of_before_the_race_would_show(copies, monkeypatch):
    """The control: were the clock read when rendering is over, the old page would be taken for new."""
    texts = iter([b"old", b"new"])
    store = copies.store

    def store_with_clock_of_now(key, copy, **lock):
        now = copies.look("another", encoding="br", moment=moment_of(time.time()), token="t").clock
        return store(key, dataclasses.replace(copy, since=now), **lock)

    def render(environ):
        response = make_page(next(texts))
        copies.bump(["article-1"], hide=False)
        return response

    monkeypatch.setattr(copies, "store", store_with_clock_of_now)
    site = make_site(render, copies)
    assert [ask(site, "/bg/").body for _ in range(3)] == [b"old", b"old", b"old"]


def test_tag_that_valkey_has_lost_makes_the_copies_stale(copies):
    view = Counted()
    site = make_site(view, copies)
    ask(site, "/bg/")
    line = copies._link._own.line
    line.connection.send_command("DEL", f"{line.prefix}tag:article-1")
    assert line.connection.read_response() == 1
    ask(site, "/bg/")
    ask(site, "/bg/")
    assert view.calls == 2


def _together(count, ask_once):
    start = threading.Barrier(count)

    def run(_number):
        start.wait(timeout=60)
        return ask_once()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_stampede_renders_once(copies, monkeypatch):
    monkeypatch.setattr(serving, "_PATIENCE", 60.0)
    view = Counted(lambda: time.sleep(0.3) or make_page())
    site = make_site(view, copies)
    answers = _together(12, lambda: ask(site, "/bg/"))
    assert {(answer.status, answer.body) for answer in answers} == {(200, b"A page")}
    assert view.calls == 1


def test_others_get_the_page_just_superseded_while_one_renders(copies, monkeypatch):
    monkeypatch.setattr(copies_module, "_SUPERSEDED_FOR", 60_000_000)
    rendering, may_end = threading.Event(), threading.Event()
    texts = iter([b"old", b"new"])

    def render(environ):
        text = next(texts)
        if text == b"new":
            rendering.set()
            assert may_end.wait(timeout=60)
        return make_page(text)

    site = make_site(render, copies)
    ask(site, "/bg/")
    copies.bump(["article-1"], hide=False)
    with ThreadPoolExecutor(1) as pool:
        renderer = pool.submit(ask, site, "/bg/")
        assert rendering.wait(timeout=60)
        other = ask(site, "/bg/")
        may_end.set()
        assert renderer.result().body == b"new"
    assert other.body == b"old"
    assert ask(site, "/bg/").body == b"new"


@pytest.mark.parametrize("case", ["hidden", "second bump", "a second later", "past its change"])
def test_superseded_page_is_not_handed_out(copies, monkeypatch, case):
    monkeypatch.setattr(serving, "_PATIENCE", 0.1)
    rendering, may_end = threading.Event(), threading.Event()
    texts = iter([b"old", b"new", b"newer"])
    changes_at = timezone.now() + dt.timedelta(seconds=2) if case == "past its change" else None

    def render(environ):
        text = next(texts)
        if text == b"new":
            rendering.set()
            assert may_end.wait(timeout=60)
        return make_page(text, changes_at=changes_at)

    site = make_site(render, copies)
    ask(site, "/bg/")
    if case == "past its change":
        time.sleep(2.1)
    else:
        copies.bump(["article-1"], hide=case == "hidden")
    if case == "second bump":
        time.sleep(0.3)
        copies.bump(["article-1"], hide=False)
    if case == "a second later":
        time.sleep(0.8)
    with ThreadPoolExecutor(1) as pool:
        renderer = pool.submit(ask, site, "/bg/")
        assert rendering.wait(timeout=60)
        other = ask(site, "/bg/")
        may_end.set()
        renderer.result()
    assert other.body == b"newer"


def test_no_cache_on_the_way_keeps_a_page_past_its_change(copies):
    now = timezone.now().replace(microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        view = Counted(lambda: make_page(changes_at=now + dt.timedelta(seconds=10)))
        site = make_site(view, copies)
        ask(site, "/bg/")
        assert ask(site, "/bg/").headers["cache-control"] == "public, max-age=0, s-maxage=1, stale-while-revalidate=1"
        clock.shift(dt.timedelta(seconds=9))
        assert ask(site, "/bg/").headers["cache-control"] == "public, max-age=0, s-maxage=1, stale-while-revalidate=0"
        clock.shift(dt.timedelta(milliseconds=500))
        assert ask(site, "/bg/").headers["cache-control"] == "public, max-age=0, s-maxage=0, stale-while-revalidate=0"
        assert view.calls == 1


def test_copy_is_good_for_a_minute_whatever_its_tags_say(copies):
    view = Counted()
    site = make_site(view, copies)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(site, "/bg/")
        clock.shift(dt.timedelta(seconds=59))
        ask(site, "/bg/")
        assert view.calls == 1
        clock.shift(dt.timedelta(seconds=2))
        ask(site, "/bg/")
        assert view.calls == 2
