import datetime as dt
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.domain.wire.item import (
    BadDate,
    MissingDate,
    MissingUri,
    NotWire,
    UnknownLanguage,
    WireError,
    WireItem,
    WirePicture,
    WireSubject,
    WireTag,
)
from articles.domain.wire.ninjs import parse_ninjs

TIME = dt.datetime(2025, 9, 3, 6, 32, tzinfo=dt.UTC)


def _parse(**fields) -> WireItem:
    return parse_ninjs(json.dumps({"uri": "urn:x", "versionCreated": "2025-09-03T09:32:00+03:00"} | fields).encode())


def _html(value, **fields):
    return {"role": "html", "contentType": "text/html", "value": value} | fields


NINJS_3 = {
    "uri": "urn:example:1",
    "standard": {"name": "ninjs", "version": "3.0"},
    "type": "text",
    "version": "7",
    "firstCreated": "2025-09-03T05:00:00Z",
    "versionCreated": "2025-09-03T06:32:00Z",
    "embargoedUntil": "2025-09-03T07:00:00Z",
    "expires": "2025-09-04T00:00:00Z",
    "pubStatus": "usable",
    "urgency": 3,
    "language": "en-GB",
    "copyrightHolder": "Example Agency",
    "copyrightNotice": "© Example",
    "usageTerms": "No archives.\nNo sales.",
    "edNote": "Adds quote.",
    "slugline": "summit",
    "located": "Beijing",
    "by": "Ana Lee",
    "headlines": [{"role": "short", "value": "Summit"}, {"role": "main", "value": "Summit  opens"}],
    "descriptions": [{"role": "summary", "value": "Leaders met."}],
    "bodies": [_html("<p>They talked.</p>")],
    "infoSources": [{"name": "Wire One"}, {"name": "Wire Two"}],
    "people": [{"name": "Ana Lee"}, {"name": "ana lee"}],
    "organisations": [{"name": "UN"}],
    "places": [{"name": "Beijing", "geoJSON": {"type": "Point"}}],
    "events": [{"name": "Summit 2025"}],
    "subjects": [{"name": "politics", "uri": "http://cv.iptc.org/newscodes/mediatopic/11000000"}],
    "genres": [{"name": "Interview"}],
    "altIds": [],
}


def test_ninjs_3_fills_every_field():
    item = parse_ninjs(json.dumps(NINJS_3).encode())
    assert item == WireItem(
        uri="urn:example:1",
        version=7,
        kind="text",
        status="usable",
        headline="Summit opens",
        lead="Leaders met.",
        body_html="<p>They talked.</p>",
        language="en",
        urgency=3,
        dateline_place="Beijing",
        byline="Ana Lee",
        slugline="summit",
        editors_note="Adds quote.",
        usage_terms="No archives.\nNo sales.",
        copyright_holder="Example Agency",
        copyright_notice="© Example",
        source="Wire One, Wire Two",
        subjects=(WireSubject("11000000", "medtop", "http://cv.iptc.org/newscodes/mediatopic/11000000", "politics"),),
        tags=(
            WireTag("Ana Lee", "person"),
            WireTag("UN", "organisation"),
            WireTag("Beijing", "place"),
            WireTag("Summit 2025", "event"),
        ),
        first_created=dt.datetime(2025, 9, 3, 5, 0, tzinfo=dt.UTC),
        version_created=TIME,
        embargoed_until=dt.datetime(2025, 9, 3, 7, 0, tzinfo=dt.UTC),
        expires=dt.datetime(2025, 9, 4, tzinfo=dt.UTC),
        pictures=(),
        unmapped=("headlines[0]", "places.geoJSON", "genres"),
    )


def _lower_names(value):
    if isinstance(value, dict):
        return {
            name.lower().replace("embargoeduntil", "embargoed"): _lower_names(entry) for name, entry in value.items()
        }
    return [_lower_names(entry) for entry in value] if isinstance(value, list) else value


def test_ninjs_2_reads_as_ninjs_3_does():
    newer, older = parse_ninjs(json.dumps(NINJS_3).encode()), parse_ninjs(json.dumps(_lower_names(NINJS_3)).encode())
    assert [name.lower() for name in newer.unmapped] == list(older.unmapped)
    assert all(getattr(newer, name) == getattr(older, name) for name in newer.__slots__ if name != "unmapped")


def test_ninjs_1_spells_roles_into_names():
    item = _parse(
        type="composite",
        headline="Ship on trial",
        byline="Ana Lee",
        body_text="Plain.",
        body_xhtml="<p>Rich.</p>",
        description_text="What happened.",
        person=[{"name": "Ana Lee"}],
        subject=[{"code": "11000000", "scheme": "http://example.com/cv/", "name": "politics"}],
        associations={
            "main": {
                "type": "picture",
                "byline": "Bo",
                "renditions": {"big": {"href": "a.jpg", "mimetype": "image/jpeg"}},
            }
        },
    )
    assert (item.headline, item.byline, item.lead, item.body_html) == (
        "Ship on trial",
        "Ana Lee",
        "What happened.",
        "<p>Rich.</p>",
    )
    assert item.tags == (WireTag("Ana Lee", "person"),)
    assert item.subjects == (WireSubject("11000000", "http://example.com/cv/", "", "politics"),)
    assert item.pictures == (WirePicture(name="main", href="a.jpg", byline="Bo", mime_type="image/jpeg"),)
    assert item.unmapped == ("bodies[0]",)


def test_item_with_only_what_is_required():
    item = _parse(type="text")
    assert (item.version, item.status, item.language, item.urgency, item.headline) == (0, "usable", "", None, "")
    assert (item.first_created, item.embargoed_until, item.expires, item.unmapped) == (None, None, None, ())
    assert item.version_created == TIME


def test_description_without_a_body_is_the_lead():
    item = _parse(descriptions=[{"role": "text", "value": "Google bought land. "}])
    assert (item.lead, item.body_html) == ("Google bought land.", "")


def test_caption_and_credit_belong_to_a_picture():
    descriptions = [
        {"role": "creditline", "value": "AP"},
        {"role": "caption", "value": "A man."},
        {"role": "writer", "value": "x"},
    ]
    renditions = [
        {"name": "small", "href": "s.jpg", "contentType": "image/jpeg", "width": 10, "height": 10},
        {"name": "main", "href": "m.jpg", "contentType": "image/jpeg", "width": 20, "height": 10},
        {"name": "text", "href": "t.xml", "contentType": "text/xml"},
    ]
    item = _parse(type="picture", by="Bo", descriptions=descriptions, renditions=renditions)
    assert (item.kind, item.lead) == ("picture", "A man.")
    assert item.pictures == (
        WirePicture(
            name="main",
            href="m.jpg",
            caption="A man.",
            byline="Bo",
            credit="AP",
            mime_type="image/jpeg",
            width=20,
            height=10,
        ),
    )
    assert item.unmapped == ("descriptions[2] (writer)", "renditions[2]", "renditions (1 more)")


def test_html_body_is_preferred_and_its_pictures_are_not_taken_twice():
    item = _parse(
        headlines=[{"value": "Army drill"}],
        bodies=[
            {"role": "text", "contentType": "text/plain", "value": "Army drill\nIt starts."},
            {"role": "own", "contentType": "application/xml", "value": "<X>"},
            _html("<h1>Army drill</h1><p>It starts.</p><img data-assoc-ref='a1' src='t.jpg'><img src='n.jpg'>"),
        ],
        associations=[
            {
                "name": "a1",
                "type": "picture",
                "uri": "urn:p",
                "descriptions": [{"value": "Tanks."}],
                "renditions": [{"href": "h.jpg"}],
            },
            {"name": "a2", "type": "video", "objects": [{"name": "x"}]},
        ],
    )
    assert item.body_html == "<p>It starts.</p>"
    assert item.pictures == (
        WirePicture(name="a1", href="h.jpg", uri="urn:p", caption="Tanks."),
        WirePicture(name="", href="n.jpg"),
    )
    assert item.unmapped == ("bodies[1] (application/xml)", "bodies[0]", "associations[1] (video)")


def test_plain_body_loses_the_headline_that_it_repeats():
    item = _parse(
        headlines=[{"value": "Army drill"}], bodies=[{"contentType": "text/plain", "value": "Army drill\nIt starts."}]
    )
    assert item.body_html == "<p>It starts.</p>"


def test_nitf_body_is_read_and_a_lead_that_it_repeats_is_dropped():
    nitf = (
        '<?xml version="1.0" encoding="UTF-16"?><nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head>'
        "<body.content><p>Лид.</p><p>More.</p></body.content></body></nitf>"
    )
    item = _parse(
        descriptions=[{"role": "lead", "value": "Лид."}], bodies=[{"contentType": "text/vnd.IPTC.NITF", "value": nitf}]
    )
    assert (item.lead, item.body_html) == ("Лид.", "<p>More.</p>")


def test_nitf_body_with_a_document_type_yields_to_the_plain_one():
    nitf = (
        '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body.content><p>&x;</p></body.content></nitf>'
    )
    item = _parse(bodies=[{"role": "nitf", "value": nitf}, {"contentType": "text/plain", "value": "Plain."}])
    assert item.body_html == "<p>Plain.</p>"


def test_long_lists_are_cut_and_said():
    item = _parse(people=[{"name": f"Person {number}"} for number in range(257)])
    assert len(item.tags) == 200
    assert item.unmapped == ("people (57 more)",)


def test_fields_of_a_wrong_type_are_left_out():
    item = _parse(
        headline=5,
        bodies={"a": 5},
        people="Ana",
        places=[1, {"name": 2}],
        version={},
        urgency=12,
        by=["Ana"],
        associations="x",
    )
    assert (item.headline, item.body_html, item.byline, item.tags) == ("", "", "", ())
    assert set(item.unmapped) == {
        "headline", "bodies", "people", "places", "places (unnamed)", "places.name", "version",
        "urgency", "by", "associations",
    }  # fmt: skip


@pytest.mark.parametrize("status", ["embargoed", 5, ["usable"], {}])
def test_status_that_nobody_understands_withholds(status):
    item = _parse(type="text", pubStatus=status)
    assert (item.status, item.unmapped) == ("withheld", ("pubstatus",))


@pytest.mark.parametrize("status", ["usable", "withheld", "canceled"])
def test_status_of_the_standard_is_kept(status):
    assert _parse(type="text", pubStatus=status).status == status


def test_name_in_two_spellings_is_read_once_and_said():
    item = parse_ninjs(b'{"uri":"x","versionCreated":"2025-09-03T06:32:00Z","versioncreated":"2026-01-01T00:00:00Z"}')
    assert (item.version_created, item.unmapped) == (TIME, ("versioncreated",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_json_in_any_unicode_encoding_is_read(encoding):
    text = json.dumps({"uri": "urn:x", "versioncreated": "2025-09-03", "slugline": "Жълт"}, ensure_ascii=False)
    assert parse_ninjs(text.encode(encoding)).slugline == "Жълт"


def test_characters_that_no_database_holds_are_gone():
    assert _parse(slugline="a\ud800b\x00c").slugline == "a\ufffdbc"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1]",
        b"null",
        b'{"name": "package", "version": "1"}',
        b'{"uri": "x", "uri": "y", "type": "text"}',
        b'{"uri": "x", "type": "text", "urgency": NaN}',
        b'{"uri": "x", "type": ' + b"[" * 100_000,
        '{"uri": "é", "type": "text"}'.encode("latin-1"),
    ],
)
def test_what_is_not_ninjs_is_refused(data):
    with pytest.raises(NotWire):
        parse_ninjs(data)


def test_number_of_thousands_of_digits_is_left_out():
    item = parse_ninjs(b'{"uri": "x", "versioncreated": "2025-09-03", "version": ' + b"9" * 10_000 + b"}")
    assert (item.version, item.unmapped) == (0, ("version",))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"uri": "", "type": "text"}, MissingUri),
        ({"uri": 5, "type": "text"}, MissingUri),
        ({"versionCreated": None, "type": "text"}, MissingDate),
        ({"versionCreated": "0000-01-01T00:00:00Z"}, BadDate),
        ({"embargoed": "tomorrow"}, BadDate),
        ({"embargoed": 20250903}, BadDate),
        ({"language": "klingon"}, UnknownLanguage),
        ({"language": 5}, UnknownLanguage),
    ],
)
def test_item_that_cannot_be_taken_says_why(fields, error):
    with pytest.raises(error) as refusal:
        _parse(**fields)
    assert refusal.value.uri == ("urn:x" if "uri" not in fields else "")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_NAMES = st.sampled_from(
    [
        *NINJS_3,
        "associations",
        "renditions",
        "contentType",
        "role",
        "value",
        "name",
        "href",
        "width",
        "body_html",
        "headline",
        "title",
    ]
)
_NINJS_LIKE = st.recursive(
    _JSON, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=6), max_leaves=25
)


@settings(deadline=None)
@given(st.dictionaries(_NAMES, _NINJS_LIKE, max_size=12))
def test_any_ninjs_like_object_is_an_item_or_a_wire_error(fields):
    sound = {"uri": "urn:x", "versionCreated": "2025-09-03T06:32:00Z"}
    for value in (fields, sound | fields, fields | sound | {"language": "en", "expires": None, "firstCreated": None}):
        with suppress(WireError):
            assert isinstance(parse_ninjs(json.dumps(value).encode()), WireItem)


@settings(deadline=None)
@given(_JSON)
def test_any_json_is_an_item_or_a_wire_error(value):
    with suppress(WireError):
        assert isinstance(parse_ninjs(json.dumps(value).encode()), WireItem)


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_an_item_or_a_wire_error(data):
    with suppress(WireError):
        assert isinstance(parse_ninjs(data), WireItem)
