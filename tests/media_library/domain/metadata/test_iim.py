import pytest

from media_library.domain.metadata.iim import BYTE_LIMITS, IimValue, first_text, read_iim, split_datasets
from tests.media_library.photo_files import iim_block, iim_dataset


def test_datasets_come_in_order_with_repeated_ones():
    block = iim_block({"2:25": ["едно", "две"], "2:105": "Заглавие"})
    reading = read_iim(block)
    assert reading.values == {
        (2, 25): (IimValue("едно", full=False), IimValue("две", full=False)),
        (2, 105): (IimValue("Заглавие", full=False),),
    }
    assert not reading.damaged


def test_extended_length_is_read():
    block = iim_dataset("2:120", b"x" * 70_000) + iim_dataset("2:80", b"short", extended=True)
    datasets, damaged = split_datasets(block)
    assert [(identity, len(value)) for identity, value in datasets] == [((2, 120), 70_000), ((2, 80), 5)]
    assert not damaged


def test_rubbish_between_datasets_is_passed_over():
    block = iim_dataset("2:80", b"one") + b"rubbish" + iim_dataset("2:110", b"two")
    assert split_datasets(block) == ([((2, 80), b"one"), ((2, 110), b"two")], True)


def test_dataset_with_a_wrong_length_loses_only_itself():
    block = b"\x1c\x02\x50\x7f\xffname" + iim_dataset("2:110", b"credit")
    assert split_datasets(block) == ([((2, 110), b"credit")], True)


def test_zeros_at_the_end_are_padding():
    assert split_datasets(iim_dataset("2:80", b"one") + bytes(7)) == ([((2, 80), b"one")], False)


def test_block_stored_as_numbers_of_the_other_byte_order_is_turned():
    block = iim_dataset("2:80", b"one")
    turned = b"".join(block[place : place + 4][::-1] for place in range(0, len(block), 4))
    assert split_datasets(turned) == ([((2, 80), b"one")], False)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("x" * 31, False),
        ("x" * 32, True),
        ("ж" * 16, True),
        ("ж" * 14, False),
        ("a" + "ж" * 15, True),
        ("x" * 33, False),
    ],
)
def test_value_at_its_byte_limit_is_full(text, full):
    assert read_iim(iim_block({"2:80": text})).values[2, 80] == (IimValue(text, full=full),)


def test_letter_cut_at_the_limit_is_dropped_and_the_block_is_still_utf8():
    block = iim_block({"2:110": ("a" + "ж" * 16).encode()[:32]}, declared=False)
    reading = read_iim(block)
    assert reading.choice.codec == "utf-8"
    assert reading.values[2, 110] == (IimValue("a" + "ж" * 15, full=True),)


def test_first_text_passes_over_empty_ones():
    values = read_iim(iim_block({"2:80": ["  ", "Мария"]})).values
    assert first_text(values, (2, 80)) == "Мария"
    assert first_text(values, (2, 110)) == ""


def test_limits_are_those_of_iim_4():
    assert (BYTE_LIMITS[2, 80], BYTE_LIMITS[2, 105], BYTE_LIMITS[2, 116], BYTE_LIMITS[2, 120]) == (32, 256, 128, 2000)
