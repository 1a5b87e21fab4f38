"""The Danube: a bridge in mist, a bridge being built, barges at low water."""

from __future__ import annotations

import itertools
import math

from PIL import Image, ImageChops

from newsroom.demo.pictures.frame import Frame, Point, Stencil, mix
from newsroom.demo.pictures.light import add_glow, blur, finish
from newsroom.demo.pictures.scenes.water import cast_reflection, mirror_water
from newsroom.demo.pictures.texture import (
    close_below,
    colour_noise,
    draw_gradient,
    draw_noise,
    draw_ridge,
    fade_down,
    limit,
    stress,
)


def _open_river(frame: Frame, *, shore: float) -> Image.Image:
    """A grey morning sky and the far bank, with a wood of poplars on it."""
    tone = frame.chance.choice([(206, 204, 198), (216, 202, 186), (194, 202, 208)])
    picture = draw_gradient(
        frame.size,
        [(0, (132, 148, 164)), (shore * 0.7, mix(tone, (168, 176, 184), share=0.4)), (shore, tone), (1, tone)],
    )
    clouds = stress(draw_noise(frame, cell=(620, 170), octaves=5), low=100, high=245, most=170)
    picture.paste((228, 224, 218), (0, 0), limit(clouds, by=fade_down(frame.size, [(0, 255), (shore, 90)])))
    line = shore * frame.height
    above_water = [(0, 255), (shore, 255), (shore + 0.004, 0), (1, 0)]
    for depth, colour in ((0, mix(tone, (104, 118, 122), share=0.5)), (1, mix(tone, (66, 80, 80), share=0.72))):
        bank = Stencil(frame.size)
        crowns = 130 - 30 * depth
        bank.box((0, line - (10 - depth * 4) * frame.unit, frame.width, line + 2))
        for number in range(crowns):
            x = (number + frame.spread(-0.8, 0.8)) / crowns * frame.width
            swell = 0.6 + 0.4 * math.sin(x / frame.width * 9 + depth * 2)
            tall = frame.spread(10, 34 - depth * 8) * swell * frame.unit
            bank.ellipse((x - tall * 0.55, line - tall * 1.5, x + tall * 0.55, line + tall * 0.4))
        picture.paste(colour, (0, 0), limit(bank.mask(), by=fade_down(frame.size, above_water)))
    return picture


def draw_bridge(frame: Frame) -> Image.Image:
    """A long truss bridge over the Danube, going away into the mist."""
    shore, unit = 0.62, frame.unit
    picture = _open_river(frame, shore=shore)
    stencil = Stencil(frame.size)
    count, far_x = 11, frame.width * 0.86
    places = []
    for number in range(count + 1):
        nearness = (1 - number / count) ** 2.1
        x = far_x - (far_x + 260 * unit) * nearness
        places.append((x, (shore - 0.045 - 0.34 * nearness) * frame.height, (8 + 104 * nearness) * unit, nearness))
    for (x1, deck1, high1, near1), (x2, deck2, high2, _) in itertools.pairwise(places):
        _span_truss(stencil, (x1, deck1, high1), (x2, deck2, high2), weight=(1 + 7 * near1) * unit)
        foot = shore * frame.height + (4 + 120 * near1) * unit
        wide = (4 + 34 * near1) * unit
        stencil.polygon([(x1 - wide * 0.7, deck1), (x1 + wide * 0.7, deck1), (x1 + wide, foot), (x1 - wide, foot)])
    mask = stencil.mask()
    picture_steel = draw_gradient(frame.size, [(0, (40, 48, 54)), (1, (62, 70, 74))])
    haze = Image.composite(Image.new("RGB", frame.size, (172, 176, 176)), picture_steel, _haze_across(frame))
    mirrored = picture.copy()
    mirrored.paste(haze, (0, 0), mask)
    mirror_water(mirrored, frame, shore=shore, tint=(104, 116, 116))
    mirrored.paste(haze, (0, 0), mask)
    mist = limit(
        stress(draw_noise(frame, cell=(800, 60)), low=60, high=255, most=190),
        by=fade_down(frame.size, [(shore - 0.1, 0), (shore + 0.01, 230), (shore + 0.1, 0)]),
    )
    mirrored.paste((206, 206, 202), (0, 0), mist)
    return finish(mirrored, frame)


def _haze_across(frame: Frame) -> Image.Image:
    return fade_down((frame.height, frame.width), [(0, 0), (0.35, 70), (0.86, 235), (1, 240)]).transpose(
        Image.Transpose.TRANSPOSE
    )


def _span_truss(
    stencil: Stencil, start: tuple[float, float, float], end: tuple[float, float, float], *, weight: float
) -> None:
    (x1, deck1, high1), (x2, deck2, high2) = start, end
    stencil.line([(x1, deck1), (x2, deck2)], width=weight * 2)
    stencil.line([(x1, deck1 - high1), (x2, deck2 - high2)], width=weight * 1.2)
    panels = 6
    for panel in range(panels):
        low, high = panel / panels, (panel + 1) / panels
        a = (x1 + (x2 - x1) * low, deck1 + (deck2 - deck1) * low)
        b = (x1 + (x2 - x1) * high, deck1 + (deck2 - deck1) * high)
        top_a = a[1] - (high1 + (high2 - high1) * low)
        top_b = b[1] - (high1 + (high2 - high1) * high)
        stencil.line([(a[0], a[1]), (a[0], top_a)], width=weight * 0.7)
        stencil.line([a, (b[0], top_b)] if panel % 2 else [(a[0], top_a), b], width=weight * 0.7)


def draw_piling(frame: Frame) -> Image.Image:
    """A bridge being built: bare piers in the river, a pontoon, and a rig that drives piles."""
    shore, unit = 0.6, frame.unit
    picture = _open_river(frame, shore=shore)
    mirror_water(picture, frame, shore=shore, tint=(112, 114, 104))
    for number in range(5, -1, -1):
        _found_pier(picture, frame, number=number, shore=shore)
    stencil = Stencil(frame.size)
    place = frame.at(frame.spread(0.26, 0.36), shore + 0.05)
    _moor_rig(stencil, frame, at=place)
    mask = stencil.mask()
    cast_reflection(picture, frame, mask=mask, line=place[1] + 10 * unit, tint=(66, 70, 70))
    picture.paste((54, 58, 60), (0, 0), mask)
    add_glow(picture, frame.at(0.75, 0.3), radius=800 * unit, colour=(60, 50, 36))
    return finish(picture, frame)


def _found_pier(picture: Image.Image, frame: Frame, *, number: int, shore: float) -> None:
    unit, share, stencil = frame.unit, number / 5, Stencil(frame.size)
    x = frame.width * (0.97 - 0.52 * share**0.7)
    wide, tall = (36 - 27 * share) * unit, (210 - 165 * share) * unit
    foot = shore * frame.height + (60 - 56 * share) * unit
    stencil.polygon([(x - wide * 0.8, foot - tall), (x + wide * 0.8, foot - tall), (x + wide, foot), (x - wide, foot)])
    stencil.box((x - wide * 1.7, foot - tall - wide * 0.7, x + wide * 1.7, foot - tall))
    for bar in range(5):
        rod = x + (bar - 2) * wide * 0.6
        stencil.line([(rod, foot - tall - wide * 0.6), (rod, foot - tall - wide * 1.8)], width=1.3 * unit, value=230)
    mask = stencil.mask()
    colour = mix((62, 66, 68), (172, 176, 174), share=share * 0.7)
    cast_reflection(picture, frame, mask=mask, line=foot, tint=colour)
    picture.paste(colour, (0, 0), mask)


def _moor_rig(stencil: Stencil, frame: Frame, *, at: Point) -> None:
    x, y = at
    unit = frame.unit
    stencil.polygon(
        [
            (x - 250 * unit, y - 22 * unit),
            (x + 250 * unit, y - 22 * unit),
            (x + 232 * unit, y + 10 * unit),
            (x - 232 * unit, y + 10 * unit),
        ]
    )
    stencil.box((x - 150 * unit, y - 78 * unit, x - 60 * unit, y - 22 * unit))
    stencil.box((x - 164 * unit, y - 34 * unit, x - 30 * unit, y - 20 * unit))
    mast = x + 70 * unit
    for rail in (-9, 9):
        stencil.line([(mast + rail * unit, y - 22 * unit), (mast + rail * unit, y - 400 * unit)], width=3.2 * unit)
    for step in range(19):
        low = y - (22 + step * 20) * unit
        stencil.line([(mast - 9 * unit, low), (mast + 9 * unit, low - 20 * unit)], width=1.4 * unit)
    stencil.line([(x - 70 * unit, y - 70 * unit), (mast - 6 * unit, y - 300 * unit)], width=4 * unit)
    stencil.line([(x - 100 * unit, y - 76 * unit), (mast, y - 398 * unit)], width=1.2 * unit)
    stencil.box((mast + 14 * unit, y - 300 * unit, mast + 30 * unit, y - 210 * unit))
    stencil.box((mast + 17 * unit, y - 215 * unit, mast + 27 * unit, y + 10 * unit))
    boom = x + 190 * unit
    stencil.line([(boom, y - 22 * unit), (boom, y - 60 * unit)], width=26 * unit)
    stencil.line([(boom, y - 56 * unit), (boom + 120 * unit, y - 330 * unit)], width=4 * unit)
    stencil.line([(boom + 120 * unit, y - 330 * unit), (boom + 120 * unit, y - 120 * unit)], width=1 * unit)
    for worker in (-30, 8, 22, 128):
        stencil.rounded((x + worker * unit, y - 46 * unit, x + (worker + 7) * unit, y - 22 * unit), radius=3 * unit)
        stencil.disc((x + (worker + 3.5) * unit, y - 49 * unit), 4 * unit)


def draw_barges(frame: Frame) -> Image.Image:
    """Low water: a pushed convoy at anchor, and sandbanks that are under water in other years."""
    shore, unit = 0.5, frame.unit
    picture = _open_river(frame, shore=shore)
    stencil = Stencil(frame.size)
    x, y = frame.width * frame.spread(0.3, 0.45), frame.height * (shore + 0.075)
    for barge in range(3):
        left = x + (barge * 232 - 60) * unit
        stencil.polygon(
            [(left, y - 36 * unit), (left + 226 * unit, y - 36 * unit), (left + 218 * unit, y), (left + 8 * unit, y)]
        )
        heap = [
            (left + (20 + step * 20) * unit, y - (36 + frame.spread(12, 20) * math.sin(step / 9 * math.pi)) * unit)
            for step in range(10)
        ]
        stencil.polygon([*heap, (left + 200 * unit, y - 34 * unit), (left + 20 * unit, y - 34 * unit)], value=215)
    stencil.polygon(
        [(x - 190 * unit, y - 40 * unit), (x - 66 * unit, y - 40 * unit), (x - 66 * unit, y), (x - 178 * unit, y)]
    )
    for deck, (left, right, high) in enumerate(((-172, -82, 72), (-160, -96, 102), (-150, -108, 122))):
        stencil.box((x + left * unit, y - high * unit, x + right * unit, y - (40 + deck * 30) * unit), value=235)
    stencil.line([(x - 130 * unit, y - 122 * unit), (x - 130 * unit, y - 172 * unit)], width=2.5 * unit)
    mask = stencil.mask()
    mirror_water(picture, frame, shore=shore, tint=(126, 128, 118))
    cast_reflection(picture, frame, mask=mask, line=y, tint=(86, 88, 86))
    picture.paste((58, 60, 62), (0, 0), mask)
    _lay_sandbank(picture, frame)
    return finish(picture, frame)


def _lay_sandbank(picture: Image.Image, frame: Frame) -> None:
    stencil = Stencil(frame.size)
    upper = draw_ridge(frame, base=0.8, height=0.035, roughness=0.45)
    tilt = frame.chance.choice([-0.16, 0.16])
    stencil.polygon(close_below(frame, [(x, y + (x / frame.width - 0.5) * tilt * frame.height) for x, y in upper]))
    sand = colour_noise(
        draw_noise(frame, cell=(240, 40), octaves=5, gain=0.68), dark=(92, 84, 72), light=(186, 174, 152)
    )
    picture.paste(sand, (0, 0), blur(stencil.mask(), radius=2 * frame.unit))
    wet = ImageChops.subtract(blur(stencil.mask(), radius=16 * frame.unit), stencil.mask())
    picture.paste((96, 92, 84), (0, 0), wet)
