"""The matrix of `deciding`, cell by cell, and what is said about it in both languages."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from media_library.domain.rights import Rank, decide_facts
from media_library.domain.rights.facts import LeaseFacts, LicenceFacts, RestrictionFacts, RightsFacts
from media_library.models.rights import Use
from tests.media_library.domain.rights.random_facts import MOMENTS, TERRITORIES, USES, facts_of_any_kind

NOW = dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)
BEFORE = NOW - dt.timedelta(days=1)
AFTER = NOW + dt.timedelta(days=1)
ALL_RIGHTS = LicenceFacts("Всички права", "All rights", frozenset(Use.values))
PUBLISHING = LicenceFacts("Само за сайта", "Site only", frozenset({"publish", "crop"}))
FREE = RightsFacts(licence=ALL_RIGHTS, model_release="MR-UMR")
LETTERS = {
    Rank.DENY: "D",
    Rank.EMBARGO: "E",
    Rank.TERRITORY: "T",
    Rank.RELEASE: "R",
    Rank.ACKNOWLEDGE: "a",
    Rank.ADVISE: "i",
}


def rule(kind: str, **fields: object) -> RestrictionFacts:
    return RestrictionFacts(kind, **({"effect": "deny"} | fields))


def with_rules(*rules: RestrictionFacts) -> RightsFacts:
    return replace(FREE, restrictions=rules)


def row(facts: RightsFacts, *, territory: str = "BG") -> str:
    """The strongest reason for each use, in the order of the matrix: publish, sell, social, promote, crop, train_ai."""
    verdicts = [decide_facts(facts, use=use, territory=territory, on=NOW) for use in Use.values]
    return " ".join(LETTERS[verdict.reasons[0].rank] if verdict.reasons else "-" for verdict in verdicts)


def codes(facts: RightsFacts, use: str, *, territory: str = "BG", on: dt.datetime = NOW) -> list[str]:
    return [reason.code for reason in decide_facts(facts, use=use, territory=territory, on=on).reasons]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (FREE, "- - - - - -"),
        (replace(FREE, is_killed=True), "D D D D D D"),
        (replace(FREE, expires_at=NOW), "D D D D D D"),
        (replace(FREE, expires_at=AFTER), "- - - - - -"),
        (replace(FREE, leases=(LeaseFacts(False),)), "D D D D D D"),
        (replace(FREE, leases=(LeaseFacts(False, frozenset({"social"})),)), "- - D - - -"),
        (replace(FREE, leases=(LeaseFacts(False, ends_at=NOW),)), "- - - - - -"),
        (replace(FREE, leases=(LeaseFacts(False, starts_at=AFTER),)), "- - - - - -"),
        (replace(FREE, has_contract=True, contract_ends_at=NOW), "D D D D D D"),
        (replace(FREE, has_contract=True, contract_ends_at=AFTER), "- - - - - -"),
        (replace(FREE, has_contract=True, contract_starts_at=AFTER), "D D D D D D"),
        (replace(FREE, licence=PUBLISHING), "- D D D - D"),
        (replace(FREE, licence=None, has_contract=True, contract_ends_at=AFTER), "- D D D - D"),
        (replace(FREE, licence=None, has_contract=True, contract_ends_at=NOW), "D D D D D D"),
        (replace(FREE, licence=None), "D D D D D D"),
        (replace(FREE, unparsed=("NO MAGS",)), "a D a D a D"),
        (replace(FREE, unparsed_of_supplier=("NO MAGS",)), "a D a D a D"),
        (replace(FREE, embargo_until=AFTER), "E E E E - E"),
        (replace(FREE, embargo_until=NOW), "- - - - - -"),
        (with_rules(rule("territory", ends_at=AFTER)), "E E E E - E"),
        (with_rules(rule("territory", starts_at=BEFORE)), "D D D D - D"),
        (with_rules(rule("territory", starts_at=AFTER)), "- - - - - -"),
        (with_rules(rule("territory")), "T T T T - T"),
        (with_rules(rule("territory", territories_out=frozenset({"BG"}))), "T T T T - T"),
        (with_rules(rule("territory", territories_out=frozenset({"JP"}))), "- - - - - -"),
        (with_rules(rule("territory", territories_in=frozenset({"JP"}))), "T T T T - T"),
        (with_rules(rule("territory", territories_in=frozenset({"BG"}))), "- - - - - -"),
        (with_rules(rule("territory", effect="acknowledge")), "a a a a - a"),
        (replace(FREE, supplier_territories=frozenset({"JP"})), "T T T T - T"),
        (replace(FREE, supplier_territories=frozenset({"BG", "JP"})), "- - - - - -"),
        (with_rules(rule("no_sales")), "- D - - - -"),
        (with_rules(rule("no_sales", effect="acknowledge")), "- a - - - -"),
        (with_rules(rule("no_sales", territories_in=frozenset({"DE"}))), "- - - - - -"),
        (with_rules(rule("no_sales", territories_in=frozenset({"BG"}))), "- D - - - -"),
        (with_rules(rule("no_sales", territories_out=frozenset({"BG"}))), "- - - - - -"),
        (with_rules(rule("no_sales", ends_at=NOW)), "- - - - - -"),
        (with_rules(rule("no_sales", starts_at=NOW)), "- D - - - -"),
        (with_rules(rule("editorial_only")), "- i - D - -"),
        (with_rules(rule("editorial_only", effect="advise")), "- i - i - -"),
        (with_rules(rule("clients_only")), "D - D D - -"),
        (with_rules(rule("no_social")), "- - D - - -"),
        (with_rules(rule("no_crop")), "i i i i D -"),
        (with_rules(rule("no_ai_training")), "- - - - - D"),
        (with_rules(rule("no_archive", starts_at=BEFORE)), "D D D D - D"),
        (with_rules(rule("no_archive", starts_at=AFTER)), "- - - - - -"),
        (with_rules(rule("no_archive", effect="acknowledge")), "a a a a - a"),
        (with_rules(rule("one_time_use", effect="acknowledge")), "a a a a - -"),
        (replace(with_rules(rule("one_time_use", effect="acknowledge")), times_used=1), "D D D D - -"),
        (replace(with_rules(rule("one_time_use", effect="advise")), times_used=1), "i i i i - -"),
        (with_rules(rule("mandatory_credit", effect="advise")), "i i i i - -"),
        (replace(FREE, model_release="MR-NON"), "- i - R - -"),
        (replace(FREE, model_release=""), "- i - R - -"),
        (replace(FREE, model_release="MR-NEW"), "- i - R - -"),
        (replace(FREE, model_release="MR-LMR"), "- i - a - -"),
        (replace(FREE, model_release="MR-NAP"), "- - - - - -"),
        (replace(FREE, property_release="PR-NON"), "- i - R - -"),
        (replace(FREE, property_release="PR-LPR"), "- i - a - -"),
        (replace(FREE, property_release="PR-UPR"), "- - - - - -"),
        (replace(FREE, minor_age="AG-A17"), "a a a a - a"),
        (replace(FREE, minor_age="AG-U14", model_release="MR-NAP"), "a a a R - a"),
        (replace(FREE, minor_age="AG-A18"), "- - - - - -"),
        (replace(FREE, minor_age="AG-UNK"), "- - - - - -"),
        (replace(FREE, ai_made=True), "i i i i - a"),
        (replace(FREE, data_mining="DMI-PROHIBITED"), "- - - - - D"),
        (replace(FREE, data_mining="DMI-PROHIBITED-AIMLTRAINING"), "- - - - - D"),
        (replace(FREE, data_mining="DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING"), "- - - - - D"),
        (replace(FREE, data_mining="DMI-ALLOWED"), "- - - - - -"),
        (replace(FREE, data_mining="DMI-UNSPECIFIED"), "- - - - - -"),
    ],
)
def test_matrix_is_kept_cell_by_cell(facts, expected):
    assert row(facts) == expected


@pytest.mark.parametrize(
    ("forbidding", "expected"),
    [
        # Lifted: what the licence, the contract, the restrictions and the supplier's territories forbid.
        ({"licence": None}, "i i i i i i"),
        ({"licence": PUBLISHING}, "- i i i - i"),
        ({"has_contract": True, "contract_ends_at": BEFORE}, "i i i i i i"),
        ({"restrictions": (rule("no_sales"),)}, "- i - - - -"),
        ({"restrictions": (rule("clients_only"),)}, "i - i i - -"),
        ({"restrictions": (rule("no_archive", starts_at=BEFORE),)}, "i i i i - i"),
        ({"restrictions": (rule("one_time_use", effect="acknowledge"),), "times_used": 2}, "i i i i - -"),
        ({"restrictions": (rule("territory", territories_out=frozenset({"BG"})),)}, "i i i i - i"),
        ({"supplier_territories": frozenset({"JP"})}, "i i i i - i"),
        ({"data_mining": "DMI-PROHIBITED"}, "- - - - - i"),
        # Not lifted.
        ({"is_killed": True}, "D D D D D D"),
        ({"embargo_until": AFTER}, "E E E E - E"),
        ({"restrictions": (rule("territory", ends_at=AFTER),)}, "E E E E - E"),
        ({"expires_at": BEFORE}, "D D D D D D"),
        ({"unparsed": ("NO MAGS",)}, "a D a D a D"),
        ({"model_release": "MR-NON"}, "- i - R - -"),
        ({"leases": (LeaseFacts(True), LeaseFacts(False))}, "D D D D D D"),
        ({"restrictions": (rule("one_time_use", effect="acknowledge"),)}, "a a a a - -"),
    ],
)
def test_lease_lifts_what_it_may(forbidding, expected):
    facts = replace(FREE, **({"leases": (LeaseFacts(True),)} | forbidding))

    assert row(facts) == expected


def test_lease_lifts_territories_only_at_home():
    japan_out = rule("territory", territories_out=frozenset({"JP"}))
    facts = replace(with_rules(japan_out), leases=(LeaseFacts(True),))

    assert row(facts, territory="JP") == "T T T T - T"


def test_lease_lifts_only_its_uses_in_its_time():
    lease = LeaseFacts(True, frozenset({"sell"}), BEFORE, AFTER, "Order 17")
    facts = replace(with_rules(rule("no_sales"), rule("no_social")), leases=(lease,))

    assert row(facts) == "- i D - - -"
    (reason,) = decide_facts(facts, use="sell", on=NOW).reasons
    assert (reason.code, reason.origin, reason.words, reason.until) == ("lease_allow", "lease", "Order 17", AFTER)
    assert codes(facts, "sell", on=AFTER) == ["no_sales"]
    assert codes(facts, "sell", on=BEFORE - dt.timedelta(seconds=1)) == ["no_sales"]


def test_lease_that_lifts_nothing_is_not_mentioned():
    assert codes(replace(FREE, leases=(LeaseFacts(True),)), "publish") == []


def test_lease_for_ever_has_no_end():
    facts = replace(FREE, licence=None, leases=(LeaseFacts(True, ends_at=AFTER), LeaseFacts(True)))

    assert decide_facts(facts, use="publish", on=NOW).reasons[0].until is None


def test_photo_that_has_only_leases_is_denied_outside_them():
    next_week = NOW + dt.timedelta(days=7)
    leases = (
        LeaseFacts(True, frozenset({"publish"}), ends_at=NOW),
        LeaseFacts(True, frozenset({"publish"}), next_week),
    )
    facts = RightsFacts(leases=leases)

    (reason,) = decide_facts(facts, use="publish", on=NOW).reasons
    assert (reason.code, reason.until) == ("outside_lease", next_week)
    assert decide_facts(facts, use="publish", on=BEFORE).allowed
    assert codes(facts, "social") == ["no_rights"]


def test_contract_to_come_says_when():
    facts = replace(FREE, has_contract=True, contract_starts_at=AFTER)

    assert [(reason.code, reason.until) for reason in decide_facts(facts, use="sell", on=NOW).reasons] == [
        ("no_contract", AFTER)
    ]


def test_territory_is_asked_for_the_place_of_use():
    facts = with_rules(rule("territory", territories_out=frozenset({"JP"})), rule("no_sales", territories_in={"DE"}))

    assert codes(facts, "sell", territory="JP") == ["territory"]
    assert codes(facts, "sell", territory="jp") == ["territory"]
    assert codes(facts, "sell", territory="DE") == ["no_sales"]
    assert codes(facts, "sell", territory="BG") == []


def test_reasons_come_in_the_order_of_their_rank():
    facts = RightsFacts(
        is_killed=True,
        licence=PUBLISHING,
        embargo_until=AFTER,
        supplier_territories=frozenset({"DE"}),
        restrictions=(
            rule("mandatory_credit", effect="advise"),
            rule("one_time_use", effect="acknowledge"),
            rule("territory", territories_out=frozenset({"BG"})),
            rule("editorial_only"),
        ),
        minor_age="AG-A15",
        ai_made=True,
    )

    reasons = decide_facts(facts, use="promote", on=NOW).reasons

    assert [(reason.rank.name, reason.code) for reason in reasons] == [
        ("DENY", "killed"),
        ("DENY", "not_granted"),
        ("DENY", "editorial_only"),
        ("EMBARGO", "embargo"),
        ("TERRITORY", "supplier_territory"),
        ("TERRITORY", "territory"),
        ("RELEASE", "model_release_unknown"),
        ("RELEASE", "minor"),
        ("ACKNOWLEDGE", "one_time_use"),
        ("ADVISE", "mandatory_credit"),
        ("ADVISE", "ai_made"),
    ]
    assert [reason.effect for reason in reasons] == ["deny"] * 8 + ["acknowledge"] + ["advise"] * 2


def test_reason_carries_its_source():
    rules = (
        rule("no_sales", words="NO SALES UNTIL 16 JUNE", ends_at=AFTER),
        rule("no_sales", words="НЕ СЕ ПРОДАВА", is_of_photo=False),
    )

    reasons = decide_facts(with_rules(*rules), use="sell", on=NOW).reasons

    assert [(reason.origin, reason.words, reason.until) for reason in reasons] == [
        ("photo", "NO SALES UNTIL 16 JUNE", AFTER),
        ("supplier", "НЕ СЕ ПРОДАВА", None),
    ]


@pytest.mark.parametrize(
    ("facts", "allowed", "asks", "bg", "en"),
    [
        (FREE, True, False, "може", "may be used"),
        (replace(FREE, ai_made=True), True, False, "може", "may be used"),
        (replace(FREE, minor_age="AG-A15"), True, True, "с потвърждение", "with confirmation"),
        (replace(FREE, minor_age="AG-A15", is_killed=True), False, False, "не може", "may not be used"),
    ],
)
def test_verdict_has_a_short_word(facts, allowed, asks, bg, en):
    verdict = decide_facts(facts, use="publish", on=NOW)

    assert (verdict.allowed, verdict.needs_acknowledgement) == (allowed, asks)
    assert (verdict.word("bg"), verdict.word("en")) == (bg, en)


def test_verdict_explains_itself_in_both_languages():
    facts = replace(
        with_rules(rule("territory", territories_out=frozenset({"JP"}), words="JAPAN OUT")),
        licence=PUBLISHING,
        embargo_until=AFTER,
        unparsed=("NO MAGS", "NO INTERNET"),
    )
    verdict = decide_facts(facts, use="sell", territory="JP", on=NOW)

    assert verdict.explain("en").splitlines() == [
        "may not be used",
        "The licence “Site only” does not grant this use.",
        "Instructions that were not understood wait for a photo editor. (“NO MAGS … NO INTERNET”)",
        "The photo is under embargo. Until 16 June 2025, 15:00.",
        "The photo may not be used in this territory: Japan. (“JAPAN OUT”)",
    ]
    assert verdict.explain("bg").splitlines() == [
        "не може",
        "Лицензът „Само за сайта“ не дава право на тази употреба.",
        "Има неразбрани указания, по които трябва да реши фоторедактор. („NO MAGS … NO INTERNET“)",
        "Снимката е под ембарго. До 16 юни 2025, 15:00 ч.",
        "Снимката не може да се използва на тази територия: Япония. („JAPAN OUT“)",
    ]
    assert [reason.text_en for reason in verdict.reasons][2] == "The photo is under embargo. Until 16 June 2025, 15:00."


def test_last_day_that_there_is_can_be_told():
    facts = replace(FREE, embargo_until=dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC))

    assert "31 December 9999" in decide_facts(facts, use="publish", on=NOW).reasons[0].text_en


def test_unknown_use_is_an_error():
    with pytest.raises(ValueError, match="frame"):
        decide_facts(FREE, use="frame", on=NOW)


@given(facts=facts_of_any_kind(), use=USES, territory=TERRITORIES, on=MOMENTS)
def test_every_verdict_can_be_told_in_both_languages(facts, use, territory, on):
    verdict = decide_facts(facts, use=use, territory=territory, on=on)

    assert all(before.rank <= after.rank for before, after in pairwise(verdict.reasons))
    assert verdict.allowed == all(reason.effect != "deny" for reason in verdict.reasons)
    for reason in verdict.reasons:
        assert reason.text_bg != reason.text_en
        assert "%" not in reason.text_bg + reason.text_en


@given(facts=facts_of_any_kind(), use=USES, territory=TERRITORIES, on=MOMENTS)
def test_one_more_restriction_never_allows_more(facts, use, territory, on):
    fewer = replace(facts, restrictions=facts.restrictions[1:])

    if decide_facts(facts, use=use, territory=territory, on=on).allowed:
        assert decide_facts(fewer, use=use, territory=territory, on=on).allowed
