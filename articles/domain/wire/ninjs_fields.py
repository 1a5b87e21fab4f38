"""ninjs objects read by one set of names, remembering what has not been read.

ninjs 3 writes versionCreated, ninjs 2 versioncreated; ninjs 1 says byline for by and person for people,
and spells roles into names (body_html). Fields brings all three to the names of ninjs 2.
"""

import json
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from articles.domain.wire.gathering import Gathering
from articles.domain.wire.item import NotWire
from articles.domain.wire.values import clean_line, clean_note, shorten

_OTHER_NAMES: Final = {
    "$standard": "standard",
    "byline": "by",
    "code": "literal",
    "embargoeduntil": "embargoed",
    "event": "events",
    "genre": "genres",
    "infosource": "infosources",
    "mimetype": "contenttype",
    "object": "objects",
    "organisation": "organisations",
    "person": "people",
    "place": "places",
    "subject": "subjects",
}
_ROLE_PREFIXES: Final = {"body_": "bodies", "description_": "descriptions", "headline_": "headlines"}
_KNOWN: Final = frozenset({
    "altids", "associations", "bodies", "by", "contentcreated", "copyrightholder", "copyrightnotice",
    "descriptions", "ednote", "embargoed", "events", "expires", "firstcreated", "genres", "headline", "headlines",
    "infosources", "language", "located", "organisations", "people", "places", "profile", "pubstatus", "renditions",
    "representationtype", "slugline", "subjects", "title", "type", "urgency", "usageterms", "versioncreated",
})  # fmt: skip


class Fields:
    """One JSON object by the names of ninjs 2; reading a field takes it."""

    def __init__(self, values: Mapping[str, object], *, path: str = "") -> None:
        self.path = path
        self._left: dict[str, tuple[str, object]] = {}  # our name → the item's name, value
        self._twice: list[str] = []
        self._by_role: dict[str, list[Mapping[str, object]]] = {}
        for given, value in values.items():
            self._add(given, value)

    def _add(self, given: str, value: object) -> None:
        lower = given.casefold()
        prefix, _underscore, role = lower.partition("_")
        if (listed := _ROLE_PREFIXES.get(f"{prefix}_")) and role:
            self._by_role.setdefault(listed, []).append({"role": role, "value": value})
            return
        name = _OTHER_NAMES.get(lower, lower)
        if name in self._left:
            self._twice.append(given)
        else:
            self._left[name] = (given, value)

    def looks_like_ninjs(self) -> bool:
        """Whether at least one field beside the identifier is ninjs'."""
        return bool(self._by_role) or not _KNOWN.isdisjoint(self._left)

    @property
    def role(self) -> str:
        """The role of a headline, description or body in lower case, "" when it has none. Reading leaves it."""
        role = self._peek("role")
        return clean_line(role).lower() if isinstance(role, str) else ""

    def take(self, name: str) -> object:
        """The raw value, None when there is none."""
        return self._left.pop(name, ("", None))[1]

    def raw_text(self, name: str) -> str:
        """A string as it is; a value of another type stays, and is named as left out."""
        value = self._peek(name)
        if not isinstance(value, str):
            return ""
        self.take(name)
        return value

    def line(self, name: str) -> str:
        """A string on one line."""
        return clean_line(self.raw_text(name))

    def note(self, name: str) -> str:
        """A string with its lines."""
        return clean_note(self.raw_text(name))

    def objects(self, name: str, *, numbered: bool = True) -> list["Fields"]:
        """The objects of a list, or of the object of named objects that ninjs 1 has in its place.

        Their path is that of the list, with their place in it unless `numbered` is off: "associations[0].".
        """
        given, value = self._left.get(name, (name, None))
        listed, all_read = _listed(value)
        if all_read:
            self.take(name)
        entries = [*listed, *self._by_role.pop(name, [])]
        return [
            Fields(entry, path=f"{self.path}{given}[{place}]." if numbered else f"{self.path}{given}.")
            for place, entry in enumerate(entries)
        ]

    def leave_out(self, gathering: Gathering, remark: str = "") -> None:
        """Name the whole object as left out."""
        gathering.leave_out(f"{self.path.rstrip('.')}{remark}")

    def leave_out_rest(self, gathering: Gathering, *, but: tuple[str, ...] = ()) -> None:
        """Name every field that was not read and says something."""
        rest = [given for name, (given, value) in self._left.items() if name not in but and _says_something(value)]
        roles = [f"{listed}.{entry['role']}" for listed, entries in self._by_role.items() for entry in entries]
        for given in [*rest, *self._twice, *roles]:
            gathering.leave_out(f"{self.path}{given}")

    def _peek(self, name: str) -> object:
        return self._left.get(name, ("", None))[1]


def _listed(value: object) -> tuple[list[Mapping[str, object]], bool]:
    """The objects in a list or in an object of objects, and whether that is all that was in it."""
    if isinstance(value, dict):
        named: list[Mapping[str, object]] = [
            {"name": name, **entry} for name, entry in value.items() if isinstance(entry, dict)
        ]
        return named, len(named) == len(value)
    if isinstance(value, list):
        entries: list[Mapping[str, object]] = [entry for entry in value if isinstance(entry, dict)]
        return entries, len(entries) == len(value)
    return [], value is None


def _says_something(value: object) -> bool:
    """Whether leaving the value out loses anything: an empty string, list or object says nothing."""
    return value not in (None, "", [], {})


def load_json(data: bytes) -> object:
    """The JSON value in UTF-8, UTF-16 or UTF-32, with or without a byte order mark; else NotWire.

    A name given twice in one object, NaN and Infinity are refused, as RFC 8259 advises: two readers
    would understand two different things.
    """
    try:
        text = data.decode(json.detect_encoding(data), "surrogatepass")
        return json.loads(
            text,
            object_pairs_hook=_object_without_repeats,
            parse_int=_read_whole_number,
            parse_constant=_refuse_constant,
        )
    except RecursionError as error:
        raise NotWire(reason=_("it is nested too deeply")) from error
    except (UnicodeError, json.JSONDecodeError, OverflowError) as error:
        raise NotWire(reason=shorten(error)) from error


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise NotWire(reason=_("a name is given twice in one object"))
    return values


def _refuse_constant(name: str) -> object:
    raise NotWire(reason=name)


def _read_whole_number(digits: str) -> float | int:
    """Python refuses integers of thousands of digits; as a float they are infinite, and no field takes that."""
    return int(digits) if len(digits) < 100 else float(digits)
