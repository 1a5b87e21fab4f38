"""Reading `content/`: TOML files, one table a thing, kept apart from the code so that an editor can read them."""

import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "content"


def read_tables(file_name: str, table: str) -> list[dict[str, Any]]:
    """The tables named `table` of one content file, in their order."""
    return list(tomllib.loads((_FOLDER / file_name).read_text(encoding="utf-8"))[table])


def read_stories() -> list[dict[str, Any]]:
    """All stories, sources before their translations, else in the order of the files' names."""
    stories = [story for path in sorted((_FOLDER / "stories").glob("*.toml")) for story in read_tables(path, "story")]
    return sorted(stories, key=lambda story: "translation_of" in story)
