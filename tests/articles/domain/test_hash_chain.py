import hashlib
import json

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from articles.domain.hash_chain import compute_hash, stories_without_their_version, verify_chain
from articles.models import ActRecord, PublicStory, Version
from tests.factories.stories import make_story, publish_change

pytestmark = pytest.mark.django_db


def _versions():
    return Version.objects.order_by("article_id", "number")


def _tamper(number: int, **changes) -> None:
    # What someone with full rights on the database could do after switching the protection off.
    with pgtrigger.ignore("articles.Version:versions_are_kept"):
        Version.objects.filter(number=number).update(**changes)


def _forget_acts() -> None:
    with pgtrigger.ignore("articles.ActRecord:acts_are_kept"):
        ActRecord.objects.all().delete()


def test_hash_is_sha256_of_canonical_json():
    version = make_story().version
    content = {
        "article_id": version.article_id, "number": 1, "kind": "original", "public_note": "", "language": "bg",
        "section_id": version.section_id, "slug": version.slug, "headline": version.headline, "lead": version.lead,
        "body": version.body, "byline": [], "dateline_place": "Пекин", "sign_off": "", "urgency": 5, "tags": [],
        "photos": [], "access": "free", "translation_of_id": None, "translated_version": None,
        "first_published_at": version.first_published_at.isoformat(timespec="microseconds"),
        "published_at": version.published_at.isoformat(timespec="microseconds"),
        "embargo_until": None, "published_by_id": None, "previous_hash": "",
    }  # fmt: skip
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert version.content_hash == hashlib.sha256(canonical).hexdigest()


def test_each_version_carries_the_hash_of_the_one_before():
    story = make_story()
    second = publish_change(story.article, lead="Ново.")
    third = publish_change(story.article, lead="Още по-ново.")
    assert second.previous_hash == story.version.content_hash
    assert third.previous_hash == second.content_hash
    assert list(verify_chain(_versions())) == []


@pytest.mark.parametrize(
    "changes", [{"headline": "Друго"}, {"tags": [{"tag": 1}]}, {"published_by": None, "sign_off": "ХХ"}, {"urgency": 1}]
)
def test_changed_content_is_found(changes):
    story = make_story()
    publish_change(story.article, lead="Ново.")
    make_story()
    _tamper(2, **changes)
    broken = list(verify_chain(_versions()))
    assert [(link.version.article_id, link.version.number) for link in broken] == [(story.pk, 2)]


def test_changed_content_with_a_fresh_hash_breaks_the_next_link():
    story = make_story()
    publish_change(story.article, lead="Ново.")
    first = story.version
    first.headline = "Друго"
    _tamper(1, headline="Друго", content_hash=compute_hash(first))
    assert [link.version.number for link in verify_chain(_versions())] == [2]


def test_missing_version_is_found():
    story = make_story()
    publish_change(story.article, lead="Ново.")
    publish_change(story.article, lead="Още.")
    with pgtrigger.ignore("articles.Version:versions_are_kept"):
        _forget_acts()
        Version.objects.filter(number=2).delete()
    assert [link.version.number for link in verify_chain(_versions())] == [3]


def test_version_that_was_cut_off_at_the_end_is_missed():
    story = make_story()
    second = publish_change(story.article, lead="Ново.")
    PublicStory.objects.update(version=story.version)
    with pgtrigger.ignore("articles.Version:versions_are_kept"):
        _forget_acts()
        second.delete()
    assert list(verify_chain(_versions())) == []
    PublicStory.objects.all().delete()
    assert [article.pk for article in stories_without_their_version()] == [story.pk]


def test_public_page_of_an_older_version_is_noticed():
    story = make_story()
    publish_change(story.article, lead="Ново.")
    PublicStory.objects.update(version=story.version)
    assert [article.pk for article in stories_without_their_version()] == [story.pk]


def test_command_says_how_many_hold(capsys):
    make_story()
    call_command("verify_versions")
    assert "1 version" in capsys.readouterr().out


def test_command_names_the_broken_version_and_fails(capsys):
    story = make_story()
    _tamper(1, headline="Друго")
    with pytest.raises(CommandError):
        call_command("verify_versions")
    assert f"story {story.pk}, version 1" in capsys.readouterr().out
