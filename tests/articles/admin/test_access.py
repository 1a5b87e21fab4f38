"""Who reaches which address of the desk. What a role does not allow is not shown, and the address refuses as well."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article, Version, WireFile, WireOriginal
from newsroom.models import User
from newsroom.roles import PHOTO_EDITORS, SALES
from tests.articles.admin.desk import ADD, LIST, act_address, address, buttons_in, form_in, signed_in
from tests.factories.people import make_chief_editor, make_editor, make_journalist, make_user
from tests.factories.stories import make_author, make_draft, make_killed_story, make_section, make_story

pytestmark = pytest.mark.django_db

UNKNOWN = 987654321
PEOPLE = ["writer", "signer", "other journalist", "editor", "other editor", "chief", "photo", "sales", "nobody"]


@pytest.fixture
def people() -> dict[str, User]:
    return {
        "writer": make_journalist(),
        "signer": make_journalist(),
        "other journalist": make_journalist(),
        "editor": make_editor(make_section("world")),
        "other editor": make_editor(make_section("bulgaria")),
        "chief": make_chief_editor(),
        "photo": make_user(PHOTO_EDITORS),
        "sales": make_user(SALES),
        "nobody": make_user(),
    }


@pytest.fixture
def draft(people: dict[str, User]) -> Article:
    return make_draft(by=people["writer"], authors=[make_author(user=people["signer"])], section=make_section("world"))


def statuses(people: dict[str, User], url: str) -> dict[str, int]:
    return {name: signed_in(people[name]).get(url).status_code for name in PEOPLE}


def expect(default: int, **others: int) -> dict[str, int]:
    return dict.fromkeys(PEOPLE, default) | {name.replace("_", " "): status for name, status in others.items()}


def test_list_is_for_those_who_work_on_stories(people: dict[str, User]) -> None:
    assert statuses(people, LIST) == expect(200, sales=403, nobody=403)
    assert statuses(people, ADD) == expect(200, photo=403, sales=403, nobody=403)


@pytest.mark.parametrize("page", ["change", "history", "preview"])
def test_draft_is_seen_by_who_wrote_or_signed_it_and_by_its_editors(
    people: dict[str, User], draft: Article, page: str
) -> None:
    expected = expect(200, other_journalist=404, other_editor=404, photo=404, sales=403, nobody=403)

    assert statuses(people, address(draft, page)) == expected


@pytest.mark.parametrize("page", ["change", "history", "preview"])
def test_public_story_is_seen_by_the_whole_desk(people: dict[str, User], page: str) -> None:
    story = make_story(section=make_section("world"))

    assert statuses(people, address(story.article, page)) == expect(200, sales=403, nobody=403)


def test_difference_of_versions_is_seen_by_whoever_sees_the_story(people: dict[str, User], draft: Article) -> None:
    story = make_story(section=make_section("world"))
    query = "?a=1&b=working"

    assert statuses(people, address(story.article, "diff") + query) == expect(200, sales=403, nobody=403)
    assert statuses(people, address(draft, "diff") + "?a=working&b=working") == expect(
        200, other_journalist=404, other_editor=404, photo=404, sales=403, nobody=403
    )


# Who may open the confirmation of an act, in a state that has the act. 404: the story itself is out of reach.
ADDRESSES = [
    ("draft", "submit", expect(200, other_journalist=404, other_editor=404, photo=404, sales=403, nobody=403)),
    ("draft", "publish", expect(403, editor=200, chief=200, other_editor=404, other_journalist=404, photo=404)),
    ("draft", "schedule", expect(403, editor=200, chief=200, other_editor=404, other_journalist=404, photo=404)),
    ("draft", "spike", expect(403, editor=200, chief=200, other_editor=404, other_journalist=404, photo=404)),
    ("submitted", "return", expect(403, editor=200, chief=200, other_editor=404, other_journalist=404, photo=404)),
    ("published", "update", expect(403, editor=200, chief=200)),
    ("published", "correct", expect(403, editor=200, chief=200)),
    ("published", "minor-fix", expect(403, editor=200, chief=200)),
    ("published", "kill", expect(403, chief=200)),
    ("spiked", "unspike", expect(403, editor=200, chief=200, other_editor=404, other_journalist=404, photo=404)),
]


def story_in(state: str, draft: Article) -> Article:
    if state == "published":
        return make_story(section=draft.section).article
    Article.objects.filter(pk=draft.pk).update(state=state)
    return draft


@pytest.mark.parametrize(("state", "act", "expected"), ADDRESSES)
def test_act_is_open_to_the_roles_that_have_it(
    people: dict[str, User], draft: Article, state: str, act: str, expected: dict[str, int]
) -> None:
    article = story_in(state, draft)

    assert statuses(people, act_address(article, act)) == expected


@pytest.mark.parametrize(("state", "act", "expected"), ADDRESSES)
def test_act_that_a_role_does_not_have_is_refused_when_posted(
    people: dict[str, User], draft: Article, state: str, act: str, expected: dict[str, int]
) -> None:
    article = story_in(state, draft)
    article.refresh_from_db()
    before = (article.state, article.revision, Version.objects.count())
    told = {"revision": article.revision, "public_note": "Бележка", "confirmed": "on", "publish_at": "2031-01-01T10:00"}

    for name in [name for name in PEOPLE if expected[name] != 200]:
        response = signed_in(people[name]).post(act_address(article, act), told)

        article.refresh_from_db()
        assert (name, response.status_code) == (name, expected[name])
        assert (article.state, article.revision, Version.objects.count()) == before


def test_act_that_a_role_does_not_have_is_refused_from_the_form_too(people: dict[str, User], draft: Article) -> None:
    client = signed_in(people["writer"])
    data = form_in(client.get(address(draft))) | {"headline": "Друго"}

    assert client.post(address(draft), data | {"_act": "publish"}).status_code == 403
    assert client.post(address(draft), data | {"_act": "kill"}).status_code == 403
    assert client.post(address(draft), data | {"_act": "nonsense"}).status_code == 403
    draft.refresh_from_db()
    assert (draft.state, draft.headline) == ("draft", "Започна срещата на върха в Пекин")


def test_who_may_only_read_a_story_can_not_post_its_form(people: dict[str, User]) -> None:
    article = make_story(section=make_section("world")).article

    for name in ("writer", "other journalist", "other editor"):
        response = signed_in(people[name]).post(address(article), {"headline": "Друго", "revision": "0"})
        assert (name, response.status_code) == (name, 403)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (
            "draft",
            {
                "writer": ["submit"],
                "signer": ["submit"],
                "editor": ["submit", "publish", "schedule", "spike"],
                "chief": ["submit", "publish", "schedule", "spike"],
            },
        ),
        (
            "submitted",
            {
                "writer": [],
                "signer": [],
                "editor": ["return", "publish", "schedule", "spike"],
                "chief": ["return", "publish", "schedule", "spike"],
            },
        ),
        (
            "published",
            {
                "writer": [],
                "other journalist": [],
                "editor": ["update", "correct", "minor-fix"],
                "other editor": [],
                "chief": ["update", "correct", "minor-fix", "kill"],
            },
        ),
        ("spiked", {"writer": [], "editor": ["unspike"], "chief": ["unspike"]}),
    ],
)
def test_buttons_are_those_of_the_role_and_the_state(
    people: dict[str, User], draft: Article, state: str, expected: dict[str, list[str]]
) -> None:
    article = story_in(state, draft)

    assert {name: buttons_in(signed_in(people[name]).get(address(article))) for name in expected} == expected


def test_withdrawn_story_offers_nothing(people: dict[str, User]) -> None:
    article = make_killed_story(section=make_section("world")).article

    assert buttons_in(signed_in(people["chief"]).get(address(article))) == []


def test_journalist_begins_a_story_that_only_an_editor_could_publish_at_once(people: dict[str, User]) -> None:
    assert buttons_in(signed_in(people["writer"]).get(ADD)) == ["submit"]
    assert buttons_in(signed_in(people["editor"]).get(ADD)) == ["submit", "publish"]


def test_visitors_are_asked_to_sign_in(draft: Article) -> None:
    pages = [LIST, ADD, *(address(draft, page) for page in ("change", "history", "preview", "diff"))]
    for url in [*pages, act_address(draft, "publish")]:
        response = Client().get(url)
        assert (url, response.status_code, response.url) == (url, 302, f"/admin/login/?next={url}")


@pytest.mark.parametrize(
    "url",
    [
        f"/admin/articles/article/{UNKNOWN}/change/",
        f"/admin/articles/article/{UNKNOWN}/history/",
        f"/admin/articles/article/{UNKNOWN}/preview/",
        f"/admin/articles/article/{UNKNOWN}/diff/?a=1&b=2",
        f"/admin/articles/article/{UNKNOWN}/act/publish/",
        "/admin/articles/article/99999999999999999999999/change/",
        "/admin/articles/article/99999999999999999999999/preview/",
        "/admin/articles/article/nonsense/change/",
        "/admin/articles/article/%00/change/",
        "/admin/articles/article/nonsense/history/",
        f"/admin/articles/author/{UNKNOWN}/change/",
        f"/admin/articles/wireoriginal/{UNKNOWN}/change/",
        f"/admin/media_library/section/{UNKNOWN}/change/",
        f"/admin/media_library/tag/{UNKNOWN}/change/",
        f"/admin/newsroom/user/{UNKNOWN}/change/",
        "/admin/media_library/tag/nonsense/history/",
    ],
)
def test_address_that_leads_nowhere_answers_404(url: str) -> None:
    superuser = make_user(is_superuser=True)

    assert signed_in(superuser).get(url).status_code == 404


def test_unknown_act_and_unknown_version_answer_404() -> None:
    client, article = signed_in(make_chief_editor()), make_story().article

    assert client.get(act_address(article, "nonsense")).status_code == 404
    assert client.get(act_address(article, "save")).status_code == 404
    for query in ("", "?a=1&b=7", "?a=x&b=1", "?a=1", "?a=99999999999999999999&b=1"):
        assert (query, client.get(address(article, "diff") + query).status_code) == (query, 404)
    assert client.get(address(article, "preview") + "?version=2").status_code == 404


def test_stories_are_never_deleted() -> None:
    article = make_draft()
    client = signed_in(make_user(is_superuser=True))

    assert client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()


def test_wire_items_are_read_by_editors_and_changed_by_nobody() -> None:
    item = WireOriginal.objects.create(
        uri="tag:example.org,2026:1",
        article=make_draft(),
        file=WireFile.objects.create(name="item.xml", content="<x>Ж</x>".encode(), sha256="0" * 64),
        version_created="2026-01-01T00:00:00Z",
        unmapped=["partMeta/timeDelim"],
    )
    url = f"/admin/articles/wireoriginal/{item.pk}/change/"

    page = signed_in(make_editor()).get(url)

    assert page.status_code == 200
    assert "&lt;x&gt;Ж&lt;/x&gt;" in page.content.decode()
    assert "partMeta/timeDelim" in page.content.decode()
    assert signed_in(make_journalist()).get(url).status_code == 403
    assert signed_in(make_user(is_superuser=True)).post(url, {}).status_code == 403
