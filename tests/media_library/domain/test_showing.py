from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from media_library.domain import showing
from media_library.domain.intake import take_photo
from media_library.domain.metadata import FIELD_KEYS, DerivedValue, MetadataReading
from media_library.domain.photo_acts import PhotoActRefused, StalePhoto, acting_on
from media_library.domain.searching import search_photos
from media_library.domain.showing import edit_metadata, reread_photo, show_metadata
from media_library.models import Arrival, Photo, PhotoAct, RawBlock
from newsroom.roles import PHOTO_EDITORS
from tests.factories.people import make_journalist, make_user
from tests.factories.photos import make_supplier
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


def _take(folder: Path, **iim) -> Photo:
    make_jpeg(folder / "in.jpg", iim={"2:80": "Мария Георгиева", "2:105": "Празник", **iim})
    return take_photo(folder / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo


def test_edit_stands_over_the_file_and_is_logged(tmp_path):
    photo, editor = _take(tmp_path), make_user(PHOTO_EDITORS)
    edit_metadata(photo.pk, {"headline": "Празник на морето"}, by=editor)
    photo.refresh_from_db()
    assert photo.headline == "Празник на морето"
    assert photo.reading.values["headline"]["value"] == "Празник"
    assert photo.acts.filter(act=PhotoAct.Act.EDIT, actor=editor, comment="headline").exists()


def test_edit_that_is_given_back_lets_the_file_speak_again(tmp_path):
    photo, editor = _take(tmp_path), make_user(PHOTO_EDITORS)
    edit_metadata(photo.pk, {"headline": "Друго"}, by=editor)
    edit_metadata(photo.pk, {"headline": None}, by=editor)
    photo.refresh_from_db()
    assert photo.headline == "Празник"


def test_field_that_is_emptied_stays_empty(tmp_path):
    photo = _take(tmp_path)
    edit_metadata(photo.pk, {"headline": ""}, by=make_user(PHOTO_EDITORS))
    reread_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.headline == ""
    assert "headline" not in photo.shown


def test_edited_creator_makes_a_new_credit_line(tmp_path):
    photo = _take(tmp_path)
    edit_metadata(photo.pk, {"creators": [{"name": "Иван Петров", "job_title": ""}]}, by=make_user(PHOTO_EDITORS))
    photo.refresh_from_db()
    assert photo.credit_line_bg == "Иван Петров"


def test_edited_instructions_make_new_restrictions(tmp_path):
    photo = _take(tmp_path, **{"2:40": "NO SALES"})
    edit_metadata(photo.pk, {"instructions": "JAPAN OUT"}, by=make_user(PHOTO_EDITORS))
    assert list(photo.restrictions.values_list("kind", "territories_out")) == [("territory", ["JP"])]


def test_edit_needs_the_permission(tmp_path):
    photo = _take(tmp_path)
    with pytest.raises(PhotoActRefused):
        edit_metadata(photo.pk, {"headline": "Друго"}, by=make_journalist())
    assert not photo.metadata_edits.exists()


def test_second_of_two_edits_is_refused(tmp_path):
    photo, editor = _take(tmp_path), make_user(PHOTO_EDITORS)
    edit_metadata(photo.pk, {"headline": "Първа"}, by=editor, base_revision=0)
    with pytest.raises(StalePhoto):
        edit_metadata(photo.pk, {"headline": "Втора"}, by=editor, base_revision=0)
    photo.refresh_from_db()
    assert photo.headline == "Първа"


def test_rereading_leaves_the_raw_blocks_alone(tmp_path):
    photo = _take(tmp_path)
    before = [bytes(block.content) for block in RawBlock.objects.filter(photo=photo)]
    reread_photo(photo.pk)
    assert [bytes(block.content) for block in RawBlock.objects.filter(photo=photo)] == before


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
_PLAIN_KEYS = [key for key in FIELD_KEYS if key.startswith(("headline", "caption", "alt", "title", "event", "job"))]


@settings(max_examples=15, deadline=None)
@given(
    edits=st.dictionaries(st.sampled_from(_PLAIN_KEYS), _TEXTS, max_size=5),
    better=st.dictionaries(st.sampled_from(_PLAIN_KEYS), _TEXTS, max_size=8),
)
def test_edits_survive_whatever_better_rules_read(tmp_path_factory, edits, better):
    folder = tmp_path_factory.mktemp("photo")
    Photo.objects.filter(pk__gt=0).exists()
    photo = _take(folder, **{"2:103": folder.name})
    edit_metadata(photo.pk, edits, by=None)
    reading = MetadataReading({key: DerivedValue(value, "xmp") for key, value in better.items()}, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(showing, "read_metadata", lambda blocks, **options: reading)
        patch.setattr(showing, "RULES_VERSION", 999)
        reread_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.shown == better | edits
    assert photo.reading.rules_version == 999


def test_edited_words_are_found_at_once(tmp_path):
    photo = _take(tmp_path)
    edit_metadata(photo.pk, {"headline": "Вятърна мелница"}, by=None)
    assert list(search_photos(Photo.objects.all(), "мелници")) == [photo]
    assert not search_photos(Photo.objects.all(), "празник").exists()


@pytest.mark.parametrize(
    ("value", "year"),
    [("9999-12-31", 9998), ("9999-12-31T23:59:59-12:00", 9999), ("0001-01-01", 1), ("0001-01-01T00:00:00+14:00", 1)],
)
def test_embargo_at_the_end_of_the_calendar_is_kept_and_can_be_read(tmp_path, value, year):
    photo = _take(tmp_path)
    edit_metadata(photo.pk, {"embargo_until": value}, by=None)
    photo.refresh_from_db()
    assert photo.embargo_until.year == year
    assert timezone.localtime(photo.embargo_until)


def test_day_of_expiry_is_the_last_on_which_the_photo_may_be_used(tmp_path):
    photo = _take(tmp_path, **{"2:30": "20250903", "2:37": "20250903"})
    zone = timezone.get_default_timezone()
    assert photo.embargo_until.astimezone(zone).isoformat() == "2025-09-03T00:00:00+03:00"
    assert photo.expires_at.astimezone(zone).isoformat() == "2025-09-04T00:00:00+03:00"
    edit_metadata(photo.pk, {"expires_at": "2025-09-03T12:00"}, by=make_user(PHOTO_EDITORS))
    photo.refresh_from_db()
    assert photo.expires_at.astimezone(zone).isoformat() == "2025-09-03T12:00:00+03:00"


def test_instructions_of_another_supplier_are_decided_anew(tmp_path):
    photo = _take(tmp_path)
    words = [{"field": "instructions", "start": 0, "end": 7, "words": "NO MAGS"}]
    plain, strict = make_supplier(), make_supplier(unparsed_instructions=words)
    Photo.objects.filter(pk=photo.pk).update(supplier=plain, instructions_decided=True)
    with acting_on(photo.pk, PhotoAct.Act.EDIT, by=None, permission="") as row:
        row.supplier = strict
        show_metadata(row)
    photo.refresh_from_db()
    assert not photo.instructions_decided
    with acting_on(photo.pk, PhotoAct.Act.EDIT, by=None, permission="") as row:
        row.instructions_decided = True
        show_metadata(row)
    photo.refresh_from_db()
    assert photo.instructions_decided
