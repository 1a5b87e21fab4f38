"""What is told by e-mail: decided once, sent once, to those whom it concerns."""

import datetime as dt
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import lock_balances, move
from subscriptions.domain.notices import decide_notices, send_pending
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.refunding import refund_purchase
from subscriptions.domain.running import approve, cancel, renew, resume, suspend
from subscriptions.models import LedgerEntry, Member, Notice, Subscription
from tests.at_once import all_at_once
from tests.factories.customers import (
    make_customer,
    make_member,
    make_request,
    make_salesperson,
    make_sold_photo,
    make_subscription,
)
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def use(subscription, unit, amount):
    """Take units off a balance without a purchase."""
    with transaction.atomic():
        balance = next(row for row in lock_balances(subscription.customer_id, unit=unit))
        move(
            balance,
            kind=LedgerEntry.Kind.ADJUSTMENT,
            amount=-amount,
            reason="Изразходвани",
            actor=make_user(),
            request_key=f"use:{balance.pk}:{balance.last_number}",
        )


def told():
    return sorted(Notice.objects.values_list("subscription", "kind", "unit"))


def lasting(*, days, length=60):
    """A package that ends in so many days, of so many in all."""
    now = database_now()
    return make_subscription(
        starts_at=now - dt.timedelta(days=length - days), ends_at=now + dt.timedelta(days=days), length_days=length
    )


# --- Decided -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "is_low"), [(21, False), (20, True), (1, True), (0, True)])
def test_low_balance_is_told_at_a_fifth_of_what_was_granted(left, is_low):
    subscription = make_subscription(photos=100, stories=0)
    use(subscription, "photo", 100 - left)
    assert decide_notices() == is_low
    assert told() == ([(subscription.pk, "low_balance", "photo")] if is_low else [])


def test_package_of_practically_everything_keeps_nobody_from_being_told():
    make_subscription(photos=2_000_000_000, stories=0)
    low = make_subscription(photos=10, stories=0)
    use(low, "photo", 9)
    assert decide_notices() == 1


def test_each_balance_is_told_once():
    subscription = make_subscription(photos=10, stories=10)
    use(subscription, "photo", 9)
    assert [decide_notices(), decide_notices()] == [1, 0]
    use(subscription, "story", 10)
    use(subscription, "photo", 1)
    assert [decide_notices(), decide_notices()] == [1, 0]


def test_package_that_does_not_run_is_not_told_of():
    for status in ("suspended", "expired", "cancelled"):
        use(make_subscription(photos=10, stories=0, status=status), "photo", 10)
    late = lasting(days=20)
    Subscription.objects.filter(pk=late.pk).update(
        starts_at=late.starts_at - dt.timedelta(60), ends_at=late.ends_at - dt.timedelta(60)
    )
    assert decide_notices() == 0


@pytest.mark.parametrize(
    ("days", "length", "is_told"), [(15, 60, False), (14, 60, True), (1, 60, True), (6, 10, False), (5, 10, True)]
)
def test_end_is_told_two_weeks_before_and_of_a_short_package_at_its_half(days, length, is_told):
    subscription = lasting(days=days - 0.01, length=length)
    assert decide_notices() == is_told
    assert told() == ([(subscription.pk, "ending", "")] if is_told else [])


def test_end_of_a_renewed_package_is_not_told():
    sales = make_salesperson()
    renewed, given_up = lasting(days=5), lasting(days=5)
    renew(renewed.pk, by=sales)
    cancel(renew(given_up.pk, by=sales).pk, by=sales, reason="Отказ")
    decide_notices()
    assert list(Notice.objects.filter(kind="ending").values_list("subscription", flat=True)) == [given_up.pk]


def test_act_that_is_rolled_back_tells_nothing(settings):
    settings.INVOICE_SELLER = settings.INVOICE_SELLER | {"name_bg": ""}
    request = make_request()
    with pytest.raises(Exception, match="AGENCY_LEGAL_NAME_BG"):
        approve(request.pk, by=make_salesperson())
    assert [kind for _pk, kind, _unit in told()] == ["requested"]


# --- Sent --------------------------------------------------------------------------------------------------------


def test_owners_and_buyers_are_written_to_in_the_language_of_the_customer(mailoutbox):
    customer = make_customer(language="en")
    owner, buyer = make_member(customer, role="owner"), make_member(customer)
    make_member(customer, role="viewer")
    removed = make_member(customer)
    Member.objects.filter(pk=removed.pk).update(removed_at=database_now())
    use(make_subscription(customer, photos=10, stories=0, name_en="Large"), "photo", 9)
    decide_notices()
    assert send_pending() == 1

    (letter,) = mailoutbox
    assert letter.to == [owner.user.email, buyer.user.email]
    assert letter.subject == "Few photos left in the package “Large”"
    assert "few photos are left: 1 of 10." in letter.body
    assert Notice.objects.get().sent_at is not None
    assert send_pending() == 0


def test_contact_is_written_to_while_nobody_acts_for_the_customer(mailoutbox):
    make_member(customer := make_customer(contact_email="office@customer.example"), role="viewer")
    suspend(make_subscription(customer).pk, by=make_salesperson(), reason="Неплатено")
    suspend(make_subscription(make_customer()).pk, by=make_salesperson(), reason="Неплатено")
    assert send_pending() == 2
    assert [letter.to for letter in mailoutbox] == [["office@customer.example"]]


def test_request_is_told_to_the_account_manager_or_else_to_everyone_of_sales(mailoutbox):
    manager = make_user(email="manager@newsroom.example")
    make_request(make_customer(account_manager=manager))
    first, second = make_salesperson(), make_salesperson()
    make_user(email="editor@newsroom.example")
    make_request()
    send_pending()
    assert [letter.to for letter in mailoutbox] == [[manager.email], [first.email, second.email]]


def test_customer_answers_to_its_account_manager(mailoutbox, settings):
    settings.SALES_EMAIL = "sales@newsroom.example"
    sales, manager = make_salesperson(), make_user(email="manager@newsroom.example")
    for fields in ({"account_manager": manager}, {}):
        customer = make_customer(**fields)
        make_member(customer)
        suspend(make_subscription(customer).pk, by=sales, reason="Неплатено")
    send_pending()
    assert [letter.reply_to for letter in mailoutbox] == [[manager.email], ["sales@newsroom.example"]]


def test_whole_life_of_a_package_is_told_in_order(mailoutbox):
    sales, customer = make_salesperson(), make_customer()
    request = make_request(customer, name_bg="Голям", photos=3)
    subscription = approve(request.pk, by=sales)
    suspend(subscription.pk, by=sales, reason="Неплатена фактура")
    resume(subscription.pk, by=sales)
    suspend(subscription.pk, by=sales, reason="Пак неплатена")
    cancel(subscription.pk, by=sales, reason="Договорът е прекратен")
    declined = make_request(customer, name_bg="Малък")
    cancel(declined.pk, by=sales, reason="Не се предлага за сайтове")
    send_pending()
    assert [letter.subject for letter in mailoutbox] == [
        f"Заявка за пакет „Голям“ от {customer}",
        "Пакетът „Голям“ е одобрен",
        "Пакетът „Голям“ е временно спрян",
        "Пакетът „Голям“ отново е активен",
        "Пакетът „Голям“ е временно спрян",
        "Пакетът „Голям“ е прекратен",
        f"Заявка за пакет „Малък“ от {customer}",
        "Заявката за пакет „Малък“ не е одобрена",
    ]
    assert "Основание: Неплатена фактура" in mailoutbox[2].body
    assert "Основание: Пак неплатена" in mailoutbox[4].body
    assert "№ 0000000001" in mailoutbox[1].body
    assert len({letter.extra_headers["Message-ID"] for letter in mailoutbox}) == 8


def _refund_one(subscription, *, reason):
    """Buy a photo from the package, and have it refunded."""
    buyer, sales = make_member(subscription.customer), make_salesperson()
    confirmation = confirm(quote_photos([make_sold_photo(headline="Мост").pk], member=buyer).token, member=buyer)
    return refund_purchase(confirmation.purchases.get().pk, by=sales, reason=reason)


def test_refund_is_told_once_with_the_licence_that_ended(mailoutbox):
    subscription = make_subscription(name_bg="Голям")
    purchase = _refund_one(subscription, reason="Купена по погрешка")
    refund_purchase(purchase.pk, by=purchase.refunded_by, reason="Още веднъж")
    assert send_pending() == 1
    (letter,) = mailoutbox
    assert letter.subject == f"Възстановена покупка: лиценз № {purchase.number}"
    for words in ("„Мост“", "Пакет: „Голям“", "Върнати снимки: 1", "Основание: Купена по погрешка"):
        assert words in letter.body
    assert "върнатото е отписано" not in letter.body


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("kind", Notice.Kind)
def test_every_letter_is_whole_in_both_languages(kind, language, mailoutbox, settings):
    settings.LANGUAGE_CODE = language  # Sales are written to in the newsroom's own.
    sales = make_salesperson()
    customer = make_customer("Вестник „Зора“ & Ко", language=language)
    request = make_request(customer, name_bg="Голям <1>", name_en="Large <1>", photos=10, stories=5)
    subscription = approve(request.pk, by=sales)
    Notice.objects.exclude(kind=kind).delete()
    match kind:
        case "suspended":
            suspend(subscription.pk, by=sales, reason="„Причина“ & следствие")
        case "resumed":
            suspend(subscription.pk, by=sales, reason="r")
            resume(subscription.pk, by=sales)
        case "cancelled":
            cancel(subscription.pk, by=sales, reason="„Причина“ & следствие")
        case "low_balance":
            Notice.objects.create(subscription=subscription, kind=kind, unit="story")
        case "ending":
            Notice.objects.create(subscription=subscription, kind=kind)
        case "refunded":
            _refund_one(subscription, reason="„Причина“ & следствие")
    Notice.objects.exclude(kind=kind).delete()
    assert send_pending() == 1
    (letter,) = mailoutbox
    assert ("Large <1>" if language == "en" else "Голям <1>") in letter.subject + letter.body
    assert "{" not in letter.body
    assert "&amp;" not in letter.subject + letter.body
    assert "\n\n\n" not in letter.body
    assert letter.extra_headers["Content-Language"] == language
    links = [line for line in letter.body.splitlines() if line.startswith("http")]
    assert all(link.startswith(settings.SITE_URL) for link in links)


# --- Faults ------------------------------------------------------------------------------------------------------


class RefusingBackend(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPServerDisconnected("away")


def test_letter_waits_while_the_mail_server_is_away_and_goes_out_once(settings, mailoutbox, caplog):
    make_request(make_customer(account_manager=make_user(email="manager@newsroom.example")))
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.{RefusingBackend.__name__}"
    assert send_pending() == 0
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.failures) == (None, 1)
    assert dt.timedelta(minutes=1) < notice.try_after - database_now() <= dt.timedelta(minutes=2)
    assert "could not be sent" in caplog.text

    settings.EMAIL_BACKEND = usual
    assert send_pending() == 0  # It is not its time yet.
    Notice.objects.update(try_after=database_now())
    assert [send_pending(), send_pending()] == [1, 0]
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_letter_once(mailoutbox):
    manager = make_user(email="manager@newsroom.example")
    for _number in range(20):
        make_request(make_customer(account_manager=manager))
    all_at_once([send_pending] * 6)
    assert len(mailoutbox) == 20
    assert len({letter.extra_headers["Message-ID"] for letter in mailoutbox}) == 20
    assert not Notice.objects.filter(sent_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_decide_each_notice_once():
    for _number in range(5):
        use(make_subscription(photos=10, stories=0), "photo", 9)
    all_at_once([decide_notices] * 6)
    assert Notice.objects.count() == 5
