"""What a wire file says, whichever standard it is written in, and the ways in which it can be refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Status: TypeAlias = Literal["usable", "withheld", "canceled"]
TagKind: TypeAlias = Literal["person", "place", "organisation", "event", "topic"]


@dataclass(frozen=True, slots=True)
class WireSubject:
    """What the item is filed under: one concept of a controlled vocabulary.

    `scheme` is the vocabulary: "medtop" for IPTC Media Topics whichever way they were written, else the
    alias (NewsML-G2) or address (ninjs) that the item gives. Any of the four may be empty, but not all.
    """

    code: str
    scheme: str
    uri: str
    name: str


@dataclass(frozen=True, slots=True)
class WireTag:
    """Someone or something that the item names."""

    name: str
    kind: TagKind


@dataclass(frozen=True, slots=True)
class WirePicture:
    """One picture that comes with the item, by the address of its largest rendition.

    `href` is as the item gives it: it may be relative, or point anywhere. Nothing here fetches it, and
    whoever does must judge it first. `uri` is the picture's own identity; usage terms and copyright notice
    are those of the picture alone. Width and height are pixels, None when the item names none.
    """

    name: str
    href: str
    uri: str = ""
    caption: str = ""
    byline: str = ""
    credit: str = ""
    mime_type: str = ""
    width: int | None = None
    height: int | None = None
    usage_terms: str = ""
    copyright_notice: str = ""


@dataclass(frozen=True, slots=True)
class WireItem:
    """One news item of another agency, as IPTC ninjs 1–3 and NewsML-G2 describe it.

    Texts are NFC without control characters, and single-line except `editors_note` and `usage_terms`.
    `body_html` is simple HTML that has NOT been sanitised: whoever stores it must do that. Times are
    aware UTC. `unmapped` names what the item said and this record has no place for.
    """

    uri: str
    version: int  # 0 when the item names none
    kind: str  # "text", "picture", "video"…: ninjs `type`, the end of a NewsML-G2 `itemClass`
    status: Status
    headline: str
    lead: str
    body_html: str
    language: str  # lower-case primary subtag of BCP 47; "" when the item names none
    urgency: int | None  # 1 is the most urgent, 9 the least
    dateline_place: str
    byline: str
    slugline: str
    editors_note: str
    usage_terms: str
    copyright_holder: str
    copyright_notice: str
    source: str
    subjects: tuple[WireSubject, ...]
    tags: tuple[WireTag, ...]
    first_created: datetime | None
    version_created: datetime
    embargoed_until: datetime | None
    expires: datetime | None
    pictures: tuple[WirePicture, ...]
    unmapped: tuple[str, ...]


class WireError(ValueError):
    """A file or an item that cannot be taken, in one line for the person who imports it.

    `uri` names the item inside a file of many, when it is known. The words are translated when the
    error is shown, not when it is raised.
    """

    words: ClassVar["_StrPromise"] = _("The item cannot be taken.")

    def __init__(self, *, uri: str = "", **details: object) -> None:
        super().__init__(uri, details)
        self.uri = uri
        self.details = details

    def __str__(self) -> str:
        return str(self.words) % self.details


class NotWire(WireError):
    """Neither ninjs nor NewsML-G2, or broken JSON or XML."""

    words = _("The file is neither ninjs nor NewsML-G2: %(reason)s")


class UnsafeXml(WireError):
    """XML with a document type declaration: entities can read files and exhaust memory."""

    words = _("The XML declares a document type. Wire items have none, and entities are not safe to read.")


class TooLarge(WireError):
    """More bytes than a wire item can sensibly have."""

    words = _("The file is larger than %(limit)d bytes.")


class UnreadableFile(WireError):
    """Not there, not a regular file, or not ours to read."""

    words = _("%(path)s cannot be read: %(reason)s")


class EmptyItem(WireError):
    """A reference or a stub: it names an item but carries nothing of it."""

    words = _("The item carries neither metadata nor content.")


class NotNews(WireError):
    """NewsML-G2, but a package, a concept or a planning item: nothing that can be published."""

    words = _("“%(element)s” is not a news item.")


class MissingUri(WireError):
    """An item without an identity cannot be updated, corrected or withdrawn later."""

    words = _("The item has no identifier, or one longer than %(limit)d characters.")


class UnknownLanguage(WireError):
    """Not a BCP 47 tag with a primary subtag of ISO 639-1."""

    words = _("“%(tag)s” is not a language that we know.")


class BadDate(WireError):
    """Not ISO 8601, or outside 1900–2100."""

    words = _("The date in “%(field)s” cannot be used: “%(value)s”.")


class MissingDate(BadDate):
    """No date where one is required: without it, nobody can tell which version is the newer."""

    words = _("The item has no “%(field)s”.")
