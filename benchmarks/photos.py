"""What the sizes of a photo cost: CPU time and memory beside other ways to the same files; how close the pixels are.

Run by `make bench`; needs requirements-bench.txt. Absolute times move with the machine, the ratios are what counts.
`--quick` takes a photo of 6 megapixels and one round.
"""

import argparse
import hashlib
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageChops

from benchmarks.photo_runs import contenders
from benchmarks.photo_runs.made_photo import write_photo
from media_library.domain.file_check import check_file
from media_library.domain.likeness import bands_of, perceptual_hash
from media_library.domain.metadata import embed_rights, read_blocks, read_metadata
from media_library.domain.renditions import make_renditions
from media_library.domain.renditions.cropping import WHOLE
from media_library.domain.renditions.decoding import open_photo
from media_library.domain.renditions.presets import PUBLIC_PRESETS, bound_size
from media_library.domain.renditions.scaling import scale_photo
from newsroom.shared.content_store import ContentFileSystemStorage, hash_file, put, stored_name

ROUNDS = 5
PHOTOS_PER_WORKER = 12
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smaller photo and one round")
    arguments = parser.parse_args()
    # Willow asks Django's settings, if there is a Django.
    settings.configure()
    # Pillow's guard is for pictures of strangers, and these are ours.
    Image.MAX_IMAGE_PIXELS = None
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        size = (3000, 2000) if arguments.quick else (6000, 4000)
        photo = write_photo(Path(folder) / "photo.jpg", width=size[0], height=size[1])
        large = Path(folder) / "large.jpg"
        with Image.open(photo) as opened:
            opened.resize((size[0] * 49 // 24, size[1] * 49 // 24)).save(large, quality=92)
        megapixels, megabytes = size[0] * size[1] / 1e6, photo.stat().st_size / 1e6
        print(f"Eight files of a JPEG of {megapixels:.0f} megapixels ({megabytes:.1f} MB)")
        measure_times(photo, rounds=1 if arguments.quick else ROUNDS)
        measure_memory(photo, large=large)
        measure_likeness(photo)
        measure_workers(photo, photos=2 if arguments.quick else PHOTOS_PER_WORKER)


def measure_times(photo: Path, *, rounds: int) -> None:
    """CPU time of every way, all of them in each round, so that a slow moment of the machine falls on all."""
    ways = contenders.WAYS | {"floor": contenders.floor_for(photo)}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(photo)
    for _round in range(rounds):
        for name, way in ways.items():
            start = time.process_time()
            way(photo)
            taken[name].append(time.process_time() - start)
    print(f"\n{'CPU time':<18}{'median':>10}   {'ours, of it':<12} range")
    for name, seconds in taken.items():
        ratios = [ours / theirs for ours, theirs in zip(taken["ours"], seconds, strict=True)]
        between = f"{min(ratios):.2f}–{max(ratios):.2f}"
        print(f"{name:<18}{statistics.median(seconds) * 1000:>7.0f} ms   {statistics.median(ratios):<12.2f} {between}")


def measure_memory(photo: Path, *, large: Path) -> None:
    """The most memory that a process needs that does nothing else, Python and the libraries included."""
    sizes = []
    for path in (photo, large):
        with Image.open(path) as opened:
            sizes.append(f"{opened.width * opened.height / 1e6:.0f} MP")
    print(f"\n{'Peak memory':<18}{sizes[0]:>10}{sizes[1]:>14}")
    for name in contenders.WAYS:
        command = [sys.executable, "-m", "benchmarks.photo_runs.peak", name]
        peaks = [
            subprocess.run([*command, str(path)], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
            for path in (photo, large)
        ]
        print(f"{name:<18}{peaks[0]:>7} MB{peaks[1]:>11} MB")


def measure_likeness(photo: Path) -> None:
    """How far our pixels are, before they are encoded, from the best filter over all pixels of the original."""
    bounds = sorted({preset.long_side or 0 for preset in PUBLIC_PRESETS}, reverse=True)
    with open_photo(photo) as opened:
        sizes = [bound_size(opened.size, long_side=bound) for bound in bounds]
        ours, _warnings = scale_photo(opened, crop=WHOLE, sizes=sizes)
    print("\nPSNR of our pixels against LANCZOS from the whole original")
    with Image.open(photo) as original:
        for size in sizes:
            best = original.resize(size, Image.Resampling.LANCZOS)
            print(f"{max(size):>5} {psnr(ours[size], best):>8.1f} dB")


def measure_workers(photo: Path, *, photos: int) -> None:
    """Photos a minute of one worker and of two, each with one thread, by the clock: the best of three tries, in turns.

    The processor's own time for each photo stands beside it: by that one sees whether workers are in each other's way,
    also on a machine that has other things to do.
    """
    print(f"\n{'Photos a minute':<30}{'one':>6}{'two':>6}{'ratio':>7}{'CPU time of each':>22}")
    for name, work in (("the files alone", contenders.ours), ("from the arrival to the store", whole_photo)):
        rates, seconds = [0.0, 0.0], [math.inf, math.inf]
        for _try in range(3):
            for workers in (1, 2):
                with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                    # The first round fills what is kept between photos, and has every process there.
                    list(pool.map(_work, [work] * workers, [photo] * workers, [1] * workers))
                    start = time.perf_counter()
                    taken = list(pool.map(_work, [work] * workers, [photo] * workers, [photos] * workers))
                    passed = time.perf_counter() - start
                rates[workers - 1] = max(rates[workers - 1], workers * photos * 60 / passed)
                seconds[workers - 1] = min(seconds[workers - 1], sum(taken) / (workers * photos))
        of_each = f"{seconds[0] * 1000:.0f} and {seconds[1] * 1000:.0f} ms"
        print(f"{name:<30}{rates[0]:>6.0f}{rates[1]:>6.0f}{rates[1] / rates[0]:>7.2f}{of_each:>22}")


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Peak signal to noise ratio in decibels, over all bands."""
    histogram = ImageChops.difference(one, other).histogram()
    mean_square = sum((value % 256) ** 2 * count for value, count in enumerate(histogram)) / sum(histogram)
    return 10 * math.log10(255**2 / mean_square) if mean_square else math.inf


def whole_photo(path: Path) -> None:
    """Everything that is done for a photo from its arrival on, but for the database: that takes a few milliseconds."""
    facts = check_file(path)
    digest, _size = hash_file(path)
    reading = read_metadata(read_blocks(path))
    values = {key: derived.value for key, derived in reading.values.items()}
    # A store of its own for each photo, for to keep what it has already would cost nothing.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        store = ContentFileSystemStorage(folder)
        put(store, stored_name(digest, facts.extension, folder="originals"), path)
        made = make_renditions(path, watermark=contenders.SIGN, rights=embed_rights(values))
        bands_of(perceptual_hash(made.luminance))
        for file in made.files:
            digest = hashlib.sha256(file.content).hexdigest()
            store.save(f"photos/{file.preset}-{digest[:16]}.{file.format}", ContentFile(file.content))


def _work(work: Callable[[Path], object], photo: Path, times: int) -> float:
    """Do it so many times; returns the processor's time in seconds."""
    if not settings.configured:
        settings.configure()
    start = time.process_time()
    for _time in range(times):
        work(photo)
    return time.process_time() - start


if __name__ == "__main__":
    main()
