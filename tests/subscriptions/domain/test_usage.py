"""What was taken, month by month or week by week, by the newsroom's calendar."""

import datetime as dt

import pytest
from django.utils import timezone

from subscriptions.domain.usage import read_usage
from subscriptions.models import Purchase
from subscriptions.templatetags.usage_picture import usage_bars
from tests.factories.bought_stories import make_locked_story, make_purchase
from tests.factories.customers import make_member, make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 15, 12, tzinfo=dt.UTC)


def buy_at(member, moment, **fields):
    subscription = member.customer.subscriptions.first() or make_subscription(member.customer)
    story = make_locked_story(headline=f"Новина от {moment}")
    return make_purchase(member, story, subscription=subscription, at=moment, **fields)


def test_months_are_those_of_the_newsroom():
    member = make_member()
    last_of_december = dt.datetime(2025, 12, 31, 21, 59, tzinfo=dt.UTC)  # 23:59 in Sofia.
    for moment in (NOW - dt.timedelta(days=300), last_of_december, last_of_december + dt.timedelta(minutes=1)):
        buy_at(member, moment)

    usage = read_usage(member.customer, now=NOW)

    taken = {span.first_day: span.stories for span in usage.spans}
    assert not usage.is_weekly
    assert (len(usage.spans), usage.spans[0].first_day) == (12, dt.date(2025, 4, 1))
    assert (taken[dt.date(2025, 12, 1)], taken[dt.date(2026, 1, 1)]) == (1, 1)
    assert (usage.stories, usage.photos, usage.most) == (3, 0, 1)


def test_new_customer_is_shown_weeks():
    member = make_member()
    buy_at(member, NOW - dt.timedelta(days=8))
    buy_at(member, NOW)

    usage = read_usage(member.customer, now=NOW)

    assert usage.is_weekly
    assert usage.spans[-1].first_day == dt.date(2026, 3, 9)
    assert [span.stories for span in usage.spans[-2:]] == [1, 1]


def test_what_was_refunded_is_no_use():
    member = make_member()
    purchase = buy_at(member, NOW)
    Purchase.objects.filter(pk=purchase.pk).update(refunded_at=timezone.now(), refunded_by=make_user())

    assert read_usage(member.customer, now=NOW).stories == 0


def test_nothing_taken_is_twelve_empty_spans():
    usage = read_usage(make_member().customer, now=NOW)

    assert [(span.photos, span.stories) for span in usage.spans] == [(0, 0)] * 12
    assert usage.most == 0
    assert {bar.height for span in usage_bars(usage) for bar in span.bars} == {0}


def test_highest_bar_fills_the_picture_and_the_lowest_is_seen():
    member = make_member()
    buy_at(member, NOW, cost=500)
    buy_at(member, NOW - dt.timedelta(days=8))

    spans = usage_bars(read_usage(member.customer, now=NOW))

    assert spans[-1].bars[1].height == 120
    assert spans[-2].bars[1].height == 2
    assert all(bar.x >= 0 and bar.x + 20 <= 720 and bar.y >= 0 for span in spans for bar in span.bars)
