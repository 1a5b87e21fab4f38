"""Opening an original and decoding it once, at no more than the size that is needed."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

# A JPEG is decoded at a half, a quarter or an eighth as long as that leaves this much more than the largest size asked
# for. Nearer than that, what the decoder's own scaling does to the pixels shows: 46 dB against the best filter at 1.25.
HEADROOM = 1.3
MAX_PIXELS = 250_000_000


class Flaw(StrEnum):
    """Why a photo can't be made into renditions."""

    UNKNOWN_KIND = "unknown-kind"
    TOO_LARGE = "too-large"
    BROKEN = "broken"


class PhotoUndecodable(Exception):
    """The file holds no picture that could be shown whole. `flaw` says why, `str()` in the reader's language."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw

    def __str__(self) -> str:
        return {
            Flaw.UNKNOWN_KIND: _("This is not a JPEG, PNG, TIFF or WebP picture."),
            Flaw.TOO_LARGE: _("The picture has more pixels than the library takes."),
            Flaw.BROKEN: _("The picture’s data are broken or cut short."),
        }[self.flaw]


@dataclass(slots=True)
class OpenedPhoto:
    """An original whose header has been read and whose pixels have not.

    `stored_size` is width and height before the orientation (EXIF's 1 to 8) is applied, `size` as it is shown.
    """

    image: Image.Image
    stored_size: tuple[int, int]
    orientation: int
    icc_profile: bytes | None

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.stored_size
        return (height, width) if self.orientation >= 5 else (width, height)

    @property
    def is_jpeg(self) -> bool:
        return isinstance(self.image, JpegImagePlugin.JpegImageFile)


@dataclass(frozen=True, slots=True)
class DecodedPhoto:
    """Pixels in a mode that can be scaled, not yet turned.

    `extent` is the part of them that the original covers: 2000.5 of 2001 columns, when 4001 were halved.
    """

    image: Image.Image
    extent: tuple[float, float]


@contextmanager
def open_photo(path: Path, *, max_pixels: int = MAX_PIXELS) -> Iterator[OpenedPhoto]:
    """Read the header of an original. Raises PhotoUndecodable, and OSError if there is no such file.

    The kind is judged by content. `max_pixels` is a bound for this call only: Pillow's own, which holds for the whole
    process, is neither asked nor touched.
    """
    with path.open("rb") as file:
        with _decoder_failures():
            read_header = _kind_of(file.read(12))
            file.seek(0)
            image = read_header(file)
            orientation = _orientation_of(image)
        if image.width * image.height > max_pixels:
            raise PhotoUndecodable(Flaw.TOO_LARGE)
        if min(image.size) < 1:
            raise PhotoUndecodable(Flaw.BROKEN)
        profile = image.info.get("icc_profile")
        with image:
            yield OpenedPhoto(image, image.size, orientation, profile if isinstance(profile, bytes) else None)


def decode_photo(photo: OpenedPhoto, *, scale: float) -> DecodedPhoto:
    """Decode the pixels, a JPEG at the smallest scale that leaves HEADROOM over `scale` (side wanted over side stored).

    Other kinds are decoded whole: four bytes a pixel, 400 MB for 100 megapixels. The modes that come out are RGB,
    RGBA, L, CMYK, LAB and, for 16 and 32 bits of grey, I;16, I and F. Raises PhotoUndecodable for broken pixels and
    for data that end too early: a photo with a grey lower half is never made.
    """
    image = photo.image
    extent: tuple[float, float] = image.size
    with _decoder_failures():
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            drafted = image.draft(None, _draft_size(photo.stored_size, scale=scale * HEADROOM))
            if drafted:
                extent = drafted[1][2:]
        image.load()
        scalable = _scalable(image)
    # What was read beside the pixels would be written again with whatever is made of them.
    scalable.info = {}
    return DecodedPhoto(scalable, extent)


@contextmanager
def _decoder_failures() -> Iterator[None]:
    """Turn every failure of a decoder into PhotoUndecodable, and keep its remarks about odd metadata to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except DECODER_FAILURES as error:
            raise PhotoUndecodable(Flaw.BROKEN) from error


# Pillow's decoders and header readers let all of these through, depending on where a file is broken.
DECODER_FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    EOFError,
    AssertionError,
    RuntimeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


def _kind_of(start: bytes) -> Callable[..., Image.Image]:
    if start.startswith(b"\xff\xd8\xff"):
        return JpegImagePlugin.jpeg_factory
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImagePlugin.PngImageFile
    if start.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return TiffImagePlugin.TiffImageFile
    if start.startswith(b"RIFF") and start[8:] == b"WEBP":
        return WebPImagePlugin.WebPImageFile
    raise PhotoUndecodable(Flaw.UNKNOWN_KIND)


def _orientation_of(image: Image.Image) -> int:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return 1
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except DECODER_FAILURES:
        # Broken EXIF is the metadata readers' business, and no reason to do without the picture.
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _draft_size(size: tuple[int, int], *, scale: float) -> tuple[int, int]:
    divisor = next((step for step in (8, 4, 2) if scale * step <= 1), 1)
    return max(1, size[0] // divisor), max(1, size[1] // divisor)


def _scalable(image: Image.Image) -> Image.Image:
    """The picture in a mode whose pixels can be averaged: palettes and single bits can't."""
    if image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        has_alpha = image.mode != "P" or "transparency" in image.info
        return image.convert("RGBA" if has_alpha else "RGB")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in {"RGB", "RGBA", "L", "CMYK", "LAB", "I;16", "I", "F"}:
        return image
    return image.convert("I" if image.mode.startswith("I;16") else "RGB")
