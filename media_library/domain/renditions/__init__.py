"""From one original to every size that pages and subscribers get: file in, files out.

`making` is the way in. It opens (`decoding`), scales, turns and converts (`scaling`, `orientation`, `colour`), marks
(`watermark`) and writes (`encoding`, `print_size`); `presets` says what is made, and `cropping` where a crop lies.
Nothing here knows a database.
"""

from media_library.domain.renditions.decoding import Flaw, PhotoUndecodable
from media_library.domain.renditions.encoding import RightsEmbedding
from media_library.domain.renditions.making import Made, MadeFile, make_renditions
from media_library.domain.renditions.presets import (
    CROP_PRESETS,
    DOWNLOAD_PRINT,
    DOWNLOAD_WEB,
    PROCESSING_PRESETS,
    PUBLIC_PRESETS,
    Preset,
    presets_named,
)

__all__ = [
    "CROP_PRESETS",
    "DOWNLOAD_PRINT",
    "DOWNLOAD_WEB",
    "PROCESSING_PRESETS",
    "PUBLIC_PRESETS",
    "Flaw",
    "Made",
    "MadeFile",
    "PhotoUndecodable",
    "Preset",
    "RightsEmbedding",
    "make_renditions",
    "presets_named",
]
