import pytest

from newsroom.shared.byte_ranges import ByteRange, NoSuchRange, read_range


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-500", (90, 100)),
        ("bytes=-1", (99, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes = 5 - 9", (5, 10)),
    ],
)
def test_part_is_read(header, found):
    assert read_range(header, size=100) == ByteRange(*found)


@pytest.mark.parametrize(
    "header", ["", "bytes=-", "bytes=5-4", "bytes=0-1,5-9", "lines=1-2", "bytes=a-b", "bytes=--5", "bytes=٣-٤", "0-5"]
)
def test_other_headers_ask_for_the_whole(header):
    assert read_range(header, size=100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"])
def test_part_behind_the_end_is_refused(header):
    with pytest.raises(NoSuchRange):
        read_range(header, size=100)


def test_part_of_another_file_is_not_sent():
    assert read_range("bytes=1-", size=9, if_range='"a"', etag='"a"') == ByteRange(1, 9)
    assert read_range("bytes=1-", size=9, if_range='"b"', etag='"a"') is None
    assert read_range("bytes=1-", size=9, if_range="Wed, 21 Oct 2015 07:28:00 GMT", etag='"a"') is None
