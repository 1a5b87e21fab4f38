"""A real Chromium on a live server. What it complains about on its console fails the test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ["--disable-background-networking", "--disable-gpu", "--no-sandbox"]
TIMEOUT = 10_000  # milliseconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


def find_chromium() -> str | None:
    """The Chromium of this machine: the one that CHROMIUM names, or one that is installed."""
    names = (os.environ.get("CHROMIUM") or "", *CHROMIUM_NAMES)
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser. Without one the test is skipped, or fails where REQUIRE_BROWSER is set."""
    chromium = find_chromium()
    if chromium is None:
        reason = "no Chromium is installed; CHROMIUM=/path/to/it names one that is elsewhere"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser has complained about: errors of scripts, refusals by the security policy, missing files.

    A test that provokes one looks at it and clears the list; what is left in the end fails the test.
    """
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[BrowserContext]:
    """A fresh profile: a Bulgarian reader in Sofia, who has never been here."""
    with browser.new_context(base_url=live_server.url, locale="bg-BG", timezone_id="Europe/Sofia") as context:
        context.set_default_timeout(TIMEOUT)
        listen_to(context, complaints)
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab; `page.goto("/bg/")` opens the site."""
    return context.new_page()


@pytest.fixture
def page_without_scripts(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Page]:
    """An empty tab of a browser that runs no JavaScript."""
    with browser.new_context(base_url=live_server.url, locale="bg-BG", java_script_enabled=False) as context:
        context.set_default_timeout(TIMEOUT)
        listen_to(context, complaints)
        yield context.new_page()


@pytest.fixture
def photo_files(settings: Settings, tmp_path: Path) -> None:
    """A place of the test's own for the files of photos, from which the live server hands them out."""
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        "renditions": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "media", "base_url": "/media/"}},
    }


def listen_to(context: BrowserContext, complaints: list[str]) -> None:
    """Note every error of every tab. What the security policy refuses, Chromium reports as an error too."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    context.on("console", note)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
