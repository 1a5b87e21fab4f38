"""The memory that one way needs at most, in a process of its own: `python -m benchmarks.photo_runs.peak WAY PATH`."""

import sys
from pathlib import Path

from django.conf import settings
from PIL import Image

from benchmarks.photo_runs.contenders import WAYS


def main() -> None:
    way, path = sys.argv[1:]
    # Willow asks Django's settings, if there is a Django; Pillow's guard is for pictures of strangers.
    settings.configure()
    Image.MAX_IMAGE_PIXELS = None
    WAYS[way](Path(path))
    print(_peak_megabytes())


def _peak_megabytes() -> int:
    # Not `ru_maxrss`: on Linux that starts at the size of the process that started this one.
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        divisor = 1_000_000 if sys.platform == "darwin" else 1000
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // divisor
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) * 1024 // 1_000_000


if __name__ == "__main__":
    main()
