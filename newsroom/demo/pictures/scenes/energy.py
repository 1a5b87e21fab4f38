"""Where current comes from: wind, sun, a power plant, and the line that takes it away."""

from __future__ import annotations

import itertools
import math

from PIL import Image

from newsroom.demo.pictures.figures import hang_wire, raise_pylon
from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, bloom, blur, finish
from newsroom.demo.pictures.scenes.land import lay_depth, raise_hills, spread_sky
from newsroom.demo.pictures.texture import (
    close_below,
    colour_noise,
    draw_gradient,
    draw_noise,
    draw_ridge,
    limit,
    stress,
)


def draw_wind(frame: Frame) -> Image.Image:
    """Turbines along a ridge in haze, stubble in front."""
    unit, horizon = frame.unit, 0.66
    low = frame.chance.choice([(226, 208, 188), (208, 212, 214)])
    picture = spread_sky(frame, horizon=horizon, high=(122, 148, 178), low=low, cloud=(226, 224, 222))
    raise_hills(picture, frame, horizon=horizon, far=mix(low, (140, 152, 168), share=0.6), near=(112, 118, 116))
    for depth in range(3):
        stencil = Stencil(frame.size)
        for number in range(4 - depth):
            tall = (150 + 190 * depth) * unit * frame.spread(0.85, 1.15)
            x = (number + frame.spread(0.15, 0.85)) / (4 - depth) * frame.width
            _raise_turbine(stencil, frame, x=x, y=frame.height * (horizon + 0.02 + 0.06 * depth), tall=tall)
        picture.paste(
            mix(low, (246, 246, 244), share=0.3 + 0.3 * depth) if depth else mix(low, (150, 160, 172), share=0.5),
            (0, 0),
            stencil.mask(),
        )
    near = Stencil(frame.size)
    near.polygon(close_below(frame, draw_ridge(frame, base=horizon + 0.12, height=0.05, roughness=0.42)))
    stubble = colour_noise(
        draw_noise(frame, cell=(160, 12), octaves=4, gain=0.7), dark=(92, 84, 58), light=(188, 168, 118)
    )
    picture.paste(stubble, (0, 0), near.mask())
    lay_depth(picture, frame, line=horizon + 0.06, haze=low)
    return finish(picture, frame)


def _raise_turbine(stencil: Stencil, frame: Frame, *, x: float, y: float, tall: float) -> None:
    stencil.polygon(
        [(x - tall * 0.017, y), (x - tall * 0.009, y - tall), (x + tall * 0.009, y - tall), (x + tall * 0.017, y)]
    )
    stencil.rounded((x - tall * 0.014, y - tall * 1.02, x + tall * 0.034, y - tall * 0.985), radius=tall * 0.01)
    turn = frame.spread(0, 120)
    for blade in range(3):
        angle = math.radians(turn + blade * 120)
        along, aside = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        reach, root, belly = tall * 0.56, tall * 0.011, tall * 0.03
        hub = (x, y - tall)
        stencil.polygon(
            [
                (hub[0] - aside[0] * root, hub[1] - aside[1] * root),
                (
                    hub[0] + along[0] * reach * 0.2 + aside[0] * belly,
                    hub[1] + along[1] * reach * 0.2 + aside[1] * belly,
                ),
                (hub[0] + along[0] * reach, hub[1] + along[1] * reach),
                (hub[0] + along[0] * reach * 0.2 - aside[0] * root, hub[1] + along[1] * reach * 0.2 - aside[1] * root),
            ]
        )
    stencil.disc((x, y - tall), tall * 0.02)


def draw_solar(frame: Frame) -> Image.Image:
    """A field of solar panels, the sky mirrored in their glass."""
    unit, horizon = frame.unit, 0.36
    picture = spread_sky(frame, horizon=horizon, high=(112, 142, 176), low=(222, 206, 184), cloud=(238, 234, 228))
    add_glow(picture, frame.at(frame.spread(0.6, 0.85), 0.2), radius=520 * unit, colour=(170, 146, 104))
    raise_hills(picture, frame, horizon=horizon, far=(158, 166, 174), near=(96, 108, 96))
    line = round(horizon * frame.height)
    grass = draw_noise(frame, cell=(80, 12), octaves=4, size=(frame.width, frame.height - line))
    picture.paste(colour_noise(grass, dark=(54, 66, 40), light=(138, 140, 92)), (0, line))
    glass = draw_gradient(frame.size, [(0, (70, 88, 112)), (0.5, (118, 138, 158)), (1, (28, 42, 66))])
    sheen = draw_noise(frame, cell=(700, 240), octaves=3)
    glass = Image.blend(glass, colour_noise(sheen, dark=(26, 40, 66), light=(168, 180, 188)), 0.4)
    depths = [(row / 8) ** 2.1 for row in range(10)]
    for share, nearer in itertools.pairwise(depths):
        foot = frame.height * (horizon + 0.02 + 0.56 * nearer)
        high = frame.height * 0.56 * (nearer - share) * 0.7
        _set_panels(picture, frame, glass=glass, foot=foot, high=high, share=min(1.0, share))
    lay_depth(picture, frame, line=horizon, haze=(222, 206, 184))
    return finish(bloom(picture, radius=12 * unit, above=200, strength=0.4), frame)


def _set_panels(
    picture: Image.Image, frame: Frame, *, glass: Image.Image, foot: float, high: float, share: float
) -> None:
    plate, seams, legs = Stencil(frame.size), Stencil(frame.size), Stencil(frame.size)
    wide, slant = high * 1.25, high * 0.3
    x = -wide * 2 + frame.spread(0, 1) * wide
    legs.box((0, foot, frame.width, foot + high * 0.34), value=110)
    while x < frame.width + wide:
        corners = [(x + slant, foot - high), (x + slant + wide, foot - high), (x + wide, foot), (x, foot)]
        plate.polygon(corners)
        seams.line([*corners, corners[0]], width=max(0.5, high * 0.016), value=210)
        for cell in range(1, 4):
            seams.line(
                [(x + slant + wide * cell / 4, foot - high), (x + wide * cell / 4, foot)],
                width=max(0.3, high * 0.005),
                value=130,
            )
        for cell in range(1, 6):
            y = foot - high * cell / 6
            seams.line(
                [(x + slant * cell / 6, y), (x + slant * cell / 6 + wide, y)], width=max(0.3, high * 0.005), value=110
            )
        legs.line([(x + wide * 0.5, foot - high * 0.1), (x + wide * 0.5, foot + high * 0.3)], width=high * 0.03)
        x += wide
    picture.paste((30, 36, 26), (0, 0), legs.mask())
    picture.paste(glass, (0, 0), plate.mask())
    picture.paste((176, 184, 190), (0, 0), seams.mask().point([round(v * (0.35 + 0.4 * share)) for v in range(256)]))


def draw_pylons(frame: Frame) -> Image.Image:
    """A power line going off into a smoky sunset."""
    unit, horizon = frame.unit, 0.8
    low = frame.chance.choice([(226, 156, 104), (216, 176, 142)])
    picture = spread_sky(frame, horizon=horizon, high=(74, 88, 118), low=low, cloud=mix(low, (112, 98, 108), share=0.6))
    sun = frame.at(frame.spread(0.3, 0.7), horizon - 0.12)
    add_glow(picture, sun, radius=700 * unit, colour=(170, 104, 56))
    add_glow(picture, sun, radius=74 * unit, colour=(255, 226, 180), fall=0.8)
    raise_hills(
        picture,
        frame,
        horizon=horizon,
        far=mix(low, (110, 104, 118), share=0.5),
        near=mix(low, (54, 54, 64), share=0.82),
    )
    side = frame.chance.choice([-1, 1])
    last: list[tuple[float, float]] | None = None
    for number in range(5):
        share = (1 - number / 5) ** 1.7
        stencil = Stencil(frame.size)
        x = frame.width * (0.5 + side * (-0.36 + 0.72 * (1 - share)))
        ends = raise_pylon(
            stencil, foot=(x, frame.height * (horizon + 0.02 + 0.1 * share)), tall=(90 + 640 * share) * unit
        )
        for start, end in zip(last or [], ends, strict=False):
            hang_wire(stencil, start, end, sag=(10 + 44 * share) * unit, width=(0.7 + 1.2 * share) * unit, value=210)
        if last is None:
            for end in ends:
                hang_wire(
                    stencil,
                    (end[0] - side * frame.width * 0.4, end[1] - 90 * unit),
                    end,
                    sag=70 * unit,
                    width=2 * unit,
                    value=220,
                )
        picture.paste(mix((26, 28, 36), low, share=0.5 * (1 - share)), (0, 0), stencil.mask())
        last = ends
    near = Stencil(frame.size)
    near.polygon(close_below(frame, draw_ridge(frame, base=0.93, height=0.04, roughness=0.55)))
    picture.paste((24, 24, 28), (0, 0), near.mask())
    add_glow(picture, sun, radius=460 * unit, colour=(90, 52, 26), fall=1.6)
    return finish(picture, frame, grain=0.06)


def draw_power_plant(frame: Frame) -> Image.Image:
    """Cooling towers and chimneys in cold morning light, steam drifting off."""
    horizon = 0.78
    low: Colour = frame.chance.choice([(222, 198, 178), (206, 204, 204)])
    picture = spread_sky(frame, horizon=horizon, high=(112, 136, 166), low=low, cloud=(222, 218, 216))
    raise_hills(
        picture,
        frame,
        horizon=horizon,
        far=mix(low, (150, 156, 168), share=0.5),
        near=mix(low, (104, 110, 116), share=0.7),
    )
    drift = frame.chance.choice([-1, 1]) * frame.spread(0.18, 0.34) * frame.width
    towers = [(frame.spread(0.12, 0.2) + 0.19 * number, frame.spread(0.9, 1.1)) for number in range(3)]
    steam = _blow_steam(frame, towers=towers, horizon=horizon, drift=drift)
    picture.paste(
        draw_gradient(frame.size, [(0, (236, 230, 226)), (0.5, (206, 202, 204)), (1, (170, 168, 174))]), (0, 0), steam
    )
    _build_plant(picture, frame, towers=towers, horizon=horizon, low=low)
    near = Stencil(frame.size)
    near.polygon(close_below(frame, draw_ridge(frame, base=horizon + 0.06, height=0.04, roughness=0.6)))
    ground = colour_noise(
        draw_noise(frame, cell=(160, 20), octaves=5, gain=0.65), dark=(44, 48, 40), light=(116, 112, 86)
    )
    picture.paste(ground, (0, 0), near.mask())
    lay_depth(picture, frame, line=horizon + 0.03, haze=low)
    return finish(picture, frame)


def _blow_steam(frame: Frame, *, towers: list[tuple[float, float]], horizon: float, drift: float) -> Image.Image:
    """Where steam is, from three towers and two chimneys; `drift` is how far the wind takes it, in pixels."""
    unit, steam = frame.unit, Stencil(frame.size)
    for x_share, scale in towers:
        x, top, reach = x_share * frame.width, frame.height * (horizon - 0.36 * scale), 78 * scale * unit
        steam.polygon(
            [
                (x - reach * 0.8, top),
                (x + reach * 0.8, top),
                (x + drift + reach * 3.6, -60),
                (x + drift - reach * 2.4, -60),
            ]
        )
    for number in range(2):
        x = frame.width * (0.74 + 0.1 * number)
        top = frame.height * (horizon - 0.52 + 0.06 * number)
        steam.polygon(
            [
                (x - 8 * unit, top),
                (x + 8 * unit, top),
                (x + drift * 0.8 + 130 * unit, 0),
                (x + drift * 0.8 - 60 * unit, 0),
            ],
            value=150,
        )
    puffs = stress(draw_noise(frame, cell=(170, 150), octaves=5, gain=0.6), low=30, high=170)
    return limit(blur(steam.mask(), radius=24 * unit), by=puffs)


def _build_plant(
    picture: Image.Image, frame: Frame, *, towers: list[tuple[float, float]], horizon: float, low: Colour
) -> None:
    unit, base = frame.unit, frame.height * (horizon + 0.03)
    for x_share, scale in towers:
        x, high, reach = x_share * frame.width, frame.height * 0.39 * scale, 128 * scale * unit
        shell = Stencil(frame.size)
        left = [
            (x - reach * (0.6 + 0.4 * ((step / 12 - 0.78) / 0.78) ** 2), base - high * step / 12) for step in range(13)
        ]
        shell.polygon([*left, *[(2 * x - px, py) for px, py in reversed(left)]])
        box = (round(x - reach), round(base - high) - 2, round(x + reach), round(base))
        concrete = draw_gradient(
            (box[3] - box[1], box[2] - box[0]),
            [(0, mix(low, (236, 232, 226), share=0.5)), (0.55, (150, 150, 152)), (1, (86, 90, 98))],
        )
        picture.paste(concrete.transpose(Image.Transpose.TRANSPOSE), box[:2], shell.mask().crop(box))
    works, stripes = Stencil(frame.size), Stencil(frame.size)
    for number in range(2):
        x, top = frame.width * (0.74 + 0.1 * number), frame.height * (horizon - 0.52 + 0.06 * number)
        works.polygon([(x - 15 * unit, base), (x - 8 * unit, top), (x + 8 * unit, top), (x + 15 * unit, base)])
        for band in range(3):
            stripes.box(
                (x - 10 * unit, top + (12 + band * 46) * unit, x + 10 * unit, top + (34 + band * 46) * unit), value=180
            )
    for left, right, high in ((0.62, 0.72, 0.13), (0.7, 0.9, 0.19), (0.86, 0.98, 0.1)):
        works.box((frame.width * left, base - frame.height * high, frame.width * right, base))
    picture.paste(mix((86, 90, 98), low, share=0.2), (0, 0), works.mask())
    picture.paste((150, 84, 72), (0, 0), limit(stripes.mask(), by=works.mask()))
