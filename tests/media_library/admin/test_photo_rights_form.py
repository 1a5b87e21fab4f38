"""Credit, restrictions and leases on the page of one photo, and the words that wait for a decision."""

import pytest
from django.test import Client

from media_library.domain.credit_line import CreditParty, set_chain_by_hand
from media_library.models import Lease, Photo, PhotoAct, Restriction
from tests.articles.admin.desk import found_in, text_in
from tests.factories.photos import make_supplier
from tests.media_library.admin.photo_desk import (
    address,
    form_in,
    new_row,
    press,
    problems_in,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


def test_chain_is_reordered_extended_and_shortened_by_hand(client: Client, photo: Photo) -> None:
    assert photo.credit_line_bg == "Мария Георгиева/Пресфото"

    press(client, photo, **{"credit_chain-0-position": "2", "credit_chain-1-position": "1"})
    photo.refresh_from_db()
    assert photo.credit_line_bg == "Пресфото/Мария Георгиева"
    assert photo.credit_by_hand

    row = new_row("credit_chain", 2, role="distributor", name="ЕПА")
    press(client, photo, **row, **{"credit_chain-0-DELETE": "on"})
    photo.refresh_from_db()
    assert photo.credit_line_bg == "Мария Георгиева чрез ЕПА"
    assert photo.credit_line_en == "Maria Georgieva via EPA"


def test_chain_of_a_person_is_given_back_to_the_metadata(client: Client, photo: Photo) -> None:
    set_chain_by_hand(photo, [CreditParty("creator", "Друг Автор")], by=None)

    press(client, photo, read_credit_again="on")

    photo.refresh_from_db()
    assert (photo.credit_by_hand, photo.credit_line_bg) == (False, "Мария Георгиева/Пресфото")


def test_chain_that_can_not_be_kept_brings_the_form_back_with_everything(client: Client, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(state=Photo.State.RELEASED)
    changes = {"credit_chain-0-DELETE": "on", "credit_chain-1-role": "distributor", "headline": "Ново заглавие"}

    response = press(client, photo, **changes)

    photo.refresh_from_db()
    assert response.status_code == 200
    assert problems_in(response) == ["A photo without a creator or an agency can't be shown to readers."]
    assert form_in(response)["headline"] == ["Ново заглавие"]
    assert form_in(response)["credit_chain-1-role"] == ["distributor"]
    assert photo.headline == "Празник на морето"


def test_restriction_is_set_changed_and_taken_away(client: Client, photo: Photo) -> None:
    row = {"kind": "territory", "effect": "deny", "territories_out": "jp, kr", "starts_at": "2030-01-01T10:00"}
    press(client, photo, **new_row("restrictions", **row))

    restriction = photo.restrictions.get()
    assert (restriction.territories_out, restriction.origin) == (["JP", "KR"], Restriction.Origin.MANUAL)
    assert restriction.starts_at.isoformat() == "2030-01-01T08:00:00+00:00"
    assert photo.acts.first().act == PhotoAct.Act.DECIDE

    press(client, photo, **{"restrictions-0-kind": "no_sales", "restrictions-0-starts_at": ""})
    assert photo.restrictions.get().kind == "no_sales"
    assert "The photo may not be sold on." in text_in(client.get(address(photo)), "photo-verdicts")

    press(client, photo, **{"restrictions-0-DELETE": "on"})
    assert not photo.restrictions.exists()


def test_lease_allows_what_nothing_else_does(client: Client, photo: Photo) -> None:
    assert not photo.rights_windows.filter(use="publish").exists()

    press(client, photo, **new_row("leases", effect="allow", uses=["publish"], note="Договор 7"))

    lease = photo.leases.get()
    assert (lease.effect, lease.uses, lease.note) == (Lease.Effect.ALLOW, ["publish"], "Договор 7")
    assert photo.rights_windows.filter(use="publish").exists()


def test_span_that_ends_before_it_begins_is_refused_in_words(client: Client, photo: Photo) -> None:
    row = {"kind": "no_sales", "effect": "deny", "starts_at": "2030-01-02T10:00", "ends_at": "2030-01-01T10:00"}

    response = press(client, photo, **new_row("restrictions", **row))

    assert problems_in(response) == ["Restrictions set by hand: The restriction can't end before it begins."]


def test_two_fields_of_a_row_wrong_in_the_same_way_are_told_of_once(client: Client, photo: Photo) -> None:
    row = {"kind": "no_sales", "effect": "deny", "territories_in": "Япония", "territories_out": "Корея"}

    response = press(client, photo, **new_row("restrictions", **row))

    sentence = "Write two-letter codes with commas between: BG, RO."
    assert problems_in(response) == [f"Restrictions set by hand: {sentence}"]
    assert found_in(response, "//*[@id='id_restrictions-0-territories_out_error']/text()") == [f"Not in: {sentence}"]


def test_instructions_become_rows_that_the_page_tells_apart_from_those_of_a_person(
    client: Client, photo: Photo
) -> None:
    press(client, photo, instructions="NO SALES; JAPAN OUT; ZZYZX ONLY MAYBE")
    press(client, photo, **new_row("restrictions", kind="no_social", effect="deny"))

    page = client.get(address(photo))
    assert "No sales" in text_in(page, "compiled")
    assert found_in(page, "//select[@name='restrictions-0-kind']/option[@selected]/@value") == ["no_social"]
    assert found_in(page, "//select[@name='restrictions-1-kind']") == []


@pytest.mark.parametrize("field", ["instructions", "usage_terms"])
def test_words_that_were_not_understood_are_marked_and_decided(client: Client, photo: Photo, field: str) -> None:
    press(client, photo, **{field: "NO SALES; ASK THE ZZYZX DESK"})
    photo.refresh_from_db()
    words = photo.unparsed_instructions[0]["words"]
    page = client.get(address(photo))

    assert found_in(page, "//*[@class='photo-instructions']/mark/text()") == [words]

    press(client, photo, instructions_decided="on")
    photo.refresh_from_db()
    assert photo.instructions_decided
    assert "a photo editor has decided on them" in text_of(client.get(address(photo)))


def test_words_of_the_supplier_are_marked_too(client: Client, photo: Photo) -> None:
    text = "NO SALES; ASK THE ZZYZX DESK"
    span = {"field": "instructions", "start": 10, "end": 28, "words": "ASK THE ZZYZX DESK"}
    supplier = make_supplier(instructions=text, unparsed_instructions=[span])
    Photo.objects.filter(pk=photo.pk).update(supplier=supplier)

    page = client.get(address(photo))

    assert found_in(page, "//*[@class='photo-instructions']/mark/text()") == ["ASK THE ZZYZX DESK"]
    assert found_in(page, "//input[@name='instructions_decided']")


def test_territory_that_does_not_bind_at_home_is_told_and_uses_are_told_once(client: Client, photo: Photo) -> None:
    Restriction.objects.create(photo=photo, kind="territory", territories_out=["JP"])
    Restriction.objects.create(photo=photo, kind="no_social", words="X")
    Restriction.objects.create(photo=photo, kind="no_social", words="X", starts_at="2020-01-01T00:00Z")

    told = text_in(client.get(address(photo)), "photo-verdicts")
    assert "Not for use in: Japan." in told
    assert told.count("The photo may not be used in social media.") == 1
    assert "social media, social media" not in told.lower()
