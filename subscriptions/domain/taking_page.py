"""The pre-flight of photos as a page shows it: each photo with its picture, and what has changed since it was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext as _

from media_library.domain.tiles import Words, load_renditions, rendition_of, title_words
from media_library.models import Photo, Rendition
from subscriptions.domain.quote import Quote, QuoteLine

_SALT = "subscriptions.quote-shown"
# Of most photos of news it is not known. Beside each it would drown what matters; it is told once, under the table.
TOLD_ONCE: Final = "model_release_unknown"
# What of a line are the terms on which it would be licensed.
_TERMS = ("reasons", "licence", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingLine:
    """A line of the quote. `changes` are sentences; `others` the rest of the photos, for who takes this one out."""

    quoted: QuoteLine
    thumb: Rendition | None
    url: str
    title: Words
    changes: list[str]
    others: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingPage:
    """What `subscriptions/take.html` shows. `shown` goes through the form, so that changes can be told in words."""

    quote: Quote
    lines: list[TakingLine]
    changes: list[str]
    has_changed: bool
    shown: str

    @property
    def takeable(self) -> list[int]:
        """The photos that are left when the refused ones are taken out."""
        return [line.quoted.pk for line in self.lines if line.quoted.is_allowed]

    @property
    def has_unknown_releases(self) -> bool:
        """Whether of a photo that can be taken it is not known if its people agreed, which this use does not need."""
        return any(
            reason.code == TOLD_ONCE and reason.effect == "advise"
            for line in self.lines
            if line.quoted.is_allowed and line.quoted.owned is None
            for reason in line.quoted.verdict.reasons
        )


def read_taking(quote: Quote, *, language: str, before: Mapping[str, Any] | None = None) -> TakingPage:
    """The page of a quote in the active language, which must be `language`. `before` had been shown. One query."""
    load_renditions(line.thing for line in quote.lines if isinstance(line.thing, Photo))
    told = {line["pk"]: line for line in before["lines"]} if before else {}
    shown: dict[str, Any] = quote.shown
    now = {line["pk"]: line for line in shown["lines"]}
    pks = [line.pk for line in quote.lines]
    return TakingPage(
        quote=quote,
        lines=[
            TakingLine(
                quoted=line,
                thumb=rendition_of(line.thing, "thumb") if isinstance(line.thing, Photo) else None,
                url=line.thing.get_absolute_url() if isinstance(line.thing, Photo) else "",
                title=title_words(line.thing, language)
                if isinstance(line.thing, Photo)
                else Words(line.title, language),
                changes=_changes_of(now[line.pk], told[line.pk]) if line.pk in told else [],
                others=[pk for pk in pks if pk != line.pk],
            )
            for line in quote.lines
        ],
        changes=_changes_of_all(quote, before) if before else [],
        has_changed=before is not None,
        shown=signing.dumps(shown, salt=_SALT, compress=True),
    )


def read_shown(signed: str) -> dict[str, Any]:
    """What a form had shown, to tell what has changed since; nothing of it if it does not bear our signature."""
    try:
        shown: dict[str, Any] = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return {"lines": [], "balances": []}
    return shown


def _changes_of(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """What is different about one photo: the strongest, as the rest follows from it."""
    if now["owned"] != before["owned"]:
        return [_("It has been bought meanwhile, and is free now.") if now["owned"] else _("Its licence has ended.")]
    if now["allowed"] != before["allowed"]:
        return [_("It can be taken now.") if now["allowed"] else _("It can’t be taken any more.")]
    if now["subscription"] != before["subscription"]:
        return [_("Another package pays for it.")]
    if any(now[said] != before.get(said) for said in ("held", "gaps")):
        return [_("The licence that you hold on it has changed.")]
    return [_("Its terms have changed.")] if any(now[said] != before.get(said) for said in _TERMS) else []


def _changes_of_all(quote: Quote, before: Mapping[str, Any]) -> list[str]:
    told = {line["subscription"]: line["before"] for line in before["balances"]}
    changes = [
        _("The balance of “%(package)s” was %(before)s, and is %(now)s.")
        % {"package": line.subscription, "before": told[line.subscription.pk], "now": line.before}
        for line in quote.balances
        if told.get(line.subscription.pk, line.before) != line.before
    ]
    if before.get("territories", shown := sorted(quote.customer.territories)) != shown:
        changes.append(_("The territory of use of your organisation has changed."))
    return changes
