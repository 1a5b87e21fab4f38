"""A file arrives: it is judged, kept, read and filed, or refused with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from media_library.domain.file_check import FileFacts, FileRefused, check_file, display_name
from media_library.domain.metadata import RULES_VERSION, read_blocks, read_metadata
from media_library.domain.originals import keep_original, originals
from media_library.domain.photo_acts import log_act
from media_library.domain.queueing import ask_to_process
from media_library.domain.showing import keep_edits, show_metadata
from media_library.models import Arrival, Photo, PhotoAct, RawBlock, Reading, Section, Supplier, Tag
from newsroom.shared.advisory_lock import lock_until_commit
from newsroom.shared.content_store import hash_file

if TYPE_CHECKING:
    from newsroom.models import User

Outcome = Arrival.Outcome


@dataclass(frozen=True)
class Filing:
    """Under what a batch of photos is filed.

    `edits` are metadata fields that a person has set for all of them; `fallback` are fields for photos that say nothing
    there themselves; `joined` are words about rights, by their field, that join those of each photo.
    """

    supplier: Supplier | None = None
    section: Section | None = None
    tags: Sequence[Tag] = ()
    edits: dict[str, Any] = field(default_factory=dict)
    fallback: dict[str, Any] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)

    def edits_of(self, read: Mapping[str, Any]) -> dict[str, Any]:
        """The fields to set over those that were `read` from one photo."""
        edits = {name: value for name, value in self.fallback.items() if name not in read} | self.edits
        for name, words in self.joined.items():
            own = edits.get(name) or read.get(name, {}).get("value", "")
            # Whoever restricts a batch does not set its photos free of what they say themselves.
            if f"; {words};".casefold() not in f"; {own};".casefold():
                edits[name] = f"{own}; {words}" if own else words
        return edits


def take_photo(
    path: Path, *, file_name: str, way: Arrival.Way, by: User | None = None, filing: Filing | None = None
) -> Arrival:
    """Take one file into the library, or record why not; whatever becomes of it, the next can be taken.

    The file at `path` is only read. Nothing of `file_name` reaches a path: it is shown, and that is all. Raises OSError
    (StorageFull among them) where the file can't be read or kept: then neither a row nor a file is left behind.
    """
    record = Arrival(file_name=display_name(file_name), file_size=path.stat().st_size, way=way, brought_by=by)
    try:
        facts = check_file(
            path,
            max_bytes=settings.PHOTO_MAX_BYTES,
            max_pixels=settings.PHOTO_MAX_PIXELS,
            max_side=settings.PHOTO_MAX_SIDE,
        )
    except FileRefused as refusal:
        return _refuse(record, refusal.code, refusal.reasons())
    sha256, _size = hash_file(path)
    with transaction.atomic():
        # The same file may be coming in by another way at this moment; the second of two waits, and finds the first.
        lock_until_commit(f"photo {sha256}")
        known = Photo.objects.filter(sha256=sha256).first()
        if known is not None:
            return _recognise(record, known)
        original = keep_original(path, sha256=sha256, extension=facts.extension)
        try:
            record.photo = _file_photo(
                path, record, facts=facts, sha256=sha256, original=original, filing=filing or Filing()
            )
        except BaseException:
            originals().delete(original)
            raise
        record.outcome = Outcome.TAKEN
        record.save()
    return record


def _file_photo(path: Path, record: Arrival, *, facts: FileFacts, sha256: str, original: str, filing: Filing) -> Photo:
    """Write everything that is known of a new photo, and have it processed after the commit."""
    photo = Photo.objects.create(
        sha256=sha256,
        original=original,
        uploaded_name=record.file_name,
        file_size=facts.size,
        format=facts.format,
        width=facts.width,
        height=facts.height,
        arrived_by=record.brought_by,
        supplier=filing.supplier,
        section=filing.section,
    )
    blocks = read_blocks(path)
    RawBlock.objects.bulk_create(
        RawBlock(
            photo=photo,
            position=block.position,
            kind=block.kind,
            origin=block.origin,
            content=block.content,
            flaw=block.flaw,
        )
        for block in blocks
    )
    stored = read_metadata(blocks, character_set=filing.supplier.character_set if filing.supplier else "").as_json()
    of_the_file = ({"code": each.code, "params": each.params, "of": "file"} for each in facts.warnings)
    warnings = [*of_the_file, *stored["warnings"]]
    Reading.objects.create(photo=photo, rules_version=RULES_VERSION, values=stored["values"], warnings=warnings)
    keep_edits(photo, filing.edits_of(stored["values"]), by=record.brought_by)
    photo.tags.set(filing.tags)
    show_metadata(photo)
    log_act(photo, PhotoAct.Act.TAKE, by=record.brought_by)
    transaction.on_commit(lambda: ask_to_process(photo.pk))
    return photo


def _refuse(record: Arrival, code: str, reasons: dict[str, str]) -> Arrival:
    record.outcome, record.reason_code = Outcome.REFUSED, code
    record.reason_bg, record.reason_en = reasons["bg"], reasons["en"]
    record.save()
    return record


def _recognise(record: Arrival, known: Photo) -> Arrival:
    """Record that this very file is in the library already, or was withdrawn from it: then it does not come back."""
    is_withdrawn = known.state == Photo.State.KILLED
    record.outcome, record.reason_code = Outcome.DUPLICATE, "withdrawn" if is_withdrawn else "duplicate"
    record.photo = known
    for language in ("bg", "en"):
        with override(language):
            reason = (
                _("This very file was withdrawn from the library as photo %(number)d, and can't come back.")
                if is_withdrawn
                else _("This very file is in the library already, as photo %(number)d.")
            ) % {"number": known.pk}
        setattr(record, f"reason_{language}", reason)
    record.save()
    return record
