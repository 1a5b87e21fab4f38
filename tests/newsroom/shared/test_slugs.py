import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.shared.slugs import slug_of, transliterate


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("България", "bulgaria"),
        ("София", "sofia"),
        ("Бояна", "boyana"),
        ("Щръклево", "shtraklevo"),
        ("Цар Иван Шишман", "tsar ivan shishman"),
        ("Кюстендил", "kyustendil"),
        ("Джеймс", "dzheyms"),
        ("Гьошо", "gyosho"),
        ("Мария Георгиева", "maria georgieva"),
        ("Лилия и Илия", "lilia i ilia"),
    ],
)
def test_names_are_written_by_the_official_system(name, latin):
    assert transliterate(name) == latin


def test_slug_is_cut_between_words():
    assert slug_of("Започна срещата на върха в Пекин", max_length=20) == "zapochna-sreshtata"
    assert slug_of("а" * 100, max_length=20) == "a" * 20


@pytest.mark.parametrize("text", ["", "!!!", "—", "北京"])
def test_slug_is_never_empty(text):
    assert slug_of(text) == "item"


@given(st.text(max_size=300))
def test_slug_fits_an_address(text):
    slug = slug_of(text)
    assert 0 < len(slug) <= 80
    assert not set(slug) - set("abcdefghijklmnopqrstuvwxyz0123456789-_")
