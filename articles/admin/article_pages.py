"""The pages of a story beside its form: an act to confirm, the preview, the history, the difference of two versions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from articles.admin.act_names import describe_record
from articles.admin.performing import DANGEROUS_ACTS, perform, role_allows, say_done
from articles.domain.acts import Act, ActRefused, is_permitted, transition_for
from articles.domain.diffing import FieldChange, diff_versions
from articles.domain.publishing import KIND_OF_ACT, differs_from_public, snapshot
from articles.domain.reading import preview_page
from articles.domain.sign_off import close_sign_off
from articles.domain.today import read_day_as_of
from articles.forms import ActForm, add_refusal
from articles.models import Article, Version
from articles.moment_form import MomentForm, read_moment
from newsroom.shared.refusals import WrongRequest

WORKING_COPY = "working"
_ACTS_SHOWN = 300


class ArticlePagesMixin:
    """Pages that ask the same as the form does: may this person see the story?"""

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("<int:object_id>/act/<slug:act>/", page(self.act_view), name="articles_article_act"),
            path("<int:object_id>/preview/", page(self.preview_view), name="articles_article_preview"),
            path("<int:object_id>/diff/", page(self.diff_view), name="articles_article_diff"),
            path("as-of/", page(self.as_of_view), name="articles_article_as_of"),
            *super().get_urls(),
        ]

    # --- An act ---

    def act_view(self, request: HttpRequest, object_id: int, act: str) -> HttpResponse:
        """Show what the act will do, and do it when it is confirmed."""
        article = self._story_or_404(request, object_id)
        if act not in Act.values or act == Act.SAVE:
            raise Http404
        asked = Act(act)
        if not role_allows(asked, by=request.user):
            raise PermissionDenied
        if not is_permitted(asked, article, by=request.user):
            if transition_for(asked, article.state) is not None:
                raise PermissionDenied
            messages.error(request, _("“%(act)s” can't be done: the story is “%(state)s”.")
                % {"act": asked.label, "state": article.get_state_display()})  # fmt: skip
            return self._to_story(article)
        form = ActForm(request.POST if request.method == "POST" else None, act=asked, article=article)
        if form.is_valid():
            try:
                with transaction.atomic():
                    perform(
                        asked, article.pk, by=request.user,
                        base_revision=form.cleaned_data["revision"], told=form.cleaned_data,
                    )  # fmt: skip
            except ActRefused as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, say_done(asked, article))
                return self._to_story(article)
        return self._confirmation(request, article, asked, form)

    def _to_story(self, article: Article) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _confirmation(self, request: HttpRequest, article: Article, act: Act, form: ActForm) -> HttpResponse:
        previous = article.versions.select_related("section", "published_by").order_by("-number").first()
        kind = KIND_OF_ACT.get(act)
        changes: list[FieldChange] = []
        if kind is not None and previous is not None and act != Act.KILL:
            # As it will be published: with the initials of whoever confirms.
            article.sign_off = close_sign_off(article.sign_off, request.user.initials(article.language))
            changes = diff_versions(previous, snapshot(article, kind=kind, previous=previous), language=get_language())
        context = {
            "title": act.label,
            "act": act,
            "is_dangerous": act in DANGEROUS_ACTS,
            "form": form,
            "previous": previous,
            "changes": changes,
            "is_publishing": kind is not None,
            "nothing_new": bool(kind and previous) and not differs_from_public(act, article, previous=previous),
        }
        return self._page(request, article, "act", context)

    # --- Looking ---

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The working copy, or `?version=N`, as the public page would be; like all of the admin, never cached."""
        article = self._story_or_404(request, object_id)
        version = self._version_or_404(article, request.GET.get("version", WORKING_COPY))
        page = preview_page(version)
        with override(page.language):
            response = render(request, "articles/story.html", {"page": page})
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def as_of_view(self, request: HttpRequest) -> HttpResponse:
        """The list of a day as it stood at `?as_of=`, with what has been withdrawn since, as it was known then."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        asked, language = request.GET.get("as_of", ""), request.GET.get("language", "")
        try:
            moment = read_moment(asked, now=now) if asked else now
        except WrongRequest as wrong:
            messages.error(request, wrong.told)
            moment = now
        language = language if language in dict(settings.LANGUAGES) else (get_language() or settings.LANGUAGE_CODE)
        context = {
            **self.admin_site.each_context(request),
            "title": _("The list of a day as it stood"),
            "opts": self.opts,
            "page": read_day_as_of(language, moment, now=now, for_desk=True),
            "moment_form": MomentForm(initial={"as_of": moment}),
            "languages": settings.LANGUAGES,
        }
        return TemplateResponse(request, "admin/articles/article/as_of.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every version and every act, newest first; any two versions can be compared."""
        article = self._story_or_404(request, object_id)
        versions = list(
            article.versions.select_related("published_by").defer("body", "lead", "photos").order_by("-number")
        )
        acts = article.acts.select_related("actor", "version")[:_ACTS_SHOWN]
        context = {
            "title": _("History"),
            "versions": versions,
            "records": [describe_record(record) for record in acts],
            "working_copy": WORKING_COPY,
            "newest": versions[0].number if versions else None,
        }
        return self._page(request, article, "history", context)

    def diff_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What changed, word by word, from version `a` to version `b`; either may be the working copy."""
        article = self._story_or_404(request, object_id)
        sides = [self._version_or_404(article, request.GET.get(side, "")) for side in ("a", "b")]
        # The older one stands on the left whichever way round they were chosen; the working copy is the newest.
        old, new = sorted(sides, key=lambda version: (version.pk is None, version.number))
        context = {
            "title": _("What changed"),
            "old": old,
            "new": new,
            "changes": diff_versions(old, new, language=get_language()),
        }
        return self._page(request, article, "diff", context)

    # --- What they share ---

    def _story_or_404(self, request: HttpRequest, object_id: int | str) -> Article:
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = self.get_object(request, str(object_id))
        if article is None:
            raise Http404
        return article

    def _version_or_404(self, article: Article, number: str) -> Version:
        versions = article.versions.select_related("section")
        if number == WORKING_COPY:
            return snapshot(article, kind=Version.Kind.UPDATE, previous=versions.order_by("-number").first())
        version = versions.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
        if version is None:
            raise Http404
        return version

    def _page(self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        shared = {"opts": self.opts, "app_label": self.opts.app_label, "original": article, "story": article}
        return TemplateResponse(
            request,
            f"admin/articles/article/{name}.html",
            {**self.admin_site.each_context(request), **shared, "public": getattr(article, "public", None), **context},
        )
