"""The pictures of a wire item whose file lies beside it: taken into the photo library, and placed in the story."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import OperationalError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.domain.wire.item import WireItem, WirePicture
from articles.models import Article, ArticlePhoto
from media_library.domain.intake import Filing, take_photo
from media_library.domain.rights import decide
from media_library.models import Arrival, Photo, Supplier, Use
from newsroom.shared.content_store import hash_file

logger = logging.getLogger(__name__)

_LONGEST_NAME = 255  # bytes, as file systems have it


def attach_pictures(
    article: Article, item: WireItem, *, folder: Path | None, supplier: Supplier | None, notes: list[str]
) -> None:
    """Take the item's pictures that lie in `folder` (that of its file) or below it, and place those that may be shown.

    The first leads the story, the others are its supplement; what stands there already stays. `notes` gets a sentence
    for each picture that was refused or could not be placed. A picture with an address elsewhere is never fetched.
    """
    if folder is None:
        return
    supplier = supplier or _supplier_of(item)
    beside = [(picture, find_beside(picture.href, folder=folder)) for picture in item.pictures]
    found = [(picture, path, list[str]()) for picture, path in beside if path is not None]
    photos: dict[int, Photo | None] = {}
    # Each holds the lock of its content until the whole item is in. All imports take them in one order: two items with
    # the same pictures the other way round would wait for each other for ever.
    for place in sorted(range(len(found)), key=lambda place: _hash_of(found[place][1])):
        picture, path, told = found[place]
        photos[place] = _take(picture, path, item=item, supplier=supplier, language=article.language, notes=told)
    now = timezone.now()
    shown_from = max(now, item.embargoed_until or now)
    for place, (picture, _path, told) in enumerate(found):
        notes += told
        if photo := photos[place]:
            _place(article, photo, picture, on=shown_from, notes=notes)


def find_beside(href: str, *, folder: Path) -> Path | None:
    """The file that a relative address names in `folder` or below; None if there is none, or it leads out of there."""
    try:
        parts = urlsplit(href)
        name = unquote(parts.path, errors="strict")
        if parts.scheme or parts.netloc or not name or "\x00" in name or len(name.encode()) > _LONGEST_NAME:
            return None
        root = folder.resolve(strict=True)
        path = (root / name).resolve(strict=True)
    except (ValueError, OSError):
        return None
    return path if path.is_relative_to(root) and path.is_file() else None


def _hash_of(path: Path) -> str:
    """The hash by which the content is locked; none for what is refused before anybody reads it."""
    try:
        return "" if path.stat().st_size > settings.PHOTO_MAX_BYTES else hash_file(path)[0]
    except OSError:
        return ""


def _take(
    picture: WirePicture, path: Path, *, item: WireItem, supplier: Supplier | None, language: str, notes: list[str]
) -> Photo | None:
    """Bring the picture into the library, with what the item says of it where its own file says nothing."""
    words = {
        f"caption_{'bg' if language == 'bg' else 'en'}": picture.caption,
        "credit": picture.credit,
        "creators": [{"name": picture.byline, "job_title": ""}] if picture.byline else [],
        "copyright_notice": picture.copyright_notice or item.copyright_notice,
        "supplier_image_id": picture.uri,
        # A supplier's photos may go out by themselves, and then not before the story that they came with.
        "embargo_until": item.embargoed_until.isoformat() if item.embargoed_until else "",
        "expires_at": item.expires.isoformat() if item.expires else "",
    }
    terms = "\n".join(dict.fromkeys(filter(None, (item.usage_terms, picture.usage_terms))))
    filing = Filing(
        supplier=supplier,
        fallback={field: value for field, value in words.items() if value},
        joined={"usage_terms": terms} if terms else {},
    )
    try:
        arrival = take_photo(path, file_name=path.name, way=Arrival.Way.WIRE, filing=filing)
    except OSError as error:
        notes.append(_("The picture “%(name)s” was not taken: %(reason)s") % _about(path, error))
        return None
    except OperationalError:
        raise  # The database is gone, and so is the story.
    except Exception:
        logger.exception("The picture %s could not be taken", path)
        notes.append(
            _("The picture “%(name)s” was not taken: %(reason)s")
            % _about(path, _("Something went wrong that was not foreseen; the log has the details."))
        )
        return None
    if arrival.photo is None:
        reason = arrival.reason_en if get_language() != "bg" else arrival.reason_bg
        notes.append(_("The picture “%(name)s” was not taken: %(reason)s") % _about(path, reason))
    return arrival.photo


def _place(article: Article, photo: Photo, picture: WirePicture, *, on: dt.datetime, notes: list[str]) -> None:
    """Place the photo, if it may be shown at the time at which the story may."""
    placed = article.placed_photos
    if placed.filter(photo=photo).exists():
        return
    verdict = decide(photo, use=Use.PUBLISH, on=on)
    why = ""
    if not verdict.allowed:
        why = " ".join(reason.text("bg" if get_language() == "bg" else "en") for reason in verdict.reasons)
    elif not photo.credit_complete:
        # It would keep the whole story from going out.
        why = _("It has neither a creator nor an agency. Complete its credit line.")
    if why:
        notes.append(
            _("Photo %(number)d is in the library, and not in the story: %(reason)s")
            % {"number": photo.pk, "reason": why}
        )
        return
    has_lead = placed.filter(place=ArticlePhoto.Place.LEAD).exists()
    ArticlePhoto.objects.create(
        article=article,
        photo=photo,
        place=ArticlePhoto.Place.SUPPLEMENT if has_lead else ArticlePhoto.Place.LEAD,
        position=placed.count(),
        caption="" if picture.caption == photo.caption(article.language) else picture.caption[:2000],
    )


def _supplier_of(item: WireItem) -> Supplier | None:
    """The supplier that bears the name of the item's source or copyright holder."""
    names = [name for name in (item.source, item.copyright_holder) if name]
    wanted = Q()
    for name in names:
        wanted |= Q(name_bg__iexact=name) | Q(name_en__iexact=name) | Q(slug__iexact=name)
    return Supplier.objects.filter(wanted).first() if names else None


def _about(path: Path, reason: object) -> dict[str, object]:
    return {"name": path.name, "reason": reason}
