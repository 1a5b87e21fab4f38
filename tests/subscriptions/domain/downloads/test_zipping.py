"""A zip of many photos: whole, as long as promised, and made in flat memory."""

import hashlib
import os
import tracemalloc
import zipfile

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from media_library.domain.originals import originals
from media_library.domain.renditions.encoding import RightsEmbedding, encode_jpeg
from media_library.models import Photo, Rendition
from newsroom.shared.database_clock import database_now
from subscriptions.domain.downloads.faults import FileFault
from subscriptions.domain.downloads.handing_out import hand_out_zip
from subscriptions.domain.downloads.links import mint, open_link
from subscriptions.models import Confirmation, Download, Purchase, Size
from tests.factories.purchases import make_buyer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
PRINT = Size.PRINT.value
MANY, ALLOWED = 150, 16 * 1024 * 1024


def noisy_jpeg() -> bytes:
    """Some 600 KB that nothing makes smaller."""
    image = Image.frombytes("RGB", (900, 600), os.urandom(900 * 600 * 3))
    return encode_jpeg(image, quality=95, rights=RightsEmbedding(b"<x/>"))


def buy_many(member, count):
    """Purchases of photos that share one file, as rows: to buy each would take longer than the test."""
    content = noisy_jpeg()
    sha256 = hashlib.sha256(content).hexdigest()
    size_name = f"sold/000/0/{PRINT}-{sha256[:16]}.jpg"
    for name in ("originals/one.jpg", size_name):
        originals().save(name, ContentFile(content))
    photos = Photo.objects.bulk_create(
        Photo(
            sha256=hashlib.sha256(str(number).encode()).hexdigest(), original="originals/one.jpg",
            file_size=len(content), format="JPEG", width=900, height=600, state="released", processing="done",
            credit_complete=True, headline="Мост", shown={"caption_bg": "Надпис под снимка. " * 20},
        )
        for number in range(count)
    )  # fmt: skip
    Rendition.objects.bulk_create(
        Rendition(photo=photo, preset=PRINT, format="jpeg", width=900, height=600, size=len(content), file=size_name)
        for photo in photos
    )
    subscription = member.customer.subscriptions.get()
    confirmation = Confirmation.objects.create(
        key="00000000-0000-4000-8000-000000000001", customer=member.customer, buyer=member.user, quote={}
    )
    licence = {
        "title": "Мост", "customer": {"name": member.customer.name}, "sizes": [PRINT], "credit_line_bg": "Иван Петров",
        "caption_bg": "Надпис", "terms_bg": "Условия. " * 100, "restrictions": [],
    }  # fmt: skip
    now = database_now()
    return Purchase.objects.bulk_create(
        Purchase(
            number=f"2025-{number:07d}", confirmation=confirmation, customer=member.customer, buyer=member.user,
            subscription=subscription, unit="photo", photo=photo, photo_sha256=sha256, territories=["BG"],
            licence=licence, at=now, verification_code=f"code-{number}",
        )
        for number, photo in enumerate(photos, start=1)
    )  # fmt: skip


def test_many_photos_leave_in_flat_memory(tmp_path):
    member = make_buyer()
    purchases = buy_many(member, MANY)
    # What is loaded by the first zip of a process belongs to none.
    first = open_link(mint(purchases[:1], member=member, size=PRINT, in_zip=True), member=member, in_zip=True)
    list(hand_out_zip(first, member=member, address=None, site="https://news.example").pieces)
    order = open_link(mint(purchases, member=member, size=PRINT, in_zip=True), member=member, in_zip=True)
    tracemalloc.start()
    try:
        handed = hand_out_zip(order, member=member, address=None, site="https://news.example")
        with (tmp_path / "photos.zip").open("wb") as file:
            for piece in handed.pieces:
                file.write(piece)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "photos.zip").stat().st_size == handed.size > 3 * ALLOWED
    assert peak < ALLOWED
    with zipfile.ZipFile(tmp_path / "photos.zip") as zipped:
        assert zipped.testzip() is None
        assert len(set(zipped.namelist())) == MANY + 2
        assert zipped.read("manifest.csv").count(b"\r\n") == MANY + 1
    assert Download.objects.filter(request_key=order.key).count() == MANY


def test_number_of_queries_does_not_grow_with_the_photos(django_assert_max_num_queries):
    member = make_buyer()
    purchases = buy_many(member, 30)
    order = open_link(mint(purchases, member=member, size=PRINT, in_zip=True), member=member, in_zip=True)
    with django_assert_max_num_queries(15):
        hand_out_zip(order, member=member, address=None, site="https://news.example")


def test_file_that_breaks_on_the_way_breaks_the_zip_off():
    member = make_buyer()
    purchases = buy_many(member, 3)
    order = open_link(mint(purchases, member=member, size=PRINT, in_zip=True), member=member, in_zip=True)
    handed = hand_out_zip(order, member=member, address=None, site="https://news.example")
    name = Rendition.objects.filter(preset=PRINT).first().file
    path = originals().path(name)
    with open(path, "r+b") as file:  # noqa: PTH123 (to write into the middle of it)
        file.seek(-100, os.SEEK_END)
        file.write(b"?" * 50)
    sent: list[bytes] = []
    with pytest.raises(FileFault) as raised:
        sent.extend(handed.pieces)
    assert raised.value.purchases == (purchases[0],)
    assert sum(map(len, sent)) < handed.size
