"""Turning stored pixels the way the camera was held."""

from __future__ import annotations

from PIL import Image

# EXIF's Orientation (CIPA DC-008, 4.6.4): what has to be done to the pixels as stored.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turn_upright(image: Image.Image, *, orientation: int) -> Image.Image:
    """The picture as it is to be shown; the same object where nothing has to be done."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)
