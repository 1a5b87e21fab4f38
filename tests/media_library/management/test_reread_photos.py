import io

import pytest
from django.core.management import call_command

from media_library.domain.intake import take_photo
from media_library.domain.metadata import RULES_VERSION
from media_library.domain.showing import edit_metadata
from media_library.models import Arrival, Photo, Reading
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


@pytest.fixture
def photo(tmp_path) -> Photo:
    make_jpeg(tmp_path / "in.jpg", iim={"2:80": "Мария Георгиева", "2:105": "Празник"})
    return take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo


def _reread(**options) -> str:
    out = io.StringIO()
    call_command("reread_photos", stdout=out, **options)
    return out.getvalue()


def test_photos_of_older_rules_are_read_again_and_edits_stay(photo):
    edit_metadata(photo.pk, {"headline": "Празник на морето"}, by=None)
    Reading.objects.update(rules_version=0, values={})
    assert _reread() == "1 of 1 photos\n"
    photo.refresh_from_db()
    assert photo.creators == ["Мария Георгиева"]
    assert photo.headline == "Празник на морето"
    assert photo.reading.rules_version == RULES_VERSION


def test_photos_of_the_rules_of_today_are_left_unless_all_are_asked_for(photo):
    assert "Every photo" in _reread()
    assert _reread(all=True) == "1 of 1 photos\n"
