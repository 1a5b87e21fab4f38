"""The desk as a person uses it: open a page, change what is in its form, press a button."""

from __future__ import annotations

from typing import Any

import lxml.html
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml.html import HtmlElement

from articles.models import Article
from newsroom.models import User

LIST = "/admin/articles/article/"
ADD = "/admin/articles/article/add/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(article: Article, page: str = "change") -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def act_address(article: Article, act: str) -> str:
    return reverse("admin:articles_article_act", args=[article.pk, act])


def page_of(response: HttpResponse) -> HtmlElement:
    return lxml.html.fromstring(response.content.decode())


def form_in(response: HttpResponse) -> dict[str, Any]:
    """What the story's or the act's form on the page would send: name → value, or values."""
    page = page_of(response)
    form = next(form for form in page.forms if "revision" in form.fields)
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        # A browser leaves out the line break that follows <textarea>; the parser does not.
        data.setdefault(name, []).append(value.removeprefix("\n"))
    return data


def press(client: Client, article: Article, act: str = "", **changes: Any) -> HttpResponse:
    """Open the story's form, change some fields, and press the button of the act (by default Save)."""
    data = form_in(client.get(address(article))) | changes
    return client.post(address(article), data | ({"_act": act} if act else {"_save": "1"}))


def begin(client: Client, act: str = "", **fields: Any) -> HttpResponse:
    """Open the form of a new story, fill it in, and press a button."""
    data = form_in(client.get(ADD)) | fields
    return client.post(ADD, data | ({"_act": act} if act else {"_save": "1"}))


def confirm(client: Client, article: Article, act: str, **told: Any) -> HttpResponse:
    """Open the act's confirmation, fill it in, and confirm."""
    data = form_in(client.get(act_address(article, act))) | told
    return client.post(act_address(article, act), data)


def found_in(response: HttpResponse, xpath: str) -> list[Any]:
    """What an XPath finds on the page."""
    return page_of(response).xpath(xpath)


def text_in(response: HttpResponse, css_class: str) -> str:
    """The text of the elements of a class, spaces made single."""
    page = page_of(response)
    return " ".join(" ".join(element.text_content() for element in page.find_class(css_class)).split())


def buttons_in(response: HttpResponse) -> list[str]:
    """The acts that the page offers, as their values."""
    buttons = found_in(response, "//*[@class='act-bar']//button[@name='_act']/@value")
    links = found_in(response, "//*[@class='act-bar']//a[@class='act-dangerous']/@href")
    return buttons + [link.rstrip("/").rsplit("/", 1)[-1] for link in links]


def problems_in(response: HttpResponse) -> list[str]:
    """The lines of the summary of errors."""
    items = found_in(response, "//*[@class='error-summary']//li")
    return [" ".join(item.text_content().split()) for item in items]
