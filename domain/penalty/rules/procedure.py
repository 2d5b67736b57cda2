"""Limits of time and money around a penalty: limitation, hearing, late payment, leniency. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.core.findings import Finding
from domain.core.law import Law
from domain.core.workings import Explanation, Working

LIMITATION, HEARING = "penalty.limitation_years", "penalty.hearing.fine_above"
# What Code art 1056 does to a penalty: for some of it all circumstances that the law lists must be met, else any.
LENIENCY: Mapping[str, Callable[[Iterable[object]], bool]] = {
    "not_punished": all,
    "may_be_spared": all,
    "punished_heavier": any,
    "punished_lighter": any,
}


@dataclass(frozen=True, slots=True)
class Limitation:
    """The last day on which a breach may be found and punished, with the years that the law gives."""

    last_day: date
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Hearing:
    """Whether a hearing is offered, with what the fine lies above the limit."""

    offered: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether the circumstances lead to an effect of `LENIENCY`, with those of them that are met."""

    name: str
    applies: bool
    explanation: Explanation


def limitation(law: Law, ended_on: date, *, harmful: bool = False) -> Limitation:
    """A breach is punished when it is found within two years of its end, within five where harm followed.

    Source: 行政处罚法 第三十六条; 生态环境法典 第一千零五十四条. Example: ended 2025-01-01 → 2027-01-01.
    """
    working = Working("penalty.limitation", law)
    working.fact("ended_on", ended_on.isoformat())
    key = f"{LIMITATION}.harmful" if harmful else LIMITATION
    told = working.result("limitation_years", key, working.law(key), "years")
    return Limitation(_years_after(ended_on, int(told.value)), told)


def limitation_ends(law: Law, ended_on: date, *, harmful: bool = False) -> date:
    """The last day on which a breach that ended on `ended_on` may be found and punished. 2025-01-01 → 2027-01-01."""
    return limitation(law, ended_on, harmful=harmful).last_day


def _years_after(day: date, years: int) -> date:
    if day.year + years > date.max.year:
        raise OverflowError("beyond the calendar")
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February, in a year that has none
        return day.replace(year=day.year + years, month=3, day=1) - timedelta(days=1)


def hearing(law: Law, fine_yuan: Decimal) -> Hearing:
    """A hearing is offered before a fine above 200,000 yuan, itself not included (生态环境行政处罚办法 第八十九条).

    Example: 200,000.00: none; 200,000.01: offered.
    """
    working = Working("penalty.hearing", law)
    fine = working.given("fine", fine_yuan, "yuan")
    told = working.result("above", f"fine - {HEARING}", fine - working.law(HEARING), "yuan")
    return Hearing(told.value > 0, told)


def hearing_offered(law: Law, fine_yuan: Decimal) -> bool:
    """Whether a hearing is offered before a fine of so many yuan."""
    return hearing(law, fine_yuan).offered


def late_addition(law: Law, fine_yuan: Decimal, days_late: int) -> Explanation:
    """Each day of late payment adds 3 % of the fine, never more than the fine itself.

    Source: 行政处罚法 第七十二条. Example: 100,000 yuan, 10 days late: 30,000; 60 days late: 100,000 yuan.
    """
    working = Working("penalty.late_addition", law)
    fine = working.given("fine", fine_yuan, "yuan")
    days = working.given("days_late", Decimal(max(days_late, 0)), "days")
    addition = fine * working.law("penalty.late.daily_share") * days
    most = working.step("most", "fine × penalty.late.most_share", fine * working.law("penalty.late.most_share"), "yuan")
    formula = "min(fine × penalty.late.daily_share × days_late, most)"
    return working.result("late_addition", formula, min(addition, most), "yuan", rounding="rounding.fine")


def leniency(law: Law, circumstances: Collection[str]) -> tuple[Effect, ...]:
    """What the circumstances of a breach do to its penalty, by Code art 1056.

    Slight, corrected in time and without harm: not punished. For the first time, of slight harm and corrected in time:
    may be spared. Malice, refusal to correct, grave harm, repetition: heavier. Harm undone, ecology restored,
    compensation paid in time: lighter. `NotInForce` on days whose law has no such rule here.

    Example: slight, corrected, harmless → not_punished; first_time, slight_harm, corrected → may_be_spared.
    """
    return tuple(_effect(law, name, circumstances) for name in LENIENCY)


def _effect(law: Law, name: str, circumstances: Collection[str]) -> Effect:
    working = Working("penalty.leniency", law, name)
    required = working.provision(f"penalty.leniency.{name}").value.split(",")
    met = [working.given(code, Decimal(code in circumstances), "") for code in required]
    told = working.result("circumstances_met", " + ".join(required), sum(met, Decimal(0)), "number")
    return Effect(name, LENIENCY[name](met), told)


def within(fine_min: Decimal | None, fine_max: Decimal | None, fine_yuan: Decimal) -> Iterator[Finding]:
    """PENALTY-RANGE: the amount decided lies within what the law allows; PENALTY-NO-AMOUNT where it names none."""
    if fine_min is None or fine_max is None:
        yield Finding("PENALTY-NO-AMOUNT")
    elif not fine_min <= fine_yuan <= fine_max:
        facts = {"fine": f"{fine_yuan:,.2f}", "least": f"{fine_min:,.2f}", "most": f"{fine_max:,.2f}"}
        yield Finding("PENALTY-RANGE", facts=facts)
