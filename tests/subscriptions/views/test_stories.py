"""Stories for subscribers: who reads the text, what is shown before it is bought, and in which files it leaves."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.domain.acts import Act
from articles.domain.permissions import may_read_full_text
from newsroom.shared.database_clock import database_now
from subscriptions.domain.quoting import quote_story
from subscriptions.domain.refunding import refund_purchase
from subscriptions.models import Download, Purchase
from tests.articles.pages import visible_text, words
from tests.factories.bought_stories import buy_story, make_locked_story, make_purchase
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.people import make_chief_editor, make_journalist, make_user
from tests.factories.stories import make_killed_story, make_story, publish_change

pytestmark = pytest.mark.django_db
SECRET = "Пълният текст."


@pytest.fixture
def story():
    return make_locked_story()


@pytest.fixture
def buyer():
    member = make_member()
    make_subscription(member.customer, stories=2)
    return member


def page_of(client, story, suffix="", user=None, language="bg"):
    if user is not None:
        client.force_login(user)
    return client.get(f"/{language}/account/stories/{story.pk}/{suffix}")


def confirm_page(client, story, member, token):
    client.force_login(member.user)
    return client.post(f"/bg/account/stories/{story.pk}/confirm/", {"token": token})


# --- Who reads ---


def licensed(story, buyer):
    buy_story(story, member=buyer)
    return buyer


def removed(story, buyer):
    member = licensed(story, buyer)
    member.removed_at = database_now()
    member.save()
    return member


def refunded(story, buyer):
    refund_purchase(buy_story(story, member=buyer).pk, by=make_user(is_superuser=True), reason="По погрешка")
    return buyer


# Somebody; whether they may read the full text, and whether they may take it away as a file.
PEOPLE = {
    "anonymous": (lambda _story, _buyer: AnonymousUser(), False, False),
    "who acts for nobody": (lambda _story, _buyer: make_user(is_staff=False), False, False),
    "member without licence": (lambda _story, buyer: buyer.user, False, False),
    "staff": (lambda _story, _buyer: make_journalist(), True, False),
    "staff without a role": (lambda _story, _buyer: make_user(), False, False),
    "superuser": (lambda _story, _buyer: make_user(is_superuser=True), True, False),
    "closed superuser": (lambda _story, _buyer: make_user(is_superuser=True, is_active=False), False, False),
    "buyer": (lambda story, buyer: licensed(story, buyer).user, True, True),
    "colleague": (lambda story, buyer: make_member(licensed(story, buyer).customer, role="owner").user, True, True),
    "viewer": (lambda story, buyer: make_member(licensed(story, buyer).customer, role="viewer").user, True, False),
    "other customer": (lambda story, buyer: licensed(story, buyer) and make_member().user, False, False),
    "removed": (lambda story, buyer: removed(story, buyer).user, False, False),
    "refunded": (lambda story, buyer: refunded(story, buyer).user, False, False),
}


@pytest.mark.parametrize("kind", PEOPLE)
def test_only_who_may_reads_the_full_text_and_takes_it_away(client, story, buyer, kind):
    make, may_read, may_take = PEOPLE[kind]
    person = make(story, buyer)
    if person.is_authenticated and person.is_active:
        client.force_login(person)

    pages = [client.get(f"/bg/account/stories/{story.pk}/{suffix}") for suffix in ("", "history/1/", "box/")]
    files = [client.get(f"/bg/account/stories/{story.pk}/files/{form}/") for form in ("text", "html", "ninjs")]

    assert may_read_full_text(person, story.article) is may_read
    assert [SECRET in page.text for page in pages] == [may_read, may_read, False]
    assert [SECRET in file.text for file in files] == [may_take] * 3
    assert Download.objects.count() == (3 if may_take else 0)
    assert all("no-store" in page["Cache-Control"] for page in pages)


def test_licence_that_has_ended_opens_nothing(client, story, buyer):
    subscription = buyer.customer.subscriptions.get()
    yesterday = timezone.now() - dt.timedelta(days=1)
    make_purchase(
        buyer, story, subscription=subscription, at=yesterday - dt.timedelta(days=1), licence_ends_at=yesterday
    )

    assert SECRET not in page_of(client, story, user=buyer.user).text
    assert page_of(client, story, "files/text/").status_code == 403


def test_public_pages_are_the_same_for_everyone(client, time_machine, story, buyer):
    time_machine.move_to(timezone.now(), tick=False)  # Pages say of which minute they are.
    paths = ["/bg/subscriptions/", story.get_absolute_url(), f"{story.get_absolute_url()}history/1/"]
    before = [client.get(path).content for path in paths]

    buy_story(story, member=buyer)
    client.force_login(buyer.user)
    after = [client.get(path) for path in paths]

    assert [page.content for page in after] == before
    assert not any(page.cookies or "Cookie" in page.get("Vary", "") for page in after)
    assert not any(SECRET in page.text or "csrf" in page.text for page in after)


def test_public_page_shows_headline_lead_and_the_box(client, story):
    text = visible_text(client.get(story.get_absolute_url()))

    assert story.version.headline in text
    assert story.version.lead in text
    assert words("The full text is for subscribers") in text
    assert words("Read the full text") in text


def test_photos_in_a_locked_text_wait_for_the_licence(client, buyer):
    story = make_locked_story()
    photo = make_sold_photo()
    body = f'<p>{SECRET}</p><figure data-photo="{photo.pk}"></figure>'
    publish_change(story.article, body=body)

    assert SECRET not in client.get(story.get_absolute_url()).text


# --- What it takes ---


def test_page_shows_which_package_pays_and_what_is_left(client, story, buyer):
    text = visible_text(page_of(client, story, user=buyer.user))

    subscription = buyer.customer.subscriptions.get()
    assert words("Confirmation") in text
    assert subscription.name_bg in text
    assert f"{words('Balance before')} 2" in text
    assert f"{words('Balance after')} 1" in text
    assert Purchase.objects.count() == 0


def test_viewer_sees_what_it_takes_and_can_not_confirm(client, story, buyer):
    viewer = make_member(buyer.customer, role="viewer")
    page = page_of(client, story, user=viewer.user)
    token = quote_story(story.pk, member=viewer).token

    assert "<form" not in page.text.split("<main")[1].split("</main>")[0]
    assert confirm_page(client, story, viewer, token).status_code == 403
    assert Purchase.objects.count() == 0


def test_member_without_a_package_is_told_why_and_where_to_go(client, story):
    text = visible_text(page_of(client, story, user=make_member(role="owner").user))

    assert words("No running package of yours covers it.") in text
    assert words("Ask for a package") in text


@pytest.mark.parametrize("language", ["bg", "en"])
def test_visitor_is_told_what_a_subscription_is(client, story, language):
    page = page_of(client, story, language=language)

    assert page.status_code == 200
    assert words("What a subscription is", language) in page.text
    assert story.version.headline in page.text


def test_confirmed_story_is_taken_once_and_read_on(client, story, buyer):
    token = quote_story(story.pk, member=buyer).token

    answers = [confirm_page(client, story, buyer, token) for _ in range(2)]
    page = client.get(answers[0].url)

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Purchase.objects.get().article_id == story.pk
    assert SECRET in page.text
    assert Purchase.objects.get().number in page.text
    assert buyer.customer.subscriptions.get().balances.get(unit="story").remaining == 1


def test_changed_balance_takes_nothing_and_shows_the_new_quote(client, story, buyer):
    token = quote_story(story.pk, member=buyer).token
    buy_story(make_locked_story(headline="Друга новина"), member=make_member(buyer.customer))

    answer = confirm_page(client, story, buyer, token)

    assert answer.status_code == 409
    assert words("Something has changed since this was shown. Nothing was taken.") in answer.text
    assert f"{words('Balance before')} 1" in visible_text(answer)
    assert Purchase.objects.count() == 1


def test_story_that_a_colleague_has_bought_meanwhile_is_not_bought_again(client, story, buyer):
    token = quote_story(story.pk, member=buyer).token
    buy_story(story, member=make_member(buyer.customer))

    answer = confirm_page(client, story, buyer, token)

    assert (answer.status_code, answer.url) == (302, f"/bg/account/stories/{story.pk}/")
    assert Purchase.objects.count() == 1


def test_story_that_was_withdrawn_meanwhile_takes_nothing(client, story, buyer):
    token = quote_story(story.pk, member=buyer).token
    publish_change(story.article, Act.KILL, note="Оттеглена по решение на съда.")

    answer = confirm_page(client, story, buyer, token)

    assert answer.status_code == 410
    assert Purchase.objects.count() == 0


@pytest.mark.parametrize("token", ["", "сгрешен", "eyJhIjoxfQ:1abcde:xxxxx"])
def test_tampered_token_is_refused(client, story, buyer, token):
    assert confirm_page(client, story, buyer, token).status_code == 403


def test_token_of_another_story_or_person_is_refused(client, story, buyer):
    other = make_locked_story(headline="Друга новина")
    of_another_story = quote_story(other.pk, member=buyer).token
    of_a_colleague = quote_story(story.pk, member=make_member(buyer.customer)).token

    assert confirm_page(client, story, buyer, of_another_story).status_code == 403
    assert confirm_page(client, story, buyer, of_a_colleague).status_code == 403
    assert Purchase.objects.count() == 0


# --- What is read ---


def test_later_versions_of_a_bought_story_are_included(client, story, buyer):
    buy_story(story, member=buyer)
    publish_change(story.article, Act.UPDATE, body="<p>Втората редакция.</p>")

    now = page_of(client, story, user=buyer.user)
    history = page_of(client, story, "history/")
    first = page_of(client, story, "history/1/")
    changes = page_of(client, story, "history/2/diff/")

    assert "Втората редакция." in now.text
    assert words("UPDATED") in now.text
    assert f"/bg/account/stories/{story.pk}/history/1/" in history.text
    assert SECRET in first.text
    assert "Втората" in changes.text
    assert words("The text was changed too. It is for subscribers.") not in changes.text


def test_record_of_a_story_that_is_not_bought_leads_to_what_it_takes(client, story, buyer):
    for suffix in ("history/", "history/1/", "history/2/diff/"):
        answer = page_of(client, story, suffix, user=buyer.user)
        assert (answer.status_code, answer.url) == (302, f"/bg/account/stories/{story.pk}/")


def test_version_that_readers_never_had_is_not_found(client, story, buyer):
    buy_story(story, member=buyer)

    assert page_of(client, story, "history/7/", user=buyer.user).status_code == 404
    assert page_of(client, story, "history/1/diff/").status_code == 404


def test_free_story_leads_to_its_public_page(client, buyer):
    story = make_story()

    assert page_of(client, story, user=buyer.user).url == story.get_absolute_url()


def test_withdrawn_story_answers_with_its_notice(client, buyer):
    story = make_killed_story(access="subscribers")
    client.force_login(buyer.user)

    for suffix in ("", "history/", "history/1/", "history/2/diff/", "files/text/"):
        answer = client.get(f"/bg/account/stories/{story.pk}/{suffix}")
        assert answer.status_code == 410
        assert "оттеглена" in answer.text


def test_story_that_there_is_not_is_not_found(client, buyer):
    client.force_login(buyer.user)

    for suffix in ("", "history/", "files/text/"):
        assert client.get(f"/bg/account/stories/999999/{suffix}").status_code == 404
    assert client.get("/bg/account/stories/999999/box/").status_code == 204


# --- The box of the public page ---


def test_box_says_what_it_takes_or_that_it_is_there(client, story, buyer):
    client.force_login(buyer.user)
    before = client.get(f"/bg/account/stories/{story.pk}/box/")
    buy_story(story, member=buyer)
    after = client.get(f"/bg/account/stories/{story.pk}/box/")

    assert words("The full text takes one story from your balance") in before.text
    assert words("You have the full text of this story") in after.text


@pytest.mark.parametrize("user", [None, "nobody's"])
def test_box_is_empty_for_who_acts_for_nobody(client, story, user):
    if user:
        client.force_login(make_user(is_staff=False))

    assert client.get(f"/bg/account/stories/{story.pk}/box/").status_code == 204


# --- Files ---


def test_files_have_names_that_say_what_they_are(client, story, buyer):
    buy_story(story, member=buyer)
    slug = story.version.slug
    names = {"text": "txt", "html": "html", "ninjs": "json"}

    for form, extension in names.items():
        answer = page_of(client, story, f"files/{form}/", user=buyer.user)
        expected = f'attachment; filename="{story.pk}-{slug}-v1.{extension}"'
        assert answer["Content-Disposition"] == expected
    assert page_of(client, story, "files/docx/").status_code == 404


def test_each_file_is_recorded_with_who_what_and_how_much(client, story, buyer):
    purchase = buy_story(story, member=buyer)

    answer = page_of(client, story, "files/ninjs/", user=buyer.user)

    download = Download.objects.get()
    assert (download.purchase, download.user, download.format) == (purchase, buyer.user, "ninjs")
    assert download.bytes == len(answer.content)
    assert download.address == "127.0.0.1"
    assert download.format_in_words == "ninjs"
    assert json.loads(answer.content)["usageTerms"].startswith(
        words("Licence %(number)s of %(customer)s").split("%")[0]
    )


def test_reading_takes_as_many_queries_for_any_story(client, story, buyer):
    long = make_locked_story(headline="Дълга новина")
    for each in (story, long):
        buy_story(each, member=buyer)
    publish_change(long.article, Act.UPDATE, body="<p>Още.</p>" * 40)
    page_of(client, story, user=buyer.user)
    counts = []
    for each in (story, long):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, each)
        counts.append(len(queries))

    assert counts[0] == counts[1] < 30


def test_chief_editor_reads_and_is_told_why(client, story):
    page = page_of(client, story, user=make_chief_editor())

    assert SECRET in page.text
    assert words("You read this story as one of the newsroom. To use it elsewhere takes a licence.") in page.text


def test_customers_do_not_share_licences(story, buyer):
    buy_story(story, member=buyer)

    assert not may_read_full_text(make_member(make_customer()).user, story.article)
