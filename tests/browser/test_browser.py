"""The browser itself: it runs, it serves the static files, and what it complains about is heard."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Page


def show_bad_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        "<!doctype html><title>x</title><link rel=icon href='data:,'>"
        "<p style='color:red'>Здравей</p><script>document.title = 'ran'</script>"
    )


urlpatterns = [path("bad", show_bad_page)]


@pytest.mark.urls(__name__)
def test_what_the_security_policy_refuses_is_heard(page: Page, complaints: list[str]) -> None:
    page.goto("/bad")

    assert page.title() == "x"
    assert len([complaint for complaint in complaints if "Content Security Policy" in complaint]) == 2
    complaints.clear()


def test_sign_in_has_its_styles_and_no_complaint(page: Page) -> None:
    page.goto("/admin/login/")

    assert page.locator("input[name=login]").is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('main .button')).backgroundColor") != "rgba(0, 0, 0, 0)"
    )


def test_page_without_scripts_runs_none(page_without_scripts: Page) -> None:
    page_without_scripts.goto("/admin/login/")

    assert page_without_scripts.locator("input[name=login]").is_visible()
