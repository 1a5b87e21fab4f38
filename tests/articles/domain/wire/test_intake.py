import datetime as dt
import json

import pytest
from django.utils import timezone
from django.utils.translation import override

from articles.domain.acts import Act
from articles.domain.editing import save_working_copy
from articles.domain.publishing import publish_story
from articles.domain.scheduling import publish_due, schedule_story
from articles.domain.wire.intake import IntakeOptions, ItemRefused, Outcome, take_item
from articles.domain.wire.ninjs import parse_ninjs
from articles.models import Article, PublicStory, Version, WireFile, WireOriginal, WireSubject
from media_library.models import Tag
from tests.factories.people import make_chief_editor
from tests.factories.stories import make_section

pytestmark = pytest.mark.django_db
PUBLISH = IntakeOptions(publish=True)


@pytest.fixture(autouse=True)
def _speak_english():
    with override("en"):
        yield


def _ninjs(version: int = 1, **fields) -> bytes:
    item = {
        "uri": "urn:example:item:1",
        "type": "text",
        "version": str(version),
        "language": "en",
        "firstCreated": "2025-09-03T06:32:00Z",
        "versionCreated": f"2025-09-03T{5 + version:02}:32:00Z",
        "pubStatus": "usable",
        "urgency": 3,
        "located": "Beijing",
        "by": "A. Writer",
        "slugline": "summit-beijing",
        "copyrightHolder": "Example Agency",
        "usageTerms": "Not for archives.",
        "headlines": [{"role": "main", "value": "Summit opens in Beijing"}],
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": "<p>The summit opened.</p><script>x()</script>"}
        ],
        "people": [{"name": "Ana Lee"}],
        "places": [{"name": "Beijing"}],
        "subjects": [{"name": "economy", "literal": "medtop:04000000"}],
    }
    return json.dumps(item | fields).encode()


def _take(data: bytes, options: IntakeOptions = PUBLISH):
    return take_item(parse_ninjs(data), content=data, file_name="item.json", options=options)


def test_item_becomes_a_published_story_with_its_own_time():
    WireSubject.objects.create(code="medtop:04000000", section=make_section("economy"))
    intake = _take(_ninjs())
    assert (intake.outcome, intake.article.state) == (Outcome.TAKEN, "published")
    version = Version.objects.get()
    assert (version.headline, version.body, version.section.slug) == (
        "Summit opens in Beijing",
        "<p>The summit opened.</p>",
        "economy",
    )
    assert (version.dateline_place, version.byline, version.urgency) == ("Beijing", [{"guest": "A. Writer"}], 3)
    assert {tag["name"] for tag in version.tags} == {"Ana Lee", "Beijing"}
    assert Tag.objects.get(name="Ana Lee").kind == "person"
    assert version.published_at == dt.datetime(2025, 9, 3, 6, 32, tzinfo=dt.UTC)
    original = WireOriginal.objects.get()
    assert bytes(original.file.content) == _ninjs()
    assert (original.usage_terms, original.copyright_holder) == ("Not for archives.", "Example Agency")


def test_without_publish_it_waits_as_a_draft_among_unsorted_copy():
    intake = _take(_ninjs(), IntakeOptions())
    assert (intake.article.state, intake.article.section.slug) == ("draft", "unsorted")
    assert not Version.objects.exists()


def test_section_that_was_asked_for_yields_to_the_editors_table():
    WireSubject.objects.create(code="Economy", section=make_section("economy"))
    options = IntakeOptions(section=make_section("world"))
    assert _take(_ninjs(), options).article.section.slug == "economy"
    other = _ninjs(uri="urn:example:item:2", subjects=[{"name": "weather"}])
    assert _take(other, options).article.section.slug == "world"


def test_same_item_again_changes_nothing():
    _take(_ninjs())
    before = Article.objects.values().get()
    intake = _take(_ninjs(headlines=[{"role": "main", "value": "Other words under the same number"}]))
    assert intake.outcome == Outcome.SKIPPED
    assert Article.objects.values().get() == before
    assert (Version.objects.count(), WireOriginal.objects.count()) == (1, 1)


def test_higher_version_becomes_an_update_with_its_own_time():
    _take(_ninjs())
    intake = _take(_ninjs(3, headlines=[{"role": "main", "value": "Summit ends in Beijing"}]))
    assert intake.outcome == Outcome.UPDATED
    story = PublicStory.objects.get()
    assert (story.version.number, story.version.kind, story.mark) == (2, "update", "update")
    assert story.public_since.isoformat() == "2025-09-03T06:32:00+00:00"
    assert story.version.published_at.isoformat() == "2025-09-03T08:32:00+00:00"


def test_older_version_that_arrives_late_changes_nothing():
    _take(_ninjs(4))
    assert _take(_ninjs(2)).outcome == Outcome.SKIPPED
    assert Version.objects.count() == 1


def test_item_that_was_updated_before_it_reached_us_says_both_times():
    _take(_ninjs(3))
    story = PublicStory.objects.get()
    assert (story.version.number, story.version.kind, story.mark) == (1, "update", "update")
    assert story.public_since.isoformat() == "2025-09-03T06:32:00+00:00"
    assert story.marked_at.isoformat() == "2025-09-03T08:32:00+00:00"


def test_canceled_item_withdraws_the_story_with_a_note():
    _take(_ninjs())
    intake = _take(_ninjs(2, pubStatus="canceled"), IntakeOptions())
    assert (intake.outcome, intake.article.pk) == (Outcome.WITHDRAWN, Article.objects.get().pk)
    story = PublicStory.objects.get()
    assert story.killed
    assert story.version.public_note == "This story has been withdrawn by Example Agency."
    with pytest.raises(ItemRefused, match="withdrawn or spiked"):
        _take(_ninjs(3))


def test_canceled_item_that_we_never_had_is_refused():
    with pytest.raises(ItemRefused, match="never received"):
        _take(_ninjs(pubStatus="canceled"))


def test_work_of_the_desk_is_not_overwritten():
    _take(_ninjs())
    article = Article.objects.get()
    article.headline = "Our own headline"
    save_working_copy(article, by=make_chief_editor(), changed=["headline"], base_revision=article.revision)
    intake = _take(_ninjs(2))
    assert (intake.outcome, Article.objects.get().headline) == (Outcome.SKIPPED, "Our own headline")
    assert WireOriginal.objects.filter(version=2, article=intake.article).exists()


def test_foreign_copy_waits_for_its_translation_and_brings_no_tags():
    Tag.objects.create(name="Пекин", name_en="Beijing", kind="place")
    intake = _take(_ninjs(language="de"))
    assert (intake.article.state, intake.article.language) == ("draft", "de")
    assert [tag.name for tag in intake.article.tags.all()] == ["Пекин"]
    assert "person: Ana Lee" in intake.unmapped
    assert Tag.objects.count() == 1


def test_withheld_item_is_taken_and_not_published():
    assert _take(_ninjs(pubStatus="withheld")).article.state == "draft"


def test_picture_is_refused_and_leaves_nothing():
    with pytest.raises(ItemRefused, match="picture"):
        _take(_ninjs(type="picture"))
    assert not WireOriginal.objects.exists()


def test_item_without_language_needs_to_be_told_one():
    data = json.loads(_ninjs())
    del data["language"]
    with pytest.raises(ItemRefused, match="--language"):
        _take(json.dumps(data).encode())
    told = IntakeOptions(publish=True, language="bg")
    assert _take(json.dumps(data).encode(), told).article.language == "bg"


def test_embargoed_item_is_public_only_after_its_embargo():
    _take(_ninjs(embargoed="2099-01-01T00:00:00Z"))
    assert not PublicStory.objects.released().exists()


def test_headline_that_is_too_long_is_cut_and_said():
    intake = _take(_ninjs(headlines=[{"role": "main", "value": "дълго " * 100}]))
    assert len(Version.objects.get().headline) == 250
    assert any("headline" in note for note in intake.notes)


def test_item_without_version_number_is_newer_by_its_time():
    for hour, outcome in ((7, Outcome.TAKEN), (9, Outcome.UPDATED), (8, Outcome.SKIPPED)):
        data = json.loads(_ninjs(versionCreated=f"2025-09-03T{hour:02}:00:00Z"))
        del data["version"]
        assert _take(json.dumps(data).encode()).outcome == outcome


def test_item_without_headline_waits_for_one():
    intake = _take(_ninjs(headlines=[]))
    assert (intake.article.state, str(intake.article)) == ("draft", "summit-beijing")


def test_numbered_version_follows_one_that_had_no_number():
    data = json.loads(_ninjs())
    del data["version"]
    _take(json.dumps(data).encode())
    assert _take(_ninjs(2)).outcome == Outcome.UPDATED


def test_editor_who_published_it_as_it_came_does_not_stop_its_updates():
    article = _take(_ninjs(), IntakeOptions()).article
    publish_story(Act.PUBLISH, article.pk, by=make_chief_editor(), base_revision=None)
    assert _take(_ninjs(2, headlines=[{"value": "Summit ends"}])).outcome == Outcome.UPDATED
    assert PublicStory.objects.get().version.headline == "Summit ends"


def test_nobody_replaces_or_cancels_the_copy_of_another_agency():
    _take(_ninjs())
    for changes in ({}, {"pubStatus": "canceled"}):
        with pytest.raises(ItemRefused, match="Example Agency"):
            _take(_ninjs(2, copyrightHolder="Somebody Else", **changes))
    assert not PublicStory.objects.get().killed


def test_one_name_in_common_is_enough_to_be_the_same_sender():
    _take(_ninjs(copyrightHolder="", infoSources=[{"name": "EXA"}]))
    both = {"copyrightHolder": "Example Agency Ltd", "infoSources": [{"name": "EXA"}]}
    assert _take(_ninjs(2, **both)).outcome == Outcome.UPDATED
    nobody = {"copyrightHolder": "", "infoSources": []}
    assert _take(_ninjs(3, **nobody)).outcome == Outcome.UPDATED
    with pytest.raises(ItemRefused, match="EXA"):
        _take(_ninjs(4, copyrightHolder="Somebody Else"))


def test_story_that_the_desk_has_scheduled_is_left_as_it_was_approved():
    article = _take(_ninjs(), IntakeOptions()).article
    later = timezone.now() + dt.timedelta(hours=1)
    schedule_story(article.pk, by=make_chief_editor(), base_revision=article.revision, publish_at=later)
    assert _take(_ninjs(2, headlines=[{"value": "Other words"}])).outcome == Outcome.SKIPPED
    article.refresh_from_db()
    assert (article.state, article.headline) == ("scheduled", "Summit opens in Beijing")


def test_cancelled_item_leaves_the_schedule_and_is_spiked():
    article = _take(_ninjs(), IntakeOptions()).article
    later = timezone.now() + dt.timedelta(hours=1)
    schedule_story(article.pk, by=make_chief_editor(), base_revision=article.revision, publish_at=later)
    assert _take(_ninjs(2, pubStatus="canceled")).article.state == "spiked"
    assert publish_due(at=later) == []


def test_cancelled_draft_that_the_desk_works_on_stays_with_a_word_to_the_desk():
    article = _take(_ninjs(), IntakeOptions()).article
    article.lead = "Our own."
    save_working_copy(article, by=make_chief_editor(), changed=["lead"], base_revision=article.revision)
    assert _take(_ninjs(2, pubStatus="canceled")).outcome == Outcome.SKIPPED
    article.refresh_from_db()
    assert article.state == "draft"
    assert "cancelled" in article.editors_note


def test_file_of_many_items_is_kept_once():
    for number in (1, 2):
        item = parse_ninjs(_ninjs(uri=f"urn:example:many:{number}"))
        take_item(item, content=b"the whole file", file_name="many.xml", options=PUBLISH)
    assert WireFile.objects.count() == 1
    assert WireOriginal.objects.count() == 2


def test_text_beyond_any_story_is_refused():
    with pytest.raises(ItemRefused, match="too long"):
        _take(_ninjs(bodies=[{"contentType": "text/plain", "value": "дума " * 200_000}]))
