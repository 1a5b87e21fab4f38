"""What the photo workers are asked to do. Arguments are ids; doing a task twice does nothing twice."""

from __future__ import annotations

import datetime as dt
import logging

from billiard.exceptions import SoftTimeLimitExceeded
from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from media_library.domain import cropping, processing, renewing, stray_originals
from media_library.domain.credit_line import apply_rules_to_existing, rename_in_lines
from media_library.domain.drop_folder import take_dropped_files
from media_library.domain.originals import originals, renditions
from media_library.domain.queueing import ask_to_process
from media_library.domain.renditions import PhotoUndecodable
from media_library.domain.rights import refresh_licence as refresh_rights_of_licence
from media_library.domain.rights import refresh_supplier as refresh_rights_of_supplier
from media_library.domain.searching import index_renamed as index_photos_renamed
from media_library.domain.showing import reread_photos
from media_library.domain.sold_sizes import SizeNotReady, provide_sold_size
from media_library.models import Party, Photo, Supplier
from newsroom.shared.content_store import ContentFileSystemStorage, StorageFull, sweep_temporary

logger = logging.getLogger(__name__)

_LEFT_OVER = dt.timedelta(hours=6)
TRIED_AGAIN_AFTER = 60.0  # seconds
NO_ROOM = gettext_noop("The disk for photos is full. Free some space or add more, then send the file again.")
TOO_SLOW = gettext_noop("It took longer than a photo may take.")


@shared_task(soft_time_limit=120, time_limit=150)
def process_photo(photo_id: int) -> None:
    """Make the public sizes of a photo; what fails is tried again, three times in all, and then set aside."""
    try:
        processing.process_photo(photo_id)
    except SoftTimeLimitExceeded:
        reason = TOO_SLOW
    except StorageFull:
        logger.exception("Photo %d has no room", photo_id)
        reason = NO_ROOM
    except Exception:
        logger.exception("Photo %d could not be processed", photo_id)
        reason = processing.FAILED
    else:
        return
    if processing.note_failure(photo_id, reason):
        # What is at fault is often not the file but its surroundings, and these need a moment.
        ask_to_process(photo_id, delay=TRIED_AGAIN_AFTER)


@shared_task(soft_time_limit=240, time_limit=270)
def renew_files(photo_id: int) -> None:
    """Make the public files of a photo anew, with the words of now; what fails is swept up, and tried again."""
    try:
        renewing.renew_files(photo_id)
    except SoftTimeLimitExceeded:
        renewing.note_failed_renewal(photo_id, TOO_SLOW)
    except Exception:
        logger.exception("The files of photo %d could not be made anew", photo_id)
        renewing.note_failed_renewal(photo_id, processing.FAILED)


@shared_task(soft_time_limit=120, time_limit=150)
def make_crop(photo_id: int, crop: str) -> None:
    """Make the files of one crop that a story asks for."""
    cropping.make_crop(photo_id, crop)


@shared_task(soft_time_limit=120, time_limit=150)
def make_sold_size(photo_id: int, preset: str) -> None:
    """Make a size that somebody is about to fetch. What can't be made now is made, or complained of, when it is."""
    photo = Photo.objects.exclude(state=Photo.State.KILLED).filter(pk=photo_id).first()
    if photo is not None:
        try:
            provide_sold_size(photo, preset)
        except (SizeNotReady, PhotoUndecodable, OSError):
            logger.warning("The size %s of photo %d was not made beforehand", preset, photo_id, exc_info=True)


@shared_task
def sweep_photos() -> None:
    """Find the photos whose worker or whose message was lost, and ask for them again."""
    for storage in (originals(), renditions()):
        if isinstance(storage, ContentFileSystemStorage):
            sweep_temporary(storage, older_than=_LEFT_OVER)
    processing.sweep_withdrawn()
    lost = [*processing.sweep(), *renewing.sweep_outdated()]
    if lost:
        logger.warning("Asked again for %d photos: %s", len(lost), lost)


@shared_task(soft_time_limit=240, time_limit=270)
def sweep_originals() -> None:
    """Delete the originals that no photo has from the folder whose turn it is; each has it once a day."""
    every = dt.timedelta(seconds=settings.CELERY_BEAT_SCHEDULE["sweep-originals"]["schedule"])
    strays = stray_originals.sweep_stray_originals(stray_originals.folder_of(timezone.now(), every=every))
    if strays:
        logger.warning("Deleted %d originals that no photo has: %s", len(strays), strays)


@shared_task
def take_dropped_photos() -> None:
    """Take in what card readers and FTP servers have put into the drop folder."""
    take_dropped_files()


@shared_task(soft_time_limit=3500, time_limit=3600)
def refresh_supplier(supplier_id: int, *, reread: bool = False) -> None:
    """Compute the verdicts of a supplier's photos anew, after its terms have changed."""
    if reread:
        for _done in reread_photos(Photo.objects.filter(supplier=supplier_id)):
            pass
    refresh_rights_of_supplier(supplier_id)


@shared_task(soft_time_limit=3500, time_limit=3600)
def refresh_licence(licence_id: int) -> None:
    """Compute the verdicts of the photos under a licence anew."""
    refresh_rights_of_licence(licence_id)


@shared_task(soft_time_limit=3500, time_limit=3600)
def apply_credit_rules(supplier_id: int | None) -> None:
    """Read the credit lines of a supplier's photos by the rules of now; None is all photos."""
    apply_rules_to_existing(None if supplier_id is None else Supplier.objects.get(pk=supplier_id))


@shared_task(soft_time_limit=3500, time_limit=3600)
def index_renamed(*, suppliers: list[int], tags: list[int], photos: list[int]) -> None:
    """Write the search words of photos anew, after their suppliers or tags are called otherwise."""
    index_photos_renamed(suppliers=suppliers, tags=tags, photos=photos)


@shared_task(soft_time_limit=3500, time_limit=3600)
def rename_party(party_id: int) -> None:
    """Write the credit lines that name a party anew, and read those that may name it by a new spelling."""
    rename_in_lines(Party.objects.get(pk=party_id))
    apply_rules_to_existing(None)
