"""Stories for subscribers: what one would take, the buyer's «yes», the full text, its record, and its files."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe

from articles.domain.comparing import read_diff
from articles.domain.history import read_history
from articles.domain.permissions import may_read_full_text
from articles.domain.reading import (
    NoSuchVersion,
    find_story,
    is_full_text_withheld,
    read_story,
    read_version,
    read_withdrawn,
)
from articles.models import PublicStory
from newsroom.shared.client_address import client_address
from newsroom.shared.database_clock import database_now
from subscriptions.domain.entitlement import story_licence
from subscriptions.domain.licence_reach import find_gaps
from subscriptions.domain.membership import NotAMember, colleagues_with, member_of
from subscriptions.domain.purchasing import MayNotBuy, QuoteChanged, confirm
from subscriptions.domain.quote import BadQuote, Quote, read_token
from subscriptions.domain.quoting import quote_story
from subscriptions.domain.story_files import NoStoryFile, hand_out_story
from subscriptions.models import Member, Purchase, StoryFormat, Unit
from subscriptions.views.access import MemberRequest, PersonRequest, member_required, person_required
from subscriptions.views.fragments import fragment, is_asked_by_script

_private = cache_control(private=True, no_store=True)


@require_safe
@_private
def show_story(request: HttpRequest, article_id: int) -> HttpResponse:
    """The full text for who may read it; for a member what it would take; for everyone else how to get it."""
    story = _find(article_id)
    if story.killed:
        return _say_withdrawn(request, story)
    if not is_full_text_withheld(story):
        return HttpResponseRedirect(story.get_absolute_url())
    member = member_of(request.user)
    # Who reads it under a licence that lacks something may still look at what a wider one takes.
    is_after_licence = member is not None and "licence" in request.GET
    if may_read_full_text(request.user, story.article) and not is_after_licence:
        return _show_full(request, story, "articles/story.html", read_story)
    if member is None:
        return render(request, "subscriptions/story_locked.html", {"story": story})
    quote = quote_story(article_id, member=member)
    if quote.lines[0].owned is not None:
        return HttpResponseRedirect(_address_of(article_id))
    return _offer(request, story, quote, member=member)


@require_POST
@member_required
def confirm_story(request: MemberRequest, article_id: int) -> HttpResponse:
    """Take the story from the balance, as the page showed it; if anything is different now, show that instead."""
    story, token = _find(article_id), request.POST.get("token", "")
    try:
        wish = read_token(token)
        if (wish.unit, wish.things) != (Unit.STORY, [article_id]):
            raise BadQuote(_("This offer was made for something else. Open it again."))
        confirm(token, member=request.member)
    except (BadQuote, MayNotBuy) as refusal:
        return _refuse(request, story, str(refusal))
    except NotAMember:
        return HttpResponseRedirect(reverse("subscriptions:organisation"))
    except PublicStory.DoesNotExist as error:
        raise Http404 from error
    except QuoteChanged as changed:
        return _answer_to_change(request, article_id, changed)
    messages.success(request, _("The story is yours to read and to use. Its later versions are included."))
    return _lead_to_story(request, article_id)


@require_safe
@person_required
def show_history(request: PersonRequest, article_id: int) -> HttpResponse:
    return _show_record(request, article_id, "articles/history.html", read_history)


@require_safe
@person_required
def show_version(request: PersonRequest, article_id: int, number: int) -> HttpResponse:
    return _show_record(request, article_id, "articles/version.html", read_version, number=number)


@require_safe
@person_required
def show_diff(request: PersonRequest, article_id: int, number: int) -> HttpResponse:
    return _show_record(request, article_id, "articles/diff.html", read_diff, number=number)


@require_GET
@member_required
def download_story(request: MemberRequest, article_id: int, form: str) -> HttpResponse:
    """Hand the story out as a file, and record it. A licence in force is needed: to be staff is none."""
    story = _find(article_id)
    if story.killed:
        return _say_withdrawn(request, story)
    if form not in StoryFormat.values:
        raise Http404
    try:
        file = hand_out_story(
            story,
            form=StoryFormat(form),
            member=request.member,
            address=client_address(request),
            site=request.build_absolute_uri("/")[:-1],
        )
    except NoStoryFile as refusal:
        return _refuse(request, story, str(refusal))
    except NotAMember:
        return HttpResponseRedirect(reverse("subscriptions:organisation"))
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


@fragment
def show_box(request: MemberRequest, article_id: int) -> HttpResponse:
    """What stands in the box of the public story page for who is signed in; nothing (204) where that knows no more."""
    story = PublicStory.objects.visible(at=database_now()).select_related("article").filter(pk=article_id).first()
    if story is None:
        return HttpResponse(status=204)
    may_read = may_read_full_text(request.user, story.article)
    if not may_read and request.member is None:
        return HttpResponse(status=204)
    quote = None if may_read else quote_story(article_id, member=request.member)
    shown = {"story": story, "may_read": may_read, "quote": quote, "member": request.member}
    return render(request, "subscriptions/story_box.html", shown)


def _find(article_id: int) -> PublicStory:
    try:
        return find_story(article_id, now=database_now())
    except PublicStory.DoesNotExist as error:
        raise Http404 from error


def _address_of(article_id: int) -> str:
    return reverse("subscriptions:story", args=[article_id])


def _lead_to_story(request: HttpRequest, article_id: int) -> HttpResponse:
    """Go on to the full text. A script is told where that is: had it followed us, it would have used up the message."""
    if is_asked_by_script(request):
        return JsonResponse({"leads_to": _address_of(article_id)})
    return HttpResponseRedirect(_address_of(article_id))


def _show_record(
    request: PersonRequest, article_id: int, template: str, read: Callable[..., object], **which: int
) -> HttpResponse:
    """A page of the story's record, in full; whoever may not read it is led to what it would take."""
    story = _find(article_id)
    if story.killed:
        return _say_withdrawn(request, story)
    if not may_read_full_text(request.user, story.article):
        return HttpResponseRedirect(_address_of(article_id))
    return _show_full(request, story, template, read, **which)


def _show_full(
    request: HttpRequest, story: PublicStory, template: str, read: Callable[..., object], **which: int
) -> HttpResponse:
    try:
        page = read(story, now=database_now(), full_text_at=_address_of(story.pk), **which)
    except NoSuchVersion as error:
        raise Http404 from error
    member = member_of(request.user)
    purchase: Purchase | None = story_licence(member.customer, story.pk) if member else None
    gaps = find_gaps(purchase, territories=purchase.customer.territories, use=purchase.use) if purchase else ()
    shown = {"page": page, "shown_as": template, "story": story, "purchase": purchase, "gaps": gaps, "member": member}
    return render(request, "subscriptions/story_full.html", shown | {"formats": StoryFormat.choices})


def _offer(
    request: HttpRequest,
    story: PublicStory,
    quote: Quote,
    *,
    member: Member,
    has_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "story": story,
        "quote": quote,
        "line": quote.lines[0],
        "has_changed": has_changed,
        "member": member,
        "buyers": [] if member.may_buy else colleagues_with(Member.BUYERS, member=member),
    }
    return render(request, "subscriptions/story_quote.html", shown, status=status)


def _answer_to_change(request: MemberRequest, article_id: int, changed: QuoteChanged) -> HttpResponse:
    """Nothing was taken: say why by showing how things stand now."""
    story = _find(article_id)
    if story.killed:
        return _say_withdrawn(request, story)
    if changed.quote.lines[0].owned is not None:
        messages.info(request, _("Your organisation has this story already. Nothing was taken."))
        return _lead_to_story(request, article_id)
    return _offer(request, story, changed.quote, member=request.member, has_changed=True, status=409)


def _refuse(request: MemberRequest, story: PublicStory, refusal: str) -> HttpResponse:
    return render(request, "subscriptions/story_refused.html", {"story": story, "refusal": refusal}, status=403)


def _say_withdrawn(request: HttpRequest, story: PublicStory) -> HttpResponse:
    page = read_withdrawn(story, now=database_now())
    return render(request, "articles/withdrawn.html", {"page": page}, status=410)
