"""How tests sign up, sign in and read their mail."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpResponse
from django.test import Client, TestCase

from newsroom.models import User
from tests.factories.people import make_user

PASSWORD = "correct horse battery"
LOGIN = "/bg/account/login/"


class Browser(Client):
    """A client each of whose requests is followed by what waits for the commit: mail goes out then."""

    def request(self, **request: object) -> HttpResponse:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)


def make_person(email: str = "vera@utro.example", *, is_verified: bool = True, **fields: object) -> User:
    """Somebody with an account, by default a customer with a verified address."""
    user = make_user(**({"email": email, "is_staff": False} | fields))
    EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
    return user


def sign_in(client: Client, login: str, password: str = PASSWORD, *, url: str = LOGIN, **headers: str) -> HttpResponse:
    return client.post(url, {"login": login, "password": password}, **headers)


def is_signed_in(client: Client) -> bool:
    return client.get("/bg/account/security/").status_code == 200


def link_in(message, part: str) -> str:
    """The path of the link in a mail that has `part` in it."""
    found = re.search(rf"http://testserver(/\S*{part}\S*)", message.body)
    assert found is not None, message.body
    return found[1]


class NoServer(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError("the server is away")
