"""A street in the rain, and a crowd under umbrellas."""

from __future__ import annotations

import math

from PIL import Image, ImageOps

from newsroom.demo.pictures.figures import open_umbrella, stand_person
from newsroom.demo.pictures.frame import Colour, Frame, Point, Stencil, mix
from newsroom.demo.pictures.light import add_glow, add_light, bloom, blur, blur_sideways, darken, finish
from newsroom.demo.pictures.texture import (
    draw_gradient,
    draw_noise,
    fade_down,
    limit,
    stress,
)


def draw_rain(frame: Frame) -> Image.Image:
    """A street in evening rain: lamps and head lights, twice, once in the wet asphalt."""
    unit, shore = frame.unit, frame.spread(0.5, 0.56)
    picture = draw_gradient(
        frame.size, [(0, (44, 54, 74)), (shore * 0.6, (92, 94, 106)), (shore, (150, 132, 118)), (1, (60, 60, 66))]
    )
    houses = Stencil(frame.size)
    x = 0.0
    while x < frame.width:
        wide = frame.spread(120, 260) * unit
        middle = abs((x + wide / 2) / frame.width - 0.5) * 2
        houses.box(
            (
                x,
                frame.height * (shore - 0.06 - 0.5 * middle - frame.spread(0, 0.06)),
                x + wide,
                frame.height * (shore + 0.03),
            )
        )
        x += wide
    picture.paste((40, 43, 54), (0, 0), blur(houses.mask(), radius=6 * unit))
    _light_windows(picture, frame, houses=houses.mask())
    _light_street(picture, frame, shore=shore)
    people = Stencil(frame.size)
    for _ in range(5):
        place = frame.at(frame.spread(0.08, 0.92), shore + frame.spread(0.015, 0.09))
        tall = (place[1] / frame.height - shore + 0.16) * 1.05 * frame.height
        stand_person(people, frame, feet=place, tall=tall)
        open_umbrella(people, crown=(place[0] + tall * 0.03, place[1] - tall * 1.2), radius=tall * 0.34)
    walkers = blur(people.mask(), radius=1.6 * unit)
    picture.paste((14, 15, 19), (0, 0), walkers)
    _wet_asphalt(picture, frame, shore=shore, people=walkers)
    rain = Stencil(frame.size)
    for _ in range(420):
        x, y = frame.at(frame.spread(-0.05, 1.05), frame.spread(-0.05, 1))
        long = frame.spread(24, 70) * unit
        rain.line([(x, y), (x - long * 0.1, y + long)], width=0.9 * unit, value=frame.chance.randint(28, 76))
    picture = add_light(picture, rain.mask(), colour=(200, 210, 226))
    return finish(bloom(picture, radius=12 * unit, above=175, strength=0.7), frame, grain=0.08, corners=0.4)


def _light_windows(picture: Image.Image, frame: Frame, *, houses: Image.Image) -> None:
    panes, pitch = Stencil(frame.size), 34 * frame.unit
    for row in range(math.ceil(frame.height * 0.55 / pitch)):
        for column in range(math.ceil(frame.width / pitch)):
            if frame.chance.random() < 0.2:
                x, y = column * pitch, row * pitch * 1.25
                panes.box((x, y, x + 15 * frame.unit, y + 24 * frame.unit), value=frame.chance.randint(40, 170))
    picture.paste((232, 184, 120), (0, 0), limit(blur(panes.mask(), radius=4 * frame.unit), by=houses))


def _light_street(picture: Image.Image, frame: Frame, *, shore: float) -> None:
    unit, lamps = frame.unit, Stencil(frame.size)
    colours: list[Colour] = [
        (255, 190, 110),
        (255, 214, 160),
        (210, 60, 50),
        (120, 170, 200),
        (110, 180, 130),
        (255, 236, 210),
    ]
    for _ in range(44):
        distance = frame.chance.random()
        place = (
            frame.width * (0.5 + frame.spread(-0.5, 0.5) * (1.15 - distance)),
            frame.height * (shore - 0.02 - frame.spread(0, 0.34) * (1.05 - distance)),
        )
        radius = (6 + 26 * (1 - distance)) * unit
        disc = Stencil((round(radius * 2) + 4, round(radius * 2) + 4))
        disc.disc((radius + 2, radius + 2), radius, value=frame.chance.randint(90, 220))
        colour = frame.chance.choice(colours)
        corner = (round(place[0] - radius - 2), round(place[1] - radius - 2))
        picture.paste(colour, corner, disc.mask())
        add_glow(picture, place, radius=radius * 2.6, colour=mix(colour, (0, 0, 0), share=0.55))
    for _ in range(3):
        x, y = frame.width * frame.spread(0.3, 0.7), frame.height * (shore - frame.spread(0.0, 0.015))
        for side in (-1, 1):
            add_glow(picture, (x + side * 26 * unit, y), radius=90 * unit, colour=(255, 244, 220), fall=3.2)
            lamps.disc((x + side * 26 * unit, y), 6 * unit)
    picture.paste((255, 250, 236), (0, 0), lamps.mask())


def _wet_asphalt(picture: Image.Image, frame: Frame, *, shore: float, people: Image.Image) -> None:
    line = round(shore * frame.height)
    depth = frame.height - line
    above = picture.crop((0, max(0, line - depth), frame.width, line))
    image = ImageOps.flip(above).resize((frame.width, depth))
    smeared = blur_sideways(image, across=8 * frame.unit, down=60 * frame.unit)
    rough = stress(draw_noise(frame, cell=(200, 26), octaves=5, gain=0.65, size=smeared.size), low=20, high=190)
    dull = darken(smeared, Image.new("L", smeared.size, 128))
    wet = Image.composite(smeared, dull, rough)
    wet = Image.blend(wet, Image.new("RGB", wet.size, (58, 60, 68)), 0.14)
    walkers = people.crop((0, line, frame.width, frame.height))
    dry = picture.crop((0, line, frame.width, frame.height))
    picture.paste(Image.composite(dry, wet, walkers), (0, line))


def draw_umbrellas(frame: Frame) -> Image.Image:
    """A crowd under umbrellas, from behind, before lights out of focus."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (76, 84, 96)), (0.4, (150, 150, 150)), (1, (60, 62, 68))])
    for _ in range(26):
        colour = frame.chance.choice([(120, 96, 60), (110, 104, 92), (80, 92, 110), (120, 70, 56)])
        add_glow(
            picture,
            frame.at(frame.chance.random(), frame.spread(0.05, 0.4)),
            radius=frame.spread(30, 80) * unit,
            colour=colour,
            fall=0.8,
        )
    picture = blur(picture, radius=6 * unit)
    cloths: list[Colour] = [
        (30, 32, 38),
        (38, 42, 52),
        (26, 34, 46),
        (58, 54, 54),
        (34, 30, 32),
        (112, 44, 44),
        (62, 84, 96),
        (128, 108, 74),
    ]
    rows = 9
    for row in range(rows):
        share = row / (rows - 1)
        scale = (56 + 130 * share**1.4) * unit
        x = frame.spread(-1, 0) * scale
        while x < frame.width + scale:
            crown = (x, frame.height * (0.36 + 0.5 * share**1.2) + frame.spread(-0.3, 0.3) * scale)
            cloth = frame.chance.choice(cloths[:5] if frame.chance.random() < 0.74 else cloths[5:])
            _hold_umbrella(
                picture, frame, crown=crown, radius=scale, colour=mix(cloth, (138, 142, 146), share=0.5 * (1 - share))
            )
            x += scale * frame.spread(1.1, 1.75)
        veil = fade_down(frame.size, [(0.2, 0), (0.55, 30), (0.9, 0)]) if row < rows - 1 else None
        if veil:
            picture.paste((150, 152, 154), (0, 0), veil)
    return finish(picture, frame, corners=0.4)


def _hold_umbrella(picture: Image.Image, frame: Frame, *, crown: Point, radius: float, colour: Colour) -> None:
    left, top = round(crown[0] - radius * 1.1), round(crown[1] - 6)
    local = (round(radius * 2.2), round(radius * 3.2))
    here = (crown[0] - left, crown[1] - top)
    body, cloth = Stencil(local), Stencil(local)
    seat_y = here[1] + radius * 1.02
    body.ellipse((here[0] - radius * 0.2, seat_y - radius * 0.4, here[0] + radius * 0.2, seat_y + radius * 0.12))
    body.rounded(
        (here[0] - radius * 0.52, seat_y + radius * 0.1, here[0] + radius * 0.52, local[1] + radius),
        radius=radius * 0.26,
    )
    picture.paste(mix(colour, (18, 19, 23), share=0.6), (left, top), body.mask())
    open_umbrella(cloth, crown=here, radius=radius)
    lit = draw_gradient(
        local,
        [(0, mix(colour, (226, 226, 224), share=0.34)), (0.14, colour), (0.3, mix(colour, (8, 9, 12), share=0.4))],
    )
    picture.paste(lit, (left, top), cloth.mask())
    ribs = Stencil(local)
    for rib in range(1, 5):
        foot = here[0] - radius + radius * 2 * rib / 5
        ribs.line(
            [here, (here[0] + (foot - here[0]) * 0.72, here[1] + radius * 0.26), (foot, here[1] + radius * 0.62)],
            width=max(0.6, radius * 0.01),
            value=90,
        )
    picture.paste(mix(colour, (0, 0, 0), share=0.6), (left, top), limit(ribs.mask(), by=cloth.mask()))
