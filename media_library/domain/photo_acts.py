"""What people do with a photo: show it to readers, take it back, withdraw it. One place locks, checks and logs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.domain.originals import delete_public_files
from media_library.domain.page_tags import WITHDRAWN_PHOTOS, bump_pages_of
from media_library.domain.rights import Rank, Reason, decide, refresh_rights
from media_library.domain.sold_sizes import forget_sold_sizes
from media_library.models import Photo, PhotoAct, Use
from newsroom.shared.addresses import active_language
from newsroom.shared.page_cache import bump

if TYPE_CHECKING:
    from newsroom.models import User

State = Photo.State


class PhotoActRefused(Exception):
    """An act that may not go through. The message is for the person who tried it."""


class StalePhoto(PhotoActRefused):
    """Somebody changed the photo after the page was opened."""


def log_act(photo: Photo, act: PhotoAct.Act, *, by: User | None, comment: str = "") -> None:
    """Add a line to the photo's log."""
    PhotoAct.objects.create(photo=photo, act=act, actor=by, comment=comment)


@contextmanager
def acting_on(
    photo_id: int, act: PhotoAct.Act, *, by: User | None, permission: str, base_revision: int | None = None,
    comment: str = "",
) -> Iterator[Photo]:  # fmt: skip
    """Hold the photo's row while something is done to it, then save it and log the act; or do nothing at all.

    `by` None is the newsroom itself. `base_revision` is the revision that the person saw; None skips that check. Raises
    Photo.DoesNotExist, StalePhoto, and PhotoActRefused where the role does not allow the act or the photo is withdrawn.
    """
    with transaction.atomic():
        # Without its search words, which are written by themselves: saved with the row, they would be those of before.
        rows = Photo.objects.select_for_update(of=("self",)).select_related("supplier", "licence").defer("search")
        photo = rows.get(pk=photo_id)
        if by is not None and not by.has_perm(permission):
            raise PhotoActRefused(_("Your role does not allow this on a photo."))
        if photo.state == State.KILLED:
            raise PhotoActRefused(_("The photo has been withdrawn. Nothing can be done with it any more."))
        if base_revision is not None and photo.revision != base_revision:
            raise StalePhoto(
                _("Somebody changed this photo after you had opened it. Open it again, look at the change, and repeat.")
            )
        was_public = photo.state == State.RELEASED
        yield photo
        is_public = photo.state == State.RELEASED
        photo.revision += 1
        photo.save()
        bump_pages_of([photo.pk], in_library=was_public or is_public, hide=not is_public)
        log_act(photo, act, by=by, comment=comment)


def find_release_problems(photo: Photo) -> list[str]:
    """What stands in the way of showing the photo to readers, in sentences."""
    problems = []
    if photo.processing != Photo.Processing.DONE:
        problems.append(_("The photo has not been processed yet."))
    if not photo.credit_complete:
        problems.append(_("The photo has neither a creator nor an agency. Complete its credit line."))
    if photo.credit_undecided:
        problems.append(_("Who stands in the credit line is not decided yet."))
    if not (photo.headline or photo.caption_bg or photo.caption_en):
        problems.append(_("The photo has neither a headline nor a caption."))
    return problems


def find_bars(photo: Photo) -> list[Reason]:
    """Why the photo may not be shown on our site. An embargo is no reason: readers wait for its end."""
    verdict = decide(photo, use=Use.PUBLISH)
    return [reason for reason in verdict.denials if reason.rank != Rank.EMBARGO]


def release_photo(photo_id: int, *, by: User | None, base_revision: int | None = None, override: bool = False) -> Photo:
    """Show the photo to readers in the library.

    One that may not be shown goes out only with `override`, by whoever may do that, under their name in the photo's
    log. Raises PhotoActRefused with everything that is missing.
    """
    permission = "media_library.release_photo"
    with acting_on(photo_id, PhotoAct.Act.RELEASE, by=by, permission=permission, base_revision=base_revision) as photo:
        problems = find_release_problems(photo)
        if problems:
            raise PhotoActRefused(" ".join(problems))
        if bars := find_bars(photo):
            told = " ".join(reason.text(active_language()) for reason in bars)
            if not override or by is None or not by.has_perm("media_library.override_rights"):
                raise PhotoActRefused(_("The photo may not be shown: %(reasons)s") % {"reasons": told})
            log_act(photo, PhotoAct.Act.OVERRIDE, by=by, comment=told)
        photo.state = State.RELEASED
        photo.released_at = photo.released_at or timezone.now()
    return photo


def hold_photo(photo_id: int, *, by: User | None, base_revision: int | None = None) -> Photo:
    """Take the photo back to the desk: readers no longer find it in the library. Stories that show it keep it."""
    permission = "media_library.release_photo"
    with acting_on(photo_id, PhotoAct.Act.HOLD, by=by, permission=permission, base_revision=base_revision) as photo:
        photo.state = State.HELD
    return photo


def kill_photo(
    photo_id: int, *, note_bg: str, note_en: str, by: User | None, base_revision: int | None = None
) -> Photo:
    """Withdraw the photo from every page at once (a court order, an error): notices stand in its place for ever.

    Its public files are deleted after the commit; the original and the record are kept. Raises PhotoActRefused.
    """
    if not note_bg.strip() or not note_en.strip():
        raise PhotoActRefused(_("Say in a notice to the readers, in both languages, why the photo is gone."))
    act = PhotoAct.Act.KILL
    permission = "media_library.kill_photo"
    with transaction.atomic():
        with acting_on(
            photo_id, act, by=by, permission=permission, base_revision=base_revision, comment=note_bg.strip()
        ) as photo:
            photo.state = State.KILLED
            photo.kill_note_bg, photo.kill_note_en = note_bg.strip(), note_en.strip()
            photo.placeholder = ""
            forget_sold_sizes(photo)
            photo.renditions.all().delete()
            # What can't be deleted now is logged, and deleted by the sweeper.
            transaction.on_commit(lambda: delete_public_files(photo_id), robust=True)
        refresh_rights([photo.pk])
        bump(WITHDRAWN_PHOTOS, hide=True)
    return photo
