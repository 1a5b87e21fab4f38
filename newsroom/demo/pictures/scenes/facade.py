"""A public building with columns and flags."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageOps

from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import bloom, blur, darken, finish
from newsroom.demo.pictures.texture import (
    colour_noise,
    draw_gradient,
    draw_gradient_across,
    draw_noise,
    limit,
)


def draw_facade(frame: Frame) -> Image.Image:
    """A public building at the blue hour: columns lit from below, flags before them."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (104, 92, 80)), (0.75, (186, 158, 122)), (1, (150, 124, 96))])
    stone = colour_noise(draw_noise(frame, cell=(120, 90), octaves=5), dark=(90, 80, 70), light=(206, 184, 150))
    picture = Image.blend(picture, stone, 0.22)
    _pierce_wall(picture, frame)
    shade = Stencil(frame.size)
    pitch = frame.height * 0.3
    x = frame.spread(-0.5, 0.1) * pitch
    while x < frame.width + pitch:
        _set_column(picture, frame, x=x, wide=pitch * 0.36)
        shade.polygon(
            [
                (x + pitch * 0.2, 0),
                (x + pitch * 0.34, 0),
                (x + pitch * 0.28, frame.height),
                (x + pitch * 0.19, frame.height),
            ]
        )
        x += pitch
    soft = ImageOps.invert(blur(shade.mask().point([value // 3 for value in range(256)]), radius=18 * unit))
    picture = darken(picture, soft)
    _lay_beam(picture, frame)
    for flag in range(frame.chance.choice([3, 4, 5])):
        _fly_flag(picture, frame, x=frame.width * (0.1 + 0.21 * flag) + frame.spread(-30, 30) * unit, number=flag)
    dusk = draw_gradient(frame.size, [(0, (150, 162, 196)), (0.5, (236, 226, 222)), (1, (255, 250, 240))])
    picture = ImageChops.multiply(picture, dusk)
    return finish(bloom(picture, radius=16 * unit, above=190, strength=0.4), frame)


def _pierce_wall(picture: Image.Image, frame: Frame) -> None:
    """Tall windows in the wall behind, some with a lamp on."""
    unit, pitch = frame.unit, frame.height * 0.3
    lit, dark = Stencil(frame.size), Stencil(frame.size)
    x = -pitch
    while x < frame.width + pitch:
        for top, bottom in ((0.24, 0.46), (0.54, 0.86)):
            stencil = lit if frame.chance.random() < 0.55 else dark
            stencil.box((x, top * frame.height, x + pitch * 0.3, bottom * frame.height))
        x += pitch * 0.5
    picture.paste((58, 52, 50), (0, 0), dark.mask())
    picture.paste((240, 206, 150), (0, 0), lit.mask())
    bars = Stencil(frame.size)
    for top, bottom in ((0.24, 0.46), (0.54, 0.86)):
        for bar in range(1, 4):
            y = (top + (bottom - top) * bar / 4) * frame.height
            bars.line([(0, y), (frame.width, y)], width=2 * unit)
    picture.paste((84, 70, 58), (0, 0), limit(bars.mask(), by=lit.mask()))


def _set_column(picture: Image.Image, frame: Frame, *, x: float, wide: float) -> None:
    box = (round(x - wide / 2), round(0.1 * frame.height), round(x + wide / 2), round(0.93 * frame.height))
    size = (box[2] - box[0], box[3] - box[1])
    round_stone = draw_gradient_across(
        size, [(0, (112, 94, 76)), (0.24, (232, 206, 168)), (0.5, (204, 176, 138)), (1, (60, 52, 48))]
    )
    flutes = Image.new("L", size, 255)
    for flute in range(13):
        centre = size[0] / 2 - math.cos(math.pi * (flute + 0.5) / 13) * size[0] / 2
        flutes.paste(196, (round(centre), 0, round(centre) + max(1, round(2.4 * frame.unit)), size[1]))
    stone = darken(round_stone, blur(flutes, radius=1.6 * frame.unit))
    lit = draw_gradient(size, [(0, (150, 142, 146)), (0.7, (232, 226, 220)), (1, (255, 252, 246))])
    picture.paste(ImageChops.multiply(stone, lit), box[:2])
    for top, high, more in ((0.075, 0.03, 0.16), (0.1, 0.014, 0.07), (0.92, 0.02, 0.12), (0.938, 0.03, 0.2)):
        slab = (
            round(x - wide * (0.5 + more)),
            round(top * frame.height),
            round(x + wide * (0.5 + more)),
            round((top + high) * frame.height),
        )
        size = (slab[2] - slab[0], max(1, slab[3] - slab[1]))
        picture.paste(
            draw_gradient_across(size, [(0, (150, 128, 102)), (0.3, (220, 194, 156)), (1, (80, 68, 60))]), slab[:2]
        )


def _lay_beam(picture: Image.Image, frame: Frame) -> None:
    height = frame.height
    for top, bottom, colour in (
        (0, 0.045, (150, 130, 106)),
        (0.045, 0.052, (84, 72, 62)),
        (0.052, 0.075, (176, 152, 122)),
        (0.965, 0.975, (96, 84, 72)),
        (0.975, 1, (168, 146, 120)),
    ):
        picture.paste(colour, (0, round(top * height), frame.width, round(bottom * height)))


def _fly_flag(picture: Image.Image, frame: Frame, *, x: float, number: int) -> None:
    """A flag on a pole, out of focus a little; every third one is the Bulgarian tricolour."""
    unit, top = frame.unit, frame.height * frame.spread(0.2, 0.26)
    pole, wide, high = Stencil(frame.size), 190 * unit, 128 * unit
    pole.line([(x, top - 14 * unit), (x, frame.height)], width=6 * unit)
    picture.paste((176, 172, 168), (0, 0), pole.mask())
    tricolour: list[Colour] = [(226, 222, 214), (38, 108, 82), (176, 52, 50)]
    plain: list[list[Colour]] = [
        [(38, 62, 122)] * 3,
        [(196, 188, 172), (70, 92, 138), (70, 92, 138)],
        [(54, 92, 84), (54, 92, 84), (190, 168, 112)],
        [(132, 52, 54), (206, 198, 186), (132, 52, 54)],
    ]
    bands = tricolour if number % 3 == 2 else plain[(number + round(x)) % 4]
    phase = frame.spread(0, 6)
    steps = 28
    for step in range(steps):
        share = step / steps
        sway = math.sin(share * 7 + phase) * 11 * unit * share
        sag = share**1.5 * 62 * unit
        light = 0.5 + 0.5 * math.cos(share * 7 + phase)
        left, right = x + share * wide * 0.82, x + (step + 1.2) / steps * wide * 0.82
        for band, colour in enumerate(bands):
            upper, lower = top + sway + sag + high * band / 3, top + sway + sag + high * (band + 1) / 3
            shaded = mix(colour, (20, 20, 26), share=0.42 * (1 - light))
            picture.paste(shaded, (round(left), round(upper), round(right), round(lower)))
    box = (
        max(0, round(x - 8 * unit)),
        max(0, round(top - 30 * unit)),
        min(frame.width, round(x + wide)),
        min(frame.height, round(top + high * 2)),
    )
    if box[2] > box[0]:
        picture.paste(blur(picture.crop(box), radius=1.6 * unit), box[:2])
