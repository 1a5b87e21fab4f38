"""Noise with a seed: clouds, ground, ridge lines. Pillow's own noise has none, and a demo should not change."""

from __future__ import annotations

import itertools
import random

from PIL import Image, ImageChops, ImageOps

from newsroom.demo.pictures.frame import Colour, Frame, Point

_COARSE = 3


def draw_noise(
    frame: Frame,
    *,
    cell: tuple[float, float],
    octaves: int = 4,
    gain: float = 0.55,
    size: tuple[int, int] | None = None,
) -> Image.Image:
    """Fractal noise in grey, stretched from black to white; `cell` is the largest speck in units of the frame.

    Drawn at a third of the size when its specks allow, for speed.
    """
    width, height = size or frame.size
    wide, high = cell[0] * frame.unit, cell[1] * frame.unit
    coarse = _COARSE if min(wide, high) / 2 ** (octaves - 1) > _COARSE else 1
    sheet = (max(2, width // coarse), max(2, height // coarse))
    total, weight, whole = None, 1.0, 0.0
    for octave in range(octaves):
        columns = max(2, min(sheet[0], round(width / wide * 2**octave) + 1))
        rows = max(2, min(sheet[1], round(height / high * 2**octave) + 1))
        layer = random_grey((columns, rows), chance=frame.chance).resize(sheet, Image.Resampling.BICUBIC)
        whole += weight
        total = layer if total is None else Image.blend(total, layer, weight / whole)
        weight *= gain
    assert total is not None, "at least one octave"  # noqa: S101  For the type checker.
    return ImageOps.autocontrast(total, cutoff=1).resize((width, height), Image.Resampling.BILINEAR)


def random_grey(size: tuple[int, int], *, chance: random.Random) -> Image.Image:
    """Every pixel by chance."""
    return Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))


def colour_noise(noise: Image.Image, *, dark: Colour, light: Colour, middle: Colour | None = None) -> Image.Image:
    """Noise in grey, turned into a surface of these colours."""
    return ImageOps.colorize(noise, dark, light, mid=middle)


def stress(noise: Image.Image, *, low: int, high: int, most: int = 255) -> Image.Image:
    """Keep what lies above `low`, rising to `most` at `high`: clouds out of noise."""
    span = max(1, high - low)
    return noise.point([max(0, min(most, (value - low) * most // span)) for value in range(256)])


def fade_down(size: tuple[int, int], stops: list[tuple[float, int]]) -> Image.Image:
    """A grey that changes from top to bottom: pairs of height (0 to 1) and value."""
    column = Image.new("L", (1, 256))
    column.putdata([round(_between(stops, row / 255)) for row in range(256)])
    return column.resize(size, Image.Resampling.BICUBIC)


def fade_across(size: tuple[int, int], stops: list[tuple[float, int]]) -> Image.Image:
    """A grey that changes from left to right."""
    return fade_down((size[1], size[0]), stops).transpose(Image.Transpose.TRANSPOSE)


def _between(stops: list[tuple[float, int]], place: float) -> float:
    last_place, last_value = stops[0]
    if place <= last_place:
        return last_value
    for next_place, next_value in stops[1:]:
        if place <= next_place:
            share = (place - last_place) / max(1e-6, next_place - last_place)
            return last_value + (next_value - last_value) * share
        last_place, last_value = next_place, next_value
    return last_value


def draw_gradient(size: tuple[int, int], stops: list[tuple[float, Colour]]) -> Image.Image:
    """Colours from top to bottom: pairs of height (0 to 1) and colour."""
    bands = [fade_down(size, [(place, colour[band]) for place, colour in stops]) for band in range(3)]
    return Image.merge("RGB", bands)


def draw_gradient_across(size: tuple[int, int], stops: list[tuple[float, Colour]]) -> Image.Image:
    """Colours from left to right."""
    return draw_gradient((size[1], size[0]), stops).transpose(Image.Transpose.TRANSPOSE)


def limit(mask: Image.Image, *, by: Image.Image) -> Image.Image:
    """What both masks let through."""
    return ImageChops.multiply(mask, by)


def draw_ridge(frame: Frame, *, base: float, height: float, roughness: float = 0.52, steps: int = 8) -> list[Point]:
    """A mountain's outline from left to right by displaced midpoints; `base` and `height` as fractions of the frame."""
    heights = [frame.spread(-0.5, 0.5), frame.spread(-0.5, 0.5)]
    reach = 1.0
    for _ in range(steps):
        finer = []
        for left, right in itertools.pairwise(heights):
            finer += [left, (left + right) / 2 + frame.spread(-reach, reach) / 2]
        heights = [*finer, heights[-1]]
        reach *= roughness
    last = len(heights) - 1
    return [frame.at(number / last, base - value * height) for number, value in enumerate(heights)]


def close_below(frame: Frame, outline: list[Point]) -> list[Point]:
    """The outline, closed along the lower edge of the frame."""
    return [*outline, (frame.width, frame.height), (0, frame.height)]
