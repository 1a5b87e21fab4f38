"""The statement on screen, as CSV and as PDF: any days, the same sums, nobody else's ledger."""

import csv
import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from pypdf import PdfReader

from media_library.models import Photo
from subscriptions.models import LedgerEntry
from tests.articles.pages import visible_text, words
from tests.factories.bought_stories import buy_story, make_locked_story
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.purchases import buy_photo
from tests.subscriptions.domain.test_statement import in_sofia, write_entry

pytestmark = pytest.mark.django_db
EVERYTHING = "?from=2025-01-01&to=2099-12-31"


def sign_in(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def member():
    return make_member(role="owner")


@pytest.fixture
def spender(client, member):
    """A member whose customer has taken two photos and a story from one package."""
    make_subscription(member.customer, photos=7, stories=5, name_bg="Пакет „Дневник“")
    for _ in range(2):
        buy_photo(make_sold_photo(), member=member)
    buy_story(make_locked_story(), member=member)
    sign_in(client, member)
    return member


def rows_of(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def text_of_pdf(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_screen_and_csv_and_pdf_give_the_same_sums(client, spender):
    screen = client.get(f"/bg/account/statement/{EVERYTHING}")
    table = rows_of(client.get(f"/bg/account/statement/statement.csv{EVERYTHING}"))
    document = client.get(f"/bg/account/statement/statement.pdf{EVERYTHING}")

    closings = [account.closing for account in screen.context["statement"].accounts]
    text = visible_text(screen)
    assert closings == [5, 4]
    assert [int(row[5]) for row in table if row[3] == words("closing balance")] == closings
    for unit, closing, moved in (("снимки", 5, "+5"), ("новини", 4, "+4")):
        amounts = [int(row[4]) for row in table[1:] if row[1] == unit and row[4]]
        assert sum(amounts) == closing
        assert f"{words('closing balance')} {moved} {closing}" in text
    assert document.content.startswith(b"%PDF-")
    assert document["Content-Type"] == "application/pdf"


def test_pdf_says_what_the_screen_says(client, spender):
    text = text_of_pdf(client.get(f"/bg/account/statement/statement.pdf{EVERYTHING}").content)

    for number in LedgerEntry.objects.filter(purchase__isnull=False).values_list("purchase__number", flat=True):
        assert number in text
    assert text.count(words("closing balance")) == 2
    assert spender.customer.name in text


def test_entries_are_told_with_reason_actor_and_licence(client, spender):
    page = client.get(f"/bg/account/statement/{EVERYTHING}")

    purchase = spender.customer.purchases.filter(unit="story").get()
    assert purchase.number in page.text
    assert str(spender.user) in page.text
    assert "Пакетът е одобрен" in page.text


@pytest.mark.parametrize("suffix", ["", "statement.csv", "statement.pdf"])
@pytest.mark.parametrize(
    "query",
    [
        "?from=2025-09-30&to=2025-09-01",
        "?from=вчера&to=2025-09-01",
        "?from=2025-09-01",
        "?from=&to=",
        "?from=9999-12-31&to=9999-12-31",
        "?from=0001-01-01&to=2025-01-01",
        "?from=2025-02-30&to=2025-03-01",
    ],
)
def test_broken_period_is_answered_on_the_page(client, member, suffix, query):
    sign_in(client, member)

    answer = client.get(f"/bg/account/statement/{suffix}{query}")

    assert answer.status_code == 400
    assert "errorlist" in answer.text
    assert words("This month") in answer.text


def test_reversed_period_is_told_in_words(client, member):
    answer = sign_in(client, member).get("/bg/account/statement/?from=2025-09-30&to=2025-09-01")

    assert words("The period ends before it begins. Swap the two days.") in answer.text


def test_days_may_be_written_as_people_write_them(client, member):
    answer = sign_in(client, member).get("/bg/account/statement/?from=01.09.2025&to=30.09.2025")

    assert answer.status_code == 200
    assert str(answer.context["form"].days.last) == "2025-09-30"


def test_without_days_it_is_this_month(client, spender):
    page = client.get("/bg/account/statement/")

    assert page.context["statement"].days == page.context["presets"][0].days
    assert 'aria-current="true"' in page.text


def test_empty_statement_says_what_will_be_here(client, member):
    page = sign_in(client, member).get("/bg/account/statement/")

    assert "заявете пакет за начало" in page.text
    assert "statement.csv" not in page.text


def test_formulas_in_words_are_not_run_by_spreadsheets(client, member):
    subscription = make_subscription(member.customer, photos=3, stories=0, name_bg='=HYPERLINK("http://evil")')
    photo = make_sold_photo()
    Photo.objects.filter(pk=photo.pk).update(headline="@SUM(1+1)")
    buy_photo(photo, member=member)
    sign_in(client, member)

    table = rows_of(client.get(f"/bg/account/statement/statement.csv{EVERYTHING}"))

    assert {row[0] for row in table[1:]} == {"'" + subscription.name_bg}
    assert not any(re.match(r"[=+@\t\r]", cell) for row in table for cell in row)


def test_csv_opens_with_a_byte_order_mark_and_its_name(client, spender):
    answer = client.get("/bg/account/statement/statement.csv?from=2025-09-01&to=2025-09-30")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="statement-2025-09-01-2025-09-30.csv"'


def test_another_customers_ledger_is_not_shown(client, spender):
    stranger = make_member(make_customer())
    page = sign_in(client, stranger).get(f"/bg/account/statement/{EVERYTHING}")

    assert "Дневник" not in page.text


def test_statement_in_english(client, spender):
    page = client.get(f"/en/account/statement/{EVERYTHING}")

    assert "opening balance" in page.text
    assert "начален" not in page.text


def test_long_statement_shows_its_first_entries_and_sums_up_all(client, spender, monkeypatch):
    monkeypatch.setattr("subscriptions.domain.statement.MOST_ON_A_PAGE", 2)
    monkeypatch.setattr("subscriptions.views.statement.MOST_ENTRIES", 2)

    page = client.get(f"/bg/account/statement/{EVERYTHING}")

    assert [account.hidden_count for account in page.context["statement"].accounts] == [1, 0]
    assert "Още 1 запис" in page.text
    assert f"{words('closing balance')} +5 5" in visible_text(page)


def test_statement_too_long_for_one_pdf_is_offered_as_several(client, spender, monkeypatch):
    monkeypatch.setattr("subscriptions.views.statement.MOST_ENTRIES", 4)
    balance = make_subscription(spender.customer, photos=0, stories=2).balances.get()
    write_entry(balance, 1, in_sofia(2025, 5, 2))

    page = client.get(f"/bg/account/statement/{EVERYTHING}")
    documents = re.findall(r'href="(/bg/account/statement/statement\.pdf[^"]*)"', page.text)

    assert "най-много 4 записа" in page.text
    assert "6 записа – само в таблицата (CSV)" in visible_text(page)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert [document.partition("?")[2] for document in documents] == [f"from=2025-01-01&amp;to={yesterday}"]
    assert client.get(documents[0].replace("&amp;", "&")).content.startswith(b"%PDF-")
    whole = client.get(f"/bg/account/statement/statement.pdf{EVERYTHING}")
    assert (whole.status_code, "най-много 4 записа" in whole.text) == (422, True)
