"""The credit chain of a photo written down: as the machine reads it, or as a person has set it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from media_library.domain.credit_line.chain import CreditParty, ParsedCredit, names_an_origin
from media_library.domain.credit_line.cleaning import LONGEST_NAME
from media_library.domain.credit_line.parsing import MOST_PARTIES
from media_library.domain.credit_line.reading import CreditReader, load_parties, read_chain, stored_chain
from media_library.domain.credit_line.rendering import render_credit
from media_library.domain.outdated_files import check_files
from media_library.domain.page_tags import bump_pages_of
from media_library.domain.photo_acts import acting_on
from media_library.domain.searching import index_photo
from media_library.models import Party, Photo, PhotoAct, PhotoCredit, Supplier
from newsroom.shared.key_batches import batches_of_keys

if TYPE_CHECKING:
    from newsroom.models import User

LONGEST_LINE = 500
_OWN_WARNINGS = "credit_"
_COLUMNS = ("credit_line_bg", "credit_line_en", "credit_complete", "credit_undecided", "credit_by_hand", "warnings")


class BadChain(ValueError):
    """A chain that can't be kept. Its words tell the photo editor why."""


def apply_chain(photo: Photo, *, reader: CreditReader | None = None) -> ParsedCredit:
    """Read a photo's credit and keep the chain, the lines in both languages, and what is undecided.

    Writes only what differs, so that a second call changes nothing. A chain that a person has set stays as it is. A
    photo that readers see keeps the credit that it went out with when the new reading names neither a creator nor an
    agency; the words of that reading go to the review list. Call it in a transaction or outside.
    """
    with transaction.atomic():
        row = Photo.objects.select_for_update(of=("self",)).only("state", "credit_by_hand").get(pk=photo.pk)
        if row.credit_by_hand:
            return ParsedCredit(chain=stored_chain(photo))
        parsed = read_chain(photo, reader=reader)
        if row.state == Photo.State.RELEASED and not names_an_origin(parsed.chain):
            parsed = _keep_public_credit(photo, parsed)
        others = [warning for warning in photo.warnings if not str(warning.get("code")).startswith(_OWN_WARNINGS)]
        photo.warnings = [*others, *(warning.as_json() for warning in parsed.warnings)]
        photo.credit_undecided = list(parsed.undecided)
        is_other_chain = _write_chain(photo, parsed.chain)
        is_other_line = _save_columns(photo)
        if is_other_chain or is_other_line:
            bump_pages_of([photo.pk], in_library=row.state == Photo.State.RELEASED)
    return parsed


def set_chain_by_hand(
    photo: Photo, parties: Sequence[CreditParty], *, by: User | None, base_revision: int | None = None
) -> Photo:
    """Keep the chain that a photo editor has set; no rule and no new reading touches it from then on.

    A name that is a known party's is tied to that party. Raises BadChain, and what `acting_on` raises. The photo that
    is returned is the one that was saved.
    """
    known = load_parties()
    chain = []
    for party in parties:
        found = known.find(party.name)
        chain.append(found.as_party(party.role) if found else CreditParty(party.role, " ".join(party.name.split())))
    _check_chain(photo, chain)
    with acting_on(
        photo.pk,
        PhotoAct.Act.CREDIT,
        by=by,
        permission="media_library.change_photo",
        base_revision=base_revision,
        comment=render_credit(chain, "bg")[:LONGEST_LINE],
    ) as row:
        row.credit_by_hand, row.credit_undecided = True, []
        row.warnings = [one for one in row.warnings if not str(one.get("code")).startswith(_OWN_WARNINGS)]
        _write_chain(row, chain)
        index_photo(row)
        check_files(row)
    return row


def give_chain_back(photo: Photo, *, by: User | None, base_revision: int | None = None) -> Photo:
    """Take a person's chain away, and read the credit from the metadata again. Raises what `acting_on` raises."""
    with acting_on(
        photo.pk,
        PhotoAct.Act.CREDIT,
        by=by,
        permission="media_library.change_photo",
        base_revision=base_revision,
        comment=_("Read from the file again."),
    ) as row:
        row.credit_by_hand = False
        row.save(update_fields=["credit_by_hand"])
        apply_chain(row)
        index_photo(row)
        check_files(row)
    return row


def apply_rules_to_existing(supplier: Supplier | None, *, batch_size: int = 500) -> int:
    """Read the credits of a supplier's photos anew, or of all with None; return how many have changed.

    Goes through the photos in batches, each photo in its own short transaction, so that desks go on working; repeat
    it after a failure. Chains that were set by hand are never touched, nor are withdrawn photos.
    """
    reader = CreditReader.load()
    photos = Photo.objects.filter(credit_by_hand=False).exclude(state=Photo.State.KILLED)
    if supplier is not None:
        photos = photos.filter(supplier=supplier)
    batches = (photos.filter(pk__in=pks).order_by("pk") for pks in batches_of_keys(photos, size=batch_size))
    return sum(reapply_chain(photo, reader=reader) for batch in batches for photo in batch)


def reapply_chain(photo: Photo, *, reader: CreditReader) -> bool:
    """Apply the chain to a photo that had one before, its search words included; return whether it has changed."""
    with transaction.atomic():
        # Since the batch was loaded, somebody may have edited the photo: what is read and written is what is there now.
        photo = _locked(photo)
        before = _fingerprint(photo)
        apply_chain(photo, reader=reader)
        has_changed = _fingerprint(photo) != before
        if has_changed:
            index_photo(photo)
    return has_changed


def rename_in_lines(party: Party) -> int:
    """Write the lines of all photos that name a party anew, by its names of now; return how many have changed.

    The chains stay as they are, and so this holds for those that were set by hand too.
    """
    changed = 0
    for photo in Photo.objects.filter(credit_chain__party=party).distinct().order_by("pk").iterator(chunk_size=500):
        with transaction.atomic():
            row = _locked(photo)
            before = _fingerprint(row)
            _render_lines(row, stored_chain(row))
            _save_columns(row, only=("credit_line_bg", "credit_line_en"))
            if _fingerprint(row) != before:
                index_photo(row)
                check_files(row)
                changed += 1
    return changed


def _locked(photo: Photo) -> Photo:
    return Photo.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=photo.pk)


def words_to_review(parsed: ParsedCredit) -> tuple[str, ...]:
    """All that a reading found, for a photo that keeps the credit it went out with."""
    return tuple(dict.fromkeys([*parsed.undecided, *(party.name for party in parsed.chain)]))


def _keep_public_credit(photo: Photo, parsed: ParsedCredit) -> ParsedCredit:
    return ParsedCredit(chain=stored_chain(photo), undecided=words_to_review(parsed), warnings=parsed.warnings)


def _write_chain(photo: Photo, chain: Sequence[CreditParty]) -> bool:
    """Keep the rows of the chain and set the photo's columns that follow from it. Returns whether the rows differed."""
    wanted = [(place, str(party.role), party.name[:LONGEST_NAME], party.party_id) for place, party in enumerate(chain)]
    there = list(photo.credit_chain.order_by("position").values_list("position", "role", "name", "party_id"))
    if there != wanted:
        photo.credit_chain.all().delete()
        PhotoCredit.objects.bulk_create(
            PhotoCredit(photo=photo, position=place, role=role, name=name, party_id=party_id)
            for place, role, name, party_id in wanted
        )
    _render_lines(photo, chain)
    photo.credit_complete = names_an_origin(chain)
    return there != wanted


def _render_lines(photo: Photo, chain: Sequence[CreditParty]) -> None:
    photo.credit_line_bg = render_credit(chain, "bg")[:LONGEST_LINE]
    photo.credit_line_en = render_credit(chain, "en")[:LONGEST_LINE]


def _save_columns(photo: Photo, *, only: Sequence[str] = _COLUMNS) -> bool:
    """Save what differs of these columns. Returns whether anything did."""
    there = Photo.objects.values(*only).get(pk=photo.pk)
    differing = [column for column in only if there[column] != getattr(photo, column)]
    if differing:
        photo.save(update_fields=differing)
    return bool(differing)


def _fingerprint(photo: Photo) -> tuple[object, ...]:
    return photo.credit_line_bg, photo.credit_line_en, photo.credit_complete, tuple(photo.credit_undecided)


def _check_chain(photo: Photo, chain: Sequence[CreditParty]) -> None:
    if not chain or not all(party.name for party in chain):
        raise BadChain(_("Write a name."))
    if len(chain) > MOST_PARTIES:
        raise BadChain(_("A credit line holds at most %(limit)d parties.") % {"limit": MOST_PARTIES})
    if any(len(party.name) > LONGEST_NAME for party in chain) or len(render_credit(chain, "bg")) > LONGEST_LINE:
        raise BadChain(_("The credit line is too long."))
    if photo.state == Photo.State.RELEASED and not names_an_origin(chain):
        raise BadChain(_("A photo without a creator or an agency can't be shown to readers."))
