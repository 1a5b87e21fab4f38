"""What is said of a file that is refused, or taken with a warning, in both languages of the newsroom."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

LANGUAGES = ("bg", "en")

# Pictures of other formats. The words stand in “This is …”.
PICTURES: dict[str, Promise] = {
    "avif": _("an AVIF picture"),
    "bmp": _("a BMP picture"),
    "dds": _("a DDS picture"),
    "exr": _("an OpenEXR picture"),
    "gif": _("a GIF"),
    "heic": _("a HEIC picture"),
    "ico": _("an icon (ICO)"),
    "jpeg2000": _("a JPEG 2000 picture"),
    "jpegxl": _("a JPEG XL picture"),
    "jpegxr": _("a JPEG XR picture"),
    "psd": _("a Photoshop document (PSD)"),
    "qoi": _("a QOI picture"),
    "raw": _("a camera's raw file"),
    "svg": _("an SVG drawing"),
    "xcf": _("a GIMP document (XCF)"),
}
OTHERS: dict[str, Promise] = {
    "archive": _("an archive"),
    "eps": _("a PostScript document (EPS)"),
    "html": _("an HTML page"),
    "office": _("an Office document"),
    "pdf": _("a PDF document"),
    "program": _("a program"),
    "script": _("a script"),
    "sound": _("a sound recording"),
    "text": _("a text"),
    "video": _("a video"),
    "xml": _("an XML document"),
    "zip": _("a ZIP archive"),
}
FEATURES: dict[str, Promise] = {
    "arithmetic": _("arithmetic coding"),
    "bits": _("its number of bits"),
    "colours": _("its colour model"),
    "compression": _("its compression"),
    "hierarchical": _("several layers of resolution"),
    "lossless": _("lossless JPEG"),
}
_WORDS: dict[str, dict[str, Promise]] = {"kind": PICTURES | OTHERS, "feature": FEATURES}

REFUSALS: dict[str, Promise] = {
    "animation": _("This is an animation. Send one still picture."),
    "cut_off": _("The file is cut off: its end is missing. Send it again."),
    "damaged": _("The file is damaged. Save the photo anew, or send it again."),
    "empty": _("The file is empty."),
    "hidden_content": _("Hidden in this photo there is also %(kind)s. Save the photo anew, and send that file."),
    "implausible": _("%(width)s × %(height)s pixels can't be in %(size)s bytes. The file is damaged or forged."),
    "metadata_too_big": _("The metadata in this file unpack to more than %(limit)s MB. Save the photo without them."),
    "no_pixels": _("The photo has no pixels: one of its sides is 0."),
    "not_a_file": _("This is not a file."),
    "not_a_photo": _("This is %(kind)s, not a photo. JPEG, PNG, TIFF and WebP are taken."),
    "side_too_long": _("The photo claims %(width)s × %(height)s pixels; a side may have at most %(limit)s."),
    "too_big": _("The file has %(size)s MB; at most %(limit)s MB are taken."),
    "too_many_pages": _("The file has more than %(limit)s pages. Send one photo a file."),
    "too_many_parts": _("The file has more parts than a photo ever has. Save the photo anew."),
    "too_many_pixels": _("The photo claims %(width)s × %(height)s pixels; at most %(limit)s megapixels are taken."),
    "unknown": _("This is not a photo that can be read. JPEG, PNG, TIFF and WebP are taken."),
    "unsupported": _("This %(format)s can't be read because of %(feature)s. Save it as an ordinary JPEG."),
    "wrong_picture": _("This is %(kind)s. Save it as JPEG, PNG, TIFF or WebP."),
}
WARNINGS: dict[str, Promise] = {
    "several_pages": _("The file has %(pages)s pages; only the first is used."),
    "trailing_data": _("Behind the photo there are %(size)s more bytes, which are not used."),
}


class FileRefused(Exception):
    """A file that the library does not take. `code` is one of REFUSALS; `detail` is technical, for the log alone."""

    def __init__(self, code: str, *, detail: str = "", **params: int | str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.params = params

    def __str__(self) -> str:
        return f"{self.reason()} [{self.detail}]" if self.detail else self.reason()

    def reason(self) -> str:
        """Why, and what to do, in the active language."""
        return _say(REFUSALS[self.code], self.params)

    def reasons(self) -> dict[str, str]:
        """The reason in each language of the newsroom, to be stored: {"bg": …, "en": …}."""
        return _say_in_each(REFUSALS[self.code], self.params)


class FileWarning:
    """Something odd about a file that is taken all the same. `code` is one of WARNINGS."""

    __slots__ = ("code", "params")

    def __init__(self, code: str, **params: int | str) -> None:
        self.code = code
        self.params = params

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FileWarning) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self) -> int:
        return hash((self.code, *sorted(self.params.items())))

    def __repr__(self) -> str:
        return f"FileWarning({self.code!r}, {self.params!r})"

    def text(self) -> str:
        """What is odd, in the active language."""
        return _say(WARNINGS[self.code], self.params)

    def texts(self) -> dict[str, str]:
        """The same in each language of the newsroom, to be stored: {"bg": …, "en": …}."""
        return _say_in_each(WARNINGS[self.code], self.params)


def _say(sentence: Promise, params: dict[str, int | str]) -> str:
    return str(sentence) % {name: _shown(name, value) for name, value in params.items()}


def _say_in_each(sentence: Promise, params: dict[str, int | str]) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = _say(sentence, params)
    return said


def _shown(name: str, value: int | str) -> str:
    if name in _WORDS:
        return str(_WORDS[name][str(value)])
    return number_format(value, force_grouping=True) if isinstance(value, int) else value
