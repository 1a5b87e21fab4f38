"""NewsML-G2, IPTC's news in XML: news items, alone or in a news message."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from lxml import etree

from articles.domain.wire.g2_content import read_content
from articles.domain.wire.g2_properties import (
    NAR,
    Section,
    is_nar,
    language_of,
    last_part,
    news_items,
    read_concept,
    words_in_language,
)
from articles.domain.wire.gathering import Gathering
from articles.domain.wire.item import BadDate, EmptyItem, NotNews, Status, TagKind, WireError, WireItem, WirePicture
from articles.domain.wire.pictures import words_in
from articles.domain.wire.values import (
    MAX_VERSION,
    read_date,
    read_language,
    read_status,
    read_uri,
    read_whole_number,
    shorten,
)
from articles.domain.wire.xml_source import local_name, open_xml

_ROOTS: Final = tuple(
    f"{{{NAR}}}{name}"
    for name in (
        "newsItem",
        "newsMessage",
        "packageItem",
        "conceptItem",
        "knowledgeItem",
        "planningItem",
        "catalogItem",
    )
)
_TAG_KINDS: Final[dict[str, TagKind]] = {
    "person": "person",
    "organisation": "organisation",
    "geoarea": "place",
    "poi": "place",
    "event": "event",
    "object": "topic",
}
_ENVELOPE: Final = {"catalog", "catalogRef", "rightsInfo", "itemMeta", "contentMeta", "contentSet"}


def parse_newsml_g2(data: bytes) -> tuple[WireItem | WireError, ...]:
    """Read a newsItem, or every item of a newsMessage, in the message's order.

    An item that cannot be taken is answered by its error, so that it does not cost the others. Packages
    and the like are named as left out by the first item that was taken; with no news beside them they
    are answered by NotNews. A message's header tells of its transport, and is not read. Raises NotWire
    or UnsafeXml when the document itself can't be read.
    """
    root = open_xml(data, roots=_ROOTS)
    if not is_nar(root, "newsMessage"):
        return (_read_or_refuse(root),)
    items = [_read_or_refuse(element) for element in news_items(root)]
    others = [item for item in items if isinstance(item, NotNews)]
    news = [item for item in items if not isinstance(item, NotNews)]
    for place, item in enumerate(news):
        if isinstance(item, WireItem):
            names = tuple(dict.fromkeys(f"itemSet/{other.details['element']}" for other in others))
            news[place] = replace(item, unmapped=item.unmapped + names)
            return tuple(news)
    return tuple(news or others) or (EmptyItem(),)


def _read_or_refuse(element: etree._Element) -> WireItem | WireError:
    guid = shorten(element.get("guid") or "")
    if not is_nar(element, "newsItem"):
        return NotNews(uri=guid, element=shorten(local_name(element)))
    try:
        return _read_item(element)
    except WireError as error:
        error.uri = guid
        return error


def _read_item(element: etree._Element) -> WireItem:
    uri = read_uri(element.get("guid"))
    gathering = Gathering()
    rights = Section(element, "rightsInfo", gathering)
    meta = Section(element, "itemMeta", gathering)
    content_meta = Section(element, "contentMeta", gathering)
    if not (rights or meta or content_meta or any(is_nar(child, "contentSet") for child in element)):
        raise EmptyItem
    language = _read_language(element, content_meta)
    rights.language = meta.language = content_meta.language = language
    kind = last_part(meta.first("itemClass"))
    lead, caption = _read_descriptions(content_meta, is_picture=kind in {"picture", "graphic"})
    creators, byline = (", ".join(content_meta.names("creator")), content_meta.words("by"))
    picture = WirePicture("", "", "", caption, byline or creators, content_meta.words("creditline"))
    content = read_content(element, gathering, kind, like=picture)
    if not gathering.pictures:
        _leave_out_words_of(picture, content_meta, lead=lead)
    headline, lead = _read_headline(content_meta, meta), lead or content.lead
    _read_subjects(content_meta, gathering)
    embargoed_until, status = _read_embargo(meta, _read_status(meta))
    return WireItem(
        uri=uri,
        version=_read_number(element.get("version"), gathering, "version", lowest=0, highest=MAX_VERSION) or 0,
        kind=kind or ("text" if content.body.blocks else ""),
        status=status,
        headline=headline,
        lead=lead,
        body_html=content.body.html_without(headline, lead),
        language=language,
        urgency=_read_number(content_meta.text("urgency"), gathering, "urgency", lowest=1, highest=9),
        dateline_place=_read_place(content_meta) or content.place,
        byline=byline or content.byline or creators,
        slugline=content_meta.words("slugline"),
        editors_note=meta.notes("edNote"),
        usage_terms=rights.notes("usageTerms"),
        copyright_holder=", ".join(rights.names("copyrightHolder", or_codes=True)),
        copyright_notice=rights.words("copyrightNotice"),
        source=", ".join(content_meta.names("infoSource") or meta.names("provider", or_codes=True)),
        subjects=gathering.subjects,
        tags=gathering.tags,
        first_created=_read_first_created(meta, content_meta),
        version_created=read_date(meta.text("versionCreated"), field="versionCreated"),
        embargoed_until=embargoed_until,
        expires=_read_optional_date(meta, "expires"),
        pictures=gathering.pictures,
        unmapped=_name_the_rest(element, (rights, meta, content_meta), gathering),  # last: all else has been read
    )


def _read_language(element: etree._Element, content_meta: Section) -> str:
    """The content's language; xml:lang, which is the metadata's, where the item names no other."""
    language = content_meta.first("language")
    return read_language((language is not None and language.get("tag")) or language_of(element))


def _read_headline(content_meta: Section, meta: Section) -> str:
    """The main headline, else one without a role, else any; else the item's title."""
    headlines = content_meta.all("headline")
    main = [headline for headline in headlines if last_part(headline, "role") in {"", "main", "headline"}]
    words = words_in_language(main or headlines, content_meta.language)
    if len(headlines) > 1:
        content_meta.leave_out(f"headline ({len(headlines) - 1} more)")
    title = meta.words("title")
    if title and words and title != words:
        meta.leave_out("title")
    return words or title


def _read_descriptions(content_meta: Section, *, is_picture: bool) -> tuple[str, str]:
    """The lead and the caption; for pictures, one stands in for the other."""
    by_role: dict[str, list[etree._Element]] = {}
    for description in content_meta.all("description"):
        by_role.setdefault(last_part(description, "role"), []).append(description)
    caption = words_in_language(by_role.pop("caption", []), content_meta.language)
    role = next((role for role in ("summary", "lead", "abstract", "") if role in by_role), "")
    lead = words_in_language(by_role.pop(role, []), content_meta.language)
    for role in by_role:
        content_meta.leave_out(f"description ({role})")
    return (lead or caption, caption or lead) if is_picture else (lead, caption)


def _leave_out_words_of(picture: WirePicture, content_meta: Section, *, lead: str) -> None:
    """A caption and a credit line have no place in an item without a picture."""
    if picture.caption and picture.caption != lead:
        content_meta.leave_out("description (caption)")
    if picture.credit:
        content_meta.leave_out("creditline")


def _read_place(content_meta: Section) -> str:
    """Where the story was written: the first place, since a dateline names one."""
    places = content_meta.names("located")
    if len(places) > 1:
        content_meta.leave_out(f"located ({len(places) - 1} more)")
    return places[0] if places else ""


def _read_subjects(content_meta: Section, gathering: Gathering) -> None:
    """Named people, organisations, places, events and keywords become tags; other concepts, subjects."""
    field = "contentMeta/subject"
    for element in content_meta.all("subject"):
        concept = read_concept(element, content_meta.language)
        if kind := _TAG_KINDS.get(last_part(element, "type")):
            gathering.add_tag(concept.name, kind=kind, field=field)
        else:
            gathering.add_subject(
                code=concept.code, scheme=concept.scheme, uri=concept.uri, name=concept.name, field=field
            )
    for element in content_meta.all("keyword"):
        gathering.add_tag(words_in(element), kind="topic", field="contentMeta/keyword")


def _read_status(meta: Section) -> Status:
    """The publishing status; withheld when it is anything that we don't understand."""
    element = meta.first("pubStatus")
    status, understood = read_status("" if element is None else last_part(element) or "?")
    if not understood:
        meta.leave_out("pubStatus")
    return status


def _read_embargo(meta: Section, status: Status) -> tuple[datetime | None, Status]:
    """The embargo. An empty `embargoed` is one without an end, so it withholds the item."""
    element = meta.first("embargoed")
    if element is None:
        return None, status
    if not meta.text("embargoed"):
        return None, "withheld" if status == "usable" else status
    return _read_optional_date(meta, "embargoed"), status


def _read_first_created(meta: Section, content_meta: Section) -> datetime | None:
    """When the first version was made; else when the content was, if that is a full date."""
    if first_created := _read_optional_date(meta, "firstCreated"):
        return first_created
    try:
        return _read_optional_date(content_meta, "contentCreated")
    except BadDate:
        content_meta.leave_out("contentCreated")
        return None


def _read_optional_date(section: Section, name: str) -> datetime | None:
    text = section.text(name)
    return read_date(text, field=name) if text else None


def _read_number(given: str | None, gathering: Gathering, name: str, *, lowest: int, highest: int) -> int | None:
    """A whole number in bounds; anything else that was given is left out."""
    number = read_whole_number(given, lowest=lowest, highest=highest)
    if number is None and given:
        gathering.leave_out(name)
    return number


def _name_the_rest(element: etree._Element, sections: tuple[Section, ...], gathering: Gathering) -> tuple[str, ...]:
    for section in sections:
        section.leave_out_rest()
    for child in element:
        if (name := local_name(child)) not in _ENVELOPE:
            gathering.leave_out(name)
    return gathering.unmapped
