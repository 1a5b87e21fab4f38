import pytest

from articles.domain.sign_off import close_sign_off, join_sign_off, parse_sign_off


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("", []),
        ("НС", ["НС"]),
        ("/НС/ИБ/", ["НС", "ИБ"]),
        ("НС, ИБ; СД", ["НС", "ИБ", "СД"]),
        ("НС/ИБ/НС", ["ИБ", "НС"]),
    ],
)
def test_initials_are_read_in_order_and_once(text, chain):
    assert parse_sign_off(text) == chain


def test_publisher_moves_to_the_end():
    assert close_sign_off("СД/НС", "СД") == "НС/СД"
    assert close_sign_off("НС", "") == "НС"


def test_chain_that_is_too_long_loses_those_who_came_first():
    chain = "/".join(f"А{number:02}" for number in range(40))
    closed = close_sign_off(chain, "НС")
    assert len(closed) <= 80
    assert closed.endswith("А39/НС")


def test_whoever_joins_stands_at_the_end_once():
    assert join_sign_off("НС", "ИБ") == "НС/ИБ"
    assert join_sign_off("НС/ИБ", "НС") == "НС/ИБ"
    assert join_sign_off("", "") == ""
