"""What is offered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from media_library.admin.photo_inlines import SHARED_FORM
from newsroom.shared.admin_pages import DeskModelAdmin
from subscriptions.forms.contracts import PackageForm
from subscriptions.models import Package
from subscriptions.templatetags.subscription_words import euros


@admin.register(Package)
class PackageAdmin(DeskModelAdmin):
    """Packages. What was sold keeps the terms on which it was sold, whatever changes here."""

    form = PackageForm
    list_display = ("named", "photos", "stories", "length_days", "price", "is_offered", "running")
    list_filter = ("is_offered",)
    search_fields = ("name_bg", "name_en", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("sold",)
    fieldsets = (
        (None, {"fields": ["name_bg", "name_en", "description_bg", "description_en"]}),
        (_("What it covers"), {"fields": ["sections", "suppliers", "events", "newest_days", "territories"]}),
        (_("How much of it"), {"fields": ["photos", "stories", "sizes"], "classes": ["facts"]}),
        (_("For how long"), {"fields": ["length_days", "licence_days"], "classes": ["facts"]}),
        (_("For how much"), {"fields": ["price_cents", "vat_rate"], "classes": ["facts"]}),
        (_("On the site"), {"fields": ["is_offered", "position", "slug", "sold"], "classes": ["facts"]}),
    )
    change_form_template = SHARED_FORM

    def get_queryset(self, request: HttpRequest) -> QuerySet[Package]:
        running = Count("subscriptions", filter=Q(subscriptions__status__in=["active", "suspended"]))
        return super().get_queryset(request).annotate(running_count=running)

    def page_tags(self, obj: Package) -> list[str]:
        return [f"pages-{code}" for code in dict(settings.LANGUAGES)]

    def has_delete_permission(self, request: HttpRequest, obj: Package | None = None) -> bool:
        return False  # What was sold names it. One that is no longer offered is taken off the site.

    def get_prepopulated_fields(self, request: HttpRequest, obj: Package | None = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description=_("package"), ordering="position")
    def named(self, package: Package) -> str:
        return str(package)

    @admin.display(description=_("price"), ordering="price_cents")
    def price(self, package: Package) -> str:
        return euros(package.price_cents)

    @admin.display(description=_("running now"), ordering="running_count")
    def running(self, package: Package) -> int:
        return package.running_count

    @admin.display(description=_("sold"))
    def sold(self, package: Package) -> str:
        if package.pk is None:
            return "–"
        number = package.subscriptions.filter(approved_at__isnull=False).count()
        said = ngettext(
            "%(number)d time. A change here holds for what is sold from now on; what was sold keeps its terms.",
            "%(number)d times. A change here holds for what is sold from now on; what was sold keeps its terms.",
            number,
        )
        return said % {"number": number}
