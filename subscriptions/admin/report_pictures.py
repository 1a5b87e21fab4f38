"""The pictures of the reports: bars whose places are numbers in the markup, since pages set no styles of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom.shared.addresses import active_language
from newsroom.shared.money import euros
from subscriptions.domain.reports import SoldPackages, TakenSpan

WIDTH: Final = 720
_BASE, _TALLEST = 160, 130
_LABELS_IN_ALL: Final = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in units of the picture; `kind` tells apart what is stacked; `told` says it in words."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    told: str


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars over time. `alternative` says in a sentence what is seen; `legend` names the kinds, if there are several."""

    title: str
    alternative: str
    bars: list[Bar]
    labels: list[Label]
    highest: str
    legend: Sequence[tuple[str, str]] = ()


def picture_sales(sales: Iterable[SoldPackages]) -> Picture | None:
    """The gross sales of each month; None where there are none."""
    gross: dict[dt.date, int] = {}
    for sale in sales:
        gross[sale.month] = gross.get(sale.month, 0) + sale.gross_cents
    months = {date_format(month, "m.Y"): gross.get(month, 0) for month in _months_between(gross)}
    language = active_language()
    stacks = [(name, [("gross", cents, f"{name}: {euros(cents, language)}")]) for name, cents in months.items()]
    return _picture(
        _("Gross by month"),
        stacks,
        said=lambda cents: euros(cents, language),
        legend=(),
        width=min(WIDTH, 90 * len(stacks)),
    )


def _months_between(months: Collection[dt.date]) -> list[dt.date]:
    """Every month from the first to the last of these, those in between too."""
    if not months:
        return []
    numbers = [month.year * 12 + month.month - 1 for month in months]
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(min(numbers), max(numbers) + 1)]


def picture_use(spans: Iterable[TakenSpan]) -> Picture | None:
    """The photos and stories that were taken in each day, month or year; None where there were none."""
    names = {"day": "d.m.", "month": "m.Y", "year": "Y"}
    photos, stories = _("photos"), _("stories")
    stacks = []
    for span in spans:
        name = date_format(span.first_day, names[span.step])
        told = [("photo", span.photos, f"{name}, {photos}: {span.photos}"),
                ("story", span.stories, f"{name}, {stories}: {span.stories}")]  # fmt: skip
        stacks.append((name, told))
    legend = (("photo", photos), ("story", stories))
    return _picture(_("Taken over time"), stacks, said=str, legend=legend, width=WIDTH)


def _picture(
    title: str,
    stacks: Sequence[tuple[str, list[tuple[str, int, str]]]],
    *,
    said: Callable[[int], str],
    legend: Sequence[tuple[str, str]],
    width: int,
) -> Picture | None:
    """Stack the parts of each span over each other; the highest stack is as tall as the picture allows."""
    sums = [sum(max(0, number) for _kind, number, _told in parts) for _name, parts in stacks]
    highest = max(sums, default=0)
    if not highest:
        return None
    step = width / len(stacks)
    bars = []
    for place, (_name, parts) in enumerate(stacks):
        top = float(_BASE)
        for kind, number, told in parts:
            if number <= 0:
                continue
            height = max(1.0, round(_TALLEST * number / highest, 1))
            top -= height
            bars.append(
                Bar(kind, round(place * step + step * 0.15, 1), round(top, 1), round(step * 0.7, 1), height, told)
            )
    every = -(-len(stacks) // _LABELS_IN_ALL)
    labels = [
        Label(name, round((place + 0.5) * step, 1)) for place, (name, _parts) in enumerate(stacks) if place % every == 0
    ]
    peak = stacks[sums.index(highest)][0]
    alternative = _("From %(first)s to %(last)s, %(sum)s in all, the most in %(peak)s: %(highest)s.") % {
        "first": stacks[0][0],
        "last": stacks[-1][0],
        "sum": said(sum(sums)),
        "peak": peak,
        "highest": said(highest),
    }
    return Picture(title, alternative, bars, labels, said(highest), legend)
