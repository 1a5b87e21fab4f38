"""A migrated database in a second: what the migrations make is kept as SQL, for as long as it is what they would make.

To migrate from nothing takes longer than most test files. The SQL lies in `var/` under the hash of everything that it
is made of; whoever changes a migration, a model or a role migrates again.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.postgresql_cluster import PROGRAMS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-database"
_LAST_LINE = "-- PostgreSQL database dump complete"
# Django writes a row for every permission of a model after the migrations; these put in rows of their own.
_SOURCES = (
    "*/migrations/*.py",
    "*/models/*.py",
    "newsroom/roles.py",
    "media_library/domain/credit_line/known_parties.py",
    "newsroom/settings.py",
    "constraints.txt",
)


def make_migrated(address: str) -> None:
    """Bring the empty database at this address to where the migrations lead. Raises UsageError if they fail."""
    kept = FOLDER / f"{_fingerprint()}.sql"
    if not restore(kept, address):
        _migrate(address)
        keep(address, kept)


def keep(address: str, kept: Path) -> None:
    """Write down the database at this address, in the place of what was kept before."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    if _run("pg_dump", "--no-owner", "--no-privileges", "--no-comments", f"--file={unfinished}", address):
        for outdated in kept.parent.glob("*.sql"):
            outdated.unlink(missing_ok=True)
        unfinished.rename(kept)  # Whole, or not at all: several runs may make it at once.


def restore(kept: Path, address: str) -> bool:
    """Whether the empty database at this address is now what was kept; if not, it is empty still."""
    options = ["--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    return _is_whole(kept) and _run("psql", *options, f"--file={kept}", address)


def _is_whole(kept: Path) -> bool:
    # What psql meets in the end and can't finish it passes over without a word.
    return kept.exists() and _LAST_LINE in kept.read_text(encoding="utf-8")[-500:]


def _migrate(address: str) -> None:
    migration = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity=0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if migration.returncode != 0:
        raise pytest.UsageError(f"The migrations fail:\n{migration.stdout}")


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in _files():
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    for pattern in _SOURCES:
        yield from sorted(ROOT.glob(pattern))


def _run(program: str, *arguments: str) -> bool:
    """Whether the program of PostgreSQL has done it; the caller knows another way if it has not."""
    command = [str(PROGRAMS / program), *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
