"""The photo desk in the admin."""

from media_library.admin import crediting, day_photo, photo, supplying, vocabulary

__all__ = ["crediting", "day_photo", "photo", "supplying", "vocabulary"]
