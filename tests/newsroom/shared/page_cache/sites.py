"""Sites of one view, behind the page cache."""

from django.http import HttpResponse

from newsroom.shared.page_cache import show_publicly
from newsroom.shared.page_cache.serving import PageCache


def make_page(text: bytes = b"A page", *, tags=("article-1",), **shown):
    return show_publicly(HttpResponse(text), tags=tags, **shown)


def make_site(view, copies, **options):
    """A site whose only view is this function of the environment."""

    def application(environ, start_response):
        response = view(environ)
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return response

    return PageCache(application, copies=copies, **({"next_change": lambda at: None} | options))


class Counted:
    """A view that counts how often it was called."""

    def __init__(self, make=make_page):
        self.calls, self.make = 0, make

    def __call__(self, environ):
        self.calls += 1
        return self.make()
