"""What changed rules would do to the photos that are there, before anybody applies them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from media_library.domain.credit_line.applying import LONGEST_LINE, words_to_review
from media_library.domain.credit_line.chain import ParsedCredit, names_an_origin
from media_library.domain.credit_line.reading import CreditFields, CreditReader, rule_of
from media_library.domain.credit_line.rendering import render_credit
from media_library.domain.credit_line.rules import rule_problems
from media_library.models import CreditRule, Photo
from media_library.models.photo import PhotoQuerySet

_MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class PreviewedPhoto:
    """One photo that would change: its lines of now and of then, and the words of then that nobody could decide."""

    photo: Photo
    before_bg: str
    after_bg: str
    before_en: str
    after_en: str
    undecided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulePreview:
    """`total` of the `examined` photos would change; `changed` shows the newest of them.

    `problems` are the sentences that say which of the rules can't be used; such rules have no effect.
    """

    changed: tuple[PreviewedPhoto, ...]
    total: int
    examined: int
    problems: tuple[str, ...] = ()


def preview_rule_change(rules: CreditRule | Sequence[CreditRule], *, limit: int = 50) -> RulePreview:
    """Compare the credits that photos have with those that they would get if these rules were saved and applied.

    `rules` are not saved: one with a primary key stands in place of the kept one, one without joins them, and one that
    is not in force is left out. All photos of their suppliers are read, and counted exactly; at most `limit` of them,
    the newest first, are listed. Nothing is written. Chains set by hand and withdrawn photos are passed over.
    """
    changed_rules = [rules] if isinstance(rules, CreditRule) else list(rules)
    replaced = {rule.pk: rule for rule in changed_rules if rule.pk}
    kept = CreditRule.objects.exclude(pk__in=replaced)
    reader = CreditReader.load(rules=[rule for rule in (*kept, *changed_rules) if rule.is_active])
    # Where a rule moves from one supplier to another, the photos of both may change.
    moved = CreditRule.objects.filter(pk__in=replaced).values_list("supplier_id", flat=True)
    suppliers = {*moved, *(rule.supplier_id for rule in changed_rules)}
    photos = Photo.objects.filter(credit_by_hand=False).exclude(state=Photo.State.KILLED)
    if None not in suppliers:
        photos = photos.filter(supplier__in=suppliers)
    total, examined, listed = _compare(photos, reader, limit=limit)
    problems = [problem for _rule, problem in rule_problems([rule_of(rule) for rule in changed_rules])]
    return RulePreview(listed, total, examined, tuple(problems))


def _compare(photos: PhotoQuerySet, reader: CreditReader, *, limit: int) -> tuple[int, int, tuple[PreviewedPhoto, ...]]:
    """How many differ, how many there are, and the newest that differ."""
    # Most photos of a day have one of a few credits: equal fields are read once.
    remembered: dict[CreditFields, tuple[ParsedCredit, str, str]] = {}
    total = examined = 0
    differing: dict[int, tuple[str, str, tuple[str, ...]]] = {}
    rows = photos.order_by("-pk").values_list(
        "pk", "state", "supplier_id", "shown__creators", "shown__credit", "shown__source",
        "credit_line_bg", "credit_line_en", "credit_undecided",
    )  # fmt: skip
    for pk, state, supplier_id, creators, credit, source, before_bg, before_en, waiting in rows.iterator(
        chunk_size=2000
    ):
        examined += 1
        shown = {"creators": creators, "credit": credit, "source": source}
        fields = CreditFields.of(shown, supplier_id=supplier_id)
        if fields not in remembered:
            if len(remembered) >= _MOST_REMEMBERED:
                remembered.clear()
            parsed = reader.read(fields)
            remembered[fields] = parsed, render_credit(parsed.chain, "bg"), render_credit(parsed.chain, "en")
        parsed, line_bg, line_en = remembered[fields]
        undecided = parsed.undecided
        if state == Photo.State.RELEASED and not names_an_origin(parsed.chain):
            # Readers see it with the credit that it has, which it keeps; only the review list grows.
            line_bg, line_en, undecided = before_bg, before_en, words_to_review(parsed)
        if [line_bg[:LONGEST_LINE], line_en[:LONGEST_LINE], list(undecided)] != [before_bg, before_en, waiting]:
            total += 1
            if len(differing) < limit:
                differing[pk] = line_bg, line_en, undecided
    found = Photo.objects.in_bulk(differing)
    listed = tuple(
        PreviewedPhoto(found[pk], found[pk].credit_line_bg, after_bg, found[pk].credit_line_en, after_en, undecided)
        for pk, (after_bg, after_en, undecided) in differing.items()
        if pk in found
    )
    return total, examined, listed
