"""Text for XML documents, whatever characters a wire has sent."""

from __future__ import annotations

import re

# What XML 1.0 has no way to write, not even escaped (section 2.2 of the recommendation).
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return _UNWRITABLE.sub("", text)
