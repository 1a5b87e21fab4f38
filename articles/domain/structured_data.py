"""What the pages of stories tell machines: schema.org's NewsArticle, and the card that a shared link becomes.

Written from what the page has read already: no query is asked for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.conf import settings

from articles.domain.listing import ListPage
from articles.domain.named_links import NamedLink
from articles.domain.photo_figures import PhotoFigure, SharedFile
from articles.domain.reading import StoryPage, Translation
from articles.domain.row_photos import RowPhoto
from newsroom.shared.addresses import on_site, path_in
from newsroom.shared.share_card import CardPicture, ShareCard
from newsroom.shared.structured_data import Thing, describe_agency, describe_trail, time_with_offset, without_blanks

# What stands in the place of the text that is for subscribers: see components/subscribers_box.html.
_WITHHELD: Final = ".subscribers-box"


def describe_story(page: StoryPage) -> Thing:
    """The story as a NewsArticle. What was changed last is what readers are told of: a minor fix is not."""
    url = on_site(page.address.path)
    return without_blanks(
        {
            "@type": "NewsArticle",
            "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": page.headline,
            "description": page.lead,
            "inLanguage": page.language,
            "datePublished": time_with_offset(page.first_published_at),
            "dateModified": time_with_offset(page.marked_at or page.first_published_at),
            "dateline": page.dateline_place,
            "articleSection": page.section.name(page.language),
            "keywords": [tag.name for tag in page.tags],
            "author": [_describe_author(name) for name in page.byline] or describe_agency(page.language),
            "publisher": describe_agency(page.language),
            "image": _describe_pictures(page.lead_photo),
            "isAccessibleForFree": not page.is_locked,
            "hasPart": _describe_withheld() if page.is_locked else None,
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": correction.note,
                    "datePublished": time_with_offset(correction.public_from),
                }
                for correction in page.corrections
            ],
            **_describe_translation(page.translation),
        }
    )


def describe_way_to_story(page: StoryPage) -> Thing:
    """The trail to the story: front page, section, story."""
    section = page.section.name(page.language), _section_path(page.language, page.section.slug)
    return describe_trail(page.language, section, (page.headline, page.address.path))


def describe_way_to_list(page: ListPage) -> Thing:
    """The trail to a list of stories: front page, list."""
    return describe_trail(page.language, (page.heading, page.address.path))


def card_of_story(page: StoryPage) -> ShareCard:
    """The card of a link to the story."""
    facts = [
        ("article:published_time", time_with_offset(page.first_published_at)),
        ("article:modified_time", time_with_offset(page.marked_at or page.first_published_at)),
        ("article:section", page.section.name(page.language)),
        *(("article:author", on_site(name.url)) for name in page.byline if name.url),
        *(("article:tag", tag.name) for tag in page.tags),
    ]
    return ShareCard(
        address=page.address,
        language=page.language,
        title=page.headline,
        description=page.lead,
        kind="article",
        picture=card_picture(page.lead_photo),
        facts=facts,
    )


def card_of_list(page: ListPage) -> ShareCard:
    """The card of a link to a list, with the picture of its newest story that has one."""
    newest = next(iter(page.photos.values()), None)
    return ShareCard(
        address=page.address,
        language=page.language,
        title=page.heading,
        description=page.subheading or settings.AGENCY_NAME[page.language],
        picture=card_picture(newest),
    )


def card_picture(photo: PhotoFigure | RowPhoto | None) -> CardPicture | None:
    """The file of a lead photo that fits cards best; None where there is none, or it was withdrawn."""
    if photo is None or not photo.shared:
        return None
    file = photo.shared[0]
    return CardPicture(file.url, file.width, file.height, photo.alt or photo.caption)


@lru_cache(maxsize=256)
def _section_path(language: str, slug: str) -> str:
    return path_in(language, "articles:section", slug)


def _describe_author(name: NamedLink) -> Thing:
    return without_blanks({"@type": "Person", "name": name.name, "url": on_site(name.url) if name.url else ""})


def _describe_pictures(photo: PhotoFigure | None) -> list[Thing]:
    return [_describe_picture(photo, file) for file in photo.shared] if photo else []


def _describe_picture(photo: PhotoFigure, file: SharedFile) -> Thing:
    picture = {
        "@type": "ImageObject",
        "url": on_site(file.url),
        "width": file.width,
        "height": file.height,
        "caption": photo.caption,
        "creditText": photo.credit,
        "acquireLicensePage": on_site(photo.url) if photo.url else "",
    }
    return without_blanks(picture)


def _describe_withheld() -> Thing:
    return {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": _WITHHELD}


def _describe_translation(translation: Translation | None) -> Thing:
    if translation is None:
        return {}
    other = {
        "@type": "NewsArticle",
        "url": on_site(translation.url),
        "headline": translation.headline,
        "inLanguage": translation.language,
    }
    return {"translationOfWork" if translation.is_source else "workTranslation": other}
