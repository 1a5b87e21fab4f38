"""A city under its mountain at dusk, with its current on and off."""

from __future__ import annotations

import math

from PIL import Image

from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, bloom, blur, finish
from newsroom.demo.pictures.texture import (
    close_below,
    draw_gradient,
    draw_noise,
    draw_ridge,
    fade_down,
    limit,
    stress,
)


def draw_skyline(frame: Frame) -> Image.Image:
    """A city at dusk under a broad mountain, its windows lit."""
    return _draw_town(frame, lit=0.34)


def draw_blackout(frame: Frame) -> Image.Image:
    """The same city with its current off: a few windows, head lights on one street, smoke."""
    picture = _draw_town(frame, lit=0.012)
    smoke = stress(draw_noise(frame, cell=(300, 220), octaves=5, gain=0.6), low=60, high=230, most=215)
    plume = Stencil(frame.size)
    foot = frame.spread(0.55, 0.75) * frame.width
    lean = frame.spread(0.1, 0.26) * frame.width
    plume.polygon(
        [(foot - 20 * frame.unit, frame.height * 0.7), (foot + 20 * frame.unit, frame.height * 0.7),
         (foot + lean + 240 * frame.unit, 0), (foot + lean - 160 * frame.unit, 0)]
    )  # fmt: skip
    picture.paste((38, 38, 44), (0, 0), limit(smoke, by=blur(plume.mask(), radius=42 * frame.unit)))
    add_glow(picture, (foot, frame.height * 0.69), radius=150 * frame.unit, colour=(220, 110, 50), squeeze=0.7)
    return picture


def _draw_town(frame: Frame, *, lit: float) -> Image.Image:
    unit = frame.unit
    glow: Colour = (216, 156, 118) if lit > 0.1 else (164, 128, 112)
    picture = draw_gradient(frame.size, [(0, (42, 56, 88)), (0.34, (104, 108, 134)), (0.56, glow), (1, glow)])
    clouds = stress(draw_noise(frame, cell=(760, 80), octaves=5), low=120, high=245, most=165)
    picture.paste((122, 102, 114), (0, 0), limit(clouds, by=fade_down(frame.size, [(0, 220), (0.55, 70)])))
    broad = Stencil(frame.size)
    crest = draw_ridge(frame, base=0.5, height=0.05, roughness=0.54)
    peak = frame.spread(0.35, 0.65)
    # A broad summit with a shoulder, as over Sofia.
    shoulder = peak + frame.chance.choice([-1, 1]) * 0.2
    dome = []
    for x, y in crest:
        place = x / frame.width
        rise = 0.16 * math.exp(-(((place - peak) / 0.26) ** 2)) + 0.06 * math.exp(-(((place - shoulder) / 0.13) ** 2))
        dome.append((x, y - rise * frame.height))
    broad.polygon(close_below(frame, dome))
    slope = draw_gradient(
        frame.size, [(0.3, (86, 88, 112)), (0.56, mix(glow, (92, 90, 108), share=0.6)), (1, (90, 80, 90))]
    )
    picture.paste(slope, (0, 0), broad.mask())
    for depth in range(4):
        _build_row(picture, frame, depth=depth, lit=lit, haze=glow)
    haze = limit(
        fade_down(frame.size, [(0.45, 0), (0.62, 90), (0.8, 0)]), by=draw_noise(frame, cell=(900, 120), octaves=3)
    )
    picture.paste(mix(glow, (120, 110, 120), share=0.4), (0, 0), haze)
    for _ in range(26 if lit > 0.1 else 4):
        place = frame.at(frame.chance.random(), frame.spread(0.86, 0.97))
        add_glow(picture, place, radius=frame.spread(20, 60) * unit, colour=(240, 170, 96), fall=2.4)
    return finish(bloom(picture, radius=9 * unit, above=165, strength=0.7), frame, grain=0.07)


def _build_row(picture: Image.Image, frame: Frame, *, depth: int, lit: float, haze: Colour) -> None:
    unit, chance = frame.unit, frame.chance
    walls, panes = Stencil(frame.size), Stencil(frame.size)
    ground = frame.height * (0.7 + depth * 0.1)
    scale = (0.5 + depth * 0.34) * unit
    x = -60.0 * scale
    while x < frame.width:
        wide = frame.spread(60, 150) * scale
        tall = frame.spread(60, 150) * scale * (1.55 if chance.random() < 0.16 else 1)
        top = ground - tall
        walls.box((x, top, x + wide, frame.height))
        _crown_house(walls, frame, box=(x, top, x + wide, ground), scale=scale)
        pane_wide, pane_high = 5.5 * scale, 7.5 * scale
        row = top + 10 * scale
        while row < ground + 120 * scale and row < frame.height:
            column = x + 7 * scale
            while column < x + wide - 9 * scale:
                if chance.random() < lit * (0.55 + 0.2 * depth):
                    panes.box((column, row, column + pane_wide, row + pane_high), value=chance.randint(90, 255))
                column += 13 * scale
            row += 17 * scale
        x += wide + (frame.spread(4, 20) * scale if chance.random() < 0.4 else 0)
    near = mix(mix(haze, (70, 74, 96), share=0.62), (16, 20, 30), share=0.25 + depth * 0.24)
    mask = walls.mask()
    low = min(1.0, ground / frame.height + 0.12)
    face = draw_gradient(
        frame.size, [(0, mix(near, haze, share=0.1)), (low, mix(near, haze, share=0.24 - depth * 0.05)), (1, near)]
    )
    picture.paste(face, (0, 0), mask)
    picture.paste((250, 206, 138), (0, 0), panes.mask())


def _crown_house(walls: Stencil, frame: Frame, *, box: tuple[float, float, float, float], scale: float) -> None:
    """What stands on a roof: a gable, an aerial, a lift shaft, now and then a dome."""
    left, top, right, _ = box
    middle, kind = (left + right) / 2, frame.chance.random()
    if kind < 0.3:
        walls.polygon([(left, top), (middle, top - (right - left) * 0.22), (right, top)])
    elif kind < 0.55:
        walls.box((left + 12 * scale, top - 13 * scale, left + 32 * scale, top))
        walls.line([(right - 20 * scale, top), (right - 20 * scale, top - 28 * scale)], width=1.4 * scale)
    elif kind < 0.61:
        reach = (right - left) * 0.3
        walls.box((middle - reach, top - reach * 0.5, middle + reach, top))
        walls.ellipse((middle - reach, top - reach * 1.5, middle + reach, top + reach * 0.5))
        walls.box((middle - reach * 0.14, top - reach * 1.9, middle + reach * 0.14, top - reach))
        walls.line([(middle, top - reach * 2.3), (middle, top - reach)], width=1.5 * scale)
