"""By what the photo desk narrows its list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media_library.domain.rights import usable
from media_library.models import Photo, Use


class WaitsForFilter(admin.SimpleListFilter):
    """The work lists of the photo desk."""

    title = _("waits for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("credit", _("a decision on its credit line")),
            ("rights", _("a decision on its instructions")),
            ("release", _("being shown to readers")),
            ("processing", _("its processing")),
            ("set_aside", _("somebody to look why it was set aside")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        at_the_desk = queryset.filter(state=Photo.State.HELD)
        match self.value():
            case "credit":
                undecided = Q(credit_undecided__len__gt=0) | Q(credit_complete=False)
                return queryset.filter(undecided).exclude(state=Photo.State.KILLED)
            case "rights":
                return queryset.exclude(unparsed_instructions=[]).filter(instructions_decided=False)
            case "release":
                ready = at_the_desk.filter(processing=Photo.Processing.DONE, credit_complete=True, credit_undecided=[])
                return usable(ready, use=Use.PUBLISH, at=timezone.now())
            case "processing":
                return queryset.filter(processing__in=[Photo.Processing.WAITING, Photo.Processing.RUNNING])
            case "set_aside":
                return queryset.filter(processing=Photo.Processing.SET_ASIDE)
        return queryset


class UsableFilter(admin.SimpleListFilter):
    """What may be used now, for one use, by the spans of time in which the verdict allows it."""

    title = _("only what may be used to")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Use.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        if self.value() not in Use.values:
            return queryset
        return usable(queryset, use=Use(self.value()), at=timezone.now())
