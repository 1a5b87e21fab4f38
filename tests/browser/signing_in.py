"""How a test signs a member in without the sign-in page, which has tests of its own."""

from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Page

from newsroom.models import User
from subscriptions.models import Member


def sign_in(page: Page, member: Member) -> None:
    """Bring the cookies that the sign-in page would have set to a page that is open."""
    bring_session(page, member.user)


def bring_session(page: Page, user: User) -> None:
    """The same for anybody, such as one of the newsroom."""
    client = Client()
    client.force_login(user)
    parts = urlsplit(page.url)
    cookies = {"sessionid": client.cookies["sessionid"].value, "signed_in": "1"}
    here = f"{parts.scheme}://{parts.netloc}"
    page.context.add_cookies([{"name": name, "value": value, "url": here} for name, value in cookies.items()])
