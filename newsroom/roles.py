"""Which role may do what. Groups are made from this table by a migration, and kept to it by `ensure_roles`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

JOURNALISTS = "journalists"
EDITORS = "editors"
CHIEF_EDITORS = "chief editors"
PHOTO_EDITORS = "photo editors"
SALES = "sales"

_JOURNALIST = {
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "articles.submit_article",
    "articles.view_version",
    "articles.view_author",
    "media_library.view_section",
    "media_library.view_tag",
}
_EDITOR = _JOURNALIST | {
    "articles.edit_article",
    "articles.publish_article",
    "articles.update_article",
    "articles.correct_article",
    "articles.spike_article",
    "articles.view_wireoriginal",
    "articles.view_wiresubject",
    "articles.add_wiresubject",
    "articles.change_wiresubject",
    "articles.delete_wiresubject",
    "media_library.add_tag",
    "media_library.change_tag",
}
_CHIEF_EDITOR = _EDITOR | {
    "articles.kill_article",
    "articles.work_in_every_section",
    "articles.add_author",
    "articles.change_author",
    "media_library.add_section",
    "media_library.change_section",
    "newsroom.view_user",
}
ROLES: dict[str, set[str]] = {
    JOURNALISTS: _JOURNALIST,
    EDITORS: _EDITOR,
    CHIEF_EDITORS: _CHIEF_EDITOR,
    # Photos and subscriptions bring their own permissions; until then these two look, and change nothing.
    PHOTO_EDITORS: {
        "media_library.view_section",
        "media_library.view_tag",
        "media_library.add_tag",
        "media_library.change_tag",
    },
    SALES: {"media_library.view_section"},
}


def ensure_roles(group_model: Any, permission_model: Any, *, roles: Iterable[str] = ROLES) -> None:
    """Create the groups, and give each exactly the permissions of the table.

    Takes the models, so that a migration can pass its own. Permissions must exist (`create_permissions`); raises
    LookupError where the table names one that does not.
    """
    for role in roles:
        group, _ = group_model.objects.get_or_create(name=role)
        permissions = []
        for dotted in sorted(ROLES[role]):
            app_label, codename = dotted.split(".")
            found = permission_model.objects.filter(content_type__app_label=app_label, codename=codename).first()
            if found is None:
                raise LookupError(dotted)
            permissions.append(found)
        group.permissions.set(permissions)
