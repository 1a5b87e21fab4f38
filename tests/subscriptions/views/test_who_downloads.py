"""Every address of downloads and certificates, for everyone who may come by, to an object of one customer."""

import pytest
from django.test import Client

from subscriptions.domain.downloads.links import mint
from subscriptions.models import Member, Size
from tests.factories.customers import make_customer, make_member
from tests.factories.people import make_chief_editor, make_user
from tests.factories.purchases import buy_photos, make_buyer, take_sold_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
PRINT = Size.PRINT.value
SIGN_IN, JOIN = "sign in", "join"

# list, choose, file, zip, certificate, its PDF, the public check
EXPECTED = {
    "owner": [200, 200, 200, 200, 200, 200, 200],
    "buyer": [200, 200, 200, 200, 200, 200, 200],
    "viewer": [200, 403, 403, 403, 200, 200, 200],
    "owner of another": [200, 404, 403, 403, 404, 404, 200],
    "buyer of another": [200, 404, 403, 403, 404, 404, 200],
    "viewer of another": [200, 403, 403, 403, 404, 404, 200],
    "removed": [JOIN] * 6 + [200],
    "staff": [JOIN] * 6 + [200],
    "superuser": [JOIN] * 6 + [200],
    "visitor": [SIGN_IN] * 6 + [200],
}


@pytest.fixture
def purchases(tmp_path):
    photos = [take_sold_photo(tmp_path / f"{n}.jpg", colour=(n * 90, 9, 9)) for n in range(2)]
    return buy_photos(photos, member=make_buyer())


def person_called(name: str, purchases) -> Member | object | None:
    role, _of, other = name.partition(" of ")
    if role in Member.Role.values:
        return make_member(make_customer() if other else purchases[0].customer, role=role)
    if role == "removed":
        member = make_member(purchases[0].customer)
        Member.objects.filter(pk=member.pk).update(removed_at=member.joined_at, removed_by=member.user)
        return member
    return {"staff": make_chief_editor, "superuser": lambda: make_user(is_superuser=True)}.get(role, lambda: None)()


def links_for(person, purchases) -> list[str]:
    """Links that are minted for this very person where there is one to mint for, else for the buyer."""
    member = person if isinstance(person, Member) else Member.objects.get(user=purchases[0].buyer)
    one = mint(purchases[:1], member=member, size=PRINT, in_zip=False)
    several = mint(purchases, member=member, size=PRINT, in_zip=True)
    return [f"/bg/account/downloads/file/{one}/", f"/bg/account/downloads/zip/{several}/"]


def answer_of(response) -> object:
    if response.status_code != 302:
        return response.status_code
    return JOIN if response["Location"] == "/bg/account/organisation/" else SIGN_IN


@pytest.mark.parametrize("name", EXPECTED)
def test_each_address_answers_as_it_should(name, purchases):
    person, client, number = person_called(name, purchases), Client(), purchases[0].number
    if person is not None:
        client.force_login(person.user if isinstance(person, Member) else person)
    addresses = [
        "/bg/account/downloads/",
        f"/bg/account/downloads/prepare/?purchase={number}",
        *links_for(person, purchases),
        f"/bg/account/purchases/{number}/",
        f"/bg/account/purchases/{number}/certificate.pdf",
        f"/bg/licences/{purchases[0].verification_code}/",
    ]
    assert [answer_of(client.get(address)) for address in addresses] == EXPECTED[name]
    written = [client.post(address).status_code for address in addresses[:1] + addresses[2:]]
    assert set(written) <= {405, 302}
