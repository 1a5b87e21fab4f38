"""Why a photo may or may not be used: one reason each, in both languages, strongest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from babel import Locale
from babel.dates import format_datetime
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

Origin = Literal["photo", "supplier", "licence", "contract", "lease"]


class Rank(IntEnum):
    """The order in which reasons are told. The first four forbid."""

    DENY = 0
    EMBARGO = 1
    TERRITORY = 2
    RELEASE = 3
    ACKNOWLEDGE = 4
    ADVISE = 5

    @property
    def effect(self) -> str:
        """What the reason does: deny, acknowledge or advise, as restrictions have it."""
        return {Rank.ACKNOWLEDGE: "acknowledge", Rank.ADVISE: "advise"}.get(self, "deny")


SENTENCES: dict[str, Promise] = {
    "killed": _("The photo has been withdrawn."),
    "expired": _("The right to use the photo has ended."),
    "lease_deny": _("A lease forbids this use."),
    "lease_allow": _("A lease allows this use."),
    "outside_lease": _("The photo may be used only during its leases, and none is in force."),
    "no_rights": _("No rights to the photo are known."),
    "no_contract": _("The contract with the supplier is not in force."),
    "not_granted": _("The licence “%(licence)s” does not grant this use."),
    "undecided": _("Instructions that were not understood wait for a photo editor."),
    "embargo": _("The photo is under embargo."),
    "supplier_territory": _("The supplier's photos may not be used in this territory: %(territory)s."),
    "territory": _("The photo may not be used in this territory: %(territory)s."),
    "nowhere": _("The photo may not be used anywhere."),
    "no_model_release": _("The people in the picture have not given a model release."),
    "model_release_unknown": _("It is not known whether the people in the picture have given a model release."),
    "limited_model_release": _("The model release is limited or incomplete: read it."),
    "no_property_release": _("The owner of what the picture shows has not given a property release."),
    "limited_property_release": _("The property release is limited or incomplete: read it."),
    "minor": _("The picture shows a minor."),
    "ai_made": _("The picture was made by AI: say so wherever it is shown."),
    "ai_made_training": _("The picture was made by AI, and may not be fit for training."),
    "data_mining": _("The rights holder does not allow data mining."),
    "editorial_only": _("The photo is for editorial use only."),
    "no_sales": _("The photo may not be sold on."),
    "no_archive": _("The photo may not be used from the archive."),
    "no_archive_today": _("The photo may not go into the archive: use it for today's news only."),
    "one_time_use": _("The photo may be used only once."),
    "used_up": _("The photo may be used only once, and has been used."),
    "mandatory_credit": _("The credit must be shown in full."),
    "no_crop": _("The photo may not be cropped."),
    "no_ai_training": _("The photo may not be used for training AI."),
    "no_social": _("The photo may not be used in social media."),
    "clients_only": _("The photo is for subscribers only."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `until` is when it stops to hold, if it does; `words` are the source's own, a lease can lift
    what is liftable."""

    code: str
    rank: Rank
    origin: Origin = "photo"
    words: str = ""
    until: dt.datetime | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_liftable: bool = False

    @property
    def effect(self) -> str:
        return self.rank.effect

    @property
    def text_bg(self) -> str:
        return self.text("bg")

    @property
    def text_en(self) -> str:
        return self.text("en")

    def text(self, language: str) -> str:
        """The reason as a sentence, with its end where it has one, in the newsroom's zone."""
        with override(language):
            sentence = str(SENTENCES[self.code])
            if self.values:
                sentence %= {name: both[language] for name, both in self.values.items()}
            if self.until is None:
                return sentence
            return gettext("%(sentence)s Until %(time)s.") % {
                "sentence": sentence,
                "time": _written(self.until, language),
            }


def territory_names(code: str) -> dict[str, str]:
    """The name of a territory in both languages; a code that nobody knows stands for itself."""
    return {language: Locale.parse(language).territories.get(code, code) for language, _name in settings.LANGUAGES}


def _written(moment: dt.datetime, language: str) -> str:
    zone = timezone.get_default_timezone()
    try:
        local = moment.astimezone(zone)
    except OverflowError:  # The last day that there is stands for «never», and has no morning in the east.
        local = moment
    return format_datetime(local.replace(tzinfo=None), "d MMMM y, HH:mm", locale=language)
