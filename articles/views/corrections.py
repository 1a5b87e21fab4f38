"""The public log of what was corrected or withdrawn."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.domain.corrections_log import read_corrections
from newsroom.shared.addresses import active_language
from newsroom.shared.page_cache import show_publicly
from newsroom.shared.pagination import NoSuchPage


@require_safe
def show_corrections(request: HttpRequest) -> HttpResponse:
    try:
        page = read_corrections(request.GET, language=active_language(), now=timezone.now())
    except NoSuchPage as error:
        raise Http404 from error
    response = render(request, "articles/corrections.html", {"page": page})
    return show_publicly(response, tags=[f"news-{page.language}"], parameters=("page", "before"))
