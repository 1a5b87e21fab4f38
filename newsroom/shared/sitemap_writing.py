"""Sitemaps as XML, piece by piece (sitemaps.org 0.9, with Google's extensions for pictures, news and languages)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings

from newsroom.shared.addresses import on_site
from newsroom.shared.structured_data import time_with_offset
from newsroom.shared.xml_text import writable

CONTENT_TYPE: Final = "application/xml; charset=utf-8"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES: Final = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class NewsWords:
    """What a sitemap of news says besides: the story's language, when it became public, and its headline."""

    language: str
    published_at: dt.datetime
    title: str


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One page. `versions` maps languages to paths, its own among them; `images` are addresses or paths of files."""

    path: str
    changed_at: dt.datetime | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    images: Sequence[str] = ()
    news: NewsWords | None = None


def write_pages(entries: Iterable[SitemapEntry]) -> Iterator[bytes]:
    """A sitemap, a few entries at a time: it takes the same memory whatever its length."""
    yield f"{_HEAD}<urlset {_NAMESPACES}>\n".encode()
    waiting: list[str] = []
    for entry in entries:
        waiting.append(_page(entry))
        if len(waiting) == _AT_ONCE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield f"{''.join(waiting)}</urlset>\n".encode()


def write_index(parts: Iterable[tuple[str, dt.datetime | None]]) -> str:
    """The index of sitemaps: the path of each, and when anything in it last changed, where that is known."""
    lines = "".join(
        f"<sitemap><loc>{escape(on_site(path))}</loc>{_changed(changed_at)}</sitemap>\n" for path, changed_at in parts
    )
    return f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</sitemapindex>\n'


def _page(entry: SitemapEntry) -> str:
    parts = ["<url><loc>", escape(on_site(entry.path)), "</loc>", _changed(entry.changed_at)]
    if len(entry.versions) > 1:
        default = entry.versions.get(settings.LANGUAGE_CODE)
        links = [*sorted(entry.versions.items()), *([("x-default", default)] if default else [])]
        parts += [
            f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(on_site(path))}/>' for code, path in links
        ]
    parts += [f"<image:image><image:loc>{escape(on_site(image))}</image:loc></image:image>" for image in entry.images]
    if entry.news:
        parts.append(_news(entry.news))
    return "".join((*parts, "</url>\n"))


def _changed(at: dt.datetime | None) -> str:
    return f"<lastmod>{time_with_offset(at)}</lastmod>" if at else ""


def _news(news: NewsWords) -> str:
    return (
        "<news:news><news:publication>"
        f"<news:name>{escape(settings.AGENCY_NAME[news.language])}</news:name>"
        f"<news:language>{news.language}</news:language></news:publication>"
        f"<news:publication_date>{time_with_offset(news.published_at)}</news:publication_date>"
        f"<news:title>{escape(writable(news.title))}</news:title></news:news>"
    )
