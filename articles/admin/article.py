"""The desk's page of one story: who may open it, what the form saves, which acts it offers."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.db.models import QuerySet, prefetch_related_objects
from django.forms import ModelForm, Select
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles.admin.article_list import ArticleListMixin
from articles.admin.article_pages import ArticlePagesMixin
from articles.admin.performing import (
    CONFIRMED_ACTS,
    DANGEROUS_ACTS,
    perform,
    proposed_act,
    role_allows,
    say_done,
)
from articles.admin.photo_pages import PhotoPagesMixin
from articles.admin.photo_widget import StoryPhotosWidget
from articles.admin.story_widgets import OrderedAutocomplete, StoryBodyWidget
from articles.domain.acts import Act, ActRefused, is_permitted, permitted_acts
from articles.domain.editing import create_story, save_working_copy
from articles.domain.photo_figures import choose_files
from articles.domain.photo_markers import replace_markers
from articles.domain.photos import MAY_OVERRIDE, WantedPhoto, reading_order, wanted_photos
from articles.domain.rich_text import clean_body
from articles.forms import StoryForm
from articles.models import ActRecord, Article, ArticlePhoto, ArticleTag, BylineEntry, RelatedPick
from newsroom.shared.admin_pages import DeskModelAdmin


@admin.register(Article)
class ArticleAdmin(ArticleListMixin, ArticlePagesMixin, PhotoPagesMixin, DeskModelAdmin):
    """Stories. Every write goes through the domain's acts; a refusal comes back to the form with nothing lost."""

    form = StoryForm
    fieldsets = (
        (None, {"classes": ["filing"], "fields": ["section", "urgency", "language", "access"]}),
        (None, {"classes": ["writing"], "fields": ["headline", "lead", "body", "photos"]}),
        (
            gettext_lazy("Who and where"),
            {"classes": ["facts"], "fields": ["byline", "guests", "dateline_place", "sign_off"]},
        ),
        (gettext_lazy("What it is about"), {"classes": ["facts"], "fields": ["tags", "related"]}),
        (
            gettext_lazy("For the desk"),
            {"classes": ["facts"], "fields": ["slugline", "embargo_until", "editors_note", "sources"]},
        ),
        (gettext_lazy("Translation"), {"classes": ["facts"], "fields": ["translation_of", "translated_version"]}),
    )

    # --- Who may what ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.visible_to(request.user).order_by("-changed_at", "-pk")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """The story, if the person may see it; held until the answer is given when something is about to be written."""
        queryset = self.get_queryset(request).select_related("changed_by", "public__version", "section")
        if request.method == "POST" and connection.in_atomic_block:
            queryset = queryset.select_for_update(of=("self",))
        try:
            return queryset.get(pk=int(unquote(object_id)))
        except (Article.DoesNotExist, ValueError):
            return None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_article")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None or obj.pk is None:
            return request.user.has_perm("articles.change_article")
        # Asked once a request, since the form writes what was typed (another section, say) into this very object.
        answers = request.__dict__.setdefault("may_save_story", {})
        if obj.pk not in answers:
            answers[obj.pk] = is_permitted(Act.SAVE, obj, by=request.user) or self._lost_the_race(request, obj)
        return answers[obj.pk]

    def _lost_the_race(self, request: HttpRequest, article: Article) -> bool:
        """Whether somebody took the story on while the person had it open: then the form says so, and keeps it all."""
        if request.method != "POST" or not request.user.has_perm("articles.change_article", article):
            return False
        return request.POST.get("revision", "") != str(article.revision)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False  # Stories are spiked or withdrawn; nothing that the newsroom wrote is lost.

    # --- The form ---

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user
        form.refusal = request.__dict__.get("refusal")
        self._dress(form, request, obj)
        return form

    def _dress(self, form: type[StoryForm], request: HttpRequest, article: Article | None) -> None:
        """Give the fields the widgets that suit the work, and limit what may be chosen to what the person may see."""
        # The fields that the form declares itself are shared by all requests; these widgets are this person's.
        fields = form.base_fields = copy.deepcopy(form.base_fields)
        tag, author = ArticleTag._meta.get_field("tag"), BylineEntry._meta.get_field("author")
        may_add_tags = request.user.has_perm("media_library.add_tag")
        fields["tags"].widget = RelatedFieldWidgetWrapper(
            OrderedAutocomplete(tag, self.admin_site), tag.remote_field, self.admin_site, can_add_related=may_add_tags
        )
        fields["byline"].widget = OrderedAutocomplete(author, self.admin_site)
        fields["related"].widget = OrderedAutocomplete(RelatedPick._meta.get_field("related"), self.admin_site)
        fields["body"].widget = StoryBodyWidget(attrs={"rows": 20, "data-count": "text"})
        fields["photos"].widget = StoryPhotosWidget(
            may_choose=request.user.has_perm("media_library.view_photo"),
            may_override=request.user.has_perm(MAY_OVERRIDE),
            story_id=article.pk if article else None,
        )
        if "section" not in fields:
            return  # A page that only shows the story has no fields but those that the form declares itself.
        fields["section"].widget = Select()
        source = fields["translation_of"]
        source.widget = AutocompleteSelect(Article._meta.get_field("translation_of"), self.admin_site)
        source.queryset = self.get_queryset(request)
        if article is not None and article.translation_of_id:
            source.queryset |= Article.objects.filter(pk=article.translation_of_id)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A translation is begun from its source: filed as that is, in the other language."""
        given = request.GET.get("translation_of", "")
        source = self.get_queryset(request).filter(pk=int(given)).first() if given.isdecimal() else None
        if source is None:
            return {}
        return {
            "translation_of": source.pk,
            "language": "en" if source.language == "bg" else "bg",
            "section": source.section_id,
            "urgency": source.urgency,
            "access": source.access,
            "tags": [tag.pk for tag in source.tags.all()],
            "photos": _photos_for_translation(source),
        }

    # --- Saving, and the acts that start from the form ---

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ActRefused as refusal:
            request.__dict__["refusal"] = refusal
        except IntegrityError as error:
            request.__dict__["refusal"] = _refusal_of(error)
        # What was written is rolled back; the same form comes again, with what was typed and what was said.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm, change: bool) -> None:
        act = _asked_act(request)
        if act is not None and not role_allows(act, by=request.user):
            raise PermissionDenied
        if not change:
            create_story(obj, by=request.user, photos=form.cleaned_data["photos"])
        elif form.changed_data:
            save_working_copy(
                obj,
                by=request.user,
                changed=form.changed_data,
                base_revision=form.cleaned_data["revision"],
                photos=form.photos_to_place,
            )

    def log_addition(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """The domain keeps its own, fuller log of acts."""

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> None:
        """The domain keeps its own, fuller log of acts."""

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        return self._go_on(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._go_on(request, obj)

    def _go_on(self, request: HttpRequest, article: Article) -> HttpResponse:
        act = _asked_act(request)
        if act in CONFIRMED_ACTS:
            return HttpResponseRedirect(reverse("admin:articles_article_act", args=[article.pk, act.value]))
        if act is not None:
            perform(act, article.pk, by=request.user, base_revision=article.revision, told={})
        messages.success(request, say_done(act or Act.SAVE, article))
        if not self.get_queryset(request).filter(pk=article.pk).exists():
            # It has just been filed in a section that is somebody else's.
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], obj: Article | None = None, **kwargs: Any
    ) -> HttpResponse:
        # As it is stored: the object on the form carries what was typed.
        stored = None if obj is None else self.get_queryset(request).filter(pk=obj.pk).first()
        context |= self.story_facts(request, stored)
        context["title"] = _("New story") if stored is None else _("Story")
        context["errors_by_field"] = _errors_by_field(context["adminform"].form)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def story_facts(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What the head and the bar of a story's pages show."""
        acts = [Act.SUBMIT, Act.PUBLISH] if article is None else permitted_acts(article, by=request.user)
        if article is None:
            acts = [act for act in acts if role_allows(act, by=request.user)]
        acts = [act for act in acts if act != Act.SAVE]
        public = getattr(article, "public", None)
        photos = _photos_to_read(article) if article else []
        return {
            "story": article,
            "story_body": _body_to_read(article, photos) if article else "",
            "story_photos": photos,
            "public": public,
            "is_released": public is not None and public.public_since <= timezone.now(),
            "returned": _last_return(article) if article else None,
            "acts": [act for act in acts if act not in DANGEROUS_ACTS],
            "dangerous_acts": [act for act in acts if act in DANGEROUS_ACTS],
            "proposed_act": proposed_act(acts),
            "confirmed_acts": CONFIRMED_ACTS,
            "interface_language": get_language(),
        }


def _last_return(article: Article) -> ActRecord | None:
    """How the story came back: a draft from an editor, a scheduled one from the clock, which could not publish it."""
    if article.state not in {Article.State.DRAFT, Article.State.SUBMITTED}:
        return None
    record = article.acts.exclude(act=Act.SAVE).select_related("actor").first()
    if record is None:
        return None
    is_from_clock = record.act == Act.UNSCHEDULE and record.actor_id is None and bool(record.comment)
    return record if record.act == Act.RETURN or is_from_clock else None


def _photos_for_translation(source: Article) -> list[WantedPhoto]:
    """The photos round the text, with their own captions: those of the story are in its language."""
    kept = [each for each in wanted_photos(source) if each.place != ArticlePhoto.Place.BODY]
    return [replace(each, caption="") for each in kept]


def _body_to_read(article: Article, photos: list[ArticlePhoto]) -> SafeString:
    """The text for a page that only shows it, with the thumbnails and numbers of its photos where they stand."""
    thumbs = {placed.photo_id: placed.thumb for placed in photos if placed.place == ArticlePhoto.Place.BODY}

    def show(number: int) -> str:
        thumb = thumbs.get(number)
        picture = format_html('<img src="{}" alt="" loading="lazy">', thumb.src) if thumb else ""
        return format_html('<p class="photo-read">{} [№ {}]</p>', picture, str(number))

    return mark_safe(replace_markers(clean_body(article.body), show))  # noqa: S308 (sanitised, and made of our own markup)


def _photos_to_read(article: Article) -> list[ArticlePhoto]:
    """The rows in reading order, the lead first; each with its `thumb`, None where there is none (yet, or any more)."""
    rows = reading_order(article)
    prefetch_related_objects([row.photo for row in rows], "renditions")
    for row in rows:
        files = list(row.photo.renditions.all())
        # A crop that is still being made shows nothing rather than what was cut away.
        row.thumb = choose_files(files, crop=row.crop, presets=("thumb",)) or choose_files(files, crop=row.crop)
    return rows


def _asked_act(request: HttpRequest) -> Act | None:
    """The act whose button was pressed; None for plain saving. An unknown one is refused like a forbidden one."""
    asked = request.POST.get("_act")
    if not asked:
        return None
    if asked not in Act.values or asked == Act.SAVE:
        raise PermissionDenied
    return Act(asked)


def _refusal_of(error: IntegrityError) -> ActRefused:
    """What the constraint that the database upheld says to people; any other integrity error is raised: a defect."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in Article._meta.constraints:
        if constraint.name == name:
            return ActRefused(constraint.violation_error_message)
    raise error


def _errors_by_field(form: ModelForm) -> list[tuple[str, str, str, int]]:
    """For the summary over the form: the field's id, its label, what is wrong, and with which photo (0: with none)."""
    return [
        (form[name].id_for_label, str(form[name].label), str(told), (error.params or {}).get("photo", 0))
        for name, errors in form.errors.items()
        if name in form.fields and name != "revision"
        for error, told in zip(errors.as_data(), errors, strict=True)
    ]
