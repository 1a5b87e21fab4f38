"""Properties of NewsML-G2: finding them, choosing among their languages, and naming the unread ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from articles.domain.wire.gathering import Gathering
from articles.domain.wire.pictures import words_in
from articles.domain.wire.values import clean_line
from articles.domain.wire.xml_source import local_name, namespace

NAR: Final = "http://iptc.org/std/nar/2006-10-01/"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Concept:
    """What a property points at: by QCode ("medtop:04000000"), by address or by literal, and its name."""

    code: str
    scheme: str
    uri: str
    name: str


class Section:
    """One wrapper of an item (itemMeta, contentMeta, rightsInfo); reading a property takes it."""

    def __init__(self, item: etree._Element, name: str, gathering: Gathering) -> None:
        self.name = name
        self.language = ""  # the item's, once it is known
        self._gathering = gathering
        wrappers = [child for child in item if is_nar(child, name)]
        self._properties = [child for wrapper in wrappers for child in wrapper]
        self._taken: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._properties)

    def all(self, name: str) -> list[etree._Element]:
        """Every property of that name, in the item's order."""
        self._taken.add(name)
        return [child for child in self._properties if is_nar(child, name)]

    def first(self, name: str) -> etree._Element | None:
        """The first property of that name; that there are more is named."""
        elements = self.all(name)
        self._leave_out_more(name, elements)
        return elements[0] if elements else None

    def text(self, name: str) -> str:
        """The bare text of the first property of that name."""
        element = self.first(name)
        return "" if element is None else (element.text or "").strip()

    def words(self, name: str) -> str:
        """The words of the property, in the item's language where there are several."""
        elements = self.all(name)
        self._leave_out_more(name, elements)
        return words_in_language(elements, self.language)

    def notes(self, name: str) -> str:
        """The words of every property of that name, a line each."""
        return "\n".join(dict.fromkeys(filter(None, map(words_in, self.all(name)))))

    def names(self, name: str, *, or_codes: bool = False) -> list[str]:
        """The names of every concept under that property, once each; with `or_codes`, a code for a missing name."""
        concepts = [read_concept(element, self.language) for element in self.all(name)]
        names = [concept.name or (concept.code if or_codes else "") for concept in concepts]
        if not all(names):
            self.leave_out(f"{name} (unnamed)")
        return list(dict.fromkeys(filter(None, names)))

    def leave_out(self, name: str) -> None:
        """Name something of this wrapper as left out."""
        self._gathering.leave_out(f"{self.name}/{name}")

    def leave_out_rest(self) -> None:
        """Name the properties that were not read, and what the read ones hold beside names and words."""
        for child in self._properties:
            name = local_name(child)
            if name not in self._taken or namespace(child) != NAR:
                if says_something(child):
                    self.leave_out(name)
                continue
            for part in child:
                if local_name(part) != "name" and namespace(part) == NAR and is_property(part):
                    self.leave_out(f"{name}/{local_name(part)}")

    def _leave_out_more(self, name: str, elements: list[etree._Element]) -> None:
        if len(elements) > 1:
            self.leave_out(f"{name} ({len(elements) - 1} more)")


def is_nar(element: etree._Element, name: str) -> bool:
    """Whether this is the element of that name in the G2 namespace."""
    return bool(element.tag == f"{{{NAR}}}{name}")


def is_property(element: etree._Element) -> bool:
    """Markup inside a label (a, span, br, ruby) is not a property of its own."""
    return local_name(element) not in {"a", "br", "inline", "ruby", "span"}


def says_something(element: etree._Element) -> bool:
    """Whether leaving the property out loses words or a pointer."""
    return bool(element.attrib) or len(element) > 0 or bool((element.text or "").strip())


def language_of(element: etree._Element) -> str:
    """The xml:lang that holds for the element, its own or the nearest ancestor's, in lower case."""
    while (language := element.get(_XML_LANG)) is None:
        if (parent := element.getparent()) is None:
            return ""
        element = parent
    return language.strip().lower()


def words_in_language(elements: Iterable[etree._Element], language: str) -> str:
    """The words in the item's language, else without a language of their own, else English, else the first."""

    def rank(element: etree._Element) -> int:
        own = (element.get(_XML_LANG) or "").lower().partition("-")[0]
        return {language: 0, "": 1, "en": 2}.get(own, 3)

    spoken = (words_in(element) for element in sorted(elements, key=rank))
    return next(filter(None, spoken), "")


def read_concept(element: etree._Element, language: str) -> Concept:
    """Read a flexible property: qcode, uri and literal may each be missing."""
    scheme, colon, code = clean_line(element.get("qcode") or "").partition(":")
    if not colon:
        scheme, code = "", scheme
    return Concept(
        code=code or clean_line(element.get("literal") or ""),
        scheme=scheme,
        uri=clean_line(element.get("uri") or ""),
        name=words_in_language((part for part in element if is_nar(part, "name")), language),
    )


def last_part(element: etree._Element | None, attribute: str = "qcode") -> str:
    """The value in a code: "text" of `qcode="ninat:text"` or of `uri="http://…/ninature/text"`."""
    if element is None:
        return ""
    code = element.get(attribute) or element.get("literal")
    address = element.get(f"{attribute}uri") or element.get("uri") or ""
    return clean_line(code.rpartition(":")[2] if code else address.rstrip("/").rpartition("/")[2]).lower()


def news_items(message: etree._Element) -> Iterator[etree._Element]:
    """What the item sets of a news message hold."""
    for item_set in message:
        if is_nar(item_set, "itemSet"):
            yield from item_set
