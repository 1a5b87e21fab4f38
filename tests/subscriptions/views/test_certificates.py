"""The certificate, to its customer as page and PDF, and what everyone may see of it."""

import io

import pytest
from pypdf import PdfReader

from media_library.domain.photo_acts import kill_photo
from media_library.models import Restriction
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_story
from subscriptions.domain.refunding import refund_purchase
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user
from tests.factories.photos import make_licence, make_supplier
from tests.factories.purchases import buy_photo, make_buyer
from tests.factories.stories import make_section, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def purchase():
    member = make_member(make_customer("Вестник „Щит“", registration_number="123456789"))
    make_subscription(member.customer)
    terms = make_licence(terms_bg="Само в редакционни материали.", terms_en="In editorial copy only.")
    photo = make_sold_photo(headline="Мост над Дунав", supplier=make_supplier(licence=terms))
    Restriction.objects.create(photo=photo, kind="no_crop", effect="acknowledge")
    return buy_photo(photo, member=member)


def page_of(purchase, client, language="bg"):
    client.force_login(purchase.buyer)
    return client.get(f"/{language}/account/purchases/{purchase.number}/")


def pdf_of(purchase, client, language="bg"):
    client.force_login(purchase.buyer)
    return client.get(f"/{language}/account/purchases/{purchase.number}/certificate.pdf")


def text_of(response):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("bg", ["Удостоверение за лиценз", "България", "Само в редакционни материали."]),
        ("en", ["Licence certificate", "Bulgaria", "In editorial copy only."]),
    ],
)
def test_certificate_tells_everything_on_page_and_paper(client, purchase, language, words):
    page, pdf = page_of(purchase, client, language), pdf_of(purchase, client, language)
    for text in (page.text, text_of(pdf)):
        for word in [
            *words, purchase.number, "Вестник „Щит“", "123456789", "Мост над Дунав", purchase.photo_sha256,
            f"http://testserver/{language}/licences/{purchase.verification_code}/",
        ]:  # fmt: skip
            # Long words are broken on paper.
            assert word.replace(" ", "") in text.replace(" ", "")
    assert pdf["Content-Type"] == "application/pdf"
    assert f'filename="{purchase.number}.pdf"' in pdf["Content-Disposition"]
    assert pdf["Cache-Control"] == page["Cache-Control"] == "private, no-store"


def test_certificate_is_the_same_bytes_each_time(client, purchase):
    assert pdf_of(purchase, client).content == pdf_of(purchase, client).content


def test_certificate_stays_as_it_was_sold(client, purchase):
    purchase.photo.headline = "Друго"
    purchase.photo.save()
    purchase.customer.name = "Друг вестник"
    purchase.customer.save()
    text = page_of(purchase, client).text
    assert "Мост над Дунав" in text
    assert "Вестник „Щит“" in text


@pytest.mark.parametrize("role", ["owner", "buyer", "viewer"])
def test_colleagues_see_it_and_others_do_not(client, purchase, role):
    client.force_login(make_member(purchase.customer, role=role).user)
    addresses = [
        f"/bg/account/purchases/{purchase.number}/",
        f"/bg/account/purchases/{purchase.number}/certificate.pdf",
    ]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    client.force_login(make_buyer(role=role).user)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(make_user(is_superuser=True))
    assert [client.get(address).status_code for address in addresses] == [302, 302]


def test_everyone_can_check_it_and_learns_nothing_private(client, purchase):
    response = client.get(f"/bg/licences/{purchase.verification_code}/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=60"
    assert response.cookies == {}
    for word in (purchase.number, "Мост над Дунав", "Иван Петров", "България"):
        assert word in response.text
    for private in (
        "Вестник", "123456789", purchase.buyer.get_full_name(), purchase.buyer.email, purchase.subscription.name_bg,
    ):  # fmt: skip
        assert private not in response.text


def test_number_of_a_licence_is_no_code(client, purchase):
    for code in (purchase.number, "x", purchase.verification_code[:-1]):
        assert client.get(f"/bg/licences/{code}/").status_code == 404


def test_refunded_licence_does_not_hold(client, purchase):
    assert "Лицензът е в сила." in client.get(f"/bg/licences/{purchase.verification_code}/").text
    refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="По погрешка")
    public = client.get(f"/bg/licences/{purchase.verification_code}/").text
    assert "Лицензът е в сила." not in public
    assert "По погрешка" not in public
    assert "прекрати" in page_of(purchase, client).text
    assert "прекрати" in text_of(pdf_of(purchase, client))


def test_withdrawn_photo_is_told_without_its_words(client, purchase):
    kill_photo(purchase.photo_id, note_bg="Свалена.", note_en="Removed.", by=None)
    public = client.get(f"/bg/licences/{purchase.verification_code}/").text
    assert purchase.number in public
    for text in (public, page_of(purchase, client).text, text_of(pdf_of(purchase, client))):
        assert "Мост над Дунав" not in text


def test_story_has_a_certificate_too(client):
    member = make_buyer()
    story = make_story(section=make_section(), access="subscribers")
    (purchase,) = confirm(quote_story(story.pk, member=member).token, member=member).purchases.all()
    assert purchase.title in page_of(purchase, client).text
    assert purchase.title in text_of(pdf_of(purchase, client))
    assert client.get(f"/bg/licences/{purchase.verification_code}/").status_code == 200
