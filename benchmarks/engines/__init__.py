"""Engines for a benchmark that needs a database: started for it, and thrown away with all that is in them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from newsroom.processes import Caretaker
from newsroom.services import Services


@dataclass(frozen=True, slots=True)
class TemporaryNewsroom:
    """A folder that goes with the run, and the caretaker of the processes that go with it, too."""

    folder: Path
    caretaker: Caretaker


@contextmanager
def temporary_newsroom() -> Iterator[TemporaryNewsroom]:
    """Django over an empty PostgreSQL and Valkey, whatever database the caller's environment names."""
    caretaker = Caretaker()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        Path(folder).chmod(0o711)
        services = Services.start(Path(folder), caretaker=caretaker, durable=False, given={})
        try:
            os.environ.update(
                services.environment,
                DJANGO_SETTINGS_MODULE="newsroom.settings",
                DJANGO_SECRET_KEY="only-for-benchmarks",
                NEWSROOM_ENV="test",
                VAR_DIR=folder,
            )
            django.setup()
            yield TemporaryNewsroom(Path(folder), caretaker)
        finally:
            services.stop()
            caretaker.close()
