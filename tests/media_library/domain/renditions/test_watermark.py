import pytest
from PIL import Image, ImageChops, ImageFont, ImageStat

from media_library.domain.renditions.watermark import FONT, apply_watermark


@pytest.mark.parametrize("sign", ["НИА", "NIA", "Newsroom", "Ж"])
@pytest.mark.parametrize("ground", ["black", "#777777", "white"])
def test_apply_watermark_is_seen_in_every_part(sign, ground):
    plain = Image.new("RGB", (1024, 683), ground)
    change = ImageChops.difference(plain, apply_watermark(plain, sign=sign)).convert("L")
    for left in range(0, 1024, 256):
        part = change.crop((left, 200, left + 256, 456))
        assert part.getextrema()[1] > 20
        # And it leaves the picture to be seen.
        assert ImageStat.Stat(part).mean[0] < 30


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (60, 40), (320, 213), (1500, 900)])
def test_apply_watermark_to_any_size(size):
    plain = Image.new("RGB", size, "gray")
    marked = apply_watermark(plain, sign="НИА")
    assert marked.size == size
    assert size == (1, 1) or marked.tobytes() != plain.tobytes()
    assert plain.tobytes() == Image.new("RGB", size, "gray").tobytes()


@pytest.mark.parametrize("sign", ["", "  "])
def test_apply_watermark_without_a_sign_is_refused(sign):
    with pytest.raises(ValueError, match="sign"):
        apply_watermark(Image.new("RGB", (60, 40)), sign=sign)


def test_the_font_has_its_own_picture_for_every_letter_of_both_alphabets():
    font = ImageFont.truetype(str(FONT), 40)
    missing = bytes(font.getmask("\u4e00"))
    letters = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюяABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert all(bytes(font.getmask(letter)) != missing for letter in letters)
