"""Gantry cranes and containers at dusk."""

from __future__ import annotations

from PIL import Image, ImageChops

from newsroom.demo.pictures.frame import Colour, Frame, Point, Stencil, mix
from newsroom.demo.pictures.light import add_glow, bloom, finish
from newsroom.demo.pictures.scenes.water import mirror_water
from newsroom.demo.pictures.texture import (
    draw_gradient,
    draw_noise,
    fade_down,
    limit,
    stress,
)


def draw_port(frame: Frame) -> Image.Image:
    """Gantry cranes over stacked containers at dusk, mirrored in the basin."""
    shore, unit = 0.7, frame.unit
    high, dusk = frame.chance.choice(
        [((78, 96, 124), (224, 170, 134)), ((110, 124, 140), (206, 196, 184)), ((58, 70, 98), (196, 132, 112))]
    )
    middle = mix(high, dusk, share=0.5)
    picture = draw_gradient(frame.size, [(0, high), (0.35, middle), (shore, dusk), (1, dusk)])
    clouds = stress(draw_noise(frame, cell=(700, 110), octaves=5), low=110, high=240, most=130)
    picture.paste(
        mix(dusk, (96, 96, 116), share=0.5), (0, 0), limit(clouds, by=fade_down(frame.size, [(0, 255), (0.6, 40)]))
    )
    add_glow(picture, frame.at(frame.spread(0.2, 0.8), shore), radius=720 * unit, colour=(130, 84, 46))
    for depth in range(3):
        stencil = Stencil(frame.size)
        for _ in range(3 - depth // 2):
            x = frame.spread(0.02, 0.92) * frame.width
            _raise_crane(stencil, frame, foot=(x, shore * frame.height), tall=(220 + 130 * depth) * unit)
        picture.paste(mix(dusk, (36, 42, 54), share=0.42 + 0.26 * depth), (0, 0), stencil.mask())
    _stack_containers(picture, frame, quay=shore * frame.height)
    masts = Stencil(frame.size)
    lamps = [frame.at((number + frame.spread(0.2, 0.8)) / 8, shore - frame.spread(0.19, 0.22)) for number in range(8)]
    for x, y in lamps:
        masts.line([(x, shore * frame.height), (x, y)], width=2.2 * unit)
    picture.paste((44, 46, 54), (0, 0), masts.mask())
    for lamp in lamps:
        add_glow(picture, lamp, radius=34 * unit, colour=(255, 220, 170), fall=2.6)
    mirror_water(picture, frame, shore=shore + 0.012, tint=(50, 58, 70), calm=0.7)
    return finish(bloom(picture, radius=10 * unit, above=190, strength=0.5), frame)


def _raise_crane(stencil: Stencil, frame: Frame, *, foot: Point, tall: float) -> None:
    x, y = foot
    line = tall * 0.016
    leg, waist = tall * 0.16, y - tall * 0.52
    for side in (-leg, leg):
        stencil.line([(x + side, y), (x + side * 0.8, waist)], width=line * 1.7)
        stencil.line([(x + side * 0.8, waist), (x + leg * 0.1, y - tall)], width=line)
    stencil.line([(x - leg * 0.9, y - tall * 0.26), (x + leg * 0.9, y - tall * 0.26)], width=line * 1.4)
    stencil.line([(x - leg, y), (x + leg * 0.9, y - tall * 0.26)], width=line * 0.7)
    raised = frame.chance.random() < 0.35
    tip = (x - tall * 0.42, y - tall * 1.12) if raised else (x - tall * 0.66, waist)
    stencil.line([(x - leg, waist), tip], width=line * 1.5)
    stencil.line([(x - leg, waist), (x + tall * 0.36, waist)], width=line * 1.5)
    stencil.line(
        [(x + leg * 0.1, y - tall), (tip[0] * 0.65 + x * 0.35, tip[1] * 0.65 + waist * 0.35)], width=line * 0.5
    )
    stencil.line([(x + leg * 0.1, y - tall), tip], width=line * 0.5)
    stencil.line([(x + leg * 0.1, y - tall), (x + tall * 0.34, waist)], width=line * 0.5)
    stencil.box((x + tall * 0.08, waist - tall * 0.06, x + tall * 0.26, waist))
    if not raised:
        trolley = x - tall * frame.spread(0.25, 0.55)
        drop = waist + tall * frame.spread(0.1, 0.32)
        stencil.line([(trolley, waist), (trolley, drop)], width=line * 0.4)
        stencil.box((trolley - tall * 0.07, drop, trolley + tall * 0.07, drop + tall * 0.045))


def _stack_containers(picture: Image.Image, frame: Frame, *, quay: float) -> None:
    paints: list[Colour] = [
        (122, 58, 46),
        (56, 78, 96),
        (92, 98, 94),
        (134, 112, 76),
        (62, 86, 74),
        (84, 52, 54),
        (116, 118, 120),
    ]
    wide, high = 74 * frame.unit, 30 * frame.unit
    x = -wide * 0.4
    tall = 3
    while x < frame.width:
        tall = max(1, min(5, tall + frame.chance.choice([-1, 0, 0, 1])))
        for level in range(tall):
            top = quay - high * (level + 1)
            paint = mix(frame.chance.choice(paints), (70, 66, 72), share=0.42)
            stencil = (round(x), round(top), round(x + wide - 2), round(top + high - 1))
            plate = draw_gradient(
                (max(1, stencil[2] - stencil[0]), max(1, stencil[3] - stencil[1])),
                [
                    (0, mix(paint, (220, 190, 160), share=0.22)),
                    (0.15, paint),
                    (1, mix(paint, (10, 12, 18), share=0.45)),
                ],
            )
            ribs = Image.new("L", plate.size, 255)
            for rib in range(2, plate.width, max(2, round(4 * frame.unit))):
                ribs.paste(205, (rib, 1, rib + max(1, round(1.6 * frame.unit)), plate.height - 1))
            picture.paste(ImageChops.multiply(plate, Image.merge("RGB", (ribs, ribs, ribs))), stencil[:2])
        x += wide + (frame.spread(20, 90) * frame.unit if frame.chance.random() < 0.14 else 0)
    picture.paste((34, 36, 42), (0, round(quay), frame.width, round(quay + 14 * frame.unit)))
