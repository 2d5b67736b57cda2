"""The rules of the allocation of power, one by one: places of refusals, editions, and that every formula computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.allocation import rules
from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import Law, last_day_of
from domain.trial.rules import QUESTIONS, ask
from tests.law import edition

CASES = Path(__file__).parent.parent / "cases"
ASKED_ON = date(2026, 11, 21)
# The questions that these rules answer; the three industries and the historical methods are asked about elsewhere.
OWN = (
    "power_unit",
    "power_entity",
    "obligation",
    "pre",
    "issue",
    "borrow",
    "differentiated",
    "merger",
    "power_class",
    "merged_class",
    "power_benchmark",
    "special",
)
YEARS = range(2019, 2027)


def law(year: int) -> Law:
    return edition.law(last_day_of(year))


def answered() -> Iterator[Any]:
    """The worked cases of these questions that are answered."""
    for path in sorted(CASES.glob("allocation*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            if case["ask"].removeprefix("allocation.") in OWN and "refused" not in case["expect"]:
                yield pytest.param(case, id=case["case"])


@pytest.mark.parametrize("case", list(answered()))
def test_every_step_of_a_worked_case_is_computed_again(case: dict[str, Any]) -> None:
    answer = ask(case["ask"], case["given"], edition.book(), today=ASKED_ON, year=case["year"])
    assert answer.explanations
    for told in answer.explanations:
        assert [again.step for again in replay(told) if not again.holds] == []


@pytest.mark.parametrize("name", OWN)
def test_the_example_of_a_question_is_answered_with_every_figure(name: str) -> None:
    question = QUESTIONS[f"allocation.{name}"]
    facts = {fact: value for fact, value in question.example.items() if fact != "year"}
    answer = ask(question.code, facts, edition.book(), today=ASKED_ON, year=question.example["year"])
    assert set(answer.values) == set(question.figures)
    assert all(told.provisions for told in answer.explanations)


def test_four_editions_follow_one_another_and_all_are_used() -> None:
    found = [rules.EDITIONS[law(year).text("allocation.power.edition")].name for year in YEARS]
    assert found == [name for name in rules.EDITIONS for _ in range(2)]
    found = [law(year).text("allocation.entity.edition") for year in YEARS]
    assert found == ["cap-on-obligation"] * 4 + ["cap-on-allocation"] * 4
    assert set(rules.ENTITY_EDITIONS) == set(found)
    found = [law(year).text("allocation.pre.edition") for year in YEARS]
    assert found == ["pre-output"] * 2 + ["pre-verified"] * 6
    assert set(rules.PRE_EDITIONS) == set(found)


def test_the_year_that_a_pre_allocation_looks_back_to() -> None:
    assert [rules.base_year(law(year)) for year in YEARS] == [2018, 2018, 2021, 2021, 2022, 2023, 2024, 2025]


def test_the_classes_of_a_year() -> None:
    assert all(rules.known_classes(law(year)) == ("I", "II", "III", "IV") for year in YEARS)
    assert rules.known_classes(law(2018)) == ()


def unit(unit_class: str = "II", **facts: Any) -> rules.UnitFacts:
    return rules.UnitFacts("1", unit_class, **facts)


ONE = Decimal(1)


def of_2018(supply: Decimal, heat: Decimal = Decimal(0)) -> rules.PreFacts:
    return rules.PreFacts(unit_class="II", prior_supply_mwh=supply, prior_heat_gj=heat)


@pytest.mark.parametrize(
    ("act", "code", "field"),
    [
        (lambda: rules.power_unit(law(2022), unit(generation_mwh=ONE)), "FACT-MISSING", "supply_mwh"),
        (lambda: rules.power_unit(law(2024), unit(supply_mwh=ONE)), "FACT-MISSING", "generation_mwh"),
        (lambda: rules.power_unit(law(2024), unit(generation_mwh=ONE)), "FACT-MISSING", "load_factor"),
        (lambda: rules.power_unit(law(2020), unit(supply_mwh=ONE, heat_gj=ONE)), "FACT-MISSING", "heat_ratio"),
        (lambda: rules.power_unit(law(2020), unit(supply_mwh=ONE, cooling="sea")), "FACT-UNKNOWN", "cooling"),
        (lambda: rules.power_unit(law(2024), unit("V")), "FACT-UNKNOWN", "class"),
        (lambda: rules.power_unit(law(2024), unit(supply_mwh=-ONE)), "FACT-NEGATIVE", "supply_mwh"),
        (lambda: rules.power_unit(law(2024), unit(heat_ratio=ONE * 2)), "FACT-SHARE", "heat_ratio"),
        (lambda: rules.power_unit(law(2024), unit(load_factor=-ONE)), "FACT-SHARE", "load_factor"),
        (
            lambda: rules.power_entity(
                law(2024), [rules.EntityUnit("1", "I", 1, 1), rules.EntityUnit("2", "VI", 1, 1)]
            ),
            "FACT-UNKNOWN",
            "units[2].class",
        ),
        (
            lambda: rules.power_entity(law(2024), [rules.EntityUnit("1", "I", -1, 1)]),
            "FACT-NEGATIVE",
            "units[1].initial",
        ),
        (lambda: rules.obligation(law(2021), [rules.Owing("1", ONE)]), "FACT-MISSING", "free"),
        (lambda: rules.obligation(law(2024), [rules.Owing("1", -ONE)]), "FACT-NEGATIVE", "verified"),
        (
            lambda: rules.pre_allocation(law(2026), rules.PreFacts(ONE, chosen_share=Decimal("0.5001"))),
            "FACT-ABOVE",
            "chosen_share",
        ),
        (lambda: rules.pre_allocation(law(2020), rules.PreFacts(ONE)), "FACT-UNKNOWN", "class"),
        (lambda: rules.pre_allocation(law(2024), rules.PreFacts()), "FACT-MISSING", "prior_verified"),
        (lambda: rules.issue(law(2024), -1, 1), "FACT-NEGATIVE", "pre"),
        (
            lambda: rules.power_entity(law(2024), [rules.EntityUnit("1", "I", 1, -1)]),
            "FACT-NEGATIVE",
            "units[1].verified",
        ),
        (lambda: rules.obligation(law(2021), [rules.Owing("1", ONE, "I", -1)]), "FACT-NEGATIVE", "free"),
        (lambda: rules.pre_allocation(law(2019), of_2018(-ONE)), "FACT-NEGATIVE", "prior_supply_mwh"),
        (lambda: rules.pre_allocation(law(2019), of_2018(ONE, -ONE)), "FACT-NEGATIVE", "prior_heat_gj"),
        (
            lambda: rules.pre_allocation(law(2026), rules.PreFacts(ONE, chosen_share=-ONE)),
            "FACT-SHARE",
            "chosen_share",
        ),
        (lambda: rules.withheld(law(2024), "arrears", -1, 1), "FACT-NEGATIVE", "issued"),
        (lambda: rules.withheld(law(2024), "arrears", 1, -1), "FACT-NEGATIVE", "due"),
        (lambda: rules.borrowable(law(2022), -1, 1), "FACT-NEGATIVE", "due"),
        (lambda: rules.borrowable(law(2022), 1, -1), "FACT-NEGATIVE", "initial"),
        (
            lambda: rules.merger(law(2022), date(2022, 5, 1), [(1, 1), (1, -1)]),
            "FACT-NEGATIVE",
            "parts[2].due",
        ),
        (lambda: rules.power_class(law(2024), "coal", -ONE), "FACT-NEGATIVE", "rated_mw"),
        (lambda: rules.power_class(law(2024), "peat", ONE), "FACT-UNKNOWN", "main_fuel"),
        (lambda: rules.power_class(law(2024), "gas", ONE, other=ONE * 2), "FACT-SHARE", "other_fuel_share"),
        (lambda: rules.power_benchmark(law(2024), "V"), "FACT-UNKNOWN", "class"),
        (lambda: rules.merged_class(law(2024), ["I", "V"]), "FACT-UNKNOWN", "units[2].class"),
        (
            lambda: rules.special(law(2025), rules.SpecialFacts(entity_verified=-ONE)),
            "FACT-NEGATIVE",
            "entity_verified",
        ),
        (
            lambda: rules.special(law(2025), rules.SpecialFacts(-ONE, "backup")),
            "FACT-NEGATIVE",
            "verified",
        ),
        (lambda: rules.special(law(2023), rules.SpecialFacts(green_share=ONE * 2)), "FACT-SHARE", "green_share"),
        (
            lambda: rules.special(law(2023), rules.SpecialFacts(secondary_energy_share=-ONE)),
            "FACT-SHARE",
            "secondary_energy_share",
        ),
        (lambda: rules.issue(law(2024), 5, 5, 0, 6), "FACT-ABOVE", "pre_deducted"),
        (lambda: rules.withheld(law(2024), "closed", 1, 1), "FACT-UNKNOWN", "reason"),
        (lambda: rules.merged_class(law(2024), []), "FACT-MISSING", "units"),
        (lambda: rules.special(law(2025), rules.SpecialFacts(condition="backup")), "FACT-MISSING", "verified"),
    ],
)
def test_a_fact_that_cannot_be_computed_with_is_refused_at_its_field(
    act: Callable[[], object], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        act()
    assert [(one.code, one.place.field) for one in refused.value.findings] == [(code, field)]


def test_a_share_that_the_year_does_not_use_is_still_a_share() -> None:
    assert rules.power_unit(law(2024), unit("III", generation_mwh=ONE, load_factor=ONE, heat_ratio=ONE)).heat == 0
    with pytest.raises(Refused):
        rules.power_unit(law(2024), unit("III", generation_mwh=ONE, load_factor=Decimal("1.1")))


def test_an_unknown_fate_is_refused_with_those_that_the_year_knows() -> None:
    with pytest.raises(Refused) as refused:
        rules.special(law(2024), rules.SpecialFacts(condition="backup"))
    assert "oil_igcc_ice" in refused.value.findings[0].facts["known"]


def test_a_unit_with_heat_is_cogeneration_unless_it_is_told_otherwise() -> None:
    assert not unit().cogeneration
    assert unit(heat_gj=ONE).cogeneration
    assert unit(heat_ratio=Decimal("0.1")).cogeneration
    assert not unit(heat_gj=ONE, chp=False).cogeneration


def test_other_law_makes_another_figure() -> None:
    """The words of a derivation answer what the figure would be under another value."""
    told = rules.power_unit(law(2024), unit(generation_mwh=Decimal(1000), load_factor=ONE)).explanation
    assert told.value == 804
    assert replay(told, {"power.benchmark.II": "0.9"})[-1].value == 900


def test_the_words_of_a_derivation_name_what_it_computes_with() -> None:
    facts = unit(supply_mwh=ONE, heat_gj=ONE, load_factor=Decimal("0.78"), heat_ratio=Decimal("0.1"), cooling="air")
    steps = {step.name: step.formula for step in rules.power_unit(law(2021), facts).explanation.steps}
    factors = "cooling_correction × heat_correction × load_correction"
    assert steps["power"] == f"supply_mwh × power.benchmark.II × {factors}"
    assert steps["heat"] == "heat_gj × power.benchmark.heat.coal"
    assert steps["heat_correction"] == "1 - power.heat_correction.coal × heat_ratio"
    gas = rules.power_unit(law(2024), unit("IV", generation_mwh=ONE)).explanation
    assert gas.steps[-2].formula == "generation_mwh × power.benchmark.IV × load_correction"
    assert rules.pre_allocation(law(2024), rules.PreFacts(ONE)).result.formula == (
        "prior_verified × allocation.pre.share"
    )
    told = rules.pre_allocation(law(2026), rules.PreFacts(ONE, "steel", chosen_share=Decimal("0.4")))
    assert told.result.formula == "prior_verified × min(chosen_share, allocation.pre.share.steel)"
    earned = rules.pre_allocation(law(2019), of_2018(Decimal(1000)))
    assert (earned.value, earned.result.formula) == (685, "prior_earned × allocation.pre.share")


def test_what_is_left_out_counts_as_nothing() -> None:
    assert rules.power_class(law(2024), "coal", Decimal(660)).name == "I"
    assert rules.power_class(law(2024), "gas", Decimal(0)).name == "IV"
    assert rules.issue(law(2024), 5, 9).final_issue == 4
    assert rules.issue(law(2024), 5, 9).still_to_deduct == 0
    assert rules.issue(law(2024), 0, 0).final_issue == 0
    power_only = rules.PreFacts(unit_class="II", prior_supply_mwh=Decimal(1000))
    assert rules.pre_allocation(law(2019), power_only).result.unrounded == "685.3"
    answer = rules.power_entity(law(2020), [rules.EntityUnit("1", "IV", 5, 9)])
    assert (answer.unit_topups, answer.gas_topup, answer.cap_topup) == ((0,), 0, 0)


def test_a_deduction_while_allowances_are_given_back_rests_on_a_reading() -> None:
    key = "allocation.issue.negative_difference"
    assert key in {used.key for used in rules.issue(law(2024), 7, 6, 5).explanation.doubtful}
    for facts in ((7, 6, 0), (6, 7, 5), (6, 6, 5)):
        assert key not in {used.key for used in rules.issue(law(2024), *facts).explanation.provisions}


def test_a_lower_share_of_the_top_up_is_followed() -> None:
    """The provision is what is computed with, although it has always been the whole."""
    whole = law(2024)
    key = "allocation.gas_topup.share"
    less = Law(whole.day, {**whole.provisions, key: replace(whole.provision(key), value="0.9")})
    answer = rules.power_entity(less, [rules.EntityUnit("1", "IV", 800, 1000)])
    assert (answer.gas_topup, answer.final) == (100, 900)
    assert all(step.holds for step in replay(answer.explanation))


def test_an_entity_that_emitted_nothing_has_no_gap() -> None:
    for year in (2020, 2024):
        answer = rules.power_entity(law(year), [rules.EntityUnit("1", "I", 10, 0)])
        assert (answer.gap_rate, answer.final) == (0, 10)
        assert all(step.holds for step in replay(answer.explanation))
