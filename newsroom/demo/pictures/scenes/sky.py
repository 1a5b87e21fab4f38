"""The night sky over an observatory, and its turning."""

from __future__ import annotations

import math

from PIL import Image

from newsroom.demo.pictures.figures import grow_conifer
from newsroom.demo.pictures.frame import Frame, Stencil
from newsroom.demo.pictures.light import add_glow, add_light, bloom, blur, finish
from newsroom.demo.pictures.scenes.mountains import plant_slope
from newsroom.demo.pictures.texture import (
    close_below,
    draw_gradient,
    draw_noise,
    draw_ridge,
    limit,
    stress,
)


def draw_observatory(frame: Frame) -> Image.Image:
    """A dome on a ridge under the Milky Way, lit red inside as such places are."""
    picture = _night_sky(frame)
    unit = frame.unit
    ridge = draw_ridge(frame, base=0.86, height=0.1, roughness=0.42)
    back = Stencil(frame.size)
    back.polygon(close_below(frame, draw_ridge(frame, base=0.84, height=0.12)))
    picture.paste((26, 32, 46), (0, 0), back.mask())
    centre = frame.spread(0.3, 0.7) * frame.width
    ground = frame.height * 0.84
    _build_dome(picture, frame, centre=centre, ground=ground, radius=frame.spread(105, 185) * unit)
    front = Stencil(frame.size)
    front.polygon(close_below(frame, ridge))
    for _ in range(int(frame.width / unit / 14)):
        x = frame.spread(0, 1) * frame.width
        foot = ridge[int(x / frame.width * (len(ridge) - 1))][1]
        if abs(x - centre) > 250 * unit:
            grow_conifer(front, frame, foot=(x, foot + 10 * unit), tall=frame.spread(30, 95) * unit)
    picture.paste((8, 10, 14), (0, 0), front.mask())
    return finish(bloom(picture, radius=8 * unit, above=185, strength=0.5), frame, grain=0.08, corners=0.4)


def _night_sky(frame: Frame) -> Image.Image:
    unit = frame.unit
    picture = draw_gradient(
        frame.size, [(0, (10, 15, 30)), (0.55, (24, 36, 58)), (0.85, (74, 78, 88)), (1, (96, 84, 74))]
    )
    slant = frame.chance.choice([-1, 1]) * frame.spread(0.35, 0.6)
    band = Stencil(frame.size)
    middle = frame.width * frame.spread(0.4, 0.6)
    foot, top = middle - slant * frame.height * 0.8, middle + slant * frame.height * 0.8
    band.polygon(
        [
            (foot - 120 * unit, frame.height),
            (top - 90 * unit, 0),
            (top + 110 * unit, 0),
            (foot + 170 * unit, frame.height),
        ]
    )
    glow = blur(band.mask(), radius=110 * unit)
    dust = draw_noise(frame, cell=(240, 240), octaves=5, gain=0.6)
    picture = add_light(picture, limit(glow, by=stress(dust, low=30, high=230)), colour=(118, 116, 124))
    core = limit(
        blur(band.mask(), radius=60 * unit), by=stress(draw_noise(frame, cell=(130, 160), octaves=5), low=110, high=250)
    )
    picture = add_light(picture, core, colour=(96, 82, 74))
    stars = Stencil(frame.size)
    for _ in range(int(1500 * frame.width / frame.height)):
        brightness = min(255, int(40 + frame.chance.expovariate(1 / 60)))
        place = frame.at(frame.chance.random(), frame.chance.random() ** 1.2 * 0.95)
        stars.disc(place, (0.5 + brightness / 255 * 0.9) * unit, value=brightness)
    return add_light(picture, stars.mask(), colour=(236, 240, 255))


def _build_dome(picture: Image.Image, frame: Frame, *, centre: float, ground: float, radius: float) -> None:
    shell, slit = Stencil(frame.size), Stencil(frame.size)
    wall = radius * 0.8
    shell.ellipse((centre - radius, ground - wall - radius, centre + radius, ground - wall + radius))
    shell.box((centre - radius * 0.96, ground - wall, centre + radius * 0.96, ground + 60 * frame.unit))
    lean = frame.chance.choice([-1, 1])
    for step in range(46):
        angle = math.radians(62 + step * 1.25)
        x = centre + lean * math.cos(angle) * radius * 0.45 + lean * radius * 0.12
        y = ground - wall - math.sin(math.radians(20 + step * 1.45)) * radius * 0.98
        slit.box((x - radius * 0.08, y, x + radius * 0.08, y + radius * 0.06))
    mask = shell.mask()
    from_left = [(0.0, (38, 44, 56)), (0.5, (92, 98, 110)), (1.0, (24, 28, 38))]
    box = (round(centre - radius), round(ground - wall - radius), round(centre + radius) + 1, frame.height)
    metal = draw_gradient((box[3] - box[1], box[2] - box[0]), from_left).transpose(Image.Transpose.TRANSPOSE)
    picture.paste(metal, box[:2], mask.crop(box))
    picture.paste((196, 96, 70), (0, 0), blur(slit.mask(), radius=1.2 * frame.unit))
    add_glow(
        picture, (centre + lean * radius * 0.2, ground - wall - radius * 0.5), radius=radius * 1.2, colour=(120, 40, 24)
    )
    edge = Stencil(frame.size)
    edge.line([(centre - radius, ground - wall), (centre + radius, ground - wall)], width=3 * frame.unit)
    edge.box((centre - radius * 0.1, ground - wall * 0.55, centre + radius * 0.1, ground), value=160)
    picture.paste((22, 24, 30), (0, 0), edge.mask())


def draw_star_trails(frame: Frame) -> Image.Image:
    """An hour's exposure: stars drawn into arcs around the pole, over dark forest."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (14, 22, 42)), (0.6, (38, 54, 80)), (1, (110, 104, 100))])
    pole = frame.at(frame.spread(0.4, 0.6), 0.42)
    trails = Stencil(frame.size)
    for _ in range(620):
        reach = frame.chance.random() ** 0.7 * frame.width * 0.85
        start = frame.spread(0, 360)
        box = (pole[0] - reach, pole[1] - reach, pole[0] + reach, pole[1] + reach)
        value = min(255, int(50 + frame.chance.expovariate(1 / 60)))
        trails.arc(box, start=start, end=start + frame.spread(13, 17), width=1.2 * unit, value=value)
    picture = add_light(picture, trails.mask(), colour=(226, 232, 250))
    hill = Stencil(frame.size)
    hill.polygon(close_below(frame, draw_ridge(frame, base=0.8, height=0.12, roughness=0.4)))
    picture.paste((16, 20, 28), (0, 0), hill.mask())
    plant_slope(picture, frame, colour=(7, 9, 12))
    return finish(bloom(picture, radius=6 * unit, above=190, strength=0.5), frame, grain=0.08)
