import datetime as dt
import gzip

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from articles.domain.acts import Act
from articles.models import PublicStory
from newsroom.page_changes import next_change
from newsroom.shared.page_cache.serving import PageCache
from tests.asking import ask
from tests.factories.customers import make_member
from tests.factories.stories import make_draft, make_story, publish, publish_change

pytestmark = pytest.mark.django_db


def test_second_reader_costs_no_query_and_gets_the_same_page(site, story, django_assert_num_queries):
    path = story.get_absolute_url()
    first = ask(site, path)
    with django_assert_num_queries(0):
        second = ask(site, path)
    assert (first.status, second.status) == (200, 200)
    assert (second.body, second.headers) == (first.body, first.headers)
    assert story.version.headline in first.body.decode()


def test_page_that_is_found_has_the_headers_of_django(site, story):
    path = story.get_absolute_url()
    ask(site, path)
    found, plain = ask(site, path), ask(WSGIHandler(), path)
    own = {"etag", "vary", "cache-control"}
    assert set(found.headers) == set(plain.headers) | own
    assert {name: found.headers[name] for name in plain.headers if name not in own} == {
        name: value for name, value in plain.headers.items() if name not in own
    }
    assert "default-src 'self'" in found.headers["content-security-policy"]


def test_each_client_gets_the_encoding_that_it_takes(site, story, django_assert_num_queries):
    path = story.get_absolute_url()
    plain = ask(site, path)
    with django_assert_num_queries(0):
        zipped = ask(site, path, HTTP_ACCEPT_ENCODING="gzip, deflate")
        brotlied = ask(site, path, HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert brotlied.headers["content-encoding"] == "br"
    assert gzip.decompress(zipped.body) == brotli.decompress(brotlied.body) == plain.body
    assert len({answer.headers["etag"] for answer in (plain, zipped, brotlied)}) == 3
    for answer in (plain, zipped, brotlied):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_client_that_has_the_page_is_told_so(site, story, encoding, django_assert_num_queries):
    path = story.get_absolute_url()
    etag = ask(site, path, HTTP_ACCEPT_ENCODING=encoding).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        with django_assert_num_queries(0):
            answer = ask(site, path, HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH=known)
        assert (answer.status, answer.body) == (304, b"")
        assert (answer.headers["etag"], answer.headers["vary"]) == (etag, "Accept-Encoding")
    assert ask(site, path, HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_head_is_answered_with_the_length_and_no_body(site, story, django_assert_num_queries):
    path = story.get_absolute_url()
    first = ask(site, path, method="HEAD")
    with django_assert_num_queries(0):
        second, page = ask(site, path, method="HEAD"), ask(site, path)
    for answer in (first, second):
        assert (answer.status, answer.body) == (200, b"")
        assert int(answer.headers["content-length"]) == len(page.body)


def test_signed_in_reader_gets_the_page_of_everyone(site, story, client, django_assert_num_queries):
    client.force_login(make_member().user)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    path = story.get_absolute_url()
    first = ask(site, path)
    with django_assert_num_queries(0):
        assert ask(site, path, HTTP_COOKIE=cookies).body == first.body


@pytest.mark.parametrize("act", [Act.UPDATE, Act.CORRECT, Act.MINOR_FIX])
def test_new_version_is_there_for_the_next_reader(site, story, act, after_commit):
    path = story.get_absolute_url()
    ask(site, path)
    with after_commit():
        publish_change(story.article, act, note="Поправка.", lead="Новото начало на новината.")
    assert "Новото начало на новината." in ask(site, path).body.decode()


def test_withdrawn_story_is_gone_at_once(site, story, after_commit, django_assert_num_queries):
    path = story.get_absolute_url()
    ask(site, path)
    with after_commit():
        publish_change(story.article, Act.KILL, note="Новината е оттеглена.")
    first = ask(site, path)
    with django_assert_num_queries(0):
        second = ask(site, path)
    assert (first.status, second.status) == (410, 410)
    assert "Новината е оттеглена." in second.body.decode()


def test_story_comes_to_the_lists_at_the_second_when_its_embargo_ends(site, django_assert_num_queries):
    section = make_story().section
    until = (timezone.now() + dt.timedelta(seconds=30)).replace(microsecond=0)
    article = make_draft(headline="Данъкът върху труда пада", section=section, embargo_until=until)
    publish(article)
    held = PublicStory.objects.get(article=article)
    with time_machine.travel(until - dt.timedelta(seconds=2), tick=False) as clock:
        before = [ask(site, "/bg/"), ask(site, held.get_absolute_url())]
        assert [answer.status for answer in before] == [200, 404]
        assert "Данъкът върху труда пада" not in before[0].body.decode()
        clock.move_to(until - dt.timedelta(milliseconds=1))
        with django_assert_num_queries(0):
            assert ask(site, "/bg/").body == before[0].body
        clock.move_to(until)
        after = [ask(site, "/bg/"), ask(site, held.get_absolute_url())]
        assert [answer.status for answer in after] == [200, 200]
        assert "Данъкът върху труда пада" in after[0].body.decode()


def test_pages_of_the_account_are_never_kept(site, client):
    client.force_login(make_member().user)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    for _ in range(2):
        answer = ask(site, "/bg/account/", HTTP_COOKIE=cookies)
        assert (answer.status, answer.headers["cache-control"]) == (200, "private, no-store")
        assert "etag" not in answer.headers


def test_unknown_host_is_refused_by_django(site, story):
    assert ask(site, story.get_absolute_url(), host="elsewhere.example").status == 400


def test_plain_http_is_sent_on_though_the_page_is_kept(settings, copies, story, django_assert_num_queries):
    settings.SECURE_SSL_REDIRECT = True
    site = PageCache(WSGIHandler(), next_change=next_change, copies=copies)
    path = story.get_absolute_url()
    secure = {"wsgi.url_scheme": "https"}
    ask(site, path, **secure)
    with django_assert_num_queries(0):
        ask(site, path, **secure)
    assert (ask(site, path).status, ask(site, path).headers["location"]) == (301, f"https://localhost{path}")
