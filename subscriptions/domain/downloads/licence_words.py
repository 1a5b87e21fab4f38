"""The licence in words: as files carry it, and as the text beside the files of a zip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from media_library.domain.metadata import LicenceWords
from media_library.domain.rights.reasons import territory_names
from newsroom.shared.addresses import path_in
from subscriptions.models import Purchase

LANGUAGES = ("bg", "en")


def verification_address(purchase: Purchase, *, site: str, language: str = "bg") -> str:
    """Where everyone can see whether the licence holds. `site` is scheme and host, without a slash."""
    return site + path_in(language, "subscriptions:licence", purchase.verification_code)


def words_in_file(purchase: Purchase, *, site: str) -> LicenceWords:
    """What a copy says of the licence under which it leaves."""
    codes = {str(reason.get("code")) for reason in purchase.licence.get("restrictions", ())}
    ends_at = purchase.licence_ends_at
    return LicenceWords(
        number=purchase.number,
        licensee=str(purchase.licence["customer"]["name"]),
        licensor=settings.AGENCY_NAME["bg"],
        licensor_url=site + path_in("bg", "front-page"),
        photo_id=str(purchase.photo_id),
        terms_url=verification_address(purchase, site=site),
        terms={language: terms_of(purchase, language=language) for language in LANGUAGES},
        regions={language: territories_of(purchase, language=language) for language in LANGUAGES},
        constraints={language: " ".join(restrictions_of(purchase, language=language)) for language in LANGUAGES},
        bought_on=timezone.localtime(purchase.at).date().isoformat(),
        ends_on=timezone.localtime(ends_at).date().isoformat() if ends_at else "",
        must_credit="mandatory_credit" in codes,
        no_crop="no_crop" in codes,
    )


def terms_of(purchase: Purchase, *, language: str) -> str:
    """Who may use it for what, where and how long, and on which terms, in one paragraph."""
    with override(language):
        sentences = [
            _("Licence %(number)s to %(customer)s: %(use)s, %(territories)s.")
            % {
                "number": purchase.number,
                "customer": purchase.licence["customer"]["name"],
                "use": purchase.get_use_display(),
                "territories": territories_of(purchase, language=language),
            },
            span_of(purchase),
            *restrictions_of(purchase, language=language),
            str(purchase.licence.get(f"terms_{language}", "")),
        ]
    return " ".join(sentence for sentence in sentences if sentence)


def span_of(purchase: Purchase) -> str:
    """How long the licence holds, in the active language."""
    if purchase.licence_ends_at is None:
        return _("It has no end.")
    return _("It holds until %(moment)s.") % {"moment": day_and_time(purchase.licence_ends_at)}


def day_and_time(moment: dt.datetime) -> str:
    """A moment as the clock on the newsroom's wall shows it."""
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}"


def restrictions_of(purchase: Purchase, *, language: str) -> list[str]:
    """What the licence binds the customer to, a sentence each."""
    texts = (str(reason.get(f"text_{language}", "")) for reason in purchase.licence.get("restrictions", ()))
    return list(dict.fromkeys(text for text in texts if text))


def territories_of(purchase: Purchase, *, language: str) -> str:
    """The countries that it holds for, by name."""
    return ", ".join(territory_names(code)[language] for code in purchase.territories)


def sizes_of(purchase: Purchase) -> list[str]:
    """The sizes that the licence on a photo includes; none for a story."""
    return [str(size) for size in purchase.licence.get("sizes", ())]


def credit_of(purchase: Purchase, *, language: str) -> str:
    """The credit line that must stand beside the photo."""
    return str(purchase.licence.get(f"credit_line_{language}") or purchase.licence.get("credit_line_bg", ""))


def licence_text(purchases: Sequence[Purchase], *, at: dt.datetime, site: str) -> str:
    """The text that goes with the photos of a zip, in both languages, a paragraph each. Lines end as on Windows."""
    parts = [line for language in LANGUAGES for line in _text_in(language, purchases, at=at, site=site)]
    return "\r\n".join(parts)


def _text_in(language: str, purchases: Sequence[Purchase], *, at: dt.datetime, site: str) -> Iterable[str]:
    with override(language):
        yield settings.AGENCY_NAME[language]
        yield _("Licences for %(customer)s, downloaded %(moment)s") % {
            "customer": purchases[0].licence["customer"]["name"],
            "moment": day_and_time(at),
        }
        for purchase in purchases:
            yield ""
            yield f"{purchase.number}  {purchase.title}"
            if credit := credit_of(purchase, language=language):
                yield _("Photo: %(credit)s") % {"credit": credit}
            yield terms_of(purchase, language=language)
            address = verification_address(purchase, site=site, language=language)
            yield _("Check this licence: %(address)s") % {"address": address}
        yield ""
        yield "—" * 20
        yield ""
