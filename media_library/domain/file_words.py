"""The words about rights that a photo's files carry, and by what it is told that they are no longer those of now."""

from __future__ import annotations

import hashlib
from typing import Any

from media_library.domain.metadata import EmbeddedRights, LicenceWords, embed_licence, embed_rights
from media_library.models import Photo


def words_for_files(photo: Photo) -> EmbeddedRights:
    """What every public file of the photo carries. One query, and that only where a person has set the credit."""
    return embed_rights(_words(photo))


def words_for_sale(photo: Photo, *, licence: LicenceWords) -> EmbeddedRights:
    """What a copy says that leaves under this licence: everything that is shown of the photo, but no position."""
    return embed_licence(_words(photo), licence=licence)


def _words(photo: Photo) -> dict[str, Any]:
    """What is shown of the photo. A credit that a person has set is the person's in every file.

    A name that was taken out of the credit is in no file either.
    """
    words: dict[str, Any] = dict(photo.shown)
    if photo.credit_by_hand:
        names = photo.credit_chain.filter(role="creator").order_by("position").values_list("name", flat=True)
        words["creators"] = [{"name": name} for name in names]
        words["credit"] = photo.credit_line_bg
    return words


def sign_of(words: EmbeddedRights, *, photo: Photo) -> str:
    """A short sign of these words and of the focal point, which two sets of files share only if both are the same."""
    focus = f"{photo.focal_x:.3f},{photo.focal_y:.3f}"
    return hashlib.sha256(b"\0".join((words.xmp, words.iim, focus.encode()))).hexdigest()[:16]
