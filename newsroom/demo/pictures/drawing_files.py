"""One demo photo from its row to its file, in a process that knows nothing of Django."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsroom.demo.pictures.drawing import draw_scene
from newsroom.demo.pictures.facts import PhotoFacts
from newsroom.demo.pictures.photo_file import save_with_metadata


def draw_photo(row: dict[str, Any], path: Path, facts: PhotoFacts) -> None:
    """Draw the photo of a `[[photo]]` row, and write it as its photographer would send it."""
    width, height = row["size"]
    save_with_metadata(draw_scene(row["scene"], seed=row["seed"], size=(width, height)), path, facts)
