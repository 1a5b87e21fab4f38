"""Things that stand in more than one scene: people, trees, pylons, light poles. All in silhouette."""

from __future__ import annotations

import math

from newsroom.demo.pictures.frame import Frame, Point, Stencil


def stand_person(stencil: Stencil, frame: Frame, *, feet: Point, tall: float, value: int = 255) -> None:
    """Somebody in a coat, seen from behind; `tall` in pixels."""
    x, y = feet
    head = tall * 0.066
    lean = frame.spread(-0.02, 0.02) * tall
    stride = frame.spread(0.02, 0.09) * tall
    shoulder = tall * frame.spread(0.115, 0.14)
    top = y - tall
    stencil.ellipse((x + lean - head * 0.82, top, x + lean + head * 0.82, top + head * 2.15), value=value)
    stencil.polygon(
        [
            (x + lean - head * 0.5, top + head * 1.8),
            (x + lean - shoulder, top + head * 2.8),
            (x - shoulder * 1.12, y - tall * 0.42),
            (x - shoulder * 0.86, y - tall * 0.36),
            (x - stride - tall * 0.035, y),
            (x - stride + tall * 0.04, y),
            (x, y - tall * 0.34),
            (x + stride - tall * 0.03, y),
            (x + stride + tall * 0.045, y),
            (x + shoulder * 0.86, y - tall * 0.36),
            (x + shoulder * 1.12, y - tall * 0.44),
            (x + lean + shoulder, top + head * 2.8),
            (x + lean + head * 0.5, top + head * 1.8),
        ],
        value=value,
    )


def open_umbrella(stencil: Stencil, *, crown: Point, radius: float, value: int = 255) -> None:
    """An umbrella from the side, its ribs drawn in at the lower edge."""
    x, y = crown
    rim = y + radius * 0.62
    dome = [
        (x + radius * math.cos(math.radians(angle)), rim - radius * 0.62 * math.sin(math.radians(angle)))
        for angle in range(180, -1, -6)
    ]
    scallops = []
    for rib in range(5, 0, -1):
        right, left = x - radius + radius * 2 * rib / 5, x - radius + radius * 2 * (rib - 1) / 5
        scallops += [(right, rim), ((left + right) / 2, rim - radius * 0.07)]
    stencil.polygon([*dome, *scallops], value=value)
    stencil.line([(x, y - radius * 0.09), (x, rim + radius * 0.75)], width=radius * 0.035, value=value)


def seat_head(stencil: Stencil, frame: Frame, *, chin: Point, size: float, value: int = 255) -> None:
    """Head and shoulders of one of an audience, from behind; `size` is the height of the head in pixels."""
    x, y = chin
    wide = size * frame.spread(0.36, 0.42)
    stencil.ellipse((x - wide, y - size, x + wide, y + size * 0.08), value=value)
    if frame.chance.random() < 0.4:
        stencil.ellipse((x - wide * 1.15, y - size * 0.95, x + wide * 1.15, y + size * 0.3), value=value)
    stencil.box((x - wide * 0.5, y - size * 0.2, x + wide * 0.5, y + size * 0.4), value=value)
    stencil.rounded((x - size * 1.02, y + size * 0.2, x + size * 1.02, y + size * 3), radius=size * 0.48, value=value)


def grow_conifer(stencil: Stencil, frame: Frame, *, foot: Point, tall: float, value: int = 255) -> None:
    """A spruce with ragged boughs."""
    x, y = foot
    boughs = max(6, min(16, int(tall / 9)))
    left, right = [], []
    spread = tall * frame.spread(0.17, 0.27)
    for bough in range(boughs):
        share = (bough + 1) / boughs
        down = y - tall * (1 - share * 0.95)
        reach = spread * share**0.9
        left += [(x - reach * frame.spread(0.75, 1.1), down), (x - reach * 0.45, down - tall / boughs * 0.25)]
        right += [(x + reach * frame.spread(0.75, 1.1), down), (x + reach * 0.45, down - tall / boughs * 0.25)]
    stencil.polygon([(x, y - tall), *left, (x, y), *reversed(right)], value=value)
    stencil.line([(x, y - tall * 0.1), (x, y)], width=tall * 0.025, value=value)


def raise_pylon(stencil: Stencil, *, foot: Point, tall: float, value: int = 255) -> list[Point]:
    """A lattice tower with three arms; returns the six ends that wires hang from."""
    x, y = foot
    base, waist = tall * 0.1, tall * 0.028
    line = max(0.5, tall * 0.0065)
    top = y - tall
    neck = y - tall * 0.55
    for side in (-1, 1):
        stencil.line([(x + side * base, y), (x + side * waist, neck)], width=line * 1.6, value=value)
        stencil.line(
            [(x + side * waist, neck), (x + side * waist * 0.6, top + tall * 0.04)], width=line * 1.4, value=value
        )
        stencil.line([(x + side * waist * 0.6, top + tall * 0.04), (x, top)], width=line, value=value)
    for panel in range(5):
        low, high = panel / 5, (panel + 1) / 5
        wide_low, wide_high = base + (waist - base) * low, base + (waist - base) * high
        y_low, y_high = y + (neck - y) * low, y + (neck - y) * high
        for side in (-1, 1):
            stencil.line([(x - side * wide_low, y_low), (x + side * wide_high, y_high)], width=line, value=value)
        stencil.line([(x - wide_high, y_high), (x + wide_high, y_high)], width=line, value=value)
    for panel in range(8):
        y_low, y_high = neck - tall * 0.05 * panel, neck - tall * 0.05 * (panel + 1)
        side = 1 if panel % 2 else -1
        stencil.line([(x - side * waist * 0.9, y_low), (x + side * waist * 0.9, y_high)], width=line, value=value)
    ends = []
    for share, reach in ((0.62, 0.17), (0.75, 0.21), (0.88, 0.15)):
        arm = y - tall * share
        for side in (-1, 1):
            tip = (x + side * tall * reach, arm)
            stencil.line([(x + side * waist, arm), tip], width=line * 1.3, value=value)
            stencil.line([(x + side * waist * 0.8, arm - tall * 0.045), tip], width=line, value=value)
            stencil.line([tip, (tip[0], tip[1] + tall * 0.035)], width=line * 1.5, value=value)
            ends.append((tip[0], tip[1] + tall * 0.035))
    return ends


def hang_wire(stencil: Stencil, start: Point, end: Point, *, sag: float, width: float, value: int = 255) -> None:
    """A wire between two points that hangs through by `sag` pixels."""
    steps = 16
    points = [
        (
            start[0] + (end[0] - start[0]) * step / steps,
            start[1] + (end[1] - start[1]) * step / steps + sag * 4 * (step / steps) * (1 - step / steps),
        )
        for step in range(steps + 1)
    ]
    stencil.line(points, width=width, value=value)
