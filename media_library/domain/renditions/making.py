"""From one decode of an original to all the files that are asked for, and to what pages need before those load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from media_library.domain.renditions.cropping import WHOLE, Point, check_crop, crop_pixels
from media_library.domain.renditions.decoding import MAX_PIXELS, open_photo
from media_library.domain.renditions.encoding import RightsPackets, encode, encode_placeholder
from media_library.domain.renditions.presets import PUBLIC_PRESETS, THUMB, Preset, bound_size
from media_library.domain.renditions.print_size import make_print_file
from media_library.domain.renditions.scaling import Size, scale_photo
from media_library.domain.renditions.shared_cuts import cut, focus_within, size_to_cut_from
from media_library.domain.renditions.watermark import apply_watermark

LUMINANCE_SIDE = 64


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file: the preset's name, the format ("jpeg", "webp"), width and height in pixels, and its bytes."""

    preset: str
    format: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one photo, or of one crop of it.

    `width` and `height` are the whole original's as it is shown, in pixels. Of the crop: `placeholder`, a data: address
    below 400 characters; `average_colour`, `#rrggbb`; `luminance`, 64 by 64 pixels of grey (mode L, upright, not in
    proportion) for the perceptual hash. `warnings` are codes such as `colour-profile-ignored`.
    """

    width: int
    height: int
    files: list[MadeFile]
    placeholder: str
    average_colour: str
    luminance: Image.Image
    warnings: tuple[str, ...]


def make_renditions(
    path: Path,
    *,
    presets: Sequence[Preset] = PUBLIC_PRESETS,
    watermark: str,
    rights: RightsPackets,
    crop: tuple[int, int, int, int] | None = None,
    focus: Point = (0.5, 0.5),
    max_pixels: int = MAX_PIXELS,
) -> Made:
    """Make these presets of a photo, or of one crop of it (edges in thousandths of the sides of the photo as shown).

    The original is decoded once, and only as large as the largest size needs. Each preset gives one file, also where
    the original is smaller than its bound; files that come out alike share their bytes. Only what is cut to a shape,
    around the `focus` of the whole photo (in fractions of its sides), is left out where the original is too small for
    it. `watermark` is the sign on previews. Raises PhotoUndecodable; OSError if there is no such file; and ValueError
    for an empty sign, a crop that is none, rights above 64 KB, or a print size of a crop.
    """
    chosen_crop = WHOLE if crop is None else check_crop(crop)
    scaled = [preset for preset in presets if preset.long_side is not None]
    if chosen_crop != WHOLE and len(scaled) < len(presets):
        raise ValueError(crop)
    with open_photo(path, max_pixels=max_pixels) as photo:
        cropped = crop_pixels(photo.size, crop=chosen_crop)
        pictures, warnings = scale_photo(photo, crop=chosen_crop, sizes=_target_sizes(cropped, presets=scaled))
    plain = [preset for preset in scaled if preset.shape is None]
    files = _encode_all(pictures, cropped, presets=plain, sign=watermark, rights=rights)
    for preset in scaled:
        whole = size_to_cut_from(cropped, preset=preset) if preset.shape else None
        if whole is not None:
            # From the smallest of the pictures that are large enough, which costs the least.
            source = min((size for size in pictures if size[0] >= whole[0] and size[1] >= whole[1]), key=max)
            picture = cut(pictures[source], preset=preset, focus=focus_within(focus, crop=chosen_crop))
            content = encode(picture, preset=preset, rights=rights)
            files.append(MadeFile(preset.name, preset.format.value, *picture.size, content))
    for preset in presets:
        if preset.long_side is None:
            # Opened anew: the pixels that were decoded above are smaller than these.
            with open_photo(path, max_pixels=max_pixels) as photo:
                content, size = make_print_file(path, photo, rights=rights)
            files.append(MadeFile(preset.name, preset.format.value, *size, content))
    smallest = pictures[min(pictures)]
    return Made(
        *photo.size,
        files,
        placeholder=encode_placeholder(smallest),
        average_colour="#" + smallest.resize((1, 1), Image.Resampling.BOX).tobytes().hex(),
        luminance=smallest.convert("L").resize((LUMINANCE_SIDE, LUMINANCE_SIDE), Image.Resampling.BOX),
        warnings=warnings,
    )


def _target_sizes(size: Size, *, presets: Sequence[Preset]) -> list[Size]:
    """The distinct sizes in pixels, largest first. A small one is always among them, for the average and the like."""
    bounds = {preset.long_side for preset in presets if preset.shape is None} | {THUMB.long_side}
    sizes = {bound_size(size, long_side=bound) for bound in bounds}
    largest = max(sizes)
    for preset in presets:
        whole = size_to_cut_from(size, preset=preset) if preset.shape else None
        if whole is not None and (whole[0] > largest[0] or whole[1] > largest[1]):
            sizes.add(whole)
    return sorted(sizes, reverse=True)


def _encode_all(
    pictures: dict[Size, Image.Image], size: Size, *, presets: Sequence[Preset], sign: str, rights: RightsPackets
) -> list[MadeFile]:
    files: list[MadeFile] = []
    done: dict[tuple[object, ...], bytes] = {}
    for preset in presets:
        target = bound_size(size, long_side=preset.long_side)
        # Two sizes of a small original are one picture, encoded once.
        same = (target, preset.format, preset.quality, preset.watermarked, preset.tagged)
        if same not in done:
            picture = pictures[target]
            marked = apply_watermark(picture, sign=sign) if preset.watermarked else picture
            done[same] = encode(marked, preset=preset, rights=rights)
        files.append(MadeFile(preset.name, preset.format.value, *target, done[same]))
    return files
