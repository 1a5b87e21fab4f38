"""How long the search for near duplicates takes as the library grows: the index against a look at every photo.

Run by `make bench`. Absolute times move with the machine; the ratio in the last column is what counts.
"""

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.engines import temporary_newsroom

SIZES = (10_000, 1_000_000)
ROUNDS = 40
FAR_ROUNDS = 5  # of the look at every photo
NEAR = (0, 2, 4, 6, 7, 8, 10)  # bits by which each photo that is searched for differs from one that is there

# Every photo is a copy of the first, so that its row is as long as a real one, with its own hash. The hashes come from
# random() with a fixed seed: every run has the same.
COPIES = """
WITH numbered AS MATERIALIZED (
    SELECT n, ARRAY[floor(random() * 65536)::bigint, floor(random() * 65536)::bigint, floor(random() * 65536)::bigint,
                    floor(random() * 65536)::bigint] AS bands
    FROM generate_series(%s, %s) AS n)
INSERT INTO media_library_photo ({columns})
    SELECT {values} FROM media_library_photo AS first, numbered WHERE first.id = 1
"""
OWN_VALUES = {
    "id": "n",
    "sha256": "lpad(to_hex(n), 64, '0')",
    "perceptual_hash": "(bands[4] << 48) | (bands[3] << 32) | (bands[2] << 16) | bands[1]",
    "likeness_bands": "ARRAY[bands[1], 65536 + bands[2], 131072 + bands[3], 196608 + bands[4]]::int[]",
}


def main() -> None:
    with temporary_newsroom():
        _measure()


def _measure() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _keep_first()
    print(f"{'Near duplicates':<22}{'by the index':>14}{'slowest':>11}{'every photo':>14}{'ratio':>9}{'found':>20}")
    filled = 1
    for size in SIZES:
        _copy_first(numbers=(filled + 1, size))
        filled = size
        taken, looked, found = _search()
        median, far = statistics.median(taken), statistics.median(looked)
        row = f"among {size:>9,} photos{median:>11.1f} ms{max(taken):>8.1f} ms{far:>11.1f} ms{median / far:>9.3f}"
        print(f"{row}{found:>20}")


def _keep_first() -> None:
    from media_library.models import Photo

    Photo.objects.create(
        id=1,
        sha256="0" * 64,
        file_size=1,
        format=Photo.Format.JPEG,
        width=6000,
        height=4000,
        headline="Заглавие",
        caption_bg="Надпис на снимка. " * 12,
        perceptual_hash=0,
    )


def _copy_first(*, numbers: tuple[int, int]) -> None:
    from django.db import connection
    from psycopg import sql

    from media_library.models import Photo

    names = [field.column for field in Photo._meta.concrete_fields if not field.generated]
    statement = sql.SQL(COPIES).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(
            sql.SQL(OWN_VALUES[name]) if name in OWN_VALUES else sql.Identifier("first", name) for name in names
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(statement, numbers)
        cursor.execute("VACUUM ANALYZE media_library_photo")


def _search() -> tuple[list[float], list[float], str]:
    """Milliseconds by the index, milliseconds by a look at every photo, and how many of the wanted were found."""
    from media_library.domain.likeness import distance, find_near_duplicates
    from media_library.models import Photo

    dice = random.Random(1)  # noqa: S311  (it picks what is searched for)
    keys = dice.sample(range(2, Photo.objects.count() + 1), ROUNDS)
    taken, looked, found, certain = [], [], 0, 0
    for number, key in enumerate(keys):
        kept = Photo.objects.values_list("perceptual_hash", flat=True).get(pk=key)
        bits = NEAR[number % len(NEAR)]
        wanted = kept ^ sum(1 << place for place in dice.sample(range(63), bits))
        start = time.perf_counter()
        near = list(find_near_duplicates(Photo.objects.all(), wanted).values_list("pk", flat=True)[:12])
        taken.append((time.perf_counter() - start) * 1000)
        found += key in near
        if bits <= 7 and key not in near:
            sys.exit(f"Photo {key}, {bits} bits away, was not found")
        certain += bits <= 7
        if number < FAR_ROUNDS:
            start = time.perf_counter()
            hashes = Photo.objects.extra(
                where=["bit_count((perceptual_hash # %s)::bit(64)) <= 10"], params=[wanted]
            ).values_list("perceptual_hash", flat=True)
            if any(distance(wanted, likeness) > 10 for likeness in hashes):
                sys.exit("The database counts other bits than we do")
            looked.append((time.perf_counter() - start) * 1000)
    return taken[1:], looked, f"{found} of {len(keys)} ({certain} sure)"


if __name__ == "__main__":
    main()
