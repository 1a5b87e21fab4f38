"""The front page, and what the site says when something is wrong."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_path, override
from django.views.decorators.http import require_safe

from articles.domain.front_page import read_front_page
from articles.domain.rolling_list import end_of_day
from newsroom.shared.addresses import active_language, path_in
from newsroom.shared.page_cache import show_publicly

log = logging.getLogger(__name__)

_RETRY_AFTER = 10  # seconds
_PLAIN_ERROR = "<!doctype html><html><head><title>500</title></head><body><h1>500</h1></body></html>"


@require_safe
def show_front_page(request: HttpRequest) -> HttpResponse:
    page = read_front_page(active_language(), now=timezone.now())
    tags = [f"front-{page.language}", f"news-{page.language}"]
    tags += [f"photo-{photo.photo_id}" for photo in (page.lead_photo, page.day_photo) if photo is not None]
    # Which photo is of the day changes with the library, and at midnight.
    tags.append("photos")
    midnight = end_of_day(page.now)
    changes_at = min(midnight, page.changes_at) if page.changes_at else midnight
    response = render(request, "newsroom/front_page.html", {"page": page})
    return show_publicly(response, tags=tags, changes_at=changes_at, parameters=())


@require_safe
def go_to_front_page(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(path_in(settings.LANGUAGE_CODE, "front-page"))


def refuse_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, 400, told=getattr(exception, "told", ""))


def refuse_access(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, 403)


def say_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, 404, told=getattr(exception, "told", ""))


def say_broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 with as little as possible: no database, and not even our templates if they are what broke.

    If it is the database that is gone, it comes back: 503, and when to ask again.
    """
    status = 503 if isinstance(sys.exc_info()[1], InterfaceError | OperationalError) else 500
    try:
        response = _say(request, status)
    except Exception:
        log.exception("The page for errors could not be rendered")
        response = HttpResponse(_PLAIN_ERROR, status=status)
    if status == 503:
        response.headers["Retry-After"] = str(_RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _say(request: HttpRequest, status: int, *, told: str = "") -> HttpResponse:
    """The page for this status, in the language of the address. It knows nothing of the request but that.

    `told` is what the page that was asked for says of it, in place of the usual sentence.
    """
    with override(get_language_from_path(request.path_info) or get_language()):
        return HttpResponse(render_to_string(f"{status}.html", {"told": told}), status=status)
