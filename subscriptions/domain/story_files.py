"""The files in which a bought story is handed out, and the record of each hand-out."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.domain.exports.html_document import write_html
from articles.domain.exports.ninjs_item import write_ninjs
from articles.domain.exports.plain_text import write_text
from articles.domain.exports.taken_story import TakenStory
from articles.domain.reading import read_story
from articles.models import PublicStory
from newsroom.shared.database_clock import database_now
from subscriptions.domain.entitlement import story_licence
from subscriptions.domain.ledger import lock_customer
from subscriptions.domain.membership import recheck
from subscriptions.models import Download, Member, Purchase, StoryFormat

_TYPES = {
    StoryFormat.TEXT: ("txt", "text/plain; charset=utf-8"),
    StoryFormat.HTML: ("html", "text/html; charset=utf-8"),
    StoryFormat.NINJS: ("json", "application/json"),
}


@dataclass(frozen=True, slots=True)
class StoryFile:
    """One file as it goes out: a name of ASCII letters, its media type, its bytes."""

    name: str
    content_type: str
    content: bytes


class NoStoryFile(Exception):
    """The member gets no file of the story. The message is for the person."""


def hand_out_story(
    story: PublicStory, *, form: StoryFormat, member: Member, address: str | None, site: str
) -> StoryFile:  # fmt: skip
    """Make the file of a story's current version under the customer's licence, and record that it was handed out.

    `site` is the origin of public addresses, `address` the person's own (IPv4 or IPv6). Raises NoStoryFile without a
    licence in force and for a viewer, and NotAMember.
    """
    with transaction.atomic():
        # A refund locks this row too: it waits until we are done, or we for it, and then there is no licence.
        customer = lock_customer(member.customer_id)
        member = recheck(member)
        purchase = story_licence(customer, story.pk)
        if purchase is None:
            raise NoStoryFile(_("A file of it takes a licence, and your organisation holds none."))
        if not member.may_buy:
            raise NoStoryFile(_("Your role lets you read. An owner or a buyer downloads files."))
        return _hand_out(story, form=form, purchase=purchase, member=member, address=address, site=site)


def _hand_out(
    story: PublicStory, *, form: StoryFormat, purchase: Purchase, member: Member, address: str | None, site: str
) -> StoryFile:  # fmt: skip
    content = _write(_taken(story, purchase=purchase, site=site), form=form)
    extension, content_type = _TYPES[form]
    version = story.version
    Download.objects.create(
        purchase=purchase,
        customer=purchase.customer,
        user=member.user,
        address=address,
        format=form,
        bytes=len(content),
        request_key=f"story:{uuid.uuid4()}",
    )
    return StoryFile(f"{story.pk}-{version.slug}-v{version.number}.{extension}", content_type, content)


def _taken(story: PublicStory, *, purchase: Purchase, site: str) -> TakenStory:
    path = story.get_absolute_url()
    with override(story.language):
        terms = [
            _("Licence %(number)s of %(customer)s") % {"number": purchase.number, "customer": purchase.customer},
        ]
    return TakenStory(
        page=read_story(story, now=database_now(), full_text_at=path),
        urgency=story.version.urgency,
        version_at=story.version.public_from,
        site=site,
        path=path,
        terms=terms,
    )


def _write(taken: TakenStory, *, form: StoryFormat) -> bytes:
    if form == StoryFormat.NINJS:
        return json.dumps(write_ninjs(taken), ensure_ascii=False, indent=2).encode()
    return (write_html(taken) if form == StoryFormat.HTML else write_text(taken)).encode()
