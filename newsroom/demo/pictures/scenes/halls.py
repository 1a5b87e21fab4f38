"""The seats of a plenary hall, and microphones before a briefing."""

from __future__ import annotations

import math

from PIL import Image

from newsroom.demo.pictures.frame import Colour, Frame, Point, Stencil, mix
from newsroom.demo.pictures.light import add_glow, bloom, blur, darken, finish
from newsroom.demo.pictures.texture import (
    colour_noise,
    draw_gradient,
    draw_noise,
    fade_across,
    fade_down,
)


def draw_plenary(frame: Frame) -> Image.Image:
    """An empty chamber: rows of seats in arcs, down to a lit rostrum."""
    unit = frame.unit
    cloth = frame.chance.choice([(104, 40, 42), (44, 62, 92), (58, 76, 70)])
    picture = draw_gradient(
        frame.size, [(0, (62, 50, 40)), (0.22, (136, 106, 74)), (0.42, (110, 84, 60)), (1, (40, 32, 28))]
    )
    _panel_wall(picture, frame)
    rows = 11
    for row in range(rows):
        share = row / (rows - 1)
        _set_row(picture, frame, share=share, cloth=cloth)
    light = fade_across(frame.size, [(0, 40), (0.3, 165), (0.5, 235), (0.7, 165), (1, 40)])
    picture = darken(picture, Image.blend(light, Image.new("L", frame.size, 255), 0.55))
    add_glow(picture, frame.at(0.5, 0.28), radius=560 * unit, colour=(92, 76, 52), squeeze=0.6)
    return finish(bloom(picture, radius=14 * unit, above=185, strength=0.6), frame)


def _panel_wall(picture: Image.Image, frame: Frame) -> None:
    unit = frame.unit
    seams, lamps, desk = Stencil(frame.size), Stencil(frame.size), Stencil(frame.size)
    for seam in range(27):
        x = frame.width * seam / 26
        seams.line([(x, frame.height * 0.06), (x, frame.height * 0.44)], width=2.4 * unit, value=150)
    picture.paste((56, 40, 30), (0, 0), seams.mask())
    grain = colour_noise(draw_noise(frame, cell=(14, 300), octaves=3), dark=(90, 66, 46), light=(176, 140, 100))
    picture.paste(grain, (0, 0), fade_down(frame.size, [(0.06, 0), (0.1, 70), (0.4, 70), (0.44, 0)]))
    for number in range(15):
        x = frame.width * (number + 0.5) / 15
        lamps.box((x - 26 * unit, 0.03 * frame.height, x + 26 * unit, 0.036 * frame.height))
        add_glow(picture, (x, 0.05 * frame.height), radius=120 * unit, colour=(150, 118, 78), fall=2.2)
    picture.paste((255, 240, 212), (0, 0), lamps.mask())
    middle = frame.width / 2
    desk.box((middle - 330 * unit, frame.height * 0.31, middle + 330 * unit, frame.height * 0.4))
    desk.box((middle - 100 * unit, frame.height * 0.345, middle + 100 * unit, frame.height * 0.45))
    picture.paste((94, 66, 44), (0, 0), desk.mask())
    edge = Stencil(frame.size)
    edge.box((middle - 330 * unit, frame.height * 0.31, middle + 330 * unit, frame.height * 0.316))
    edge.box((middle - 100 * unit, frame.height * 0.345, middle + 100 * unit, frame.height * 0.352))
    for chair in range(-3, 4):
        edge.rounded(
            (
                middle + (chair * 86 - 24) * unit,
                frame.height * 0.252,
                middle + (chair * 86 + 24) * unit,
                frame.height * 0.31,
            ),
            radius=12 * unit,
            value=90,
        )
    picture.paste((206, 164, 116), (0, 0), edge.mask())


def _set_row(picture: Image.Image, frame: Frame, *, share: float, cloth: Colour) -> None:
    """One arc of desks and chair backs; `share` is 0 at the rostrum and 1 at the onlooker."""
    unit, middle = frame.unit, frame.width / 2
    y = frame.height * (0.45 + 0.5 * share**1.5)
    size = (20 + 104 * share**1.5) * unit
    bend = (30 + 190 * share) * unit
    count = math.ceil(frame.width / (size * 1.3)) + 3
    arc = []
    for number in range(count):
        offset = (number - (count - 1) / 2) * size * 1.3
        arc.append((middle + offset, y - bend * (offset / frame.width * 1.5) ** 2))
    # A row covers only a band of the picture; masks of that band are five times as quick.
    start = max(0, round(min(py for _, py in arc) - size))
    band = (frame.width, max(2, min(frame.height, round(y + size * 1.6)) - start))
    points = [(x, py - start) for x, py in arc]
    desk, backs, sheen, top = (Stencil(band) for _ in range(4))
    desk.polygon([*[(x, py - size * 0.12) for x, py in points], *[(x, py + size * 0.42) for x, py in reversed(points)]])
    sheen.line([(x, py - size * 0.1) for x, py in points], width=size * 0.07)
    for x, py in points:
        backs.rounded((x - size * 0.44, py + size * 0.12, x + size * 0.44, py + size * 1.3), radius=size * 0.2)
        top.rounded((x - size * 0.4, py + size * 0.14, x + size * 0.4, py + size * 0.34), radius=size * 0.1, value=150)
    picture.paste(mix((176, 132, 90), (84, 58, 40), share=share), (0, start), desk.mask())
    picture.paste(mix((236, 200, 150), (170, 126, 86), share=share), (0, start), sheen.mask())
    picture.paste(mix(cloth, (14, 12, 12), share=0.2 + 0.3 * share), (0, start), backs.mask())
    picture.paste(mix(cloth, (240, 210, 180), share=0.3), (0, start), blur(top.mask(), radius=size * 0.05))


def draw_microphones(frame: Frame) -> Image.Image:
    """Microphones on a table before a briefing, the room behind them out of focus."""
    unit = frame.unit
    picture = _blur_room(frame)
    for depth, (count, pitch) in enumerate(((5, 250), (5, 214), (4, 236))):
        for place in range(count):
            x = frame.width * 0.5 + ((place - (count - 1) / 2) * pitch + frame.spread(-50, 50)) * unit
            head = frame.height * (0.3 + 0.13 * depth + frame.spread(-0.045, 0.045))
            _stand_microphone(picture, frame, x=x, head=head, scale=0.9 + 0.3 * depth)
        if depth == 0:
            # The lens holds the second row; the first to be seen through it is soft.
            picture = blur(picture, radius=3.4 * unit)
    table = draw_gradient(frame.size, [(0.84, (72, 58, 48)), (0.87, (46, 36, 30)), (1, (18, 15, 14))])
    edge = Stencil(frame.size)
    edge.box((0, frame.height * 0.87, frame.width, frame.height))
    picture.paste(table, (0, 0), blur(edge.mask(), radius=3 * unit))
    add_glow(picture, frame.at(0.3, 0.1), radius=900 * unit, colour=(44, 40, 34))
    return finish(picture, frame, corners=0.42)


def _blur_room(frame: Frame) -> Image.Image:
    """Walls, panels and lamps that nobody could name."""
    unit, chance = frame.unit, frame.chance
    wall = chance.choice([(52, 78, 104), (86, 88, 92), (60, 86, 88), (98, 78, 66)])
    picture = draw_gradient(
        frame.size,
        [
            (0, mix(wall, (10, 12, 16), share=0.35)),
            (0.5, mix(wall, (220, 222, 222), share=0.28)),
            (1, mix(wall, (12, 12, 14), share=0.4)),
        ],
    )
    for _ in range(7):
        panel = Stencil(frame.size)
        x, wide = frame.spread(0, 1) * frame.width, frame.spread(60, 190) * unit
        top, bottom = frame.spread(-0.1, 0.3) * frame.height, frame.spread(0.6, 0.8) * frame.height
        panel.box((x, top, x + wide, bottom), value=chance.randint(30, 110))
        picture.paste(mix(wall, chance.choice([(236, 230, 220), (16, 18, 24)]), share=0.6), (0, 0), panel.mask())
    picture = blur(picture, radius=46 * unit)
    for _ in range(12):
        colour = chance.choice([(70, 58, 42), (54, 60, 68), (78, 72, 62)])
        place = frame.at(chance.random(), frame.spread(0.02, 0.4))
        add_glow(picture, place, radius=frame.spread(30, 90) * unit, colour=colour, fall=0.7)
    return blur(picture, radius=5 * unit)


def _stand_microphone(picture: Image.Image, frame: Frame, *, x: float, head: float, scale: float) -> None:
    """One microphone in its foam, on a goose neck or a clamp; `head` is the row of the foam's middle."""
    unit = frame.unit
    lean, long = frame.spread(-60, 60) * unit, frame.spread(140, 172) * unit * scale
    wide = frame.spread(0.36, 0.44) * long
    box = (round(x - 200 * unit), round(head - long), round(x + 200 * unit), frame.height)
    stand, ring = Stencil((box[2] - box[0], box[3] - box[1])), Stencil((box[2] - box[0], box[3] - box[1]))
    middle, height = x - box[0], head - box[1]
    stand.line(
        [
            (middle, height + long * 0.3),
            (middle + lean * 0.15, height + long * 1.4),
            (middle + lean, frame.height * 0.92 - box[1]),
        ],
        width=frame.spread(13, 19) * unit * scale,
    )
    stand.polygon(
        [
            (middle - wide * 0.6, height + long * 0.3),
            (middle + wide * 0.6, height + long * 0.3),
            (middle + wide * 0.42, height + long * 1.15),
            (middle - wide * 0.42, height + long * 1.15),
        ]
    )
    mask = stand.mask()
    picture.paste(draw_gradient(mask.size, [(0, (66, 68, 72)), (0.7, (30, 31, 34)), (1, (18, 18, 20))]), box[:2], mask)
    _wrap_foam(picture, frame, centre=(x, head), wide=wide, long=long)
    ring.rounded(
        (middle - wide * 0.62, height + long * 0.56, middle + wide * 0.62, height + long * 0.7), radius=4 * unit
    )
    picture.paste((84, 86, 90), box[:2], ring.mask())


def _wrap_foam(picture: Image.Image, frame: Frame, *, centre: Point, wide: float, long: float) -> None:
    """Foam lit from the upper left, its edge soft; most is black."""
    chance = frame.chance
    dark: list[Colour] = [(30, 31, 34), (38, 38, 42), (26, 28, 34), (34, 33, 34)]
    bright: list[Colour] = [(84, 38, 38), (48, 64, 84), (112, 96, 62)]
    foam = chance.choice(bright if chance.random() < 0.22 else dark)
    left, top = round(centre[0] - wide - 4), round(centre[1] - long * 0.62 - 4)
    size = (round(wide * 2 + 8), round(long * 1.24 + 8))
    ball = Stencil(size)
    if chance.random() < 0.3:
        ball.rounded((4, 4, size[0] - 4, size[1] - 4), radius=wide * 0.8)
    else:
        ball.ellipse((4, 4, size[0] - 4, size[1] - 4))
    pores = colour_noise(
        draw_noise(frame, cell=(9, 9), octaves=2, size=size),
        dark=mix(foam, (0, 0, 0), share=0.28),
        light=mix(foam, (255, 255, 255), share=0.12),
    )
    lit = Image.new("RGB", size, mix(foam, (0, 0, 0), share=0.6))
    light = mix(foam, (206, 206, 204), share=0.5)
    add_glow(lit, (size[0] * 0.3, size[1] * 0.26), radius=size[1] * 0.62, colour=light, fall=1.3)
    picture.paste(Image.blend(pores, lit, 0.62), (left, top), blur(ball.mask(), radius=0.9 * frame.unit))
