"""Downloads where the files lie in a store that speaks S3: the store hands single files over itself."""

import io
import time
import urllib.request
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest

from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.originals import originals
from subscriptions.domain.downloads.handover import sweep_put_down
from subscriptions.models import Download
from tests.factories.purchases import buy_photos, make_buyer, take_sold_photo
from tests.media_library.domain.test_s3_storage import endpoint, s3_settings, s3_storages, store
from tests.subscriptions.views.test_downloads import content_of, link_to

__all__ = ["endpoint", "s3_settings", "s3_storages", "store"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("s3_storages")]


@pytest.fixture
def buyer(client, settings):
    settings.DOWNLOADS_BY = "store"
    member = make_buyer()
    client.force_login(member.user)
    return member


def test_file_is_fetched_from_the_store_for_a_minute(client, buyer, tmp_path):
    purchases = buy_photos([take_sold_photo(tmp_path / "in.jpg", headline="Мост")], member=buyer)
    response = client.get(link_to(purchases, member=buyer))
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    assert 0 < int(query["Expires"][0]) - time.time() <= 60
    with urllib.request.urlopen(response["Location"]) as fetched:  # noqa: S310 (our own store)
        (tmp_path / "left.jpg").write_bytes(fetched.read())
        assert fetched.headers["Content-Disposition"].startswith('attachment; filename="most-')
        assert fetched.headers["Content-Type"] == "image/jpeg"
    values = read_metadata(read_blocks(tmp_path / "left.jpg")).values
    assert purchases[0].number in values["usage_terms"].value
    assert Download.objects.get().bytes == (tmp_path / "left.jpg").stat().st_size
    assert sweep_put_down() == 0


def test_head_gives_no_address_by_which_the_file_would_leave_unrecorded(client, buyer, tmp_path):
    link = link_to(buy_photos([take_sold_photo(tmp_path / "in.jpg")], member=buyer), member=buyer)
    head = client.head(link)
    assert (head.status_code, head.has_header("Location")) == (200, False)
    assert not Download.objects.exists()


def test_zip_is_made_of_files_in_the_store(client, buyer, tmp_path):
    photos = [take_sold_photo(tmp_path / f"{n}.jpg", colour=(n * 90, 9, 9)) for n in range(2)]
    content = content_of(client.get(link_to(buy_photos(photos, member=buyer), member=buyer)))
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert zipped.testzip() is None
        assert len(zipped.namelist()) == 4


def test_lost_original_is_told_with_a_reference(client, buyer, tmp_path):
    photo = take_sold_photo(tmp_path / "in.jpg")
    purchases = buy_photos([photo], member=buyer)
    originals().delete(photo.original)
    response = client.get(link_to(purchases, member=buyer))
    assert response.status_code == 500
    assert "F-" in response.text
