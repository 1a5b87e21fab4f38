from urllib.parse import unquote

import pytest

from subscriptions.domain.downloads.naming import attachment, file_name_of, unique_names
from subscriptions.models import Purchase


def named(title, size="download-print"):
    return file_name_of(Purchase(number="2025-0000017", licence={"title": title}), size=size)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Среща в Пекин", "Среща в Пекин 2025-0000017.jpg"),
        ("../../etc/passwd", "etc passwd 2025-0000017.jpg"),
        ('a\\b:c*d?"e"<f>|g\r\nSet-Cookie: x', "a b c d e f g Set-Cookie x 2025-0000017.jpg"),
        ("\u202egpj.exe\u200b", "gpj.exe 2025-0000017.jpg"),
        ("", "2025-0000017.jpg"),
        ("...", "2025-0000017.jpg"),
        ("й" * 300, "й" * 80 + " 2025-0000017.jpg"),
        ("𐍈" * 80, "𐍈" * 50 + " 2025-0000017.jpg"),
        ("x" + "𐍈" * 80, "x" + "𐍈" * 49 + " 2025-0000017.jpg"),
        ("\ud800x", "x 2025-0000017.jpg"),
    ],
)
def test_name_is_made_of_the_headline(title, name):
    assert named(title) == name
    assert len(name.encode()) <= 255


def test_small_size_is_told_from_the_large_one():
    assert named("Мост", "download-web") == "Мост 2025-0000017 web.jpg"


def test_names_differ_on_every_disk():
    assert unique_names(["Мост.jpg", "мост.jpg", "й.jpg", "и\u0306.jpg", "x.jpg"]) == [
        "Мост.jpg", "мост (2).jpg", "й.jpg", "и\u0306 (2).jpg", "x.jpg",
    ]  # fmt: skip


def test_header_has_the_name_twice():
    header = attachment('Среща "в" Пекин 2025-0000017.jpg')
    assert header.isascii()
    plain, _mark, full = header.partition("; filename*=UTF-8''")
    assert plain == 'attachment; filename="sreshta-v-pekin-2025-0000017.jpg"'
    assert unquote(full) == 'Среща "в" Пекин 2025-0000017.jpg'
