"""Google's Lighthouse (from npm), as a phone on a slow line: four scores, and what the page weighs."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_PROGRAM = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
_PASSED = 0.9
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """What Lighthouse says of a page. Scores are 0 to 100: performance, accessibility, best practices, SEO.

    `script_bytes` and `style_bytes` are as they go over the line; `shift` is the cumulative layout shift;
    `failures` names the audits below their full score.
    """

    scores: tuple[int, int, int, int]
    script_bytes: int
    style_bytes: int
    shift: float
    failures: list[str]

    @property
    def is_perfect(self) -> bool:
        return self.scores == (100, 100, 100, 100)


def judge(address: str, *, chromium: str) -> Judgement:
    """Load the page ROUNDS times, since a busy machine is no fault of the page, and keep the median performance.

    Raises CalledProcessError if Lighthouse can't judge it.
    """
    reports = [_load(address, chromium=chromium) for _round in range(ROUNDS)]
    performance = statistics.median_high(_score(report, "performance") for report in reports)
    report = next(report for report in reports if _score(report, "performance") == performance)
    first, second, third, fourth = (_score(report, name) for name in _CATEGORIES)
    return Judgement(
        scores=(first, second, third, fourth),
        script_bytes=_bytes_of(report, "Script"),
        style_bytes=_bytes_of(report, "Stylesheet"),
        shift=float(report["audits"]["cumulative-layout-shift"]["numericValue"]),
        failures=_failures(report),
    )


def _load(address: str, *, chromium: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        command = ["node", str(_PROGRAM), address, "--output=json", f"--output-path={output}", "--quiet"]
        command += [f"--only-categories={','.join(_CATEGORIES)}", f"--chrome-flags={_CHROME_FLAGS}"]
        environment = os.environ | {"CHROME_PATH": chromium, "TMPDIR": folder}
        subprocess.run(command, check=True, env=environment, timeout=300, capture_output=True)
        report: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return report


def _score(report: dict[str, Any], category: str) -> int:
    return round(100 * (report["categories"][category]["score"] or 0))


def _bytes_of(report: dict[str, Any], kind: str) -> int:
    items = report["audits"]["network-requests"]["details"]["items"]
    return sum(item["transferSize"] for item in items if item.get("resourceType") == kind)


def _failures(report: dict[str, Any]) -> list[str]:
    """The audits that count for a category and are not passed, each with its title."""
    weighed = {
        reference["id"]
        for name in _CATEGORIES
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"]
    }
    audits = ((name, report["audits"][name]) for name in sorted(weighed))
    return [
        f"{name}: {audit['title']}" for name, audit in audits if audit["score"] is not None and audit["score"] < _PASSED
    ]
