"""What a licence certificate says: to its customer everything, to the public whether it holds and for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import PublicStory
from media_library.models import Photo
from newsroom.shared.database_clock import database_now
from subscriptions.domain.downloads.licence_words import (
    credit_of,
    day_and_time,
    restrictions_of,
    territories_of,
)
from subscriptions.models import Purchase, Unit

Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a licence holds at a moment, in a word and in a sentence."""

    holds: bool
    word: str
    sentence: str
    at: dt.datetime


def find_standing(purchase: Purchase) -> Standing:
    """Whether the licence holds now, by the database's clock, in the active language. Up to three queries."""
    now = database_now()
    if purchase.refunded_at is not None:
        sentence = _("The agency ended this licence on %(moment)s.") % {"moment": day_and_time(purchase.refunded_at)}
        return Standing(holds=False, word=_("ended"), sentence=sentence, at=now)
    if purchase.replaced_by is not None:
        words = {"number": purchase.replaced_by.number, "moment": day_and_time(purchase.replaced_at or now)}
        sentence = _("Replaced by licence %(number)s on %(moment)s, which covers more.") % words
        return Standing(holds=False, word=_("replaced"), sentence=sentence, at=now)
    if not purchase.is_in_force(at=now):
        sentence = _("The licence ended on %(moment)s.") % {"moment": day_and_time(purchase.licence_ends_at or now)}
        return Standing(holds=False, word=_("expired"), sentence=sentence, at=now)
    if is_withdrawn(purchase):
        sentence = _("The agency has withdrawn what was licensed. It must not be used any more.")
        return Standing(holds=False, word=_("withdrawn"), sentence=sentence, at=now)
    return Standing(holds=True, word=_("in force"), sentence=_("The licence holds."), at=now)


def is_withdrawn(purchase: Purchase) -> bool:
    """Whether the photo or the story was withdrawn from everywhere. One query, none where the photo is loaded."""
    if purchase.unit == Unit.PHOTO:
        return purchase.photo is None or purchase.photo.state == Photo.State.KILLED
    return PublicStory.objects.filter(article=purchase.article_id, killed=True).exists()


def thing_of(purchase: Purchase) -> str:
    """What kind of thing was licensed, with its number."""
    if purchase.unit == Unit.PHOTO:
        return _("Photo %(number)s") % {"number": purchase.photo_id}
    return _("Story %(number)s") % {"number": purchase.article_id}


def public_facts(purchase: Purchase, *, language: str) -> Facts:
    """What everyone may know who has the code: not who bought, nor what was paid.

    Of what was withdrawn it tells no words: they may be what a court objects to.
    """
    return [(_("Licence number"), purchase.number), *_thing(purchase, language), *_scope(purchase, language)]


def customer_facts(purchase: Purchase, *, language: str) -> Facts:
    """What the certificate tells its customer."""
    customer = purchase.licence["customer"]
    registered = " ".join(part for part in (customer.get("registration_number"), customer.get("country")) if part)
    return [
        (_("Licence number"), purchase.number),
        (_("Licensee"), str(customer["name"])),
        (_("Registration"), registered),
        (_("Taken by"), str(purchase.buyer)),
        *_thing(purchase, language),
        *_scope(purchase, language),
        (_("In place of"), purchase.replaces.number if purchase.replaces else ""),
        (_("Paid from"), _package(purchase, language)),
        (_("Confirmed terms"), _acknowledged(purchase, language)),
    ]


def restriction_sentences(purchase: Purchase, *, language: str) -> list[str]:
    """What binds the customer, a sentence each, with the words of the source where they are known."""
    return restrictions_of(purchase, language=language)


def terms_text(purchase: Purchase, *, language: str) -> str:
    """The terms of the licence in the language, or in the other one where there are none."""
    other = "bg" if language == "en" else "en"
    return str(purchase.licence.get(f"terms_{language}") or purchase.licence.get(f"terms_{other}", ""))


def file_facts(purchase: Purchase) -> Facts:
    """Which file or version it is of, exactly."""
    if purchase.unit == Unit.STORY:
        text = _("version %(number)s, and all later ones") % {"number": purchase.article_version}
        return [(_("Version"), text)]
    return [(_("Original file (SHA-256)"), purchase.photo_sha256)]


def _thing(purchase: Purchase, language: str) -> Facts:
    facts = [(_("For"), thing_of(purchase))]
    if is_withdrawn(purchase):
        return facts
    return [
        *facts,
        (_("Title"), purchase.title),
        (_("Credit line"), credit_of(purchase, language=language)),
        (_("Byline"), str(purchase.licence.get("byline", ""))),
        (_("Copyright"), str(purchase.licence.get("copyright_notice", ""))),
    ]


def _scope(purchase: Purchase, language: str) -> Facts:
    ends = day_and_time(purchase.licence_ends_at) if purchase.licence_ends_at else _("without an end")
    return [
        (_("Licence"), str(purchase.licence.get(f"licence_name_{language}", ""))),
        (_("Use"), str(purchase.get_use_display())),
        (_("Territory"), territories_of(purchase, language=language)),
        (_("From"), day_and_time(purchase.at)),
        (_("Until"), ends),
    ]


def _package(purchase: Purchase, language: str) -> str:
    name = str(purchase.licence.get(f"package_{language}", ""))
    if purchase.unit == Unit.PHOTO:
        units = ngettext("%(count)d photo", "%(count)d photos", purchase.cost) % {"count": purchase.cost}
    else:
        units = ngettext("%(count)d story", "%(count)d stories", purchase.cost) % {"count": purchase.cost}
    return f"{name}: {units}" if name else units


def _acknowledged(purchase: Purchase, language: str) -> str:
    """The restrictions that the buyer confirmed, in words; their keys end in the code of the reason."""
    confirmed = [str(key) for key in purchase.licence.get("acknowledged", ())]
    return " ".join(
        str(reason.get(f"text_{language}", ""))
        for reason in purchase.licence.get("restrictions", ())
        if any(key.endswith(f"-{reason.get('code')}") for key in confirmed)
    )
