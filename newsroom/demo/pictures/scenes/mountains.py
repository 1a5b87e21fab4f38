"""Ridges in haze, and an eruption behind one of them."""

from __future__ import annotations

from PIL import Image

from newsroom.demo.pictures.figures import grow_conifer
from newsroom.demo.pictures.frame import Colour, Frame, Point, Stencil, mix
from newsroom.demo.pictures.light import add_glow, add_light, bloom, blur, finish
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


def draw_ridges(frame: Frame) -> Image.Image:
    """Seven ridges at dawn, each nearer one darker, with mist between them and spruces in front."""
    warm = frame.chance.choice([(236, 196, 158), (226, 190, 170), (238, 206, 168)])
    picture = draw_gradient(frame.size, [(0, (112, 134, 160)), (0.3, (176, 182, 190)), (0.52, warm), (1, warm)])
    clouds = stress(draw_noise(frame, cell=(900, 130)), low=120, high=250, most=150)
    clouds = limit(clouds, by=fade_down(frame.size, [(0, 90), (0.3, 255), (0.5, 0)]))
    picture.paste(mix(warm, (255, 244, 232), share=0.5), (0, 0), clouds)
    sun = frame.at(frame.spread(0.25, 0.75), 0.4)
    add_glow(picture, sun, radius=900 * frame.unit, colour=(168, 120, 76), fall=2.2)
    near: Colour = frame.chance.choice([(28, 40, 46), (30, 38, 50), (34, 42, 40)])
    far = mix(warm, (132, 146, 168), share=0.6)
    count = 7
    for number in range(count):
        share = number / (count - 1)
        colour = mix(far, near, share=share**1.15)
        _lay_ridge(picture, frame, number=number, share=share, colour=colour, mist=mix(colour, warm, share=0.42))
    plant_slope(picture, frame, colour=mix(near, (6, 10, 12), share=0.6))
    add_glow(picture, sun, radius=520 * frame.unit, colour=(110, 76, 44), fall=1.8)
    return finish(picture, frame, grain=0.05)


def _lay_ridge(picture: Image.Image, frame: Frame, *, number: int, share: float, colour: Colour, mist: Colour) -> None:
    base = 0.44 + share**1.25 * 0.42
    outline = draw_ridge(frame, base=base, height=0.3 - 0.1 * share, roughness=0.5 + 0.02 * number)
    stencil = Stencil(frame.size)
    stencil.polygon(close_below(frame, outline))
    crest = min(y for _, y in outline) / frame.height
    surface = draw_gradient(frame.size, [(crest, colour), (min(1.0, crest + 0.32), mist), (1, mist)])
    if share > 0.3:
        # Gullies run down the slope, so the noise is drawn higher than wide.
        gullies = draw_noise(frame, cell=(46 + 60 * share, 120), octaves=4)
        shaded = colour_noise(gullies, dark=mix(colour, (0, 0, 0), share=0.35), light=mix(colour, mist, share=0.5))
        surface = Image.blend(surface, shaded, 0.22 + 0.2 * share)
    picture.paste(surface, (0, 0), stencil.mask())


def plant_slope(picture: Image.Image, frame: Frame, *, colour: Colour) -> None:
    stencil = Stencil(frame.size)
    slope = draw_ridge(frame, base=0.95, height=0.09, steps=5)
    stencil.polygon(close_below(frame, slope))
    unit = frame.unit
    x = -10.0
    while x < frame.width + 10:
        ground = slope[max(0, min(len(slope) - 1, int(x / frame.width * (len(slope) - 1))))][1]
        grow_conifer(stencil, frame, foot=(x, ground + 12 * unit), tall=frame.spread(45, 120) * unit)
        x += frame.spread(6, 40) * unit
    picture.paste(colour, (0, 0), stencil.mask())


def draw_eruption(frame: Frame) -> Image.Image:
    """A fissure at night: lava behind a black ridge, its smoke lit from below."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (20, 24, 34)), (0.5, (44, 38, 44)), (1, (28, 22, 24))])
    vent = frame.at(frame.spread(0.4, 0.62), 0.62)
    add_glow(picture, vent, radius=900 * unit, colour=(200, 84, 34), fall=2.4, squeeze=0.8)
    smoke = stress(draw_noise(frame, cell=(420, 300), octaves=5, gain=0.62), low=50, high=170)
    lit = draw_gradient(
        frame.size, [(0, (58, 56, 62)), (0.3, (112, 86, 78)), (0.62, (238, 140, 78)), (1, (120, 40, 20))]
    )
    column = Image.new("L", frame.size, 0)
    stencil = Stencil(frame.size)
    lean = frame.spread(-0.25, 0.25) * frame.width
    stencil.polygon(
        [(vent[0] - 150 * unit, vent[1]), (vent[0] - 330 * unit + lean, -50), (vent[0] + 420 * unit + lean, -50),
         (vent[0] + 150 * unit, vent[1])]
    )  # fmt: skip
    column = blur(stencil.mask(), radius=70 * unit)
    picture.paste(lit, (0, 0), limit(smoke, by=column))
    picture = add_light(picture, _spray_lava(frame, vent), colour=(255, 176, 84))
    far = Stencil(frame.size)
    far.polygon(close_below(frame, draw_ridge(frame, base=0.66, height=0.08, roughness=0.45)))
    picture.paste((40, 28, 28), (0, 0), far.mask())
    field = Stencil(frame.size)
    field.polygon(close_below(frame, draw_ridge(frame, base=0.78, height=0.1, roughness=0.6)))
    crust = colour_noise(draw_noise(frame, cell=(160, 30), octaves=5, gain=0.65), dark=(12, 11, 13), light=(86, 60, 54))
    picture.paste(crust, (0, 0), field.mask())
    picture = add_light(picture, _run_lava(frame, vent), colour=(255, 120, 40))
    add_glow(picture, vent, radius=420 * unit, colour=(210, 96, 40), fall=1.7, squeeze=0.6)
    return finish(bloom(picture, radius=16 * unit, strength=0.7), frame, grain=0.09, corners=0.45)


def _spray_lava(frame: Frame, vent: Point) -> Image.Image:
    stencil = Stencil(frame.size)
    unit = frame.unit
    for fountain in range(7):
        foot = vent[0] + (fountain - 3) * 84 * unit + frame.spread(-20, 20) * unit
        strength = frame.spread(150, 330) * (1.15 - abs(fountain - 3) * 0.22)
        for _ in range(240):
            rise = frame.chance.betavariate(1.1, 2.2) * strength * unit
            drift = frame.chance.gauss(0, 7 + rise / unit * 0.13) * unit
            stencil.disc((foot + drift, vent[1] + 30 * unit - rise), frame.spread(1.0, 6.5) * unit)
    return blur(stencil.mask(), radius=1.8 * unit)


def _run_lava(frame: Frame, vent: Point) -> Image.Image:
    """Streams of lava over the dark field, broken where the crust has cooled."""
    stencil = Stencil(frame.size)
    for _ in range(9):
        x, y = vent[0] + frame.spread(-320, 320) * frame.unit, frame.height * 0.76
        drift, path = frame.spread(-9, 9), []
        while y < frame.height * 1.02:
            path.append((x, y))
            x += (drift + frame.spread(-26, 26)) * frame.unit
            y += frame.spread(4, 16) * frame.unit
        stencil.line(path, width=frame.spread(4, 14) * frame.unit)
    cooled = stress(draw_noise(frame, cell=(60, 18), octaves=3), low=70, high=170)
    return limit(blur(stencil.mask(), radius=2 * frame.unit), by=cooled)
