"""The printed invoice: what the law asks for stands on it, in both languages."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from subscriptions.domain.documents.invoice_pdf import write_invoice_pdf
from subscriptions.domain.invoicing import issue_credit_note, issue_invoice
from tests.factories.customers import make_customer, make_salesperson, make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def words_of(document, language):
    text = PdfReader(io.BytesIO(write_invoice_pdf(document, language=language))).pages[0].extract_text()
    return " ".join(text.split())


def make_invoice(**terms):
    customer = make_customer(
        "„Вестник Зора“ ЕООД", registration_number="203456789", vat_number="BG203456789", address="ул. „Шипка“ 3, София"
    )
    subscription = make_subscription(
        customer,
        **{"name_bg": "Голям", "name_en": "Large", "price_cents": 120_050}
        | {"starts_at": dt.datetime.fromisoformat("2025-09-02T22:30Z")}
        | {"ends_at": dt.datetime.fromisoformat("2025-10-02T21:00Z")}
        | terms,
    )
    return issue_invoice(subscription, by=make_user(last_name="Продажбова"))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "bg",
            [
                "Фактура № 0000000001", "ОРИГИНАЛ", "Дата на издаване", "Дата на данъчното събитие 03.09.2025",
                "Доставчик", "„Национална информационна агенция“ ЕАД", "ЕИК 000000000", "Номер по ДДС BG000000000",
                "Получател", "„Вестник Зора“ ЕООД", "ЕИК 203456789", "Номер по ДДС BG203456789", "ул. „Шипка“ 3, София",
                "Абонамент „Голям“, 03.09.2025–02.10.2025", "бр. 1 1 200,50 € 1 200,50 €",
                "Данъчна основа 1 200,50 €", "ДДС, 20 % 240,10 €", "Сума за плащане 1 440,60 €",
                "IBAN BG00EXAM00000000000000", "Съставил Иван Продажбова",
            ],
        ),
        (
            "en",
            [
                "Invoice No. 0000000001", "ORIGINAL", "Date of the taxable event 03.09.2025",
                "National News Agency EAD",
                "UIC (EIK) 203456789", "VAT number BG203456789", "Subscription “Large”, 03.09.2025–02.10.2025",
                "Tax base €1,200.50", "VAT, 20% €240.10", "To be paid €1,440.60",
            ],
        ),
    ],
)  # fmt: skip
def test_invoice_says_all_that_the_law_asks_for(language, expected):
    words = words_of(make_invoice(), language)
    for phrase in expected:
        assert phrase in words, words


def test_credit_note_names_its_invoice_and_the_reason():
    invoice = make_invoice()
    note = issue_credit_note(invoice.pk, by=make_salesperson(), reason="Договорът е прекратен", net_cents=20_000)
    words = words_of(note, "bg")
    issued = invoice.issued_on.strftime("%d.%m.%Y")
    for phrase in [
        "Кредитно известие № 0000000002", f"Към фактура № 0000000001 от {issued}", "Основание Договорът е прекратен",
        "Намаление на данъчната основа 200,00 €", "ДДС, 20 % 40,00 €", "Обща сума на намалението 240,00 €",
    ]:  # fmt: skip
        assert phrase in words, words
    assert "IBAN" not in words
    assert "Credit note No. 0000000002" in words_of(note, "en")


def test_invoice_without_vat_says_on_what_ground():
    invoice = make_invoice(vat_rate=0)
    assert "ДДС, 0 % 0,00 €" in words_of(invoice, "bg")
    assert "чл. 21, ал. 2 от ЗДДС" in words_of(invoice, "bg")
    assert "reverse charge" in words_of(invoice, "en")


def test_same_invoice_is_the_same_bytes_and_keeps_what_it_said(settings):
    invoice = make_invoice()
    before = write_invoice_pdf(invoice, language="bg")
    settings.INVOICE_SELLER = settings.INVOICE_SELLER | {"name_bg": "Друга агенция"}
    invoice.customer.name = "Друг клиент"
    invoice.customer.save()
    invoice.refresh_from_db()
    assert write_invoice_pdf(invoice, language="bg") == before


@pytest.mark.parametrize("language", ["bg", "en"])
def test_long_words_break_no_page(language):
    invoice = make_invoice(name_bg="Многодумен" * 12, name_en="Longworded" * 12)
    assert PdfReader(io.BytesIO(write_invoice_pdf(invoice, language=language))).pages
