"""The people of the demo newsroom, one a role, with a password that everyone may know."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from articles.models import Author
from media_library.models import Section
from newsroom.demo.content_files import read_tables
from newsroom.models import User
from newsroom.roles import CHIEF_EDITORS, EDITORS, JOURNALISTS, PHOTO_EDITORS, SALES

DEMO_PASSWORD = "newsroom-demo"
_GROUPS = {
    "journalist": JOURNALISTS,
    "editor": EDITORS,
    "chief_editor": CHIEF_EDITORS,
    "photo_editor": PHOTO_EDITORS,
    "sales": SALES,
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account as it is printed for whoever tries the newsroom out."""

    username: str
    role: str
    name: str
    password: str = DEMO_PASSWORD


DEMO_ACCOUNTS = [
    DemoAccount(row["username"], _GROUPS[row["role"]], f"{row['first_name']} {row['last_name']}")
    for row in read_tables("accounts.toml", "account")
]


def create_accounts() -> dict[str, User]:
    """Create the accounts, with their roles, sections and author pages; returns them by user name."""
    accounts = {}
    for row in read_tables("accounts.toml", "account"):
        user = create_account(row, initials_bg=row["initials_bg"], initials_en=row["initials_en"], is_staff=True)
        user.groups.add(Group.objects.get(name=_GROUPS[row["role"]]))
        for section in Section.objects.filter(slug__in=row["sections"]):
            section.editors.add(user)
        Author.objects.filter(slug=row.get("author")).update(user=user)
        accounts[user.username] = user
    return accounts


def create_account(person: dict[str, Any], **fields: object) -> User:
    """One account with a confirmed address, and the password that everyone may know."""
    user = User.objects.create_user(
        person["username"],
        person["email"],
        DEMO_PASSWORD,
        first_name=person["first_name"],
        last_name=person["last_name"],
        **fields,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
