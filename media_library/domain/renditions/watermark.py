"""The agency's sign across a preview: seen on every part of it, and in the way of none."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# Sofia Sans, bold: Latin and Cyrillic letters only, so that it weighs 20 KB. Its licence lies beside it.
FONT = Path(__file__).parent / "fonts" / "agency-sign.ttf"

_ANGLE = 30
# Of 255. White letters are seen on dark, their dark rim on light.
_LETTERS_OPACITY, _RIM_OPACITY = 80, 40
# The overlay is drawn for a few sizes of preview and cut to the one that is needed.
_SIDES = (160, 320, 640, 1024)
_LETTERS_PER_SIDE = 24


def apply_watermark(image: Image.Image, *, sign: str) -> Image.Image:
    """A copy of the RGB picture with the sign tiled across it. Raises ValueError if there is no sign to draw."""
    if not sign.strip():
        raise ValueError("A preview needs a sign.")
    side = next((side for side in _SIDES if side >= max(image.size)), max(image.size))
    colour, opacity = draw_overlay(sign.strip(), side)
    marked = image.copy()
    cut = (0, 0, *image.size)
    marked.paste(colour.crop(cut), (0, 0), opacity.crop(cut))
    return marked


# Drawing costs forty times what pasting does, and an agency has one sign.
@lru_cache(maxsize=8)
def draw_overlay(sign: str, side: int) -> tuple[Image.Image, Image.Image]:
    """A square of the sign's colours and one of its opacities, `side` pixels each way."""
    font = ImageFont.truetype(str(FONT), max(10, side // _LETTERS_PER_SIDE))
    rim = max(1, round(font.size / 20))
    tile = _tile(sign, font=font, rim=rim)
    # One and a half times the side holds the square however it is turned.
    field = Image.new("LA", (side * 3 // 2, side * 3 // 2))
    for left in range(0, field.width, tile.width):
        for top in range(0, field.height, tile.height):
            field.paste(tile, (left, top))
    turned = field.rotate(_ANGLE, Image.Resampling.BICUBIC)
    edge = (field.width - side) // 2
    square = turned.crop((edge, edge, edge + side, edge + side))
    return square.getchannel("L").convert("RGB"), square.getchannel("A")


def _tile(sign: str, *, font: ImageFont.FreeTypeFont, rim: int) -> Image.Image:
    """One repeat of the pattern: two rows of the sign, the second moved by half, as bricks lie."""
    left, top, right, bottom = (round(edge) for edge in font.getbbox(sign, stroke_width=rim))
    step = (right - left) + round(font.size * 2.2), (bottom - top) + round(font.size * 1.6)
    colour, opacity = (Image.new("L", (step[0], step[1] * 2)) for _layer in range(2))
    for column, row in ((0, 0), (-step[0] // 2, step[1]), (step[0] - step[0] // 2, step[1])):
        place = (column - left + font.size // 2, row - top + font.size // 2)
        ImageDraw.Draw(opacity).text(place, sign, fill=_RIM_OPACITY, font=font, stroke_width=rim)
        ImageDraw.Draw(opacity).text(place, sign, fill=_LETTERS_OPACITY, font=font)
        ImageDraw.Draw(colour).text(place, sign, fill=255, font=font)
    return Image.merge("LA", (colour, opacity))
