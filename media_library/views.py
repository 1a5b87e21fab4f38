"""The public photo library. It reads no session and sets no cookie: everybody gets the same page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from media_library.domain.library import read_library
from media_library.domain.page_tags import LIBRARY, tag_of_photo
from media_library.domain.photo_page import find_photo, read_photo, read_withdrawn_photo
from media_library.filters import PhotoFilterSet
from media_library.models import Photo
from newsroom.shared.addresses import active_language, path_without_blanks
from newsroom.shared.page_cache import show_publicly
from newsroom.shared.pagination import NoSuchPage


@require_safe
def show_photos(request: HttpRequest) -> HttpResponse:
    """Answer with a page of the library; a form that came with empty fields is sent on to the address without them."""
    if path := path_without_blanks(request):
        return HttpResponseRedirect(path)
    now = timezone.now()
    filters = PhotoFilterSet(request.GET, queryset=Photo.objects.visible(at=now))
    try:
        page = read_library(
            filters.qs, request.GET, wish=filters.wish, form=filters.form, language=_language(), now=now
        )  # fmt: skip
    except NoSuchPage as error:
        raise Http404 from error
    return show_publicly(render(request, "media_library/photos.html", {"page": page}), tags=[LIBRARY])


@require_safe
def show_photo(request: HttpRequest, photo_id: int, slug: str = "") -> HttpResponse:
    """Answer with a photo's page: 404 for what readers may not see, 410 once withdrawn, 301 from a wrong address."""
    now = timezone.now()
    try:
        photo = find_photo(photo_id, now=now)
    except Photo.DoesNotExist as error:
        raise Http404 from error
    if photo.state == Photo.State.KILLED:
        page = read_withdrawn_photo(photo, language=_language(), now=now)
        notice = render(request, "media_library/withdrawn.html", {"page": page}, status=410)
        return show_publicly(notice, tags=[tag_of_photo(photo.pk)])
    if slug != photo.slug:
        moved = HttpResponsePermanentRedirect(photo.get_absolute_url())
        moved["Cache-Control"] = "max-age=300"  # A headline can change back; browsers keep a 301 for ever.
        return moved
    page = read_photo(photo, language=_language(), now=now)
    # The photos beside it, and the facts that its table names, are those of the library.
    return show_publicly(
        render(request, "media_library/photo.html", {"page": page}), tags=[tag_of_photo(photo.pk), LIBRARY]
    )


def _language() -> str:
    """The language of the prefix, which the middleware has made the active one."""
    return active_language()
