"""The page of one photo: what is edited, given back, set by hand; and what comes back when it can't be done."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media_library.domain.credit_line import CreditParty, set_chain_by_hand
from media_library.domain.photo_acts import kill_photo
from media_library.domain.showing import reread_photo
from media_library.models import Lease, MetadataEdit, Photo, PhotoAct, Restriction
from tests.articles.admin.desk import found_in, text_in
from tests.factories.people import make_journalist
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.factories.stories import make_section, make_tag
from tests.media_library.admin.photo_desk import (
    WORDS,
    address,
    at_the_desk,
    bring_in,
    form_in,
    make_photo_editor,
    new_row,
    press,
    problems_in,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]

LONG = "я" * 20_001


@pytest.fixture
def client() -> Client:
    return at_the_desk()


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    return bring_in(tmp_path)


def test_form_that_was_not_changed_writes_nothing(client: Client, photo: Photo) -> None:
    response = press(client, photo)

    before = photo.revision
    photo.refresh_from_db()
    assert (response.status_code, response.url) == (302, address(photo))
    assert photo.revision == before
    assert [act.act for act in photo.acts.all()] == [PhotoAct.Act.TAKE]
    assert not photo.metadata_edits.exists()


def test_edit_stands_over_the_file_and_is_given_back_with_a_tick(client: Client, photo: Photo) -> None:
    press(client, photo, headline="Празник в Созопол", persons="Иван Иванов\nАна Бонева")
    photo.refresh_from_db()
    edits = {edit.field: (edit.value, edit.edited_by.username) for edit in photo.metadata_edits.all()}
    page = client.get(address(photo))

    editor = photo.acts.first().actor.username
    assert photo.headline == "Празник в Созопол"
    assert photo.persons == ["Иван Иванов", "Ана Бонева"]
    assert edits == {
        "headline": ("Празник в Созопол", editor),
        "persons": (["Иван Иванов", "Ана Бонева"], editor),
    }
    assert "Back to what the file says: “Празник на морето”" in text_of(page)
    assert "headline, persons shown" in text_in(page, "photo-log")

    press(client, photo, give_back=["headline", "persons"])
    photo.refresh_from_db()
    assert (photo.headline, photo.persons) == ("Празник на морето", [])
    assert not photo.metadata_edits.exists()


def test_field_shows_the_place_that_its_value_was_read_from(client: Client, photo: Photo) -> None:
    page = client.get(address(photo))

    assert found_in(page, "normalize-space(//*[contains(@class,'field-headline')]//*[@class='field-origin'])") == "IIM"


def test_photo_is_filed_under_supplier_section_and_tags(client: Client, photo: Photo) -> None:
    supplier, licence = make_supplier(), make_licence()
    section, tag = make_section("world"), make_tag("Море", "Sea")

    press(client, photo, supplier=supplier.pk, licence=licence.pk, section=section.pk, tags=[tag.pk])

    photo.refresh_from_db()
    assert (photo.supplier, photo.licence, photo.section) == (supplier, licence, section)
    assert list(photo.tags.all()) == [tag]
    assert "supplier, licence, section, tags" in text_in(client.get(address(photo)), "photo-log")


def test_focal_point_is_kept(client: Client, photo: Photo) -> None:
    press(client, photo, focal_x="0.250", focal_y="0.750")

    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.25, 0.75)


def test_focal_point_outside_the_picture_is_refused(client: Client, photo: Photo) -> None:
    response = press(client, photo, focal_x="1.5", headline="Друго")

    assert response.status_code == 200
    assert len(problems_in(response)) == 1
    assert found_in(response, "//input[@name='headline']/@value") == ["Друго"]


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


def test_two_editors_at_once_and_the_second_loses_nothing(photo: Photo) -> None:
    first, second = at_the_desk(), at_the_desk()
    opened = form_in(second.get(address(photo)))
    press(first, photo, headline="Първи")

    response = second.post(address(photo), opened | {"headline": "Втори", "_save": "1"})

    photo.refresh_from_db()
    assert photo.headline == "Първи"
    assert ["Somebody changed this photo" in problem for problem in problems_in(response)] == [True]
    assert form_in(response)["headline"] == ["Втори"]
    assert "Open the photo as it is now" in text_of(response)


@pytest.mark.parametrize(
    "change",
    [
        {"credit_chain-0-name": "Друг"},
        new_row("restrictions", kind="no_sales", effect="deny"),
        new_row("leases", effect="allow"),
    ],
    ids=["chain", "restriction", "lease"],
)
def test_rows_alone_are_refused_too_when_somebody_changed_the_photo(photo: Photo, change: dict[str, str]) -> None:
    first, second = at_the_desk(), at_the_desk()
    opened = form_in(second.get(address(photo)))
    press(first, photo, headline="Първи")

    response = second.post(address(photo), opened | change | {"_save": "1"})

    assert ["Somebody changed this photo" in problem for problem in problems_in(response)] == [True]
    assert not photo.restrictions.exists()
    assert not photo.leases.exists()


def test_photo_withdrawn_while_it_was_open_says_so(client: Client, photo: Photo) -> None:
    opened = form_in(client.get(address(photo)))
    kill_photo(photo.pk, note_bg="Свалена.", note_en="Withdrawn.", by=None)

    response = client.post(address(photo), opened | {"headline": "Друго", "_save": "1"}, follow=True)

    assert "The photo has been withdrawn" in text_in(response, "messagelist")
    assert found_in(response, "//button[@name='_save']") == []


def test_photo_is_saved_and_shown_then_taken_back(client: Client, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(licence=make_licence())
    page = client.get(address(photo))
    assert found_in(page, "//button[@class='act-proposed']/@value") == ["release"]
    assert found_in(page, "//button[@value='release-anyway']") == []

    press(client, photo, "release", headline="На показ")
    photo.refresh_from_db()
    assert (photo.state, photo.headline) == (Photo.State.RELEASED, "На показ")

    press(client, photo, "hold")
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD


def test_photo_without_rights_is_shown_only_against_the_verdict(client: Client, photo: Photo) -> None:
    page = client.get(address(photo))
    assert found_in(page, "//*[contains(@class,'photo-notice')]//li/text()") == ["No rights to the photo are known."]
    assert found_in(page, "//button[@class='act-proposed']/@value") == ["save"]
    assert found_in(page, "//button[@value='release-anyway']/@class") == ["act-dangerous"]

    refused = client.get(press(client, photo, "release").url)
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD
    assert "No rights to the photo are known." in text_in(refused, "messagelist")

    press(client, photo, "release-anyway")
    photo.refresh_from_db()
    assert photo.state == Photo.State.RELEASED
    assert photo.acts.filter(act=PhotoAct.Act.OVERRIDE).exists()


def test_whoever_may_not_override_is_not_offered_it_and_is_refused(photo: Photo) -> None:
    person = make_journalist()
    for codename in ("change_photo", "view_photo", "release_photo"):
        person.user_permissions.add(Permission.objects.get(codename=codename))
    client = at_the_desk(person)

    assert found_in(client.get(address(photo)), "//button[@value='release-anyway']") == []
    press(client, photo, "release-anyway")
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD


def test_form_that_came_back_with_an_error_is_known_as_unsaved(client: Client, photo: Photo) -> None:
    ask = "//form[@id='photo_form']/@data-warn-unsaved"

    assert found_in(client.get(address(photo)), ask) == [""]
    assert found_in(press(client, photo, taken_at="вчера"), ask) == ["already"]


def test_photo_that_can_not_be_shown_is_saved_all_the_same_and_says_why(client: Client, tmp_path: Path) -> None:
    photo = bring_in(tmp_path, words={"2:105": "Без автор"})

    response = press(client, photo, "release", headline="Ново")

    photo.refresh_from_db()
    page = client.get(response.url)
    assert (photo.state, photo.headline) == (Photo.State.HELD, "Ново")
    assert "neither a creator nor an agency" in text_in(page, "messagelist")


def test_photo_that_was_set_aside_is_processed_again(client: Client, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(
        processing="set_aside", attempts=3, failure="The worker was stopped %(attempts)d times while at it."
    )
    assert "The worker was stopped 3 times while at it." in text_of(client.get(address(photo)))

    press(client, photo, "retry")

    photo.refresh_from_db()
    assert (photo.processing, photo.attempts) == (Photo.Processing.WAITING, 0)


@pytest.mark.parametrize("act", ["kill", "nonsense", "\x00", "save"])
def test_forged_act_is_refused_and_saves_nothing(client: Client, photo: Photo, act: str) -> None:
    response = press(client, photo, act, headline="Друго")

    photo.refresh_from_db()
    assert (response.status_code, photo.headline) == (403, "Празник на морето")


HOSTILE = [
    {"headline": "а\x00б"},
    {"caption_bg": "а\x00б"},
    {"creators": "Иван\x00, фотограф"},
    {"persons": "Иван\x00"},
    {"taken_at": "\x00"},
    {"taken_at": "9999999-99-99"},
    {"headline": LONG},
    {"caption_bg": LONG},
    {"creators": LONG},
    {"keywords": "\n".join(str(number) for number in range(300))},
    {"shown_country_code": "България"},
    {"shown_country_code": "QQ"},
    {"taken_at": "31.02.2026"},
    {"taken_at": "1825"},
    {"embargo_until": "23.11.2206"},
    {"licensor_url": "javascript:alert(1)"},
    {"web_statement": "example.com"},
    {"model_release": "MR-XXX"},
    {"digital_source_type": "\x00"},
    {"supplier": "987654321"},
    {"supplier": "99999999999999999999999"},
    {"section": "x"},
    {"tags": ["987654321", "\x00"]},
    {"focal_x": "nan"},
    {"focal_x": ""},
    {"give_back": ["shown"]},
    {"revision": "x"},
    {"revision": ""},
    {"revision": "99999999999999999999999", "headline": "Друго"},
    {"credit_chain-0-id": "987654321"},
    {"credit_chain-0-id": "x"},
    {"credit_chain-0-id": "99999999999999999999999"},
    {"credit_chain-0-role": "king"},
    {"credit_chain-0-name": "\x00"},
    {"credit_chain-0-name": LONG},
    {"credit_chain-0-position": "-1"},
    {"credit_chain-0-position": "99999999999"},
    {"credit_chain-TOTAL_FORMS": "x"},
    {"restrictions-TOTAL_FORMS": "100000"},
    new_row("restrictions", kind="no_sales", effect="deny", territories_out="Япония"),
    new_row("restrictions", kind="no_sales", effect="deny", territories_in="\x00"),
    new_row("restrictions", kind="no_sales", effect="deny", territories_in="QQ"),
    new_row("restrictions", kind="no_sales", effect="deny", words="\x00"),
    new_row("restrictions", kind="no_sales", effect="deny", starts_at="0001-01-01T00:00"),
    new_row("restrictions", kind="x", effect="y"),
    new_row("restrictions", id="987654321", kind="no_sales", effect="deny")
    | {"restrictions-INITIAL_FORMS": "1", "restrictions-TOTAL_FORMS": "1"},
    new_row("leases", effect="allow", uses=["rule_the_world"]),
    new_row("leases", effect="allow", note=LONG),
]


@pytest.mark.parametrize("change", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_whatever_is_typed_or_forged_comes_back_with_its_reason(
    client: Client, photo: Photo, change: dict[str, object]
) -> None:
    response = press(client, photo, **change)

    before = photo.revision
    photo.refresh_from_db()
    assert (response.status_code, photo.revision) == (200, before)
    assert problems_in(response) != []


def test_row_of_another_photo_is_not_touched(client: Client, photo: Photo, tmp_path: Path) -> None:
    other = bring_in(tmp_path, colour=9)
    theirs = Restriction.objects.create(photo=other, kind="no_sales")
    forged = {
        "restrictions-TOTAL_FORMS": "1", "restrictions-INITIAL_FORMS": "1", "restrictions-0-id": theirs.pk,
        "restrictions-0-photo": other.pk, "restrictions-0-kind": "no_social", "restrictions-0-DELETE": "on",
    }  # fmt: skip

    press(client, photo, **forged)

    assert Restriction.objects.get().kind == "no_sales"


def test_odd_values_of_the_file_do_not_stand_in_the_way_of_saving(client: Client, photo: Photo) -> None:
    photo.reading.values = {
        "headline": {"value": "Заглавие " * 300, "source": "xmp"},
        "taken_at": {"value": "2025-09", "source": "xmp"},
        "shown_country_code": {"value": "Bulgaria", "source": "xmp"},
        "creators": {"value": [{"name": "Георгиева, Мария", "job_title": ""}], "source": "xmp"},
        "web_statement": {"value": "www.example.com", "source": "xmp"},
        "expires_at": {"value": "9999-12-31T23:59:59", "source": "xmp"},
        "model_release": {"value": "MR-ODD", "source": "xmp"},
    }
    photo.reading.save()
    reread_photo(photo.pk)

    response = press(client, photo, caption_en="Fishermen enter the harbour.")

    photo.refresh_from_db()
    assert response.status_code == 302
    assert photo.caption_en == "Fishermen enter the harbour."
    assert list(MetadataEdit.objects.values_list("field", flat=True)) == ["caption_en"]


@pytest.mark.parametrize("value", ["2025", "2025-09", "2025-09-03", "2025-09-03 09:32", "2025-09-03 09:32+03:00"])
def test_time_is_written_as_exactly_as_it_is_known(client: Client, photo: Photo, value: str) -> None:
    press(client, photo, taken_at=value)

    assert form_in(client.get(address(photo)))["taken_at"] in ([value], [f"{value}:00"], [f"{value} 00:00:00"],
                                                               [value.replace("+", ":00+")])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("23.11.2026", "2026-11-23T00:00:00"),
        ("3.9.2026 г.", "2026-09-03T00:00:00"),
        ("23.11.2026 14:30", "2026-11-23T14:30:00"),
        ("23.11.2026 14:30:10", "2026-11-23T14:30:10"),
    ],
)
def test_time_is_understood_as_bulgarians_write_it(client: Client, photo: Photo, typed: str, kept: str) -> None:
    press(client, photo, taken_at=typed)

    photo.refresh_from_db()
    assert photo.shown["taken_at"] == kept


def test_code_is_chosen_by_its_name_and_one_that_nobody_knows_is_kept(client: Client, photo: Photo) -> None:
    press(client, photo, minor_age="AG-A17", shown_country_code="bgr")
    photo.metadata_edits.create(field="model_release", value="MR-ODD")
    Photo.objects.filter(pk=photo.pk).update(shown=photo.shown | {"model_release": "MR-ODD", "minor_age": "AG-A17"})
    page = client.get(address(photo))

    assert found_in(page, "//select[@name='minor_age']/option[@selected]/text()") == ["17 years"]
    assert found_in(page, "//select[@name='model_release']/option[@selected]/text()") == ["MR-ODD"]
    assert photo.metadata_edits.get(field="shown_country_code").value == "BG"


def test_territory_that_does_not_bind_at_home_is_told_and_uses_are_told_once(client: Client, photo: Photo) -> None:
    Restriction.objects.create(photo=photo, kind="territory", territories_out=["JP"])
    Restriction.objects.create(photo=photo, kind="no_social", words="X")
    Restriction.objects.create(photo=photo, kind="no_social", words="X", starts_at="2020-01-01T00:00Z")

    told = text_in(client.get(address(photo)), "photo-verdicts")
    assert "Not for use in: Japan." in told
    assert told.count("The photo may not be used in social media.") == 1
    assert "social media, social media" not in told.lower()


def queries_of(client: Client, photo: Photo) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address(photo)).status_code == 200
    return len(captured)


def test_page_costs_the_same_however_much_is_on_it(tmp_path: Path) -> None:
    client = at_the_desk()
    photo = bring_in(tmp_path)
    little = queries_of(client, photo)
    for number in range(3):
        Restriction.objects.create(photo=photo, kind="no_sales", words=str(number))
        Restriction.objects.create(photo=photo, kind="no_social", origin="compiled")
        Lease.objects.create(photo=photo, effect="allow")
        MetadataEdit.objects.create(photo=photo, field=["headline", "event", "title"][number], value="x",
                                    edited_by=make_photo_editor())  # fmt: skip
        PhotoAct.objects.create(photo=photo, act="edit", actor=make_photo_editor())
        make_photo(perceptual_hash=1, likeness_bands=[1])

    assert queries_of(client, photo) == little
    assert little <= 37
    assert WORDS["2:105"] == "Празник на морето"
