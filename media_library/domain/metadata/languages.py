"""Which of several texts is the Bulgarian one, and which the English one."""

from collections.abc import Sequence
from typing import Final

from media_library.domain.metadata.cleaning import is_mostly_cyrillic
from media_library.domain.metadata.fields import Language
from media_library.domain.metadata.reading_warnings import ReadingWarnings
from media_library.domain.metadata.xmp import XmpValue

_OURS: Final = {"bg", "en"}
_UNMARKED: Final = {"", "x"}


def texts_in(
    alternatives: Sequence[XmpValue], *, language: Language, field: str, warnings: ReadingWarnings
) -> list[str]:
    """The texts of a language alternative in this language, the best first.

    First those marked with it; then the default if its letters are of this language and it is not just the other
    language's text once more. Texts in a third language stand in where there is neither, with a warning: a caption
    of which only the German words are known is still a caption.
    """
    marked = [value.text for value in alternatives if _primary(value) == language]
    others = {value.text for value in alternatives if _primary(value) in _OURS - {language}}
    default = [value.text for value in alternatives if _primary(value) in _UNMARKED and value.text not in others]
    texts = marked + [text for text in default if is_in(text, language=language)]
    if texts or any(_primary(value) in _OURS | _UNMARKED for value in alternatives):
        return texts
    foreign = [value for value in alternatives if is_in(value.text, language=language)]
    if foreign:
        warnings.add("other_language", field=field, language=foreign[0].language)
    return [value.text for value in foreign]


def default_texts(alternatives: Sequence[XmpValue]) -> list[str]:
    """The texts for a field without languages: the default one first, then English, Bulgarian, and the others."""
    order = {"x": 0, "": 0, "en": 1, "bg": 2}
    return [value.text for value in sorted(alternatives, key=lambda value: order.get(_primary(value), 3))]


def is_in(text: str, *, language: Language) -> bool:
    """Whether text of an unknown language belongs here: mostly Cyrillic letters are Bulgarian, all else English."""
    return is_mostly_cyrillic(text[:2000]) == (language == "bg")


def _primary(value: XmpValue) -> str:
    """The primary subtag: "bg" of "bg-BG"; "x" of "x-default"."""
    return value.language.replace("_", "-").partition("-")[0]
