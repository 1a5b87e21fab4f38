"""The pages of the reports: any days, a picture with words, and the same as CSV."""

import pytest

from subscriptions.domain.running import approve
from tests.articles.admin.desk import found_in, signed_in
from tests.factories.customers import make_customer, make_member, make_request, make_salesperson
from tests.factories.people import make_chief_editor
from tests.factories.purchases import buy_photo
from tests.subscriptions.admin.sales_desk import address, words_in

pytestmark = pytest.mark.django_db
ALWAYS = "?from=2020-01-01&to=2040-12-31"


@pytest.fixture
def client():
    client = signed_in(make_salesperson())
    client.cookies["django_language"] = "en"
    return client


def report(key, query=ALWAYS):
    return address("subscription_report", key) + query


def test_sales_are_shown_as_table_and_picture(client):
    request = make_request(price_cents=100_000, name_en="Daily")
    approve(request.pk, by=make_salesperson())

    page = client.get(report("sold"))

    assert "Daily 1 €1,000.00 €200.00 €1,200.00 €0.00" in words_in(page, "//tbody")
    (picture,) = found_in(page, "//svg[@role='img']")
    assert "€1,200.00 in all" in picture.get("aria-label")
    assert len(picture.findall("rect")) == 1


def test_pictures_and_pages_set_no_style_and_run_no_script_of_their_own(client):
    purchase = buy_photo()
    pages = [
        report("sold"),
        report("used-by-customer"),
        address("customer_change", purchase.customer_id),
        address("subscription_change", purchase.subscription_id),
        address("purchase_refund", purchase.pk),
    ]

    for url in pages:
        page = client.get(url)
        assert (
            found_in(
                page, "//@style | //style | //script[not(@src) and not(@type='importmap')]/text()[normalize-space()]"
            )
            == []
        )


def test_period_that_is_none_is_told_and_asks_nothing_of_the_books(client):
    for query in (
        "?from=2026-02-30&to=2026-03-01",
        "?from=2026-03-02&to=2026-03-01",
        "?from=2026-03-01",
        "?from=9999-01-01&to=x",
    ):
        for url in (report("sold", query), address("subscription_report_csv", "sold") + query):
            page = client.get(url)
            assert (url, page.status_code) == (url, 400)
            assert found_in(page, "//*[@class='field-errors']")
    assert client.get(report("ending", "?within=0")).status_code == 400
    assert client.get(report("ending", "?within=x")).status_code == 400


def test_table_is_handed_out_as_csv_of_the_days_on_the_page(client):
    buyer = make_member(make_customer("=Вестник"))
    approve(make_request(buyer.customer).pk, by=make_salesperson())

    link = found_in(client.get(report("used-by-customer")), "//*[@class='sales-csv']/a/@href")[0]
    answer = client.get(link)

    assert link.endswith(ALWAYS)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="used-by-customer-2020-01-01-2040-12-31.csv"'
    assert answer.content.decode("utf-8-sig").splitlines()[1] == "'=Вестник,photos,0,10,0,0,0,10"


def test_report_without_rows_says_so(client):
    assert "Nothing of the kind in these days." in words_in(client.get(report("downloads")))


def test_links_lead_only_where_the_person_may_go(client):
    purchase = buy_photo()
    chief = signed_in(make_chief_editor())
    xpath = "//table[contains(@class,'sales-report')]//a/@href"

    assert found_in(client.get(report("used-by-customer")), xpath)[0] == address(
        "customer_change", purchase.customer_id
    )
    assert found_in(chief.get(report("used-by-customer")), xpath) == []
    assert found_in(chief.get(report("photos")), xpath) == [f"/admin/media_library/photo/{purchase.photo_id}/change/"]
