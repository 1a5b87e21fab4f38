"""The picture of use over time: bars whose places are numbers in the markup, since pages set no styles of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django import template
from django.utils.formats import date_format

from subscriptions.domain.usage import Usage, UsageSpan

register = template.Library()

_SPAN, _BAR, _GAP = 60, 20, 3
_BASE, _TALLEST = 150, 120
WIDTH: Final = 12 * _SPAN


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in units of the picture; `number_x` and `number_y` are where its number stands."""

    unit: str
    number: int
    x: int
    y: int
    height: int

    @property
    def number_x(self) -> int:
        return self.x + _BAR // 2

    @property
    def number_y(self) -> int:
        return self.y - 5


@dataclass(frozen=True, slots=True)
class SpanOfBars:
    """The bars of one month or week, and its name below them."""

    label: str
    label_x: int
    bars: list[Bar]


@register.simple_tag
def usage_bars(usage: Usage) -> list[SpanOfBars]:
    """The bars of a picture that is 720 wide and 180 high; the highest number is 120 high, and any number is seen."""
    return [
        SpanOfBars(
            span_label(usage, span),
            place * _SPAN + _SPAN // 2,
            [
                _bar("photo", span.photos, x=place * _SPAN + _SPAN // 2 - _BAR - _GAP // 2, most=usage.most),
                _bar("story", span.stories, x=place * _SPAN + _SPAN // 2 + _GAP - _GAP // 2, most=usage.most),
            ],
        )
        for place, span in enumerate(usage.spans)
    ]


@register.simple_tag
def span_label(usage: Usage, span: UsageSpan) -> str:
    """“03.09.” for the week that begins then, “September” cut short for a month, with the year in January."""
    if usage.is_weekly:
        return span.first_day.strftime("%d.%m.")
    form = "M y" if span.first_day.month == 1 else "M"
    return date_format(span.first_day, form)


def _bar(unit: str, number: int, *, x: int, most: int) -> Bar:
    height = max(2, round(_TALLEST * number / most)) if number else 0
    return Bar(unit, number, x, _BASE - height, height)
