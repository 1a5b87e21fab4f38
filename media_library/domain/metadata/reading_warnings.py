"""What a reading wants a photo editor to know: codes and parameters that can be stored, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Parameter: TypeAlias = str | int

# Nobody reads more, and a hostile file could make any number of them.
MAX_WARNINGS: Final = 60
_QUOTED: Final = 60


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """One remark. `parameters` are names and values for the words; "field" is a field's key where one is concerned."""

    code: str
    parameters: tuple[tuple[str, Parameter], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "parameters": dict(self.parameters)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["code"], tuple(sorted(stored.get("parameters", {}).items())))


class ReadingWarnings:
    """The remarks of one reading, each once, in the order in which they came up."""

    def __init__(self) -> None:
        self._warnings: dict[ReadingWarning, None] = {}

    def add(self, code: str, **parameters: Parameter) -> None:
        """Remember it. Only codes of `WORDS` are known; long texts are shortened."""
        known = tuple((name, _shorten(value)) for name, value in sorted(parameters.items()))
        if len(self._warnings) < MAX_WARNINGS:
            self._warnings.setdefault(ReadingWarning(code, known))

    def as_tuple(self) -> tuple[ReadingWarning, ...]:
        return tuple(self._warnings)


def _shorten(value: Parameter) -> Parameter:
    """At most 60 characters, each of which can be printed and stored."""
    if isinstance(value, int):
        return value
    plain = "".join(character if character.isprintable() else "\ufffd" for character in value[: _QUOTED + 1])
    return plain if len(plain) <= _QUOTED else f"{plain[: _QUOTED - 1]}…"


WORDS: Final[dict[str, "_StrPromise"]] = {
    "block_too_large": _("A metadata block (%(origin)s) is too large and was passed over."),
    "too_many_blocks": _("The file has more metadata blocks than are read."),
    "block_incomplete": _("A metadata block (%(origin)s) is incomplete."),
    "block_broken": _("A metadata block (%(origin)s) is damaged and was passed over."),
    "xmp_entities": _("An XMP packet declares a document type, which is not safe to read, and was passed over."),
    "xmp_salvaged": _("An XMP packet is damaged. What could be read of it was read."),
    "several_xmp": _("The file has several XMP packets. Where they differ, the first one counts."),
    "extended_xmp_foreign": _("An extended XMP block belongs to no packet of this file and was passed over."),
    "several_iim": _("The file has several IPTC-IIM blocks. Where they differ, the first one counts."),
    "stale_xmp": _("The IPTC-IIM fields were changed after the XMP fields, so they count first."),
    "character_set_guessed": _("The IPTC-IIM block names no character set. It was read as %(name)s."),
    "character_set_contradicted": _(
        "The IPTC-IIM block names a character set that does not fit. It was read as %(name)s."
    ),
    "character_set_unknown": _("The supplier's character set “%(name)s” is not known and was not used."),
    "mojibake": _("Text that a program had spoiled was put right: “%(value)s”."),
    "value_cut": _("“%(field)s” is longer than %(limit)d characters and was cut."),
    "list_cut": _("“%(field)s” has more than %(limit)d entries. The rest was passed over."),
    "value_at_limit": _("“%(field)s” fills its %(limit)d bytes of IPTC-IIM. Its end may be missing."),
    "control_characters": _("“%(field)s” had control characters, which were removed."),
    "direction_marks": _("“%(field)s” had marks that turn the direction of writing, which were removed."),
    "bad_date": _("The date in “%(field)s” cannot be used: “%(value)s”."),
    "bad_offset": _("The time zone in “%(field)s” cannot be used: “%(value)s”."),
    "bad_position": _("The GPS position cannot be used: “%(value)s”."),
    "bad_address": _("The web address in “%(field)s” cannot be used: “%(value)s”."),
    "bad_code": _("“%(field)s” has a value that is no code: “%(value)s”."),
    "unknown_country": _("“%(field)s” has a country code that is not known: “%(value)s”."),
    "other_language": _("“%(field)s” was filled from a text marked as “%(language)s”."),
}


def say_warning(warning: ReadingWarning, *, field_name: str = "") -> str:
    """The warning in words, in the active language. `field_name` is how the page calls the field that is concerned."""
    words = WORDS.get(warning.code)
    if words is None:  # Stored by rules that knew more or other codes.
        return gettext("Something else was noticed while the metadata was read: %(code)s") % {"code": warning.code}
    parameters = dict(warning.parameters)
    if field_name:
        parameters["field"] = field_name
    try:
        return str(words) % parameters
    except (KeyError, TypeError, ValueError):  # The same.
        return str(words)
