"""Which photos look alike: a perceptual hash of 64 bits, and the search for near duplicates by an index.

The hash keeps which of the picture's 64 slowest waves (discrete cosine transform) are stronger than the middle one.
Scaling, recompression, and light changes of tone or edge turn a few of its bits over; another picture turns about half.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from statistics import median
from typing import Any, TypeVar, cast

from django.db.models import BigIntegerField, F, Func, IntegerField, Model, QuerySet, Value
from django.db.models.functions import Cast
from PIL import Image

_SIDE = 32  # pixels of the small square that is transformed
_BITS = 64
_BAND_BITS = 16
_BANDS = _BITS // _BAND_BITS
# From the slowest wave on, without the average brightness, which tells pictures apart least.
_WAVES = sorted(product(range(_SIDE), repeat=2), key=lambda wave: (sum(wave), wave))[1 : _BITS + 1]
_FASTEST = max(max(wave) for wave in _WAVES) + 1
_COSINES = [
    [math.cos(math.pi * wave * (2 * place + 1) / (2 * _SIDE)) for place in range(_SIDE)] for wave in range(_FASTEST)
]

# Four bands, one flipped bit in each probe: of up to 7 differing bits, some band has 1 or none.
CERTAIN_DISTANCE = 2 * _BANDS - 1

_Row = TypeVar("_Row", bound=Model)


def perceptual_hash(image: Image.Image) -> int:
    """The hash of a picture as it is shown (upright), as a signed 64-bit integer, the range of PostgreSQL's bigint.

    Any size and any mode that Pillow turns into "L"; a small rendition gives the same hash as the original, or one
    that differs in a bit or two. A picture of one colour has the hash 0.
    """
    grey = image if image.mode == "L" else image.convert("L")
    pixels = grey.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).tobytes()
    rows = [_waves_of(pixels[start : start + _SIDE]) for start in range(0, len(pixels), _SIDE)]
    columns = [_waves_of(column) for column in zip(*rows, strict=True)]
    # Rounded, so that a flat picture has no waves, rather than those of floating-point noise.
    strengths = [round(columns[across][down]) for across, down in _WAVES]
    middle = median(strengths)
    unsigned = sum((strength > middle) << position for position, strength in enumerate(strengths))
    return _signed(unsigned)


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ: 0 looks the same, about 32 has nothing in common."""
    return _unsigned(one ^ other).bit_count()


def bands_of(likeness: int) -> list[int]:
    """The four quarters of a hash, each with its number above its 16 bits, as the index holds them."""
    bits = _unsigned(likeness)
    return [band << _BAND_BITS | bits >> band * _BAND_BITS & 0xFFFF for band in range(_BANDS)]


def probes_for(likeness: int) -> list[int]:
    """Each band as it is and with each of its bits flipped (68 values): what is to be looked up in the index.

    Every hash within CERTAIN_DISTANCE of this one has at least one of them among its own bands.
    """
    return [probe for band in bands_of(likeness) for probe in (band, *(band ^ 1 << position for position in range(16)))]


def find_near_duplicates(candidates: QuerySet[_Row], likeness: int, *, within: int = 10) -> QuerySet[_Row, Any]:
    """The rows that look like `likeness`, the most alike first, each with its `distance`.

    The model has `perceptual_hash` and `likeness_bands` (made by `bands_of`, under a GIN index). All that differ in up
    to CERTAIN_DISTANCE bits are found; of those beyond, up to `within`, most: all but 5 % at 8 bits, three quarters
    at 10. Exclude the photo itself before calling, and slice what comes back.
    """
    differing = Func(
        F("perceptual_hash"),
        Cast(Value(likeness), BigIntegerField()),
        arg_joiner=" # ",
        template="bit_count((%(expressions)s)::bit(64))",
        output_field=IntegerField(),
    )
    looked_up: dict[str, Any] = {"likeness_bands__overlap": probes_for(likeness)}
    found = candidates.filter(**looked_up).annotate(distance=differing).filter(distance__lte=within)
    # The annotations of Django's types lose the model on the way.
    return cast("QuerySet[_Row, Any]", found.order_by("distance", "pk"))


def _waves_of(values: Sequence[float]) -> list[float]:
    return [sum(map(float.__mul__, cosines, map(float, values))) for cosines in _COSINES]


def _signed(bits: int) -> int:
    return bits - (1 << _BITS) if bits >> _BITS - 1 else bits


def _unsigned(number: int) -> int:
    return number & (1 << _BITS) - 1
