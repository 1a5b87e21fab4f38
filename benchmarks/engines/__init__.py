"""Engines for a benchmark that needs a database: started for it, and thrown away with all that is in them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from newsroom.processes import Caretaker
from newsroom.services import Services


@contextmanager
def temporary_newsroom() -> Iterator[None]:
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
            yield
        finally:
            services.stop()
            caretaker.close()
