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
    "media_library.view_photo",
    "media_library.add_photo",
}
_EDITOR = _JOURNALIST | {
    "articles.edit_article",
    "articles.publish_article",
    "articles.update_article",
    "articles.correct_article",
    "articles.spike_article",
    "articles.view_frontplace",
    "articles.change_frontplace",
    "articles.view_wireoriginal",
    "articles.view_wiresubject",
    "articles.add_wiresubject",
    "articles.change_wiresubject",
    "articles.delete_wiresubject",
    "media_library.add_tag",
    "media_library.change_tag",
    *(f"media_library.{act}_photooftheday" for act in ("view", "add", "change", "delete")),
}
_CHIEF_EDITOR = _EDITOR | {
    "media_library.override_rights",
    "media_library.kill_photo",
    "media_library.view_photoact",
    "media_library.view_supplier",
    "media_library.view_licence",
    "articles.kill_article",
    "articles.work_in_every_section",
    "articles.add_author",
    "articles.change_author",
    "media_library.add_section",
    "media_library.change_section",
    "newsroom.view_user",
    "newsroom.view_sitepage",
    "newsroom.change_sitepage",
    "subscriptions.view_sales_reports",
}
_PHOTO_EDITOR = {
    "articles.view_article",
    "media_library.view_section",
    "media_library.view_tag",
    "media_library.add_tag",
    "media_library.change_tag",
    "media_library.view_photo",
    "media_library.add_photo",
    "media_library.change_photo",
    "media_library.release_photo",
    "media_library.kill_photo",
    "media_library.decide_rights",
    "media_library.override_rights",
    "media_library.download_original",
    "media_library.view_photoact",
    "media_library.view_arrival",
    *(f"media_library.{act}_photooftheday" for act in ("view", "add", "change", "delete")),
    *(
        f"media_library.{act}_{model}"
        for act in ("view", "add", "change")
        for model in ("supplier", "licence", "party", "creditrule", "restriction", "lease")
    ),
    *(f"media_library.delete_{model}" for model in ("creditrule", "restriction", "lease")),
}
_SALES = {
    "media_library.view_section",
    "media_library.view_photo",
    "media_library.view_supplier",
    "media_library.view_licence",
    *(
        f"subscriptions.{act}_{model}"
        for act in ("view", "add", "change")
        for model in ("customer", "member", "package")
    ),
    *(
        f"subscriptions.view_{model}"
        for model in ("subscription", "balance", "ledgerentry", "adjustment", "purchase", "download", "invoice")
    ),
    "subscriptions.approve_subscription",
    "subscriptions.adjust_balance",
    "subscriptions.refund_purchase",
    "subscriptions.issue_credit_note",
    "subscriptions.view_sales_reports",
}
ROLES: dict[str, set[str]] = {
    JOURNALISTS: _JOURNALIST,
    EDITORS: _EDITOR,
    CHIEF_EDITORS: _CHIEF_EDITOR,
    PHOTO_EDITORS: _PHOTO_EDITOR,
    SALES: _SALES,
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
