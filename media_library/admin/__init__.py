"""The photo desk in the admin."""

from media_library.admin import crediting, photo, supplying, vocabulary

__all__ = ["crediting", "photo", "supplying", "vocabulary"]
