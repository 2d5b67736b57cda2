"""A working shows itself, is stored and comes back whole."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from domain.core.law import Confidence, Provision, law_on
from domain.core.workings import Explanation, Working, plain

DAY = date(2024, 12, 31)
LAW = law_on(
    [
        Provision("share", "0.70", "share", DAY, None, "某方案 第三条", Confidence.FOUND),
        Provision("rounding.tonnes", "floor:0", "rounding", DAY, None, "某方案 附件", Confidence.DRAFT),
    ],
    DAY,
)


def told() -> Explanation:
    working = Working("a.question", LAW, "an.edition")
    verified = working.given("verified", Decimal("1234567.00"), "t", "报告!D9")
    share = working.law("share")
    return working.result("pre", "verified × share", verified * share, "t", "rounding.tonnes")


def test_the_result_is_rounded_and_the_unrounded_value_stays() -> None:
    assert (told().result.value, told().result.unrounded) == ("864196", "864196.9")


def test_every_provision_used_is_named_with_its_citation() -> None:
    assert [(used.key, used.citation) for used in told().provisions] == [
        ("share", "某方案 第三条"),
        ("rounding.tonnes", "某方案 附件"),
    ]


def test_a_draft_is_never_hidden() -> None:
    assert told().rests_on_draft
    assert [used.key for used in told().doubtful] == ["rounding.tonnes"]


def test_it_comes_back_from_storage_the_same() -> None:
    assert Explanation.from_json(json.loads(json.dumps(told().as_json()))) == told()


def test_plain_numbers_have_no_exponent_and_no_idle_zeros() -> None:
    assert [plain(Decimal(text)) for text in ("1E+3", "1.500", "0.0", "100")] == ["1000", "1.5", "0", "100"]
