"""What a story may do with photos: the verdict of the photo library, asked for many photos at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Version
from media_library.domain.rights import Reason, RightsFacts, Verdict, decide_facts, facts_for
from media_library.models import Photo, Restriction
from media_library.models.photo import PhotoQuerySet
from media_library.models.rights import Use
from newsroom.shared.addresses import active_language


def judge_photos(
    photos: Iterable[Photo], *, uses: Iterable[Use] = (Use.PUBLISH,), story_id: int | None = None,
    on: dt.datetime | None = None,
) -> dict[int, dict[Use, Verdict]]:  # fmt: skip
    """The verdict on each of these uses of each photo, by primary key; on our own site, at `on` (now by default).

    `story_id` is the story that asks: that it shows the photo itself does not count as an earlier use. A bounded number
    of queries, however many photos there are.
    """
    facts = _with_earlier_uses(facts_for(photos), story_id=story_id)
    moment = on or timezone.now()
    wanted = list(uses)
    return {pk: {use: decide_facts(known, use=use, on=moment) for use in wanted} for pk, known in facts.items()}


def tell_reasons(reasons: Iterable[Reason]) -> list[str]:
    """Reasons of a verdict as sentences in the active language, with the source's own words behind them; each once."""
    language = active_language()
    sentences = []
    for reason in reasons:
        text = reason.text(language)
        if reason.words:
            text = _("%(reason)s (“%(words)s”)") % {"reason": text, "words": reason.words}
        sentences.append(text)
    return list(dict.fromkeys(sentences))


def find_shortcomings(photo: Photo) -> list[str]:
    """What the photo itself lacks for being published, whatever its rights are, in sentences."""
    problems = []
    if photo.processing == Photo.Processing.SET_ASIDE:
        problems.append(_("It could not be processed; the photo desk has it."))
    if not photo.credit_complete:
        problems.append(_("It has neither a creator nor an agency. Complete its credit line."))
    return problems


def find_used_up(photos: PhotoQuerySet, *, story_id: int | None = None) -> set[int]:
    """Those of the photos that may not be shown, as they may be used only once and another story has shown them.

    The spans of time that the search knows do not count uses. Three queries and those of the verdict, however many
    photos there are.
    """
    entry = Func(Value("photo"), F("outer_photo"), function="jsonb_build_object")
    shown = (
        Version.objects.exclude(article_id=story_id or 0)
        .annotate(outer_photo=OuterRef("pk"))
        .filter(photos__contains=Func(entry, function="jsonb_build_array", output_field=JSONField()))
    )
    once = Q(restrictions__kind=Restriction.Kind.ONE_TIME_USE)
    once |= Q(supplier__restrictions__kind=Restriction.Kind.ONE_TIME_USE)
    ids = photos.order_by().filter(once).filter(Exists(shown)).values_list("pk", flat=True)
    used = Photo.objects.filter(pk__in=set(ids)).select_related("supplier", "licence")
    verdicts = judge_photos(used, story_id=story_id)
    return {pk for pk, verdict in verdicts.items() if not verdict[Use.PUBLISH].allowed}


def _with_earlier_uses(facts: Mapping[int, RightsFacts], *, story_id: int | None) -> dict[int, RightsFacts]:
    """Count how many other stories have shown the photos that may be used only once; nobody else asks."""
    once = Restriction.Kind.ONE_TIME_USE
    asked = [pk for pk, known in facts.items() if any(rule.kind == once for rule in known.restrictions)]
    if not asked:
        return dict(facts)
    shows_any = reduce(or_, (Q(photos__contains=[{"photo": pk}]) for pk in asked))
    shown = Version.objects.filter(shows_any).exclude(article_id=story_id or 0)
    stories = {
        (article, photo["photo"]) for article, photos in shown.values_list("article", "photos") for photo in photos
    }
    counted = Counter(pk for _article, pk in stories)
    return {pk: replace(known, times_used=counted[pk]) if pk in asked else known for pk, known in facts.items()}
