from media_library.models.section import Section
from media_library.models.tag import Tag

__all__ = ["Section", "Tag"]
