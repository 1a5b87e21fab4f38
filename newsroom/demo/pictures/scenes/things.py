"""Close to: glassware and books."""

from __future__ import annotations

import itertools
import math

from PIL import Image, ImageChops, ImageOps

from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, bloom, blur, darken, finish
from newsroom.demo.pictures.texture import (
    colour_noise,
    draw_gradient,
    draw_gradient_across,
    draw_noise,
    fade_down,
    limit,
)

# Half width and height of a vessel from its rim down, in parts of its height.
_PROFILES = {
    "flask": [
        (0.11, 1.0), (0.085, 0.97), (0.085, 0.66), (0.1, 0.6), (0.31, 0.1), (0.33, 0.05), (0.31, 0.015), (0.27, 0),
    ],
    "beaker": [(0.31, 0.8), (0.28, 0.77), (0.28, 0.05), (0.265, 0.015), (0.24, 0.0)],
    "tubes": [(0.085, 0.95), (0.07, 0.93), (0.07, 0.1), (0.062, 0.05), (0.04, 0.012), (0.01, 0.0)],
    "round": [
        (0.1, 1.0), (0.08, 0.97), (0.08, 0.66),
        *((0.31 * math.cos(math.radians(a)), 0.31 + 0.31 * math.sin(math.radians(a))) for a in range(70, -76, -8)),
    ],
}  # fmt: skip


def draw_laboratory(frame: Frame) -> Image.Image:
    """Flasks and beakers on a bench, lit from behind, the room out of focus."""
    unit = frame.unit
    tone = frame.chance.choice([(150, 170, 178), (164, 170, 166), (140, 160, 184)])
    picture = draw_gradient(
        frame.size,
        [
            (0, mix(tone, (22, 32, 44), share=0.68)),
            (0.5, mix(tone, (244, 246, 246), share=0.45)),
            (0.74, mix(tone, (60, 72, 84), share=0.35)),
            (1, mix(tone, (30, 36, 42), share=0.55)),
        ],
    )
    for _ in range(10):
        shelf = Stencil(frame.size)
        x, y = frame.at(frame.chance.random(), frame.spread(0.02, 0.6))
        shelf.box(
            (x, y, x + frame.spread(40, 300) * unit, y + frame.spread(30, 160) * unit),
            value=frame.chance.randint(40, 130),
        )
        picture.paste(
            mix(tone, frame.chance.choice([(40, 52, 62), (240, 242, 240), (96, 120, 130)]), share=0.7),
            (0, 0),
            shelf.mask(),
        )
    picture = blur(picture, radius=34 * unit)
    bench = round(0.84 * frame.height)
    add_glow(picture, frame.at(frame.spread(0.3, 0.7), 0.36), radius=620 * unit, colour=(120, 124, 120))
    liquids: list[Colour] = [(96, 138, 166), (190, 154, 92), (126, 158, 138), (168, 116, 112), (206, 202, 188)]
    frame.chance.shuffle(liquids)
    count = max(2, round(frame.width / (430 * unit)))
    for number in range(count):
        x = frame.width * (number + 0.5) / count + frame.spread(-70, 70) * unit
        kind = ("flask", "beaker", "tubes", "round")[(number + frame.chance.randint(0, 1)) % 4]
        _fill_glass(picture, frame, x=x, foot=bench - 4 * unit, kind=kind, liquid=liquids[number % 5])
    depth = frame.height - bench
    image = ImageOps.flip(picture.crop((0, bench - depth, frame.width, bench)))
    table = Image.blend(
        blur(image, radius=7 * unit), Image.new("RGB", image.size, mix(tone, (226, 230, 230), share=0.2)), 0.5
    )
    table = darken(table, fade_down(table.size, [(0, 250), (1, 130)]))
    picture.paste(table, (0, bench))
    return finish(bloom(picture, radius=12 * unit, above=210, strength=0.45), frame)


def _fill_glass(picture: Image.Image, frame: Frame, *, x: float, foot: float, kind: str, liquid: Colour) -> None:
    if kind == "tubes":
        for tube in range(-1, 2):
            place = x + tube * 92 * frame.unit
            _pour(
                picture, frame, x=place, foot=foot, tall=frame.spread(470, 500) * frame.unit, kind=kind, liquid=liquid
            )
        return
    _pour(picture, frame, x=x, foot=foot, tall=frame.spread(500, 680) * frame.unit, kind=kind, liquid=liquid)


def _pour(picture: Image.Image, frame: Frame, *, x: float, foot: float, tall: float, kind: str, liquid: Colour) -> None:
    """One vessel, worked on in the part of the picture that it covers."""
    unit = frame.unit
    box = (round(x - tall * 0.4), round(foot - tall * 1.05), round(x + tall * 0.4), round(foot + 4 * unit))
    behind = picture.crop(box)
    size, middle, base = behind.size, x - box[0], foot - box[1]
    left = [(middle - wide * tall, base - high * tall) for wide, high in _PROFILES[kind]]
    outline = [*left, *[(2 * middle - px, py) for px, py in reversed(left)]]
    body, surface = Stencil(size), Stencil(size)
    body.polygon(outline)
    inside = body.mask()
    level = base - tall * frame.spread(0.2, 0.42)
    surface.box((0, level, size[0], size[1]))
    wide = _half_width(left, middle=middle, y=level)
    surface.ellipse((middle - wide, level - wide * 0.09, middle + wide, level + wide * 0.09))
    lit = draw_gradient(
        size, [(0.4, mix(liquid, (252, 252, 248), share=0.5)), (1, mix(liquid, (30, 34, 40), share=0.1))]
    )
    # Glass turns what is behind it upside down and bends it: the room seen through the liquid is flipped.
    through = ImageOps.mirror(ImageOps.flip(behind))
    behind.paste(Image.blend(ImageChops.multiply(through, lit), lit, 0.34), (0, 0), limit(inside, by=surface.mask()))
    behind.paste((240, 246, 248), (0, 0), inside.point([value * 26 // 255 for value in range(256)]))
    core = blur(inside, radius=8 * unit).point([min(255, max(0, value * 2 - 255)) for value in range(256)])
    wall = limit(inside, by=ImageOps.invert(core))
    behind.paste((58, 72, 84), (0, 0), wall.point([value * 120 // 255 for value in range(256)]))
    _shine(behind, frame, left=left, middle=middle, inside=inside, level=(level, wide))
    picture.paste(behind, box[:2])


def _half_width(left: list[tuple[float, float]], *, middle: float, y: float) -> float:
    """How far the vessel's wall is from its axis at this height."""
    for (x1, y1), (x2, y2) in itertools.pairwise(left):
        if y1 <= y <= y2:
            return middle - (x1 + (x2 - x1) * (y - y1) / max(1e-6, y2 - y1))
    return 0.0


def _shine(
    glass: Image.Image,
    frame: Frame,
    *,
    left: list[tuple[float, float]],
    middle: float,
    inside: Image.Image,
    level: tuple[float, float],
) -> None:
    """The rim, the meniscus, and the window mirrored along the left wall."""
    unit = frame.unit
    rim, streak = Stencil(glass.size), Stencil(glass.size)
    wide, top = middle - left[0][0], left[0][1]
    rim.arc(
        (middle - wide, top - wide * 0.14, middle + wide, top + wide * 0.14),
        start=0,
        end=360,
        width=2 * unit,
        value=210,
    )
    y, across = level
    rim.arc(
        (middle - across, y - across * 0.09, middle + across, y + across * 0.09),
        start=0,
        end=360,
        width=1.5 * unit,
        value=130,
    )
    streak.line([(px + 12 * unit, py) for px, py in left[1:-2]], width=4.5 * unit, value=200)
    streak.line([(2 * middle - px - 15 * unit, py) for px, py in left[1:-2]], width=2.4 * unit, value=110)
    glass.paste((244, 248, 250), (0, 0), rim.mask())
    glass.paste((252, 253, 253), (0, 0), limit(blur(streak.mask(), radius=2 * unit), by=inside))


def draw_books(frame: Frame) -> Image.Image:
    """Old bindings on dark shelves, in lamp light."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (30, 22, 17)), (1, (22, 16, 13))])
    shelves = 4
    high = frame.height / shelves
    for shelf in range(-1, shelves):
        _fill_shelf(picture, frame, foot=round((shelf + 1) * high + high * 0.22), high=high)
    lamp = frame.at(frame.spread(0.25, 0.6), frame.spread(0.25, 0.45))
    light = Image.new("RGB", frame.size, (112, 108, 104))
    add_glow(light, lamp, radius=1300 * unit, colour=(252, 238, 214), fall=0.7)
    picture = ImageChops.multiply(picture, light)
    add_glow(picture, lamp, radius=560 * unit, colour=(96, 70, 38), fall=1.5)
    # The shelves run away to the right, where the lens no longer holds them.
    far = fade_down((frame.height, frame.width), [(0.5, 0), (1, 255)]).transpose(Image.Transpose.TRANSPOSE)
    picture.paste(blur(picture, radius=7 * unit), (0, 0), far)
    return finish(picture, frame, corners=0.36)


def _fill_shelf(picture: Image.Image, frame: Frame, *, foot: int, high: float) -> None:
    unit, chance = frame.unit, frame.chance
    leathers: list[Colour] = [
        (120, 74, 46),
        (92, 48, 38),
        (68, 74, 62),
        (138, 112, 74),
        (58, 62, 78),
        (150, 132, 102),
        (76, 52, 42),
        (104, 34, 34),
    ]
    x = frame.spread(-30, 0) * unit
    board = round(high * 0.09)
    while x < frame.width:
        leather = chance.choice(leathers)
        tall, volumes = frame.spread(0.58, 0.8) * high, chance.choice([1, 1, 2, 3, 5])
        wide = max(3, round(frame.spread(20, 52) * unit))
        for _ in range(volumes):
            _bind_book(
                picture,
                frame,
                box=(round(x), round(foot - board - tall), wide, round(tall)),
                leather=mix(leather, (30, 22, 18), share=frame.spread(0, 0.25)),
            )
            x += wide + max(1, round(unit))
        if chance.random() < 0.05:
            x += frame.spread(20, 70) * unit
    plank = draw_gradient((frame.width, board), [(0, (122, 88, 58)), (0.2, (92, 64, 42)), (1, (40, 28, 20))])
    grain = colour_noise(
        draw_noise(frame, cell=(500, 8), octaves=3, size=plank.size), dark=(48, 32, 22), light=(126, 92, 62)
    )
    picture.paste(Image.blend(plank, grain, 0.35), (0, foot - board))
    picture.paste(draw_gradient((frame.width, round(26 * unit) + 1), [(0, (6, 5, 4)), (1, (24, 18, 14))]), (0, foot))


def _bind_book(picture: Image.Image, frame: Frame, *, box: tuple[int, int, int, int], leather: Colour) -> None:
    left, top, wide, tall = box
    if tall < 2:
        return
    spine = draw_gradient_across(
        (wide, tall),
        [
            (0, mix(leather, (0, 0, 0), share=0.55)),
            (0.35, mix(leather, (255, 240, 214), share=0.16)),
            (0.7, leather),
            (1, mix(leather, (0, 0, 0), share=0.6)),
        ],
    )
    worn = colour_noise(
        draw_noise(frame, cell=(24, 90), octaves=3, size=(wide, tall)),
        dark=mix(leather, (0, 0, 0), share=0.4),
        light=mix(leather, (230, 206, 170), share=0.3),
    )
    spine = Image.blend(spine, worn, 0.22)
    for band in (0.1, 0.27, 0.5, 0.73, 0.9):
        y = round(tall * band)
        spine.paste(
            mix(leather, (206, 170, 104), share=0.34 if frame.chance.random() < 0.8 else 0.1),
            (1, y, wide - 1, y + max(1, round(2 * frame.unit))),
        )
        spine.paste(
            mix(leather, (0, 0, 0), share=0.5),
            (1, y + max(1, round(3 * frame.unit)), wide - 1, y + max(2, round(5 * frame.unit))),
        )
    if frame.chance.random() < 0.4:
        spine.paste(
            mix(leather, (206, 190, 160), share=0.42),
            (round(wide * 0.2), round(tall * 0.32), round(wide * 0.8), round(tall * 0.44)),
        )
    picture.paste(spine, (left, top))
