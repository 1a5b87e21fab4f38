"""Who stands in credit lines, the rules by which they are read, and what waits for a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media_library.admin.photo_inlines import SHARED_FORM, PlainChoicesMixin
from media_library.domain.credit_line import (
    BadParty,
    BadRule,
    Role,
    check_rule,
    decide_party,
    list_waiting_words,
    preview_rule_change,
    rule_of,
)
from media_library.domain.photo_acts import PhotoActRefused
from media_library.domain.queueing import ask_to_apply_credit_rules, ask_to_rename_party
from media_library.models import CreditRole, CreditRule, Party
from newsroom.shared.admin_pages import DeskModelAdmin


class PartyForm(forms.ModelForm):
    class Meta:
        model = Party
        fields = ["name_bg", "name_en", "role", "aliases"]
        field_classes = {"aliases": SimpleArrayField}


class DecisionForm(forms.Form):
    """Who stands behind words of the review list."""

    words = forms.CharField(max_length=250, widget=forms.HiddenInput)
    role = forms.ChoiceField(label=gettext_lazy("role"), choices=CreditRole)
    name_bg = forms.CharField(label=gettext_lazy("name in Bulgarian"), max_length=120, required=False)
    name_en = forms.CharField(label=gettext_lazy("name in English"), max_length=120, required=False)


@admin.register(Party)
class PartyAdmin(DeskModelAdmin):
    form = PartyForm
    list_display = ("name_bg", "name_en", "role", "spellings")
    list_filter = ("role",)
    search_fields = ("name_bg", "name_en")
    fieldsets = (
        (None, {"fields": ["name_bg", "name_en", "aliases"]}),
        (gettext_lazy("Facts"), {"fields": ["role"], "classes": ["facts"]}),
    )
    change_form_template = SHARED_FORM

    @admin.display(description=gettext_lazy("other spellings"))
    def spellings(self, party: Party) -> str:
        return ", ".join(party.aliases)

    def has_delete_permission(self, request: HttpRequest, obj: Party | None = None) -> bool:
        return False  # Credit lines name it.

    def get_urls(self) -> list[Any]:
        review = path("review/", self.admin_site.admin_view(self.review_view), name="media_library_party_review")
        return [review, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Party, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            transaction.on_commit(lambda: ask_to_rename_party(obj.pk))

    def review_view(self, request: HttpRequest) -> HttpResponse:
        """What nobody could decide, most photos first; a decision is learnt, and the photos are read again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            told = form.cleaned_data
            try:
                decision = decide_party(
                    told["words"],
                    Role(told["role"]),
                    by=request.user,
                    name_bg=told["name_bg"],
                    name_en=told["name_en"],
                )
            except (BadParty, PhotoActRefused) as refusal:
                messages.error(request, str(refusal))
            else:
                changed = decision.changed
                said = ngettext("%(name)s is known now; %(count)d photo was read again.",
                                "%(name)s is known now; %(count)d photos were read again.", changed)  # fmt: skip
                messages.success(request, said % {"name": decision.party, "count": changed})
            return HttpResponseRedirect(reverse("admin:media_library_party_review"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Credit lines to decide"),
            "waiting": list_waiting_words(),
            "roles": CreditRole.choices,
            "form": form,
        }
        return TemplateResponse(request, "admin/media_library/party/review.html", context)


class CreditRuleForm(forms.ModelForm):
    class Meta:
        model = CreditRule
        fields = ["supplier", "position", "field", "pattern", "is_regex", "action", "replacement", "role",
                  "is_active", "note"]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].empty_label = _("all suppliers")

    def clean(self) -> Any:
        cleaned = super().clean()
        if cleaned.get("pattern") and cleaned.get("action") and not self.errors:
            self._post_clean_rule(cleaned)
        return cleaned

    def _post_clean_rule(self, cleaned: dict[str, Any]) -> None:
        rule = CreditRule(**{name: cleaned[name] for name in self.Meta.fields})
        try:
            check_rule(rule_of(rule))
        except BadRule as problem:
            raise ValidationError({"pattern": str(problem)}) from problem


@admin.register(CreditRule)
class CreditRuleAdmin(PlainChoicesMixin, DeskModelAdmin):
    """Rules are shown at work on the photos that are there before they are saved, and applied once they are."""

    form = CreditRuleForm
    list_display = ("pattern", "supplier", "field", "action", "replacement", "role", "position", "is_active")
    list_filter = ("supplier", "action", "is_active")
    list_select_related = ("supplier",)
    search_fields = ("pattern", "replacement", "note")
    fieldsets = (
        (None, {"fields": ["pattern", "is_regex", "action", "role", "replacement", "note"]}),
        (
            gettext_lazy("Where it holds"),
            {"fields": ["supplier", "field", "position", "is_active"], "classes": ["facts"]},
        ),
    )
    change_form_template = "admin/media_library/creditrule/change_form.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and "_preview" in request.POST:
            return self.preview_view(request, object_id, form_url)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def preview_view(self, request: HttpRequest, object_id: str | None, form_url: str) -> HttpResponse:
        """The same form with what the rule would change; nothing is written."""
        stored = self.get_object(request, object_id) if object_id else None
        if object_id and stored is None:
            raise Http404
        allowed = self.has_change_permission(request, stored) if stored else self.has_add_permission(request)
        if not allowed:
            raise PermissionDenied
        form = self.get_form(request, stored, change=stored is not None)(request.POST, instance=stored)
        preview = None
        if form.is_valid():
            preview = preview_rule_change(form.save(commit=False))
        fieldsets = self.get_fieldsets(request, stored)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Credit rule"),
            "adminform": admin.helpers.AdminForm(form, list(fieldsets), {}, [], model_admin=self),
            "errors": admin.helpers.AdminErrorList(form, []),
            "object_id": object_id,
            "original": stored,
            "is_popup": False,
            "media": self.media + form.media,
            "inline_admin_formsets": [],
            "preview": preview,
        }
        return self.render_change_form(
            request, context, add=stored is None, change=stored is not None, form_url=form_url, obj=stored
        )

    def save_model(self, request: HttpRequest, obj: CreditRule, form: Any, change: bool) -> None:
        before = CreditRule.objects.filter(pk=obj.pk).values_list("supplier_id", flat=True)
        suppliers = {*before, obj.supplier_id}
        super().save_model(request, obj, form, change)
        self._apply_to(suppliers)

    def delete_model(self, request: HttpRequest, obj: CreditRule) -> None:
        super().delete_model(request, obj)
        self._apply_to({obj.supplier_id})

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        suppliers = set(queryset.values_list("supplier_id", flat=True))
        super().delete_queryset(request, queryset)
        self._apply_to(suppliers)

    @staticmethod
    def _apply_to(suppliers: set[int | None]) -> None:
        for supplier_id in [None] if None in suppliers else suppliers:
            transaction.on_commit(lambda chosen=supplier_id: ask_to_apply_credit_rules(chosen))
