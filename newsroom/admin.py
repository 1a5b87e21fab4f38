"""The admin as a whole, and the people in it."""

from __future__ import annotations

from typing import Any

import taggit.admin  # noqa: F401 (registers taggit's own tags, which must happen before they are taken off)
from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as TaggitTag

from newsroom.models import SitePage, User
from newsroom.shared.admin_pages import DeskModelAdmin
from newsroom.site_pages.admin import SitePageAdmin


def _agency_name() -> str:
    return settings.AGENCY_NAME.get(get_language() or "", settings.AGENCY_NAME[settings.LANGUAGE_CODE])


admin.site.site_header = admin.site.site_title = lazy(_agency_name, str)()
admin.site.index_title = _("The desk")
# The story needs the width; the sections of the admin stand in one row at the top.
admin.site.enable_nav_sidebar = False
# One way in, with one set of limits and second factors: that of the account.
admin.site.login = secure_admin_login(admin.site.login)
admin.site.unregister([TaggitTag, Group])
admin.site.register(SitePage, SitePageAdmin)


@admin.register(User)
class PersonAdmin(DeskModelAdmin, UserAdmin):
    """People. What they may do comes from their groups, so single permissions are not offered."""

    list_display = ("username", "first_name", "last_name", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    filter_horizontal = ()
    readonly_fields = ("sections", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Who it is"), {"fields": ("first_name", "last_name", "email", "initials_bg", "initials_en")}),
        (_("What they may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "sections")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # Who may only look has no business with the password, nor with the button that would reset it.
        return ((None, {"fields": ("username",)}), *fieldsets[1:])

    @admin.display(description=_("sections that they edit"))
    def sections(self, person: User) -> str:
        return ", ".join(str(section) for section in person.sections_edited.all()) or "–"


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles are kept to the table in newsroom.roles; only a superuser looks behind it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    has_add_permission = has_module_permission

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
