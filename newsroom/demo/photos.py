"""Photos of the demo newsroom: drawn, brought in as any photo is, processed, and shown to readers."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pgtrigger

from media_library.domain.intake import Filing, take_photo
from media_library.domain.photo_acts import release_photo
from media_library.domain.processing import process_photo
from media_library.domain.rights import recompile_supplier
from media_library.domain.showing import edit_metadata
from media_library.models import Arrival, Licence, Photo, PhotoAct, Section, Supplier, Tag
from newsroom.demo.content_files import read_tables
from newsroom.demo.pictures import tell_facts
from newsroom.demo.pictures.drawing_files import draw_photo
from newsroom.models import User

_FILE = "photos.toml"
# What a caption of the old kind has no place for is written at the desk.
_WRITTEN_AT_THE_DESK = ("caption_en", "alt_bg", "alt_en")


@dataclass
class PhotoBuilder:
    """Brings the demo's photos in relative to `now`; `placed` says which stories show them: key → (photo, place)."""

    now: dt.datetime
    accounts: dict[str, User]
    placed: dict[str, list[tuple[Photo, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        licences = {row["slug"]: Licence.objects.create(**row) for row in read_tables(_FILE, "licence")}
        self.suppliers: dict[str, Supplier] = {}
        for row in read_tables(_FILE, "supplier"):
            supplier = Supplier.objects.create(**(row | {"licence": licences[row["licence"]]}))
            recompile_supplier(supplier)
            self.suppliers[supplier.slug] = supplier
        self.sections = {section.slug: section for section in Section.objects.all()}
        self.tags = {tag.slug: tag for tag in Tag.objects.all()}

    def build_all(self, rows: Sequence[dict[str, Any]], *, tell: Callable[[int], None]) -> None:
        """Draw, take in and process these photos; `tell` hears how many are there."""
        licences = {row["slug"]: row for row in read_tables(_FILE, "licence")}
        # Drawing is plain computing, and a fresh process knows nothing of the database that this one is connected to.
        workers = ProcessPoolExecutor(max_workers=min(4, os.cpu_count() or 1), mp_context=get_context("spawn"))
        with tempfile.TemporaryDirectory(prefix="demo-photos-") as folder, workers as pool:
            jobs = []
            for row in rows:
                path = Path(folder) / f"{row['key']}.jpg"
                facts = tell_facts(row, licence=licences[self.suppliers[row["supplier"]].licence.slug], now=self.now)
                # The licence has its terms; said in each file too, they would be instructions to be read.
                facts = replace(facts, usage_terms_bg="", usage_terms_en="")
                jobs.append((row, path, pool.submit(draw_photo, row, path, facts)))
            for number, (row, path, job) in enumerate(jobs, start=1):
                job.result()
                self._bring_in(row, path)
                if number % 10 == 0 or number == len(jobs):
                    tell(number)

    def _bring_in(self, row: dict[str, Any], path: Path) -> None:
        editor = self.accounts["photo"]
        filing = Filing(
            supplier=self.suppliers[row["supplier"]],
            section=self.sections[row["section"]],
            tags=[self.tags[slug] for slug in row["tags"]],
        )
        photo = take_photo(path, file_name=path.name, way=Arrival.Way.UPLOAD, by=editor, filing=filing).photo
        if photo is None:
            raise ValueError(row["key"])
        if row.get("legacy"):
            edit_metadata(photo.pk, {name: row[name] for name in _WRITTEN_AT_THE_DESK}, by=editor)
        process_photo(photo.pk)
        photo.refresh_from_db()
        if photo.credit_complete and not photo.credit_undecided:
            photo = release_photo(photo.pk, by=editor)
        self._backdate(photo, row)
        photo.refresh_from_db()
        for place in row["stories"]:
            self.placed.setdefault(place["story"], []).append((photo, place["place"]))

    def _backdate(self, photo: Photo, row: dict[str, Any]) -> None:
        """Give the record the times of the tale: a photo is in half an hour after it was taken."""
        ago = dt.timedelta(days=row.get("days_ago", 0), hours=row.get("hours_ago", 0))
        arrived = min(self.now, self.now - ago + dt.timedelta(minutes=30))
        released = arrived if photo.released_at else None
        Photo.objects.filter(pk=photo.pk).update(arrived_at=arrived, released_at=released)
        Arrival.objects.filter(photo=photo).update(arrived_at=arrived)
        with pgtrigger.ignore("media_library.PhotoAct:photo_acts_are_kept"):
            PhotoAct.objects.filter(photo=photo).update(at=arrived)


def read_photos() -> list[dict[str, Any]]:
    """The photos of the demo, the oldest first."""
    rows = read_tables(_FILE, "photo")
    return sorted(rows, key=lambda row: -(row.get("days_ago", 0) * 24 + row.get("hours_ago", 0)))
