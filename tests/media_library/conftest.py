"""Storages of its own for each test that keeps files."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def photo_storages(settings: Settings, tmp_path: Path) -> Path:
    """Empty storages; originals lie in `originals` of the folder that is returned, public files in `media`."""
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        "originals": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "originals", "base_url": None}},
        "renditions": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "media", "base_url": "/media/"}},
    }
    settings.PHOTO_DROP_FOLDER = tmp_path / "drop"
    return tmp_path
