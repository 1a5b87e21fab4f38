"""What the page of a photo shows around its fields: where each value comes from, the verdicts and their reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.domain.likeness import find_near_duplicates
from media_library.domain.photo_warnings import say_photo_warning
from media_library.domain.rights import Rank, RightsFacts, Verdict, decide_facts, facts_for
from media_library.domain.rights.reasons import territory_names
from media_library.domain.rights.spans import holds
from media_library.forms.codes import CODES
from media_library.forms.metadata_fields import GROUPS, LABELS, form_field_for
from media_library.models import Lease, Photo, PhotoAct, PhotoCredit, Restriction, Use
from media_library.models.rights import HOME_TERRITORY
from newsroom.shared.addresses import active_language

_MOST_ALIKE = 6
_MOST_ACTS = 30
_LONGEST_COMMENT = 160
# Below which group of fields the rows of a model stand.
_ROWS_AFTER = {PhotoCredit: "creators", Restriction: "instructions", Lease: "instructions"}


@dataclass(slots=True)
class Why:
    """One reason, with the uses that it speaks of; `rank` is the weightiest that it has for any of them."""

    text: str
    words: str
    rank: Rank
    uses: list[str] = field(default_factory=list)
    is_of_all: bool = False


def judge(photo: Photo) -> tuple[list[tuple[str, Verdict]], list[tuple[str, list[Why]]]]:
    """The verdict on every use, and the reasons: each told once, under what it does. At most five queries."""
    facts, now, language = facts_for([photo])[photo.pk], timezone.now(), active_language()
    verdicts = [(str(use.label), decide_facts(facts, use=use, on=now)) for use in Use]
    found: dict[tuple[str, str, str], Why] = {}
    for use, verdict in verdicts:
        for reason in verdict.reasons:
            text = reason.text(language)
            why = found.setdefault((reason.effect, text, reason.words), Why(text, reason.words, reason.rank))
            why.rank = min(why.rank, reason.rank)
            if use not in why.uses:  # Two rules can say the same of one use.
                why.uses.append(use)
    for why in found.values():
        why.is_of_all = len(why.uses) == len(verdicts)
    for why in _elsewhere(facts, language=language, on=now):
        found.setdefault(("advise", why.text, why.words), why)
    told = {"deny": _("Forbids"), "acknowledge": _("Asks for confirmation"), "advise": _("To be known")}
    groups = [
        (title, sorted((why for key, why in found.items() if key[0] == effect), key=lambda why: why.rank))
        for effect, title in told.items()
    ]
    return verdicts, [group for group in groups if group[1]]


def _elsewhere(facts: RightsFacts, *, language: str, on: dt.datetime) -> Iterator[Why]:
    """What territories say where they do not bind at home: whoever sells the photo must know it all the same."""
    if HOME_TERRITORY in facts.supplier_territories:
        yield _only_in(facts.supplier_territories, language)
    for rule in facts.restrictions:
        if rule.kind != Restriction.Kind.TERRITORY or not holds(rule.starts_at, rule.ends_at, on):
            continue
        if HOME_TERRITORY in rule.territories_out:
            continue  # The verdict itself says so.
        if HOME_TERRITORY in rule.territories_in:
            yield _only_in(rule.territories_in, language, rule.words)
        if rule.territories_out and (not rule.territories_in or HOME_TERRITORY in rule.territories_in):
            sentence = _("Not for use in: %(countries)s.") % {"countries": _countries(rule.territories_out, language)}
            yield Why(sentence, rule.words, Rank.ADVISE)


def _only_in(codes: frozenset[str], language: str, words: str = "") -> Why:
    sentence = _("Only for use in: %(countries)s.") % {"countries": _countries(codes, language)}
    return Why(sentence, words, Rank.ADVISE)


def _countries(codes: frozenset[str], language: str) -> str:
    return ", ".join(sorted(territory_names(code)[language] for code in codes))


def group_fields(photo: Photo, form: Any, rows: Iterable[Any], *, may_change: bool) -> list[dict[str, Any]]:
    """The groups of metadata fields: each field with its source, the edit over it, and what the file says below."""
    edits = {edit.field: edit for edit in photo.metadata_edits.select_related("edited_by")}
    rows = list(rows)
    groups = []
    for group in GROUPS:
        fields = [_field(key, form, photo, edits, may_change=may_change) for key in group.keys]
        is_wrong = any(each["field"] and each["field"].errors for each in fields)
        groups.append(
            {
                "title": group.title,
                "fields": fields,
                "is_open": not group.is_folded or is_wrong,
                "has_something": any(each["value"] for each in fields),
                "rows": [each for each in rows if _ROWS_AFTER.get(each.formset.model) in group.keys],
            }
        )
    return groups


def _field(key: str, form: Any, photo: Photo, edits: dict[str, Any], *, may_change: bool) -> dict[str, Any]:
    read = photo.reading.values.get(key) if hasattr(photo, "reading") else None
    edit = edits.get(key)
    return {
        "key": key,
        "label": LABELS[key],
        "field": form[key] if may_change and key in form.fields else None,
        "value": _as_read(key, photo.shown.get(key)),
        "source": str(read["source"]).upper() if read else "",
        "edit": edit,
        "of_file": written(read["value"]) if read and edit else "",
    }


def _as_read(key: str, value: Any) -> str:
    if isinstance(value, str) and key in CODES:
        return str(CODES[key].get(value, value))
    return str(form_field_for(key).prepare_value(value)) if isinstance(value, str) else written(value)


def written(value: Any) -> str:
    """A value of the metadata as one text."""
    if isinstance(value, list):
        return ", ".join(written(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(str(each) for each in value.values() if each)
    return "" if value is None else str(value)


def marked_instructions(photo: Photo) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Every text that restricts the photo, by its name, in pieces of which each is understood or not."""
    texts = [
        (str(LABELS[name]), str(photo.shown.get(name) or ""), _spans(photo.unparsed_instructions, of=name))
        for name in ("instructions", "usage_terms")
    ]
    if photo.supplier:
        spans = _spans(photo.supplier.unparsed_instructions, of="instructions")
        texts.append((_("instructions of the supplier"), photo.supplier.instructions, spans))
    return [(name, mark_unparsed(text, spans)) for name, text, spans in texts if text.strip()]


def _spans(spans: list[dict[str, Any]], *, of: str) -> list[dict[str, Any]]:
    return [span for span in spans if span.get("field", "instructions") == of]


def mark_unparsed(text: str, spans: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was not understood: what the page highlights."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in sorted((int(span.get("start", 0)), int(span.get("end", 0))) for span in spans):
        if start < end or stop > len(text):
            continue
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]


def photos_alike(photo: Photo) -> list[Photo]:
    """Photos that look like this one. They are shown side by side; nothing is ever merged by itself."""
    if photo.perceptual_hash is None:
        return []
    others = Photo.objects.exclude(pk=photo.pk).prefetch_related("renditions")
    return list(find_near_duplicates(others, photo.perceptual_hash)[:_MOST_ALIKE])


def said_warnings(photo: Photo) -> list[str]:
    """What was odd about the file, in words."""
    told = []
    for warning in photo.warnings:
        name = (warning.get("parameters") or {}).get("field", "")
        told.append(say_photo_warning(warning, field_name=str(LABELS.get(name, name))))
    return list(dict.fromkeys(told))


def told_acts(photo: Photo) -> list[tuple[PhotoAct, str]]:
    """The photo's log, the newest first, each act with its comment; names of fields are said as the form says them."""
    acts = photo.acts.select_related("actor")[:_MOST_ACTS]
    return [(act, _comment(act)) for act in acts]


def _comment(act: PhotoAct) -> str:
    if act.act != PhotoAct.Act.EDIT:
        return act.comment[:_LONGEST_COMMENT]
    named = [_name_of(name) for name in act.comment.split(", ") if name]
    return ", ".join(dict.fromkeys(named))


def _name_of(name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    if name == "read_credit_again":
        return _("credit line")
    columns = {column.name: column for column in Photo._meta.get_fields() if hasattr(column, "verbose_name")}
    return str(columns[name].verbose_name) if name in columns else name
