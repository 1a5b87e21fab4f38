"""Handing out: checked anew, the licence written into the copy, one record for each link and photo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from media_library.domain.file_words import words_for_sale
from media_library.domain.renditions import PhotoUndecodable
from media_library.domain.sold_copies import FileDamaged, SoldCopy, check_original, copy_of
from media_library.domain.sold_sizes import provide_sold_size
from media_library.models import Photo, Rendition
from newsroom.shared.database_clock import database_now
from subscriptions.domain.downloads.checking import sound_originals, sound_size
from subscriptions.domain.downloads.entitled import NotEntitled, Refusal, check_entitlement, photo_purchases
from subscriptions.domain.downloads.faults import report_faults
from subscriptions.domain.downloads.licence_words import words_in_file
from subscriptions.domain.downloads.links import BadLink, Order
from subscriptions.domain.downloads.naming import file_name_of, zip_name_of
from subscriptions.domain.downloads.preparing import made_sizes
from subscriptions.domain.downloads.zipping import PackedFile, pack
from subscriptions.models import Download, Member, Purchase


@dataclass(frozen=True, slots=True)
class HandedFile:
    """One photo that may leave now, under this name."""

    copy: SoldCopy
    name: str


@dataclass(frozen=True, slots=True)
class HandedZip:
    """Several photos in one file that is made while it is sent; `size` is its length in bytes."""

    pieces: Iterator[bytes]
    name: str
    size: int


def hand_out_file(
    order: Order, *, member: Member, address: str | None, site: str, is_recorded: bool = True
) -> HandedFile:
    """The one photo of an order, asked for from `address`; `site` is scheme and host, for the licence's own page.

    Raises BadLink, NotAMember, NotEntitled, FileFault, SizeNotReady.
    """
    purchases, (copy,) = _prepare(order, member=member, site=site)
    if is_recorded:
        _record(order, purchases, [copy], member=member, address=address)
    return HandedFile(copy, file_name_of(purchases[0], size=order.size))


def hand_out_zip(
    order: Order, *, member: Member, address: str | None, site: str, is_recorded: bool = True
) -> HandedZip:
    """The photos of an order with a manifest and the licences. Raises as `hand_out_file`."""
    purchases, copies = _prepare(order, member=member, site=site)
    if is_recorded:
        _record(order, purchases, copies, member=member, address=address)
    files = [PackedFile(purchase, copy) for purchase, copy in zip(purchases, copies, strict=True)]
    pieces, size = pack(files, size=order.size, at=database_now(), site=site)
    return HandedZip(pieces, zip_name_of(purchases), size)


def _prepare(order: Order, *, member: Member, site: str) -> tuple[list[Purchase], list[SoldCopy]]:
    purchases = photo_purchases(order.purchase_ids, member=member)
    if len(purchases) != len(order.purchase_ids):
        raise BadLink(_("This link was made for somebody else."))
    check_entitlement(purchases, member=member, size=order.size)
    return purchases, _copies(purchases, order=order, site=site)


def _copies(purchases: Sequence[Purchase], *, order: Order, site: str) -> list[SoldCopy]:
    """The copies, their files looked at byte by byte when the link is followed for the first time.

    All of them are looked at before anything is said: who fetches many learns of everything that is wrong at once.
    """
    is_first = not Download.objects.filter(request_key=order.key).exists()
    # Those of a zip were read while it was prepared; one that has changed since, or was not, is read now.
    sound = sound_originals(purchases) if is_first and order.in_zip else set()
    made = made_sizes(purchases, size=order.size)
    copies: list[SoldCopy] = []
    faults: dict[Purchase, Exception] = {}
    for purchase in purchases:
        photo = _photo_of(purchase)
        try:
            if is_first and purchase.pk not in sound:
                check_original(photo, sha256=purchase.photo_sha256)
            size = made.get(photo.pk) or _provide(purchase, order.size)
            if is_first and not order.in_zip:
                size, _sha256 = sound_size(size, photo=photo)
            copies.append(copy_of(size, words=words_for_sale(photo, licence=words_in_file(purchase, site=site))))
        except (FileDamaged, OSError, PhotoUndecodable) as error:
            faults[purchase] = error
    if faults:
        raise report_faults(faults)
    return copies


def _provide(purchase: Purchase, preset: str) -> Rendition:
    try:
        return provide_sold_size(_photo_of(purchase), preset)
    except ValueError as error:
        reason = _("The agency has withdrawn this photo. It must not be used any more.")
        raise NotEntitled(_("Nothing was downloaded."), [Refusal(purchase, reason)]) from error


def _photo_of(purchase: Purchase) -> Photo:
    if purchase.photo is None:
        raise ValueError(purchase.number)
    return purchase.photo


def _record(
    order: Order, purchases: Sequence[Purchase], copies: Sequence[SoldCopy], *, member: Member, address: str | None
) -> None:
    """One row for each photo, in the moment in which it is certain that it may leave.

    A refund waits until we are done, or we for the refund. The same link again, as programs do that fetch a file in
    parts, adds nothing.
    """
    sizes = {purchase.pk: copy.size for purchase, copy in zip(purchases, copies, strict=True)}
    with transaction.atomic():
        mine = member.customer.purchases.filter(pk__in=sizes).select_related("photo").order_by("pk")
        held = list(mine.select_for_update(of=("self",), no_key=True))
        check_entitlement(held, member=member, size=order.size)
        Download.objects.bulk_create(
            [
                Download(
                    customer_id=purchase.customer_id,
                    purchase=purchase,
                    user=member.user,
                    address=address,
                    format=order.size,
                    in_zip=order.in_zip,
                    bytes=sizes[purchase.pk],
                    request_key=order.key,
                )
                for purchase in held
            ],
            ignore_conflicts=True,
        )
