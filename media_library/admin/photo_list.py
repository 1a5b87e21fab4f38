"""The library as staff see it: what stands in a line, how it is searched, what is done to many photos at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media_library.admin.photo_filters import UsableFilter, WaitsForFilter
from media_library.domain.photo_acts import PhotoActRefused, acting_on, release_photo
from media_library.domain.processing import retry_photo
from media_library.domain.rights import decide_facts, facts_for
from media_library.domain.searching import search_photos
from media_library.models import Photo, PhotoAct, Use
from media_library.templatetags.media_desk import verdict_kind
from newsroom.shared.addresses import active_language

_MOST_REFUSALS_TOLD = 5
_LONGEST_CAPTION = 160
# What lines do not show, and what can be long.
_NOT_SHOWN = ("search", "warnings", "likeness_bands", "placeholder", "kill_note_bg", "kill_note_en")


class PhotoList(ChangeList):
    """A page of the library: its verdicts are computed for all its photos at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        facts, now = facts_for(self.result_list), timezone.now()
        for photo in self.result_list:
            photo.desk_verdict = decide_facts(facts[photo.pk], use=Use.PUBLISH, on=now)


class PhotoListMixin:
    """The list half of the photos' admin."""

    list_display = ("thumbnail", "described", "credit", "filed", "verdict", "standing")
    list_display_links = ("described",)
    list_filter = (WaitsForFilter, UsableFilter, "state", "supplier", "section")
    search_fields = ("headline",)
    search_help_text = gettext_lazy(
        "Words of any text, names in Cyrillic or Latin, the photo's number, or the name of its file"
    )
    sortable_by = ()
    list_per_page = 40
    actions = ["release_photos", "retry_photos"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PhotoList]:
        return PhotoList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return Photo.objects.for_grids().newest_first().defer(*_NOT_SHOWN)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Photo], search_term: str
    ) -> tuple[QuerySet[Photo], bool]:
        words = search_term.replace("\x00", "").strip()
        if not words:
            return queryset, False
        found = search_photos(queryset, words)
        # The name that its file came under is no word of the photo's: it is asked for where nothing else is found.
        return (found if found.exists() else queryset.filter(uploaded_name__icontains=words)), False

    # --- The columns ---

    @admin.display(description=gettext_lazy("photo"))
    def thumbnail(self, photo: Photo) -> SafeString:
        thumb = next((each for each in photo.renditions.all() if each.preset == "thumb"), None)
        if thumb is None:
            return format_html('<span class="no-thumb">{}</span>', photo.get_processing_display())
        # The link of the line is its headline; the picture leads there too, for the mouse alone.
        return format_html(
            '<a href="{}/change/" tabindex="-1" aria-hidden="true">'
            '<img src="{}" width="{}" height="{}" alt="" loading="lazy"></a>',
            photo.pk, thumb.url, thumb.width, thumb.height,
        )  # fmt: skip

    @admin.display(description=gettext_lazy("what it shows"))
    def described(self, photo: Photo) -> SafeString:
        caption = photo.caption(active_language())
        if len(caption) > _LONGEST_CAPTION:
            caption = caption[:_LONGEST_CAPTION].rstrip() + "…"
        return format_html(
            '<span class="headline">{}</span><span class="caption">{}</span><span class="facts">№ {} · {}{}</span>',
            photo,
            "" if caption.strip(".… ") in str(photo) else caption,
            photo.pk,
            timezone.localtime(photo.arrived_at).strftime("%d.%m.%Y %H:%M"),
            format_html(" · <strong>{}</strong>", _("made by AI")) if photo.ai_made else "",
        )  # fmt: skip

    @admin.display(description=gettext_lazy("credit"))
    def credit(self, photo: Photo) -> SafeString | str:
        line = photo.credit_line(active_language())
        if photo.credit_complete and not photo.credit_undecided:
            return line
        words = _("to be decided") if photo.credit_undecided else _("no creator, no agency")
        return format_html('{} <span class="badge badge-correction">{}</span>', line, words)

    @admin.display(description=gettext_lazy("filed"))
    def filed(self, photo: Photo) -> SafeString | str:
        if photo.supplier is None:
            return str(photo.section or "–")
        return format_html("{}<span class='facts'>{}</span>", photo.supplier, photo.section or "")

    @admin.display(description=gettext_lazy("on our site"))
    def verdict(self, photo: Photo) -> SafeString:
        verdict, language = photo.desk_verdict, active_language()
        return format_html(
            '<span class="badge verdict-{}" title="{}">{}</span>',
            verdict_kind(verdict), verdict.explain(language), verdict.word(language),
        )  # fmt: skip

    @admin.display(description=gettext_lazy("state"))
    def standing(self, photo: Photo) -> SafeString:
        badge = format_html('<span class="badge badge-{}">{}</span>', photo.state, photo.get_state_display())
        if photo.processing == Photo.Processing.DONE:
            return badge
        return format_html("{} <span class='facts'>{}</span>", badge, photo.get_processing_display())

    # --- What is done to many ---

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("media_library.release_photo")

    @admin.action(description=gettext_lazy("Show to readers"), permissions=["release"])
    def release_photos(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        done, refused = 0, []
        for photo in queryset.exclude(state=Photo.State.RELEASED):
            try:
                release_photo(photo.pk, by=request.user)
                done += 1
            except PhotoActRefused as refusal:
                refused.append(f"№ {photo.pk}, {photo}: {refusal}")
        if done:
            messages.success(request, ngettext("%d photo is public now.", "%d photos are public now.", done) % done)
        for sentence in refused[:_MOST_REFUSALS_TOLD]:
            messages.warning(request, sentence)
        if more := len(refused[_MOST_REFUSALS_TOLD:]):
            said = ngettext("%d more photo could not be shown.", "%d more photos could not be shown.", more)
            messages.warning(request, said % more)
        if not done and not refused:
            messages.info(request, _("Readers see all of these already."))

    @admin.action(description=gettext_lazy("Process again what was set aside"), permissions=["change"])
    def retry_photos(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        aside = queryset.filter(processing=Photo.Processing.SET_ASIDE).exclude(state=Photo.State.KILLED)
        done = 0
        for photo_id in list(aside.values_list("pk", flat=True)):
            try:
                with acting_on(
                    photo_id, PhotoAct.Act.RETRY, by=request.user, permission="media_library.change_photo"
                ) as photo:
                    retry_photo(photo)
                done += 1
            except PhotoActRefused as refusal:  # Withdrawn at this very moment.
                messages.warning(request, f"№ {photo_id}: {refusal}")
        messages.info(request, ngettext("%d photo waits again.", "%d photos wait again.", done) % done)
