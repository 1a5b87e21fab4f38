"""Wire files on disk: finding them, and reading each with the parser that its content asks for."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from articles.domain.wire.item import NotWire, TooLarge, UnreadableFile, WireError, WireItem
from articles.domain.wire.newsml_g2 import parse_newsml_g2
from articles.domain.wire.ninjs import parse_ninjs

MAX_BYTES: Final = 10 * 1024 * 1024
_SUFFIXES: Final = {".json", ".xml"}
_BYTE_ORDER_MARKS: Final = b"\xef\xbb\xbf\xfe\xff"


def load_wire_file(path: Path, *, max_bytes: int = MAX_BYTES) -> tuple[bytes, Sequence[WireItem | WireError]]:
    """The bytes of one file, and every item in them, each as itself or as the error that refuses it.

    Never raises WireError: a file that can't be read as a whole gives one error. No more than `max_bytes` are read.
    """
    data = b""
    try:
        data = _read_bounded(path, max_bytes=max_bytes)
        return data, _parse(data)
    except OSError as error:
        return data, (UnreadableFile(path=path, reason=error.strerror or error),)
    except WireError as error:
        return data, (error,)


def read_wire_file(path: Path, *, max_bytes: int = MAX_BYTES) -> Sequence[WireItem | WireError]:
    """Every item of one file, as `load_wire_file` gives them."""
    return load_wire_file(path, max_bytes=max_bytes)[1]


def _parse(data: bytes) -> Sequence[WireItem | WireError]:
    match _first_character(data):
        case b"{" | b"[":
            return (parse_ninjs(data),)
        case b"<":
            return parse_newsml_g2(data)
        case _:
            raise NotWire(reason=_("it is neither JSON nor XML"))


def find_wire_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they are named; folders searched below for *.json and *.xml, in sorted order; each file once.

    Raises UnreadableFile at once when a path does not exist, and on the way when a folder can't be
    listed. Links to folders are not followed inside a folder, so none can lead in circles.
    """
    starts = list(paths)
    for path in starts:
        if not path.exists():
            raise UnreadableFile(path=path, reason=_("it does not exist"))
    return _walk(starts)


def _walk(starts: Sequence[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for start in starts:
        for path in _files_below(start) if start.is_dir() else (start,):
            if (real := path.resolve()) not in seen:
                seen.add(real)
                yield path


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in _SUFFIXES:
                yield Path(place, name)


def _refuse_folder(error: OSError) -> None:
    raise UnreadableFile(path=error.filename, reason=error.strerror or error) from error


def _read_bounded(path: Path, *, max_bytes: int) -> bytes:
    """The file's bytes. Its size is asked first, and not believed: it may still be growing."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(path=path, reason=_("it is not a regular file"))
    if status.st_size > max_bytes:
        raise TooLarge(limit=max_bytes)
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TooLarge(limit=max_bytes)
    return data


def _first_character(data: bytes) -> bytes:
    """The first character that is not space, in UTF-8, UTF-16 or UTF-32 with or without a byte order mark."""
    return data[:1024].replace(b"\0", b"").lstrip(_BYTE_ORDER_MARKS + b" \t\r\n")[:1]
