"""Photos in the form of a story: the picker's answers, what the form stores and refuses, and who may what."""

import json

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import ActRecord, Article, ArticlePhoto
from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo
from newsroom.roles import PHOTO_EDITORS, SALES
from tests.articles.admin.desk import ADD, address, begin, form_in, found_in, page_of, press, problems_in, signed_in
from tests.articles.photos import forbid, make_usable_photo, marker, put, standing
from tests.factories.people import make_chief_editor, make_editor, make_journalist, make_user
from tests.factories.stories import make_draft, make_section, make_story, publish

pytestmark = pytest.mark.django_db

PICKER = "/admin/articles/article/photos/"


def entry(photo: Photo, place: str = "lead", **fields: object) -> dict[str, object]:
    return {"photo": photo.pk, "place": place, "caption": "", "crop": "", "focal": None} | fields


def sent(*entries: dict[str, object]) -> str:
    return json.dumps(entries)


def offered(client: Client, **query: object) -> list[int]:
    response = client.get(PICKER, query)
    assert response.status_code == 200
    markup = lxml.html.fragment_fromstring(response.text, create_parent="div")
    return [json.loads(value)["id"] for value in markup.xpath("//@data-photo")]


def test_form_stores_photos_with_what_they_have_in_this_story() -> None:
    lead, body = make_usable_photo(), make_usable_photo()
    article = make_draft()

    press(
        signed_in(make_chief_editor()), article, body=f"<p>Текст</p>{marker(body)}",
        photos=sent(
            entry(lead, caption=" Надпис ", crop="0,100,1000,900", focal=[0.2, 0.7]),
            entry(body, "body"),
        ),
    )  # fmt: skip

    assert standing(article) == [(body.pk, "body", 0), (lead.pk, "lead", 0)]
    row = ArticlePhoto.objects.get(place="lead")
    assert (row.caption, row.crop, row.focal_x, row.focal_y) == ("Надпис", "0,100,1000,900", 0.2, 0.7)
    assert "photos" in ActRecord.objects.filter(article=article).first().comment


def test_saving_untouched_photos_writes_nothing() -> None:
    article = make_draft()
    put(article, make_usable_photo(), crop="0,0,500,500", focal_x=0.333, focal_y=1.0)
    put(article, make_usable_photo(), "body")
    put(article, make_usable_photo(), "supplement", caption="Ред\nи ред")

    press(signed_in(make_chief_editor()), article)

    assert Article.objects.get().revision == 0


def test_new_story_is_stored_with_its_photos() -> None:
    photo = make_usable_photo()

    begin(
        signed_in(make_journalist()), section=make_section().pk, headline="Заглавие", photos=sent(entry(photo))
    )  # fmt: skip

    assert standing(Article.objects.get()) == [(photo.pk, "lead", 0)]


@pytest.mark.parametrize("hostile", ["{", "[[]]", '[{"photo": "1"}]', "[" * 100_000, '[{"photo": 1, "place": []}]'])
def test_hostile_list_is_an_error_of_the_field_and_nothing_is_saved(hostile: str) -> None:
    article = make_draft()

    response = press(signed_in(make_chief_editor()), article, photos=hostile, headline="Друго")

    assert response.status_code == 200
    assert len(problems_in(response)) == 1
    assert found_in(response, "//*[@class='error-summary']//a/@data-field") == ["id_photos"]
    assert Article.objects.get().revision == 0


def test_photo_that_may_not_be_used_comes_back_with_its_reasons_and_with_what_was_typed() -> None:
    photo = forbid(make_usable_photo(headline="Лице"))
    editor = make_editor(section := make_section())
    article = make_draft(section=section)

    response = press(signed_in(editor), article, photos=sent(entry(photo)), headline="Ново заглавие")

    (problem,) = problems_in(response)
    assert "Лице" in problem
    assert "CLIENTS ONLY" in problem
    assert form_in(response)["headline"] == ["Ново заглавие"]
    assert json.loads(form_in(response)["photos"][0])[0]["photo"] == photo.pk
    assert not ArticlePhoto.objects.exists()


def test_chief_editor_places_it_all_the_same() -> None:
    photo = forbid(make_usable_photo())
    chief, article = make_chief_editor(), make_draft()

    press(signed_in(chief), article, photos=sent(entry(photo)))

    assert ArticlePhoto.objects.get().overridden_by == chief


def test_publication_from_the_form_names_the_photo_that_is_in_its_way() -> None:
    photo = make_usable_photo()
    article = make_draft()
    put(article, photo)
    forbid(photo)

    response = press(signed_in(make_chief_editor()), article, "publish")

    assert "CLIENTS ONLY" in problems_in(response)[0]
    assert str(photo.pk) in problems_in(response)[0]
    assert found_in(response, "//*[@class='error-summary']//a/@href") == [
        f"#photo-{photo.pk}", f"/admin/media_library/photo/{photo.pk}/change/",
    ]  # fmt: skip
    assert found_in(response, f"//*[@id='photo-{photo.pk}']")
    assert not found_in(response, "//*[contains(@class, 'field-wrong')]")
    assert Article.objects.get().state == "draft"


def test_each_photo_in_the_way_has_its_own_line_whatever_its_title_has() -> None:
    article, fine = make_draft(), make_usable_photo()
    first, second = make_usable_photo(headline="100 %(x)s %"), make_usable_photo()
    for photo in (fine, first, second):
        put(article, photo, "supplement")
    forbid(first)
    forbid(second)

    response = press(signed_in(make_chief_editor()), article, "publish")

    assert found_in(response, "//*[@class='error-summary']//@data-wrong-photo") == [str(first.pk), str(second.pk)]
    assert "100 %(x)s %" in problems_in(response)[0]


def test_stale_form_does_not_overwrite_photos() -> None:
    article, photo = make_draft(), make_usable_photo()
    client = signed_in(make_chief_editor())
    data = form_in(client.get(address(article)))
    press(signed_in(make_chief_editor()), article, photos=sent(entry(photo)))

    response = client.post(address(article), data | {"photos": sent(), "headline": "Друго", "_save": "1"})

    assert response.status_code == 200
    assert standing(article) == [(photo.pk, "lead", 0)]


def test_form_without_scripts_lists_the_photos() -> None:
    article = make_draft()
    put(article, make_usable_photo(headline="Мостът"))

    page = page_of(signed_in(make_chief_editor()).get(address(article)))

    assert "Мостът" in page.xpath("//*[@data-listed]")[0].text_content()


def test_who_may_only_read_the_story_sees_which_photos_it_has() -> None:
    story = make_story()
    put(story.article, photo := make_usable_photo(), "body")
    put(story.article, lead := make_usable_photo(headline="Мостът"))

    page = page_of(signed_in(make_user(PHOTO_EDITORS)).get(address(story.article)))

    assert "Мостът" in page.text_content()
    assert f"[№ {photo.pk}]" in page.text_content()
    thumbs = {each.pk: each.renditions.get(preset="thumb").url for each in (lead, photo)}
    assert page.xpath("//dd//img/@src") == [thumbs[lead.pk], thumbs[photo.pk]]
    assert page.xpath("//article//img/@src") == [thumbs[photo.pk]]


def test_translation_begins_with_the_photos_round_the_text() -> None:
    story = make_story()
    put(story.article, lead := make_usable_photo(), caption="Надпис на български")
    put(story.article, make_usable_photo(), "body")

    data = form_in(signed_in(make_chief_editor()).get(ADD, {"translation_of": story.pk}))

    assert json.loads(data["photos"][0]) == [entry(lead)]


def test_picker_is_for_those_who_may_see_photos() -> None:
    answers = {
        role or "nobody": signed_in(make_user(role)).get(PICKER).status_code for role in (PHOTO_EDITORS, SALES, None)
    }

    assert answers == {PHOTO_EDITORS: 200, SALES: 200, "nobody": 403}
    assert signed_in(make_journalist()).get(PICKER).status_code == 200
    assert signed_in(make_journalist()).post(PICKER).status_code == 405
    assert Client().get(PICKER).status_code == 302


def test_picker_offers_the_newest_first_and_never_a_withdrawn_one() -> None:
    first, second, killed, broken = (make_usable_photo() for _ in range(4))
    kill_photo(killed.pk, note_bg="Съд.", note_en="Court.", by=None)
    Photo.objects.filter(pk=broken.pk).update(processing="set_aside")

    assert offered(signed_in(make_journalist())) == [second.pk, first.pk]


def test_picker_finds_words_and_numbers() -> None:
    bridge = make_usable_photo(headline="Мостът на Дунав", indexed=True)
    make_usable_photo(headline="Планина", indexed=True)
    client = signed_in(make_journalist())

    assert offered(client, q="мост дунав") == [bridge.pk]
    assert offered(client, q=str(bridge.pk)) == [bridge.pk]
    assert offered(client, q="няма такава") == []


def test_picker_filters_by_section_orientation_day_and_verdict() -> None:
    section = make_section("world")
    ours = make_usable_photo(section=section, width=3000, height=4000)
    other = make_usable_photo(taken_at=None)
    denied = forbid(make_usable_photo())
    client = signed_in(make_journalist())

    assert offered(client, section=section.pk) == [ours.pk]
    assert offered(client, orientation="upright") == [ours.pk]
    assert offered(client, since="2025-09-03", until="2025-09-03") == [denied.pk, ours.pk]
    assert offered(client, until="2025-09-02") == []
    assert offered(client, usable="1") == [other.pk, ours.pk]


def test_picker_leaves_out_what_is_used_up_and_what_has_no_credit() -> None:
    used_up, unused = (forbid(make_usable_photo(), "one_time_use", "ONE TIME USE") for _ in range(2))
    make_usable_photo(credit_complete=False, state="held")
    article = make_draft()
    put(article, used_up)
    publish(article)
    client = signed_in(make_journalist())

    assert offered(client, usable="1") == [unused.pk]
    assert offered(client, usable="1", story=article.pk) == [unused.pk, used_up.pk]
    assert len(offered(client)) == 3


def test_picker_says_that_a_photo_without_credit_may_not_be_used() -> None:
    make_usable_photo(credit_complete=False, state="held")
    client = signed_in(make_journalist())
    client.cookies["django_language"] = "en"

    (button,) = found_in(client.get(PICKER), "//button[@data-photo]")

    assert button.get("aria-disabled") == "true"
    assert "may not be used" in button.text_content()
    assert "neither a creator nor an agency" in button.text_content()


@pytest.mark.parametrize(
    "query",
    [{"since": "вчера"}, {"section": "9" * 30}, {"supplier": "x"}, {"page": "-1"}, {"page": "a"}, {"page": "9" * 30},
     {"q": "a\x00b"}, {"q": "(((&|!:*'"}, {"orientation": "x"}, {"story": "x"},
     {"since": "9999-12-31", "until": "9999-12-31"}, {"since": "0001-01-01"}],
)  # fmt: skip
def test_picker_survives_whatever_is_typed_into_its_address(query: dict[str, str]) -> None:
    make_usable_photo()

    assert signed_in(make_journalist()).get(PICKER, query).status_code == 200


def test_picker_says_why_a_photo_may_not_be_used_and_lets_only_some_take_it() -> None:
    forbid(make_usable_photo())
    client = signed_in(make_journalist())
    client.cookies["django_language"] = "en"

    response = client.get(PICKER)

    (button,) = found_in(response, "//button[@data-photo]")
    assert button.get("aria-disabled") == "true"
    assert "may not be used" in button.text_content()
    assert "CLIENTS ONLY" in button.text_content()
    assert not found_in(signed_in(make_chief_editor()).get(PICKER), "//button[@aria-disabled]")


def test_picker_costs_the_same_for_one_photo_and_for_three() -> None:
    client = signed_in(make_journalist())
    make_usable_photo()
    client.get(PICKER)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(PICKER)
        counts.append(len(queries))
        make_usable_photo()
        make_usable_photo()

    assert counts[0] == counts[1]


def test_picker_turns_its_pages() -> None:
    photos = [make_usable_photo().pk for _ in range(26)][::-1]
    client = signed_in(make_journalist())

    assert offered(client) == photos[:24]
    assert offered(client, page=2) == photos[24:]
    assert offered(client, page=3) == []


def test_form_costs_the_same_for_one_photo_and_for_three() -> None:
    client, article = signed_in(make_chief_editor()), make_draft()
    put(article, make_usable_photo())
    client.get(address(article))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(article))
        counts.append(len(queries))
        put(article, make_usable_photo(), "supplement")
        put(article, make_usable_photo(), "supplement")

    assert counts[0] == counts[1]
