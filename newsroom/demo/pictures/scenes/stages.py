"""Before an audience: an arena, a stage, a screen."""

from __future__ import annotations

from PIL import Image, ImageChops

from newsroom.demo.pictures.figures import seat_head
from newsroom.demo.pictures.frame import Colour, Frame, Stencil, mix
from newsroom.demo.pictures.light import add_glow, add_light, bloom, blur, finish
from newsroom.demo.pictures.texture import (
    colour_noise,
    draw_gradient,
    draw_noise,
    fade_down,
    limit,
    stress,
)


def draw_arena(frame: Frame) -> Image.Image:
    """A sports hall: a lit court with a net, a dark stand full of people, floodlights under the roof."""
    unit, floor = frame.unit, 0.6
    picture = draw_gradient(
        frame.size, [(0, (12, 14, 20)), (0.3, (30, 32, 42)), (floor, (58, 54, 58)), (1, (40, 34, 30))]
    )
    _fill_stand(picture, frame, floor=floor)
    court = Stencil(frame.size)
    corners = [frame.at(0.2, floor + 0.03), frame.at(0.8, floor + 0.03), frame.at(1.18, 1.02), frame.at(-0.18, 1.02)]
    boards = draw_gradient(frame.size, [(floor, (206, 150, 92)), (1, (150, 92, 50))])
    planks = colour_noise(draw_noise(frame, cell=(300, 16), octaves=3), dark=(130, 80, 44), light=(226, 172, 112))
    boards = Image.blend(boards, planks, 0.24)
    apron = Stencil(frame.size)
    apron.polygon(
        [(0, frame.height * floor), (frame.width, frame.height * floor), (frame.width, frame.height), (0, frame.height)]
    )
    picture.paste(draw_gradient(frame.size, [(floor, (60, 92, 108)), (1, (30, 54, 70))]), (0, 0), apron.mask())
    court.polygon(corners)
    picture.paste(boards, (0, 0), court.mask())
    lines = Stencil(frame.size)
    lines.line([*corners, corners[0]], width=5 * unit)
    for share in (0.33, 0.5, 0.67):
        lines.line(
            [
                (corners[0][0] + (corners[1][0] - corners[0][0]) * share, corners[0][1]),
                (corners[3][0] + (corners[2][0] - corners[3][0]) * share, corners[3][1]),
            ],
            width=4 * unit,
        )
    picture.paste((236, 230, 218), (0, 0), lines.mask())
    for lamp in range(9):
        place = frame.at(0.06 + lamp * 0.11, 0.08 + 0.02 * abs(lamp - 4))
        add_glow(picture, place, radius=190 * unit, colour=(206, 214, 226), fall=4)
        add_glow(
            picture, (place[0], frame.height * 0.84), radius=110 * unit, colour=(84, 72, 54), fall=1.4, squeeze=0.5
        )
    _hang_net(picture, frame, floor=floor)
    heads = Stencil(frame.size)
    for number in range(int(frame.width / unit / 150) + 1):
        seat_head(
            heads,
            frame,
            chin=((number * 150 + frame.spread(0, 90)) * unit, frame.height * frame.spread(0.965, 1.03)),
            size=104 * unit,
        )
    picture.paste((12, 12, 15), (0, 0), blur(heads.mask(), radius=11 * unit))
    return finish(bloom(picture, radius=18 * unit, above=190, strength=0.8), frame, grain=0.08, corners=0.4)


def _fill_stand(picture: Image.Image, frame: Frame, *, floor: float) -> None:
    unit = frame.unit
    shirts: list[Colour] = [(150, 140, 132), (92, 96, 110), (120, 66, 58), (62, 78, 100), (170, 160, 146), (70, 66, 68)]
    for row in range(20):
        share = row / 19
        y = frame.height * (0.2 + (floor - 0.22) * share)
        size = (6.5 + 5 * share) * unit
        top, high = round(y - size * 2), round(size * 6)
        for colour in frame.chance.sample(shirts, 3):
            people = Stencil((frame.width, high))
            for _ in range(int(frame.width / (size * 2.9) / 3 * 1.1)):
                x = frame.chance.random() * frame.width
                people.rounded((x - size, size * 2.6, x + size, size * 5), radius=size * 0.6)
                people.disc((x, size * 2), size * 0.66, value=230)
            dim = mix(colour, (22, 24, 34), share=0.62 - 0.34 * share)
            picture.paste(dim, (0, top), people.mask())
    soft = blur(picture, radius=2.6 * unit)
    picture.paste(soft)
    boards = Stencil(frame.size)
    boards.box((0, frame.height * (floor - 0.035), frame.width, frame.height * floor))
    picture.paste(
        draw_gradient(frame.size, [(floor - 0.035, (70, 84, 104)), (floor, (36, 46, 62))]), (0, 0), boards.mask()
    )


def _hang_net(picture: Image.Image, frame: Frame, *, floor: float) -> None:
    unit = frame.unit
    mesh = Stencil(frame.size)
    far, near = frame.at(0.5, floor + 0.03), frame.at(0.5, 0.99)
    top_far, top_near = (far[0], far[1] - 86 * unit), (near[0] - 4 * unit, near[1] - 320 * unit)
    deep_far, deep_near = (far[0], far[1] - 46 * unit), (near[0] - 4 * unit, near[1] - 190 * unit)
    mesh.line([far, top_far], width=6 * unit)
    mesh.line([near, top_near], width=12 * unit)
    mesh.polygon(
        [
            top_far,
            (top_far[0], top_far[1] + 5 * unit),
            (top_near[0] + 16 * unit, top_near[1] + 14 * unit),
            (top_near[0] + 16 * unit, top_near[1]),
        ]
    )
    mesh.polygon(
        [top_far, deep_far, (deep_near[0] + 16 * unit, deep_near[1]), (top_near[0] + 16 * unit, top_near[1])], value=70
    )
    picture.paste((220, 218, 212), (0, 0), mesh.mask())


def draw_concert(frame: Frame) -> Image.Image:
    """A stage from the floor of the hall: beams of light in haze, heads of the audience."""
    unit = frame.unit
    hues: list[Colour] = frame.chance.choice(
        [
            [(216, 140, 76), (90, 110, 190)],
            [(200, 84, 96), (130, 110, 210)],
            [(226, 180, 122), (150, 170, 196)],
            [(90, 160, 160), (190, 200, 210)],
        ]
    )
    picture = draw_gradient(frame.size, [(0, (10, 11, 18)), (0.55, (40, 36, 48)), (1, (8, 8, 11))])
    haze = draw_noise(frame, cell=(500, 300), octaves=4)
    count = frame.chance.randint(7, 10)
    for beam in range(count):
        source = frame.at((beam + 0.5) / count, frame.spread(0.03, 0.07))
        swing = frame.spread(-0.3, 0.3) * frame.width
        cone = Stencil((frame.width // 2, frame.height // 2))
        x, y = source[0] / 2, source[1] / 2
        cone.polygon(
            [
                (x - 3 * unit, y),
                (x + 3 * unit, y),
                (x + swing / 2 + 62 * unit, frame.height * 0.42),
                (x + swing / 2 - 62 * unit, frame.height * 0.42),
            ],
            value=150,
        )
        soft = limit(
            blur(cone.mask(), radius=7 * unit), by=fade_down(cone.mask().size, [(0, 255), (0.8, 90), (0.86, 0)])
        ).resize(frame.size)
        hue = hues[beam % 2]
        picture = add_light(picture, limit(soft, by=stress(haze, low=0, high=230)), colour=hue)
        add_glow(picture, source, radius=70 * unit, colour=mix(hue, (255, 255, 255), share=0.7), fall=3)
    add_glow(
        picture,
        frame.at(0.5, 0.66),
        radius=620 * unit,
        colour=mix(hues[0], (0, 0, 0), share=0.25),
        fall=1.6,
        squeeze=0.45,
    )
    if frame.chance.random() < 0.6:
        _seat_orchestra(picture, frame)
    else:
        _set_lectern(picture, frame)
    _fill_audience(picture, frame, top=0.72)
    return finish(bloom(picture, radius=20 * unit, above=180, strength=0.7), frame, grain=0.09, corners=0.42)


def _seat_orchestra(picture: Image.Image, frame: Frame) -> None:
    """Players on the stage, small and dark against the light, with bows and stands."""
    unit, players = frame.unit, Stencil(frame.size)
    for row in range(3):
        for _ in range(11):
            x, y = frame.width * frame.spread(0.2, 0.8), frame.height * (0.67 + 0.025 * row)
            size = (17 + 4 * row) * unit
            seat_head(players, frame, chin=(x, y - size * 1.6), size=size, value=230)
            if frame.chance.random() < 0.6:
                tilt = frame.chance.choice([-1, 1])
                players.line(
                    [(x, y - size * 0.6), (x + tilt * size * 2.3, y - size * frame.spread(0.4, 2.2))], width=1.6 * unit
                )
    players.rounded(
        (frame.width * 0.5 - 14 * unit, frame.height * 0.57, frame.width * 0.5 + 14 * unit, frame.height * 0.72),
        radius=9 * unit,
    )
    players.disc((frame.width * 0.5, frame.height * 0.557), 11 * unit)
    players.line(
        [(frame.width * 0.5, frame.height * 0.59), (frame.width * 0.5 + 62 * unit, frame.height * 0.55)], width=7 * unit
    )
    players.line(
        [(frame.width * 0.5, frame.height * 0.59), (frame.width * 0.5 - 52 * unit, frame.height * 0.575)],
        width=7 * unit,
    )
    picture.paste((14, 12, 15), (0, 0), blur(players.mask(), radius=1.2 * unit))


def _set_lectern(picture: Image.Image, frame: Frame) -> None:
    """A stage made ready for a ceremony: a lectern, two microphones, a stand with something on it."""
    unit, things = frame.unit, Stencil(frame.size)
    x, floor = frame.width * frame.spread(0.34, 0.44), frame.height * 0.72
    things.polygon(
        [
            (x - 62 * unit, floor - 150 * unit),
            (x + 62 * unit, floor - 164 * unit),
            (x + 40 * unit, floor),
            (x - 40 * unit, floor),
        ]
    )
    for side in (-16, 14):
        things.line(
            [(x + side * unit, floor - 150 * unit), (x + side * 1.3 * unit, floor - 204 * unit)], width=3 * unit
        )
        things.disc((x + side * 1.3 * unit, floor - 206 * unit), 5 * unit)
    plinth = frame.width * frame.spread(0.58, 0.68)
    things.box((plinth - 30 * unit, floor - 116 * unit, plinth + 30 * unit, floor))
    things.line([(plinth, floor - 116 * unit), (plinth, floor - 186 * unit)], width=7 * unit)
    things.arc(
        (plinth - 30 * unit, floor - 186 * unit, plinth + 30 * unit, floor - 126 * unit),
        start=20,
        end=160,
        width=7 * unit,
    )
    picture.paste((14, 12, 15), (0, 0), blur(things.mask(), radius=1.2 * unit))


def _fill_audience(picture: Image.Image, frame: Frame, *, top: float) -> None:
    """Four rows of heads, the nearest largest, darkest and least in focus."""
    for row in range(4):
        share = row / 3
        stencil, size = Stencil(frame.size), (46 + 78 * share) * frame.unit
        x = frame.spread(-1, 0) * size
        while x < frame.width + size:
            seat_head(
                stencil,
                frame,
                chin=(x, frame.height * (top + 0.27 * share) + frame.spread(-0.25, 0.25) * size),
                size=size,
            )
            x += size * frame.spread(1.5, 2.3)
        soft = blur(stencil.mask(), radius=(1.2 + 5 * share**2) * frame.unit)
        picture.paste(mix((34, 30, 36), (7, 7, 9), share=share), (0, 0), soft)


def draw_cinema(frame: Frame) -> Image.Image:
    """A screening: something bright and vague on the screen, the beam, heads in the dark."""
    unit = frame.unit
    picture = draw_gradient(frame.size, [(0, (12, 13, 17)), (0.7, (26, 25, 28)), (1, (8, 8, 10))])
    box = (round(frame.width * 0.16), round(frame.height * 0.12), round(frame.width * 0.84), round(frame.height * 0.58))
    size = (box[2] - box[0], box[3] - box[1])
    film = _project_film(frame, size)
    picture.paste(blur(film, radius=2.4 * unit), box[:2])
    add_glow(picture, frame.at(0.5, 0.36), radius=1000 * unit, colour=(66, 70, 74), fall=1.5, squeeze=0.8)
    beam = Stencil(frame.size)
    beam.polygon([frame.at(0.5, -0.25), (box[2], box[1]), (box[0], box[1])], value=44)
    picture = add_light(picture, blur(beam.mask(), radius=12 * unit), colour=(200, 206, 214))
    _fill_audience(picture, frame, top=0.66)
    return finish(
        ImageChops.lighter(picture, bloom(picture, radius=26 * unit, above=170, strength=0.5)),
        frame,
        grain=0.09,
        corners=0.4,
    )


def _project_film(frame: Frame, size: tuple[int, int]) -> Image.Image:
    """Something bright and vague: somebody walking over salt flats, or a boat in the haze."""
    unit, shape = frame.unit, Stencil(size)
    place = size[0] * frame.spread(0.25, 0.75)
    if frame.chance.random() < 0.5:
        film = draw_gradient(
            size, [(0, (206, 212, 214)), (0.52, (228, 226, 216)), (0.56, (150, 164, 168)), (1, (196, 200, 194))]
        )
        foot = size[1] * 0.84
        shape.rounded((place - 17 * unit, foot - 150 * unit, place + 17 * unit, foot), radius=15 * unit)
        shape.disc((place, foot - 166 * unit), 15 * unit)
        shape.line([(place + 14 * unit, foot - 120 * unit), (place + 92 * unit, foot - 10 * unit)], width=5 * unit)
    else:
        film = draw_gradient(
            size, [(0, (150, 168, 176)), (0.6, (226, 206, 170)), (0.62, (120, 134, 132)), (1, (70, 88, 92))]
        )
        keel = size[1] * 0.68
        shape.polygon(
            [
                (place - 120 * unit, keel - 34 * unit),
                (place + 130 * unit, keel - 44 * unit),
                (place + 84 * unit, keel),
                (place - 90 * unit, keel),
            ]
        )
        shape.line([(place + 10 * unit, keel - 30 * unit), (place + 14 * unit, keel - 210 * unit)], width=6 * unit)
        shape.line([(place + 14 * unit, keel - 205 * unit), (place + 126 * unit, keel - 44 * unit)], width=2 * unit)
        shape.rounded((place - 64 * unit, keel - 96 * unit, place - 34 * unit, keel - 20 * unit), radius=14 * unit)
    noise = draw_noise(frame, cell=(220, 40), octaves=4, size=size)
    film = Image.blend(film, colour_noise(noise, dark=(140, 150, 156), light=(244, 242, 236)), 0.3)
    film.paste((84, 88, 92), (0, 0), blur(shape.mask(), radius=3 * unit))
    return film
