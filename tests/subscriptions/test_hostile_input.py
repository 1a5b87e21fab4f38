"""Whatever is sent to whichever address of the account, it is answered, and never with «something is broken»."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from allauth.account.models import EmailAddress
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.selecting import put_aside
from tests.factories.bought_stories import buy_story, make_locked_story
from tests.factories.customers import make_customer, make_member, make_package, make_sold_photo, make_subscription

pytestmark = pytest.mark.django_db

ACCOUNT = "bg/account/"
PARAMETER = re.compile(r"<[^<>]+>|\(\?P<\w+>[^()]*\)")
HOSTILE = [
    "", "0", "-1", "1", "2", "00", "1.5", "٣", "9" * 18, "9" * 19, "9" * 400, "\x00", "a\x00b", "\ud800", "\ufffd",
    "' OR 1=1 --", "../../../../etc/passwd", "%00", "%2e%2e%2f", "a" * 100_000, "9999-12-31", "0001-01-01",
    "2025-02-30", "2025-09-03", "31.12.2100", "//evil.example/", "https://evil.example/", "javascript:alert(1)",
    "<script>alert(1)</script>", "00000000-0000-0000-0000-000000000000", "MTc1NjgwMDAwMDAwMDAwMC4x", "LTEuMQ", "é",
    "download-web", "owner", "on", "photo", "ended", "text", "a@b.example", "line\r\nSet-Cookie: a=b", "=1+1", "🦄",
]  # fmt: skip
NAMES = [
    "photo", "selection", "purchase", "size", "confirmed", "again", "use", "for", "token", "shown", "acknowledged",
    "from", "to", "page", "before", "unit", "state", "package", "note", "role", "email", "name", "is_shared", "keep",
    "up", "down", "out", "note-1", "next", "login", "password", "password1", "oldpassword", "first_name", "last_name",
    "code", "key", "credential", "registration_number", "vat_number", "address", "country", "language",
    "contact_name", "contact_email", "contact_phone", "action_add", "action_remove", "action_primary", "action_send",
]  # fmt: skip


def account_routes(patterns: list, before: str = "") -> Iterator[str]:
    """Every route below account/, as the site's own list of addresses has it."""
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from account_routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and route.startswith(ACCOUNT):
            yield route


# A failure shows what was sent as it is; to make it shorter first would take minutes.
TRIED = [Phase.explicit, Phase.reuse, Phase.generate]
ROUTES = sorted(set(account_routes(get_resolver().url_patterns)))
values = st.sampled_from(HOSTILE) | st.text(max_size=30)


# Some fields each with something else, or the same in all of them.
sent_values = st.dictionaries(st.sampled_from(NAMES), st.lists(values, max_size=3), max_size=8) | values.map(
    lambda value: {name: [value] for name in NAMES}
)


@pytest.fixture
def member():
    """An owner whose customer has a running package, a photo and a story."""
    owner = make_member(make_customer(), role="owner")
    make_subscription(owner.customer)
    make_package(slug="photo")
    return owner


@pytest.fixture
def own(member) -> list[str]:
    """What stands in the member's own addresses."""
    photo, story = make_sold_photo(), make_locked_story()
    taken = confirm(quote_photos([photo.pk], member=member).token, member=member)
    rows = [photo, story, member, buy_story(story, member=member), put_aside([photo.pk], member=member).selection]
    return [*{str(row.pk) for row in rows}, str(taken.key), taken.purchases.get().number, "text"]


def address_of(route: str, parts: list[str]) -> str:
    """The route with these values in the places of its parameters, as a browser would write them."""
    rest = iter(parts)
    return "/" + PARAMETER.sub(lambda _match: quote(next(rest), safe="", errors="surrogatepass"), route)


def test_every_address_of_the_account_is_tried():
    assert len(ROUTES) > 60
    assert "bg/account/take/confirm/" in ROUTES
    assert "bg/account/purchases/<slug:number>/" in ROUTES


def ask(client, address: str, sent: dict[str, list[str]], *, is_post: bool):
    """Send this in the bytes that a browser would never send, too: halves of characters, and zeros."""
    content = urlencode(sent, doseq=True, errors="surrogatepass")
    if is_post:
        return client.post(address, content, content_type="application/x-www-form-urlencoded")
    return client.get(f"{address}?{content}")


def is_answered_in_words(response) -> bool:
    """Whether nothing broke, and a refusal is a page in the site's design."""
    if response.status_code < 400 or response.status_code == 405:
        return True
    is_in_our_design = b'<html lang="' in response.content and b"newsroom/css/site" in response.content
    return response.status_code < 500 and is_in_our_design


@pytest.mark.parametrize("route", ROUTES)
@settings(max_examples=6, deadline=None, phases=TRIED, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), sent=sent_values, is_post=st.booleans())
def test_hostile_input_is_answered_in_words(client, member, own, route, data, sent, is_post):
    client.force_login(member.user)
    parts = [data.draw(st.sampled_from(own) | values) for _parameter in PARAMETER.findall(route)]
    address = address_of(route, parts)

    response = ask(client, address, sent, is_post=is_post)

    assert is_answered_in_words(response), (address, sent, response.status_code)


@pytest.mark.parametrize("value", ["\x00", "9" * 19])
def test_what_no_column_can_hold_is_answered_in_words(client, member, value):
    """PostgreSQL has no text with a zero in it, and no number of so many digits."""
    EmailAddress.objects.create(user=member.user, email=member.user.email, verified=True, primary=True)
    for route in ROUTES:
        address = address_of(route, [value] * len(PARAMETER.findall(route)))
        for is_post in (False, True):
            client.force_login(member.user)
            response = ask(client, address, {name: [value] for name in NAMES}, is_post=is_post)
            assert is_answered_in_words(response), (address, is_post, response.status_code)
