"""People, one role at a time."""

from itertools import count

from django.contrib.auth.models import Group

from media_library.models import Section
from newsroom.models import User
from newsroom.roles import CHIEF_EDITORS, EDITORS, JOURNALISTS

_numbers = count(1)


def make_user(role: str | None = None, *, sections: list[Section] | None = None, **fields: object) -> User:
    """A staff account in the role's group (None for no role), editing `sections`."""
    number = next(_numbers)
    defaults = {
        "username": f"person{number}",
        "first_name": "Иван",
        "last_name": f"Петров{number}",
        "is_staff": True,
        "initials_bg": "ИП",
        "initials_en": "IP",
    }
    user = User.objects.create_user(password="correct horse battery", **(defaults | fields))
    if role:
        user.groups.add(Group.objects.get(name=role))
    for section in sections or []:
        section.editors.add(user)
    return user


def make_journalist(**fields: object) -> User:
    return make_user(JOURNALISTS, **fields)


def make_editor(*sections: Section, **fields: object) -> User:
    return make_user(EDITORS, sections=list(sections), **fields)


def make_chief_editor(**fields: object) -> User:
    return make_user(CHIEF_EDITORS, **fields)
