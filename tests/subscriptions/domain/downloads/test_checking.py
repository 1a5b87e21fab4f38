"""Files are read to the end while a zip is prepared, and not once more when it begins."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from media_library.domain import sold_copies
from media_library.domain.originals import originals
from newsroom.shared.database_clock import database_now
from subscriptions.domain.downloads import checking, handing_out
from subscriptions.domain.downloads.checking import CHECK_HOLDS, check_files
from subscriptions.domain.downloads.faults import FileFault
from subscriptions.domain.downloads.handing_out import hand_out_file, hand_out_zip
from subscriptions.domain.downloads.links import mint, open_link
from subscriptions.models import Download, FileCheck, Size
from subscriptions.tasks import check_files as check_files_task
from tests.factories.purchases import buy_photos, make_buyer, take_sold_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
WEB, SITE = Size.WEB.value, "https://news.example"


@pytest.fixture
def buyer():
    return make_buyer()


@pytest.fixture
def purchases(buyer, tmp_path):
    photos = [take_sold_photo(tmp_path / f"{n}.jpg", colour=(n * 60, 9, 9)) for n in range(4)]
    return buy_photos(photos, member=buyer)


@pytest.fixture
def asked(monkeypatch):
    """What the workers were asked for: nobody works here."""
    found = []
    monkeypatch.setattr(checking.current_app, "send_task", lambda name, args: found.append((name, args)))
    return found


@pytest.fixture
def read(monkeypatch):
    """The names of the originals that were read to the end, in their order."""
    found, check = [], sold_copies.check_original

    def look(photo, *, sha256):
        found.append(photo.original)
        check(photo, sha256=sha256)

    monkeypatch.setattr(checking, "check_original", look)
    monkeypatch.setattr(handing_out, "check_original", look)
    return found


def _zip(purchases, buyer) -> None:
    order = open_link(mint(purchases, member=buyer, size=WEB, in_zip=True), member=buyer, in_zip=True)
    hand_out_zip(order, member=buyer, address=None, site=SITE)


def test_check_says_who_when_what_and_how_it_lay_there(purchases, buyer, asked):
    before = database_now()

    assert check_files(purchases, size=WEB, by=buyer.user, seconds=60) == []

    assert asked == [("subscriptions.tasks.check_files", [[one.pk for one in purchases], WEB, buyer.user_id])]
    assert FileCheck.objects.count() == 8
    photo = purchases[0].photo
    check = FileCheck.objects.get(name=photo.original)
    path = Path(originals().path(photo.original))
    assert (check.sha256, check.size, check.checked_by) == (photo.sha256, path.stat().st_size, buyer.user)
    assert (round(check.modified_at.timestamp(), 3), check.checked_at >= before) == (
        round(path.stat().st_mtime, 3),
        True,
    )


def test_zip_of_checked_files_begins_without_reading_them_again(purchases, buyer, asked, read):
    check_files(purchases, size=WEB, by=buyer.user, seconds=60)
    assert len(read) == 4

    _zip(purchases, buyer)

    assert len(read) == 4
    assert Download.objects.count() == 4


def test_worker_checks_what_it_is_asked_for_and_nothing_twice(purchases, buyer, read):
    keys = [purchase.pk for purchase in purchases]
    check_files_task(keys, WEB, buyer.user_id)
    check_files_task(keys, WEB, buyer.user_id)

    assert len(read) == 4
    assert check_files(purchases, size=WEB, by=buyer.user, seconds=-1, ask_workers=False) == []


def test_file_that_has_changed_since_is_read_again(purchases, buyer, asked, read):
    check_files(purchases, size=WEB, by=buyer.user, seconds=60)
    path = originals().path(purchases[0].photo.original)
    os.utime(path, (1, 1))

    _zip(purchases, buyer)

    assert read[4:] == [purchases[0].photo.original]


def test_file_that_was_damaged_since_is_found_before_the_zip_begins(purchases, buyer, asked):
    check_files(purchases, size=WEB, by=buyer.user, seconds=60)
    path = Path(originals().path(purchases[2].photo.original))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(FileFault) as fault:
        _zip(purchases, buyer)

    assert (list(fault.value.purchases), Download.objects.count()) == ([purchases[2]], 0)


def test_check_of_long_ago_counts_no_more(purchases, buyer, asked, read):
    check_files(purchases, size=WEB, by=buyer.user, seconds=60)
    FileCheck.objects.update(checked_at=timezone.now() - CHECK_HOLDS)

    _zip(purchases, buyer)

    assert len(read) == 8


def test_single_file_is_read_when_its_link_is_followed(purchases, buyer, asked, read):
    check_files(purchases, size=WEB, by=buyer.user, seconds=60)
    order = open_link(mint(purchases[:1], member=buyer, size=WEB, in_zip=False), member=buyer, in_zip=False)

    hand_out_file(order, member=buyer, address=None, site=SITE)

    assert read[4:] == [purchases[0].photo.original]


def test_damaged_and_lost_originals_are_told_together_once_all_are_looked_at(purchases, buyer, asked, mailoutbox):
    lost, damaged = (Path(originals().path(purchase.photo.original)) for purchase in purchases[1:3])
    lost.unlink()
    damaged.chmod(0o600)
    damaged.write_bytes(b"no photo")

    assert check_files(purchases, size=WEB, by=buyer.user, seconds=-1) == purchases
    with pytest.raises(FileFault) as fault:
        check_files(purchases, size=WEB, by=buyer.user, seconds=60)

    assert set(fault.value.purchases) == set(purchases[1:3])
    assert FileCheck.objects.filter(name=purchases[0].photo.original).exists()


@pytest.mark.django_db(transaction=True)
def test_damaged_size_is_made_anew_while_the_zip_is_prepared(purchases, buyer, asked):
    check_files(purchases[:1], size=WEB, by=buyer.user, seconds=60)
    photo = purchases[0].photo
    before = photo.renditions.get(preset=WEB)
    path = Path(originals().path(before.file))
    path.chmod(0o600)
    path.write_bytes(b"no photo")
    FileCheck.objects.all().delete()

    assert check_files(purchases[:1], size=WEB, by=buyer.user, seconds=60) == []

    assert photo.renditions.get(preset=WEB).pk != before.pk
    assert path.read_bytes() != b"no photo"


def test_page_says_how_many_are_checked_and_goes_on(client, purchases, buyer, asked, monkeypatch):
    client.force_login(buyer.user)
    data = {"purchase": [one.number for one in purchases], "size": WEB, "confirmed": "1"}
    monkeypatch.setattr("subscriptions.views.downloads.make_sizes", lambda *args, **kwargs: [])
    monkeypatch.setattr("subscriptions.views.downloads._WAIT", -1.0)

    page = client.post("/bg/account/downloads/prepare/", data)
    again = client.post("/bg/account/downloads/prepare/", data | {"again": "checks"})

    assert "Проверени са 0 от 4 файла." in page.text
    assert 'name="again" value="checks"' in page.text
    assert "Refresh" not in again.headers
    assert len(asked) == 1
    monkeypatch.setattr("subscriptions.views.downloads._WAIT", 60.0)
    assert "Refresh" in client.post("/bg/account/downloads/prepare/", data | {"again": "checks"}).headers
