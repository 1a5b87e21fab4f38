"""Open country: rows of lavender, roses and wheat, a forest in snow."""

from __future__ import annotations

import math

from PIL import Image

from newsroom.demo.pictures.figures import grow_conifer
from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, add_light, blur, finish
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


def spread_sky(frame: Frame, *, horizon: float, high: Colour, low: Colour, cloud: Colour) -> Image.Image:
    """A sky down to the horizon (a fraction of the height), with drifting cloud."""
    picture = draw_gradient(
        frame.size, [(0, high), (horizon * 0.55, mix(high, low, share=0.55)), (horizon, low), (1, low)]
    )
    clouds = stress(draw_noise(frame, cell=(640, 170), octaves=5, gain=0.58), low=110, high=235, most=215)
    picture.paste(
        cloud, (0, 0), limit(clouds, by=fade_down(frame.size, [(0, 255), (horizon, 50), (horizon + 0.01, 0)]))
    )
    return picture


def raise_hills(
    picture: Image.Image, frame: Frame, *, horizon: float, far: Colour, near: Colour, count: int = 3
) -> None:
    for layer in range(count):
        share = layer / max(1, count - 1)
        stencil = Stencil(frame.size)
        outline = draw_ridge(frame, base=horizon - 0.05 * (1 - share), height=0.13 - 0.1 * share, roughness=0.47)
        stencil.polygon(close_below(frame, outline))
        picture.paste(mix(far, near, share=share), (0, 0), stencil.mask())


def lay_depth(picture: Image.Image, frame: Frame, *, line: float, haze: Colour) -> None:
    """Air between here and the horizon, and a lens that cannot hold the nearest ground sharp."""
    picture.paste(
        haze, (0, 0), fade_down(frame.size, [(line - 0.05, 0), (line, 120), (line + 0.18, 34), (line + 0.4, 0)])
    )
    near = round(0.8 * frame.height)
    lower = picture.crop((0, near, frame.width, frame.height))
    veil = fade_down(lower.size, [(0, 0), (1, 255)])
    picture.paste(blur(lower, radius=5 * frame.unit), (0, near), veil)


def draw_lavender(frame: Frame) -> Image.Image:
    """Rows of lavender towards the hills, late in the day."""
    return _draw_rows(frame, leaf=(62, 58, 52), bloom_dark=(58, 46, 88), bloom_light=(150, 128, 176))


def draw_roses(frame: Frame) -> Image.Image:
    """Rows of oil roses in the morning."""
    return _draw_rows(
        frame, leaf=(74, 66, 50), bloom_dark=(38, 56, 38), bloom_light=(112, 128, 86), petals=(214, 142, 158)
    )


def draw_wheat(frame: Frame) -> Image.Image:
    """A pale field before harvest."""
    return _draw_rows(frame, leaf=(120, 98, 60), bloom_dark=(126, 100, 56), bloom_light=(216, 188, 126))


def _draw_rows(
    frame: Frame, *, leaf: Colour, bloom_dark: Colour, bloom_light: Colour, petals: Colour | None = None
) -> Image.Image:
    unit, horizon = frame.unit, frame.spread(0.36, 0.42)
    warm: Colour = (238, 208, 168)
    picture = spread_sky(frame, horizon=horizon, high=(128, 150, 174), low=warm, cloud=(236, 226, 214))
    sun = frame.at(frame.spread(0.2, 0.8), horizon - 0.06)
    add_glow(picture, sun, radius=760 * unit, colour=(160, 116, 66))
    raise_hills(picture, frame, horizon=horizon, far=(160, 162, 168), near=(98, 106, 100))
    line = round(horizon * frame.height)
    soil = draw_noise(frame, cell=(90, 24), octaves=4, size=(frame.width, frame.height - line))
    picture.paste(
        colour_noise(soil, dark=mix(leaf, (0, 0, 0), share=0.4), light=mix(leaf, (255, 230, 190), share=0.2)), (0, line)
    )
    shade, lit, petal = _plant_rows(frame, line=line, petals=petals is not None)
    picture.paste(bloom_dark, (0, 0), shade)
    texture = colour_noise(
        draw_noise(frame, cell=(16, 12), octaves=3), dark=mix(bloom_dark, bloom_light, share=0.3), light=bloom_light
    )
    picture.paste(texture, (0, 0), lit)
    if petals:
        picture.paste(petals, (0, 0), petal)
    lay_depth(picture, frame, line=horizon, haze=warm)
    add_glow(picture, sun, radius=900 * unit, colour=(84, 58, 30), fall=1.6)
    return finish(picture, frame)


def _plant_rows(frame: Frame, *, line: int, petals: bool) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Rows that meet at the horizon (a row of pixels): masks of the bushes, of what is lit on them, of the petals."""
    unit, vanishing = frame.unit, frame.spread(0.35, 0.65) * frame.width
    shade, lit, petal = Stencil(frame.size), Stencil(frame.size), Stencil(frame.size)
    y = line + 3 * unit
    while y < frame.height + 60 * unit:
        depth = (y - line) / (frame.height - line)
        step = (2 + 26 * depth) * unit
        pitch = (8 + 270 * depth) * unit
        first = math.floor((0 - vanishing) / pitch) - 1
        for row in range(first, math.ceil((frame.width - vanishing) / pitch) + 2):
            x = vanishing + (row + 0.5) * pitch + frame.spread(-0.05, 0.05) * pitch
            size = pitch * frame.spread(0.26, 0.34)
            shade.ellipse((x - size, y - size * 0.85, x + size, y + size * 0.4))
            for _ in range(1 if depth < 0.12 else 4):
                dx, dy, dot = (
                    frame.spread(-0.75, 0.75) * size,
                    frame.spread(-0.8, 0.15) * size,
                    size * frame.spread(0.12, 0.3),
                )
                lit.ellipse(
                    (x + dx - dot, y + dy - dot * 0.8, x + dx + dot, y + dy + dot * 0.8),
                    value=frame.chance.randint(70, 210),
                )
            if petals and depth > 0.05:
                dx, dy, dot = (
                    frame.spread(-0.7, 0.7) * size,
                    frame.spread(-0.7, 0.1) * size,
                    size * frame.spread(0.06, 0.11),
                )
                petal.disc((x + dx, y + dy), dot, value=frame.chance.randint(140, 255))
        y += step
    return shade.mask(), lit.mask(), petal.mask()


def draw_snow(frame: Frame) -> Image.Image:
    """A spruce forest in falling snow, a trodden path going in."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (176, 184, 194)), (0.6, (206, 210, 214)), (1, (222, 226, 230))])
    for depth in range(5):
        share = depth / 4
        trees, caps = Stencil(frame.size), Stencil(frame.size)
        x = frame.spread(-60, 0)
        while x < frame.width + 60:
            foot = (x, frame.height * (0.6 + 0.14 * share) + frame.spread(-8, 8) * unit)
            off_path = abs(x / frame.width - 0.5) > 0.02 + 0.17 * share
            if off_path:
                tall = frame.spread(0.6, 1.15) * (230 + 430 * share) * unit
                grow_conifer(trees, frame, foot=foot, tall=tall)
                grow_conifer(
                    caps, frame, foot=(foot[0] - tall * 0.022, foot[1] - tall * 0.03), tall=tall * 0.97, value=150
                )
            x += frame.spread(24, 80) * (0.8 + 1.5 * share) * unit
        colour = mix((178, 186, 194), (44, 54, 58), share=share**1.1)
        picture.paste(colour, (0, 0), trees.mask())
        rough = stress(draw_noise(frame, cell=(50, 18), octaves=3), low=120 - round(20 * share), high=210, most=205)
        picture.paste(mix((214, 218, 222), (226, 230, 234), share=share), (0, 0), limit(caps.mask(), by=rough))
        ground = Stencil(frame.size)
        ground.polygon(close_below(frame, draw_ridge(frame, base=0.57 + 0.145 * share, height=0.02, steps=5)))
        surface = colour_noise(
            draw_noise(frame, cell=(300, 40), octaves=4), dark=(186, 194, 204), light=(240, 242, 244)
        )
        picture.paste(surface, (0, 0), blur(ground.mask(), radius=(2 + 7 * share) * unit))
    _tread_path(picture, frame)
    flakes = Stencil(frame.size)
    for _ in range(620):
        near = frame.chance.random() ** 4
        flakes.disc(
            frame.at(frame.chance.random(), frame.chance.random()),
            (1.2 + 6 * near) * unit,
            value=round(230 - 130 * near),
        )
    picture = add_light(picture, blur(flakes.mask(), radius=0.8 * unit), colour=(236, 240, 244))
    return finish(picture, frame, black=(22, 26, 30), corners=0.26)


def _tread_path(picture: Image.Image, frame: Frame) -> None:
    path, prints = Stencil(frame.size), Stencil(frame.size)
    path.polygon([frame.at(0.495, 0.64), frame.at(0.51, 0.64), frame.at(0.68, 1.02), frame.at(0.3, 1.02)], value=120)
    picture.paste((170, 180, 194), (0, 0), blur(path.mask(), radius=16 * frame.unit))
    for step in range(44):
        near = (step / 44) ** 1.6
        x, y = frame.at(0.5 - 0.01 * near + (0.022 if step % 2 else -0.022) * (0.2 + 2.2 * near), 0.65 + 0.36 * near)
        size = (2 + 15 * near) * frame.unit
        prints.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), value=170)
    picture.paste((128, 142, 162), (0, 0), blur(prints.mask(), radius=2 * frame.unit))
