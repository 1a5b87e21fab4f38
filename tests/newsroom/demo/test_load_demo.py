import pytest
from django.core.management import CommandError, call_command

from articles.domain.hash_chain import verify_chain
from articles.models import Article, PublicStory, Version
from newsroom.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from newsroom.demo.subscriptions import CUSTOMER_ACCOUNTS
from newsroom.models import User
from newsroom.roles import ROLES
from subscriptions.domain.ledger_check import find_ledger_errors
from subscriptions.models import Invoice, Member, Purchase, Subscription

pytestmark = pytest.mark.django_db
TIMELESS = ("headline", "lead", "body", "kind", "number", "public_note", "sign_off", "urgency", "slug", "language")


@pytest.fixture
def demo():
    call_command("load_demo", without_photos=True)


def _words() -> list[tuple[object, ...]]:
    return list(Version.objects.order_by("slug", "number").values_list(*TIMELESS))


def test_every_page_has_something_to_show(demo):
    visible = PublicStory.objects.visible()
    assert visible.count() >= 60
    assert {story.section.slug for story in visible} == {"world", "bulgaria", "economy", "culture", "sport", "science"}
    assert visible.filter(language="en").count() >= 15
    assert set(Version.objects.values_list("kind", flat=True)) == {"original", "update", "correction", "minor", "kill"}
    assert set(Article.objects.values_list("state", flat=True)) == {
        "draft", "submitted", "scheduled", "published", "killed", "spiked",
    }  # fmt: skip
    assert PublicStory.objects.count() - visible.count() == 2  # one withdrawn, one under embargo
    assert visible.filter(translation_of__isnull=False).exists()
    assert list(verify_chain(Version.objects.order_by("article_id", "number"))) == []


def test_there_is_an_account_for_every_role_and_it_can_sign_in(demo, client):
    assert {account.role for account in DEMO_ACCOUNTS} == set(ROLES)
    for account in DEMO_ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert user.groups.get().name == account.role
        for login in (user.username, user.email):
            answer = type(client)().post("/bg/account/login/", {"login": login, "password": DEMO_PASSWORD})
            assert (answer.status_code, answer.url) == (302, "/admin/")


def test_times_are_in_the_past_but_for_what_is_to_come(demo):
    for version in Version.objects.all():
        assert version.first_published_at <= version.published_at <= version.recorded_at
    assert Article.objects.get(state="scheduled").publish_at > Article.objects.latest("changed_at").changed_at


def test_a_second_load_changes_nothing(demo):
    before = _words()
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo")
    assert _words() == before


def test_production_is_refused(settings):
    settings.IN_PRODUCTION = True
    with pytest.raises(CommandError, match="password"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_customers_have_people_packages_and_a_ledger_that_adds_up(demo):
    """Without photos, what they have bought is stories; the ledger tells it all at the times of the tale."""
    assert set(Subscription.objects.values_list("status", flat=True)) == {"requested", "active", "expired"}
    assert {member.role for member in Member.objects.active()} == {"owner", "buyer", "viewer"}
    assert Purchase.objects.filter(unit="story").count() == 5
    assert Invoice.objects.count() == Subscription.objects.exclude(status="requested").count()
    days = list(Invoice.objects.order_by("number").values_list("issued_on", flat=True))
    assert days == sorted(days)
    for invoice in Invoice.objects.select_related("subscription"):
        assert invoice.issued_on.strftime("%d.%m.%Y") in invoice.lines[0]["text_bg"]
    assert list(find_ledger_errors()) == []
    for purchase in Purchase.objects.select_related("subscription"):
        assert purchase.subscription.starts_at < purchase.at < purchase.subscription.ends_at


def test_people_of_customers_can_sign_in(demo, client):
    assert {account.username for account in CUSTOMER_ACCOUNTS} >= {"owner", "buyer", "viewer"}
    for account in CUSTOMER_ACCOUNTS:
        assert client.login(username=account.username, password=DEMO_PASSWORD)
        assert not User.objects.get(username=account.username).is_staff
