"""Risk signals and the three groups of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.recheck.states import Group, Signal

CHANGED_SHARE = "recheck.signal.changed_share"
FLUCTUATION_SHARE = "recheck.signal.fluctuation_share"
MANY_FINDINGS = "recheck.signal.findings"
SCORE = "recheck.signal.score"
THREE_GROUPS = "国家发展改革委令第17号 第二十九条"


@dataclass(frozen=True, slots=True)
class Verified:
    """A verified enterprise as the signals see it, tonnes CO2. `last_year_tonnes` None: nothing known."""

    code: str
    reported_tonnes: Decimal
    verified_tonnes: Decimal
    findings: int = 0
    unresolved: int = 0
    late: bool = False
    last_year_tonnes: Decimal | None = None
    named: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """A raised signal and how it was arrived at."""

    signal: Signal
    explanation: Explanation


def unresolved(facts: Verified, law: Law) -> Raised | None:
    """Verification left findings unresolved: the verification report itself shows problems (Order 17 art 29 no 2).

    One finding that stayed unresolved raises the signal.
    """
    if not facts.unresolved:
        return None
    working = Working("recheck.signal", law)
    count = working.given("unresolved_findings", Decimal(facts.unresolved), "", facts.origin)
    return Raised(Signal.UNRESOLVED, working.result("unresolved_findings", "unresolved_findings > 0", count, ""))


def many_findings(facts: Verified, law: Law) -> Raised | None:
    """Verification had many findings. The number is the province's own: with 3, three findings raise the signal."""
    working = Working("recheck.signal", law)
    if facts.findings < working.law(MANY_FINDINGS):
        return None
    count = working.given("findings_count", Decimal(facts.findings), "", facts.origin)
    return Raised(
        Signal.MANY_FINDINGS, working.result("findings_count", f"findings_count ≥ {MANY_FINDINGS}", count, "")
    )


def _share(working: Working, before: Decimal, after: Decimal) -> Decimal:
    return working.step(
        "signal_share", "|signal_after − signal_before| ÷ signal_before", abs(after - before) / before, ""
    )


def changed(facts: Verified, law: Law) -> Raised | None:
    """Verification changed the reported emissions considerably: reported 1,000 t, verified 1,030 t, above 2 %."""
    if not facts.reported_tonnes:
        return None
    working = Working("recheck.signal", law)
    before = working.given("signal_before", facts.reported_tonnes, "t", facts.origin)
    after = working.given("signal_after", facts.verified_tonnes, "t", facts.origin)
    share = _share(working, before, after)
    if share <= working.law(CHANGED_SHARE):
        return None
    return Raised(Signal.CHANGED, working.result("signal_share", f"signal_share > {CHANGED_SHARE}", share, ""))


def fluctuation(facts: Verified, law: Law) -> Raised | None:
    """Abnormal fluctuation (异常波动, guide 2021): verified emissions far from the year before's.

    900,000 t after 600,000 t is a change by half, above 30 %.
    """
    if not facts.last_year_tonnes:
        return None
    working = Working("recheck.signal", law)
    before = working.given("signal_before", facts.last_year_tonnes, "t", "known_emissions")
    after = working.given("signal_after", facts.verified_tonnes, "t", facts.origin)
    share = _share(working, before, after)
    if share <= working.law(FLUCTUATION_SHARE):
        return None
    return Raised(Signal.FLUCTUATION, working.result("signal_share", f"signal_share > {FLUCTUATION_SHARE}", share, ""))


def late(facts: Verified, law: Law) -> Raised | None:
    """The report came after the deadline."""
    if not facts.late:
        return None
    working = Working("recheck.signal", law)
    working.given("late_report", Decimal(1), "", facts.origin)
    return Raised(Signal.LATE, working.result("late_report", "late_report", Decimal(1), ""))


SIGNALS = (unresolved, many_findings, changed, fluctuation, late)


def signals(facts: Verified, law: Law) -> tuple[Raised, ...]:
    """Every signal that an enterprise raises, in fixed order."""
    return tuple(raised for raised in (signal(facts, law) for signal in SIGNALS) if raised)


def group(facts: Verified, raised: Sequence[Raised], law: Law) -> Group:
    """The group of an enterprise (Order 17 art 29, the only text that names them).

    1. named by the ministry; 2. verification shows problems: a finding left unresolved, or as many signals as the
    province has set; 3. a share of all others.
    """
    if facts.named:
        return Group.NAMED
    if any(one.signal is Signal.UNRESOLVED for one in raised) or len(raised) >= law.value(SCORE):
        return Group.PROBLEM
    return Group.SHARE
