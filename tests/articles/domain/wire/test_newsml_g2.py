import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.domain.wire.item import (
    BadDate,
    EmptyItem,
    MissingDate,
    MissingUri,
    NotNews,
    NotWire,
    UnknownLanguage,
    UnsafeXml,
    WireError,
    WireItem,
    WirePicture,
    WireSubject,
    WireTag,
)
from articles.domain.wire.newsml_g2 import parse_newsml_g2

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
CREATED = "<versionCreated>2025-09-03T09:32:00+03:00</versionCreated>"
NITF = """
<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
  <body.head><hedline><hl1>Fed to halt</hl1></hedline><byline>By Ana Lee, <byttl>Reporter</byttl></byline>
    <dateline><location>Varna</location></dateline><abstract><p>In short.</p></abstract></body.head>
  <body.content><p>One  <em>two</em>
     three.</p><hl2>More</hl2></body.content><body.end><tagline>ends</tagline></body.end></body></nitf></inlineXML>"""


def _item(*, meta="", content="", rights="", body="", created=CREATED, attributes='guid="urn:x" version="3"') -> str:
    return (
        f'<newsItem {NAR} {attributes}><catalogRef href="http://example.com/"/><rightsInfo>{rights}</rightsInfo>'
        f'<itemMeta><itemClass qcode="ninat:text"/>{created}{meta}</itemMeta>'
        f"<contentMeta>{content}</contentMeta><contentSet>{body}</contentSet></newsItem>"
    )


def _parse(**parts) -> WireItem:
    (item,) = parse_newsml_g2(_item(**parts).encode())
    assert isinstance(item, WireItem), repr(item)
    return item


def test_news_item_fills_every_field():
    item = _parse(
        attributes='guid="urn:example:1" version="3" xml:lang="de"',
        meta="""<provider qcode="nprov:ACME"/><firstCreated>2025-09-01T00:00:00Z</firstCreated>
            <embargoed>2025-09-05T00:00:00Z</embargoed><pubStatus qcode="stat:usable"/><expires>2025-10-01</expires>
            <edNote>First</edNote><edNote>Second
               note</edNote><signal qcode="sig:update"/>""",
        rights="""<copyrightHolder><name>Acme</name></copyrightHolder><copyrightNotice> ©
            Acme </copyrightNotice><usageTerms>No sales</usageTerms>""",
        content="""<urgency>4</urgency><contentCreated>2025-08-31T00:00:00Z</contentCreated>
            <located qcode="geo:1"><name xml:lang="de">Sofia (de)</name><name xml:lang="en-GB">Sofia</name></located>
            <creator><name>Ana Lee</name></creator><infoSource><name>Wire One</name></infoSource>
            <language tag="en-GB"/><slugline>us-fed</slugline>
            <headline xml:lang="de">Fed hält</headline><headline xml:lang="en">Fed to
               halt</headline>
            <description role="drol:summary">In brief.</description>
            <subject type="cpnat:abstract" qcode="medtop:04000000"><name>economy</name>
                <broader qcode="medtop:0"/></subject>
            <subject type="cpnat:person" qcode="p:1"><name>Ana Lee</name></subject>
            <subject type="cpnat:organisation"><name>Fed</name></subject>
            <subject type="cpnat:geoArea"><name>Sofia</name></subject>
            <subject type="cpnat:poi"><name>NDK</name></subject>
            <subject type="cpnat:event"><name>Summit</name></subject><subject type="cpnat:event" qcode="e:1"/>
            <keyword>money</keyword><genre qcode="genre:interview"/>""",
        body=NITF,
    )
    assert item == WireItem(
        uri="urn:example:1",
        version=3,
        kind="text",
        status="usable",
        headline="Fed to halt",
        lead="In brief.",
        body_html="<p>One <em>two</em> three.</p><h2>More</h2>",
        language="en",
        urgency=4,
        dateline_place="Sofia",
        byline="By Ana Lee, Reporter",
        slugline="us-fed",
        editors_note="First\nSecond note",
        usage_terms="No sales",
        copyright_holder="Acme",
        copyright_notice="© Acme",
        source="Wire One",
        subjects=(WireSubject("04000000", "medtop", "http://cv.iptc.org/newscodes/mediatopic/04000000", "economy"),),
        tags=(
            WireTag("Ana Lee", "person"),
            WireTag("Fed", "organisation"),
            WireTag("Sofia", "place"),
            WireTag("NDK", "place"),
            WireTag("Summit", "event"),
            WireTag("money", "topic"),
        ),
        first_created=dt.datetime(2025, 9, 1, tzinfo=dt.UTC),
        version_created=dt.datetime(2025, 9, 3, 6, 32, tzinfo=dt.UTC),
        embargoed_until=dt.datetime(2025, 9, 5, tzinfo=dt.UTC),
        expires=dt.datetime(2025, 10, 1, tzinfo=dt.UTC),
        pictures=(),
        unmapped=(
            "contentSet/body.end",
            "contentMeta/headline (1 more)",
            "contentMeta/subject (unnamed)",
            "itemMeta/provider",
            "itemMeta/signal",
            "contentMeta/contentCreated",
            "contentMeta/subject/broader",
            "contentMeta/genre",
        ),
    )


def test_nitf_fills_what_the_metadata_leaves_open():
    item = _parse(body=NITF)
    assert (item.byline, item.dateline_place, item.lead) == ("By Ana Lee, Reporter", "Varna", "In short.")


def test_xml_lang_is_the_language_where_no_other_is_named():
    assert _parse(attributes='guid="urn:x" xml:lang="nb-NO"').language == "nb"
    assert _parse().language == ""


def test_content_created_stands_in_for_first_created():
    assert _parse(content="<contentCreated>2025-08-31</contentCreated>").first_created == dt.datetime(
        2025, 8, 31, tzinfo=dt.UTC
    )
    item = _parse(content="<contentCreated>2025</contentCreated>")
    assert (item.first_created, item.unmapped) == (None, ("contentMeta/contentCreated",))


XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><p>A.</p></body></html>'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (f"<inlineXML>{XHTML}</inlineXML>", "<p>A.</p>"),
        ('<inlineXML><nitf><body><body.content><p>A.</p></body.content></body></nitf></inlineXML>', "<p>A.</p>"),
        ('<inlineData contenttype="text/plain">A.\nB.</inlineData>', "<p>A.</p><p>B.</p>"),
        ('<inlineData contenttype="text/html">&lt;p&gt;A.&lt;/p&gt;</inlineData>', "<p>A.</p>"),
        ('<inlineXML><!-- nothing --></inlineXML><inlineData>A.</inlineData>', "<p>A.</p>"),
    ],
)  # fmt: skip
def test_body_is_read_from_markup_and_from_data(body, html):
    item = _parse(body=body)
    assert (item.body_html, item.unmapped) == (html, ())


def test_content_that_cannot_be_read_is_named():
    item = _parse(
        body='<inlineData encoding="base64" contenttype="text/plain">QQ==</inlineData>'
        '<remoteContent href="a.mp4" contenttype="video/mp4"/>'
    )
    assert (item.body_html, item.unmapped) == ("", ("contentSet/inlineData", "contentSet/remoteContent"))


def test_remote_images_are_one_picture():
    item = _parse(
        content="<creator><name>Bo</name></creator><creditline>Acme/Bo</creditline>"
        '<description role="drol:caption">A man.</description>',
        body="""<remoteContent rendition="rnd:web" href="w.jpg" contenttype="image/jpeg" width="480" height="320"/>
            <remoteContent rendition="rnd:highRes" href="h.jpg" contenttype="image/jpeg" width="600" height="400"/>""",
    )
    assert item.pictures == (
        WirePicture(
            name="highRes",
            href="h.jpg",
            caption="A man.",
            byline="Bo",
            credit="Acme/Bo",
            mime_type="image/jpeg",
            width=600,
            height=400,
        ),
    )
    assert item.unmapped == ("contentSet/remoteContent (1 more)",)


@pytest.mark.parametrize(
    ("meta", "status", "unmapped"),
    [
        ("", "usable", ()),
        ('<pubStatus qcode="stat:canceled"/>', "canceled", ()),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>', "withheld", ()),
        ('<pubStatus qcode="stat:other"/>', "withheld", ("itemMeta/pubStatus",)),
        ("<pubStatus/>", "withheld", ("itemMeta/pubStatus",)),
        ("<embargoed/>", "withheld", ()),
        ('<embargoed/><pubStatus qcode="stat:canceled"/>', "canceled", ()),
    ],
)
def test_status_withholds_what_is_not_clearly_usable(meta, status, unmapped):
    item = _parse(meta=meta)
    assert (item.status, item.embargoed_until, item.unmapped) == (status, None, unmapped)


def test_message_keeps_its_sound_items_and_tells_of_the_others():
    message = (
        f'<newsMessage {NAR}><header><sender>acme</sender></header><itemSet><packageItem guid="p"/>{_item()}'
        f'<newsItem guid="N1"> ..... </newsItem>{_item(created="")}{_item(attributes="")}</itemSet></newsMessage>'
    )
    item, stub, dateless, nameless = parse_newsml_g2(message.encode())
    assert isinstance(item, WireItem)
    assert item.unmapped == ("itemSet/packageItem",)
    assert (type(stub), stub.uri) == (EmptyItem, "N1")
    assert (type(dateless), dateless.uri) == (MissingDate, "urn:x")
    assert type(nameless) is MissingUri


@pytest.mark.parametrize(
    ("xml", "error"),
    [
        (f"<newsMessage {NAR}><itemSet/></newsMessage>", EmptyItem),
        (f'<newsMessage {NAR}><itemSet><packageItem guid="p"/></itemSet></newsMessage>', NotNews),
        (f'<packageItem {NAR} guid="p"/>', NotNews),
        (_item(created="<versionCreated>0000-01-01T00:00:00Z</versionCreated>"), BadDate),
        (_item(meta="<embargoed>soon</embargoed>"), BadDate),
        (_item(content='<language tag="klingon"/>'), UnknownLanguage),
    ],
)
def test_item_that_cannot_be_taken_is_answered_by_its_error(xml, error):
    assert [type(each) for each in parse_newsml_g2(xml.encode())] == [error]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_xml_in_any_declared_encoding_is_read(encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + _item(content="<headline>Жълт</headline>")
    (item,) = parse_newsml_g2(xml.encode(encoding))
    assert item.headline == "Жълт"


LAUGHS = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "document_type",
    [
        f'<!DOCTYPE newsItem [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE newsItem [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE newsItem [<!ENTITY % remote SYSTEM "http://127.0.0.1:9/x"> %remote;]>',
        '<!DOCTYPE newsItem SYSTEM "http://127.0.0.1:9/x.dtd">',
        f"<!--{'x' * 100_000}--><!DOCTYPE newsItem>",
    ],
)
def test_document_type_is_refused(document_type, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{document_type}' + _item(content="<headline>&a11;</headline>")
    with pytest.raises(UnsafeXml):
        parse_newsml_g2(xml.encode(encoding))


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<",
        "<rss/>",
        "<newsItem guid='x'/>",
        _item()[:-20],
        _item(content="<headline>&unknown;</headline>"),
        _item(body="<inlineXML>" + "<div>" * 1000 + "</div>" * 1000 + "</inlineXML>"),
    ],
)
def test_what_is_not_newsml_g2_is_refused(xml):
    with pytest.raises(NotWire):
        parse_newsml_g2(xml.encode())


def test_xinclude_is_not_followed():
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    assert _parse(content=f"<headline>{include}</headline>").headline == ""


def _is_item_or_error(data: bytes) -> None:
    with suppress(WireError):
        assert all(isinstance(each, WireItem | WireError) for each in parse_newsml_g2(data))


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_items_or_a_wire_error(data):
    _is_item_or_error(data)


_ELEMENTS = st.sampled_from([
    "newsItem", "itemMeta", "contentMeta", "rightsInfo", "contentSet", "inlineXML", "inlineData", "nitf",
    "body.content", "p", "media", "media-reference", "subject", "name", "located", "headline", "language",
    "versionCreated", "embargoed", "pubStatus", "remoteContent", "description", "keyword", "html", "figure", "img",
])  # fmt: skip
_ATTRIBUTES = st.sampled_from([
    "", ' qcode="stat:x"', ' type="cpnat:person"', ' href="a" contenttype="image/png" width="-1"',
    ' tag="en"', ' role="x"',
])  # fmt: skip


def _element(name: str, attributes: str, parts: list[str]) -> str:
    return f"<{name}{attributes}>{''.join(parts)}</{name}>"


_XML = st.recursive(
    st.sampled_from(["", "text", "2025-09-03T00:00:00Z", "&lt;p&gt;"]),
    lambda inner: st.builds(_element, _ELEMENTS, _ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=20,
)


@settings(deadline=None)
@given(_XML, _XML, _XML, _XML)
def test_any_arrangement_of_elements_is_an_item_or_a_wire_error(meta, content, body, rights):
    _is_item_or_error(_item(meta=meta, content=content, body=body, rights=rights).encode())
