"""Judge one public page of each kind, and write down what was found: `make audit`.

Exits with 1 if a judge has anything to say, and with 2 if a judge is missing.
"""

from __future__ import annotations

import shutil
import sys
import time

from playwright.sync_api import sync_playwright

from tests.audit.html_checker import find_html_errors
from tests.audit.lighthouse import Judgement, judge
from tests.audit.report import write_report
from tests.audit.site import LANGUAGES, ROOT, Site, find_pages, running_site
from tests.browser.accessibility import find_violations
from tests.browser.conftest import OPTIONS, find_chromium

WIDTHS = (390, 768, 1440)
# The pages whose scores are promised; the others are looked at by axe and by the checker.
SCORED = ("front page", "section", "story", "photo", "search")
REPORT = ROOT / "docs" / "audit.md"


def main() -> int:
    chromium = find_chromium()
    missing = [name for name in ("node", "java") if shutil.which(name) is None]
    if chromium is None or missing:
        wanted = [*missing, *(["chromium"] if chromium is None else [])]
        say(f"The audit needs {', '.join(wanted)} on this machine (Node 18.16, Java 11, any Chromium).")
        return 2
    with running_site() as site:
        pages = {language: find_pages(site, language) for language in LANGUAGES}
        markup = {
            f"{kind} ({language})": site.read(path) for language, kinds in pages.items() for kind, path in kinds.items()
        }
        say(f"HTML of {len(markup)} pages")
        html_errors = find_html_errors(markup)
        violations = find_axe_violations(site, pages, chromium=chromium)
        judgements: dict[str, Judgement] = {}
        for language in LANGUAGES:
            for kind in SCORED:
                say(f"Lighthouse: {kind} ({language})")
                judgements[f"{kind} ({language})"] = judge(site.address + pages[language][kind], chromium=chromium)
    write_report(REPORT, pages=len(markup), html_errors=html_errors, violations=violations, judgements=judgements)
    say(f"Written to {REPORT.relative_to(ROOT)}")
    for finding in [*html_errors, *violations]:
        say(finding)
    for name, judgement in judgements.items():
        say(f"{name}: {judgement.scores} {'; '.join(judgement.failures)}")
    all_well = not html_errors and not violations and all(each.is_perfect for each in judgements.values())
    return 0 if all_well else 1


def find_axe_violations(site: Site, pages: dict[str, dict[str, str]], *, chromium: str) -> list[str]:
    """What axe says of every page in both languages, at three widths, in light and in dark."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        for width in WIDTHS:
            with browser.new_page(base_url=site.address, viewport={"width": width, "height": 900}) as page:
                for language, kinds in pages.items():
                    say(f"axe at {width} pixels ({language})")
                    for kind, path in kinds.items():
                        page.goto(path)
                        found += [f"{kind} ({language}, {width}): {each}" for each in find_violations(page)]
        browser.close()
    return found


def say(words: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
