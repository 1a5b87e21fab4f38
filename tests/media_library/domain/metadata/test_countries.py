import pytest

from media_library.domain.metadata.countries import find_alpha2


@pytest.mark.parametrize(
    ("code", "alpha2"),
    [
        ("BGR", "BG"), ("bgr", "BG"), ("BG", "BG"), (" GBR ", "GB"), ("UK", "GB"), ("COD", "CD"), ("ROU", "RO"),
        ("ROM", "RO"), ("XKX", "XK"), ("BUL", "BG"), ("Bulgaria", "BG"), ("България", "BG"), ("германия", "DE"),
        ("SCG", ""), ("YUG", ""), ("R17", ""), ("EU", ""), ("UN", ""), ("ZZ", ""), ("", ""),
    ],
)  # fmt: skip
def test_code_or_name_becomes_alpha2(code, alpha2):
    assert find_alpha2(code) == alpha2
