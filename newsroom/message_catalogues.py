"""Compiles the translations, on machines without the gettext programs too."""

import os
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Compile each catalogue of these locale folders that has changed since, and return those.

    Fuzzy entries are left out, as gettext leaves them out.
    """
    return [
        source
        for folder in folders
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if _compile_if_changed(source)
    ]


def _compile_if_changed(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return False
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    # Another process may be reading the old one, or writing the same new one.
    unfinished = compiled.with_suffix(f".{os.getpid()}.new")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(compiled)
    return True
