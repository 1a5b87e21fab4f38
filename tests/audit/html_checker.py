"""The Nu HTML checker (from npm; it wants Java 11 or newer), on what the server sends."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

_PROGRAM = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def find_html_errors(pages: Mapping[str, str]) -> list[str]:
    """What the checker holds against these pages (name → HTML), errors and warnings alike, each with its place."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, markup) in enumerate(pages.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(markup, encoding="utf-8")
            names[path.as_uri()] = name
        command = ["java", "-jar", str(_PROGRAM), "--format", "json", "--stdout", "--exit-zero-always"]
        answer = subprocess.run(
            [*command, *(str(Path(folder) / f"{number}.html") for number in range(len(pages)))],
            check=True,
            capture_output=True,
            timeout=300,
        )
    return [
        f"{names[message['url'].replace('file:/', 'file:///', 1).replace('file://///', 'file:///')]}, "
        f"line {message.get('lastLine', '?')}: {message['message']}"
        for message in json.loads(answer.stdout)["messages"]
    ]
