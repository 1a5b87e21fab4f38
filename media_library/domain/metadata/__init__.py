"""What a photo file says about itself: raw blocks, our reading of them, and the words that we write.

`blocks` finds the blocks (`containers`), `sources` reads them (`xmp`, `iim`, `exif`), `reading` chooses by the table in
`fields`, `embedding` writes for readers, `licensing` for subscribers. Bytes in, values out: nothing here knows a
database.
"""

from media_library.domain.metadata.blocks import RawBlock, read_blocks
from media_library.domain.metadata.embedding import EmbeddedRights, embed_rights
from media_library.domain.metadata.fields import FIELD_KEYS
from media_library.domain.metadata.licensing import LicenceWords, embed_licence
from media_library.domain.metadata.reading import RULES_VERSION, DerivedValue, MetadataReading, read_metadata
from media_library.domain.metadata.reading_warnings import ReadingWarning, say_warning

__all__ = [
    "FIELD_KEYS",
    "RULES_VERSION",
    "DerivedValue",
    "EmbeddedRights",
    "LicenceWords",
    "MetadataReading",
    "RawBlock",
    "ReadingWarning",
    "embed_licence",
    "embed_rights",
    "read_blocks",
    "read_metadata",
    "say_warning",
]
