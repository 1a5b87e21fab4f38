"""What is shown of a photo: a person's word, else what its file says by our newest reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils import timezone

from media_library.domain.credit_line import apply_chain
from media_library.domain.metadata import RULES_VERSION, RawBlock, read_metadata
from media_library.domain.outdated_files import check_files
from media_library.domain.page_tags import bump_pages_of
from media_library.domain.photo_acts import acting_on
from media_library.domain.rights import recompile
from media_library.domain.searching import index_photo
from media_library.models import MetadataEdit, Photo, PhotoAct, Reading
from media_library.models import RawBlock as RawBlockRow
from media_library.models.photo import PhotoQuerySet
from newsroom.shared.key_batches import batches_of_keys

if TYPE_CHECKING:
    from newsroom.models import User

# IPTC's digital source types of pictures that no camera took alone.
AI_SOURCE_TYPES = {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"}
_REREAD_AT_ONCE = 200
_PLACE_FIELDS = (
    "created_sublocation", "created_city", "created_region", "created_country",
    "shown_sublocation", "shown_city", "shown_region", "shown_country",
)  # fmt: skip


def show_metadata(photo: Photo) -> None:
    """Compute what is shown of the photo from its reading and its edits, with everything that follows from it.

    The credit chain, the restrictions, the verdicts and the search index follow. Writes the row.
    """
    derived = {field: entry["value"] for field, entry in photo.reading.values.items()}
    edited = {edit.field: edit.value for edit in MetadataEdit.objects.filter(photo=photo)}
    photo.shown = {field: value for field, value in (derived | edited).items() if value not in (None, "", [])}
    _fill_columns(photo, photo.shown)
    photo.warnings = photo.reading.warnings
    _open_for_new_supplier(photo)
    photo.save()
    apply_chain(photo)
    recompile(photo)
    index_photo(photo)
    check_files(photo)
    bump_pages_of([photo.pk], in_library=photo.state == Photo.State.RELEASED)


def _open_for_new_supplier(photo: Photo) -> None:
    """Whoever decided on the instructions of one supplier has not decided on those of the next."""
    if not photo.instructions_decided or photo.supplier is None or not photo.supplier.unparsed_instructions:
        return
    before = Photo.objects.values("supplier", "instructions_decided").get(pk=photo.pk)
    if before["instructions_decided"] and before["supplier"] != photo.supplier_id:
        photo.instructions_decided = False


def _fill_columns(photo: Photo, shown: dict[str, Any]) -> None:
    photo.headline = str(shown.get("headline") or shown.get("title") or "")[:250]
    photo.caption_bg = str(shown.get("caption_bg", ""))
    photo.caption_en = str(shown.get("caption_en", ""))
    photo.event = str(shown.get("event", ""))[:250]
    photo.creators = [str(creator["name"])[:250] for creator in shown.get("creators", []) if creator.get("name")]
    photo.persons = [str(name)[:250] for name in shown.get("persons", [])]
    places = (str(shown[field])[:250] for field in _PLACE_FIELDS if shown.get(field))
    photo.places = list(dict.fromkeys(places))
    photo.taken_at = _read_time(shown.get("taken_at"))
    photo.embargo_until = _read_time(shown.get("embargo_until"))
    photo.expires_at = _read_time(shown.get("expires_at"), is_last_day=True)
    photo.ai_made = shown.get("digital_source_type") in AI_SOURCE_TYPES


def _read_time(value: Any, *, is_last_day: bool = False) -> dt.datetime | None:
    """A time as metadata write it; one without an offset was read off a clock in the newsroom's zone.

    Of a day without a time it is the first moment, or the end where it `is_last_day`: IIM's date of expiry is the
    latest on which a photo may be used. 31.12.9999, which is how people write “for ever”, has no day after it in a
    zone further east: the ends of the calendar are a year nearer.
    """
    try:
        time = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    time = time.replace(year=min(max(time.year, dt.MINYEAR + 1), dt.MAXYEAR - 1))
    if is_last_day and len(str(value)) == len("2025-09-03"):
        time += dt.timedelta(days=1)
    return timezone.make_aware(time) if timezone.is_naive(time) else time.astimezone(dt.UTC)


def edit_metadata(
    photo_id: int, edits: dict[str, Any], *, by: User | None, base_revision: int | None = None, own_upload: bool = False
) -> Photo:
    """Put a person's word in place of what the file says, field by field; None gives the field back to the file.

    With `own_upload` it is enough to be allowed to bring photos in. Raises what `acting_on` raises.
    """
    with acting_on(
        photo_id,
        PhotoAct.Act.EDIT,
        by=by,
        permission="media_library.add_photo" if own_upload else "media_library.change_photo",
        base_revision=base_revision,
        comment=", ".join(sorted(edits)),
    ) as photo:
        keep_edits(photo, edits, by=by)
        show_metadata(photo)
    return photo


def keep_edits(photo: Photo, edits: dict[str, Any], *, by: User | None) -> None:
    """Write the rows of the edited layer, and nothing else: `show_metadata` makes them seen."""
    given_back = [field for field, value in edits.items() if value is None]
    MetadataEdit.objects.filter(photo=photo, field__in=given_back).delete()
    for field, value in edits.items():
        if value is not None:
            MetadataEdit.objects.update_or_create(photo=photo, field=field, defaults={"value": value, "edited_by": by})


def kept_block(row: RawBlockRow) -> RawBlock:
    """The block of metadata that a row keeps, as it came out of the file."""
    return RawBlock(
        kind=cast("Any", row.kind),
        position=row.position,
        content=bytes(row.content),
        origin=row.origin,
        flaw=cast("Any", row.flaw),
    )


def reread_photo(photo_id: int) -> None:
    """Read the kept raw blocks again by the rules of today. Edits stay: they lie over whatever was read."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update(of=("self",)).select_related("supplier", "reading").get(pk=photo_id)
        blocks = [kept_block(row) for row in photo.raw_blocks.all()]
        stored = read_metadata(blocks, character_set=photo.supplier.character_set if photo.supplier else "").as_json()
        of_the_file = [warning for warning in photo.reading.warnings if warning.get("of") == "file"]
        Reading.objects.filter(photo=photo).update(
            rules_version=RULES_VERSION,
            values=stored["values"],
            warnings=[*of_the_file, *stored["warnings"]],
            read_at=timezone.now(),
        )
        photo.reading.refresh_from_db()
        show_metadata(photo)


def reread_photos(photos: PhotoQuerySet) -> Iterator[int]:
    """Read the blocks of these photos again, each in a transaction of its own; yields how many are done by now."""
    done = 0
    for batch in batches_of_keys(photos, size=_REREAD_AT_ONCE):
        for photo_id in batch:
            reread_photo(photo_id)
        done += len(batch)
        yield done
