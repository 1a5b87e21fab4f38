"""What a photo's page tells machines: schema.org's ImageObject with its licence, and the card of a shared link."""

from __future__ import annotations

from django.utils.translation import gettext as _

from media_library.domain.photo_page import PhotoPage
from newsroom.shared.addresses import on_site, path_in
from newsroom.shared.share_card import CardPicture, ShareCard
from newsroom.shared.structured_data import Thing, describe_people, describe_trail, time_with_offset, without_blanks

# Where the page says what may be done with the photo, and offers it.
_TERMS = "#terms-heading"


def describe_photo(page: PhotoPage) -> Thing:
    """The photo as an ImageObject, with the file that everybody may see: the marked preview."""
    photo, preview = page.photo, page.preview
    url = on_site(page.address.path)
    return without_blanks(
        {
            "@type": "ImageObject",
            "url": url,
            "contentUrl": on_site(preview.url) if preview else "",
            "width": preview.width if preview else None,
            "height": preview.height if preview else None,
            "name": page.headline.text,
            "caption": page.caption.text,
            "inLanguage": page.language,
            "creditText": page.credit,
            "creator": describe_people(photo.creators),
            "copyrightNotice": str(photo.shown.get("copyright_notice", "")),
            "license": url + _TERMS,
            "acquireLicensePage": url,
            "dateCreated": time_with_offset(photo.taken_at) if photo.taken_at else "",
            "datePublished": time_with_offset(photo.released_at) if photo.released_at else "",
            "representativeOfPage": True,
        }
    )


def describe_way_to_photo(page: PhotoPage) -> Thing:
    """The trail to the photo: front page, library, photo."""
    library = (_("Photos"), path_in(page.language, "media_library:photos"))
    return describe_trail(page.language, library, (page.headline.text, page.address.path))


def card_of_photo(page: PhotoPage) -> ShareCard:
    """The card of a link to the photo."""
    preview = page.preview
    picture = CardPicture(preview.url, preview.width, preview.height, page.alt.text) if preview else None
    return ShareCard(
        address=page.address,
        language=page.language,
        title=page.headline.text,
        description=page.caption.text,
        picture=picture,
    )
