"""Whether a file that came in is a photo the library takes: judged by content, from its headers, before any decoding.

verdicts → reading → one walker for each format → checking. Nothing here opens a picture: the walkers read the skeleton
of the file in small pieces, so that neither a bomb nor a flaw of a decoder is reached by what has not been checked.
"""

from media_library.domain.file_check.checking import (
    MAX_BYTES,
    MAX_PIXELS,
    MAX_SIDE,
    FileFacts,
    check_file,
)
from media_library.domain.file_check.file_names import display_name
from media_library.domain.file_check.verdicts import FileRefused, FileWarning

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "FileFacts",
    "FileRefused",
    "FileWarning",
    "check_file",
    "display_name",
]
