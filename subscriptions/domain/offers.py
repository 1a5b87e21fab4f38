"""What packages hold, in the words of the page: those that are offered, and those that a customer has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.domain.rights.reasons import territory_names
from media_library.models import Section, Supplier
from newsroom.shared.addresses import PageAddress, address_of
from subscriptions.domain.running import terms_mark
from subscriptions.models import Package, Size, Terms


@dataclass(frozen=True, slots=True)
class Offer:
    """A package as customers are shown it, in one language. `cover` are whole lines.

    `description_language` says in which language the description is, for where there is none in that of the page.
    """

    package: Package
    name: str
    description: str
    description_language: str
    cover: list[str]

    @property
    def mark(self) -> str:
        """What a request sends back, so that nobody asks for other terms than were shown."""
        return terms_mark(self.package)


@dataclass(frozen=True, slots=True)
class OffersPage:
    """What the public page about subscriptions shows."""

    address: PageAddress
    language: str
    offers: list[Offer]


def read_offers_page(language: str) -> OffersPage:
    """The public page: the same for everyone who asks."""
    return OffersPage(address_of(language, "subscriptions:subscribing"), language, read_offers(language))


def read_offers(language: str) -> list[Offer]:
    """The packages that can be asked for, in their order. Three queries at most."""
    packages = list(Package.objects.filter(is_offered=True))
    covers = describe_cover(packages, language=language)
    return [
        Offer(package, package.name(language), package.description(language), _told_in(package, language), cover)
        for package, cover in zip(packages, covers, strict=True)
    ]


def describe_cover(many: Sequence[Terms], *, language: str) -> list[list[str]]:
    """What each of these terms covers, line by line, in the active language, which is `language`. Two queries at most.

    Sections and suppliers that no longer exist are left out.
    """
    sections = Section.objects.in_bulk({pk for terms in many for pk in terms.sections})
    suppliers = Supplier.objects.in_bulk({pk for terms in many for pk in terms.suppliers})
    return [
        _lines_of(
            terms,
            sections=[sections[pk].name(language) for pk in terms.sections if pk in sections],
            suppliers=[suppliers[pk].name(language) for pk in terms.suppliers if pk in suppliers],
            language=language,
        )
        for terms in many
    ]


def _told_in(package: Package, language: str) -> str:
    other = "bg" if language == "en" else "en"
    told = {"bg": package.description_bg, "en": package.description_en}
    return language if told[language] or not told[other] else other


def _lines_of(terms: Terms, *, sections: list[str], suppliers: list[str], language: str) -> list[str]:
    lines = [
        _("Sections: %(names)s") % {"names": _join(sections)} if terms.sections else _("All sections"),
    ]
    if terms.suppliers:
        lines.append(_("Photos of: %(names)s") % {"names": _join(suppliers)})
    if terms.events:
        lines.append(_("Photos of these events: %(names)s") % {"names": _join(terms.events)})
    if terms.newest_days is not None:
        lines.append(
            ngettext(
                "Photos taken and stories published within the last day",
                "Photos taken and stories published within the last %(days)d days",
                terms.newest_days,
            )
            % {"days": terms.newest_days}
        )
    else:
        lines.append(_("The whole archive"))
    if terms.photos:
        sizes = [str(Size(size).label) for size in terms.sizes if size in Size.values]
        lines.append(_("Photos %(sizes)s") % {"sizes": _join(sizes)})
    if terms.territories:
        countries = sorted(territory_names(code)[language] for code in terms.territories)
        lines.append(_("For use in: %(countries)s") % {"countries": _join(countries)})
    if terms.licence_days is not None:
        lines.append(
            ngettext(
                "What was taken may be used for one day",
                "What was taken may be used for %(days)d days",
                terms.licence_days,
            )
            % {"days": terms.licence_days}
        )
    else:
        lines.append(_("What was taken may be used without an end date"))
    return [capfirst(line) for line in lines]


def _join(names: Iterable[str]) -> str:
    return ", ".join(names)
