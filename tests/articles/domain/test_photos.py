"""Which photos a working copy may have, and what a version keeps of them."""

import pytest
from django.db import IntegrityError

from articles.domain.acts import Act, NotReady
from articles.domain.editing import create_story, save_working_copy
from articles.domain.hash_chain import verify_chain
from articles.domain.photos import PhotoRefused, find_photo_problems, place_photos, snapshot_photos
from articles.domain.publishing import differs_from_public, publish_story
from articles.models import Article, ArticlePhoto, Version
from media_library.domain.photo_acts import kill_photo
from media_library.models import Lease, Photo, PhotoAct
from tests.articles.photos import forbid, make_usable_photo, marker, put, standing, wanted
from tests.factories.people import make_chief_editor, make_editor
from tests.factories.photos import make_photo
from tests.factories.stories import make_draft, make_section, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(monkeypatch):
    """What the photo workers were asked to crop."""
    asked = []
    monkeypatch.setattr("media_library.domain.cropping.ask_to_crop", lambda *crop: asked.append(crop))
    return asked


def test_photos_stand_where_they_were_wanted_and_count_from_nought():
    lead, first, second = make_usable_photo(), make_usable_photo(), make_usable_photo()
    article = make_draft()

    place_photos(
        article,
        [wanted(second, "supplement", 9), wanted(lead), wanted(first, "supplement", 4)],
        by=make_chief_editor(),
    )

    assert standing(article) == [(lead.pk, "lead", 0), (first.pk, "supplement", 0), (second.pk, "supplement", 1)]


def test_photo_in_the_text_follows_its_marker_and_goes_with_it():
    first, second, lost = make_usable_photo(), make_usable_photo(), make_usable_photo()
    article = make_draft()
    article.body = f"<p>а</p>{marker(second)}<p>б</p>{marker(first)}"

    place_photos(article, [wanted(each, "body") for each in (first, second, lost)], by=make_chief_editor())

    assert standing(article) == [(second.pk, "body", 0), (first.pk, "body", 1)]
    assert article.body == f"<p>а</p>{marker(second)}<p>б</p>{marker(first)}"


def test_marker_that_no_photo_answers_to_goes_and_a_second_one_too():
    photo = make_usable_photo()
    article = make_draft()
    article.body = f'{marker(photo)}<p>а</p><figure data-photo="999999"></figure>{marker(photo)}'

    place_photos(article, [wanted(photo, "body")], by=make_chief_editor())

    assert article.body == f"{marker(photo)}<p>а</p>"


def test_saving_without_a_word_of_photos_keeps_those_that_the_text_still_has():
    kept, dropped, lead = make_usable_photo(), make_usable_photo(), make_usable_photo()
    article = make_draft()
    put(article, lead)
    put(article, kept, "body")
    put(article, dropped, "body")
    article.body = f"<p>ново</p>{marker(kept)}"

    save_working_copy(article, by=make_chief_editor(), changed=["body"], base_revision=0)

    assert standing(article) == [(kept.pk, "body", 0), (lead.pk, "lead", 0)]


def test_photo_that_may_not_be_used_is_refused_with_every_reason():
    photo = forbid(forbid(make_usable_photo(headline="Лице"), words="CLIENTS ONLY"), "no_crop", "DO NOT CROP")
    editor = make_editor(section := make_section())

    with pytest.raises(PhotoRefused) as refusal:
        place_photos(make_draft(section=section), [wanted(photo, crop="0,0,500,500")], by=editor)

    words = refusal.value.problems[f"photos:{photo.pk}"]
    assert "Лице" in words
    assert "CLIENTS ONLY" in words
    assert "DO NOT CROP" in words
    assert not ArticlePhoto.objects.exists()


def test_wire_may_not_place_what_nobody_may():
    with pytest.raises(PhotoRefused):
        place_photos(make_draft(), [wanted(forbid(make_usable_photo()))], by=None)


@pytest.mark.parametrize("lack", [{"credit_complete": False, "state": "held"}, {"processing": "set_aside"}])
def test_photo_that_could_not_be_published_is_refused_by_its_number(lack):
    photo, editor = make_usable_photo(**lack), make_editor(section := make_section())

    with pytest.raises(PhotoRefused) as refusal:
        place_photos(make_draft(section=section), [wanted(photo)], by=editor)

    assert list(refusal.value.problems) == [f"photos:{photo.pk}"]
    assert str(photo.pk) in str(refusal.value)


def test_who_may_override_places_a_photo_without_credit_and_cannot_publish_it():
    photo, article = make_usable_photo(credit_complete=False, state="held"), make_draft()

    place_photos(article, [wanted(photo)], by=make_chief_editor())

    assert ArticlePhoto.objects.get().overridden_by is None
    assert not PhotoAct.objects.exists()
    assert list(find_photo_problems(article)) == [photo.pk]


def test_who_may_override_places_it_under_their_name_and_on_record():
    photo, chief = forbid(make_usable_photo()), make_chief_editor()
    article = make_draft()

    place_photos(article, [wanted(photo)], by=chief)

    assert ArticlePhoto.objects.get().overridden_by == chief
    act = PhotoAct.objects.get(photo=photo)
    assert (act.act, act.actor) == (PhotoAct.Act.OVERRIDE, chief)
    assert str(article.pk) in act.comment
    assert "CLIENTS ONLY" in act.comment


def test_override_stays_with_the_photo_when_another_person_saves():
    photo, other = forbid(make_usable_photo()), make_usable_photo()
    chief, editor = make_chief_editor(), make_editor(section := make_section())
    article = make_draft(section=section)
    place_photos(article, [wanted(photo)], by=chief)

    place_photos(article, [wanted(other), wanted(photo, "supplement")], by=editor)

    rows = {row.photo_id: row.overridden_by for row in ArticlePhoto.objects.all()}
    assert rows == {other.pk: None, photo.pk: chief}
    assert PhotoAct.objects.count() == 1


def test_withdrawn_photo_is_placed_by_nobody():
    photo = make_usable_photo()
    kill_photo(photo.pk, note_bg="Съд.", note_en="Court.", by=None)

    with pytest.raises(PhotoRefused):
        place_photos(make_draft(), [wanted(photo)], by=make_chief_editor())


def test_photo_that_stands_there_already_is_not_judged_by_a_saving():
    photo = make_usable_photo()
    editor = make_editor(section := make_section())
    article = make_draft(section=section)
    place_photos(article, [wanted(photo)], by=editor)
    forbid(photo)

    place_photos(article, [wanted(photo, caption="Друг надпис")], by=editor)

    assert ArticlePhoto.objects.get().caption == "Друг надпис"


def test_unknown_photo_is_refused():
    with pytest.raises(PhotoRefused, match="424242"):
        place_photos(make_draft(), [wanted(Photo(pk=424242))], by=make_chief_editor())


def test_photo_for_one_use_is_refused_once_another_story_showed_it():
    photo = forbid(make_usable_photo(), "one_time_use", "ONE TIME USE")
    editor = make_editor(section := make_section())
    first, second = make_draft(section=section), make_draft(section=section)
    place_photos(first, [wanted(photo)], by=editor)
    publish(first)

    assert find_photo_problems(first) == {}
    with pytest.raises(PhotoRefused):
        place_photos(second, [wanted(photo)], by=editor)


@pytest.mark.parametrize("fields", [{"processing": "set_aside"}, {"credit_complete": False, "state": "held"}])
def test_unfinished_photo_keeps_a_story_from_going_out(fields):
    photo = make_usable_photo(**fields)
    article = make_draft()
    put(article, photo)

    with pytest.raises(NotReady) as refusal:
        publish(article)

    assert list(refusal.value.problems) == [f"photos:{photo.pk}"]
    assert f"{photo.pk}" in str(refusal.value)


def test_photo_whose_sizes_are_still_being_made_does_not_hold_a_story_up():
    article = make_draft()
    put(article, make_usable_photo(processing="waiting"))
    assert len(publish(article).photos) == 1


def test_publishing_judges_anew_but_lets_an_override_pass():
    photo = make_usable_photo()
    article = make_draft()
    put(article, photo)
    forbid(photo)

    with pytest.raises(NotReady):
        publish(article)
    ArticlePhoto.objects.update(overridden_by=make_chief_editor(), overridden_reasons=["clients_only"])

    assert publish(article).number == 1


def test_override_covers_what_it_overrode_and_no_later_denial():
    photo, chief, article = forbid(make_usable_photo()), make_chief_editor(), make_draft()
    place_photos(article, [wanted(photo)], by=chief)
    assert ArticlePhoto.objects.get().overridden_reasons == ["clients_only"]
    assert find_photo_problems(article) == {}

    Lease.objects.create(photo=photo, effect=Lease.Effect.DENY, note="СЪД")

    with pytest.raises(NotReady) as refusal:
        publish(article)
    sentence = refusal.value.problems[f"photos:{photo.pk}"]
    assert "СЪД" in sentence
    assert "CLIENTS ONLY" not in sentence


def test_override_of_a_placing_does_not_cover_a_crop_and_one_of_the_crop_joins_it():
    photo, chief, article = forbid(make_usable_photo()), make_chief_editor(), make_draft()
    place_photos(article, [wanted(photo)], by=chief)
    forbid(photo, "no_crop", "NO CROP")
    ArticlePhoto.objects.update(crop="0,0,500,500")
    assert "NO CROP" in find_photo_problems(article)[photo.pk]
    ArticlePhoto.objects.update(crop="")

    place_photos(article, [wanted(photo, crop="0,0,500,500")], by=chief)

    assert ArticlePhoto.objects.get().overridden_reasons == ["clients_only", "no_crop"]
    assert find_photo_problems(article) == {}


def test_override_from_before_reasons_were_kept_covers_nothing():
    article, photo = make_draft(), forbid(make_usable_photo())
    put(article, photo, overridden_by=make_chief_editor())

    assert "CLIENTS ONLY" in find_photo_problems(article)[photo.pk]


def test_photo_taken_out_and_placed_anew_is_overridden_for_the_reasons_of_then():
    photo, chief, article = forbid(make_usable_photo()), make_chief_editor(), make_draft()
    place_photos(article, [wanted(photo)], by=chief)
    Lease.objects.create(photo=photo, effect=Lease.Effect.DENY)

    place_photos(article, [], by=chief)
    place_photos(article, [wanted(photo)], by=chief)

    assert ArticlePhoto.objects.get().overridden_reasons == ["clients_only", "lease_deny"]


def test_reasons_without_a_name_are_refused_by_the_database():
    with pytest.raises(IntegrityError, match="article_photo_override_has_a_name"):
        put(make_draft(), make_usable_photo(), overridden_reasons=["clients_only"])


def test_confirmation_is_recorded_once_with_its_reason_and_under_the_persons_name():
    photo = forbid(make_usable_photo(), "one_time_use", "ONE TIME USE")
    editor = make_editor(section := make_section())
    article = make_draft(section=section)

    place_photos(article, [wanted(photo)], by=editor)
    place_photos(article, [wanted(photo, caption="Друг надпис")], by=editor)

    act = PhotoAct.objects.get(photo=photo)
    assert (act.act, act.actor) == (PhotoAct.Act.CONFIRM, editor)
    assert str(article.pk) in act.comment
    assert "ONE TIME USE" in act.comment


def test_override_records_apart_what_was_confirmed_with_it():
    photo = forbid(forbid(make_usable_photo()), "one_time_use", "ONE TIME USE")

    place_photos(make_draft(), [wanted(photo)], by=make_chief_editor())

    told = dict(PhotoAct.objects.values_list("act", "comment"))
    assert set(told) == {PhotoAct.Act.OVERRIDE, PhotoAct.Act.CONFIRM}
    assert "ONE TIME USE" not in told[PhotoAct.Act.OVERRIDE]
    assert "CLIENTS ONLY" not in told[PhotoAct.Act.CONFIRM]


def test_wire_confirms_nothing():
    photo = forbid(make_usable_photo(), "one_time_use", "ONE TIME USE")

    place_photos(make_draft(), [wanted(photo)], by=None)

    assert not PhotoAct.objects.exists()


def test_photo_that_was_withdrawn_meanwhile_stops_even_an_override():
    photo = make_usable_photo()
    article = make_draft()
    put(article, photo, overridden_by=make_chief_editor())
    kill_photo(photo.pk, note_bg="Съд.", note_en="Court.", by=None)

    with pytest.raises(NotReady):
        publish(article)


def test_version_freezes_words_crop_and_focus_in_reading_order():
    lead, body, more = (
        make_usable_photo(caption_bg="Водеща.", focal_x=0.25),
        make_usable_photo(caption_bg="В текста.", shown={"alt_bg": "Описание."}),
        make_usable_photo(),
    )
    article = make_draft()
    put(article, more, caption="Само тук.", place="supplement", crop="0,0,500,500", focal_x=0.1, focal_y=0.9)
    put(article, body, "body")
    put(article, lead)

    version = publish(article)

    whole = {"crop": "", "focal_y": 0.5, "credit": "Иван Петров"}
    assert Version.objects.get(pk=version.pk).photos == [
        whole | {"photo": lead.pk, "place": "lead", "caption": "Водеща.", "alt": "Водеща.", "focal_x": 0.25},
        whole | {"photo": body.pk, "place": "body", "caption": "В текста.", "alt": "Описание.", "focal_x": 0.5},
        {
            "photo": more.pk, "place": "supplement", "caption": "Само тук.", "alt": more.caption_bg,
            "credit": "Иван Петров", "crop": "0,0,500,500", "focal_x": 0.1, "focal_y": 0.9,
        },
    ]  # fmt: skip


def test_story_in_english_freezes_english_words():
    photo = make_usable_photo(caption_bg="Надпис.", caption_en="Caption.")
    article = make_draft(language="en")
    put(article, photo)

    (frozen,) = snapshot_photos(article)

    assert (frozen["caption"], frozen["credit"]) == ("Caption.", "Ivan Petrov")


def test_change_of_photos_alone_is_news():
    first, second = make_usable_photo(), make_usable_photo()
    article = make_draft()
    put(article, first)
    previous = publish(article)
    assert not differs_from_public(Act.UPDATE, article, previous=previous)

    ArticlePhoto.objects.update(photo=second)

    assert differs_from_public(Act.UPDATE, article, previous=previous)


def test_withdrawal_keeps_the_photos_of_the_version_that_it_withdraws():
    photo = make_usable_photo()
    article = make_draft()
    put(article, photo)
    shown = publish(article).photos
    ArticlePhoto.objects.all().delete()

    version = publish_story(Act.KILL, article.pk, by=None, base_revision=None, public_note="Грешка.")

    assert version.photos == shown


def test_story_can_begin_with_its_photos():
    photo = make_usable_photo()
    body = f"<p>а</p>{marker(photo)}<figure data-photo='5'></figure>"

    article = create_story(
        Article(section=make_section(), headline="Заглавие", body=body),
        by=make_chief_editor(),
        photos=[wanted(photo, "body")],
    )

    assert Article.objects.get().body == f"<p>а</p>{marker(photo)}"
    assert standing(article) == [(photo.pk, "body", 0)]


def test_photo_without_any_rights_is_refused():
    with pytest.raises(PhotoRefused):
        place_photos(make_draft(), [wanted(make_photo())], by=make_editor(make_section()))


def test_crop_that_is_new_is_asked_for_after_the_commit(queue, django_capture_on_commit_callbacks):
    photo, chief, article = make_usable_photo(), make_chief_editor(), make_draft()
    crop = "0,0,500,1000"

    with django_capture_on_commit_callbacks(execute=True):
        place_photos(article, [wanted(photo, crop=crop), wanted(photo, "supplement", crop=crop)], by=chief)
        assert queue == []
    assert queue == [(photo.pk, crop)]

    with django_capture_on_commit_callbacks(execute=True):
        place_photos(article, [wanted(photo, crop=crop), wanted(photo, "supplement", crop=crop)], by=chief)
    assert queue == [(photo.pk, crop)]


def test_crop_of_a_photo_that_may_not_be_cropped_is_refused_and_its_focal_point_is_not():
    photo = forbid(make_usable_photo(), "no_crop", "NO CROP")
    editor = make_editor(section := make_section())
    article = make_draft(section=section)

    place_photos(article, [wanted(photo, focal_x=0.1, focal_y=0.1)], by=editor)
    with pytest.raises(PhotoRefused, match="NO CROP"):
        place_photos(article, [wanted(photo, crop="0,0,500,1000")], by=editor)


def test_hash_of_a_version_holds_when_its_photos_come_back_from_the_database():
    article = make_draft()
    put(article, make_usable_photo(), focal_x=-0.0, focal_y=1 / 3)
    put(article, make_usable_photo(focal_x=-0.0, focal_y=1.0), "supplement")
    version = publish(article)

    assert list(verify_chain([Version.objects.get(pk=version.pk)])) == []


def test_publishing_asks_again_for_crops_that_a_queue_may_have_lost(queue, django_capture_on_commit_callbacks):
    photo, article = make_usable_photo(), make_draft()
    put(article, photo, crop="0,0,500,1000")

    with django_capture_on_commit_callbacks(execute=True):
        publish(article)

    assert queue == [(photo.pk, "0,0,500,1000")]


def test_queue_that_can_not_be_reached_does_not_fail_the_saving(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("media_library.domain.cropping.ask_to_crop", _break)
    photo, article = make_usable_photo(), make_draft()

    with django_capture_on_commit_callbacks(execute=True):
        place_photos(article, [wanted(photo, crop="0,0,500,1000")], by=make_chief_editor())

    assert standing(article) == [(photo.pk, "lead", 0)]


def _break(*_args: object) -> None:
    raise ConnectionError
