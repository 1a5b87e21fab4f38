"""What whoever tries too often is told."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

# What the limits that allauth answers for by itself count in.
_SHORT_WAIT = dt.timedelta(minutes=1)


def answer_too_many(request: HttpRequest, *, wait: dt.timedelta = _SHORT_WAIT) -> HttpResponse:
    """Answer 429 with a page that says what to do, and when it will work again at the latest."""
    context = {
        "again_at": timezone.now() + wait,
        "minutes": int(wait.total_seconds() // 60),
        "reset_url": reverse("account_reset_password"),
        "request": request,
    }
    response = HttpResponse(render_to_string("429.html", context), status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    response["Cache-Control"] = "private, no-store"
    return response
