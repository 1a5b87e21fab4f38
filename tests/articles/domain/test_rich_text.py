import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.domain.rich_text import ALLOWED_TAGS, clean_body, text_of

PAYLOADS = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>x</p>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&#58;alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<object data="x.swf"><embed src="x.swf"></object>',
    '<form action="javascript:alert(1)"><input type=submit><button formaction="javascript:alert(1)">x</button></form>',
    '<base href="//evil.example/">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<link rel=stylesheet href="//evil.example/x.css">',
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<style>p{background:url(//evil.example)}</style>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<p><a href='//evil.example' target=_blank ping=//evil.example>x</a></p>",
    "<x onfocus=alert(1) tabindex=1>x</x>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    '<td colspan="2" onmouseover="alert(1)">x</td>',
    "<select><noembed></select><script x='a@b'a>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
]
DANGER = (
    "<script",
    "onerror=",
    "onload=",
    "onclick=",
    "javascript:",
    "vbscript:",
    "data:",
    "<img",
    "<svg",
    "<style",
    "<iframe",
    "<base",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_comes_out_harmless(payload):
    cleaned = clean_body(payload)
    assert not [word for word in DANGER if word in cleaned.lower().replace("&lt;", "")], cleaned
    assert clean_body(cleaned) == cleaned


@pytest.mark.parametrize(
    ("arrives", "is_kept"),
    [
        ("<p>Текст <b>важен</b> и <i>курсив</i></p>", "<p>Текст <strong>важен</strong> и <em>курсив</em></p>"),
        ("<h1>Подзаглавие</h1><h4>Друго</h4>", "<h2>Подзаглавие</h2><h2>Друго</h2>"),
        ("само текст", "<p>само текст</p>"),
        ("<div><div>един</div>два<div>три</div></div>", "<p>един</p><p>два</p><p>три</p>"),
        ("<p>едно</p>\n\n<p>&nbsp;</p><p><br></p><p>две</p>", "<p>едно</p><p>две</p>"),
        (
            '<p class="MsoNormal" style="margin:0"><span lang="BG" style="color:red">Уърд<o:p></o:p></span></p>',
            "<p>Уърд</p>",
        ),
        (
            '<p><a href="https://example.org/a?b=1&amp;c=2" onclick="x()">връзка</a></p>',
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">връзка</a></p>',
        ),
        ("<p><a>без адрес</a></p>", "<p>без адрес</p>"),
        ("<ul><li>едно</li><li>две</li></ul>", "<ul><li>едно</li><li>две</li></ul>"),
        ("<blockquote>казано</blockquote>", "<blockquote><p>казано</p></blockquote>"),
        ("<section class=main><p>а</p></section>", "<p>а</p>"),
        ("<b><p>а</p></b>", "<p>а</p>"),
        ("<strong><h2>а</h2>б</strong>", "<h2>а</h2><p>б</p>"),
        ("<dl><dt>Име</dt><dd>Иван</dd></dl>", "<p>Име</p><p>Иван</p>"),
        ("<pre>а</pre><pre>б</pre>", "<p>а</p><p>б</p>"),
        ("<header>А</header><footer>Б</footer>", "<p>А</p><p>Б</p>"),
        ("<p>5 &lt; 6 &amp; 7</p>", "<p>5 &lt; 6 &amp; 7</p>"),
        ('<figure data-photo="17"></figure>', '<figure data-photo="17"></figure>'),
        ('<p>а<figure data-photo="17">x</figure>б</p>', '<p>а</p><figure data-photo="17"></figure><p>б</p>'),
        ('<figure data-photo="7" class="x" onclick="y()"></figure>', '<figure data-photo="7"></figure>'),
        ('<figure data-photo="7x">дума</figure>', "<p>дума</p>"),
        ('<figure data-photo="0"></figure><figure data-photo="-1"></figure><figure data-photo></figure>', ""),
        ('<p data-photo="7">а</p>', "<p>а</p>"),
        ("<figure><img src=x><figcaption>надпис</figcaption></figure>", "<p>надпис</p>"),
        (
            '<ul><li>а<figure data-photo="7"></figure>б</li></ul>',
            '<ul><li>аб</li></ul><figure data-photo="7"></figure>',
        ),
        (
            '<blockquote><p>а</p><figure data-photo="7"></figure></blockquote>',
            '<blockquote><p>а</p></blockquote><figure data-photo="7"></figure>',
        ),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_markup_is_brought_down_to_what_a_story_needs(arrives, is_kept):
    assert clean_body(arrives) == is_kept


def test_table_is_kept():
    table = "<table><thead><tr><th>Валута</th></tr></thead><tbody><tr><td>1,95583</td></tr></tbody></table>"
    assert clean_body(table) == table


def test_word_document_comes_out_clean():
    pasted = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>@page{size:A4}</style></head><body>
    <!--StartFragment--><p class=MsoTitle>Заглавие<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0'>
    <![if !supportLists]><span>·<span style='font:7pt'>&nbsp;&nbsp;</span></span><![endif]>Точка</p><!--EndFragment-->
    <table class=MsoTableGrid border=1 style='border:none'><tr><td width=301 valign=top><p class=MsoNormal>Клетка</p>
    </td></tr></table></body></html>"""
    cleaned = clean_body(pasted)
    assert "mso" not in cleaned.lower()
    assert "style" not in cleaned
    assert "<p>Заглавие</p>" in cleaned
    assert "Клетка" in cleaned


def test_very_deep_markup_does_not_break_the_cleaner():
    assert "дълбоко" in clean_body("<div>" * 20_000 + "дълбоко" + "</div>" * 20_000)
    assert "дълбоко" in clean_body("<blockquote>" * 5_000 + "дълбоко")


@given(st.text(alphabet=st.sampled_from("<>/=\"'& abpdivscriptulitable\x00\n!-"), max_size=200))
def test_cleaning_is_stable_and_lets_nothing_else_through(markup):
    cleaned = clean_body(markup)
    assert clean_body(cleaned) == cleaned
    opened = {part.split(">")[0].split(" ")[0].strip("/") for part in cleaned.split("<")[1:]}
    assert opened <= ALLOWED_TAGS


def test_photo_in_the_text_is_no_text():
    assert text_of('<p>едно</p><figure data-photo="17"></figure><p>две</p>') == "едно две"


def test_text_of_a_body_parts_its_blocks():
    assert text_of("<p>едно <strong>две</strong></p><ul><li>три</li></ul>") == "едно две три"
    assert text_of("") == ""
