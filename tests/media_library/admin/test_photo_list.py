"""The library as staff see it: what is found, what waits for whom, what is done to many at once, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media_library.domain.rights import refresh_rights
from media_library.models import Photo
from tests.articles.admin.desk import found_in, text_in
from tests.factories.people import make_journalist
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.media_library.admin.photo_desk import LIST, at_the_desk, make_photo_editor

pytestmark = pytest.mark.django_db


def shown(client: Client, query: str = "") -> list[str]:
    return [text.strip() for text in found_in(client.get(LIST + query), "//span[@class='headline']/text()")]


def test_newest_stand_first_with_their_credit_and_verdict(client: Client) -> None:
    make_photo(headline="Стара")
    make_photo(headline="Нова", supplier=make_supplier(licence=make_licence()), ai_made=True)

    page = client.get(LIST)

    assert shown(client) == ["Нова", "Стара"]
    assert found_in(page, "//td[contains(@class,'field-verdict')]/span/text()") == ["may be used", "may not be used"]
    assert found_in(page, "//td[contains(@class,'field-verdict')]/span/@title")[1] == (
        "may not be used\nNo rights to the photo are known."
    )
    assert "made by AI" in text_in(page, "facts")


def test_words_and_numbers_find_photos(client: Client) -> None:
    photo = make_photo(headline="Празник на морето", creators=["Мария Георгиева"], indexed=True)
    make_photo(headline="Друго", indexed=True)

    for words in ("морето", "georgieva", str(photo.pk), f"№ {photo.pk}"):
        assert (words, shown(client, f"?q={words}")[:1]) == (words, ["Празник на морето"])
    assert shown(client, "?q=няматаквадума") == []
    Photo.objects.filter(pk=photo.pk).update(uploaded_name="DSC_0042.JPG")
    assert shown(client, "?q=dsc_0042") == ["Празник на морето"]
    assert client.get(LIST, {"q": "а" * 20_000}).status_code == 200
    assert client.get(LIST, {"q": "\x00"}).status_code == 400


def test_work_lists_hold_what_waits(client: Client) -> None:
    held = Photo.State.HELD
    make_photo(headline="Без кредит", credit_complete=False, state=held)
    make_photo(headline="Нерешен кредит", credit_undecided=["Кой е"])
    make_photo(headline="Неразбрани", unparsed_instructions=[{"words": "X"}])
    make_photo(headline="Решени", unparsed_instructions=[{"words": "X"}], instructions_decided=True)
    make_photo(headline="За показване", state=held, licence=make_licence())
    make_photo(headline="Без права", state=held)
    refresh_rights(Photo.objects.values_list("pk", flat=True))
    make_photo(headline="Чака", processing="waiting")
    make_photo(headline="Отделена", processing="set_aside")
    make_photo(headline="Оттеглена", credit_complete=False, state="killed", kill_note_bg="x", kill_note_en="x")

    waiting = {name: shown(client, f"?waits={name}") for name in
               ("credit", "rights", "release", "processing", "set_aside")}  # fmt: skip

    assert waiting == {
        "credit": ["Нерешен кредит", "Без кредит"],
        "rights": ["Неразбрани"],
        "release": ["За показване"],
        "processing": ["Чака"],
        "set_aside": ["Отделена"],
    }
    assert len(shown(client, "?waits=nonsense")) == 9


def test_only_what_may_be_used_is_asked_for(client: Client) -> None:
    usable = make_photo(headline="Може", supplier=make_supplier(licence=make_licence()))
    make_photo(headline="Не може")
    refresh_rights(Photo.objects.values_list("pk", flat=True))

    assert shown(client, "?use=publish") == [usable.headline]
    assert shown(client, "?use=train_ai") == []
    assert len(shown(client, "?use=nonsense")) == 2


def act(client: Client, action: str, *photos: Photo) -> str:
    data = {"action": action, "_selected_action": [photo.pk for photo in photos]}
    return text_in(client.post(LIST, data, follow=True), "messagelist")


def test_many_are_shown_to_readers_and_each_refusal_says_why(client: Client) -> None:
    good = [make_photo(state=Photo.State.HELD, licence=make_licence()) for _ in range(2)]
    bad = make_photo(headline="Без кредит", state=Photo.State.HELD, credit_complete=False)
    barred = make_photo(headline="Без права", state=Photo.State.HELD)

    said = act(client, "release_photos", *good, bad, barred)

    assert "2 photos are public now." in said
    assert f"№ {bad.pk}, Без кредит: The photo has neither a creator nor an agency." in said
    assert f"№ {barred.pk}, Без права: The photo may not be shown: No rights to the photo are known." in said
    assert Photo.objects.filter(state=Photo.State.RELEASED).count() == 2
    assert "Readers see all of these already." in act(client, "release_photos", *good)


def test_many_refusals_are_summed_up(client: Client) -> None:
    photos = [make_photo(state=Photo.State.HELD, credit_complete=False) for _ in range(7)]

    assert "2 more photos could not be shown." in act(client, "release_photos", *photos)


def test_what_was_set_aside_is_processed_again(client: Client) -> None:
    aside = make_photo(processing="set_aside", attempts=3, failure="x")
    done = make_photo()

    assert "1 photo waits again." in act(client, "retry_photos", aside, done)
    aside.refresh_from_db()
    done.refresh_from_db()
    assert (aside.processing, aside.attempts, done.processing) == ("waiting", 0, "done")


def test_roles_that_may_not_are_offered_no_acts() -> None:
    photo = make_photo(state=Photo.State.HELD)
    client = at_the_desk(make_journalist())

    assert not found_in(client.get(LIST), "//select[@name='action']")
    client.post(LIST, {"action": "release_photos", "_selected_action": [photo.pk]})
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD


@pytest.mark.parametrize(
    "query",
    ["?supplier__id__exact=x", "?section__id__exact=99999999999999999999", "?state__exact=%00", "?p=x", "?o=9.9"],
)
def test_address_typed_by_hand_never_breaks(client: Client, query: str) -> None:
    assert client.get(LIST + query, follow=True).status_code in {200, 400}


def test_empty_library_says_how_to_begin(client: Client) -> None:
    assert "Begin with “Upload photos”." in text_in(client.get(LIST), "empty")
    assert "Try fewer words" in text_in(client.get(LIST, {"q": "нищо"}), "empty")


def test_list_costs_the_same_for_many() -> None:
    client = at_the_desk(make_photo_editor())
    counts = []
    for number in (1, 2):
        for _ in range(number):
            supplier = make_supplier(licence=make_licence())
            photo = make_photo(supplier=supplier, licence=make_licence())
            photo.restrictions.create(kind="no_sales")
            photo.leases.create(effect="allow")
            supplier.restrictions.create(kind="no_social")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 16
