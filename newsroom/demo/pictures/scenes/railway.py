"""Rails into the mist."""

from __future__ import annotations

from PIL import Image, ImageChops

from newsroom.demo.pictures.figures import hang_wire
from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, bloom, blur, finish
from newsroom.demo.pictures.scenes.land import spread_sky
from newsroom.demo.pictures.texture import (
    close_below,
    colour_noise,
    draw_noise,
    draw_ridge,
    fade_down,
)


def draw_railway(frame: Frame) -> Image.Image:
    """Two tracks into the mist, masts and wires, the head lights of a train that waits."""
    unit, horizon = frame.unit, frame.spread(0.44, 0.5)
    skies: list[tuple[Colour, Colour]] = [
        ((140, 150, 162), (206, 204, 200)),
        ((104, 118, 146), (232, 184, 144)),
        ((74, 88, 116), (168, 174, 188)),
    ]
    high, low = frame.chance.choice(skies)
    picture = spread_sky(frame, horizon=horizon, high=high, low=low, cloud=mix(low, (230, 226, 222), share=0.5))
    for layer in range(3):
        trees = Stencil(frame.size)
        trees.polygon(
            close_below(frame, draw_ridge(frame, base=horizon + 0.005, height=0.1 - 0.02 * layer, roughness=0.62))
        )
        picture.paste(mix(low, (82, 92, 92), share=0.3 + 0.22 * layer), (0, 0), trees.mask())
    line = round((horizon + 0.02) * frame.height)
    verge = colour_noise(
        draw_noise(frame, cell=(120, 26), octaves=5, gain=0.66, size=(frame.width, frame.height - line)),
        dark=(52, 58, 44),
        light=(132, 128, 96),
    )
    picture.paste(verge, (0, line))
    point = (frame.width * frame.spread(0.34, 0.66), float(line))
    for offset in (-0.62, 0.3):
        _lay_track(picture, frame, point=point, offset=offset)
    _string_wires(picture, frame, point=point, low=low)
    picture.paste(
        low,
        (0, 0),
        fade_down(frame.size, [(horizon - 0.1, 0), (horizon + 0.02, 190), (horizon + 0.16, 50), (horizon + 0.34, 0)]),
    )
    front = Stencil(frame.size)
    x, y = point[0] + 0.3 * 74 * unit, point[1] + 34 * unit
    front.rounded((x - 30 * unit, y - 84 * unit, x + 30 * unit, y), radius=12 * unit)
    picture.paste((62, 68, 74), (0, 0), blur(front.mask(), radius=1.6 * unit))
    for place in ((-15, -20), (15, -20), (0, -70)):
        add_glow(picture, (x + place[0] * unit, y + place[1] * unit), radius=64 * unit, colour=(255, 240, 206), fall=3)
    daylight = Image.new("RGB", frame.size, mix(low, (255, 255, 255), share=0.55))
    picture = ImageChops.multiply(picture, daylight)
    return finish(bloom(picture, radius=12 * unit, above=200, strength=0.6), frame)


def _lay_track(picture: Image.Image, frame: Frame, *, point: tuple[float, float], offset: float) -> None:
    unit, bottom = frame.unit, frame.height * 1.05
    middle, gauge = frame.width * 0.5 + offset * frame.height * 0.95, frame.height * 0.34

    def place(across: float, near: float) -> tuple[float, float]:
        return point[0] + (middle + across * gauge - point[0]) * near, point[1] + (bottom - point[1]) * near

    bed, sleepers, rails, tops = (Stencil(frame.size) for _ in range(4))
    bed.polygon([place(-1.5, 0.01), place(1.5, 0.01), place(1.5, 1), place(-1.5, 1)])
    stones = colour_noise(draw_noise(frame, cell=(13, 7), octaves=2), dark=(58, 56, 56), light=(158, 152, 146))
    picture.paste(stones, (0, 0), blur(bed.mask(), radius=3 * unit))
    distance = 1.0
    while distance < 34:
        near = 1 / distance
        later = 1 / (distance + 0.055)
        sleepers.polygon([place(-1.0, near), place(1.0, near), place(1.0, later), place(-1.0, later)], value=215)
        distance += 0.13
    for side in (-0.55, 0.55):
        rails.polygon(
            [place(side - 0.055, 0.012), place(side + 0.055, 0.012), place(side + 0.055, 1), place(side - 0.055, 1)]
        )
        tops.polygon(
            [place(side - 0.03, 0.012), place(side + 0.025, 0.012), place(side + 0.025, 1), place(side - 0.03, 1)]
        )
    picture.paste((88, 80, 72), (0, 0), sleepers.mask())
    picture.paste((58, 48, 44), (0, 0), rails.mask())
    picture.paste((202, 204, 206), (0, 0), tops.mask())


def _string_wires(picture: Image.Image, frame: Frame, *, point: tuple[float, float], low: Colour) -> None:
    unit = frame.unit
    for side in (-1, 1):
        stencil, last = Stencil(frame.size), None
        for mast in range(7):
            near = 1 / (1.05 + mast * 0.85)
            x = point[0] + side * frame.height * 0.86 * near
            foot, top = point[1] + frame.height * 0.42 * near, point[1] - frame.height * 0.82 * near
            stencil.line([(x, foot), (x, top)], width=13 * near * unit)
            reach = -side * frame.height * 0.34 * near
            arm = top + frame.height * 0.14 * near
            stencil.line([(x, arm), (x + reach, arm - 12 * near * unit)], width=5 * near * unit)
            stencil.line([(x, top + 8 * near * unit), (x + reach, arm - 12 * near * unit)], width=3 * near * unit)
            here = (x + reach, arm + 8 * near * unit)
            if last:
                hang_wire(stencil, last, here, sag=14 * near * unit, width=max(0.6, 2.4 * near * unit))
                hang_wire(
                    stencil,
                    (last[0], last[1] - 60 * near * unit * 1.6),
                    (here[0], here[1] - 60 * near * unit),
                    sag=40 * near * unit,
                    width=max(0.6, 2 * near * unit),
                )
            last = here
        picture.paste(mix((50, 54, 58), low, share=0.12), (0, 0), stencil.mask())
