"""Who stands behind a photo, read from its creator, its credit line and its source.

The rules, in the order in which they decide; they are those of a photo desk, and leave open what they can't know:

1. The creator field names creators, also as “Last, First”. An agency, a pool or an office in it keeps its own role.
2. Known parties have the role that is kept with them. A supplier's rule that gives a name a role goes before that.
3. Whoever stands after «чрез», «през», via or through is a distributor, known or not. French “par” means “by” as
   well: what follows it is a distributor when it is known, or no personal name.
4. «пул» or pool makes a pool. HANDOUT, HO, “Courtesy of”, «предоставена от» make the unknown party beside them a
   handout; beside an agency or a photographer they name nobody. Ministries, police, press services hand out;
   “… Press”, “… Images”, «… фото», «… нюз», «вестник …» are agencies.
5. Words that the source field has too are an agency. A single word that is the surname of the creator is the creator.
6. Where no creator is named so far: two or three capitalised words that stand first, or that are the only name
   among decided parties (“Reuters/Jim Young”), are the creator.
7. Where a creator is named in full, one word that is left is the agency («Мария Георгиева/Дневник»), unless it ends
   like a surname; so is an abbreviation of two to five capitals in a line that is not all in capitals.
8. All else is undecided: a lone word, two unknown words («Спутник/Иванов»), a second name beside another creator's.

Names that mean the same party are folded: in any letter case, with or without accents, in both fields, with initials,
in the other script, and by every spelling of a known party. The source is read for itself only where creator and
credit have named no agency, pool or handout: a known party in it joins the chain, unknown words are left to a person.
A pool that only the source names joins in any case, with its agency. Web addresses are dropped, but “dir.bg” by
itself is an outlet's name. The chain is ordered: creators, then agencies, pools and handouts as they stood, then
distributors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from media_library.domain.credit_line.chain import (
    ANONYMOUS_HANDOUT,
    ANONYMOUS_POOL,
    CreditParty,
    CreditWarning,
    KnownParties,
    KnownParty,
    ParsedCredit,
    Role,
    WarningCode,
)
from media_library.domain.credit_line.cleaning import LONGEST_NAME, clean_text, trim
from media_library.domain.credit_line.folding import fold_chain
from media_library.domain.credit_line.names import (
    capitalise_name,
    fold_name,
    is_full_name,
    is_one_word,
    is_same_person,
    is_surname_of,
    looks_like_surname,
)
from media_library.domain.credit_line.organisations import (
    is_handout_marker,
    is_office,
    is_organisation,
    is_pool,
    without_giver_words,
)
from media_library.domain.credit_line.rules import Rule, RuleField, apply_text_rules, find_role
from media_library.domain.credit_line.splitting import Piece, find_party, split_line

MOST_CREATORS = 20
MOST_PARTIES = 12
_MIDDLE = {Role.AGENCY, Role.POOL, Role.HANDOUT}


@dataclass(slots=True, eq=False)
class _Link:
    """One party on its way to a role."""

    name: str
    field: RuleField
    role: Role | None = None
    party: KnownParty | None = None
    is_marker: bool = False  # Only says that the photo was handed out.
    is_beside: bool = False  # A personal name beside another.
    is_name: bool = False  # Could be one person's full name.

    @property
    def is_open(self) -> bool:
        return self.role is None and not self.is_marker

    def as_party(self) -> CreditParty:
        role = self.role or Role.HANDOUT
        if self.party is not None:
            return self.party.as_party(role)
        return CreditParty(role, capitalise_name(self.name) if role == Role.CREATOR else self.name)


def parse_credit(
    creators: Sequence[str], credit: str, source: str, *, parties: KnownParties, rules: Sequence[Rule] = ()
) -> ParsedCredit:
    """Read the ordered parties of a credit, by the rules at the head of this module.

    `creators` is the creator field, one entry a person as a rule; `credit` and `source` are the fields of those
    names in the IPTC Photo Metadata Standard. `rules` are the supplier's, in their order. Texts of any length and
    content are read: what is beyond 500 characters, 20 creators or 12 parties is left out, with a warning.
    """
    reader = _Reader(parties, rules)
    byline = [link for entry in creators[:MOST_CREATORS] for link in reader.read_creator(entry)]
    line = reader.read(credit, field=RuleField.CREDIT)
    origin = reader.read(source, field=RuleField.SOURCE)
    _decide(byline, line, origin)
    links = [*byline, *line]
    undecided = [link.name for link in links if link.is_open]
    chain = fold_chain([link.as_party() for link in links if link.role is not None])
    chain, more = _add_source(chain, origin, has_undecided=bool(undecided))
    if len(creators) > MOST_CREATORS or len(chain) > MOST_PARTIES:
        reader.warnings.append(CreditWarning(WarningCode.TOO_MANY_PARTIES))
    open_words = {fold_name(words): words[:LONGEST_NAME] for words in reversed([*undecided, *more])}
    return ParsedCredit(
        chain=tuple(chain[:MOST_PARTIES]),
        undecided=tuple(reversed(open_words.values()))[:MOST_PARTIES],
        warnings=tuple(dict.fromkeys(reader.warnings)),
    )


class _Reader:
    """Reads one field after the other, and keeps the warnings."""

    def __init__(self, parties: KnownParties, rules: Sequence[Rule]) -> None:
        self.parties = parties
        self.rules = rules
        self.warnings: list[CreditWarning] = []

    def read(self, text: str, *, field: RuleField) -> list[_Link]:
        """The links of a field, with the roles that their own words decide."""
        ruled, slow = apply_text_rules(text, field=field, rules=self.rules)
        cleaned, dropped = clean_text(ruled)
        self.warnings += [*slow, *dropped]
        pieces = split_line(cleaned, parties=self.parties, is_byline=field == RuleField.CREATOR)
        links = [self._link(piece, field) for piece in pieces]
        links = [link for link in links if link.name]
        _give_markers(links)
        return links

    def read_creator(self, text: str) -> list[_Link]:
        """The links of one entry of the creator field: whoever is alone in it, or named in full, is a creator."""
        links = self.read(text, field=RuleField.CREATOR)
        unknown = [link for link in links if link.is_open]
        for link in unknown:
            if "," not in link.name and (len(unknown) == 1 or link.is_name):
                link.role = Role.CREATOR
        return links

    def _link(self, piece: Piece, field: RuleField) -> _Link:
        is_known = find_party(piece.text, self.parties) is not None
        words, was_given = (piece.text, False) if is_known else without_giver_words(piece.text)
        words = trim(words)
        is_name = is_full_name(words) and not self._has_party_in_capitals(words)
        link = _Link(words[:LONGEST_NAME], field, is_beside=piece.is_beside, is_name=is_name)
        if is_handout_marker(words):
            link.is_marker, link.party = True, ANONYMOUS_HANDOUT
            return link
        link.party = find_party(words, self.parties)
        if link.party is None and is_pool(words, exactly=True):
            link.party = self.parties.find(ANONYMOUS_POOL.name_en) or ANONYMOUS_POOL
        link.role = find_role(link.name, field=field, rules=self.rules) or self._role(link, piece, was_given=was_given)
        return link

    def _has_party_in_capitals(self, words: str) -> bool:
        """Whether a known abbreviation stands in mixed words («Кадър БТА»); “MIA WALLACE” in capitals says nothing."""
        return not words.isupper() and any(
            len(word) > 1 and word.isupper() and self.parties.find(word) for word in words.split()
        )

    @staticmethod
    def _role(link: _Link, piece: Piece, *, was_given: bool) -> Role | None:
        is_person = link.is_name and not is_organisation(link.name)
        passes_on = link.party.role != Role.POOL if link.party else piece.via != "par" or not is_person
        if piece.via and passes_on:
            return Role.DISTRIBUTOR
        if link.party:
            return Role.HANDOUT if was_given and link.party.role != Role.CREATOR else link.party.role
        if is_pool(link.name):
            return Role.POOL
        if was_given or is_office(link.name):
            return Role.HANDOUT
        return Role.AGENCY if is_organisation(link.name) else None


def _give_markers(links: list[_Link]) -> None:
    """Let each HANDOUT mark the unknown party before it, else after it; one that finds none stays by itself."""
    for place, marker in enumerate(links):
        if not marker.is_marker:
            continue
        for neighbour in [*links[max(place - 1, 0) : place], *links[place + 1 : place + 2]]:
            is_house = neighbour.party is None and neighbour.role in {None, Role.AGENCY} and not neighbour.is_marker
            # A personal name is the photographer's, unless another has been named first.
            is_person = neighbour.is_name and (neighbour is links[0] or not links[0].is_name)
            if neighbour.role == Role.HANDOUT or (is_house and not is_person):
                neighbour.role, marker.name = Role.HANDOUT, ""
                break
    links[:] = [link for link in links if link.name]


def _decide(byline: list[_Link], line: list[_Link], origin: list[_Link]) -> None:
    """Give a role to all links that the fields decide together (rules 5 to 7), in place."""
    _fold_into_creators([link for link in byline if link.role == Role.CREATOR], line)
    _drop_repeated(byline, line)
    everything = [*byline, *line]
    sources = {fold_name(link.name) for link in origin if not link.is_name}
    for link in everything:
        if link.is_open and fold_name(link.name) in sources:
            link.role = Role.AGENCY
    if not any(link.role == Role.CREATOR for link in everything):
        _find_creator(line)
    creators = [link for link in everything if link.role == Role.CREATOR]
    _fold_into_creators(creators, line)
    if any(is_full_name(link.name) for link in creators):
        _find_agencies(everything)
    for marker in [link for link in line if link.is_marker]:
        # Of a photographer, or of an agency, it says nothing that a credit line would name.
        others = {link.role for link in everything if link is not marker}
        marker.role = None if others & {Role.CREATOR, Role.AGENCY, Role.HANDOUT} else Role.HANDOUT


def _drop_repeated(byline: list[_Link], line: list[_Link]) -> None:
    """Leave each of the open words standing once, so that they are counted right."""
    seen: set[str] = set()
    for links in (byline, line):
        for link in [link for link in links if link.is_open]:
            key = fold_name(link.name)
            if key in seen:
                links.remove(link)
            seen.add(key)


def _fold_into_creators(creators: list[_Link], line: list[_Link]) -> None:
    for link in line:
        for creator in creators if link.is_open else ():
            if is_surname_of(link.name, creator.name):
                link.name = creator.name
            elif is_surname_of(creator.name, link.name):
                creator.name = link.name
            elif not is_same_person(link.name, creator.name):
                continue
            link.role = Role.CREATOR
            break


def _find_creator(line: list[_Link]) -> None:
    unknown = [link for link in line if link.is_open]
    if not unknown:
        return
    names = [link for link in unknown if link.is_name]
    if any(link is line[0] for link in names):
        line[0].role = Role.CREATOR
        for link in line[1:]:
            if not (link.is_open and link.is_beside):
                break
            link.role = Role.CREATOR
    elif len(unknown) == 1 and names:
        names[0].role = Role.CREATOR


def _find_agencies(links: Iterable[_Link]) -> None:
    links = list(links)
    unknown = [link for link in links if link.is_open]
    in_capitals = all(link.name.isupper() for link in links)
    for link in unknown:
        is_abbreviation = link.name.isalpha() and link.name.isupper() and 2 <= len(link.name) <= 5
        is_last_word = len(unknown) == 1 and is_one_word(link.name) and not looks_like_surname(link.name)
        if is_last_word or (is_abbreviation and not in_capitals):
            link.role = Role.AGENCY


def _add_source(
    chain: list[CreditParty], origin: list[_Link], *, has_undecided: bool
) -> tuple[list[CreditParty], list[str]]:
    """The chain with what only the source says of it, and the words of the source that a person has to decide on."""
    known = [link.as_party() for link in origin if link.party and link.role in _MIDDLE]
    if chain and any(party.role == Role.POOL for party in known) and Role.POOL not in {party.role for party in chain}:
        # Agencies write themselves into the credit, and “Pool” or “Sputnik/Kremlin Pool” into the source.
        chain = fold_chain([*known, *chain])
    if has_undecided or any(party.role in _MIDDLE for party in chain):
        return chain, []
    known = [link.as_party() for link in origin if link.role is not None and link.role != Role.CREATOR]
    named = {party.party_id or fold_name(party.name) for party in chain}
    known = [party for party in known if (party.party_id or fold_name(party.name)) not in named]
    if known:
        return fold_chain([*chain, *known]), []
    creators = [party.name for party in chain if party.role == Role.CREATOR]
    unknown = [
        link.name
        for link in origin
        if link.is_open
        and not any(character.isdigit() for character in link.name)
        and not any(is_same_person(link.name, name) or is_surname_of(link.name, name) for name in creators)
    ]
    return chain, unknown
