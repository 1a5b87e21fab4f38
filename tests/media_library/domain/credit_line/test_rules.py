import time

import pytest
from django.utils.translation import override

from media_library.domain.credit_line import BadRule, Role, Rule, RuleAction, RuleField, check_rule
from media_library.domain.credit_line.chain import WarningCode
from media_library.domain.credit_line.rules import apply_text_rules, find_role
from tests.media_library.domain.credit_line.lines import read, spell

SLOW_PATTERNS = [r"(а|а|аа)+!", r"(a|aa)+$", r"(x+x+)+y", r"([a-c]+|[a-z]+)+$"]


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (Rule("Спутник", RuleAction.REPLACE, replacement="РИА"), "спутник/АП", "РИА/АП"),
        (Rule("Спутник", RuleAction.REPLACE, replacement="РИА"), "Спутникът/АП", "Спутникът/АП"),
        (Rule("за БТА", RuleAction.DROP), "Иван Петров за  БТА", "Иван Петров  "),
        (Rule("©", RuleAction.SEPARATE), "Иван Петров©БТА", "Иван Петров / БТА"),
        (Rule(r"x(\w+)x", RuleAction.REPLACE, is_regex=True, replacement=r"\1"), "xIMAGOx", "IMAGO"),
        (Rule(r"\d+", RuleAction.DROP, is_regex=True), "Иван 12 Петров", "Иван   Петров"),
        (Rule("a\\1", RuleAction.REPLACE, replacement="\\2"), "a\\1", "\\2"),
        (Rule("Иван", RuleAction.DROP, field=RuleField.SOURCE), "Иван Петров", "Иван Петров"),
    ],
)
def test_rule_changes_the_text(rule, before, after):
    assert apply_text_rules(before, field=RuleField.CREDIT, rules=[rule]) == (after, [])


def test_rules_follow_one_another_in_their_order():
    rules = [
        Rule("Спутник", RuleAction.REPLACE, replacement="РИА Новости"),
        Rule("РИА", RuleAction.DROP),
        Rule("от", RuleAction.SEPARATE),
    ]

    assert apply_text_rules("Иван Петров от Спутник", field=RuleField.CREDIT, rules=rules)[0].split() == [
        "Иван", "Петров", "/", "Новости",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "chain"),
    [
        (RuleField.CREATOR, ["agency АП"]),
        (RuleField.CREDIT, ["creator Иван Петров"]),
        (RuleField.ANY, []),
    ],
)
def test_rule_looks_only_into_its_field(field, chain):
    rules = [Rule(".+", RuleAction.DROP, field=field, is_regex=True)]

    assert spell(read("Иван Петров", "АП", rules=rules)) == chain


def test_role_is_given_to_whole_names():
    rules = [
        Rule("дневник", RuleAction.ROLE, role=Role.AGENCY),
        Rule(r"Иван\w+", RuleAction.ROLE, is_regex=True, role=Role.CREATOR),
    ]

    found = [find_role(name, field=RuleField.CREDIT, rules=rules) for name in ("ДНЕВНИК", "Дневникът", "Иванов", "Ян")]

    assert found == [Role.AGENCY, None, Role.CREATOR, None]


@pytest.mark.parametrize("pattern", SLOW_PATTERNS)
def test_pattern_that_backtracks_without_end_is_refused(pattern):
    with override("en"), pytest.raises(BadRule, match="takes too long"):
        check_rule(Rule(pattern, RuleAction.DROP, is_regex=True))


@pytest.mark.parametrize("pattern", SLOW_PATTERNS)
def test_pattern_that_slipped_through_cannot_hang_a_worker(pattern):
    rule = Rule(pattern, RuleAction.DROP, is_regex=True)
    started = time.monotonic()

    apply_text_rules("axaа" * 50 + "a" * 500 + "x" * 500 + "а" * 500 + ".", field=RuleField.CREDIT, rules=[rule])

    assert time.monotonic() - started < 2


def test_pattern_that_was_too_slow_is_named_in_a_warning():
    rule = Rule(r"(a|aa)+$", RuleAction.DROP, is_regex=True)

    text, warnings = apply_text_rules("a" * 400 + "!", field=RuleField.CREDIT, rules=[rule])

    assert text == "a" * 400 + "!"
    assert [(warning.code, warning.words) for warning in warnings] == [(WarningCode.RULE_TOO_SLOW, r"(a|aa)+$")]


@pytest.mark.parametrize("pattern", ["(", "[а-", "*", "(?P<x", "\\"])
def test_broken_pattern_is_refused_and_passed_over(pattern):
    rule = Rule(pattern, RuleAction.DROP, is_regex=True)

    with override("en"), pytest.raises(BadRule, match="This is no regular expression"):
        check_rule(rule)
    parsed = read("Иван Петров", "БТА", rules=[rule])
    assert spell(parsed) == ["creator Иван Петров", "agency БТА"]
    assert [warning.code for warning in parsed.warnings] == [WarningCode.RULE_FAILED]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Rule(" ", RuleAction.DROP), "Say which words to look for."),
        (Rule("x" * 201, RuleAction.DROP), "The pattern is too long: at most 200 characters."),
        (Rule("x", RuleAction.ROLE), "Say which role these words have."),
        (Rule("x*", RuleAction.DROP, is_regex=True),
         "The pattern finds even an empty line. Make it look for something."),
        (Rule("x", RuleAction.REPLACE, is_regex=True, replacement=r"\2"),
         "This is no regular expression: invalid group reference"),
        (Rule("x", RuleAction.REPLACE, is_regex=True, replacement=r"\q"),
         "This is no regular expression: bad escape \\q at position 2"),
    ],
)  # fmt: skip
def test_rule_that_makes_no_sense_is_refused(rule, reason):
    with override("en"), pytest.raises(BadRule) as refusal:
        check_rule(rule)

    assert str(refusal.value) == reason


@pytest.mark.parametrize("pattern", [r"x(\w+)x", r"^EPA\s*/", r"(?:AP|АП)\s+Photo", r"\s+for\s+\S+$"])
def test_ordinary_pattern_is_taken(pattern):
    check_rule(Rule(pattern, RuleAction.DROP, is_regex=True))


def test_supplier_rule_repairs_what_the_general_rules_cannot_read():
    imago = [
        Rule("Copyright:", RuleAction.DROP),
        Rule(r"x(\w+)x", RuleAction.REPLACE, is_regex=True, replacement=r"/\1/"),
    ]

    assert spell(read(credit="IMAGO/xPetrxPetrovx", rules=imago)) == ["agency Имаго"]
    assert spell(read(credit="Copyright: xIMAGOx", rules=imago)) == ["agency Имаго"]
