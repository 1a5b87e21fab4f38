import unicodedata

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from media_library.domain.file_check import display_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("DSC_0001.JPG", "DSC_0001.JPG"),
        ("Срещата на върха.jpg", "Срещата на върха.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\Снимки\\парад.tif", "парад.tif"),
        ("C:photo.png", "photo.png"),
        ("photo\0.jpg", "photo.jpg"),
        ("a\r\nSet-Cookie: b.jpg", "a Set-Cookie: b.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("И\u0306орданов.jpg", "Йорданов.jpg"),
        ("И\u200d\u0306орданов.jpg", "Йорданов.jpg"),
        ("  two   words .jpg ", "two words .jpg"),
        ("half\ud800.jpg", "half.jpg"),
        ("<b>&.jpg", "<b>&.jpg"),
    ],
)
def test_name_is_shown_without_paths_and_hidden_marks(raw, shown):
    assert display_name(raw) == shown


@pytest.mark.parametrize("raw", ["", "..", "...", "/", "folder/", "\u202e\0", " . "])
def test_name_is_never_empty(raw):
    with override("en"):
        assert display_name(raw) == "(no name)"


def test_long_name_is_cut_in_front_of_its_extension():
    assert display_name("я" * 300 + ".jpeg") == "я" * 144 + "….jpeg"
    assert display_name("я" * 300) == "я" * 149 + "…"
    assert display_name("a." + "b" * 300) == "a." + "b" * 147 + "…"
    assert display_name("я" * 146 + ".jpg") == "я" * 146 + ".jpg"


@given(st.text(max_size=400))
def test_any_name_is_short_and_harmless(raw):
    name = display_name(raw)

    assert 0 < len(name) <= 150
    assert "/" not in name
    assert "\\" not in name
    assert not any(unicodedata.category(letter).startswith("C") for letter in name)
    assert name == unicodedata.normalize("NFC", name)
