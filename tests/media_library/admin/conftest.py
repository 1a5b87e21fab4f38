"""A photo editor at the desk, and a photo on it."""

from pathlib import Path

import pytest
from django.test import Client

from media_library.models import Photo
from tests.media_library.admin.photo_desk import at_the_desk, bring_in


@pytest.fixture
def client() -> Client:
    return at_the_desk()


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    """The photo of `bring_in`; its files need the fixture `photo_storages`."""
    return bring_in(tmp_path)
