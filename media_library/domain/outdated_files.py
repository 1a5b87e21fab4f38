"""Files that say other than is shown of their photo, or show another part: found at each change, and asked for anew."""

from __future__ import annotations

from django.db import transaction

from media_library.domain.file_words import sign_of, words_for_files
from media_library.domain.queueing import ask_to_renew_files
from media_library.domain.sold_sizes import forget_sold_sizes
from media_library.models import Photo


def check_files(photo: Photo) -> None:
    """Have the files made anew after the commit, if they say other than what is shown now.

    The public ones stay where they are until the new ones are there. Sets `files_outdated` on the row and on `photo`;
    call it under the photo's lock, whenever something was written that `words_for_files` reads, or the focal point.
    """
    if not photo.files_say or photo.processing != Photo.Processing.DONE or photo.state == Photo.State.KILLED:
        return  # Nothing is made yet: whoever makes it looks at the words again. Or nothing is left.
    is_outdated = sign_of(words_for_files(photo), photo=photo) != photo.files_say
    if is_outdated != photo.files_outdated:
        photo.files_outdated, photo.attempts, photo.failure = is_outdated, 0, ""
        photo.save(update_fields=["files_outdated", "attempts", "failure"])
    if is_outdated:
        forget_sold_sizes(photo)
        transaction.on_commit(lambda: ask_to_renew_files(photo.pk))
