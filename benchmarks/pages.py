"""How fast the public pages are: cached and uncached, in a small archive and in one of a million stories.

Beside them, in the same run and on the same stories, stand two floors: a bare Django view that hands out the same bytes
from memory, and Wagtail as its documentation sets it up, with and without Django's cache of the whole site in Valkey.
Every server runs under gunicorn with two workers; they and the engines share one core, the readers have another.
Absolute figures move with the machine, the ratios are what counts. Run by `make bench`. In short:

    python benchmarks/pages.py --stories 1000 --seconds 0.5 --rounds 1 --without-wagtail
"""

import argparse
import os
import pickle
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.engines import TemporaryNewsroom, temporary_newsroom
from benchmarks.public_pages.cores import two_cores
from benchmarks.public_pages.load import Measured, Reader, Readers, middle_of, readers_on
from benchmarks.public_pages.making_wagtail import PYTHON as WAGTAIL_PYTHON

if TYPE_CHECKING:
    # These need Django's settings, which are there only when the engines are.
    from benchmarks.public_pages.servers import Server, Servers

SIZES = (1_000, 50_000, 1_000_000)
COMPARED = 50_000  # stories in the comparison with Wagtail, or the largest size below


@dataclass(frozen=True, slots=True)
class Run:
    """A server, and the addresses that it is asked for in turn under the name of each page."""

    name: str
    server: "Server"
    pages: dict[str, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, nargs="+", default=SIZES, help="sizes of the archive, in growing order")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each page of each server in each round")
    parser.add_argument("--rounds", type=int, default=3, help="the median of which is told")
    parser.add_argument("--without-wagtail", action="store_true", help="our own pages and the bare view only")
    arguments = parser.parse_args()
    if not arguments.without_wagtail and not WAGTAIL_PYTHON.exists():
        sys.exit("Wagtail is not installed: `make bench` does that. Or measure --without-wagtail.")
    with temporary_newsroom() as newsroom:
        measure(newsroom, arguments)


def measure(newsroom: TemporaryNewsroom, arguments: argparse.Namespace) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings

    from benchmarks.public_pages.addresses import list_addresses
    from benchmarks.public_pages.making_wagtail import WagtailSite
    from benchmarks.public_pages.servers import Servers
    from benchmarks.public_pages.tables import print_tables

    # Nobody asks for static files here; to compress them would take most of the preparation.
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        call_command("prepare", verbosity=0)
    compared = max((size for size in arguments.stories if size <= COMPARED), default=min(arguments.stories))
    pages, databases = {}, {}
    for size in arguments.stories:
        databases[size] = fill(size)
        pages[size] = list_addresses()
    ours = {name: addresses.ours for name, addresses in pages[compared].items()}
    serving, reading = two_cores()
    with ExitStack() as ending:
        servers = Servers(newsroom, core=serving)
        ending.callback(servers.stop)
        runs = [
            Run(
                f"uncached {size}",
                servers.start_newsroom(database=database, with_cache=False),
                {name: addresses.ours for name, addresses in pages[size].items()},
            )
            for size, database in databases.items()
        ]
        cached = servers.start_newsroom(database=databases[compared], with_cache=True)
        bare = start_bare_view(servers, newsroom.folder, copies=copy_pages(cached, ours))
        runs += [Run("cached", cached, ours), Run("bare view", bare, ours)]
        if not arguments.without_wagtail:
            print(f"Filling Wagtail with {compared:,} stories…", file=sys.stderr, flush=True)
            site = WagtailSite(newsroom.folder / "wagtail", redis_url=f"{settings.REDIS_URL.rpartition('/')[0]}/7")
            site.make(stories=compared)
            theirs = {name: each.on_wagtail for name, each in pages[compared].items() if each.on_wagtail}
            runs += [
                Run("Wagtail", site.serve(servers), theirs),
                Run("Wagtail cached", site.serve(servers, with_cache=True), theirs),
            ]
        results = ask_all(
            ending.enter_context(readers_on(reading)), runs, rounds=arguments.rounds, seconds=arguments.seconds
        )
    print_tables(results, sizes=arguments.stories, compared=compared)


def fill(size: int) -> str:
    """Bring the archive to this size, and return the name of a copy of the database, which stays as it is."""
    import psycopg
    from django.db import connection

    from benchmarks.stories.filling import fill_newsroom

    print(f"Filling {size:,} stories…", file=sys.stderr, flush=True)
    fill_newsroom(size)
    login = {name: connection.get_connection_params()[name] for name in ("host", "port", "user", "password", "dbname")}
    copy = f"stories_{size}"
    connection.close()  # A database that somebody uses can't be copied.
    with psycopg.connect(**login | {"dbname": "postgres"}, autocommit=True) as other:
        other.execute(f"CREATE DATABASE {copy} TEMPLATE {login['dbname']}")
    return copy


def copy_pages(server: "Server", addresses: dict[str, list[str]]) -> dict[str, bytes]:
    """The bytes that the cache hands out for each of these addresses."""
    reader, copies = Reader(server.port), {}
    for address in chain.from_iterable(addresses.values()):
        reader.get(address)  # The first answer fills the cache.
        copies[address] = reader.get(address)
    reader.close()
    return copies


def start_bare_view(servers: "Servers", folder: Path, *, copies: dict[str, bytes]) -> "Server":
    file = folder / "bare-pages"
    file.write_bytes(pickle.dumps(copies))
    return servers.start("benchmarks.public_pages.bare:application", environment=os.environ | {"BARE_PAGES": str(file)})


def ask_all(readers: Readers, runs: list[Run], *, rounds: int, seconds: float) -> dict[str, dict[str, Measured]]:
    """Ask every server for every page, one page after the other, so that what is compared is measured close by."""
    for run in runs:
        reader = Reader(run.server.port)
        # Each worker has loaded its templates, and each picture has its sizes, before anything is measured.
        for addresses in run.pages.values():
            for address in (*addresses, *addresses[:1] * 3):
                reader.get(address)
        print(f"{run.name}: warm", file=sys.stderr, flush=True)
        reader.close()
    measured: dict[tuple[str, str], list[Measured]] = {}
    for number in range(rounds):
        for page in dict.fromkeys(page for run in runs for page in run.pages):
            for run in runs:
                if page in run.pages:
                    result = readers.measure(run.server, run.pages[page], seconds=seconds)
                    measured.setdefault((run.name, page), []).append(result)
        print(f"Round {number + 1} of {rounds} is over", file=sys.stderr, flush=True)
    return {run.name: {page: middle_of(measured[run.name, page]) for page in run.pages} for run in runs}


if __name__ == "__main__":
    main()
