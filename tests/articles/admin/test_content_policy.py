"""The admin keeps to the content policy of the site: nothing inline, but for the import map with its nonce."""

import re

import pytest

from tests.articles.admin.desk import ADD, LIST, act_address, address, found_in, signed_in
from tests.factories.people import make_user
from tests.factories.stories import make_author, make_draft, make_story, make_tag

pytestmark = pytest.mark.django_db


def pages() -> list[str]:
    article, draft = make_story(authors=[make_author()]).article, make_draft(tags=[make_tag("Япония")])
    return [
        "/admin/",
        "/admin/password_change/",
        "/admin/articles/",
        LIST,
        ADD,
        address(draft),
        address(article),
        address(article, "history"),
        address(article, "diff") + "?a=1&b=working",
        act_address(article, "kill"),
        act_address(article, "correct"),
        act_address(draft, "schedule"),
        "/admin/articles/author/",
        "/admin/articles/author/add/",
        "/admin/articles/wireoriginal/",
        "/admin/articles/wiresubject/add/",
        "/admin/media_library/section/",
        "/admin/media_library/section/add/",
        "/admin/media_library/tag/",
        "/admin/media_library/tag/add/?_popup=1",
        "/admin/newsroom/user/",
        "/admin/newsroom/user/add/",
        "/admin/auth/group/",
    ]


def test_no_page_carries_an_inline_script_or_style() -> None:
    client = signed_in(make_user(is_superuser=True))
    for url in pages():
        response = client.get(url)
        assert (url, response.status_code) == (url, 200)
        assert (url, found_in(response, "//style | //@style | //@*[starts-with(name(), 'on')]")) == (url, [])
        inline = found_in(response, "//script[not(@src)]")
        assert (url, [script.get("type") for script in inline if script.get("type") != "importmap"]) == (url, [])
        for script in inline:
            assert f"'nonce-{script.get('nonce')}'" in response["Content-Security-Policy"]


def test_only_pages_with_an_editor_spend_a_nonce() -> None:
    client = signed_in(make_user(is_superuser=True))

    assert re.search(r"script-src 'self' 'nonce-[\w+/=-]+'", client.get(ADD)["Content-Security-Policy"])
    assert "nonce" not in client.get(LIST)["Content-Security-Policy"]
