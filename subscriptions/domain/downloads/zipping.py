"""Many photos as one file, made while it is sent: its length is known beforehand, and memory stays flat."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from zipstream import ZIP_STORED, ZipStream

from media_library.domain.sold_copies import FileDamaged, SoldCopy
from newsroom.shared.addresses import active_language
from newsroom.shared.safe_csv import BYTE_ORDER_MARK, write_csv_row
from subscriptions.domain.downloads.faults import report_faults
from subscriptions.domain.downloads.licence_words import credit_of, licence_text
from subscriptions.domain.downloads.naming import file_name_of, unique_names
from subscriptions.models import Purchase

_NO_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A photo on its way into a zip."""

    purchase: Purchase
    copy: SoldCopy


def pack(files: Sequence[PackedFile], *, size: str, at: dt.datetime, site: str) -> tuple[Iterator[bytes], int]:
    """The pieces of a zip of these photos with `licence.txt` and `manifest.csv`, in the active language; its length.

    Nothing is compressed: photos are already. The hashes of the manifest are taken while the photos go by, so it
    comes last; how long it is does not depend on them.
    """
    names = unique_names(file_name_of(file.purchase, size=size) for file in files)
    hashes: dict[str, str] = {}
    text = licence_text([file.purchase for file in files], at=at, site=site)
    zipped = ZipStream(compress_type=ZIP_STORED, sized=True)
    zipped.add((BYTE_ORDER_MARK + text).encode(), "licence.txt")
    for file, name in zip(files, names, strict=True):
        zipped.add(_pieces(file, name=name, hashes=hashes), name, size=file.copy.size)
    length = sum(len(line) for line in _manifest(files, names, hashes={}))
    zipped.add(_manifest(files, names, hashes=hashes), "manifest.csv", size=length)
    return iter(zipped), len(zipped)


def _pieces(file: PackedFile, *, name: str, hashes: dict[str, str]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    try:
        for piece in file.copy.pieces():
            digest.update(piece)
            yield piece
    except (FileDamaged, OSError) as error:
        # The length is promised and the head is sent: to break off is the only way left to say that it is wrong.
        raise report_faults({file.purchase: error}) from error
    hashes[name] = digest.hexdigest()


def _manifest(files: Sequence[PackedFile], names: Sequence[str], *, hashes: dict[str, str]) -> Iterator[bytes]:
    """The manifest, a line at a time; a photo whose hash is not known yet has zeros in its place."""
    heads = (_("File"), _("Licence"), _("Title"), _("Credit"), _("Caption"), _("Width × height"), _("Bytes"), "SHA-256")
    yield (BYTE_ORDER_MARK + write_csv_row(heads)).encode()
    language = active_language()
    for file, name in zip(files, names, strict=True):
        purchase, copy = file.purchase, file.copy
        yield write_csv_row(
            [
                name,
                purchase.number,
                purchase.title,
                credit_of(purchase, language=language),
                str(purchase.licence.get(f"caption_{language}") or purchase.licence.get("caption_bg", "")),
                f"{copy.width} × {copy.height}",
                copy.size,
                hashes.get(name, _NO_HASH),
            ]
        ).encode()
