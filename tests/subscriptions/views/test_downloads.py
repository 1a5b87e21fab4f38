"""Choosing, the link, the file itself, and the list of hand-outs."""

import csv
import datetime as dt
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pgtrigger
import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.metadata.xmp import find_values, read_xmp
from media_library.domain.originals import originals
from media_library.domain.photo_acts import kill_photo
from subscriptions.domain.downloads.links import mint
from subscriptions.domain.refunding import refund_purchase
from subscriptions.models import Download, Member, Purchase, Size
from tests.factories.customers import make_member, make_sold_photo
from tests.factories.people import make_user
from tests.factories.purchases import buy_photos, make_buyer, take_sold_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
PRINT, WEB = Size.PRINT.value, Size.WEB.value
PREPARE = "/bg/account/downloads/prepare/"


@pytest.fixture
def buyer(client) -> Member:
    member = make_buyer()
    client.force_login(member.user)
    return member


@pytest.fixture
def photo(tmp_path):
    return take_sold_photo(tmp_path / "bridge.jpg", headline="Мост над Дунав", colour=(180, 20, 60))


@pytest.fixture
def purchase(buyer, photo):
    return buy_photos([photo], member=buyer)[0]


def link_to(purchases, *, member, size=PRINT):
    in_zip = len(purchases) > 1
    token = mint(purchases, member=member, size=size, in_zip=in_zip)
    return reverse(f"subscriptions:download-{'zip' if in_zip else 'file'}", args=[token])


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def begin(client, purchases, *, size=PRINT):
    data = {"purchase": [one.number for one in purchases], "size": size, "confirmed": "1"}
    return client.post(PREPARE, data)


# --- One file ---


def test_file_leaves_with_its_licence_and_is_recorded(client, buyer, purchase, photo, tmp_path):
    started = begin(client, [purchase])
    assert started.status_code == 200
    link = started["Refresh"].removeprefix("0; url=")
    response = client.get(link, REMOTE_ADDR="192.0.2.7")
    content = content_of(response)

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert int(response["Content-Length"]) == len(content)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="most-nad-dunav-')
    assert "filename*=UTF-8''%D0%9C%D0%BE%D1%81%D1%82" in response["Content-Disposition"]
    (tmp_path / "left.jpg").write_bytes(content)
    values = read_metadata(read_blocks(tmp_path / "left.jpg")).values
    assert values["caption_bg"].value == "Надпис"
    assert values["creators"].value == [{"name": "Мария Георгиева", "job_title": ""}]
    (packet,) = [block.content for block in read_blocks(tmp_path / "left.jpg") if block.kind == "xmp"]
    said = read_xmp(packet).properties
    assert [value.text for value in find_values(said, "plus:LicenseID")] == [purchase.number]
    assert [value.text for value in find_values(said, "plus:Licensee/plus:LicenseeName")] == [buyer.customer.name]
    (terms,) = [value.text for value in find_values(said, "plus:TermsAndConditionsURL")]
    assert terms == f"http://testserver/bg/licences/{purchase.verification_code}/"
    with Image.open(tmp_path / "left.jpg") as left, Image.open(originals().path(photo.original)) as original:
        assert left.tobytes() == original.tobytes()
    record = Download.objects.get()
    assert (record.purchase, record.user, record.address) == (purchase, buyer.user, "192.0.2.7")
    assert (record.format, record.in_zip, record.bytes) == (PRINT, False, len(content))


def test_downloading_again_is_free_and_recorded_again(client, buyer, purchase):
    for _time in range(2):
        content_of(client.get(link_to([purchase], member=buyer)))
    assert Download.objects.count() == 2
    assert purchase.entries.count() == 1


def test_file_fetched_in_pieces_is_one_handout(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    whole = content_of(client.get(link))
    first = client.get(link, HTTP_RANGE="bytes=0-99")
    rest = client.get(link, HTTP_RANGE="bytes=100-", HTTP_IF_RANGE=first["ETag"])
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first["Content-Range"] == f"bytes 0-99/{len(whole)}"
    assert rest["Content-Length"] == str(len(whole) - 100)
    assert content_of(first) + content_of(rest) == whole
    assert Download.objects.count() == 1


def test_part_of_another_file_is_answered_with_the_whole(client, buyer, purchase):
    response = client.get(link_to([purchase], member=buyer), HTTP_RANGE="bytes=5-", HTTP_IF_RANGE='"other"')
    assert response.status_code == 200
    assert len(content_of(response)) == int(response["Content-Length"])


def test_part_behind_the_end_is_refused(client, buyer, purchase):
    response = client.get(link_to([purchase], member=buyer), HTTP_RANGE="bytes=99999999-")
    assert response.status_code == 416
    assert re.fullmatch(r"bytes \*/\d+", response["Content-Range"])


def test_head_says_the_same_and_is_no_handout(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    head = client.head(link)
    assert (head.status_code, head["Accept-Ranges"], content_of(head)) == (200, "bytes", b"")
    assert not Download.objects.exists()
    whole = client.get(link)
    assert (whole["Content-Length"], whole["ETag"]) == (head["Content-Length"], head["ETag"])


def test_nginx_hands_over_a_copy_that_is_put_down(client, buyer, purchase, settings, photo_storages):
    settings.DOWNLOADS_BY = "nginx"
    link = link_to([purchase], member=buyer)
    response = client.get(link)
    assert response.content == b""
    assert "%D0%9C" in response["Content-Disposition"]
    name = response["X-Accel-Redirect"].removeprefix("/handed-out/")
    put_down = (photo_storages / "originals" / "licensed" / name).read_bytes()
    settings.DOWNLOADS_BY = "newsroom"
    assert content_of(client.get(link)) == put_down


# --- Who may not ---


def test_link_of_another_is_refused_in_the_sites_design(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    for stranger in (make_member(buyer.customer), make_buyer()):
        client.force_login(stranger.user)
        response = client.get(link)
        assert response.status_code == 403
        assert "masthead" in response.text
    assert not Download.objects.exists()


@pytest.mark.parametrize("kind", ["file", "zip"])
def test_hostile_tokens_are_refused(client, buyer, kind):
    for token in ("x", "a:b:c", "..%5cetc", "%00", "й", "0" * 3000):
        assert client.get(f"/bg/account/downloads/{kind}/{token}/").status_code == 403


def test_viewer_looks_and_takes_nothing(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    Member.objects.filter(pk=buyer.pk).update(role="viewer")
    assert client.get(link).status_code == 403
    assert client.get(f"{PREPARE}?purchase={purchase.number}").status_code == 403
    assert client.get("/bg/account/downloads/").status_code == 200


def test_removed_member_is_out_on_the_next_request(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    Member.objects.filter(pk=buyer.pk).update(removed_at="2025-01-01T00:00Z", removed_by=buyer.user)
    response = client.get(link)
    assert (response.status_code, response["Location"]) == (302, "/bg/account/organisation/")


def test_superuser_is_not_entitled(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    client.force_login(make_user(is_superuser=True))
    assert client.get(link).status_code == 302
    assert client.get(f"{PREPARE}?purchase={purchase.number}").status_code == 302


def test_visitor_is_asked_to_sign_in(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    client.logout()
    for address in (link, PREPARE, "/bg/account/downloads/", f"/bg/account/purchases/{purchase.number}/"):
        response = client.get(address)
        assert response.status_code == 302
        assert "next=" in response["Location"]


def test_refunded_purchase_hands_out_nothing(client, buyer, purchase):
    link = link_to([purchase], member=buyer)
    refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="По погрешка")
    response = client.get(link)
    assert response.status_code == 403
    assert purchase.number in response.text
    assert begin(client, [purchase]).status_code == 200
    assert "Refresh" not in begin(client, [purchase]).headers


def test_killed_photo_is_handed_out_to_nobody(client, buyer, purchase, photo):
    link = link_to([purchase], member=buyer)
    kill_photo(photo.pk, note_bg="Свалена.", note_en="Removed.", by=None)
    assert client.get(link).status_code == 403
    assert not Download.objects.exists()


def test_ended_licence_hands_out_nothing(client, photo):
    member = make_buyer(licence_days=1)
    client.force_login(member.user)
    (purchase,) = buy_photos([photo], member=member)
    link = link_to([purchase], member=member)
    assert client.get(link).status_code == 200
    # A day later, by the database's clock.
    day = dt.timedelta(hours=24)
    with pgtrigger.ignore("subscriptions.Purchase:licences_are_frozen"):
        Purchase.objects.update(at=purchase.at - day, licence_ends_at=purchase.licence_ends_at - day)
    assert client.get(link).status_code == 403


def test_size_that_the_package_lacks_is_not_handed_out(client, photo):
    member = make_buyer(sizes=[WEB])
    client.force_login(member.user)
    (purchase,) = buy_photos([photo], member=member)
    assert client.get(link_to([purchase], member=member, size=PRINT)).status_code == 403
    assert client.get(link_to([purchase], member=member, size=WEB)).status_code == 200


# --- What is wrong on our side ---


@pytest.fixture
def admins(settings):
    settings.ADMINS = [("", "tech@agency.example")]
    cache.clear()


@pytest.mark.usefixtures("admins")
@pytest.mark.parametrize("fault", ["lost", "damaged"])
def test_fault_of_a_file_is_told_with_a_reference_and_costs_nothing(client, buyer, purchase, photo, fault, caplog):
    path = Path(originals().path(photo.original))
    if fault == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"!")
    response = client.get(link_to([purchase], member=buyer))
    assert response.status_code == 500
    (reference,) = set(re.findall(r"F-[0-9A-F]{8}", response.text))
    assert reference in mail.outbox[0].subject
    assert purchase.number in mail.outbox[0].body
    assert any(record.levelname == "ERROR" and reference in record.message for record in caplog.records)
    assert not Download.objects.exists()
    assert purchase.entries.count() == 1
    # Whoever tries again gets the same reference, and the newsroom no second mail.
    assert reference in client.get(link_to([purchase], member=buyer)).text
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("admins")
@pytest.mark.django_db(transaction=True)
def test_damaged_size_is_made_anew_of_a_sound_original(client, buyer, purchase, photo):
    whole = content_of(client.get(link_to([purchase], member=buyer)))
    path = Path(originals().path(photo.renditions.get(preset=PRINT).file))
    path.write_bytes(path.read_bytes()[:-9] + b"?" * 9)
    assert content_of(client.get(link_to([purchase], member=buyer))) == whole
    assert mail.outbox == []


# --- Several files ---


def test_zip_holds_photos_manifest_and_licences(client, buyer, tmp_path):
    photos = [take_sold_photo(tmp_path / f"{n}.jpg", headline="Мост", colour=(n * 60, 9, 9)) for n in range(3)]
    purchases = buy_photos(photos, member=buyer)
    response = client.get(begin(client, purchases)["Refresh"].removeprefix("0; url="))
    content = content_of(response)

    assert int(response["Content-Length"]) == len(content)
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert zipped.testzip() is None
        names = zipped.namelist()
        assert sorted(names) == sorted(
            ["licence.txt", "manifest.csv", *(f"Мост {purchase.number}.jpg" for purchase in purchases)]
        )
        manifest = zipped.read("manifest.csv")
        assert manifest.startswith("\ufeff".encode())
        rows = list(csv.DictReader(io.StringIO(manifest.decode("utf-8-sig"))))
        assert {row["SHA-256"] for row in rows} == {
            hashlib.sha256(zipped.read(name)).hexdigest() for name in names if name.endswith(".jpg")
        }
        licences = zipped.read("licence.txt").decode("utf-8-sig")
        assert all(purchase.number in licences for purchase in purchases)
        assert "Лиценз" in licences
        assert "Licence" in licences
    assert Download.objects.filter(in_zip=True).count() == 3


def test_zip_with_a_bad_file_is_not_begun(client, buyer, tmp_path):
    photos = [take_sold_photo(tmp_path / f"{n}.jpg", colour=(n * 60, 9, 9)) for n in range(2)]
    purchases = buy_photos(photos, member=buyer)
    Path(originals().path(photos[1].original)).unlink()
    response = client.get(link_to(purchases, member=buyer))
    assert response.status_code == 500
    assert purchases[1].number in response.text
    assert purchases[0].number not in response.text


# --- Choosing ---


def test_size_is_chosen_before_anything_leaves(client, buyer, purchase):
    response = client.get(f"{PREPARE}?purchase={purchase.number}")
    assert response.status_code == 200
    assert re.findall(r'name="size"[^>]*value="([^"]+)"', response.text) == [WEB, PRINT]
    assert "Refresh" not in response.headers
    assert begin(client, [purchase], size="preview").status_code == 200
    assert not Download.objects.exists()


def test_choice_and_certificate_cost_the_same_for_one_as_for_three(client, buyer, purchase):
    others = buy_photos([make_sold_photo() for _ in range(3)], member=buyer)
    counts = []
    for number, wanted in ((1, [purchase]), (3, others)):
        for each in range(number):
            Download.objects.create(
                customer=buyer.customer,
                purchase=wanted[0],
                user=make_member(buyer.customer).user,
                format=PRINT,
                bytes=9,
                request_key=f"{number}:{each}",
            )
        query = {"purchase": [one.number for one in wanted]}
        for address, asked in ((PREPARE, query), (f"/bg/account/purchases/{wanted[0].number}/", {})):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address, asked).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_photo_can_be_named_by_its_own_number(client, buyer, purchase, photo):
    assert purchase.number in client.get(f"{PREPARE}?photo={photo.pk}").text
    assert client.get(f"{PREPARE}?photo={make_sold_photo().pk}").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?purchase=", "?purchase=2025-9999999", "?photo=x", "?photo=99999999999999999999"]
)
def test_what_nobody_has_bought_is_not_found(client, buyer, query):
    assert client.get(f"{PREPARE}{query}").status_code == 404


def test_purchase_of_another_customer_is_not_found(client, buyer, photo):
    (foreign,) = buy_photos([photo], member=make_buyer())
    assert client.get(f"{PREPARE}?purchase={foreign.number}").status_code == 404
    assert begin(client, [foreign]).status_code == 404
    assert client.get(link_to([foreign], member=buyer)).status_code == 403


def test_colleague_downloads_what_the_customer_has_bought(client, buyer, purchase):
    colleague = make_member(buyer.customer, role="owner")
    client.force_login(colleague.user)
    assert client.get(link_to([purchase], member=colleague)).status_code == 200
    assert Download.objects.get().user == colleague.user


# --- The list ---


def test_handouts_are_listed_to_their_customer_alone(client, buyer, purchase):
    content_of(client.get(link_to([purchase], member=buyer)))
    page = client.get("/bg/account/downloads/").text
    assert purchase.number in page
    assert str(buyer.user) in page
    client.force_login(make_buyer().user)
    assert purchase.number not in client.get("/bg/account/downloads/").text


def test_list_costs_the_same_for_every_length(client, buyer, purchase, django_assert_num_queries):
    def add(number):
        Download.objects.create(
            customer=buyer.customer, purchase=purchase, user=buyer.user, format=PRINT, bytes=9, request_key=str(number)
        )

    add(0)
    with django_assert_num_queries(5) as one:
        client.get("/bg/account/downloads/")
    for number in range(1, 30):
        add(number)
    with django_assert_num_queries(len(one.captured_queries)):
        page = client.get("/bg/account/downloads/")
    assert page.text.count("data-label") == 6 * 20
    assert "page=2" in page.text
    assert client.get("/bg/account/downloads/?page=9").status_code == 404
