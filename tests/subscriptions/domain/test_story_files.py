"""Files of stories, against a refund at the same moment, on connections of their own."""

import threading

import pytest
from django.db import connection, transaction

from articles.models import PublicStory
from subscriptions.domain.membership import NotAMember
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_story
from subscriptions.domain.refunding import refund_purchase
from subscriptions.domain.story_files import NoStoryFile, hand_out_story
from subscriptions.models import Download, Member, StoryFormat
from tests.factories.customers import make_member, make_subscription
from tests.factories.people import make_user
from tests.factories.stories import make_story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member() -> Member:
    member = make_member()
    make_subscription(member.customer)
    return member


@pytest.fixture
def purchase(member):
    story = make_story(access="subscribers")
    return confirm(quote_story(story.pk, member=member).token, member=member).purchases.get()


def _hand_out(purchase, member: Member) -> str:
    story = PublicStory.objects.select_related("version", "article").get(pk=purchase.article_id)
    try:
        file = hand_out_story(
            story, form=StoryFormat.TEXT, member=member, address=None, site="https://news.example"
        )  # fmt: skip
    except (NoStoryFile, NotAMember) as refusal:
        return type(refusal).__name__
    return file.name


def test_file_is_recorded_for_the_licence_in_force(member, purchase):
    assert _hand_out(purchase, member).endswith("-v1.txt")
    assert list(Download.objects.values_list("purchase", "customer", "format")) == [
        (purchase.pk, member.customer_id, "text")
    ]


def test_member_who_was_removed_a_moment_ago_gets_no_file(member, purchase):
    Member.objects.update(removed_at=purchase.at)

    assert (_hand_out(purchase, member), Download.objects.count()) == ("NotAMember", 0)


def test_file_that_is_asked_for_during_a_refund_waits_for_it_and_is_refused(member, purchase):
    said: list[str] = []

    def ask() -> None:
        try:
            said.append(_hand_out(purchase, member))
        finally:
            connection.close()

    asking = threading.Thread(target=ask)
    with transaction.atomic():
        refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="Грешна новина")
        asking.start()
        asking.join(timeout=1)
        assert (asking.is_alive(), said) == (True, [])
    asking.join(timeout=60)

    assert (said, Download.objects.count()) == (["NoStoryFile"], 0)
