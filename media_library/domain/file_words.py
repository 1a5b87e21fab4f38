"""The words about rights that a photo's files carry."""

from __future__ import annotations

import hashlib
from typing import Any

from media_library.domain.metadata import EmbeddedRights, embed_rights
from media_library.models import Photo


def words_for_files(photo: Photo) -> EmbeddedRights:
    """What every file of the photo carries. One query, and that only where a person has set the credit.

    Then the line and the photographers are the person's: a name that was taken out of the credit is in no file either.
    """
    words: dict[str, Any] = dict(photo.shown)
    if photo.credit_by_hand:
        names = photo.credit_chain.filter(role="creator").order_by("position").values_list("name", flat=True)
        words["creators"] = [{"name": name} for name in names]
        words["credit"] = photo.credit_line_bg
    return embed_rights(words)


def sign_of(words: EmbeddedRights) -> str:
    """A short sign of these words, which two files share only if they say the same."""
    return hashlib.sha256(words.xmp + b"\0" + words.iim).hexdigest()[:16]
