"""The page in docs/ that says what the judges found."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.audit.lighthouse import HERE, ROUNDS, Judgement

_KILOBYTE = 1024


def write_report(
    path: Path,
    *,
    pages: int,
    html_errors: Sequence[str],
    violations: Sequence[str],
    judgements: Mapping[str, Judgement],
) -> None:
    """Write the results over those of the last audit."""
    versions = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lines = [
        "# What independent judges say of the public pages",
        "",
        f"Written by `make audit` on {dt.datetime.now(tz=dt.UTC):%d.%m.%Y}, on the demo newsroom: {pages} pages,",
        "one of each kind in both languages, as `make run` serves them.",
        "",
        f"- **Nu HTML checker** {versions['vnu-jar']}: {_counted(html_errors)}.",
        f"- **axe-core**, every page at 390, 768 and 1440 pixels, in light and in dark: {_counted(violations)}.",
        f"- **Lighthouse** {versions['lighthouse']}, mobile, the median of {ROUNDS} loads:",
        "",
        "| page | performance | accessibility | best practices | SEO | scripts, KB | styles, KB | layout shift |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, each in judgements.items():
        scores = " | ".join(map(str, each.scores))
        weights = f"{each.script_bytes / _KILOBYTE:.1f} | {each.style_bytes / _KILOBYTE:.1f}"
        lines.append(f"| {name} | {scores} | {weights} | {each.shift:.3f} |")
    findings = [*html_errors, *violations]
    findings += [f"{name}: {failure}" for name, each in judgements.items() for failure in each.failures]
    if findings:
        lines += ["", "## To be mended", "", *(f"- {finding}" for finding in findings)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _counted(findings: Sequence[str]) -> str:
    return f"{len(findings)} findings" if findings else "nothing found"
