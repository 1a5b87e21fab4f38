from articles.domain.wire.plain_text import body_from_text


def test_blank_lines_part_paragraphs():
    assert body_from_text("One.\r\n\r\nTwo\nand on.").blocks == ["<p>One.</p>", "<p>Two and on.</p>"]


def test_line_end_after_a_sentence_parts_paragraphs():
    assert body_from_text("One.\n«Two!»\nthree\nfour").blocks == ["<p>One.</p>", "<p>«Two!»</p>", "<p>three four</p>"]


def test_dash_opens_a_paragraph():
    assert body_from_text("He listed\n- bread\n– salt").blocks == [
        "<p>He listed</p>",
        "<p>- bread</p>",
        "<p>– salt</p>",
    ]


def test_lines_too_long_to_be_wrapped_are_paragraphs():
    long = "word " * 30
    assert body_from_text(f"Sofia BTA\n{long}").blocks == ["<p>Sofia BTA</p>", f"<p>{long.strip()}</p>"]


def test_wrapped_lines_among_blank_lines_are_joined():
    first = "The parliament met on Monday for the first time this year, in its old hall."
    assert body_from_text(f"{first}\nIt sat until noon.\n\nMore follows.").blocks == [
        f"<p>{first} It sat until noon.</p>",
        "<p>More follows.</p>",
    ]


def test_first_line_that_repeats_the_headline_is_dropped():
    assert body_from_text("\nCity  floods\nRain fell.", headline="City Floods").blocks == ["<p>Rain fell.</p>"]


def test_markup_in_plain_text_is_escaped():
    assert body_from_text("<b>5 & 6</b>").blocks == ["<p>&lt;b&gt;5 &amp; 6&lt;/b&gt;</p>"]


def test_text_without_words_has_no_paragraphs():
    assert body_from_text(" \n\n ").blocks == []
