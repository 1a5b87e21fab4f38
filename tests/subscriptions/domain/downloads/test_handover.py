import datetime as dt
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from media_library.domain.file_words import words_for_sale
from media_library.domain.originals import originals
from media_library.domain.sold_copies import copy_of
from media_library.domain.sold_sizes import provide_sold_size
from newsroom.shared.database_clock import database_now
from subscriptions.domain.downloads.handover import put_down, sweep_put_down
from tests.factories.purchases import take_sold_photo
from tests.media_library.domain.metadata.test_licensing import LICENCE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


def test_copy_is_put_down_once_a_day_and_swept_when_it_is_old(tmp_path):
    photo = take_sold_photo(tmp_path / "in.jpg")
    copy = copy_of(provide_sold_size(photo, "download-print"), words=words_for_sale(photo, licence=LICENCE))
    name = put_down(copy)
    assert Path(originals().path(name)).read_bytes() == b"".join(copy.pieces())
    written = Path(originals().path(name)).stat().st_mtime_ns
    assert put_down(copy) == name
    assert Path(originals().path(name)).stat().st_mtime_ns == written

    yesterday, before = (f"{database_now() - dt.timedelta(days=days):%Y-%m-%d}" for days in (1, 2))
    for day in (yesterday, before, "notes"):
        originals().save(f"licensed/{day}/x.jpg", ContentFile(b"x"))
    assert sweep_put_down() == 1
    assert not Path(originals().path(f"licensed/{before}")).exists()
    assert originals().exists(f"licensed/{yesterday}/x.jpg")
    assert originals().exists("licensed/notes/x.jpg")
    assert originals().exists(name)
    assert originals().exists(photo.original)


def test_nothing_put_down_is_nothing_to_sweep():
    assert sweep_put_down() == 0
