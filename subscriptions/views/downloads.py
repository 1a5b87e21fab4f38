"""Downloading: what is chosen and confirmed, the link of one click, the file, and the list of all hand-outs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from media_library.domain.sold_sizes import SizeNotReady
from newsroom.shared.client_address import client_address
from newsroom.shared.pagination import NoSuchPage, read_page
from subscriptions.domain.downloads.checking import check_files
from subscriptions.domain.downloads.choosing import DownloadChoice, UnknownPurchase, read_choice
from subscriptions.domain.downloads.entitled import NotEntitled, check_entitlement
from subscriptions.domain.downloads.faults import FileFault
from subscriptions.domain.downloads.handing_out import hand_out_file, hand_out_zip
from subscriptions.domain.downloads.links import BadLink, mint, open_link
from subscriptions.domain.downloads.preparing import make_sizes
from subscriptions.domain.membership import NotAMember
from subscriptions.models import Member, Size
from subscriptions.views.access import MemberRequest, member_required
from subscriptions.views.file_answers import answer_file, answer_zip

_WAIT = 12.0  # seconds in which sizes are made while the browser waits


@require_safe
@member_required
def list_downloads(request: MemberRequest) -> HttpResponse:
    """Every hand-out to the customer, the newest first."""
    rows = request.member.customer.downloads.select_related("purchase", "user")
    try:
        page = read_page(rows, request.GET, size=settings.LIST_PAGE_SIZE, time_field="at", id_field="id")
    except NoSuchPage as error:
        raise Http404 from error
    return render(request, "subscriptions/downloads.html", {"downloads": page})


def answers_refusals(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Say in the site's design why a file does not leave."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (BadLink, NotEntitled, NotAMember) as error:
            context = {"message": str(error), "refusals": getattr(error, "refusals", ())}
            return render(request, "subscriptions/download_refused.html", context, status=403)
        except FileFault as fault:
            return render(request, "subscriptions/download_fault.html", {"fault": fault}, status=500)
        except SizeNotReady:
            answer = render(request, "subscriptions/download_waits.html", {"is_ours": False}, status=503)
            answer["Retry-After"] = "2"
            return answer

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(roles=Member.BUYERS)
@answers_refusals
def prepare_download(request: MemberRequest) -> HttpResponse:
    """Choose the size of bought photos; with the confirmation, make the files ready and begin.

    Takes `purchase` (numbers of licences) and `photo` (numbers of photos that are bought), several of each, by GET
    or POST; more than fit into an address come by POST.
    """
    asked = request.POST if request.method == "POST" else request.GET
    try:
        choice = read_choice(asked.getlist("purchase"), asked.getlist("photo"), member=request.member)
    except UnknownPurchase as error:
        raise Http404 from error
    size = asked.get("size", "")
    if request.method == "POST" and "confirmed" in asked and size in choice.sizes:
        return _begin(request, choice, size=size)
    return render(request, "subscriptions/download_prepare.html", {"choice": choice, "size": size or choice.best_size})


def _begin(request: MemberRequest, choice: DownloadChoice, *, size: str) -> HttpResponse:
    """The page that starts the download by itself, or the one that says how many files are not ready yet."""
    check_entitlement(choice.available, member=request.member, size=size)
    context = {"choice": choice, "size": size, "size_name": Size(size).label}
    in_zip = len(choice.available) > 1
    until, before = time.monotonic() + _WAIT, request.POST.get("again", "")
    waiting, step = make_sizes(choice.available, size=size, seconds=_WAIT, ask_workers=not before), "sizes"
    if not waiting and in_zip:
        seconds, step = until - time.monotonic(), "checks"
        waiting = check_files(choice.available, size=size, by=request.user, seconds=seconds, ask_workers=before != step)
    if waiting:
        context |= {"is_ours": True, "step": step, "ready": len(choice.available) - len(waiting)}
        return render(request, "subscriptions/download_waits.html", context)
    token = mint(choice.available, member=request.member, size=size, in_zip=in_zip)
    link = reverse(f"subscriptions:download-{'zip' if in_zip else 'file'}", args=[token])
    answer = render(request, "subscriptions/download_started.html", context | {"link": link})
    # The browser fetches the file and keeps the page; it needs no script for that.
    answer["Refresh"] = f"0; url={link}"
    return answer


@require_safe
@member_required(roles=Member.BUYERS)
@answers_refusals
def download_file(request: MemberRequest, token: str) -> HttpResponseBase:
    """One photo, by the link of one click."""
    order = open_link(token, member=request.member, in_zip=False)
    return answer_file(request, hand_out_file(order, **_circumstances(request)))


@require_safe
@member_required(roles=Member.BUYERS)
@answers_refusals
def download_zip(request: MemberRequest, token: str) -> HttpResponseBase:
    """Several photos, by the link of one click."""
    order = open_link(token, member=request.member, in_zip=True)
    return answer_zip(request, hand_out_zip(order, **_circumstances(request)))


def _circumstances(request: MemberRequest) -> dict[str, Any]:
    return {
        "member": request.member,
        "address": client_address(request),
        "site": request.build_absolute_uri("/").rstrip("/"),
        # Who asks for the head only gets no file.
        "is_recorded": request.method == "GET",
    }
