"""ninjs, IPTC's news in JSON: versions 1, 2 and 3."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from articles.domain.wire.body import StoryBody, body_from_html, words_of
from articles.domain.wire.gathering import Gathering, PictureChoice
from articles.domain.wire.item import NotWire, Status, TagKind, WireError, WireItem, WirePicture
from articles.domain.wire.ninjs_fields import Fields, load_json
from articles.domain.wire.nitf import NITF_ROOTS, read_nitf
from articles.domain.wire.pictures import read_side
from articles.domain.wire.plain_text import body_from_text
from articles.domain.wire.values import (
    MAX_VERSION,
    clean_line,
    read_date,
    read_language,
    read_status,
    read_uri,
    read_whole_number,
)
from articles.domain.wire.xml_source import open_xml

_TAG_FIELDS: Final[dict[str, TagKind]] = {
    "people": "person",
    "organisations": "organisation",
    "places": "place",
    "events": "event",
}
_PICTURE_KINDS: Final = {"picture", "graphic"}
_LEAD_ROLES: Final = ("summary", "lead", "abstract", "text", "main", "")
_CREDIT_ROLES: Final = ("creditline", "credit")
_NOT_LEAD_ROLES: Final = {"caption", "writer", *_CREDIT_ROLES}
_HTML_ROLES: Final = {"html", "html5", "xhtml", "richtext", "richhtml5"}
_MARKUP: Final = re.compile(r"</(?:p|div|body|html|section|article|h[1-6]|ul|ol|br) *>|<br */?>", re.IGNORECASE)
_XML_DECLARATION: Final = re.compile(r"\s*+<\?xml[^>]*+>")  # possessive: the text may be megabytes of space


def parse_ninjs(data: bytes) -> WireItem:
    """Read one ninjs object, in any of the three spellings of its field names.

    Raises NotWire when it is not ninjs, and otherwise the WireError that says what is wrong with it,
    with its `uri`. Optional fields of a wrong type are left out and named in `unmapped`.
    """
    values = load_json(data)
    fields = Fields(values) if isinstance(values, dict) else None
    if fields is None or not fields.looks_like_ninjs():
        raise NotWire(reason=_("it is JSON, but not a ninjs object"))
    uri = read_uri(fields.take("uri"))
    try:
        return _read_item(fields, uri=uri)
    except WireError as error:
        error.uri = uri
        raise


def _read_item(fields: Fields, *, uri: str) -> WireItem:
    gathering = Gathering()
    kind = fields.line("type").lower()
    headline = _read_headline(fields, gathering)
    lead, caption, credit = _read_descriptions(fields, gathering, is_picture=kind in _PICTURE_KINDS)
    body = _read_body(fields, gathering, headline=headline)
    byline = fields.line("by")
    _read_pictures(fields, gathering, kind, like=WirePicture("", "", caption=caption, byline=byline, credit=credit))
    _keep_body_pictures(body, gathering)
    _read_concepts(fields, gathering)
    return WireItem(
        uri=uri,
        version=_read_number(fields, gathering, "version", lowest=0, highest=MAX_VERSION) or 0,
        kind=kind or ("picture" if gathering.pictures and not body.blocks else "text"),
        status=_read_status(fields, gathering),
        headline=headline,
        lead=lead,
        body_html=body.html_without(headline, lead),
        language=read_language(fields.take("language")),
        urgency=_read_number(fields, gathering, "urgency", lowest=1, highest=9),
        dateline_place=fields.line("located"),
        byline=byline,
        slugline=fields.line("slugline"),
        editors_note=fields.note("ednote"),
        usage_terms=fields.note("usageterms"),
        copyright_holder=fields.line("copyrightholder"),
        copyright_notice=fields.line("copyrightnotice"),
        source=_read_source(fields, gathering),
        subjects=gathering.subjects,
        tags=gathering.tags,
        first_created=_read_optional_date(fields, "firstcreated"),
        version_created=read_date(fields.take("versioncreated"), field="versioncreated"),
        embargoed_until=_read_optional_date(fields, "embargoed"),
        expires=_read_optional_date(fields, "expires"),
        pictures=gathering.pictures,
        unmapped=_name_the_rest(fields, gathering),  # last: by now everything else has been read
    )


def _read_headline(fields: Fields, gathering: Gathering) -> str:
    """The main headline, else one without a role, else the first; else the item's title."""
    headline = _choose_line(fields.objects("headlines"), gathering, roles=("main", "")) or fields.line("headline")
    title = fields.line("title")
    if title and headline and title != headline:
        gathering.leave_out("title")
    return headline or title


def _read_descriptions(fields: Fields, gathering: Gathering, *, is_picture: bool) -> tuple[str, str, str]:
    """The lead, and for pictures the caption and the credit line.

    A picture's caption is also its lead, and the other way round: providers use either role.
    """
    leads: list[Fields] = []
    captions: list[Fields] = []
    credits_: list[Fields] = []
    for entry in fields.objects("descriptions"):
        role = entry.role
        if is_picture and role in _CREDIT_ROLES:
            credits_.append(entry)
        elif is_picture and role == "caption":
            captions.append(entry)
        elif role not in _NOT_LEAD_ROLES:
            leads.append(entry)
        else:
            entry.leave_out(gathering, f" ({role})")
    lead = _choose_line(leads, gathering, roles=_LEAD_ROLES)
    caption = _choose_line(captions, gathering, roles=())
    credit = _choose_line(credits_, gathering, roles=_CREDIT_ROLES)
    return (lead or caption, caption or lead, credit) if is_picture else (lead, "", "")


def _choose_line(entries: Sequence[Fields], gathering: Gathering, *, roles: Sequence[str]) -> str:
    """The words of the entry whose role comes first in `roles`, then of any other; the rest is left out."""

    def rank(entry: Fields) -> int:
        return roles.index(entry.role) if entry.role in roles else len(roles)

    chosen = ""
    for entry in sorted(entries, key=rank):
        content_type, words = entry.line("contenttype").lower(), entry.raw_text("value")
        line = words_of(words) if "html" in content_type else clean_line(words)
        if chosen and line and line != chosen:
            entry.leave_out(gathering)
        chosen = chosen or line
        entry.leave_out_rest(gathering, but=("role",))
    return chosen


def _read_body(fields: Fields, gathering: Gathering, *, headline: str) -> StoryBody:
    """The best of the bodies: HTML before NITF before plain text, and of each the first that has words."""
    readable: list[tuple[int, Fields, str]] = []
    for entry in fields.objects("bodies"):
        content_type, role, source = entry.line("contenttype").lower(), entry.role, entry.raw_text("value")
        is_nitf = "nitf" in content_type or role == "nitf"
        is_html = "html" in content_type or role in _HTML_ROLES
        if is_html or (not content_type and not is_nitf and _MARKUP.search(source)):
            readable.append((0, entry, source))
        elif is_nitf:
            readable.append((1, entry, source))
        elif content_type in {"", "text/plain", "text"}:
            readable.append((2, entry, source))
        elif source:
            entry.leave_out(gathering, f" ({content_type})")
        entry.leave_out_rest(gathering, but=("role", "charcount", "wordcount"))
    chosen = StoryBody()
    for form, entry, source in sorted(readable, key=lambda body: body[0]):
        if chosen.blocks and source.strip():
            entry.leave_out(gathering)
        elif not chosen.blocks:
            chosen = _read_body_in(form, source, headline=headline)
    return chosen


def _read_body_in(form: int, source: str, *, headline: str) -> StoryBody:
    if form == 0:
        return body_from_html(source)
    if form == 2:
        return body_from_text(source, headline=headline)
    try:
        return read_nitf(open_xml(_without_declaration(source).encode(), roots=NITF_ROOTS)).body
    except (WireError, UnicodeError):
        return StoryBody()


def _without_declaration(xml: str) -> str:
    """A string has no encoding any more, whatever its first line declares."""
    declaration = _XML_DECLARATION.match(xml)
    return xml[declaration.end() :] if declaration else xml


def _read_pictures(fields: Fields, gathering: Gathering, kind: str, *, like: WirePicture) -> None:
    """The item's own renditions, then its associated pictures: of each the largest."""
    _choose_rendition(fields, gathering, are_pictures=kind in _PICTURE_KINDS, like=like)
    for associated in fields.objects("associations"):
        associated_kind = associated.line("type").lower()
        if associated_kind and associated_kind not in _PICTURE_KINDS:
            associated.leave_out(gathering, f" ({associated_kind})")
            continue
        name, uri = associated.line("name"), associated.line("uri")
        _lead, caption, credit = _read_descriptions(associated, gathering, is_picture=True)
        picture = WirePicture(
            name,
            "",
            uri,
            caption,
            associated.line("by"),
            credit,
            usage_terms=associated.note("usageterms"),
            copyright_notice=associated.line("copyrightnotice"),
        )
        if not _choose_rendition(associated, gathering, are_pictures=True, like=picture):
            associated.leave_out(gathering)
        associated.leave_out_rest(gathering)


def _choose_rendition(fields: Fields, gathering: Gathering, *, are_pictures: bool, like: WirePicture) -> bool:
    """Keep the largest image among the renditions, described as `like`; say whether there was one."""
    choice = PictureChoice()
    for rendition in fields.objects("renditions"):
        mime_type = rendition.line("contenttype").lower()
        if not (mime_type.startswith("image/") or (are_pictures and not mime_type)):
            rendition.leave_out(gathering)
            continue
        name = rendition.line("name")
        choice.offer(
            replace(
                like,
                name=like.name or name,
                href=rendition.line("href"),
                mime_type=mime_type,
                width=read_side(rendition.take("width")),
                height=read_side(rendition.take("height")),
            )
        )
        rendition.leave_out_rest(gathering, but=("title", "format", "sizeinbytes"))
    return choice.keep(gathering, field=f"{fields.path}renditions")


def _keep_body_pictures(body: StoryBody, gathering: Gathering) -> None:
    """Pictures in the text, but for those that the item also lists as associated."""
    names = {picture.name for picture in gathering.pictures if picture.name}
    for picture in body.pictures:
        if picture.name not in names:
            gathering.add_picture(picture, field="bodies.img")
    for name in body.left_out:
        gathering.leave_out(f"bodies.{name}")


def _read_concepts(fields: Fields, gathering: Gathering) -> None:
    """Whom and what the item names become tags; what it is filed under, subjects."""
    for name, kind in _TAG_FIELDS.items():
        for entry in fields.objects(name, numbered=False):
            gathering.add_tag(entry.line("name"), kind=kind, field=name)
            entry.leave_out_rest(gathering)
    for entry in fields.objects("subjects", numbered=False):
        gathering.add_subject(
            code=entry.line("literal"),
            scheme=entry.line("scheme"),
            uri=entry.line("uri"),
            name=entry.line("name"),
            field="subjects",
        )
        entry.leave_out_rest(gathering)


def _read_source(fields: Fields, gathering: Gathering) -> str:
    """The names of the parties that the story comes from, in the item's order."""
    names: dict[str, None] = {}
    for entry in fields.objects("infosources", numbered=False):
        name, literal = entry.line("name"), entry.line("literal")
        names.setdefault(name or literal)
        entry.leave_out_rest(gathering)
    return ", ".join(filter(None, names))


def _read_status(fields: Fields, gathering: Gathering) -> Status:
    """The publishing status; withheld when it is anything that we don't understand."""
    given = fields.take("pubstatus")
    status, understood = read_status("" if given is None else str(given))
    if not understood:
        gathering.leave_out("pubstatus")
    return status


def _read_number(fields: Fields, gathering: Gathering, name: str, *, lowest: int, highest: int) -> int | None:
    """A whole number in bounds; anything else that was given is left out."""
    given = fields.take(name)
    number = read_whole_number(given, lowest=lowest, highest=highest)
    if number is None and given not in (None, ""):
        gathering.leave_out(name)
    return number


def _read_optional_date(fields: Fields, name: str) -> datetime | None:
    given = fields.take(name)
    return None if given is None or given == "" else read_date(given, field=name)


def _name_the_rest(fields: Fields, gathering: Gathering) -> tuple[str, ...]:
    fields.leave_out_rest(gathering, but=("standard", "$schema"))
    return gathering.unmapped
