"""When a file is lost or is not what it was: the customer pays nothing for it, and the newsroom hears of it at once."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence

from django.core.cache import cache
from django.core.mail import mail_admins
from django.utils.translation import gettext as _

from subscriptions.models import Purchase

log = logging.getLogger(__name__)

_TOLD_ONCE_IN = 60 * 60  # seconds


class FileFault(Exception):
    """Files can't be handed out for a reason on our side. `reference` is what the newsroom finds it by."""

    def __init__(self, reference: str, purchases: Sequence[Purchase]) -> None:
        super().__init__(_("A file can't be handed out at the moment. The newsroom has been told."))
        self.reference = reference
        self.purchases = tuple(purchases)


def report_faults(faults: Mapping[Purchase, Exception]) -> FileFault:
    """Log what was found, tell the administrators by mail, and give back what is to be raised.

    Of the same files they are told once an hour, under the same reference, however often somebody tries.
    """
    photos = sorted({str(purchase.photo_id) for purchase in faults})
    key = f"file-fault:{','.join(photos)[:200]}"
    new = f"F-{secrets.token_hex(4).upper()}"
    reference = str(cache.get_or_set(key, new, timeout=_TOLD_ONCE_IN) or new)
    lines = [
        f"photo {purchase.photo_id}, licence {purchase.number}: {type(error).__name__}: {error}"
        for purchase, error in faults.items()
    ]
    log.error("%s: files can't be handed out: %s", reference, "; ".join(lines))
    if reference == new:
        text = "\n".join(
            [
                "These files can't be handed out to customers. Restore them from the backup:",
                *lines,
                "",
                f"The customer was given the reference {reference}, and nothing was taken from the balance.",
            ]
        )
        mail_admins(f"{reference}: a photo file is lost or damaged", text, fail_silently=True)
    return FileFault(reference, list(faults))
