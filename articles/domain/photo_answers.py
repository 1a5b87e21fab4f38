"""What people answer for when they place photos: reasons that they override, and reasons that they confirm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.domain.photo_verdicts import tell_reasons
from media_library.models.rights import Use

if TYPE_CHECKING:
    from articles.models import ArticlePhoto
    from media_library.domain.rights import Reason, Verdict
    from newsroom.models import User


@dataclass(frozen=True, slots=True)
class Judged:
    """By photo: the reasons against it that the person overrides, and those that the person confirms."""

    overridden: dict[int, list[Reason]]
    confirmed: dict[int, list[Reason]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who placed a photo against its verdict, and the codes of the reasons that this covers."""

    by_id: int
    codes: frozenset[str]


def who_answers(
    before: Iterable[ArticlePhoto], overridden: Mapping[int, Sequence[Reason]], *, by: User | None
) -> dict[int, Answer]:
    """Who stands for each photo that is shown against its verdict: the last who did, for all that was overridden."""
    answers: dict[int, Answer] = {}
    for row in before:
        if row.overridden_by_id:
            known = answers.get(row.photo_id)
            codes = {*row.overridden_reasons, *(known.codes if known else ())}
            answers[row.photo_id] = Answer(row.overridden_by_id, frozenset(codes))
    if by is None:
        return answers
    for photo_id, reasons in overridden.items():
        known = answers.get(photo_id)
        codes = {*(reason.code for reason in reasons), *(known.codes if known else ())}
        answers[photo_id] = Answer(by.pk, frozenset(codes))
    return answers


def tell_uncovered(standing: Sequence[ArticlePhoto], verdicts: dict[Use, Verdict]) -> list[str]:
    """Every sentence that forbids a photo where it stands, and that nobody has overridden there."""
    covered = {code for row in standing for code in row.overridden_reasons}
    denials = find_denials(verdicts, is_cropped=any(row.crop for row in standing))
    reasons = tell_reasons(reason for reason in denials if reason.code not in covered)
    if reasons and any(row.overridden_by_id for row in standing):
        reasons.append(_("It was placed against other reasons: take it out, or have it placed anew by who may do so."))
    return reasons


def find_denials(verdicts: dict[Use, Verdict], *, is_new: bool = True, is_cropped: bool) -> list[Reason]:
    """Every reason that forbids showing the photo, or cropping it where it is cropped; each once."""
    reasons: list[Reason] = []
    if is_new:
        reasons += verdicts[Use.PUBLISH].denials
    if is_cropped:
        reasons += [reason for reason in verdicts[Use.CROP].denials if reason not in reasons]
    return reasons
