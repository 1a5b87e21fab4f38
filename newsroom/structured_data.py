"""What the front page tells machines: who publishes here, by which rules, and how the site is searched."""

from __future__ import annotations

from django.urls import NoReverseMatch

from newsroom.models import SitePage
from newsroom.shared.addresses import on_site, path_in
from newsroom.shared.structured_data import Thing, describe_agency, without_blanks
from newsroom.site_pages.pages import VIEW_NAME

_SEARCH = "articles:search"


def describe_site(language: str) -> Thing:
    """The site in this language (WebSite), with its search where there is one."""
    return without_blanks(
        {
            "@type": "WebSite",
            "name": describe_agency(language)["name"],
            "url": on_site(path_in(language, "front-page")),
            "inLanguage": language,
            "potentialAction": _describe_search(language),
        }
    )


def describe_whole_agency(language: str) -> Thing:
    """The agency with the pages that say by which rules it works."""
    corrections = on_site(path_in(language, VIEW_NAME, SitePage.Key.CORRECTIONS.value))
    return describe_agency(language) | {
        "correctionsPolicy": corrections,
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "newsroom",
            "url": on_site(path_in(language, VIEW_NAME, SitePage.Key.CONTACTS.value)),
        },
    }


def _describe_search(language: str) -> Thing:
    try:
        path = path_in(language, _SEARCH)
    except NoReverseMatch:
        return {}
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": on_site(path) + "?q={search_term_string}"},
        "query-input": "required name=search_term_string",
    }
