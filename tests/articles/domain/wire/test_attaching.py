import contextlib
import json
import threading
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.utils.translation import override

from articles.domain.wire.attaching import find_beside
from articles.domain.wire.intake import IntakeOptions, take_item
from articles.domain.wire.ninjs import parse_ninjs
from articles.models import Article, ArticlePhoto, Version
from media_library.domain import intake as photo_intake
from media_library.models import Arrival, Photo
from tests.factories.photos import make_licence, make_supplier
from tests.factories.stories import make_section
from tests.media_library.photo_files import make_jpeg

pytestmark = pytest.mark.django_db
Place = ArticlePhoto.Place


@pytest.fixture(autouse=True)
def _english_and_empty_storages(settings, tmp_path):
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        name: {"BACKEND": backend, "OPTIONS": {"location": tmp_path / name, "base_url": "/media/"}}
        for name in ("originals", "renditions")
    }
    with override("en"):
        yield


def _item(*pictures: dict, **fields) -> bytes:
    associations = [
        {
            "name": f"picture-{number}",
            "type": "picture",
            "uri": f"urn:example:picture:{number}",
            "headlines": [{"value": "The summit"}],
            "descriptions": [
                {"role": "caption", "value": picture.pop("caption", "Leaders at the table.")},
                {"role": "creditline", "value": "Ana Lee/Example Agency"},
            ],
            "by": "Ana Lee",
            "renditions": [{"name": "main", "mimetype": "image/jpeg", **picture}],
        }
        for number, picture in enumerate(pictures, start=1)
    ]
    item = {
        "uri": "urn:example:item:1",
        "type": "text",
        "version": "1",
        "language": "en",
        "versionCreated": "2025-09-03T06:32:00Z",
        "pubStatus": "usable",
        "copyrightHolder": "Example Agency",
        "headlines": [{"role": "main", "value": "Summit opens in Beijing"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>The summit opened.</p>"}],
        "associations": associations,
    }
    return json.dumps(item | fields).encode()


def _take(data: bytes, folder: Path, **options):
    make_section("unsorted")
    options = IntakeOptions(folder=folder, **options)
    return take_item(parse_ninjs(data), content=data, file_name="item.json", options=options)


def _supplier(**fields):
    return make_supplier("example", name_en="Example Agency", licence=make_licence(), **fields)


def test_pictures_beside_the_item_are_taken_and_placed(tmp_path):
    supplier = _supplier()
    make_jpeg(tmp_path / "one.jpg", colour=(1, 0, 0))
    make_jpeg(tmp_path / "two.jpg", colour=(2, 0, 0))
    intake = _take(_item({"href": "one.jpg"}, {"href": "./two.jpg", "caption": "The hall."}), tmp_path)
    placed = list(intake.article.placed_photos.values_list("photo__uploaded_name", "place"))
    assert placed == [("one.jpg", Place.LEAD), ("two.jpg", Place.SUPPLEMENT)]
    photo = Photo.objects.get(uploaded_name="one.jpg")
    assert photo.supplier == supplier
    assert photo.caption_en == "Leaders at the table."
    assert photo.creators == ["Ana Lee"]
    assert photo.credit_line_en == "Ana Lee/Example Agency"
    assert photo.arrivals.get().way == Arrival.Way.WIRE


def test_what_the_file_says_of_itself_counts_before_the_item(tmp_path):
    _supplier()
    make_jpeg(tmp_path / "one.jpg", iim={"2:80": "Maria Georgieva", "2:110": "Pressphoto"})
    _take(_item({"href": "one.jpg"}), tmp_path)
    photo = Photo.objects.get()
    assert photo.creators == ["Maria Georgieva"]
    assert photo.caption_en == "Leaders at the table."


def test_terms_of_the_item_join_those_of_the_file(tmp_path):
    _supplier()
    terms = (
        '<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">NO CROP</rdf:li></rdf:Alt></xmpRights:UsageTerms>'
    )
    make_jpeg(tmp_path / "one.jpg", xmp=terms)
    item = json.loads(_item({"href": "one.jpg"}, usageTerms="NO SALES"))
    item["associations"][0] |= {"usageTerms": "JAPAN OUT", "copyrightNotice": "© Ana Lee"}
    _take(json.dumps(item).encode(), tmp_path)
    photo = Photo.objects.get()
    assert photo.shown["usage_terms"] == "NO CROP; NO SALES\nJAPAN OUT"
    assert photo.shown["copyright_notice"] == "© Ana Lee"
    assert sorted(photo.restrictions.values_list("kind", flat=True)) == ["no_crop", "no_sales", "territory"]


@time_machine.travel("2025-09-03T06:00:00Z", tick=False)
def test_embargo_and_expiry_of_the_item_are_those_of_its_pictures(tmp_path):
    _supplier()
    make_jpeg(tmp_path / "one.jpg")
    dates = {"embargoed": "2025-09-03T07:00:00Z", "expires": "2025-09-10T00:00:00Z"}
    intake = _take(_item({"href": "one.jpg"}, **dates), tmp_path)
    photo = Photo.objects.get()
    assert photo.embargo_until.isoformat() == "2025-09-03T07:00:00+00:00"
    assert photo.expires_at.isoformat() == "2025-09-10T00:00:00+00:00"
    assert intake.article.placed_photos.get().photo == photo


def test_caption_of_the_item_stands_in_the_story_where_the_file_has_another(tmp_path):
    _supplier()
    make_jpeg(tmp_path / "one.jpg", iim={"2:120": "The table, seen from above."})
    intake = _take(_item({"href": "one.jpg"}), tmp_path)
    assert intake.article.placed_photos.get().caption == "Leaders at the table."


def test_published_story_shows_its_picture_with_caption_and_credit(tmp_path):
    _supplier()
    make_jpeg(tmp_path / "one.jpg")
    _take(_item({"href": "one.jpg"}), tmp_path, publish=True)
    (shown,) = Version.objects.get().photos
    assert (shown["place"], shown["caption"]) == ("lead", "Leaders at the table.")
    assert shown["credit"] == "Ana Lee/Example Agency"


def test_picture_without_rights_is_kept_in_the_library_and_said(tmp_path):
    make_jpeg(tmp_path / "one.jpg")
    intake = _take(_item({"href": "one.jpg"}), tmp_path)
    assert not intake.article.placed_photos.exists()
    photo = Photo.objects.get()
    assert any(f"Photo {photo.pk} is in the library" in note for note in intake.notes)


def test_picture_without_a_credit_does_not_keep_the_story_from_going_out(tmp_path):
    make_supplier("example", name_en="Example Agency", licence=make_licence())
    make_jpeg(tmp_path / "one.jpg")
    item = json.loads(_item({"href": "one.jpg"}))
    picture = item["associations"][0]
    del picture["by"]
    picture["descriptions"] = picture["descriptions"][:1]
    intake = _take(json.dumps(item).encode(), tmp_path, publish=True)
    assert Version.objects.get().photos == []
    photo = Photo.objects.get()
    assert any(f"Photo {photo.pk} is in the library, and not in the story" in note for note in intake.notes)


def test_picture_that_is_refused_is_said_and_the_story_goes_in(tmp_path):
    (tmp_path / "one.jpg").write_text("no picture")
    intake = _take(_item({"href": "one.jpg"}), tmp_path)
    assert any("one.jpg" in note for note in intake.notes)
    assert Article.objects.count() == 1


def test_same_item_again_places_nothing_twice(tmp_path):
    _supplier()
    make_jpeg(tmp_path / "one.jpg")
    for version in ("1", "2"):
        data = _item({"href": "one.jpg"}, version=version, versionCreated=f"2025-09-03T0{version}:32:00Z")
        _take(data, tmp_path)
    assert ArticlePhoto.objects.count() == 1
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    "href",
    [
        "https://example.com/one.jpg",
        "file:///etc/passwd",
        "//host/one.jpg",
        "../outside.jpg",
        "sub/../../outside.jpg",
        "%2e%2e/outside.jpg",
        "/etc/passwd",
        "link.jpg",
        "one.jpg%00",
        "sub",
        "",
        "x" * 300,
        "missing.jpg",
        "%ff.jpg",
    ],
)
def test_address_that_leads_elsewhere_is_never_opened(tmp_path, href):
    folder = tmp_path / "wire"
    (folder / "sub").mkdir(parents=True)
    make_jpeg(tmp_path / "outside.jpg")
    (folder / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    assert find_beside(href, folder=folder) is None


@pytest.mark.parametrize("href", ["one.jpg", "./one.jpg", "sub/%D0%B5%D0%B4%D0%BD%D0%BE.jpg", "sub/../one.jpg"])
def test_relative_address_below_the_item_is_found(tmp_path, href):
    (tmp_path / "sub").mkdir()
    make_jpeg(tmp_path / "one.jpg")
    make_jpeg(tmp_path / "sub" / "едно.jpg")
    assert find_beside(href, folder=tmp_path).is_file()


def test_command_finds_the_pictures_beside_its_files(tmp_path):
    make_section("unsorted")
    _supplier()
    folder = tmp_path / "wire"
    folder.mkdir()
    make_jpeg(folder / "one.jpg")
    (folder / "item.json").write_bytes(_item({"href": "one.jpg"}))
    call_command("import_wire", str(folder), supplier="example")
    assert ArticlePhoto.objects.get().place == Place.LEAD


@pytest.mark.django_db(transaction=True)
def test_two_items_with_the_same_pictures_in_opposite_order_both_come_in(tmp_path, monkeypatch):
    _supplier()
    make_section("unsorted")
    make_jpeg(tmp_path / "one.jpg", colour=(1, 0, 0))
    make_jpeg(tmp_path / "two.jpg", colour=(2, 0, 0))
    hrefs, barrier, failures = ["one.jpg", "two.jpg"], threading.Barrier(2), []
    lock, has_begun = photo_intake.lock_until_commit, threading.local()

    def lock_and_meet(name):
        """Let both hold the lock of their first picture before either asks for its second, if they can."""
        lock(name)
        if not hasattr(has_begun, "yes"):
            has_begun.yes = True
            with contextlib.suppress(threading.BrokenBarrierError):
                barrier.wait(timeout=3)

    monkeypatch.setattr(photo_intake, "lock_until_commit", lock_and_meet)

    def take(number, names):
        data = _item(*({"href": name} for name in names), uri=f"urn:example:item:{number}")
        try:
            options = IntakeOptions(folder=tmp_path)
            take_item(parse_ninjs(data), content=data, file_name="item.json", options=options)
        except Exception as error:  # noqa: BLE001 (there must be none, whatever it is)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=each) for each in ((1, hrefs), (2, hrefs[::-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    placed = ArticlePhoto.objects.filter(place=Place.LEAD).order_by("article__wire_originals__uri")
    assert list(placed.values_list("photo__uploaded_name", flat=True)) == hrefs
