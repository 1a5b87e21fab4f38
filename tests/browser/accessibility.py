"""Axe on a page of the browser tests: what it finds against the page, in words that say where and what."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()
# What is preloaded goes through style elements, which the security policy of the pages refuses, rightly.
_EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
# The colours are all that differs between the two schemes, so that in the second one they alone are looked at.
_COLOURS: dict[str, Any] = _EVERYTHING | {"runOnly": ["color-contrast"]}

# A colour on its way to another is neither.
_SETTLE = "() => Promise.all(document.getAnimations().map((animation) => animation.finished))"


def find_violations(page: Page) -> list[str]:
    """What axe holds against the page as it is now, in light and in dark; nothing if all is well."""
    found = []
    for scheme, options in (("light", _EVERYTHING), ("dark", _COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # A plain str of a tuple.
        page.evaluate(_SETTLE)
        for violation in _axe.run(page, options=options).response["violations"]:
            found += [_describe(violation, node, scheme=scheme) for node in violation["nodes"]]
    return found


def find_violations_at(page: Page, *addresses: str) -> list[str]:
    """The same of several pages, each with its address. A page that can't be had is told, too."""
    found = []
    for address in addresses:
        answer = page.goto(address)
        if answer is None or not answer.ok:
            found.append(f"{address} answers {answer and answer.status}")
        found += [f"{address} {violation}" for violation in find_violations(page)]
    return found


def _describe(violation: dict[str, Any], node: dict[str, Any], *, scheme: str) -> str:
    place = " ".join(str(part) for part in node["target"])
    return f"{violation['id']} ({scheme}) at {place}: {node['failureSummary']} {node['html'][:200]}"
