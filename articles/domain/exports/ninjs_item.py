"""A story as ninjs 3.1, the IPTC's news in JSON."""

from __future__ import annotations

from typing import Any, Final

from articles.domain.exports.plain_text import text_in_blocks
from articles.domain.exports.taken_story import TakenStory
from articles.domain.lasting_name import lasting_name
from articles.domain.photo_figures import PhotoFigure
from newsroom.shared.addresses import path_in

_SCHEMA: Final = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"


def write_ninjs(story: TakenStory) -> dict[str, Any]:
    """The story as one ninjs object. Its `uri` stays the same from version to version (RFC 3085).

    Photos are named and credited, without files: they are licensed one by one.
    """
    page = story.page
    item: dict[str, Any] = {
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "uri": lasting_name(page.article_id, first_published_at=page.first_published_at, site=story.site),
        "type": "text",
        "representationType": "full",
        "version": str(page.number),
        "firstCreated": page.first_published_at.isoformat(timespec="seconds"),
        "versionCreated": story.version_at.isoformat(timespec="seconds"),
        "pubStatus": "usable",
        "urgency": story.urgency,
        "language": page.language,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": page.headline}],
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": page.lead}],
        "bodies": _bodies_of(story),
        "by": story.byline,
        "located": page.dateline_place,
        "edNote": page.correction_note,
        "subjects": _subjects_of(story),
        "infoSources": [{"name": story.agency}],
        "copyrightHolder": story.agency,
        "copyrightNotice": story.copyright_notice,
        "usageTerms": "\n".join(story.terms),
        "altIds": [{"role": "web", "value": story.url}],
        "associations": [
            _picture(photo, story, number=number) for number, photo in enumerate(story.photos, start=1)
        ],
    }  # fmt: skip
    item["descriptions"] = [entry for entry in item["descriptions"] if entry["value"]]
    return {name: value for name, value in item.items() if value not in ("", [])}


def _bodies_of(story: TakenStory) -> list[dict[str, Any]]:
    text = text_in_blocks(story.markup)
    if not text:
        return []
    words = len(text.split())
    return [
        {"role": "html", "contentType": "text/html", "wordCount": words, "value": story.markup},
        {"role": "text", "contentType": "text/plain", "charCount": len(text), "wordCount": words, "value": text},
    ]


def _subjects_of(story: TakenStory) -> list[dict[str, str]]:
    page = story.page
    section = {
        "rel": "section",
        "name": page.section.name(page.language),
        "uri": story.site + path_in(page.language, "articles:section", page.section.slug),
    }
    tags = [{"rel": "tag", "name": tag.name} | ({"uri": story.site + tag.url} if tag.url else {}) for tag in page.tags]
    return [section, *tags]


def _picture(photo: PhotoFigure, story: TakenStory, *, number: int) -> dict[str, Any]:
    words = [("caption", photo.caption), ("creditline", photo.credit)]
    return {
        "name": f"photo-{number}",
        "rel": photo.place,
        "uri": story.site + photo.url if photo.url else f"{story.url}#photo-{photo.photo_id}",
        "type": "picture",
        "representationType": "partial",
        "descriptions": [
            {"role": role, "contentType": "text/plain", "value": value} for role, value in words if value
        ],
    }  # fmt: skip
