import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

pytestmark = pytest.mark.django_db  # A response that ends looks after the connections.
NAME = "photos/017/17/web-640-0123456789abcdef.webp"


@pytest.fixture
def stored(settings, tmp_path):
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    options = {"location": tmp_path / "media", "base_url": "/media/"}
    settings.STORAGES = settings.STORAGES | {"renditions": {"BACKEND": backend, "OPTIONS": options}}
    storages["renditions"].save(NAME, ContentFile(b"a picture"))
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "media" / "secret.txt").write_text("secret")


def test_public_file_is_handed_out_for_a_day(client, stored):
    answer = client.get(f"/media/{NAME}")
    assert b"".join(answer.streaming_content) == b"a picture"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=86400, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    answer.close()


@pytest.mark.parametrize(
    "name",
    [
        "secret.txt",
        "../secret.txt",
        "photos/../../secret.txt",
        "photos/017/17/",
        "photos/017/17/web-640-missing.webp",
        "photos/017/17/x.svg",
        "photos/%00/17/a.jpg",
    ],
)
def test_everything_else_is_not_found(client, stored, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_nothing_is_written_there(client, stored):
    assert client.post(f"/media/{NAME}").status_code == 405
