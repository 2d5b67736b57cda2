"""The worked cases of `tests/cases`: questions to the rules with known answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import yaml
from chinese_calendar import constants

from domain.allocation import rules as allocation
from domain.core.calendar import WorkingCalendar
from domain.core.law import Law, last_day_of
from domain.penalty import rules as penalty
from domain.records.market import rules as market
from domain.surrender import rules as surrender
from tests.law import edition

FOLDER = Path(__file__).parent.parent / "cases"
CALENDAR = WorkingCalendar(
    frozenset(constants.holidays), frozenset(constants.workdays), date(max(constants.holidays).year, 12, 31)
)
Answer = Mapping[str, Any]


def power_unit(law: Law, given: Answer) -> Answer:
    facts = allocation.UnitFacts(
        "1",
        given["class"],
        Decimal(given["generation_mwh"]),
        Decimal(given["heat_gj"]),
        Decimal(given["load_factor"]),
    )
    answer = allocation.power_unit(law, facts)
    return {
        "load_correction": answer.load_correction,
        "power": answer.power,
        "heat": answer.heat,
        "total": answer.total,
        "allocation": answer.allocation,
        "draft": "yes" if answer.explanation.rests_on_draft else "no",
    }


def power_entity(law: Law, given: Answer) -> Answer:
    units = [
        allocation.EntityUnit(str(number), unit["class"], int(unit["initial"]), int(unit["verified"]))
        for number, unit in enumerate(given["units"], 1)
    ]
    return fields_of(allocation.power_entity(law, units))


def pre(law: Law, given: Answer) -> Answer:
    return {"pre": allocation.pre_allocation(law, Decimal(given["prior_verified"]), given["sector"]).value}


def issue(law: Law, given: Answer) -> Answer:
    return fields_of(allocation.issue(law, **{name: int(tonnes) for name, tonnes in given.items()}))


def obligation(law: Law, given: Answer) -> Answer:
    emissions = [(str(number), Decimal(tonnes)) for number, tonnes in enumerate(given["emissions"], 1)]
    return {"due": allocation.obligation(law, emissions).value}


def offset_cap(law: Law, given: Answer) -> Answer:
    offsets = [surrender.Offset(int(one["tonnes"]), one["registered_on"]) for one in given.get("offsets", [])]
    taken = surrender.take_offsets(law, int(given["due"]), offsets)
    return {
        "cap": taken.cap.value,
        "accepted": taken.tonnes,
        "over_cap": sum(taken.over_cap),
        "ineligible": sum(taken.ineligible),
    }


def status(law: Law, given: Answer) -> Answer:
    tonnes = [int(given[name]) for name in ("due", "surrendered", "offsets")]
    deadline_on = day_of(given["deadline_on"])
    completed_on = day_of(given["completed_on"]) if "completed_on" in given else None
    today = (completed_on or deadline_on) + timedelta(days=1)
    return fields_of(surrender.standing(*tonnes, deadline_on, completed_on, today))


def surrender_fine(law: Law, given: Answer) -> Answer:
    shortfall = int(given["due"]) - int(given["surrendered"])
    answer = penalty.surrender_fine(law, shortfall, Decimal(given["average_price"]))
    return fields_of(answer) | {"steps": [fields_of(step) for step in answer.steps]}


def report_fine(law: Law, given: Answer) -> Answer:
    return fields_of(
        penalty.report_fine(law, given["what"], Decimal(given.get("gain", 0)), Decimal(given.get("hidden", 0)))
    )


def body_fine(law: Law, given: Answer) -> Answer:
    return fields_of(penalty.body_fine(law, given["body"], Decimal(given.get("gain", 0))))


def working_days(law: Law, given: Answer) -> Answer:
    return {"due_on": CALENDAR.after(day_of(given["from"]), int(given["days"])).on.isoformat()}


def evidence(law: Law, given: Answer) -> Answer:
    year, month = (int(part) for part in str(given["month"]).split("-"))
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    days = int(law.value("clock.evidence"))
    return {"due_on": (first_of_next + timedelta(days=days - 1)).isoformat()}


def average_price(law: Law, given: Answer) -> Answer:
    days = [market.TradingDay(day_of(day["on"]), int(day["volume"]), Decimal(day["amount"])) for day in given["days"]]
    window = market.Window(days[0].on, days[-1].on)
    return {"average": market.average_price(law, window, days).value}


QUESTIONS: dict[str, Callable[[Law, Answer], Answer]] = {
    "allocation.power_unit": power_unit,
    "allocation.power_entity": power_entity,
    "allocation.pre": pre,
    "allocation.issue": issue,
    "allocation.obligation": obligation,
    "surrender.offset_cap": offset_cap,
    "surrender.status": status,
    "penalty.surrender": surrender_fine,
    "penalty.report": report_fine,
    "penalty.technical_body": body_fine,
    "calendar.working_days": working_days,
    "calendar.evidence": evidence,
    "market.average_price": average_price,
}


def day_of(written: object) -> date:
    return written if isinstance(written, date) else date.fromisoformat(str(written))


def fields_of(card: Any) -> dict[str, Any]:
    return {name: getattr(card, name) for name in card.__slots__}


def law_of(case: Answer) -> Law:
    """The day that the case names, or the one that follows from its facts."""
    given = case["given"]
    if "on" in case or "conduct_on" in given:
        return edition.law(day_of(case.get("on", given.get("conduct_on"))))
    if case["ask"] == "penalty.surrender":
        return edition.law(penalty.conduct_day(day_of(given["deadline_on"])))
    return edition.law(last_day_of(int(case.get("year", 2024))))


def agrees(answer: object, expected: object) -> bool:
    """Equal after rounding to the decimals shown; lists member by member, mappings by the keys expected."""
    if isinstance(expected, list):
        return isinstance(answer, list) and all(map(agrees, answer, expected)) and len(answer) == len(expected)
    if isinstance(expected, dict):
        return isinstance(answer, Mapping) and all(agrees(answer[key], wanted) for key, wanted in expected.items())
    if answer is None:
        return expected == "none"
    try:
        wanted = Decimal(str(expected))
        places = Decimal(1).scaleb(wanted.as_tuple().exponent)  # type: ignore[arg-type]
        return Decimal(str(answer)).quantize(places, ROUND_HALF_UP) == wanted
    except InvalidOperation:
        return str(answer) == str(expected)


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(case, id=f"{path.stem}: {case['case']}")


@pytest.mark.parametrize("case", list(cases()))
def test_worked_case(case: dict[str, Any]) -> None:
    answer = QUESTIONS[case["ask"]](law_of(case), case["given"])
    wrong = {key: answer.get(key) for key, wanted in case["expect"].items() if not agrees(answer.get(key), wanted)}
    assert wrong == {}
