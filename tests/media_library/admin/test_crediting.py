"""Rules for credit lines with their preview, the review list, and suppliers and licences, which photos follow."""

from pathlib import Path

import pytest
from django.test import Client

from media_library.models import CreditRule, Licence, Party, Photo, Supplier
from tests.articles.admin.desk import found_in, page_of
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.media_library.admin.photo_desk import REVIEW, RULES, at_the_desk, bring_in, new_row, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]

RULE = {
    "supplier": "", "position": "10", "field": "any", "pattern": "Пресфото", "action": "replace",
    "replacement": "Морефото", "role": "", "is_active": "on", "note": "",
}  # fmt: skip
LONG = "я" * 20_000


def test_rule_is_shown_at_work_before_it_is_saved(client: Client, tmp_path: Path) -> None:
    photo = bring_in(tmp_path)

    page = client.post(f"{RULES}add/", RULE | {"_preview": "1"})

    assert page.status_code == 200
    assert not CreditRule.objects.filter(pattern="Пресфото").exists()
    assert "1 of 1 photos would get another credit line." in text_of(page)
    assert found_in(page, "//section[@class='rule-preview']//del/text()") == ["Мария Георгиева/Пресфото"]
    assert found_in(page, "//section[@class='rule-preview']//ins/text()") == ["Мария Георгиева/Морефото"]
    assert found_in(page, "//input[@name='pattern']/@value") == ["Пресфото"]
    photo.refresh_from_db()
    assert photo.credit_line_bg == "Мария Георгиева/Пресфото"


def test_change_of_a_rule_is_previewed_without_touching_it(client: Client, tmp_path: Path) -> None:
    bring_in(tmp_path)
    rule = CreditRule.objects.create(pattern="Друго", action="drop")

    page = client.post(f"{RULES}{rule.pk}/change/", RULE | {"_preview": "1"})

    rule.refresh_from_db()
    assert (page.status_code, rule.pattern) == (200, "Друго")
    assert "1 of 1 photos" in text_of(page)
    assert client.post(f"{RULES}987654321/change/", RULE | {"_preview": "1"}).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"pattern": "(", "is_regex": "on"},
        {"pattern": "\x00"},
        {"pattern": LONG},
        {"pattern": " "},
        {"action": "role"},
        {"action": "explode"},
        {"supplier": "987654321"},
        {"position": "-1"},
        {"position": "9" * 30},
    ],
)
@pytest.mark.parametrize("button", ["_preview", "_save"])
def test_rule_that_can_not_be_used_comes_back_with_its_reason(
    client: Client, change: dict[str, str], button: str
) -> None:
    known = CreditRule.objects.count()

    response = client.post(f"{RULES}add/", RULE | change | {button: "1"})

    assert response.status_code == 200
    assert found_in(response, "//*[@class='error-summary']//li")
    assert CreditRule.objects.count() == known


def test_saved_rule_is_worked_through_after_the_commit(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    supplier = make_supplier()
    asked = []
    monkeypatch.setattr("media_library.admin.crediting.ask_to_apply_credit_rules", asked.append)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{RULES}add/", RULE | {"supplier": supplier.pk, "_save": "1"})
    rule = CreditRule.objects.get(pattern="Пресфото")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{RULES}{rule.pk}/change/", RULE | {"_save": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{RULES}{rule.pk}/delete/", {"post": "yes"})

    assert asked == [supplier.pk, None, None]


def test_words_that_wait_are_decided_once_and_all_photos_follow(client: Client, tmp_path: Path) -> None:
    words = {"2:80": "Мария Георгиева", "2:110": "Моят Кредит"}
    photos = [bring_in(tmp_path, words=words | {"2:105": str(number)}, colour=number) for number in (1, 2)]
    assert photos[0].credit_undecided == ["Моят Кредит"]
    page = client.get(REVIEW)
    assert found_in(page, "//input[@name='words']/@value") == ["Моят Кредит"]
    assert "2 photos" in text_of(page)

    page = client.post(REVIEW, {"words": "Моят Кредит", "role": "agency", "name_en": "My Credit"}, follow=True)

    party = Party.objects.get(name_bg="Моят Кредит")
    assert (party.name_en, party.role) == ("My Credit", "agency")
    assert "My Credit is known now; 2 photos were read again." in text_of(page)
    assert set(Photo.objects.values_list("credit_line_en", flat=True)) == {"Maria Georgieva/My Credit"}
    assert "Nothing waits." in text_of(page)


@pytest.mark.parametrize(
    "told",
    [
        {"words": "", "role": "agency"},
        {"words": "x\x00", "role": "agency"},
        {"words": LONG, "role": "agency"},
        {"words": "Вестител", "role": "king"},
        {"words": "Вестител", "role": "agency", "name_bg": LONG},
        {"words": "•", "role": "agency"},
    ],
)
def test_decision_that_can_not_be_is_refused_in_words(client: Client, told: dict[str, str]) -> None:
    known = Party.objects.count()

    page = client.post(REVIEW, told, follow=True)

    assert page.status_code == 200
    assert page_of(page).xpath("//*[contains(@class,'errorlist') or contains(@class,'error')]")
    assert Party.objects.count() == known


SUPPLIER = {
    "name_bg": "Вестител", "name_en": "Vestitel", "slug": "vestitel", "kind": "partner", "licence": "",
    "contract_from": "2026-01-01", "contract_until": "2026-12-31", "territories": "bg, RO",
    "instructions": "NO SALES; ASK THE ZZYZX DESK", "character_set": "",
    "restrictions-TOTAL_FORMS": "0", "restrictions-INITIAL_FORMS": "0",
    "leases-TOTAL_FORMS": "0", "leases-INITIAL_FORMS": "0",
}  # fmt: skip
SUPPLIERS = "/admin/media_library/supplier/"


def test_supplier_brings_its_terms_and_its_photos_are_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    asked = []
    monkeypatch.setattr(
        "media_library.admin.supplying.ask_to_refresh_supplier", lambda pk, reread: asked.append((pk, reread))
    )

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{SUPPLIERS}add/", SUPPLIER | new_row("leases", effect="allow", uses=["publish"]))
    supplier = Supplier.objects.get(slug="vestitel")
    with django_capture_on_commit_callbacks(execute=True):
        lease = {"leases-TOTAL_FORMS": 1, "leases-INITIAL_FORMS": 1, "leases-0-id": supplier.leases.get().pk,
                 "leases-0-supplier": supplier.pk, "leases-0-effect": "deny"}  # fmt: skip
        client.post(f"{SUPPLIERS}{supplier.pk}/change/", SUPPLIER | lease | {"character_set": "windows-1251"})

    supplier.refresh_from_db()
    assert supplier.territories == ["BG", "RO"]
    assert [restriction.kind for restriction in supplier.restrictions.all()] == ["no_sales"]
    assert supplier.leases.get().effect == "deny"
    assert asked == [(supplier.pk, False), (supplier.pk, True)]
    page = client.get(f"{SUPPLIERS}{supplier.pk}/change/")
    assert found_in(page, "//mark/text()") == ["ASK THE ZZYZX DESK"]


def test_period_in_a_suppliers_instructions_has_its_photos_compiled_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    client.post(f"{SUPPLIERS}add/", SUPPLIER)
    supplier, asked = Supplier.objects.get(slug="vestitel"), []
    monkeypatch.setattr(
        "media_library.admin.supplying.ask_to_refresh_supplier", lambda pk, reread: asked.append((pk, reread))
    )

    for instructions in ("NO SALES. NO ARCHIVES AFTER 14 DAYS",) * 2:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{SUPPLIERS}{supplier.pk}/change/", SUPPLIER | {"instructions": instructions})

    assert asked == [(supplier.pk, True), (supplier.pk, False)]
    page = client.get(f"{SUPPLIERS}{supplier.pk}/change/")
    assert found_in(page, "//mark") == []
    assert "counted from the date of each photo: NO ARCHIVES AFTER 14 DAYS" in page.text


@pytest.mark.parametrize(
    "change",
    [
        {"name_bg": "а\x00б"},
        {"name_bg": LONG},
        {"instructions": "\x00"},
        {"territories": "Япония"},
        {"contract_until": "2025-01-01"},
        {"contract_from": "99999-99-99"},
        {"licence": "987654321"},
        {"character_set": "koi7"},
        {"leases-TOTAL_FORMS": "x"},
        new_row("restrictions", kind="x", effect="deny"),
        new_row("leases", effect="allow", starts_at="2030-01-02T00:00", ends_at="2030-01-01T00:00"),
    ],
)
def test_supplier_that_can_not_be_comes_back(client: Client, change: dict[str, str]) -> None:
    before = Supplier.objects.count()

    response = client.post(f"{SUPPLIERS}add/", SUPPLIER | change)

    assert response.status_code == 200
    assert found_in(response, "//*[@class='error-summary']//li | //*[contains(@class,'field-errors')]")
    assert Supplier.objects.count() == before


def test_licence_is_changed_and_its_photos_are_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    licence, asked = make_licence(), []
    monkeypatch.setattr("media_library.admin.supplying.ask_to_refresh_licence", asked.append)
    told = {"name_bg": "Лиценз", "name_en": "Licence", "slug": "own", "uses": ["publish", "social"]}
    url = f"/admin/media_library/licence/{licence.pk}/change/"

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, told)
    refused = client.post(url, told | {"uses": ["rule"]})

    licence.refresh_from_db()
    assert (licence.uses, asked) == (["publish", "social"], [licence.pk])
    assert found_in(refused, "//*[@class='error-summary']//li")


def test_licence_is_worded_on_the_left_and_its_facts_stand_at_the_side(client: Client) -> None:
    url = f"/admin/media_library/licence/{make_licence().pk}/change/"
    page = client.get(url)
    assert found_in(page, "//aside//input[@name='slug']/@value")
    assert found_in(page, "//*[@class='photo-main']//textarea/@name") == ["terms_bg", "terms_en"]
    assert found_in(page, "//*[@class='act-bar']//button/@name") == ["_save", "_continue"]
    assert not found_in(page, "//aside//textarea")


def test_what_photos_rest_on_is_never_deleted() -> None:
    client = at_the_desk()
    make_photo(supplier=make_supplier(licence=make_licence()))
    for model in (Supplier, Licence):
        row = model.objects.first()
        assert client.post(f"/admin/media_library/{model._meta.model_name}/{row.pk}/delete/").status_code == 403
