"""The front of the desk and its menu: what waits for a person, and where everything is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.core.files.storage import storages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Article
from media_library.models import Photo, Rendition
from subscriptions.admin.foretelling import last_day
from subscriptions.models import Adjustment, Subscription

if TYPE_CHECKING:
    from newsroom.models import User

register = template.Library()
_SHOWN = 8
State = Article.State
# What most people come for stands first; the photo desk's own lists stand below its photos.
_FIRST = ("Article", "Photo", "Customer")
_OF_PHOTO_DESK = ("Photo", "Supplier", "Licence", "Party", "CreditRule", "Arrival")
_OF_SALES_DESK = (
    "Customer", "Subscription", "Package", "Adjustment", "Balance", "LedgerEntry", "Purchase", "Download", "Invoice",
)  # fmt: skip
_REVIEW = "review/"
_REPORTS = "admin:subscriptions_subscription_reports"


@dataclass(frozen=True, slots=True)
class Tray:
    """A short list of stories, and where the whole of it is."""

    title: str
    stories: list[Article]
    query: str


@dataclass(frozen=True, slots=True)
class PhotoTray:
    """A short list of photos, each with its `thumb` (an address or ""), and where the whole of it is."""

    title: str
    photos: list[Photo]
    query: str


@dataclass(frozen=True, slots=True)
class TrayLine:
    """One line of a tray of the desk of sales: what waits, where it is, and a quiet word."""

    name: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class SalesTray:
    """A short list of what waits for sales, and where the whole of it is."""

    title: str
    url: str
    lines: list[TrayLine]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The row of the menu, and the second row that stands under it within the photo desk or the desk of sales."""

    entries: list[Entry]
    second_row: list[Entry]
    second_name: str


@register.simple_tag
def menu_of(available_apps: Iterable[dict[str, Any]], path: str, user: User) -> Menu:
    """Where the person may go. A desk of several lists is one entry; the others are shown once one is there."""
    models = {
        model["object_name"]: model for app in available_apps for model in app["models"] if model.get("admin_url")
    }
    reports = reverse(_REPORTS) if user.has_perm("subscriptions.view_sales_reports") else ""
    in_reports = bool(reports) and path.startswith(reports)
    photos = {name: models[name] for name in _OF_PHOTO_DESK if name in models}
    sales = {name: models[name] for name in _OF_SALES_DESK if name in models}
    in_photos, in_sales = _is_in(photos, path), _is_in(sales, path) or in_reports
    entries = [
        Entry(
            capfirst(models[name]["name"]),
            models[name]["admin_url"],
            {"Photo": in_photos, "Customer": in_sales}.get(name, path.startswith(models[name]["admin_url"])),
        )
        for name in (*_FIRST, *(each for each in models if each not in {*_FIRST, *photos, *sales}))
        if name in models
    ]
    if reports and "Customer" not in models:
        entries.append(Entry(_("Sales reports"), reports, in_reports))
    if in_photos and len(photos) > 1:
        return Menu(entries, _second_row(photos, path), _("The photo desk"))
    if in_sales and sales:
        row = [
            Entry(capfirst(model["name"]), model["admin_url"], path.startswith(model["admin_url"]) and not in_reports)
            for model in sales.values()
        ]
        if reports:
            row.append(Entry(_("Reports"), reports, in_reports))
        return Menu(entries, row, _("The desk of sales"))
    return Menu(entries, [], "")


def _is_in(desk: dict[str, dict[str, Any]], path: str) -> bool:
    return any(path.startswith(model["admin_url"]) for model in desk.values())


def _second_row(desk: dict[str, dict[str, Any]], path: str) -> list[Entry]:
    row = []
    review = desk["Party"]["admin_url"] + _REVIEW if "Party" in desk and desk["Party"].get("add_url") else ""
    for name, model in desk.items():
        url = model["admin_url"]
        title = _("All photos") if name == "Photo" else capfirst(model["name"])
        row.append(Entry(title, url, path.startswith(url) and path != review))
        if name == "Photo" and model.get("add_url"):
            is_here = path == model["add_url"]
            row[-1] = Entry(title, url, path.startswith(url) and not is_here)
            row.append(Entry(_("Upload"), model["add_url"], is_here))
            if review:
                row.append(Entry(_("Credit lines to decide"), review, path == review))
    return row


@register.filter
def by_use(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The models of one app in the order of the menu."""
    order = [*_FIRST, *_OF_PHOTO_DESK, *_OF_SALES_DESK]
    return sorted(models, key=lambda each: order.index(each["object_name"]) if each["object_name"] in order else 99)


@register.simple_tag
def trays_of(user: User) -> list[Tray]:
    """The person's in-trays, what editors are to look at first; empty ones are left out.

    At most one query a tray, whatever the newsroom holds.
    """
    visible = Article.objects.visible_to(user).select_related("section", "changed_by").defer("lead", "body")
    own_drafts = visible.filter(state=State.DRAFT, created_by=user)
    trays = [(_("My drafts"), own_drafts, "?whose=mine&state__exact=draft")]
    if user.has_perm("articles.edit_article"):
        trays.insert(0, (_("Submitted to the desk"), visible.filter(state=State.SUBMITTED), "?state__exact=submitted"))
        trays.append((_("Going out by the clock"), visible.filter(state=State.SCHEDULED), "?state__exact=scheduled"))
    else:
        mine = visible.filter(state=State.SUBMITTED, created_by=user)
        trays.append((_("With the editors"), mine, "?whose=mine&state__exact=submitted"))
    filled = [
        Tray(title, list(stories.order_by("-changed_at", "-pk")[:_SHOWN]), query) for title, stories, query in trays
    ]
    return [tray for tray in filled if tray.stories]


@register.simple_tag
def photo_trays_of(user: User) -> list[PhotoTray]:
    """What waits at the photo desk, or of the photos that the person has brought in; empty trays are left out.

    One query a tray.
    """
    alive = Photo.objects.exclude(state=Photo.State.KILLED)
    if user.has_perm("media_library.change_photo"):
        undecided = Q(credit_complete=False) | ~Q(credit_undecided=[])
        instructions = alive.exclude(unparsed_instructions=[]).filter(instructions_decided=False)
        aside = alive.filter(processing=Photo.Processing.SET_ASIDE)
        trays = [
            (_("Set aside: processing failed"), aside, "?waits=set_aside"),
            (_("Instructions to decide"), instructions, "?waits=rights"),
            (_("Credit lines to decide"), alive.filter(undecided), "?waits=credit"),
            (_("Newest photos"), alive, ""),
        ]
    elif user.has_perm("media_library.add_photo"):
        mine = alive.filter(arrived_by=user, state=Photo.State.HELD)
        trays = [(_("My photos at the photo desk"), mine, "?state__exact=held")]
    else:
        return []
    filled = [PhotoTray(title, _newest(photos), query) for title, photos, query in trays]
    return [tray for tray in filled if tray.photos]


def _newest(photos: QuerySet[Photo]) -> list[Photo]:
    thumbs = Rendition.objects.filter(photo=OuterRef("pk"), preset="thumb", format=Rendition.Format.JPEG, crop="")
    shown = "headline", "caption_bg", "caption_en", "uploaded_name", "arrived_at", "supplier__name_bg"
    rows = photos.select_related("supplier").only(*shown, "supplier__name_en")
    found = list(rows.annotate(thumb_file=Subquery(thumbs.values("file")[:1])).order_by("-arrived_at", "-pk")[:_SHOWN])
    for photo in found:
        photo.thumb = str(storages["renditions"].url(photo.thumb_file)) if photo.thumb_file else ""
    return found


@register.simple_tag
def sales_trays_of(user: User) -> list[SalesTray]:
    """What waits for sales: requests, adjustments for a second person, packages that end; empty ones are left out.

    One query a tray.
    """
    trays = []
    subscriptions = reverse("admin:subscriptions_subscription_changelist")
    if user.has_perm("subscriptions.approve_subscription"):
        rows = Subscription.objects.select_related("customer")
        requests = rows.filter(status=Subscription.Status.REQUESTED).order_by("requested_at", "pk")[:_SHOWN]
        lines = [
            _line_of(each, note=date_format(timezone.localtime(each.requested_at), "d.m.Y H:i")) for each in requests
        ]
        trays.append(SalesTray(_("Requests for packages"), f"{subscriptions}?status__exact=requested", lines))
        soon = timezone.now() + dt.timedelta(days=settings.ENDING_NOTICE_DAYS)
        ending = rows.filter(status=Subscription.Status.ACTIVE, ends_at__lt=soon, renewals__isnull=True)
        lines = [_line_of(each, note=last_day(each.ends_at)) for each in ending.order_by("ends_at", "pk")[:_SHOWN]]
        trays.append(SalesTray(_("Packages that end soon"), f"{subscriptions}?status__exact=active&o=7", lines))
    if user.has_perm("subscriptions.adjust_balance"):
        asked = Adjustment.objects.filter(state=Adjustment.State.WAITING).select_related(
            "balance__subscription__customer", "asked_by"
        )
        lines = [
            TrayLine(
                f"{each.balance.subscription.customer}: {each.amount:+d}".replace("-", "\u2212"),
                reverse("admin:subscriptions_adjustment_decide", args=[each.pk]),
                str(each.asked_by),
            )
            for each in asked.order_by("asked_at", "pk")[:_SHOWN]
        ]
        url = reverse("admin:subscriptions_adjustment_changelist") + "?state__exact=waiting"
        trays.append(SalesTray(_("Adjustments to decide on"), url, lines))
    return [tray for tray in trays if tray.lines]


def _line_of(subscription: Subscription, *, note: str) -> TrayLine:
    url = reverse("admin:subscriptions_subscription_change", args=[subscription.pk])
    return TrayLine(f"{subscription.customer}: {subscription}", url, note)
