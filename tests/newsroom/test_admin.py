"""The admin as a whole: its front, its languages, and who keeps people and roles."""

import pytest

from media_library.models import Tag
from newsroom.roles import CHIEF_EDITORS, PHOTO_EDITORS, SALES
from tests.articles.admin.desk import found_in, signed_in, text_in
from tests.factories.people import make_chief_editor, make_editor, make_journalist, make_user
from tests.factories.stories import make_section

pytestmark = pytest.mark.django_db


def menu_of(user) -> set[str]:
    client = signed_in(user)
    client.cookies["django_language"] = "en"
    return {text.strip() for text in found_in(client.get("/admin/"), "//nav[@class='desk-menu']//a/text()")}


def test_menu_holds_what_the_role_allows() -> None:
    of_journalists = {"Stories", "Photos", "Authors", "Sections", "Tags"}

    assert menu_of(make_journalist()) == of_journalists
    assert menu_of(make_editor()) == of_journalists | {
        "Front page",
        "Photos of the day",
        "Wire items",
        "Wire subjects",
    }
    assert menu_of(make_user(CHIEF_EDITORS)) == menu_of(make_editor()) | {
        "Pages about the agency",
        "People",
        "Sales reports",
    }
    assert menu_of(make_user(PHOTO_EDITORS)) == {"Stories", "Photos", "Photos of the day", "Sections", "Tags"}
    assert menu_of(make_user(SALES)) == {"Photos", "Customers", "Sections"}


def test_photo_desk_has_a_second_row_for_those_who_keep_it() -> None:
    def second_row(user, path) -> list[tuple[str, str | None]]:
        client = signed_in(user)
        client.cookies["django_language"] = "en"
        links = found_in(client.get(path), "//nav[contains(@class,'desk-submenu')]//a")
        return [(link.text_content().strip(), link.get("aria-current")) for link in links]

    photos, suppliers = "/admin/media_library/photo/", "/admin/media_library/supplier/"
    here = "page"
    assert second_row(make_user(PHOTO_EDITORS), suppliers) == [
        ("All photos", None), ("Upload", None), ("Credit lines to decide", None), ("Suppliers", here),
        ("Licences", None), ("Credited parties", None), ("Credit rules", None), ("Arrivals", None),
    ]  # fmt: skip
    assert second_row(make_user(SALES), photos) == [("All photos", here), ("Suppliers", None), ("Licences", None)]
    assert second_row(make_user(PHOTO_EDITORS), f"{photos}add/")[:2] == [("All photos", None), ("Upload", here)]
    assert second_row(make_journalist(), photos) == []
    assert second_row(make_user(PHOTO_EDITORS), "/admin/media_library/tag/") == []


def test_staff_without_a_role_see_a_friendly_page_and_nothing_else() -> None:
    client = signed_in(make_user())
    client.cookies["django_language"] = "en"

    page = client.get("/admin/")

    assert page.status_code == 200
    assert "Ask the person who keeps the accounts" in text_in(page, "empty")
    assert not found_in(page, "//nav[@class='desk-menu']//a")


def test_members_of_customers_are_not_let_in() -> None:
    response = signed_in(make_user(is_staff=False)).get("/admin/")

    assert response.status_code == 302


def test_language_is_changed_from_any_page() -> None:
    client = signed_in(make_chief_editor())

    page = client.get("/admin/articles/article/")
    client.post("/i18n/setlang/", {"language": "en", "next": "/admin/articles/article/"})

    assert found_in(page, "//form[@class='language-switch']//button/@value") == ["en"]
    assert found_in(client.get("/admin/articles/article/"), "/html/@lang") == ["en"]


def test_brand_is_the_agency_in_the_language_of_the_page(settings) -> None:
    client = signed_in(make_chief_editor())

    assert settings.AGENCY_NAME["bg"] in found_in(client.get("/admin/"), "string(//*[@id='site-name'])")
    client.cookies["django_language"] = "en"
    assert settings.AGENCY_NAME["en"] in found_in(client.get("/admin/"), "string(//*[@id='site-name'])")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/admin/auth/group/", {"journalist": 403, "editor": 403, "chief": 403, "superuser": 200}),
        ("/admin/newsroom/user/", {"journalist": 403, "editor": 403, "chief": 200, "superuser": 200}),
        ("/admin/newsroom/user/add/", {"journalist": 403, "editor": 403, "chief": 403, "superuser": 200}),
        ("/admin/media_library/section/add/", {"journalist": 403, "editor": 403, "chief": 200, "superuser": 200}),
        ("/admin/media_library/tag/add/", {"journalist": 403, "editor": 200, "chief": 200, "superuser": 200}),
        ("/admin/articles/author/add/", {"journalist": 403, "editor": 403, "chief": 200, "superuser": 200}),
        ("/admin/articles/wiresubject/", {"journalist": 403, "editor": 200, "chief": 200, "superuser": 200}),
        ("/admin/taggit/tag/", {"journalist": 404, "editor": 404, "chief": 404, "superuser": 404}),
    ],
)
def test_pages_of_reference_data_are_open_to_their_keepers(url: str, expected: dict[str, int]) -> None:
    people = {
        "journalist": make_journalist(),
        "editor": make_editor(),
        "chief": make_chief_editor(),
        "superuser": make_user(is_superuser=True),
    }

    assert {name: signed_in(person).get(url).status_code for name, person in people.items()} == expected


def test_chief_editor_names_the_editors_of_a_section() -> None:
    section, editor = make_section("world"), make_editor()
    fields = {
        "name_bg": "Свят",
        "name_en": "World",
        "slug": "world",
        "position": "10",
        "in_menu": "on",
        "editors": [editor.pk],
    }

    signed_in(make_chief_editor()).post(f"/admin/media_library/section/{section.pk}/change/", fields)

    assert list(section.editors.all()) == [editor]


def test_chief_editor_reads_an_account_and_can_not_change_it() -> None:
    chief, other = make_chief_editor(), make_editor(make_section("world"))
    url = f"/admin/newsroom/user/{other.pk}/change/"

    assert signed_in(chief).get(url).status_code == 200
    assert signed_in(chief).post(url, {"is_superuser": "on"}).status_code == 403


def test_tag_made_by_an_editor_gets_a_latin_address() -> None:

    signed_in(make_editor()).post(
        "/admin/media_library/tag/add/", {"name": "Китай", "name_en": "China", "kind": "place"}
    )

    assert Tag.objects.get().slug == "kitay"
