"""Makes an installation ready to serve."""

import hashlib
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command
from django.utils.translation.reloader import translation_file_changed

from articles.models import Article
from newsroom.demo.accounts import DEMO_ACCOUNTS, DemoAccount
from newsroom.demo.subscriptions import CUSTOMER_ACCOUNTS
from newsroom.message_catalogues import compile_catalogues
from newsroom.models import User


class Command(BaseCommand):
    help = (
        "Compile the translations, migrate the database and collect the static files; what is done is not done again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="Load the demo newsroom too, if the database is empty.")

    def handle(self, *args: Any, demo: bool, verbosity: int, **options: Any) -> None:
        for catalogue in compile_catalogues(map(Path, settings.LOCALE_PATHS)):
            # Django has looked for it already, and would go on without: what is loaded next is written in words.
            translation_file_changed(sender=None, file_path=catalogue.with_suffix(".mo"))
        call_command("migrate", interactive=False, verbosity=verbosity)
        # Stories from before there was a search; a newsroom that has none costs one look.
        call_command("index_stories", missing=True, verbosity=verbosity)
        self._collect_static_files(verbosity)
        if demo:
            self._load_demo()

    def _load_demo(self) -> None:
        """Load the demo newsroom into an empty database, and note for `make run` who can sign in to it."""
        if not (User.objects.exists() or Article.objects.exists()):
            call_command("load_demo")
        names = set(User.objects.filter(is_active=True).values_list("username", flat=True))
        accounts = [account for account in [*DEMO_ACCOUNTS, *CUSTOMER_ACCOUNTS] if account.username in names]
        write_accounts(Path(settings.VAR_DIR) / "demo-accounts.txt", accounts)

    def _collect_static_files(self, verbosity: int) -> None:
        """Collect, unless the same files were collected before: compressing them takes seconds."""
        collected = Path(settings.STATIC_ROOT)
        record = collected.with_name(f"{collected.name}-collected.txt")
        fingerprint = fingerprint_static_files()
        if collected.is_dir() and record.exists() and record.read_text(encoding="ascii") == fingerprint:
            return
        record.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=verbosity)
        record.write_text(fingerprint, encoding="ascii")


def fingerprint_static_files() -> str:
    """Changes whenever a static file is added, removed or changed, or another storage is to keep them."""
    described = [django.__version__, repr(settings.STORAGES["staticfiles"])]
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            described.append(f"{storage.path(path)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(described).encode()).hexdigest()


def write_accounts(path: Path, accounts: Sequence[DemoAccount]) -> None:
    """Write a table of these accounts for people; without any, there is no file."""
    path.unlink(missing_ok=True)
    if not accounts:
        return
    rows = [("User", "Password", "Role", "Name")]
    rows += [(account.username, account.password, account.role, account.name) for account in accounts]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(["", *(cell.ljust(width) for cell, width in zip(row, widths, strict=True))]) for row in rows]
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")
