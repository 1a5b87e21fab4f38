import threading
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils.translation import override

from media_library.domain import intake
from media_library.domain.intake import Filing, take_photo
from media_library.domain.photo_acts import kill_photo
from media_library.models import Arrival, MetadataEdit, Photo, PhotoAct, RawBlock
from newsroom.shared.content_store import StorageFull
from tests.factories.people import make_user
from tests.factories.photos import make_licence, make_supplier
from tests.factories.stories import make_section, make_tag
from tests.media_library.photo_files import make_jpeg, xmp_packet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]

CYRILLIC = {
    "2:80": "Мария Георгиева",
    "2:110": "Пресфото/Пул чрез ЕПА",
    "2:105": "Празник на морето",
    "2:120": "Рибари влизат в пристанището на Созопол при изгрев.",
    "2:40": "NO ARCHIVES; MANDATORY CREDIT",
}


def _take(path: Path, name: str = "photo.jpg", **options) -> Arrival:
    return take_photo(path, file_name=name, way=Arrival.Way.COMMAND, **options)


def _files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_photo_is_taken_with_its_fields_its_credit_its_restrictions_and_its_log(tmp_path):
    make_jpeg(tmp_path / "in.jpg", iim=CYRILLIC, iim_charset="cp1251", iim_declared=False)
    person = make_user()
    photo = _take(tmp_path / "in.jpg", by=person).photo
    assert photo.headline == "Празник на морето"
    assert photo.creators == ["Мария Георгиева"]
    assert photo.caption_bg == "Рибари влизат в пристанището на Созопол при изгрев."
    assert photo.credit_line_bg == "Мария Георгиева/Пресфото/Пул чрез ЕПА"
    assert photo.credit_line_en == "Maria Georgieva/Pressphoto/Pool via EPA"
    assert photo.credit_complete
    assert sorted(photo.restrictions.values_list("kind", flat=True)) == ["mandatory_credit", "no_archive"]
    assert photo.acts.get().act == PhotoAct.Act.TAKE
    assert photo.acts.get().actor == person
    assert (photo.state, photo.processing) == (Photo.State.HELD, Photo.Processing.WAITING)


def test_original_is_kept_byte_for_byte_under_its_hash_and_nothing_of_the_uploaders_name(tmp_path, photo_storages):
    content = make_jpeg(tmp_path / "in.jpg", colour=(1, 2, 3))
    photo = _take(tmp_path / "in.jpg", name="../../etc/пас\x00wd\u202egpj.exe.jpg").photo
    (kept,) = _files_below(photo_storages / "originals")
    assert kept.read_bytes() == content
    assert kept.name == f"{photo.sha256}.jpg"
    assert "etc" not in photo.original
    assert "\x00" not in photo.uploaded_name
    assert "\u202e" not in photo.uploaded_name


def test_raw_blocks_are_kept_byte_for_byte(tmp_path):
    content = make_jpeg(tmp_path / "in.jpg", iim=CYRILLIC, xmp="<dc:format>image/jpeg</dc:format>")
    photo = _take(tmp_path / "in.jpg").photo
    blocks = list(RawBlock.objects.filter(photo=photo))
    assert {block.kind for block in blocks} >= {"iim", "xmp"}
    assert all(bytes(block.content) in content for block in blocks)


def test_same_content_again_is_refused_with_the_first_photo(tmp_path):
    make_jpeg(tmp_path / "in.jpg")
    first = _take(tmp_path / "in.jpg")
    second = _take(tmp_path / "in.jpg", name="other.jpg")
    assert second.outcome == Arrival.Outcome.DUPLICATE
    assert second.photo == first.photo
    with override("bg"):
        assert str(first.photo_id) in second.reason
    assert Photo.objects.count() == 1


def test_refused_file_leaves_a_reason_in_both_languages_and_no_file(tmp_path, photo_storages):
    (tmp_path / "in.jpg").write_text("not a picture")
    arrival = _take(tmp_path / "in.jpg")
    assert arrival.outcome == Arrival.Outcome.REFUSED
    assert arrival.reason_en
    assert arrival.reason_bg
    assert arrival.reason_bg != arrival.reason_en
    assert not Photo.objects.exists()
    assert not _files_below(photo_storages / "originals")


def test_filing_is_that_of_the_batch_and_its_fields_stand_over_the_files(tmp_path):
    make_jpeg(tmp_path / "in.jpg", iim=CYRILLIC)
    supplier, section, tag = make_supplier(licence=make_licence()), make_section(), make_tag("Море", "Sea")
    filing = Filing(supplier, section, [tag], edits={"event": "Празник", "instructions": "NO SALES"})
    photo = _take(tmp_path / "in.jpg", filing=filing).photo
    assert (photo.supplier, photo.section, list(photo.tags.all())) == (supplier, section, [tag])
    assert photo.event == "Празник"
    assert list(photo.restrictions.values_list("kind", flat=True)) == ["no_sales"]
    assert set(photo.metadata_edits.values_list("field", flat=True)) == {"event", "instructions"}


def test_fallback_fills_only_what_the_file_leaves_empty(tmp_path):
    make_jpeg(tmp_path / "in.jpg", iim={"2:80": "Мария Георгиева"})
    filing = Filing(fallback={"creators": [{"name": "Other", "job_title": ""}], "headline": "От телекса"})
    photo = _take(tmp_path / "in.jpg", filing=filing).photo
    assert photo.creators == ["Мария Георгиева"]
    assert photo.headline == "От телекса"
    assert list(MetadataEdit.objects.values_list("field", flat=True)) == ["headline"]


def test_character_set_of_the_supplier_counts(tmp_path):
    make_jpeg(tmp_path / "in.jpg", iim={"2:105": "Ðóæà"}, iim_charset="cp1252", iim_declared=False)
    photo = _take(tmp_path / "in.jpg", filing=Filing(supplier=make_supplier(character_set="windows-1251"))).photo
    assert photo.headline == "Ружа"


def test_photo_that_is_not_to_be_keeps_no_file_and_no_row(tmp_path, photo_storages, monkeypatch):
    make_jpeg(tmp_path / "in.jpg")

    def run_out_of_memory(*args, **options):
        raise MemoryError

    monkeypatch.setattr(intake, "show_metadata", run_out_of_memory)
    with pytest.raises(MemoryError):
        _take(tmp_path / "in.jpg")
    assert not Photo.objects.exists()
    assert not Arrival.objects.exists()
    assert not _files_below(photo_storages / "originals")


def test_full_disk_is_said_and_leaves_nothing(tmp_path, photo_storages, monkeypatch):
    make_jpeg(tmp_path / "in.jpg")

    def find_no_room(*args, **options):
        raise StorageFull

    monkeypatch.setattr(intake, "keep_original", find_no_room)
    with pytest.raises(StorageFull):
        _take(tmp_path / "in.jpg")
    assert not Photo.objects.exists()
    assert not _files_below(photo_storages / "originals")


@pytest.mark.django_db(transaction=True)
def test_same_file_by_two_ways_at_once_is_one_photo(tmp_path, photo_storages):
    make_jpeg(tmp_path / "in.jpg")
    barrier, outcomes = threading.Barrier(4), []

    def take() -> None:
        try:
            barrier.wait()
            outcomes.append(_take(tmp_path / "in.jpg").outcome)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["duplicate", "duplicate", "duplicate", "taken"]
    assert len(_files_below(photo_storages / "originals")) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_file_at_once_collides(tmp_path, monkeypatch):
    """The control of the test above: the constraint of the database holds, and the second gets an error."""
    make_jpeg(tmp_path / "in.jpg")
    barrier, outcomes = threading.Barrier(2), []
    monkeypatch.setattr(intake, "lock_until_commit", lambda name: None)
    keep_original = intake.keep_original

    def keep_together(*args, **options):
        barrier.wait(timeout=20)
        return keep_original(*args, **options)

    monkeypatch.setattr(intake, "keep_original", keep_together)

    def take() -> None:
        try:
            outcomes.append(_take(tmp_path / "in.jpg").outcome)
        except Exception as error:  # noqa: BLE001 (what it is, is looked at below)
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["IntegrityError", "taken"]


def test_photo_is_handed_to_the_workers_only_after_the_commit(tmp_path, django_capture_on_commit_callbacks):
    make_jpeg(tmp_path / "in.jpg")
    with django_capture_on_commit_callbacks() as callbacks:
        _take(tmp_path / "in.jpg")
    # The others call in copies of pages.
    assert sum("_file_photo" in repr(callback) for callback in callbacks) == 1
    assert connection.in_atomic_block


def test_file_of_a_withdrawn_photo_does_not_come_back(tmp_path):
    make_jpeg(tmp_path / "a.jpg")
    photo = take_photo(tmp_path / "a.jpg", file_name="a.jpg", way=Arrival.Way.COMMAND).photo
    kill_photo(photo.pk, note_bg="Оттеглена.", note_en="Withdrawn.", by=None)
    again = take_photo(tmp_path / "a.jpg", file_name="b.jpg", way=Arrival.Way.UPLOAD)
    assert (again.outcome, again.reason_code, again.photo) == (Arrival.Outcome.DUPLICATE, "withdrawn", photo)
    assert f"photo {photo.pk}" in again.reason_en
    assert "withdrawn" in again.reason_en
    assert Photo.objects.get().state == Photo.State.KILLED


def test_half_of_a_surrogate_pair_in_the_metadata_is_no_reason_to_fail(tmp_path):
    packet = xmp_packet("<photoshop:Headline>whole</photoshop:Headline><photoshop:City>a|b</photoshop:City>")
    make_jpeg(tmp_path / "a.jpg", xmp=packet.replace(b"|", "\ud800".encode("utf-8", "surrogatepass")))
    photo = take_photo(tmp_path / "a.jpg", file_name="a.jpg", way=Arrival.Way.COMMAND).photo
    assert photo.headline == "whole"
    assert [warning["code"] for warning in photo.warnings] == ["xmp_salvaged"]
