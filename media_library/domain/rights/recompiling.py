"""Instructions turned into rows: those of a photo whenever its metadata changes, those of a supplier when edited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from media_library.domain.restrictions import CompiledRestriction, compile_instructions
from media_library.domain.rights.windows import refresh_rights
from media_library.models import Photo, Restriction, Supplier

_FIELDS = ("instructions", "usage_terms")
Unparsed = list[dict[str, str | int]]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What some texts come to: the rules, each once, and what was not understood, with the field where it stands."""

    restrictions: list[CompiledRestriction]
    unparsed: Unparsed


def recompile(photo: Photo) -> None:
    """Compile the photo's instructions and usage terms, as shown, into its rows; those set by hand stay.

    What its supplier's instructions say in periods (AFTER 14 DAYS) joins them, counted from this photo's date.

    Writes `unparsed_instructions` (a list of {"field", "start", "end", "words"}, offsets in characters of the field)
    on the row and on `photo`. If these words are others than before, a photo editor has to decide anew.
    """
    with transaction.atomic():
        stored = Photo.objects.select_for_update(no_key=True).get(pk=photo.pk)
        rules = _read({name: stored.shown.get(name) for name in _FIELDS}, stored.taken_at, stored.arrived_at)
        if stored.supplier is not None:
            _add_periods(rules, stored.supplier, photo=stored)
        if _words(rules.unparsed) != _words(stored.unparsed_instructions):
            stored.instructions_decided = False
        stored.unparsed_instructions = rules.unparsed
        stored.save(update_fields=["unparsed_instructions", "instructions_decided"])
        _replace_rows(rules.restrictions, photo=stored)
        refresh_rights([stored.pk])
    photo.unparsed_instructions = stored.unparsed_instructions
    photo.instructions_decided = stored.instructions_decided


def recompile_supplier(supplier: Supplier) -> None:
    """The same for the instructions of a supplier, which hold for all its photos.

    The windows of those photos may be many: the caller has them written anew, by `refresh_supplier`, after commit.
    A period (AFTER 14 DAYS) becomes no row here: each photo counts it from another day, and has to be compiled anew.
    Words that were not understood before open every photo of the supplier that was decided.
    """
    with transaction.atomic():
        stored = Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk)
        rules = _read({"instructions": stored.instructions}, None, None)
        # Whatever the day is: a period is understood, and counted elsewhere.
        rules.unparsed[:] = _read({"instructions": stored.instructions}, None, timezone.now()).unparsed
        if rules.unparsed and _words(rules.unparsed) != _words(stored.unparsed_instructions):
            decided = stored.photos.filter(instructions_decided=True)
            # Locked in the order in which everybody locks several photos, so that no two wait for each other.
            pks = list(decided.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
            Photo.objects.filter(pk__in=pks).update(instructions_decided=False)
        stored.unparsed_instructions = rules.unparsed
        stored.save(update_fields=["unparsed_instructions"])
        _replace_rows(rules.restrictions, supplier=stored)
    supplier.unparsed_instructions = stored.unparsed_instructions


def find_periods(supplier: Supplier, *, since: dt.datetime | None = None) -> list[CompiledRestriction]:
    """The rules in the supplier's instructions that hold for a time counted from a photo's date, here from `since`."""
    fixed = compile_instructions(supplier.instructions).restrictions
    counted = compile_instructions(supplier.instructions, received_at=since or timezone.now()).restrictions
    return [rule for rule in counted if rule not in fixed]


def _add_periods(rules: _Rules, supplier: Supplier, *, photo: Photo) -> None:
    # A photo that was taken after it had arrived has met a camera with a wrong clock.
    since = min(photo.taken_at or photo.arrived_at, photo.arrived_at)
    known = {_content(rule) for rule in rules.restrictions}
    rules.restrictions.extend(rule for rule in find_periods(supplier, since=since) if _content(rule) not in known)


def _read(texts: dict[str, object], taken_at: dt.datetime | None, received_at: dt.datetime | None) -> _Rules:
    rules = _Rules([], [])
    seen: set[tuple[object, ...]] = set()
    for name, text in texts.items():
        compiled = compile_instructions(
            text if isinstance(text, str) else "", taken_at=taken_at, received_at=received_at
        )
        for rule in compiled.restrictions:
            if _content(rule) not in seen:
                seen.add(_content(rule))
                rules.restrictions.append(rule)
        rules.unparsed.extend(
            {"field": name, "start": span.start, "end": span.end, "words": span.words} for span in compiled.unparsed
        )
    return rules


def _content(rule: CompiledRestriction | Restriction) -> tuple[object, ...]:
    return (
        rule.kind,
        rule.effect,
        tuple(rule.territories_in),
        tuple(rule.territories_out),
        rule.starts_at,
        rule.ends_at,
    )


def _words(unparsed: Unparsed) -> list[str]:
    return [str(span["words"]) for span in unparsed]


def _replace_rows(
    rules: list[CompiledRestriction], *, photo: Photo | None = None, supplier: Supplier | None = None
) -> None:
    """Let the compiled rows of an owner be these. Rows that say the same already keep their identity."""
    compiled = Restriction.objects.filter(photo=photo, supplier=supplier, origin=Restriction.Origin.COMPILED)
    stored = {(*_content(row), row.words): row.pk for row in compiled}
    wanted = {(*_content(rule), rule.words): rule for rule in rules}
    compiled.exclude(pk__in=[pk for content, pk in stored.items() if content in wanted]).delete()
    Restriction.objects.bulk_create(
        Restriction(
            photo=photo,
            supplier=supplier,
            kind=rule.kind,
            effect=rule.effect,
            territories_in=list(rule.territories_in),
            territories_out=list(rule.territories_out),
            starts_at=rule.starts_at,
            ends_at=rule.ends_at,
            words=rule.words,
            origin=Restriction.Origin.COMPILED,
        )
        for content, rule in wanted.items()
        if content not in stored
    )
