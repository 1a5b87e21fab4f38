"""The desk of sales as a person uses it: look, confirm an act, read what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.articles.admin.desk import page_of


def address(name: str, *args: object) -> str:
    return reverse(f"admin:subscriptions_{name}", args=args)


def confirm(client: Client, url: str, **told: Any) -> HttpResponse:
    """Open the confirmation, fill it in, and confirm; the answer is the page that follows."""
    form = next(
        form for form in page_of(client.get(url)).forms if form.get("action") is None and "q" not in form.fields
    )
    data = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    return client.post(url, data | told, follow=True)


def messages_in(response: HttpResponse) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page_of(response).xpath("//ul[@class='messagelist']/li")]


def words_in(response: HttpResponse, xpath: str = "//*[@id='content-main']") -> str:
    return " ".join(" ".join(each.text_content().split()) for each in page_of(response).xpath(xpath))
