"""What readers are told of the rights to a photo: one word, and the restrictions as sentences.

Less than the desk sees: nothing of contracts, leases, undecided instructions, or the source's own words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from media_library.domain.rights import RightsFacts, decide_facts
from media_library.domain.rights.reasons import territory_names
from media_library.models import Restriction, Use

# The reasons that concern whoever would use the photo.
_TOLD = frozenset({
    "editorial_only", "no_sales", "no_archive", "no_archive_today", "one_time_use", "mandatory_credit", "no_crop",
    "no_ai_training", "no_social", "clients_only", "no_model_release", "limited_model_release", "no_property_release",
    "limited_property_release", "minor", "data_mining",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReaderTerms:
    """The verdict in a word or two, whether it is for sale at all, and the restrictions in sentences."""

    word: str
    is_for_sale: bool
    sentences: list[str]


def terms_word(facts: RightsFacts, *, on: dt.datetime) -> str:
    """What the photo is good for, in the active language. No query."""
    sale = decide_facts(facts, use=Use.SELL, on=on)
    if not sale.allowed:
        return _("not for sale")
    if sale.needs_acknowledgement:
        return _("on special terms")
    if decide_facts(facts, use=Use.PROMOTE, on=on).allowed:
        return _("for any use")
    return _("for editorial use")


def read_terms(facts: RightsFacts, *, language: str, on: dt.datetime) -> ReaderTerms:
    """The terms of one photo, in the active language, which must be `language`. No query."""
    sentences = [
        *_sentences_of_reasons(facts, language=language, on=on),
        *_territories(facts, language=language, on=on),
    ]
    return ReaderTerms(
        word=terms_word(facts, on=on),
        is_for_sale=decide_facts(facts, use=Use.SELL, on=on).allowed,
        sentences=list(dict.fromkeys(sentences)),
    )


def _sentences_of_reasons(facts: RightsFacts, *, language: str, on: dt.datetime) -> Iterator[str]:
    told = _TOLD
    is_for_sale = decide_facts(facts, use=Use.SELL, on=on).allowed
    if is_for_sale and facts.licence and Use.PROMOTE in facts.licence.uses:
        # Only here it is what stands in the way; of most photos nobody would use it in advertising anyway.
        told |= {"model_release_unknown"}
    for use in Use:
        for reason in decide_facts(facts, use=use, on=on).reasons:
            if reason.code in told:
                yield reason.text(language)


def _territories(facts: RightsFacts, *, language: str, on: dt.datetime) -> Iterator[str]:
    """Where the photo may not go. The verdict speaks of home only; whoever buys may live elsewhere."""
    if facts.supplier_territories:
        yield _("Only for use in: %(countries)s.") % {"countries": _names(facts.supplier_territories, language)}
    for rule in facts.restrictions:
        is_in_force = (not rule.starts_at or rule.starts_at <= on) and (not rule.ends_at or on < rule.ends_at)
        if rule.kind != Restriction.Kind.TERRITORY or not is_in_force:
            continue
        if rule.territories_in:
            yield _("Only for use in: %(countries)s.") % {"countries": _names(rule.territories_in, language)}
        if rule.territories_out:
            yield _("Not for use in: %(countries)s.") % {"countries": _names(rule.territories_out, language)}


def _names(codes: frozenset[str], language: str) -> str:
    return ", ".join(sorted(territory_names(code)[language] for code in codes))
