"""From the original's pixels to each size, upright and in sRGB, before anything is encoded."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from media_library.domain.renditions.colour import convert_to_srgb
from media_library.domain.renditions.cropping import CropBox, crop_in_stored, crop_pixels
from media_library.domain.renditions.decoding import DecodedPhoto, OpenedPhoto, decode_photo
from media_library.domain.renditions.orientation import turn_upright

Size = tuple[int, int]

# The first step out of the decoder is the dear one. To this size and larger ones, and where it makes at least this much
# smaller, the cheaper filter keeps 47 dB against the best one, and what the best one makes of that afterwards 50.
# Elsewhere there is little to save.
_CHEAPER_FILTER_FROM, _CHEAPER_FILTER_SHRINKS = 1600, 1.4


def scale_photo(
    photo: OpenedPhoto, *, crop: CropBox, sizes: Sequence[Size]
) -> tuple[dict[Size, Image.Image], tuple[str, ...]]:
    """Decode once, and make the crop in each of the sizes (largest first); with them come codes of what to warn of.

    Turning and colour come after the first scaling: on a quarter of the pixels they cost a quarter. The photo is closed
    afterwards, for its pixels are the most of the memory. Raises PhotoUndecodable.
    """
    decoded = decode_photo(photo, scale=max(sizes[0]) / max(crop_pixels(photo.size, crop=crop)))
    first = _scale_first(decoded, photo=photo, crop=crop, size=sizes[0])
    photo.image.close()
    del decoded
    upright = turn_upright(first, orientation=photo.orientation)
    converted, warnings = convert_to_srgb(upright, profile=photo.icc_profile)
    return _scale_down(converted, sizes=sizes), warnings


def _scale_first(decoded: DecodedPhoto, *, photo: OpenedPhoto, crop: CropBox, size: Size) -> Image.Image:
    """The crop out of the decoded pixels, still lying as they are stored, at the size that it has when it is turned."""
    left, top, right, bottom = crop_in_stored(crop, orientation=photo.orientation)
    across, down = decoded.extent
    box = (left * across, top * down, right * across, bottom * down)
    lying = (size[1], size[0]) if photo.orientation >= 5 else size
    cheaper = max(size) >= _CHEAPER_FILTER_FROM and box[2] - box[0] >= lying[0] * _CHEAPER_FILTER_SHRINKS
    return decoded.image.resize(lying, Image.Resampling.BICUBIC if cheaper else Image.Resampling.LANCZOS, box=box)


def _scale_down(image: Image.Image, *, sizes: Sequence[Size]) -> dict[Size, Image.Image]:
    """Each size from the next larger one, which costs a third of making each from the largest."""
    pictures: dict[Size, Image.Image] = {}
    for size in sizes:
        image = image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
        pictures[size] = image
    return pictures
