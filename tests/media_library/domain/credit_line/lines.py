"""How the tests of this room write chains down: «creator Мария Георгиева», one party a string."""

from media_library.domain.credit_line import KNOWN_PARTIES, CreditParty, KnownParties, KnownParty, Role, parse_credit

PARTIES = KnownParties(
    KnownParty(party.name_bg, party.name_en, party.role, party.aliases, party_id)
    for party_id, party in enumerate(KNOWN_PARTIES, start=1)
)


def read(creators="", credit="", source="", *, rules=()):
    """Parse with the parties that every library starts with; several creators are parted by `;`."""
    names = [name.strip() for name in creators.split(";") if name.strip()]
    return parse_credit(names, credit, source, parties=PARTIES, rules=rules)


def spell(parsed):
    """A chain as the tests compare it."""
    return [f"{party.role} {party.name}" for party in parsed.chain]


def party(role, name):
    """A link of a chain: a known party's where there is one by this name."""
    known = PARTIES.find(name)
    return known.as_party(Role(role)) if known else CreditParty(Role(role), name)
