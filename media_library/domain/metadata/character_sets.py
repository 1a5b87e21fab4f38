"""The character set of an IIM block: what it declares, what its bytes allow, what its letters make likely."""

import codecs
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

UTF_8: Final = "utf-8"
CANDIDATES: Final = ("windows-1251", "windows-1252", "mac-cyrillic")

Grounds: TypeAlias = Literal["ascii", "declared", "supplier", "utf-8", "guessed", "contradicted"]

# The escape sequences of ISO 2022 that 1:90 holds (IIM 4.2). Those that call a set into the upper half of the code
# table decide, by their last letter; "\x1b(B" only says that the lower half is ASCII.
_DECLARED: Final = {
    b"\x1b%G": UTF_8, b"\x1b%/G": UTF_8, b"\x1b%/H": UTF_8, b"\x1b%/I": UTF_8,
    b"A": "windows-1252",  # ISO 8859-1, and what Windows writes under its name
    b"B": "iso8859-2", b"C": "iso8859-3", b"D": "iso8859-4", b"L": "iso8859-5", b"G": "iso8859-6",
    b"F": "iso8859-7", b"H": "iso8859-8", b"M": "iso8859-9", b"V": "iso8859-10", b"Y": "iso8859-13",
    b"_": "iso8859-14", b"b": "iso8859-15", b"f": "iso8859-16",
}  # fmt: skip
_UPPER_HALF: Final = re.compile(rb"\x1b[-./]([A-Za-z_])")

# Letters in the order of how often Bulgarian, and Western European beyond ASCII, write them. The order is enough:
# the wrong character set turns frequent letters into rare ones or into signs.
_CYRILLIC: Final = "аиоентрсвлдкпмзъгбяучцжщхйшюфьыэёіѝ"
_LATIN: Final = "éäüöáíèóçñãåøßêàâôëúæïîõìòùûýœšž"
_PUNCTUATION: Final = "„“”«»‘’‚–—…№©®°§•·\u00a0€£"
_WORD: Final = re.compile(r"[^\W\d_]+")

# What a Western program shows for Cyrillic text that it takes for its own: accented letters in a row.
_ACCENTED_RUN: Final = re.compile(r"[À-ÿ]{3}")
_SURE: Final = 2.0

# Reading a few thousand letters is as good as reading all of them.
_SCORED_BYTES: Final = 8_000
_SCORED_CHARACTERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class CharacterSetChoice:
    """The codec to read the block with, and why. "guessed" and "contradicted" deserve a warning."""

    codec: str
    grounds: Grounds


def choose_character_set(
    texts: Sequence[bytes], *, declared: bytes = b"", fixed: str = "", known_words: frozenset[str] = frozenset()
) -> CharacterSetChoice:
    """UTF-8 when every byte allows it; else what the supplier fixed, 1:90 declares, or the letters make likely.

    `declared` is the content of 1:90, `fixed` a codec of Python, `known_words` are words of the XMP values, in lower
    case: the reading that agrees with more of them is preferred. Text beyond ASCII in a single-byte character set is
    practically never valid UTF-8, so that UTF-8 goes before everything, even before a declaration of Latin-1: such
    declarations are left behind by programs that have rewritten the fields in UTF-8.
    """
    name = _declared_codec(declared)
    beyond_ascii = [text for text in texts if not text.isascii()]
    if not beyond_ascii:
        return CharacterSetChoice(name or UTF_8, "ascii")
    if all(decode_utf8(text) is not None for text in beyond_ascii):
        contradicted = name not in {"", UTF_8}
        return CharacterSetChoice(UTF_8, "contradicted" if contradicted else "declared" if name else "utf-8")
    if fixed:
        return CharacterSetChoice(fixed, "supplier")
    if name and name != UTF_8:
        return CharacterSetChoice(name, "declared")
    likely = _likeliest(beyond_ascii, known_words=known_words)
    return CharacterSetChoice(likely, "contradicted" if name else "guessed")


def known_codec(name: str) -> str:
    """Python's name of a character set of text, "" when there is none of this name."""
    try:
        codec = codecs.lookup(name.strip())
        b"a".decode(codec.name)
        return codec.name
    except (LookupError, UnicodeError, ValueError):  # ValueError: a NUL in the name.
        return ""


def decode_text(value: bytes, *, codec: str) -> str:
    """The value in the block's character set, or in UTF-8 if it alone is: programs that add a field do not ask.

    Bytes that mean nothing in the character set become U+FFFD.
    """
    text = decode_utf8(value)
    # One letter could be chance, several are not.
    if text is not None and (codec == UTF_8 or value.isascii() or sum(c > "\x7f" for c in text) > 1):
        return text
    return value.decode(codec, "replace")


def decode_utf8(value: bytes) -> str | None:
    """The value in UTF-8; None when it is not UTF-8."""
    try:
        return value.decode(UTF_8)
    except UnicodeDecodeError:
        return None


def drop_cut_letter(value: bytes) -> bytes:
    """UTF-8 that was cut at a byte limit without the part of a letter at its end; anything else as it is."""
    for missing in range(1, 4):
        whole = value[:-missing]
        if value[-missing : len(value) - missing + 1] >= b"\xc2" and not whole.isascii():
            return whole if decode_utf8(value) is None and decode_utf8(whole) is not None else value
    return value


def mend_mojibake(text: str) -> str:
    """The text as it was before a program took it for windows-1252; as it is when that has not happened to it.

    Programs that import an unmarked IIM block on a Western computer write “Ìàðèÿ” into the XMP for «Мария», and
    “ÐœÐ°Ñ€Ð¸Ñ” for the same in UTF-8. Mended is only what is beyond doubt: valid UTF-8 of two letters or more, or three
    accented letters in a row that are far more like Cyrillic writing.
    """
    if text.isascii() or (raw := _western_bytes(text)) is None:
        return text
    decoded = decode_utf8(raw)
    if decoded is not None:
        return decoded if sum(character > "\x7f" for character in decoded) > 1 else text
    if not _ACCENTED_RUN.search(text):
        return text
    cyrillic = raw.decode("windows-1251", "replace")
    sample = cyrillic[:_SCORED_CHARACTERS]
    letters = sum(character > "\x7f" and character.isalpha() for character in sample)
    gain = _score(sample, known_words=frozenset()) - _score(text[:_SCORED_CHARACTERS], known_words=frozenset())
    return cyrillic if gain > _SURE * letters else text


def _western_bytes(text: str) -> bytes | None:
    """The bytes of windows-1252, where its five gaps are the controls of Latin-1; None for any other character."""
    try:
        return text.encode("windows-1252")
    except UnicodeEncodeError as error:
        if not "\x80" <= text[error.start] <= "\x9f":
            return None
    raw = bytearray()
    for character in text:
        try:
            raw += character.encode("windows-1252")
        except UnicodeEncodeError:
            if not "\x80" <= character <= "\x9f":
                return None
            raw.append(ord(character))
    return bytes(raw)


def words_of(text: str) -> set[str]:
    """The words beyond ASCII in lower case, by which two readings are compared."""
    return {word for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()) if not word.isascii()}


def _declared_codec(declared: bytes) -> str:
    declared = declared.strip(b"\0 ")
    if declared in _DECLARED:
        return _DECLARED[declared]
    if declared.upper() in {b"UTF-8", b"UTF8"}:  # Not what the standard says, but what some write.
        return UTF_8
    if b"\x1b%G" in declared:
        return UTF_8
    sets = [_DECLARED[final] for final in _UPPER_HALF.findall(declared) if final in _DECLARED]
    return sets[-1] if sets else ""


def _likeliest(texts: Sequence[bytes], *, known_words: frozenset[str]) -> str:
    sample = b"\n".join(texts)[:_SCORED_BYTES]
    scores = {codec: _score(sample.decode(codec, "replace"), known_words=known_words) for codec in CANDIDATES}
    return max(CANDIDATES, key=lambda codec: scores[codec])


def _score(text: str, *, known_words: frozenset[str]) -> float:
    """How much the text looks like language: about -3 to 3 for each character beyond ASCII, and 50 for a known word."""
    score = 50.0 * len(words_of(text) & known_words)
    before = " "
    for character in text:
        if character > "\x7f":
            score += _score_character(character, before=before)
        elif character.isalpha() and _is_cyrillic(before):
            score -= 2  # Nobody changes the script inside a word.
        before = character
    return score


def _score_character(character: str, *, before: str) -> float:
    if not character.isalpha():
        return 0.3 if character in _PUNCTUATION and not before.isalpha() else 0.0 if character in _PUNCTUATION else -3
    lower = character.lower()
    # A capital after a small letter is what mac-cyrillic and windows-1251 make of each other.
    score = -2.0 if character != lower and before.isalpha() and before == before.lower() else 0.0
    if _is_cyrillic(character):
        place = _CYRILLIC.find(lower)
        score += 2.0 - 3.5 * place / len(_CYRILLIC) if place >= 0 else -3.0
        return score - 2 if before.isascii() and before.isalpha() else score
    place = _LATIN.find(lower)
    score += 1.5 - 1.5 * place / len(_LATIN) if place >= 0 else -1.5
    # Accented letters stand among plain ones: two in a row are rare, and make no words.
    return score - 2.5 if before > "\x7f" and before.isalpha() else score


def _is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u052f"
