"""Colour: every profile that an original may carry, to sRGB."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageCms

PROFILE_IGNORED = "colour-profile-ignored"

# The largest honest profiles, those of printing presses, have about two megabytes.
LARGEST_PROFILE = 4 * 1024 * 1024
_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}
# Two steps of 255 are not seen, and Adobe, Apple and HP each round their sRGB differently.
_SAME_COLOUR = 2


class ProfileUnusable(Exception):
    """The profile is broken, or not one of a picture in this mode."""


@dataclass(frozen=True, slots=True)
class _Conversion:
    """A built transform and the mode that it reads. None stands for colours that are sRGB already."""

    reads: str
    transform: ImageCms.ImageCmsTransform | None


def convert_to_srgb(image: Image.Image, *, profile: bytes | None) -> tuple[Image.Image, tuple[str, ...]]:
    """The picture as RGB in sRGB without transparency, and what there is to warn of.

    Takes any mode that `decoding` gives; transparent pixels show white. Without a profile RGB and grey are taken as
    sRGB, CMYK by the plain formula and LAB by its definition (ICC.1, D50). A profile that is broken, or is none for
    such a picture, is passed over with PROFILE_IGNORED. Meant to be called after scaling: CMYK costs 40 ns a pixel.
    """
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = _eight_bits(image.convert("RGB") if alpha else image)
    ignored: tuple[str, ...] = ()
    converted = None
    if profile or plain.mode == "LAB":
        try:
            converted = _apply(plain, profile=profile)
        except ProfileUnusable:
            ignored = (PROFILE_IGNORED,)
            converted = _apply(plain, profile=None) if plain.mode == "LAB" else None
    result = converted or plain
    if result.mode != "RGB":
        result = result.convert("RGB")
    if alpha:
        on_white = Image.new("RGB", result.size, "white")
        on_white.paste(result, mask=alpha)
        result = on_white
    return result, ignored


def fits_profile(image: Image.Image, *, profile: bytes | None) -> bool:
    """Whether the profile is a sound one for pictures in just this mode."""
    try:
        return profile is not None and _conversion(profile, image.mode).reads == image.mode
    except ProfileUnusable:
        return False


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """A small sRGB profile, the same bytes on every day: its date would be today's."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + profile[36:]


def _apply(image: Image.Image, *, profile: bytes | None) -> Image.Image:
    conversion = _conversion(profile, image.mode)
    readable = image if image.mode == conversion.reads else image.convert(conversion.reads)
    if conversion.transform is None:
        return readable
    return ImageCms.applyTransform(readable, conversion.transform) or readable


# Agencies and cameras use a handful of profiles; to build a transform costs up to a tenth of a second.
@lru_cache(maxsize=16)
def _conversion(profile: bytes | None, mode: str) -> _Conversion:
    """Build the way from a profile (None: LAB by definition) to sRGB. Raises ProfileUnusable."""
    if profile is not None and len(profile) > LARGEST_PROFILE:
        raise ProfileUnusable
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile) if profile else ImageCms.createProfile("LAB"))
        reads = _MODES.get(source.profile.xcolor_space, "")
        if reads != mode and not (mode == "L" and reads == "RGB"):
            raise ProfileUnusable
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            reads,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        return _Conversion(reads, _checked(transform, reads=reads))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        raise ProfileUnusable from error


def _checked(transform: ImageCms.ImageCmsTransform, *, reads: str) -> ImageCms.ImageCmsTransform | None:
    """The transform, None where it would change nothing. Raises ProfileUnusable if it makes white darker than black."""
    ends = Image.new(reads, (2, 1))
    white, black = _ENDS[reads]
    ends.putpixel((0, 0), white)
    ends.putpixel((1, 0), black)
    light = (ImageCms.applyTransform(ends, transform) or ends).convert("L")
    if light.tobytes()[0] <= light.tobytes()[1]:
        raise ProfileUnusable
    if reads != "RGB":
        return transform
    cube = Image.frombytes("RGB", (9, 81), bytes(v for r in _NINE for g in _NINE for b in _NINE for v in (r, g, b)))
    change = ImageChops.difference(cube, ImageCms.applyTransform(cube, transform) or cube)
    return None if max(change.tobytes()) <= _SAME_COLOUR else transform


_ENDS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "RGB": ((255, 255, 255), (0, 0, 0)),
    "L": ((255,), (0,)),
    "CMYK": ((0, 0, 0, 0), (0, 0, 0, 255)),
    "LAB": ((255, 128, 128), (0, 128, 128)),
}
_NINE = [round(step * 255 / 8) for step in range(9)]


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits as eight. What has no fixed white is stretched between its darkest and lightest pixel."""
    if image.mode == "I;16":
        return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    if image.mode in {"I", "F"}:
        low, high = (float(end) for end in image.getextrema() if isinstance(end, (int, float)))
        factor = 255 / (high - low) if high > low else 0.0
        return image.convert("F").point(lambda value: value * factor - low * factor).convert("L")
    return image
