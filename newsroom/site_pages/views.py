"""The pages about the agency. They read no session and set no cookie: everybody gets the same page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.models import SitePage
from newsroom.shared.addresses import active_language, address_of
from newsroom.shared.page_cache import show_publicly
from newsroom.site_pages.cookies import CookiesPage, essential_cookies
from newsroom.site_pages.pages import read_site_page


@require_safe
def show_page(request: HttpRequest, key: str) -> HttpResponse:
    try:
        page = read_site_page(SitePage.Key(key), language=active_language())
    except ValueError as error:
        raise Http404 from error
    tags = [f"pages-{active_language()}"]
    return show_publicly(render(request, "newsroom/site_page.html", {"page": page}), tags=tags, parameters=())


@require_safe
def show_cookies(request: HttpRequest) -> HttpResponse:
    language = active_language()
    page = CookiesPage(
        address=address_of(language, "site-pages:cookies"),
        language=language,
        cookies=list(essential_cookies()),
        analytics_name=settings.ANALYTICS_NAME,
    )
    tags = [f"pages-{language}"]
    return show_publicly(render(request, "newsroom/cookies.html", {"page": page}), tags=tags, parameters=())
