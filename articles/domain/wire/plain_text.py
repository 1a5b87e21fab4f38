"""Plain-text bodies: where one paragraph ends and the next begins."""

import re
from html import escape
from itertools import groupby, pairwise
from typing import Final

from articles.domain.wire.body import StoryBody
from articles.domain.wire.values import clean_line, clean_text

MAX_WRAPPED: Final = 120  # characters; nobody wraps lines longer than that
MIN_WRAPPED: Final = 50

_SENTENCE_END = re.compile(r"[.!?…:][»”’“\"')\]]*$")
_LIST_MARK = re.compile(r"[-–—•*] ")  # of a list, or of dialogue


def body_from_text(text: str, *, headline: str = "") -> StoryBody:
    """Plain text as paragraphs: parted by blank lines, and by line ends that end a paragraph.

    A line end inside a chunk ends a paragraph when a sentence ends there, when the next line opens with
    a dash or bullet, or when lines are so long that they can't be wrapped ones. Chunks of evenly long
    lines among blank lines are wrapped: their lines are joined. A first line that repeats the headline
    stands alone.
    """
    lines = [clean_line(line) for line in clean_text(text).split("\n")]
    chunks = [list(chunk) for has_words, chunk in groupby(lines, key=bool) if has_words]
    if chunks and chunks[0][0].casefold() == clean_line(headline).casefold():
        chunks[0] = chunks[0][1:]
    one_line_each = any(len(line) > MAX_WRAPPED for line in lines)
    paragraphs: list[str] = []
    for chunk in filter(None, chunks):
        paragraphs += chunk if one_line_each else _join(chunk, may_be_wrapped=len(chunks) > 1)
    return StoryBody(blocks=[f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs])


def _join(lines: list[str], *, may_be_wrapped: bool) -> list[str]:
    wrapped = may_be_wrapped and min(map(len, lines[:-1]), default=0) >= MIN_WRAPPED
    paragraphs = [[lines[0]]]
    for before, line in pairwise(lines):
        if _LIST_MARK.match(line) or (_SENTENCE_END.search(before) and not wrapped):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return [" ".join(paragraph) for paragraph in paragraphs]
