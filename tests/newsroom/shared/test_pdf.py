import datetime as dt
import io

from pypdf import PdfReader

from newsroom.shared.pdf import Column, DocumentMaker

MADE = dt.datetime(2025, 9, 3, 9, 32, tzinfo=dt.UTC)


def make(**options):
    values = {"title": "Лиценз № 2025-000001", "language": "bg", "agency": "Национална информационна агенция"}
    return DocumentMaker(**(values | {"made_at": MADE} | options))


def read(content):
    return PdfReader(io.BytesIO(content))


def test_cyrillic_text_can_be_copied_out_of_the_document():
    maker = make()
    maker.title("Удостоверение за лиценз")
    maker.paragraph("Щъркелите отлетяха — „рано“, за 12,50 €.")
    maker.facts([("Кредит", "Снимка: Гьошо Ѝотов/Ройтерс"), ("Празно", "")])
    text = read(maker.finish()).pages[0].extract_text()
    for words in ("Удостоверение за лиценз", "„рано“, за 12,50 €.", "Снимка: Гьошо Ѝотов/Ройтерс", "1 / 1"):
        assert words in text
    assert "Празно" not in text


def test_document_says_its_title_and_language():
    document = read(make().finish())
    assert document.metadata.title == "Лиценз № 2025-000001"
    assert document.metadata.author == "Национална информационна агенция"
    assert document.metadata.creation_date == MADE
    assert document.root_object["/Lang"] == "bg"


def test_same_document_is_the_same_bytes():
    first, second = make(), make()
    for maker in (first, second):
        maker.title("Едно и също")
        maker.table([Column("А"), Column("Б", is_number=True)], [("1", "2")])
    assert first.finish() == second.finish()


def test_head_of_a_table_comes_again_on_every_page():
    maker = make()
    rows = [(f"Движение {number}.", f"{number:,}") for number in range(200)]
    maker.table([Column("Основание", 3), Column("Брой", is_number=True)], rows, sums=("Общо", "19 900"))
    pages = read(maker.finish()).pages
    texts = [page.extract_text() for page in pages]
    assert len(pages) > 3
    assert all("Основание" in text for text in texts)
    assert f"{len(pages)} / {len(pages)}" in texts[-1]
    assert all(sum(f"Движение {number}." in text for text in texts) == 1 for number in range(200))
    assert "19 900" in texts[-1]


def test_value_that_fills_pages_is_not_cut():
    maker = make()
    words = " ".join(f"дума{number}" for number in range(3000))
    maker.facts([("Условия", words), ("Край", "Последен ред")])
    text = " ".join(page.extract_text() for page in read(maker.finish()).pages)
    assert all(f"дума{number}" in text for number in (0, 1500, 2999))
    assert "Последен ред" in text


def test_letters_without_a_glyph_and_control_characters_break_nothing():
    maker = make(title="北京 \x00\x07 " + "много дълго заглавие " * 20)
    maker.paragraph("北京\r\nвтори\tред\x1b")
    text = read(maker.finish()).pages[0].extract_text()
    assert "втори ред" in text
