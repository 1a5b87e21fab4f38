"""The public page that says what a subscription is. It reads no session: everybody gets the same page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.shared.addresses import active_language
from newsroom.shared.page_cache import show_publicly
from subscriptions.domain.offers import read_offers_page


@require_safe
def show_offers(request: HttpRequest) -> HttpResponse:
    page = read_offers_page(active_language())
    response = render(request, "subscriptions/subscribing.html", {"page": page})
    return show_publicly(response, tags=[f"pages-{page.language}"])
