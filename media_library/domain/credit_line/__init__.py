"""The credit chain of a photo: who made it, for whom, in which pool, handed out by whom, and through whom it came.

names → chain → cleaning, organisations → rules, splitting, folding → parsing, rendering     pure, on texts
reading → applying → previewing, reviewing                                             on photos
"""

from media_library.domain.credit_line.applying import (
    BadChain,
    apply_chain,
    apply_rules_to_existing,
    give_chain_back,
    rename_in_lines,
    set_chain_by_hand,
)
from media_library.domain.credit_line.chain import (
    WARNING_WORDS,
    CreditParty,
    CreditWarning,
    KnownParties,
    KnownParty,
    ParsedCredit,
    Role,
    names_an_origin,
)
from media_library.domain.credit_line.known_parties import KNOWN_PARTIES, KNOWN_RULES
from media_library.domain.credit_line.parsing import parse_credit
from media_library.domain.credit_line.previewing import PreviewedPhoto, RulePreview, preview_rule_change
from media_library.domain.credit_line.reading import read_chain, rule_of, stored_chain
from media_library.domain.credit_line.rendering import render_credit, with_photo_before
from media_library.domain.credit_line.reviewing import (
    BadParty,
    Decision,
    WaitingWords,
    decide_party,
    list_waiting_words,
)
from media_library.domain.credit_line.rules import BadRule, Rule, RuleAction, RuleField, check_rule

__all__ = [
    "KNOWN_PARTIES",
    "KNOWN_RULES",
    "WARNING_WORDS",
    "BadChain",
    "BadParty",
    "BadRule",
    "CreditParty",
    "CreditWarning",
    "Decision",
    "KnownParties",
    "KnownParty",
    "ParsedCredit",
    "PreviewedPhoto",
    "Role",
    "Rule",
    "RuleAction",
    "RuleField",
    "RulePreview",
    "WaitingWords",
    "apply_chain",
    "apply_rules_to_existing",
    "check_rule",
    "decide_party",
    "give_chain_back",
    "list_waiting_words",
    "names_an_origin",
    "parse_credit",
    "preview_rule_change",
    "read_chain",
    "rename_in_lines",
    "render_credit",
    "rule_of",
    "set_chain_by_hand",
    "stored_chain",
    "with_photo_before",
]
