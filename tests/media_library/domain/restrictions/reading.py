"""Texts compiled for the tests, as if their photo had been taken on 1 June 2025."""

import datetime as dt

from media_library.domain.restrictions import CompiledRestriction, compile_instructions

TAKEN = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)


def kinds(text: str) -> list[str]:
    """The kinds of a text that is understood to its last word."""
    compiled = compile_instructions(text, taken_at=TAKEN)
    assert compiled.unparsed == (), text
    return [rule.kind.value for rule in compiled.restrictions]


def only(text: str) -> CompiledRestriction:
    """The one rule of a text that is understood to its last word."""
    compiled = compile_instructions(text, taken_at=TAKEN)
    assert compiled.unparsed == (), text
    (rule,) = compiled.restrictions
    return rule
