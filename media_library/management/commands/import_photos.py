"""`manage.py import_photos PATH…`: take photos, or folders of them, into the library."""

from __future__ import annotations

import logging
import os
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import OperationalError

from media_library.domain.intake import Filing, take_photo
from media_library.domain.processing import FAILED, note_failure, process_photo
from media_library.models import Arrival, Section, Supplier
from newsroom.shared.command_options import find_by_slug
from newsroom.shared.content_store import StorageFull

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Take picture files, or folders of them, into the photo library. Exits non-zero if any file was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder to search")
        parser.add_argument("--supplier", metavar="SLUG", help="who the photos come from")
        parser.add_argument("--section", metavar="SLUG", help="what they are filed under")
        parser.add_argument(
            "--process", action="store_true", help="make the sizes here and now, instead of leaving it to the workers"
        )

    @no_translations  # The console speaks English.
    def handle(self, *args: Any, **options: Any) -> None:
        filing = Filing(
            supplier=find_by_slug(Supplier.objects.all(), options["supplier"]),
            section=find_by_slug(Section.objects.all(), options["section"]),
        )
        outcomes: Counter[str] = Counter()
        paths = list(find_files(options["paths"]))
        for number, path in enumerate(paths, start=1):
            outcomes[self._take(path, filing, f"{number}/{len(paths)}", process=options["process"])] += 1
        self.stdout.write(", ".join(f"{outcome.value} {outcomes[outcome]}" for outcome in Arrival.Outcome) + ".")
        if outcomes[Arrival.Outcome.REFUSED]:
            raise CommandError(f"{outcomes[Arrival.Outcome.REFUSED]} refused; the others are in.", returncode=1)

    def _take(self, path: Path, filing: Filing, progress: str, *, process: bool) -> str:
        shown = os.fsencode(path).decode("utf-8", errors="replace")
        try:
            arrival = take_photo(path, file_name=path.name, way=Arrival.Way.COMMAND, filing=filing)
        except OSError as error:
            reason = error if isinstance(error, StorageFull) else error.strerror or error
            self.stderr.write(f"{progress} refused: {shown}: {reason}")
            return Arrival.Outcome.REFUSED
        except OperationalError:
            raise  # Without the database there is no next file.
        except Exception:
            # Something in this file that was not foreseen must not keep the others out.
            logger.exception("%s could not be taken", shown)
            self.stderr.write(f"{progress} refused: {shown}: something went wrong that was not foreseen; see the log.")
            return Arrival.Outcome.REFUSED
        match arrival.outcome:
            case Arrival.Outcome.REFUSED:
                self.stderr.write(f"{progress} refused: {shown}: {arrival.reason_en}")
            case Arrival.Outcome.DUPLICATE:
                self.stdout.write(f"{progress} known already: {shown} → photo {arrival.photo_id}.")
            case _:
                if process:
                    self._process(arrival.photo_id)
                self.stdout.write(f"{progress} taken: {shown} → photo {arrival.photo_id}.{_warn_of(arrival)}")
        return arrival.outcome

    def _process(self, photo_id: int) -> None:
        """Make the sizes now; what fails stays for the workers, who try it again and say why it does not go."""
        try:
            process_photo(photo_id)
        except Exception:
            logger.exception("Photo %d could not be processed", photo_id)
            note_failure(photo_id, FAILED)


def find_files(paths: list[Path]) -> Iterator[Path]:
    """The files that are meant, folders searched to their depths, in the order of their names. Raises CommandError."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
        elif path.is_file():
            yield path
        else:
            raise CommandError(f"There is no file or folder “{path}”.")


def _warn_of(arrival: Arrival) -> str:
    count = len(arrival.photo.warnings) if arrival.photo else 0
    return f" Passed over {count} oddities in its metadata; its page names them." if count else ""
