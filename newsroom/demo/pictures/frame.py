"""The frame that a scene is drawn into: its size, its chance, and stencils with soft edges."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Width and height in pixels, and the chance that this picture is drawn with."""

    width: int
    height: int
    chance: random.Random

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def unit(self) -> float:
        """A thousandth of the height, in pixels: what lines and things are measured in."""
        return self.height / 1000

    def at(self, x: float, y: float) -> Point:
        """The pixel that lies at these fractions of width and height."""
        return x * self.width, y * self.height

    def spread(self, low: float, high: float) -> float:
        return self.chance.uniform(low, high)


def open_frame(size: tuple[int, int], *, seed: int) -> Frame:
    """A frame whose chance depends on nothing but the seed, so that a demo looks the same everywhere."""
    return Frame(size[0], size[1], random.Random(seed))  # noqa: S311  It draws clouds and guards nothing.


class Stencil:
    """A mask drawn at twice its size in picture pixels, and halved at the end, so that edges are soft."""

    SCALE = 2

    def __init__(self, size: tuple[int, int]) -> None:
        self._sheet = Image.new("L", (size[0] * self.SCALE, size[1] * self.SCALE), 0)
        self._pen = ImageDraw.Draw(self._sheet)

    def polygon(self, points: Iterable[Point], *, value: int = 255) -> None:
        self._pen.polygon([(x * self.SCALE, y * self.SCALE) for x, y in points], fill=value)

    def line(self, points: Iterable[Point], *, width: float, value: int = 255) -> None:
        """A line of this width in picture pixels; below half a pixel it pales instead of thinning."""
        drawn = round(width * self.SCALE)
        paled = value if drawn >= 1 else round(value * max(0.3, width * self.SCALE))
        self._pen.line(
            [(x * self.SCALE, y * self.SCALE) for x, y in points], fill=paled, width=max(1, drawn), joint="curve"
        )

    def ellipse(self, box: Sequence[float], *, value: int = 255) -> None:
        self._pen.ellipse([side * self.SCALE for side in box], fill=value)

    def disc(self, centre: Point, radius: float, *, value: int = 255) -> None:
        x, y = centre
        self.ellipse((x - radius, y - radius, x + radius, y + radius), value=value)

    def box(self, box: Sequence[float], *, value: int = 255) -> None:
        left, top, right, bottom = (side * self.SCALE for side in box)
        if right >= left and bottom >= top:
            self._pen.rectangle((left, top, right, bottom), fill=value)

    def rounded(self, box: Sequence[float], *, radius: float, value: int = 255) -> None:
        left, top, right, bottom = (side * self.SCALE for side in box)
        if right >= left and bottom >= top:
            self._pen.rounded_rectangle((left, top, right, bottom), radius * self.SCALE, fill=value)

    def arc(self, box: Sequence[float], *, start: float, end: float, width: float, value: int = 255) -> None:
        """Part of an ellipse's outline; angles in degrees, clockwise from three o'clock."""
        drawn = max(1, round(width * self.SCALE))
        self._pen.arc([side * self.SCALE for side in box], start, end, fill=value, width=drawn)

    def mask(self) -> Image.Image:
        return self._sheet.reduce(self.SCALE)


def mix(first: Colour, second: Colour, *, share: float) -> Colour:
    """The colour between two; `share` is how much of the second, 0 to 1."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )
