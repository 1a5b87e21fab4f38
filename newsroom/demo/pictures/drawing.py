"""Scenes by their names."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from newsroom.demo.pictures.frame import Frame, open_frame
from newsroom.demo.pictures.scenes import (
    antiquity,
    city,
    energy,
    facade,
    halls,
    land,
    mountains,
    port,
    railway,
    river,
    sky,
    stages,
    streets,
    things,
    water,
)

SCENES: dict[str, Callable[[Frame], Image.Image]] = {
    "ridges": mountains.draw_ridges,
    "eruption": mountains.draw_eruption,
    "observatory": sky.draw_observatory,
    "star-trails": sky.draw_star_trails,
    "sea": water.draw_sea,
    "bridge": river.draw_bridge,
    "piling": river.draw_piling,
    "barges": river.draw_barges,
    "port": port.draw_port,
    "skyline": city.draw_skyline,
    "blackout": city.draw_blackout,
    "facade": facade.draw_facade,
    "rain": streets.draw_rain,
    "umbrellas": streets.draw_umbrellas,
    "plenary": halls.draw_plenary,
    "microphones": halls.draw_microphones,
    "arena": stages.draw_arena,
    "concert": stages.draw_concert,
    "cinema": stages.draw_cinema,
    "lavender": land.draw_lavender,
    "roses": land.draw_roses,
    "wheat": land.draw_wheat,
    "snow": land.draw_snow,
    "wind": energy.draw_wind,
    "solar": energy.draw_solar,
    "pylons": energy.draw_pylons,
    "power-plant": energy.draw_power_plant,
    "railway": railway.draw_railway,
    "laboratory": things.draw_laboratory,
    "books": things.draw_books,
    "ruins": antiquity.draw_ruins,
    "mosaic": antiquity.draw_mosaic,
}


def draw_scene(name: str, *, seed: int, size: tuple[int, int] = (1800, 1200)) -> Image.Image:
    """Draw one of `SCENES` in RGB, `size` in pixels; the same seed draws the same picture.

    Raises KeyError for a scene that there is not.
    """
    return SCENES[name](open_frame(size, seed=seed))
