"""The same stories on Wagtail: the project that `wagtail start` makes, with one app, in production's settings.

It lives in an environment of its own, made of requirements-wagtail.txt.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from benchmarks.public_pages.servers import Server, Servers

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venv-wagtail" / "bin" / "python"
DATABASE = "wagtail"


class WagtailSite:
    """A filled site in a folder, over a database of its own on our PostgreSQL."""

    def __init__(self, folder: Path, *, redis_url: str) -> None:
        self.folder = folder
        login = connection.get_connection_params()
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "mysite.settings.production",
            "PYTHONPATH": str(ROOT),
            "PGHOST": login["host"],
            "PGPORT": str(login["port"]),
            "PGUSER": login["user"],
            "PGPASSWORD": login["password"],
            "PGDATABASE": DATABASE,
            "REDIS_URL": redis_url,
        }

    def make(self, *, stories: int) -> None:
        """Set the site up as its documentation has it, and publish this many stories."""
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
        self.folder.mkdir()
        self._run(str(PYTHON.parent / "wagtail"), "start", "mysite", str(self.folder))
        ours = Path(__file__).parent / "wagtail_site"
        shutil.copytree(ours / "stories", self.folder / "stories")
        shutil.copy(ours / "local.py", self.folder / "mysite" / "settings")
        for command in (
            ("makemigrations", "stories"),
            ("migrate",),
            ("collectstatic", "--no-input"),
            ("fill", str(stories)),
            ("update_index",),
        ):
            self._run(str(PYTHON), "manage.py", *command)

    def serve(self, servers: Servers, *, with_cache: bool = False) -> Server:
        environment = self.environment | ({"SITE_CACHE": "yes"} if with_cache else {})
        return servers.start("mysite.wsgi:application", environment=environment, cwd=self.folder, python=str(PYTHON))

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}")
