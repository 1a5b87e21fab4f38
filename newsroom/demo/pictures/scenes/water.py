"""The sea against the light, and how water mirrors what stands above it."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageOps

from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, add_light, bloom, blur, blur_sideways, finish
from newsroom.demo.pictures.texture import (
    colour_noise,
    draw_gradient,
    draw_noise,
    draw_ridge,
    fade_down,
    limit,
    stress,
)


def mirror_water(picture: Image.Image, frame: Frame, *, shore: float, tint: Colour, calm: float = 0.55) -> None:
    """Fill what lies below `shore` (a fraction of the height) with the reflection of what lies above, in ripples."""
    line = round(shore * frame.height)
    depth = frame.height - line
    above = ImageOps.flip(picture.crop((0, max(0, line - depth), frame.width, line))).resize((frame.width, depth))
    water = blur_sideways(above, across=5 * frame.unit, down=12 * frame.unit)
    row = 0
    while row < depth:
        share = row / depth
        high = max(1, round((1 + 7 * share) * frame.unit))
        shift = round(frame.spread(-1, 1) * (2 + 15 * share) * frame.unit)
        strip = water.crop((0, row, frame.width, min(depth, row + high)))
        water.paste(ImageChops.offset(strip, shift, 0), (0, row))
        row += high
    ripples = draw_noise(frame, cell=(150, 9), octaves=3, size=(frame.width, depth))
    dark = colour_noise(ripples, dark=mix(tint, (0, 0, 0), share=0.35), light=mix(tint, (255, 255, 255), share=0.18))
    water = Image.composite(
        dark, water, fade_down(water.size, [(0, round(255 * (1 - calm) * 0.5)), (1, round(255 * (1 - calm) * 1.3))])
    )
    picture.paste(water, (0, line))


def cast_reflection(picture: Image.Image, frame: Frame, *, mask: Image.Image, line: float, tint: Colour) -> None:
    """Darken the water under something that floats; `line` is the pixel row where it meets its own image."""
    row = round(line)
    depth = min(row, frame.height - row)
    image = ImageOps.flip(mask.crop((0, row - depth, frame.width, row)))
    for strip in range(0, depth, max(1, round(4 * frame.unit))):
        box = (0, strip, frame.width, min(depth, strip + max(1, round(4 * frame.unit))))
        image.paste(ImageChops.offset(image.crop(box), round(frame.spread(-5, 5) * frame.unit), 0), box[:2])
    soft = blur(image, radius=2.5 * frame.unit)
    picture.paste(tint, (0, row), limit(soft, by=fade_down(soft.size, [(0, 190), (0.7, 90), (1, 0)])))


def draw_sea(frame: Frame) -> Image.Image:
    """The Black Sea against a low sun: a path of glitter, a headland, a ship on the horizon."""
    unit = frame.unit
    warm = frame.chance.choice([(240, 206, 160), (226, 196, 172), (214, 206, 196)])
    horizon = frame.spread(0.36, 0.46)
    picture = draw_gradient(
        frame.size, [(0, (116, 138, 162)), (horizon * 0.6, (178, 184, 188)), (horizon, warm), (1, warm)]
    )
    clouds = limit(
        stress(draw_noise(frame, cell=(700, 90), octaves=5), low=110, high=240, most=190),
        by=fade_down(frame.size, [(0, 120), (horizon * 0.7, 230), (horizon, 60)]),
    )
    picture.paste(mix(warm, (120, 122, 134), share=0.55), (0, 0), clouds)
    sun = (frame.spread(0.3, 0.7) * frame.width, horizon * 0.55 * frame.height)
    add_glow(picture, sun, radius=820 * unit, colour=(196, 150, 96), fall=2.3)
    add_glow(picture, sun, radius=90 * unit, colour=(255, 246, 224), fall=0.9)
    _raise_headland(picture, frame, horizon=horizon, haze=mix(warm, (70, 84, 98), share=0.62))
    line = round(horizon * frame.height)
    sea = draw_gradient(
        (frame.width, frame.height - line), [(0, (150, 160, 164)), (0.12, (96, 118, 130)), (1, (26, 46, 62))]
    )
    waves = draw_noise(frame, cell=(220, 16), octaves=4, size=sea.size)
    rough = colour_noise(waves, dark=(16, 34, 50), light=(116, 140, 150))
    picture.paste(Image.blend(sea, rough, 0.32), (0, line))
    glitter = _strew_glitter(frame, sun_x=sun[0], horizon=horizon)
    picture = add_light(picture, glitter, colour=(255, 236, 204))
    add_glow(picture, (sun[0], line + 60 * unit), radius=640 * unit, colour=(90, 70, 46), fall=1.8, squeeze=0.8)
    _sail_ship(picture, frame, horizon=horizon)
    return finish(bloom(picture, radius=14 * unit, above=200, strength=0.55), frame)


def _raise_headland(picture: Image.Image, frame: Frame, *, horizon: float, haze: Colour) -> None:
    left = frame.chance.random() < 0.5
    for layer, (reach, high) in enumerate(((0.55, 0.05), (0.32, 0.1))):
        outline = draw_ridge(frame, base=horizon, height=0.02, roughness=0.55)
        rise = []
        for x, y in outline:
            share = x / frame.width if left else 1 - x / frame.width
            slope = max(0.0, 1 - share / reach)
            cliff = min(1.0, slope * 3.4) ** 0.6 * (0.75 + 0.25 * slope)
            rise.append(
                (x, min(y, horizon * frame.height) - cliff * high * frame.height if slope else horizon * frame.height)
            )
        stencil = Stencil(frame.size)
        stencil.polygon([*rise, (frame.width, horizon * frame.height), (0, horizon * frame.height)])
        picture.paste(mix(haze, (34, 42, 50), share=0.45 * layer), (0, 0), stencil.mask())


def _strew_glitter(frame: Frame, *, sun_x: float, horizon: float) -> Image.Image:
    """Flat sparks, dense under the sun, larger the nearer they are."""
    stencil = Stencil(frame.size)
    for _ in range(5200):
        share = frame.chance.random() ** 1.7
        y = (horizon + (1 - horizon) * share) * frame.height
        x = sun_x + frame.chance.gauss(0, (0.035 + 0.12 * share)) * frame.height * 1.5
        wide = (1.2 + 13 * share) * frame.unit * frame.spread(0.4, 1.3)
        high = (0.5 + 2.2 * share) * frame.unit * frame.spread(0.5, 1.2)
        stencil.ellipse((x - wide, y - high, x + wide, y + high), value=frame.chance.randint(110, 255))
    return stencil.mask()


def _sail_ship(picture: Image.Image, frame: Frame, *, horizon: float) -> None:
    unit, stencil = frame.unit, Stencil(frame.size)
    x, y = frame.spread(0.2, 0.8) * frame.width, horizon * frame.height + 1
    stencil.polygon(
        [(x - 46 * unit, y - 7 * unit), (x + 50 * unit, y - 8 * unit), (x + 43 * unit, y), (x - 42 * unit, y)]
    )
    stencil.box((x - 40 * unit, y - 22 * unit, x - 27 * unit, y - 7 * unit))
    stencil.box((x - 36 * unit, y - 30 * unit, x - 33 * unit, y - 20 * unit))
    for hold in range(4):
        stencil.box((x + (hold * 16 - 20) * unit, y - 12 * unit, x + (hold * 16 - 8) * unit, y - 7 * unit))
    picture.paste((70, 78, 88), (0, 0), blur(stencil.mask(), radius=0.7 * unit))
