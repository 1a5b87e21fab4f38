"""Light as a lens and a film see it: glow, bloom, vignette, grain, tone."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter, ImageOps

from newsroom.demo.pictures.frame import Colour, Frame, Point
from newsroom.demo.pictures.texture import random_grey

_MIDDLE_GREY = 128
# Pillow's radial gradient is white in its corners; at the middle of its sides it has this value.
_RIM = 181


def add_glow(
    picture: Image.Image, centre: Point, *, radius: float, colour: Colour, fall: float = 2.0, squeeze: float = 1.0
) -> None:
    """Brighten around a point, in place; `fall` is how fast the light falls off, `squeeze` its height to its width."""
    width, height = max(2, round(radius * 2)), max(2, round(radius * 2 * squeeze))
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    curve = [round(255 * max(0.0, 1 - value / _RIM) ** fall) for value in range(256)]
    mask = Image.radial_gradient("L").point(curve).resize((width, height), Image.Resampling.BILINEAR)
    # Only the part inside the picture is worked on: a low sun's glow is far wider than the frame.
    box = (max(0, left), max(0, top), min(picture.width, left + width), min(picture.height, top + height))
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    seen = mask.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
    light = ImageOps.colorize(seen, (0, 0, 0), colour)
    picture.paste(ImageChops.screen(picture.crop(box), light), box[:2])


def add_light(picture: Image.Image, mask: Image.Image, *, colour: Colour) -> Image.Image:
    """Brighten where the mask is, as light adds to light."""
    return ImageChops.screen(picture, ImageOps.colorize(mask, (0, 0, 0), colour))


def darken(picture: Image.Image, mask: Image.Image) -> Image.Image:
    """Multiply by a grey: white leaves the picture as it is."""
    return ImageChops.multiply(picture, Image.merge("RGB", (mask, mask, mask)))


def blur(picture: Image.Image, *, radius: float) -> Image.Image:
    """Throw out of focus by `radius` pixels; wide ones are worked out on a smaller picture, which nobody can tell."""
    if radius < 0.4:
        return picture
    shrink = max(1, min(8, int(radius / 2.5)))
    if shrink == 1 or min(picture.size) < shrink * 4:
        return picture.filter(ImageFilter.GaussianBlur(radius))
    small = picture.reduce(shrink).filter(ImageFilter.GaussianBlur(radius / shrink))
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def blur_sideways(picture: Image.Image, *, across: float, down: float) -> Image.Image:
    """Smear by different amounts across and down, in pixels: wet asphalt, a moving train."""
    wide = max(2, round(picture.width / max(1.0, across)))
    high = max(2, round(picture.height / max(1.0, down)))
    small = picture.resize((wide, high), Image.Resampling.BOX)
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def bloom(picture: Image.Image, *, radius: float, above: int = 170, strength: float = 0.8) -> Image.Image:
    """Let what is bright spill over its edges."""
    small = picture.reduce(4) if min(picture.size) > 64 else picture
    scale = picture.width / small.width
    span = max(1, 255 - above)
    bright = small.point([round(max(0, value - above) / span * 255 * strength) for value in range(256)] * 3)
    spilled = bright.filter(ImageFilter.GaussianBlur(max(0.5, radius / scale)))
    return ImageChops.screen(picture, spilled.resize(picture.size, Image.Resampling.BICUBIC))


def set_tone(picture: Image.Image, *, black: Colour = (10, 11, 14), white: Colour = (250, 248, 244)) -> Image.Image:
    """A gentle S-curve between a black and a white that are never quite so: the look of a scanned negative."""
    curve = []
    for low, high in zip(black, white, strict=True):
        for value in range(256):
            share = value / 255
            bent = share * 0.55 + (3 * share**2 - 2 * share**3) * 0.45
            curve.append(round(low + (high - low) * bent))
    return picture.point(curve)


def mute(picture: Image.Image, *, share: float) -> Image.Image:
    """Take this share of the colour away."""
    return Image.blend(picture, ImageOps.grayscale(picture).convert("RGB"), share)


def finish(
    picture: Image.Image,
    frame: Frame,
    *,
    grain: float = 0.05,
    corners: float = 0.32,
    black: Colour = (10, 11, 14),
    white: Colour = (250, 248, 244),
) -> Image.Image:
    """What every picture goes through last: tone, darker corners, and the grain of film."""
    toned = set_tone(picture, black=black, white=white)
    shade = [round(255 * (1 - corners * (value / 255) ** 2.2)) for value in range(256)]
    lens = Image.radial_gradient("L").point(shade)
    toned = darken(toned, lens.resize(frame.size, Image.Resampling.BILINEAR))
    speckle = random_grey(frame.size, chance=frame.chance)
    if min(frame.size) > 600:
        speckle = speckle.filter(ImageFilter.BoxBlur(0.7))
    speckle = speckle.point([round(_MIDDLE_GREY + (value - _MIDDLE_GREY) * grain * 2.2) for value in range(256)])
    return ImageChops.add(toned, Image.merge("RGB", (speckle, speckle, speckle)), 1, -_MIDDLE_GREY)
