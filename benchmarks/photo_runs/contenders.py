"""Five ways to the same eight files. Quality, WebP method and Huffman tables are equal in all of them."""

import io
import os
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps

from media_library.domain.renditions import presets, watermark
from media_library.domain.renditions.encoding import RightsEmbedding, encode
from media_library.domain.renditions.making import make_renditions
from media_library.domain.renditions.presets import FileFormat, Preset, bound_size

SIGN = "НИА"
RIGHTS = RightsEmbedding(xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
JPEG = {"quality": presets.JPEG_QUALITY, "optimize": True, "subsampling": "4:2:0"}
WEBP = {"quality": presets.WEBP_QUALITY, "method": 2}
LARGEST = max(preset.long_side or 0 for preset in presets.PUBLIC_PRESETS)

Files = dict[tuple[str, str], bytes]


def ours(path: Path) -> Files:
    made = make_renditions(path, watermark=SIGN, rights=RIGHTS)
    return {(file.preset, file.format): file.content for file in made.files}


def with_willow(path: Path) -> Files:
    """As Wagtail does: open, decode, turn and scale for each rendition. It can't set WebP's method; here it is set."""
    from willow.image import Image as WillowImage

    files = {}
    for preset in presets.PUBLIC_PRESETS:
        with path.open("rb") as file:
            opened = WillowImage.open(file).auto_orient()
            scaled = opened.resize(bound_size(opened.get_size(), long_side=preset.long_side))
            files[_key(preset)] = _encode(_marked(scaled.get_pillow_image(), preset), preset=preset)
    return files


def with_willow_as_it_is(path: Path) -> Files:
    """The same, written by Willow itself: its WebP is of method 4."""
    from willow.image import Image as WillowImage
    from willow.plugins.pillow import PillowImage

    files = {}
    for preset in presets.PUBLIC_PRESETS:
        with path.open("rb") as file:
            opened = WillowImage.open(file).auto_orient()
            scaled = opened.resize(bound_size(opened.get_size(), long_side=preset.long_side))
            marked = PillowImage(_marked(scaled.get_pillow_image(), preset))
            data = io.BytesIO()
            if preset.format is FileFormat.WEBP:
                marked.save_as_webp(data, quality=preset.quality)
            else:
                marked.save_as_jpeg(data, quality=preset.quality, optimize=True)
            files[_key(preset)] = data.getvalue()
    return files


def reopening(path: Path) -> Files:
    """Pillow without a thought: the original is opened anew for each file."""
    files = {}
    for preset in presets.PUBLIC_PRESETS:
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened)
            scaled = upright.resize(bound_size(upright.size, long_side=preset.long_side), Image.Resampling.LANCZOS)
            files[_key(preset)] = _encode(_marked(scaled, preset), preset=preset)
    return files


def with_libvips(path: Path) -> Files:
    """libvips at its best: decode at the smallest scale that will do, then each size from the next larger one."""
    os.environ["VIPS_CONCURRENCY"] = "1"
    import pyvips

    pyvips.cache_set_max(0)
    original = pyvips.Image.new_from_file(str(path))
    # Into memory, or each size would decode the photo again.
    picture = pyvips.Image.thumbnail(str(path), LARGEST, height=LARGEST, size="down").copy_memory()
    files = {}
    for bound in sorted({preset.long_side or 0 for preset in presets.PUBLIC_PRESETS}, reverse=True):
        width, height = bound_size((original.width, original.height), long_side=bound)
        if width < picture.width:
            picture = picture.resize(width / picture.width, vscale=height / picture.height).copy_memory()
        for preset in presets.PUBLIC_PRESETS:
            if preset.long_side == bound:
                shown = _marked_by_libvips(picture) if preset.watermarked else picture
                files[_key(preset)] = (
                    shown.webpsave_buffer(Q=preset.quality, effort=2, keep="none")
                    if preset.format is FileFormat.WEBP
                    else shown.jpegsave_buffer(Q=preset.quality, optimize_coding=True, keep="none")
                )
    return files


def floor_for(path: Path) -> Callable[[Path], Files]:
    """What can't be saved: one decode at half scale, and the encoding of pixels that were made beforehand."""
    with Image.open(path) as original:
        upright = ImageOps.exif_transpose(original)
        pictures = {
            preset: _marked(
                upright.resize(bound_size(upright.size, long_side=preset.long_side), Image.Resampling.LANCZOS), preset
            )
            for preset in presets.PUBLIC_PRESETS
        }

    def floor(path: Path) -> Files:
        with Image.open(path) as opened:
            opened.draft(None, (opened.width // 2, opened.height // 2))
            opened.load()
        return {_key(preset): encode(picture, preset=preset, rights=RIGHTS) for preset, picture in pictures.items()}

    for picture in pictures.values():
        picture.info = {}
    return floor


def _encode(picture: Image.Image, *, preset: Preset) -> bytes:
    data = io.BytesIO()
    if preset.format is FileFormat.WEBP:
        picture.save(data, "WEBP", **WEBP)
    else:
        picture.save(data, "JPEG", **JPEG)
    return data.getvalue()


def _marked(picture: Image.Image, preset: Preset) -> Image.Image:
    return watermark.apply_watermark(picture, sign=SIGN) if preset.watermarked else picture


_overlays: dict[int, tuple[object, object]] = {}


def _marked_by_libvips(picture):
    """The same overlay, laid on in the way that costs libvips least."""
    import pyvips

    if picture.width not in _overlays:
        box = 0, 0, picture.width, picture.height
        layers = [layer.crop(box) for layer in watermark.draw_overlay(SIGN, max(box))]
        _overlays[picture.width] = tuple(
            pyvips.Image.new_from_memory(layer.tobytes(), layer.width, layer.height, len(layer.getbands()), "uchar")
            for layer in layers
        )
    colour, opacity = _overlays[picture.width]
    return opacity.ifthenelse(colour.copy(interpretation="srgb"), picture, blend=True)


def _key(preset: Preset) -> tuple[str, str]:
    return preset.name, preset.format.value


WAYS: dict[str, Callable[[Path], Files]] = {
    "ours": ours,
    "willow": with_willow,
    "willow as it is": with_willow_as_it_is,
    "reopening": reopening,
    "libvips": with_libvips,
}
