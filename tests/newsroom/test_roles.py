import pytest
from django.contrib.auth.models import Group, Permission

from newsroom.roles import ROLES, ensure_roles

pytestmark = pytest.mark.django_db


def test_migrations_made_every_role_with_exactly_its_permissions():
    for role, permissions in ROLES.items():
        held = Group.objects.get(name=role).permissions.select_related("content_type")
        assert {f"{each.content_type.app_label}.{each.codename}" for each in held} == permissions


def test_permission_that_does_not_exist_is_an_error(monkeypatch):
    monkeypatch.setitem(ROLES, "sales", {"articles.fly"})
    with pytest.raises(LookupError, match="fly"):
        ensure_roles(Group, Permission)
