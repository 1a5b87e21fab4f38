from django.utils.translation import override

from articles.domain.wire.item import BadDate, NotWire, TooLarge, WireError


def test_error_says_in_one_line_what_is_wrong():
    with override("en"):
        assert str(BadDate(field="expires", value="soon")) == "The date in “expires” cannot be used: “soon”."
        assert str(TooLarge(limit=10)) == "The file is larger than 10 bytes."
        assert str(WireError(uri="urn:x")) == "The item cannot be taken."


def test_error_with_percent_signs_in_foreign_words_is_shown_as_it_is():
    with override("en"):
        assert str(NotWire(reason="100%s")).endswith(": 100%s")


def test_error_knows_its_item():
    assert WireError(uri="urn:x").uri == "urn:x"
