"""A photo that nobody took: clouds of every size, edges, a gradient and a sensor's grain, the same on every machine."""

import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SEED = 7


def write_photo(path: Path, *, width: int = 6000, height: int = 4000) -> Path:
    """Write the photo as cameras do: JPEG at quality 92, half the colour resolution; 24 megapixels come to 8 MB."""
    chance = random.Random(SEED)  # noqa: S311  It has to be the same, not secret.
    size = width, height
    light = _clouds(chance, size=size, octaves=11, contrast=0.45, decay=0.85)
    slope = Image.linear_gradient("L").resize(size)
    bands = [
        ImageChops.blend(
            ImageChops.add(light, _clouds(chance, size=size, octaves=6, contrast=0.3, decay=0.6), 1, -128), slope, 0.25
        )
        for _band in "RGB"
    ]
    scene = Image.merge("RGB", bands)
    sharp = Image.blend(scene, _with_shapes(scene, chance=chance), 0.6)
    # No lens is as sharp as a sensor, and the sensor adds its grain to what it sees.
    seen = sharp.filter(ImageFilter.GaussianBlur(1))
    grain = Image.frombytes("L", (997, 991), chance.randbytes(997 * 991)).point(lambda value: 128 + (value - 128) // 14)
    _add_grain(seen, grain=grain)
    seen.save(path, "JPEG", quality=92, subsampling="4:2:0")
    return path


def _clouds(
    chance: random.Random, *, size: tuple[int, int], octaves: int, contrast: float, decay: float
) -> Image.Image:
    """Noise of every scale, each finer one a little fainter, as in most of what cameras see."""
    clouds = Image.new("L", size, 128)
    for octave in range(octaves):
        width = min(size[0], 4 * 2**octave)
        height = max(2, width * size[1] // size[0])
        strength = contrast * decay**octave
        faint = [min(255, max(0, round(128 + (value - 127.5) * strength))) for value in range(256)]
        layer = Image.frombytes("L", (width, height), chance.randbytes(width * height)).point(faint)
        clouds = ImageChops.add(clouds, layer.resize(size, Image.Resampling.BICUBIC), 1, -128)
    return clouds


def _with_shapes(scene: Image.Image, *, chance: random.Random) -> Image.Image:
    drawn = scene.copy()
    draw = ImageDraw.Draw(drawn)
    width, height = scene.size
    for number in range(60):
        x, y, reach = chance.randrange(width), chance.randrange(height), chance.randrange(width // 100, width // 12)
        colour = tuple(chance.randrange(256) for _band in "RGB")
        corners = [(x + chance.randint(-reach, reach), y + chance.randint(-reach, reach)) for _corner in range(5)]
        if number % 3 == 0:
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)
        elif number % 3 == 1:
            draw.polygon(corners, fill=colour)
        else:
            draw.line(corners[:2], fill=colour, width=max(1, width * chance.randrange(2, 30) // 6000))
    return drawn


def _add_grain(picture: Image.Image, *, grain: Image.Image) -> None:
    for left in range(0, picture.width, grain.width):
        for top in range(0, picture.height, grain.height):
            box = left, top, min(picture.width, left + grain.width), min(picture.height, top + grain.height)
            part = grain.crop((0, 0, box[2] - left, box[3] - top))
            picture.paste(ImageChops.add(picture.crop(box), Image.merge("RGB", [part] * 3), 1, -128), box)
