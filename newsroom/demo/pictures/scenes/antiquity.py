"""Roman columns, and a mosaic close to."""

from __future__ import annotations

import itertools
import math

from PIL import Image, ImageChops, ImageDraw

from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, blur, darken, finish
from newsroom.demo.pictures.texture import (
    close_below,
    colour_noise,
    draw_gradient,
    draw_gradient_across,
    draw_noise,
    draw_ridge,
    fade_down,
    limit,
    stress,
)


def draw_ruins(frame: Frame) -> Image.Image:
    """Roman columns in low sun, some broken, hills behind."""
    unit, ground = frame.unit, 0.78
    low: Colour = frame.chance.choice([(236, 196, 148), (222, 202, 180)])
    picture = draw_gradient(frame.size, [(0, (112, 138, 172)), (0.45, (186, 188, 192)), (ground, low), (1, low)])
    clouds = stress(draw_noise(frame, cell=(700, 150), octaves=5), low=110, high=240, most=190)
    picture.paste((240, 226, 212), (0, 0), limit(clouds, by=fade_down(frame.size, [(0, 255), (0.7, 40)])))
    sun = frame.at(frame.spread(0.1, 0.3), 0.52)
    add_glow(picture, sun, radius=900 * unit, colour=(160, 112, 60))
    for layer in range(3):
        hill = Stencil(frame.size)
        hill.polygon(
            close_below(
                frame, draw_ridge(frame, base=ground - 0.1 + 0.04 * layer, height=0.12 - 0.02 * layer, roughness=0.48)
            )
        )
        picture.paste(mix(low, (104, 110, 108), share=0.4 + 0.22 * layer), (0, 0), hill.mask())
    count = max(3, round(frame.width / (210 * unit)))
    pitch = frame.width / count
    broken = [frame.spread(0.12, 0.5) if frame.chance.random() < 0.35 else 1.0 for _ in range(count)]
    broken[0] = broken[1] = 1.0
    _lay_lintel(picture, frame, pitch=pitch, broken=broken, top=0.2)
    for number, share in enumerate(broken):
        _raise_column(
            picture,
            frame,
            x=pitch * (number + 0.5),
            top=ground - (ground - 0.24) * share,
            foot=ground,
            whole=share == 1.0,
        )
    _lay_steps(picture, frame, ground=ground)
    _grow_grass(picture, frame, top=ground + 0.075)
    add_glow(picture, sun, radius=760 * unit, colour=(92, 60, 28), fall=1.6)
    return finish(picture, frame)


def _lay_steps(picture: Image.Image, frame: Frame, *, ground: float) -> None:
    stone = colour_noise(draw_noise(frame, cell=(90, 26), octaves=5), dark=(92, 78, 62), light=(206, 180, 142))
    for step, shift in ((0, 0.0), (1, 0.028), (2, 0.056)):
        picture.paste(
            darken(stone, Image.new("L", frame.size, 240 - 28 * step)).crop(
                (0, 0, frame.width, round(0.03 * frame.height))
            ),
            (0, round((ground + shift) * frame.height)),
        )
        picture.paste(
            (62, 52, 44),
            (
                0,
                round((ground + shift + 0.026) * frame.height),
                frame.width,
                round((ground + shift + 0.029) * frame.height),
            ),
        )


def _lay_lintel(picture: Image.Image, frame: Frame, *, pitch: float, broken: list[float], top: float) -> None:
    block = Stencil(frame.size)
    for number, (one, two) in enumerate(itertools.pairwise(broken)):
        if one == two == 1.0:
            block.box(
                (
                    pitch * (number + 0.28),
                    frame.height * (top - 0.05),
                    pitch * (number + 1.72),
                    frame.height * (top + 0.022),
                )
            )
            block.box(
                (
                    pitch * (number + 0.24),
                    frame.height * (top - 0.062),
                    pitch * (number + 1.76),
                    frame.height * (top - 0.05),
                )
            )
    stone = colour_noise(draw_noise(frame, cell=(70, 40), octaves=5), dark=(110, 92, 72), light=(216, 188, 148))
    picture.paste(stone, (0, 0), block.mask())
    lip = ImageChops.subtract(block.mask(), ImageChops.offset(block.mask(), 0, -round(7 * frame.unit)))
    picture.paste((84, 70, 56), (0, 0), lip)


def _raise_column(picture: Image.Image, frame: Frame, *, x: float, top: float, foot: float, whole: bool) -> None:
    unit, wide = frame.unit, 40 * frame.unit
    box = (
        round(x - wide * 1.5),
        round(top * frame.height - 20 * unit),
        round(x + wide * 1.5),
        round(foot * frame.height),
    )
    size = (box[2] - box[0], box[3] - box[1])
    shaft = Stencil(size)
    middle = size[0] / 2
    head = 20 * unit if whole else 0.0
    ragged = [
        (middle - wide + wide * 2 * step / 6, head + (0 if whole else frame.spread(4, 40) * unit)) for step in range(7)
    ]
    narrow = 0.84 if whole else 0.94
    shaft.polygon(
        [
            *[(middle + (px - middle) * narrow, py) for px, py in ragged],
            (middle + wide, size[1]),
            (middle - wide, size[1]),
        ]
    )
    if whole:
        for row, reach in enumerate((1.32, 1.18, 1.02, 0.92)):
            shaft.box(
                (
                    middle - wide * reach,
                    head - 20 * unit + row * 11 * unit,
                    middle + wide * reach,
                    head - 20 * unit + (row * 11 + 10) * unit,
                )
            )
    shaft.box((middle - wide * 1.28, size[1] - 20 * unit, middle + wide * 1.28, size[1]))
    shaft.box((middle - wide * 1.14, size[1] - 34 * unit, middle + wide * 1.14, size[1] - 18 * unit))
    stone = _cut_stone(frame, size=size, wide=wide, head=head)
    picture.paste(stone, box[:2], shaft.mask())


def _cut_stone(frame: Frame, *, size: tuple[int, int], wide: float, head: float) -> Image.Image:
    """Marble lit from the left, with its flutes and the joints of its drums; `head` is where the capital ends."""
    unit, middle = frame.unit, size[0] / 2
    light = draw_gradient_across(
        size, [(0.12, (246, 214, 166)), (0.36, (222, 188, 144)), (0.68, (122, 102, 86)), (0.9, (84, 76, 72))]
    )
    worn = colour_noise(
        draw_noise(frame, cell=(60, 90), octaves=5, gain=0.62, size=size), dark=(96, 80, 66), light=(240, 212, 170)
    )
    stone = Image.blend(light, worn, 0.34)
    flutes = Image.new("L", size, 255)
    for flute in range(9):
        centre = round(middle - math.cos(math.pi * (flute + 0.5) / 9) * wide * 0.9)
        flutes.paste(
            188,
            (
                centre,
                round(head + 30 * unit),
                centre + max(1, round(3 * unit)),
                max(round(head + 31 * unit), round(size[1] - 36 * unit)),
            ),
        )
    for drum in range(1, 6):
        y = round(size[1] * drum / 6 + frame.spread(-12, 12) * unit)
        flutes.paste(150, (0, y, size[0], y + max(1, round(1.6 * unit))))
    return darken(stone, blur(flutes, radius=1.2 * unit))


def _grow_grass(picture: Image.Image, frame: Frame, *, top: float) -> None:
    line = round(top * frame.height)
    turf = colour_noise(
        draw_noise(frame, cell=(60, 16), octaves=5, gain=0.7, size=(frame.width, frame.height - line)),
        dark=(58, 58, 36),
        light=(172, 154, 98),
    )
    picture.paste(turf, (0, line))
    blades = Stencil(frame.size)
    for _ in range(900):
        x, y = frame.spread(0, 1) * frame.width, frame.height * (top + frame.spread(0.005, 0.22))
        long = frame.spread(10, 40) * frame.unit * (0.5 + (y / frame.height - top) * 5)
        blades.line(
            [(x, y), (x + frame.spread(-0.35, 0.35) * long, y - long)],
            width=1.5 * frame.unit,
            value=frame.chance.randint(60, 190),
        )
    picture.paste((190, 172, 112), (0, 0), blades.mask())


def draw_mosaic(frame: Frame) -> Image.Image:
    """A floor mosaic close to: a braided border, waves, soil still on part of it."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (128, 114, 96)), (1, (104, 92, 78))])
    closeness = frame.spread(0.9, 1.7)
    cell, shift = 15 * unit * closeness, frame.at(frame.spread(0, 1), frame.spread(0, 0.3))
    pen = ImageDraw.Draw(picture)
    for row in range(math.ceil(frame.height / cell) + 1):
        for column in range(math.ceil(frame.width / cell) + 1):
            x, y = column * cell, row * cell
            place = ((x + shift[0]) / frame.height / closeness, (y + shift[1]) / frame.height / closeness)
            colour = _pick_tessera(frame, x=place[0], y=place[1])
            jitter = [frame.spread(-1.4, 1.4) * unit for _ in range(8)]
            side = cell * 0.86
            pen.polygon(
                [
                    (x + jitter[0], y + jitter[1]),
                    (x + side + jitter[2], y + jitter[3]),
                    (x + side + jitter[4], y + side + jitter[5]),
                    (x + jitter[6], y + side + jitter[7]),
                ],
                fill=mix(colour, (70, 60, 50), share=frame.spread(0, 0.3)),
            )
    dirt = draw_noise(frame, cell=(420, 300), octaves=6, gain=0.62)
    soil = colour_noise(draw_noise(frame, cell=(30, 30), octaves=3), dark=(72, 58, 44), light=(146, 124, 96))
    picture.paste(soil, (0, 0), stress(dirt, low=150, high=205, most=245))
    light = draw_gradient_across(frame.size, [(0, (255, 244, 226)), (0.5, (226, 214, 198)), (1, (128, 126, 130))])
    picture = ImageChops.multiply(blur(picture, radius=0.8 * unit), light)
    return finish(picture, frame)


def _pick_tessera(frame: Frame, *, x: float, y: float) -> Colour:
    """The colour of the design at a place in parts of the height: border, braid, field of waves."""
    cream, ochre, red, blue, dark = (214, 200, 172), (186, 146, 88), (146, 72, 54), (64, 84, 108), (52, 48, 48)
    if y < 0.16 or y > 0.84:
        edge = min(abs(y - 0.16), abs(y - 0.84))
        return dark if edge < 0.018 else (cream if edge < 0.05 else ochre if frame.chance.random() < 0.2 else cream)
    if y < 0.4:
        strand = math.sin(x * 18) * 0.06
        for phase, colour in ((1, red), (-1, blue)):
            gap = abs(y - 0.28 - phase * strand)
            if gap < 0.05:
                return dark if gap > 0.036 else (cream if gap < 0.01 else colour)
        return dark if y < 0.185 or y > 0.378 else ochre
    if y < 0.43:
        return dark
    swell = math.sin(x * 9 + y * 22) + 0.6 * math.sin(x * 4.3 - y * 31)
    if swell > 0.95:
        return blue
    if swell > 0.72:
        return dark if frame.chance.random() < 0.7 else blue
    return cream if frame.chance.random() < 0.93 else ochre
