import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from articles.domain.wire.body import StoryBody, body_from_element, body_from_html
from articles.domain.wire.item import WirePicture


def test_paragraphs_are_folded_and_keep_their_markup():
    link = "<a href='https://example.com/a?b=1&amp;c=2'>link</a>"
    html = f"<section class=x><p>One\n  <b>bold</b> {link}</p><p> </p></section>"
    assert body_from_html(html).blocks == [
        '<p>One <strong>bold</strong> <a href="https://example.com/a?b=1&amp;c=2">link</a></p>'
    ]


def test_link_that_is_no_web_address_keeps_only_its_words():
    assert body_from_html("<p><a href='javascript:alert(1)'>here</a> <a href='/x'>there</a></p>").blocks == [
        "<p>here there</p>"
    ]


def test_loose_text_and_double_line_breaks_make_paragraphs():
    html = "<div>One<br>still one<br><br><i>two<br><br>three</i><p>four</p>five</div>"
    assert body_from_html(html).blocks == [
        "<p>One<br>still one</p>",
        "<p><em>two</em></p>",
        "<p><em>three</em></p>",
        "<p>four</p>",
        "<p>five</p>",
    ]


def test_lists_quotes_and_tables_are_kept():
    html = "<ul> <li>a <li><p>b</p></ul><blockquote>said</blockquote><table><tr><th colspan=2>c<td>d &lt;</table>"
    assert "".join(body_from_html(html).blocks) == (
        "<ul><li>a</li><li><p>b</p></li></ul><blockquote><p>said</p></blockquote>"
        '<table><tr><th colspan="2">c</th><td>d &lt;</td></tr></table>'
    )


def test_head_script_and_style_say_nothing():
    head = "<head><title>T</title><style>p{}</style></head>"
    body = body_from_html(f"<html>{head}<body><script>x()</script><h1>A</h1><h4>b</h4></body></html>")
    assert (body.blocks, body.left_out) == (["<h2>A</h2>", "<h3>b</h3>"], [])


def test_what_a_story_cannot_hold_is_named():
    body = body_from_html("<p>a</p><iframe src=x></iframe><video></video>")
    assert (body.blocks, body.left_out) == (["<p>a</p>"], ["iframe", "video"])


def test_figure_becomes_a_picture():
    html = (
        "<figure><img src='https://example.com/1.jpg' width=640 height=x alt='Alt'>"
        "<div class=byline>Ana Lee</div><figcaption>A <b>bridge</b></figcaption></figure><img src=2.jpg alt='Two'>"
    )
    body = body_from_html(html)
    assert body.blocks == []
    assert body.pictures == [
        WirePicture(name="", href="https://example.com/1.jpg", caption="A bridge", byline="Ana Lee", width=640),
        WirePicture(name="", href="2.jpg", caption="Two"),
    ]


def test_line_of_labels_is_spaced():
    html = "<div><span class=place>Sofia</span><span class=source>BTA</span></div>"
    assert body_from_html(html).blocks == ["<p>Sofia BTA</p>"]


def test_nitf_is_read_by_its_own_names():
    nitf = etree.fromstring(
        "<body.content xmlns='http://iptc.org/std/NITF/2006-10-18/'><block><p>The <org>BTA</org> said <q>no</q></p>"
        "<hl2>More</hl2><bq><block><p>Quote</p></block></bq><note><p>Not for print</p></note>"
        "<media media-type='image'><media-reference source='a.jpg' mime-type='image/jpeg' width='10' height='20'/>"
        "<media-caption>Cap</media-caption><media-producer>Ana</media-producer></media><media media-type='video'/>"
        "</block></body.content>"
    )
    body = body_from_element(nitf)
    assert body.blocks == ["<p>The BTA said <q>no</q></p>", "<h2>More</h2>", "<blockquote><p>Quote</p></blockquote>"]
    assert body.pictures == [
        WirePicture(name="", href="a.jpg", caption="Cap", byline="Ana", mime_type="image/jpeg", width=10, height=20)
    ]
    assert body.left_out == ["note", "media"]


def test_leading_repeats_of_headline_and_lead_are_dropped():
    body = StoryBody(blocks=["<h2>City <em>floods</em></h2>", "<p>Rain&nbsp;fell.</p>", "<p>City floods</p>"])
    assert body.html_without("City Floods", "Rain\u00a0fell.") == "<p>City floods</p>"
    assert body.html_without("", "") == "".join(body.blocks)


@pytest.mark.parametrize("html", ["", " ", "<!-- x -->", "<?xml version='1.0' encoding='latin-1'?>", "\ud800", "<"])
def test_html_without_words_has_no_blocks(html):
    assert "".join(body_from_html(html).blocks) in {"", "<p>\ufffd</p>", "<p>&lt;</p>"}


def test_element_with_an_impossible_name_is_only_its_words():
    assert body_from_html("<p>a <x<y>b</p>").blocks == ["<p>a b</p>"]


def test_words_below_the_deepest_level_are_kept():
    assert body_from_html("<div>" * 200 + "deep" + "</div>" * 200).blocks == ["<p>deep</p>"]


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<br>", "<ul>", "<li>", "</ul>", "<div>", "</div>", "<table>", "<td>",
     "<a href='http://a.b/'>", "</a>", "<blockquote>", "<figure>", "<img src=x>", "<pre>",
     "&lt;script&gt;", "&amp;", " ", "word", "\u00a0", "<h1>"]
)  # fmt: skip


_ELEMENTS = {"a", "blockquote", "br", "h2", "li", "p", "pre", "strong", "table", "td", "ul"}


@settings(deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=5))).map("".join))
def test_any_html_becomes_well_formed_html_of_known_elements(html):
    result = "".join(body_from_html(html).blocks)
    root = etree.fromstring(f"<body>{result.replace('<br>', '<br/>')}</body>")
    assert {element.tag for element in root.iterdescendants()} <= _ELEMENTS
