import pytest
from django.http import HttpResponse

from newsroom.shared.page_cache import show_publicly
from tests.asking import ask
from tests.newsroom.shared.page_cache.sites import Counted, make_page, make_site


def _with_cookie():
    response = make_page()
    response.set_cookie("name", "value")
    return response


def _with_header(name, value):
    response = make_page()
    response.headers[name] = value
    return response


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpResponse(b"not marked"),
        _with_cookie,
        lambda: _with_header("Vary", "Cookie"),
        lambda: _with_header("Content-Security-Policy", "script-src 'nonce-abc'"),
        lambda: show_publicly(HttpResponse(status=302), tags=["x"]),
        lambda: show_publicly(HttpResponse(status=500), tags=["x"]),
    ],
    ids=["not marked", "cookie", "vary", "nonce", "redirect", "error"],
)
def test_what_may_differ_is_never_kept(copies, make):
    view = Counted(make)
    site = make_site(view, copies)
    first, second = ask(site, "/bg/"), ask(site, "/bg/")
    assert view.calls == 2
    assert "etag" not in first.headers
    assert second.headers == first.headers


@pytest.mark.parametrize(
    ("path", "environ"),
    [
        ("/bg/", {"HTTP_AUTHORIZATION": "Basic eDp5"}),
        ("/bg/", {"REQUEST_METHOD": "POST"}),
        ("/bg/", {"HTTP_HOST": "elsewhere.example"}),
        ("/bg/", {"HTTP_HOST": "localhost:1"}),
        ("/bg/", {"CONTENT_LENGTH": "5"}),
        ("/bg/", {"QUERY_STRING": "x" * 3000}),
        ("/bg/", {"QUERY_STRING": "%70age=2"}),
        ("/bg/account/", {}),
        ("/admin/", {}),
        ("/livez", {}),
    ],
)
def test_odd_requests_are_left_to_django(copies, path, environ):
    view = Counted()
    site = make_site(view, copies)
    ask(site, path)
    for _ in range(2):
        ask(site, path, **environ)
    assert view.calls == 3
    assert "etag" not in ask(site, path, **environ).headers


def test_parameters_count_in_any_order_and_unknown_ones_not_at_all(copies):
    view = Counted(lambda: make_page(parameters=["page", "q"]))
    site = make_site(view, copies)
    ask(site, "/bg/", query="q=a&page=2")
    for same in ("page=2&q=a", "fbclid=123&page=2&q=a", "q=a&page=2&utm_source=x"):
        ask(site, "/bg/", query=same)
    assert view.calls == 1
    ask(site, "/bg/", query="page=3&q=a")
    ask(site, "/bg/", query="q=b&page=2&q=a")
    ask(site, "/bg/", query="q=a&page=2&q=b")
    assert view.calls == 4


def test_every_parameter_counts_where_the_view_does_not_tell_its_own(copies):
    view = Counted()
    site = make_site(view, copies)
    for query in ("", "x=1", "x=2", "x=1"):
        ask(site, "/bg/", query=query)
    assert view.calls == 3
