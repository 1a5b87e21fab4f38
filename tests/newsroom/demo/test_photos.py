import datetime as dt

import pytest
from django.utils import timezone

from articles.models import ArticlePhoto, PublicStory
from media_library.models import Photo, PhotoAct, Supplier
from newsroom.demo.accounts import create_accounts
from newsroom.demo.content_files import read_stories
from newsroom.demo.photos import PhotoBuilder, read_photos
from newsroom.demo.stories import StoryBuilder
from newsroom.demo.vocabulary import create_vocabulary

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def builder(settings, tmp_path):
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        name: {"BACKEND": backend, "OPTIONS": {"location": tmp_path / name, "base_url": "/media/"}}
        for name in ("originals", "renditions")
    }
    create_vocabulary()
    return PhotoBuilder(timezone.now(), create_accounts())


def _rows(*keys: str) -> list[dict]:
    small = {"size": [360, 240]}
    return [row | small for row in read_photos() if row["key"] in keys]


def test_photos_come_in_as_any_photo_does_and_are_shown(builder):
    told: list[int] = []
    builder.build_all(_rows("mezdra-line", "pirin-dawn"), tell=told.append)
    assert told == [2]
    photos = Photo.objects.order_by("-arrived_at")
    assert [photo.headline for photo in photos] == [
        "Спрени влакове край Мездра",
        "Утро над Пирин",
    ]
    assert {photo.state for photo in photos} == {Photo.State.RELEASED}
    assert {photo.renditions.count() for photo in photos} == {8}
    assert all(photo.arrived_at <= timezone.now() for photo in photos)
    assert all(photo.released_at == photo.arrived_at for photo in photos)
    assert {act.at for act in PhotoAct.objects.all()} == {photo.arrived_at for photo in photos}


def test_caption_of_the_old_kind_is_read_and_completed_at_the_desk(builder):
    legacy = next(row["key"] for row in read_photos() if row.get("legacy"))
    builder.build_all(_rows(legacy), tell=lambda number: None)
    photo, row = Photo.objects.get(), _rows(legacy)[0]
    assert photo.reading.values["caption_bg"] == {"value": row["caption_bg"], "source": "iim"}
    assert photo.caption_en == row["caption_en"]


def test_stories_show_their_photos(builder):
    builder.build_all(_rows("mezdra-line"), tell=lambda number: None)
    stories = StoryBuilder(builder.now, builder.accounts, builder.placed)
    stories.build(next(story for story in read_stories() if story["key"] == "mezdra-vratsa-trains"))
    (shown,) = PublicStory.objects.get().version.photos
    assert shown["place"] == ArticlePhoto.Place.LEAD
    assert shown["credit"] == "Божидар Калчинов/НИА"


def test_every_supplier_has_its_licence_and_its_restrictions(builder):
    assert not Supplier.objects.filter(licence=None).exists()
    assert not Supplier.objects.exclude(unparsed_instructions=[]).exists()
    assert set(Supplier.objects.get(slug="handout").restrictions.values_list("kind", flat=True)) == {
        "editorial_only", "no_sales",
    }  # fmt: skip
    assert builder.now - timezone.now() < dt.timedelta(seconds=1)
