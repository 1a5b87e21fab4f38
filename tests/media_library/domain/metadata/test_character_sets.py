import pytest

from media_library.domain.metadata.character_sets import (
    choose_character_set,
    decode_text,
    drop_cut_letter,
    known_codec,
    mend_mojibake,
)

BULGARIAN = ["Мария Георгиева", "Пресфото/Пул чрез ЕПА", "СОФИЯ", "„Орфей“ в Пловдив – 2025 г.", "Яна", "Иван"]
WESTERN = ["François Müller", "Ärzte ohne Grenzen", "Søren Åkerlund", "Ñandú", "Besançon, le 12 août", "L’été"]


@pytest.mark.parametrize("text", BULGARIAN)
@pytest.mark.parametrize("codec", ["windows-1251", "mac-cyrillic", "utf-8"])
def test_bulgarian_text_is_recognised(text, codec):
    choice = choose_character_set([text.encode(codec)])
    assert text.encode(codec).decode(choice.codec) == text
    assert choice.grounds == ("utf-8" if codec == "utf-8" else "guessed")


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("codec", ["windows-1252", "utf-8"])
def test_western_text_is_recognised(text, codec):
    assert choose_character_set([text.encode(codec)]).codec == codec


def test_ascii_needs_no_guess():
    assert choose_character_set([b"plain"]).grounds == "ascii"


@pytest.mark.parametrize(
    ("declared", "codec", "grounds"),
    [
        (b"\x1b%G", "utf-8", "declared"),
        (b"\x1b%/I", "utf-8", "declared"),
        (b"UTF-8", "utf-8", "declared"),
        (b"", "utf-8", "utf-8"),
        # A program has rewritten the fields in UTF-8 and left the declaration of Latin-1 behind.
        (b"\x1b.A", "utf-8", "contradicted"),
    ],
)
def test_valid_utf8_is_utf8_whatever_is_declared(declared, codec, grounds):
    choice = choose_character_set(["Мария".encode()], declared=declared)
    assert (choice.codec, choice.grounds) == (codec, grounds)


def test_declared_single_byte_set_is_believed():
    text = "Мария".encode("iso8859-5")
    for declared in (b"\x1b-L", b"\x1b.L", b"\x1b(B\x1b-L"):
        choice = choose_character_set([text], declared=declared)
        assert (choice.codec, choice.grounds) == ("iso8859-5", "declared")


def test_declared_utf8_that_is_none_is_guessed_anew():
    choice = choose_character_set(["Мария Георгиева".encode("windows-1251")], declared=b"\x1b%G")
    assert (choice.codec, choice.grounds) == ("windows-1251", "contradicted")


def test_supplier_fixes_what_is_not_utf8():
    mac = "ЕПА".encode("mac-cyrillic")
    choice = choose_character_set([mac], declared=b"\x1b.A", fixed="mac-cyrillic")
    assert (choice.codec, choice.grounds) == ("mac-cyrillic", "supplier")
    assert choose_character_set(["ЕПА".encode()], fixed="mac-cyrillic").codec == "utf-8"


def test_agreement_with_xmp_goes_before_frequencies():
    # By its letters alone «Љубиша» in windows-1251 is as well «Кубиша» in mac-cyrillic.
    text = "Љубиша".encode("windows-1251")
    assert choose_character_set([text]).codec == "mac-cyrillic"
    assert choose_character_set([text], known_words=frozenset({"љубиша"})).codec == "windows-1251"


def test_one_field_in_utf8_among_others_is_read_as_such():
    texts = ["Мария Георгиева".encode("windows-1251"), "Пловдив".encode()]
    codec = choose_character_set(texts).codec
    assert [decode_text(text, codec=codec) for text in texts] == ["Мария Георгиева", "Пловдив"]


def test_letter_cut_at_the_end_is_dropped():
    assert drop_cut_letter("Мария".encode()[:-1]) == "Мари".encode()
    assert drop_cut_letter("Мария".encode()) == "Мария".encode()
    assert drop_cut_letter("日本".encode()[:-1]) == "日".encode()
    assert drop_cut_letter("José".encode("latin-1")) == "José".encode("latin-1")


def test_known_codec_is_one_of_text():
    assert known_codec("Windows-1251") == "cp1251"
    assert known_codec("base64") == ""
    assert known_codec("no such set") == ""
    assert known_codec("\0") == ""


@pytest.mark.parametrize("text", ["Мария Георгиева", "СОФИЯ", "Пресфото/Пул чрез ЕПА", "„Орфей“ в Пловдив – 2025 г."])
@pytest.mark.parametrize("codec", ["utf-8", "windows-1251"])
def test_cyrillic_taken_for_western_is_put_right(text, codec):
    # The five bytes that windows-1252 has no character for become controls, as in Latin-1.
    spoilt = "".join(
        bytes([byte]).decode("latin-1" if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "windows-1252")
        for byte in text.encode(codec)
    )
    assert mend_mojibake(spoilt) == text


def test_western_taken_for_western_twice_is_put_right():
    assert mend_mojibake("BesanÃ§on, le 12 aoÃ»t") == "Besançon, le 12 août"


@pytest.mark.parametrize(
    "text", [*BULGARIAN, *WESTERN, "naïveté", "créée", "Ç", "Ã©", "日本", "© 2025 – “x”", "Æøå", "Straße"]
)
def test_good_text_stays_as_it_is(text):
    assert mend_mojibake(text) == text
