"""A supplier's own rules for reading its credit lines: words to replace, to drop, to part the line at, to give a role.

Patterns are data that a photo editor types, so that none of them may hang a worker. They run in the `regex` package,
which stops a search after `LONGEST_SEARCH` seconds; the texts are bounded as well. A pattern that can't be compiled,
or that is slow on texts made to make it slow, is refused when it is typed (`check_rule`); one that is there all the
same is passed over, with a warning on the photo.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex
from django.utils.translation import gettext as _

from media_library.domain.credit_line.chain import CreditWarning, Role, WarningCode
from media_library.domain.credit_line.cleaning import LONGEST_FIELD
from media_library.domain.credit_line.names import fold_name

LONGEST_PATTERN = 200
LONGEST_SEARCH = 0.1
_LONGEST_TEXT = 4 * LONGEST_FIELD
_TRAP_LENGTH = 300


class RuleField(StrEnum):
    """Where a rule looks. The values are those of `CreditRule.Field`."""

    ANY = "any"
    CREATOR = "creator"
    CREDIT = "credit"
    SOURCE = "source"


class RuleAction(StrEnum):
    """What a rule does with what it finds. The values are those of `CreditRule.Action`."""

    REPLACE = "replace"
    DROP = "drop"
    ROLE = "role"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Rule:
    """One step. `replacement` belongs to REPLACE (with \\1 for a group of a regular expression), `role` to ROLE.

    Words that are no regular expression are found as whole words in any letter case. A ROLE rule holds for a party
    whose whole name they are; the other actions take place anywhere in the text.
    """

    pattern: str
    action: RuleAction
    field: RuleField = RuleField.ANY
    is_regex: bool = False
    replacement: str = ""
    role: Role | None = None


class BadRule(ValueError):
    """A rule that can't be used. Its words tell the photo editor why."""


def apply_text_rules(text: str, *, field: RuleField, rules: Iterable[Rule]) -> tuple[str, list[CreditWarning]]:
    """The text of a field after all rules for it that replace, drop or separate, one after the other."""
    warnings: list[CreditWarning] = []
    text = text[:_LONGEST_TEXT]
    for rule in rules:
        if rule.action == RuleAction.ROLE or rule.field not in {RuleField.ANY, field}:
            continue
        try:
            text = _substitute(rule, text)[:_LONGEST_TEXT]
        except TimeoutError:
            warnings.append(CreditWarning(WarningCode.RULE_TOO_SLOW, rule.pattern[:80]))
        except (regex.error, IndexError):
            warnings.append(CreditWarning(WarningCode.RULE_FAILED, rule.pattern[:80]))
    return text, warnings


def find_role(name: str, *, field: RuleField, rules: Iterable[Rule]) -> Role | None:
    """The role that the first rule for this name gives it, or None. A rule that fails has no say."""
    for rule in rules:
        if rule.action != RuleAction.ROLE or rule.role is None or rule.field not in {RuleField.ANY, field}:
            continue
        if not rule.is_regex:
            if fold_name(rule.pattern) == fold_name(name):
                return rule.role
            continue
        try:
            if _compile(rule.pattern).fullmatch(name, timeout=LONGEST_SEARCH):
                return rule.role
        except (regex.error, TimeoutError):
            continue
    return None


def check_rule(rule: Rule) -> None:
    """Raise BadRule, with words for the photo editor, when the rule can't be used."""
    if not rule.pattern.strip():
        raise BadRule(_("Say which words to look for."))
    if len(rule.pattern) > LONGEST_PATTERN:
        raise BadRule(_("The pattern is too long: at most %(limit)d characters.") % {"limit": LONGEST_PATTERN})
    if rule.action == RuleAction.ROLE and rule.role is None:
        raise BadRule(_("Say which role these words have."))
    if not rule.is_regex:
        return
    try:
        compiled = _compile(rule.pattern)
        if compiled.search("", timeout=LONGEST_SEARCH):
            raise BadRule(_("The pattern finds even an empty line. Make it look for something."))
        # The same groups, and a way to match nothing: only a match makes the engine look at the replacement.
        _compile(f"(?:{rule.pattern})|").sub(rule.replacement, "", timeout=LONGEST_SEARCH)
        for trap in _traps(rule.pattern):
            compiled.sub("", trap, timeout=LONGEST_SEARCH)
    except TimeoutError:
        raise BadRule(_("The pattern takes too long on some lines. Avoid repetitions within repetitions.")) from None
    except (regex.error, IndexError) as error:
        raise BadRule(_("This is no regular expression: %(reason)s") % {"reason": error}) from None


def rule_problems(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str]]:
    """Each rule that can't be used, with the reason in words."""
    for rule in rules:
        try:
            check_rule(rule)
        except BadRule as problem:
            yield rule, str(problem)


def _substitute(rule: Rule, text: str) -> str:
    written = {RuleAction.REPLACE: rule.replacement, RuleAction.DROP: " ", RuleAction.SEPARATE: " / "}[rule.action]
    if rule.is_regex:
        replaced = _compile(rule.pattern).sub(written, text, timeout=LONGEST_SEARCH)
    else:
        replaced = _compile(_as_whole_words(rule.pattern)).sub(lambda _found: written, text, timeout=LONGEST_SEARCH)
    return str(replaced)


def _as_whole_words(words: str) -> str:
    words = words.strip()
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return before + r"\s+".join(map(regex.escape, words.split())) + after


@functools.lru_cache(maxsize=512)
def _compile(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern[: LONGEST_PATTERN * 6], regex.IGNORECASE)


def _traps(pattern: str) -> Iterator[str]:
    """Texts on which a pattern that backtracks without end does so: many of the same, and then the wrong thing."""
    for letter in dict.fromkeys(["a", "а", "1", " ", "a ", *filter(str.isprintable, pattern)][:40]):
        yield (letter * _TRAP_LENGTH)[:_TRAP_LENGTH] + "\u0001"
