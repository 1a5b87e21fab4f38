import pytest

from tests.newsroom.sign_in.people import Browser


@pytest.fixture
def client() -> Browser:
    return Browser()
