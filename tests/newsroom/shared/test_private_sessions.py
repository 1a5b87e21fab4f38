import pytest

from tests.factories.people import make_chief_editor

pytestmark = pytest.mark.django_db


def test_session_cookie_without_sense_changes_nothing_on_a_public_page(client):
    client.cookies["sessionid"] = "nonsense"
    response = client.get("/bg/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_public_page_asks_nothing_of_the_session_of_a_signed_in_person(client):
    anonymous = client.get("/bg/").content
    client.force_login(make_chief_editor())
    response = client.get("/bg/")
    assert response.content == anonymous
    assert not response.cookies


def test_admin_keeps_its_session(client):
    client.force_login(make_chief_editor())
    assert client.get("/admin/").status_code == 200
