"""What we show of the name that an uploader's file had. Nothing of it ever reaches a path."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

MAX_LENGTH = 150
_LONGEST_EXTENSION = 10
_SEPARATORS = re.compile(r"[/\\]")
_DRIVE = re.compile(r"^[A-Za-z]:")
_SPACES = re.compile(r"\s+")


def display_name(raw: str) -> str:
    """The last part of the name, in NFC, without marks that can't be seen or that turn the text about.

    At most 150 characters, cut in front of the extension; “(no name)” in the active language if nothing is left.
    """
    # Composed last: what is dropped may stand between a letter and its accent.
    visible = "".join(letter if _is_visible(letter) else " " if letter in "\t\r\n" else "" for letter in raw)
    last = _SEPARATORS.split(unicodedata.normalize("NFC", visible))[-1]
    name = _SPACES.sub(" ", _DRIVE.sub("", last)).strip()
    if not name.strip(". "):
        return _("(no name)")
    return name if len(name) <= MAX_LENGTH else _shortened(name)


def _is_visible(letter: str) -> bool:
    """Not so: control and format characters (NUL, bidi marks), halves of surrogate pairs, private use, unassigned."""
    return not unicodedata.category(letter).startswith("C")


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not (stem and dot and len(extension) <= _LONGEST_EXTENSION):
        return name[: MAX_LENGTH - 1] + "…"
    return stem[: MAX_LENGTH - len(extension) - 2].rstrip() + "…." + extension
