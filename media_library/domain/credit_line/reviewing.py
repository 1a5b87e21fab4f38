"""The review list: words of credit lines that wait for a person, and what the library learns from the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, Min
from django.utils.translation import gettext as _

from media_library.domain.credit_line.applying import reapply_chain
from media_library.domain.credit_line.chain import Role
from media_library.domain.credit_line.names import fold_name, transliterate_name
from media_library.domain.credit_line.reading import CreditReader, load_parties
from media_library.domain.photo_acts import PhotoActRefused
from media_library.models import Party, Photo

if TYPE_CHECKING:
    from newsroom.models import User

LONGEST_PARTY_NAME = 120


class BadParty(ValueError):
    """A party that can't be kept. Its words tell the photo editor why."""


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """Words that nobody has decided on yet, how many photos wait for that, and the first of those."""

    words: str
    photos: int
    photo_id: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of a decision: the party, whether it is new, and how many photos have changed."""

    party: Party
    is_new: bool
    changed: int


def list_waiting_words(*, limit: int = 200) -> list[WaitingWords]:
    """The review list, in one query: what most photos wait for comes first."""
    waiting = (
        Photo.objects.exclude(credit_undecided=[])
        .exclude(state=Photo.State.KILLED)
        .order_by()
        .annotate(words=Func(F("credit_undecided"), function="unnest"))
        .values("words")
        .annotate(photos=Count("pk", distinct=True), photo_id=Min("pk"))
        .order_by("-photos", "words")
    )
    return [WaitingWords(**row) for row in waiting[:limit]]


def decide_party(name: str, role: Role, *, by: User | None, name_bg: str = "", name_en: str = "") -> Decision:
    """Learn who stands behind words of the review list, and read the photos again that wait for it.

    `name` is the spelling that the lines have. It becomes a known party in `role`, under `name_bg` and `name_en`;
    without them a Cyrillic name is transliterated for English, and a Latin one serves both languages. Where one of
    those names is a known party's already, `name` becomes another spelling of that party. Decided twice, it is decided
    once. Raises BadParty, and PhotoActRefused where the role does not allow it.
    """
    if by is not None and not by.has_perm("media_library.add_party"):
        raise PhotoActRefused(_("Your role does not allow this on a photo."))
    # Folded, a comma is nothing; and the list of spellings is edited with commas between.
    name, name_bg, name_en = (" ".join(words.replace(",", " ").split()) for words in (name, name_bg, name_en))
    if not fold_name(name):
        raise BadParty(_("Write a name."))
    if max(map(len, (name, name_bg, name_en))) > LONGEST_PARTY_NAME:
        raise BadParty(_("The name is too long: at most %(limit)d characters.") % {"limit": LONGEST_PARTY_NAME})
    known = load_parties()
    found = next(filter(None, (known.find(words) for words in (name, name_bg, name_en) if words)), None)
    if found is not None and found.party_id is not None:
        party = Party.objects.get(pk=found.party_id)
        _add_spellings(party, name, name_bg, name_en)
    else:
        party = Party(
            name_bg=name_bg or name,
            name_en=name_en or transliterate_name(name_bg or name)[:LONGEST_PARTY_NAME],
            role=role,
        )
        _add_spellings(party, name)
    return Decision(party, found is None, _reapply_waiting(name))


def _add_spellings(party: Party, *spellings: str) -> None:
    """Keep the spellings that the party has not been found by so far, and save it where that changes it."""
    there = {fold_name(words) for words in (party.name_bg, party.name_en, *party.aliases)}
    new = {fold_name(words): words for words in spellings if words and fold_name(words) not in there}
    party.aliases = [*party.aliases, *new.values()]
    if new or party.pk is None:
        party.save()


def _reapply_waiting(name: str) -> int:
    wanted = fold_name(name)
    waiting = Photo.objects.exclude(credit_undecided=[]).exclude(state=Photo.State.KILLED)
    concerned = [
        pk
        for pk, undecided in waiting.values_list("pk", "credit_undecided").iterator(chunk_size=2000)
        if any(fold_name(words) == wanted for words in undecided)
    ]
    reader = CreditReader.load()
    photos = Photo.objects.filter(pk__in=concerned).order_by("pk").iterator(chunk_size=500)
    return sum(reapply_chain(photo, reader=reader) for photo in photos)
