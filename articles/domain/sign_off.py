"""The initials under a story: who of the desk worked on it, in that order."""

import re

_SEPARATORS = re.compile(r"[/,;\s]+")


def parse_sign_off(text: str) -> list[str]:
    """The initials in order, each once (its last place counts), whatever stands between them."""
    chain: list[str] = []
    for initials in filter(None, _SEPARATORS.split(text.strip())):
        if initials in chain:
            chain.remove(initials)
        chain.append(initials)
    return chain


LONGEST = 80


def format_sign_off(chain: list[str]) -> str:
    """`["НС", "ИБ"]` → `НС/ИБ`, as it is stored; the page puts a slash around it.

    A chain too long to store loses those who worked on the story first, so that whoever answers for it stays.
    """
    while len(chain) > 1 and len("/".join(chain)) > LONGEST:
        chain = chain[1:]
    return "/".join(chain)[:LONGEST]


def join_sign_off(text: str, initials: str) -> str:
    """Add the initials at the end unless they are there; no initials change nothing."""
    chain = parse_sign_off(text)
    return format_sign_off(chain if not initials or initials in chain else [*chain, initials])


def close_sign_off(text: str, initials: str) -> str:
    """Move the initials to the end, where those of whoever publishes stand."""
    chain = [each for each in parse_sign_off(text) if each != initials]
    return format_sign_off([*chain, initials] if initials else chain)
