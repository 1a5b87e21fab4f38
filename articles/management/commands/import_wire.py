"""`manage.py import_wire PATH…`: take wire copy (ninjs, NewsML-G2) into the newsroom."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from articles.domain.wire.intake import Intake, IntakeOptions, ItemRefused, take_item
from articles.domain.wire.item import WireError, WireItem
from articles.domain.wire.reading import find_wire_files, load_wire_file
from media_library.models import Section, Supplier
from newsroom.shared.command_options import find_by_slug


class Command(BaseCommand):
    help = "Take ninjs and NewsML-G2 files, or folders of them, as stories. Exits non-zero if any item was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder to search")
        parser.add_argument("--publish", action="store_true", help="publish at once, with the times of the items")
        parser.add_argument("--section", metavar="SLUG", help="for items whose subjects no rule of the editors places")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], help="for items that name no language"
        )

        parser.add_argument(
            "--supplier", metavar="SLUG", help="of the pictures beside the items; else the one with the source's name"
        )

    @no_translations  # The console speaks English; a note to readers is in the language of its story all the same.
    def handle(self, *args: Any, **options: Any) -> None:
        self.outcomes: Counter[str] = Counter()
        self.unmapped: Counter[str] = Counter()
        intake_options = IntakeOptions(
            publish=options["publish"],
            section=find_by_slug(Section.objects.all(), options["section"]),
            language=options["language"] or "",
            supplier=find_by_slug(Supplier.objects.all(), options["supplier"]),
        )
        try:
            for path in find_wire_files(options["paths"]):
                content, items = load_wire_file(path, max_bytes=settings.WIRE_MAX_BYTES)
                for item in items:
                    self._take(item, path, content, intake_options)
        except WireError as error:
            self._refuse("", error)
        self._sum_up()

    def _take(self, item: WireItem | WireError, path: Path, content: bytes, options: IntakeOptions) -> None:
        if isinstance(item, WireError):
            self._refuse(f"{_shown(path)}{f' ({item.uri})' if item.uri else ''}: ", item)
            return
        options = replace(options, folder=path.parent)
        try:
            intake = take_item(item, content=content, file_name=path.name, options=options)
        except (ItemRefused, DatabaseError) as refusal:
            self._refuse(f"{_shown(path)}: ", refusal)
            return
        self.outcomes[intake.outcome] += 1
        self.unmapped.update(intake.unmapped)
        self._report(path, intake)

    def _report(self, path: Path, intake: Intake) -> None:
        story = f"story {intake.article.pk}, {intake.article.state}"
        self.stdout.write(" ".join([f"{intake.outcome.value}: {_shown(path)} → {story}.", *intake.notes]))

    def _refuse(self, place: str, reason: Exception) -> None:
        self.outcomes["refused"] += 1
        self.stderr.write(f"refused: {place}{' '.join(str(reason).split())}")

    def _sum_up(self) -> None:
        outcomes = ("taken", "updated", "withdrawn", "skipped", "refused")
        self.stdout.write(", ".join(f"{outcome} {self.outcomes[outcome]}" for outcome in outcomes) + ".")
        if self.unmapped:
            self.stdout.write("Kept in the originals only, since a story has no place for it:")
            for name, times in sorted(self.unmapped.items()):
                self.stdout.write(f"  {name}{f' ({times} items)' if times > 1 else ''}")
        if self.outcomes["refused"]:
            raise CommandError(f"{self.outcomes['refused']} refused; the others are in.", returncode=1)


def _shown(path: Path) -> str:
    """The path for people, even if its name is not in UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="replace")
