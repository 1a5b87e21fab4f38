"""The pre-flight, the «yes» and its answer: every role, own and foreign, everything that may change in between."""

import re
import uuid

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo, Restriction
from newsroom.shared.database_clock import database_now
from subscriptions.domain import purchasing
from subscriptions.domain.ledger import lock_customer
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos, quote_story
from subscriptions.domain.selecting import current_selection, put_aside
from subscriptions.models import Balance, Confirmation, LedgerEntry, Member, Purchase
from tests.factories.bought_stories import buy_story, make_locked_story
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription

pytestmark = pytest.mark.django_db

TAKE = "/bg/account/take/"
CONFIRM = "/bg/account/take/confirm/"


def said(msgid: str) -> str:
    with override("bg"):
        return gettext(msgid)


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"\s+value="([^"]*)"', page).group(1)


def form_of(page: str) -> dict[str, object]:
    """What the browser would send: the quote as it was shown."""
    return {"token": hidden(page, "token"), "shown": hidden(page, "shown")}


def ask(client, photos: list[Photo], **query: str) -> str:
    response = client.get(TAKE, {"photo": [photo.pk for photo in photos]} | query)
    assert response.status_code == 200
    return response.text


@pytest.fixture
def member(client) -> Member:
    member = make_member(make_customer("Вестник „Утро“"), first_name="Мария", last_name="Стоянова")
    make_subscription(member.customer, photos=5, name_bg="Снимки 5", name_en="Photos 5")
    client.force_login(member.user)
    return member


@pytest.fixture
def photos() -> list[Photo]:
    return [make_sold_photo(headline=f"Буря {number}") for number in range(3)]


def remaining(member: Member) -> int:
    return Balance.objects.get(subscription__customer=member.customer, unit="photo").remaining


# --- The pre-flight ---------------------------------------------------------------------------------------------


def test_unknown_release_is_told_once_where_it_forbids_nothing(client, member, photos):
    release = said("It is not known whether the people in the picture have given a model release.")
    note = "За реклама е необходимо"

    page = ask(client, photos)
    assert (page.count(release), page.count(note)) == (0, 1)
    page = ask(client, photos, use="promote")
    assert (page.count(release), page.count(note)) == (3, 0)


def test_quote_shows_each_photo_the_package_the_cost_and_the_balance_after(client, member, photos):
    page = ask(client, photos)

    for photo in photos:
        assert photo.headline in page
    assert page.count("Снимки 5") == 4  # Once a photo, and at the foot.
    assert re.search(r"5\s+<span[^>]*>→</span>\s+<span[^>]*>след това</span>\s+2", page)
    assert (
        said("Nothing is paid now. The photos will be taken from the balance of the active packages, once you confirm.")
        in page
    )
    assert "Потвърждение: вземане на 3 снимки от баланса" in page
    assert remaining(member) == 5


def test_quote_of_a_selection_has_its_photos_in_their_order(client, member, photos):
    selection = put_aside([photos[2].pk, photos[0].pk], member=member).selection

    page = client.get(TAKE, {"selection": selection.pk}).text

    assert page.index("Буря 2") < page.index("Буря 0")
    stranger = put_aside([photos[1].pk], member=make_member()).selection
    assert client.get(TAKE, {"selection": stranger.pk}).status_code == 404


def test_quote_without_photos_says_how_to_choose_some(client, member):
    assert said("To your selection") in client.get(TAKE, {"photo": ["x", "0"]}).text


def test_refused_photo_says_why_and_goes_out_with_one_click(client, member, photos):
    Restriction.objects.create(photo=photos[1], kind="territory", effect="deny", territories_out=["BG"])

    page = ask(client, photos)

    assert said("The photo may not be used in this territory: %(territory)s.") % {"territory": "България"} in page
    assert CONFIRM in page
    assert "Потвърждение: вземане" not in page
    assert f'href="{TAKE}?use=editorial&amp;photo={photos[0].pk}&amp;photo={photos[2].pk}"' in page
    assert "Потвърждение: вземане на 2 снимки от баланса" in ask(client, [photos[0], photos[2]])


def test_stated_use_changes_the_answer(client, member):
    photo = make_sold_photo()

    assert "Потвърждение: вземане" in ask(client, [photo])
    page = ask(client, [photo], use="promote")
    assert "Потвърждение: вземане" not in page
    assert re.search(r'value="promote"\s+checked', page)
    assert re.search(r'value="editorial"\s+checked', ask(client, [photo], use="nonsense"))


def test_viewer_sees_everything_but_the_button_and_who_has_it(client, photos):
    customer = make_customer()
    make_subscription(customer, photos=5)
    make_member(customer, role="buyer", first_name="Мария", last_name="Стоянова")
    client.force_login(make_member(customer, role="viewer").user)

    page = ask(client, photos)

    assert "Мария Стоянова" in page
    assert "Потвърждение: вземане" not in page


def test_page_asks_as_many_questions_for_three_photos_as_for_one(client, member, photos):
    counts = []
    for some in (photos[:1], photos):
        with CaptureQueriesContext(connection) as asked:
            ask(client, some)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- The «yes» --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "buyer"])
def test_buyer_takes_the_photos_and_sees_the_licences(client, role, photos):
    member = make_member(role=role)
    make_subscription(member.customer, photos=5)
    client.force_login(member.user)
    put_aside([photo.pk for photo in photos], member=member)

    response = client.post(CONFIRM, form_of(ask(client, photos[:2])))
    page = client.get(response.url).text

    assert response.status_code == 302
    assert remaining(member) == 3
    for purchase in Purchase.objects.all():
        assert purchase.number in page
    # What was taken is not put aside any more.
    assert [item.photo for item in current_selection(member).items.all()] == [photos[2]]


def test_same_form_sent_again_takes_nothing_more_and_answers_the_same(client, member, photos):
    form = form_of(ask(client, photos))

    first, second = client.post(CONFIRM, form), client.post(CONFIRM, form)

    assert first.url == second.url
    assert remaining(member) == 2
    assert Purchase.objects.count() == 3


def test_viewer_who_forges_the_form_is_refused(client, photos):
    customer = make_customer()
    make_subscription(customer, photos=5)
    client.force_login(make_member(customer, role="viewer").user)

    response = client.post(CONFIRM, form_of(ask(client, photos)))

    assert response.status_code == 403
    assert said("Nothing was taken") in response.text
    assert not Purchase.objects.exists()


def test_form_of_another_person_is_refused(client, member, photos):
    colleague = make_member(member.customer)
    token = quote_photos([photos[0].pk], member=colleague).token

    for sent in (token, "", "nonsense", token[:-2]):
        assert client.post(CONFIRM, {"token": sent}).status_code == 403
    assert not Purchase.objects.exists()


def test_what_must_be_acknowledged_is_asked_for(client, member):
    photo = make_sold_photo(shown={"minor_age": "AG-A15"})
    Restriction.objects.create(photo=photo, kind="one_time_use", effect="acknowledge", words="ONE TIME USE")
    page = ask(client, [photo])
    key = hidden(page, "acknowledged")

    response = client.post(CONFIRM, form_of(page))
    assert response.status_code == 422
    assert said("Confirm the terms that are marked. Nothing was taken.") in response.text
    assert "ONE TIME USE" in response.text
    assert not Purchase.objects.exists()

    keys = re.findall(r'name="acknowledged"\s+value="([^"]*)"', page)
    assert key in keys
    assert client.post(CONFIRM, form_of(page) | {"acknowledged": keys}).status_code == 302


def test_changed_balance_takes_nothing_and_is_told(client, member, photos):
    form = form_of(ask(client, photos[:2]))
    colleague = make_member(member.customer)
    confirm(quote_photos([photos[2].pk], member=colleague).token, member=colleague)

    response = client.post(CONFIRM, form)

    assert response.status_code == 409
    assert said("The balance of “%(package)s” was %(before)s, and is %(now)s.") % {
        "package": "Снимки 5", "before": 5, "now": 4,
    } in response.text  # fmt: skip
    assert remaining(member) == 4
    # The page that came instead is a form like the first one.
    assert client.post(CONFIRM, form_of(response.text)).status_code == 302
    assert remaining(member) == 2


def test_photo_that_was_withdrawn_meanwhile_stops_all_of_them(client, member, photos):
    form = form_of(ask(client, photos))
    kill_photo(photos[1].pk, by=None, note_bg="Оттеглена от съда.", note_en="Withdrawn by the court.")

    response = client.post(CONFIRM, form)

    assert response.status_code == 409
    assert said("It can’t be taken any more.") in response.text
    assert "Буря 1" not in response.text
    assert remaining(member) == 5


def test_what_a_colleague_has_bought_meanwhile_is_free_now(client, member, photos):
    form = form_of(ask(client, photos[:2]))
    colleague = make_member(member.customer)
    confirm(quote_photos([photos[0].pk], member=colleague).token, member=colleague)

    response = client.post(CONFIRM, form | {"shown": "forged"})
    assert response.status_code == 409
    response = client.post(CONFIRM, form)
    assert said("It has been bought meanwhile, and is free now.") in response.text
    client.post(CONFIRM, form_of(response.text))
    assert remaining(member) == 3


def test_offer_of_a_story_is_not_confirmed_here(client, member):
    story = make_locked_story()

    response = client.post(CONFIRM, {"token": quote_story(story.pk, member=member).token})

    assert response.status_code == 403
    assert not Purchase.objects.exists()
    of_story = buy_story(story, member=member).confirmation
    assert client.get(f"{TAKE}{of_story.key}/").status_code == 404


def test_whoever_is_removed_while_the_yes_is_on_its_way_takes_nothing(client, member, photos, monkeypatch):
    form = form_of(ask(client, photos))

    def lock_after_the_removal(customer_id):
        Member.objects.filter(pk=member.pk).update(removed_at=database_now())
        return lock_customer(customer_id)

    monkeypatch.setattr(purchasing, "lock_customer", lock_after_the_removal)

    assert client.post(CONFIRM, form).url == "/bg/account/organisation/"
    assert remaining(member) == 5


# --- Its answer -------------------------------------------------------------------------------------------------


def test_who_came_to_download_goes_on_once_all_of_them_are_bought(client, member, photos):
    ids = [photo.pk for photo in photos[:2]]
    assert client.get(TAKE, {"photo": ids, "for": "download"}).status_code == 200
    client.post(CONFIRM, form_of(ask(client, photos[:2])))

    response = client.get(TAKE, {"photo": ids, "for": "download"})
    assert response.url == f"/bg/account/downloads/prepare/?photo={ids[0]}&photo={ids[1]}"
    assert client.get(response.url).status_code == 200
    assert client.get(TAKE, {"photo": [*ids, photos[2].pk], "for": "download"}).status_code == 200


@pytest.mark.parametrize("role", ["owner", "buyer", "viewer"])
def test_licences_are_shown_to_colleagues_and_to_nobody_else(client, member, photos, role):
    address = client.post(CONFIRM, form_of(ask(client, photos))).url

    for person, status in ((make_member(member.customer, role=role), 200), (make_member(role=role), 404)):
        client.force_login(person.user)
        assert client.get(address).status_code == status
    assert client.get(f"{TAKE}{uuid.uuid4()}/").status_code == 404


def test_result_asks_as_many_questions_for_three_licences_as_for_one(client, member, photos):
    counts = []
    for some in (photos[:1], [make_sold_photo() for _ in range(3)]):
        made = confirm(quote_photos([photo.pk for photo in some], member=member).token, member=member)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{TAKE}{made.key}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_confirmation_is_never_a_link(client, member):
    assert client.get(CONFIRM).status_code == 405


# --- Faults -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "moment", ['INSERT INTO "subscriptions_confirmation"', 'INSERT INTO "subscriptions_ledgerentry"']
)
def test_database_that_goes_in_the_middle_is_told_and_the_same_form_takes_once(client, member, photos, moment):
    form = form_of(ask(client, photos))
    client.raise_request_exception = False

    def lose_the_database(execute, sql, params, many, context):
        if sql.startswith(moment):
            pid = connection.connection.info.backend_pid
            with psycopg.connect(**settings_of_the_test_database()) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lose_the_database):
        response = client.post(CONFIRM, form)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    connection.close()
    assert (Confirmation.objects.count(), remaining(member)) == (0, 5)

    assert client.post(CONFIRM, form).status_code == 302
    assert remaining(member) == 2
    assert LedgerEntry.objects.filter(kind="purchase").count() == 3


def settings_of_the_test_database() -> dict[str, object]:
    here = connection.settings_dict
    wanted = {"host": here["HOST"], "port": here["PORT"], "user": here["USER"], "password": here["PASSWORD"]}
    return {name: value for name, value in wanted.items() if value} | {"dbname": here["NAME"], "autocommit": True}
