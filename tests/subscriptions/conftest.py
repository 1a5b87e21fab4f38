"""Storages of their own for the tests that hand files out."""

from tests.media_library.conftest import photo_storages

__all__ = ["photo_storages"]
