"""Two laws, or two articles, side by side: which punishes less or more, as far as the ranges alone show it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.penalty.rules.amounts import ZERO
from domain.penalty.rules.report import ReportFine
from domain.penalty.rules.surrender import FineStep, SurrenderFine, When, surrender_fine

# A plan that is law on the day of the decision may say that no deduction is newly decided any more.
DEDUCTION_DECISIONS = "penalty.surrender.deduction_decisions"

# The parts of a punishment, each the heavier the more; None where the law names no amount.
Weights = tuple[Decimal, ...] | None


class Lighter(StrEnum):
    """Which of two laws punishes less, when that can be read from the ranges alone."""

    CONDUCT = "conduct"
    DECISION = "decision"
    SAME = "same"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The law of the conduct and the law of the decision side by side. Which applies the legal reviewer says.

    `undeducted` is the second step once more without the deduction of the earlier law, where the day of the decision
    knows of no new deductions, which `explanation` tells; None elsewhere.
    """

    at_conduct: SurrenderFine
    at_decision: SurrenderFine | None
    failed: Lighter
    uncorrected: Lighter
    undeducted: Lighter | None = None
    explanation: Explanation | None = None

    @property
    def needs_review(self) -> bool:
        return self.at_decision is not None

    @property
    def new_deductions(self) -> bool:
        """Whether a deduction may still be decided on the day of the decision."""
        return self.explanation is None


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """Two laws on one breach; `at_decision` is None when it is the same law."""

    at_conduct: ReportFine
    at_decision: ReportFine | None
    lighter: Lighter


@dataclass(frozen=True, slots=True)
class Higher:
    """Of several norms that one act breaches, the place of the one with the higher fine, counted from nought.

    None when they are the same or when the ranges cross: then `verdict` says which.
    """

    verdict: str
    place: int | None
    fines: tuple[ReportFine, ...]
    explanation: Explanation


def compare(
    conduct_law: Law, decision_law: Law, shortfall: int, average_price: Decimal | None, still_open: int | None = None
) -> Comparison:
    """The law at the time of the conduct applies, unless that at the decision is lighter (从旧兼从轻).

    Source: 生态环境法典 第一千零五十七条. Where the instrument is another by the day of the decision, both are laid
    side by side. Example: 10,000 t at 60 yuan, decided after 2026-08-15: 3–6 million against 1–5 million at the first
    step, nothing but a deduction against 3–6 million at the second: for review, not for the portal.
    """
    at_conduct = surrender_fine(conduct_law, shortfall, average_price, still_open=still_open)
    at_decision = surrender_fine(decision_law, shortfall, average_price, still_open=still_open)
    ended = _deductions_ended(decision_law)
    if at_decision.law == at_conduct.law:
        return Comparison(at_conduct, None, Lighter.SAME, Lighter.SAME, explanation=ended)
    if not shortfall:
        return Comparison(at_conduct, at_decision, Lighter.SAME, Lighter.SAME, explanation=ended)
    pairs = {when: (at_conduct.step(when), at_decision.step(when)) for when in When}
    failed, uncorrected = (lighter(*map(_weights, pair)) for pair in pairs.values())
    undeducted = lighter(*(_weights(step, deducted=False) for step in pairs[When.UNCORRECTED])) if ended else None
    return Comparison(at_conduct, at_decision, failed, uncorrected, undeducted, ended)


def compare_reports(at_conduct: ReportFine, at_decision: ReportFine) -> ReportComparison:
    """The same rule for a breach of reporting, by fine, persons and deduction together (Code art 1057).

    Example: inspectors kept out: Decree 775 art 26 20,000 to 200,000; Code art 1229 50,000 to 200,000 and persons
    5,000 to 50,000: the law of the conduct is lighter.
    """
    if at_decision.law == at_conduct.law:
        return ReportComparison(at_conduct, None, Lighter.SAME)
    return ReportComparison(at_conduct, at_decision, lighter(_all_of(at_conduct), _all_of(at_decision)))


def higher_fine(law: Law, fines: Sequence[ReportFine]) -> Higher:
    """One act that breaches several norms with fines is punished by the one with the higher fine.

    Source: 生态环境法典 第一千零五十五条; `NotInForce` before. Ranges that cross are left to people: the article does
    not say whether the least or the greatest counts. Example: 20,000–200,000 and 50,000–500,000: the second.
    """
    working = Working("penalty.higher_fine", law)
    working.edition = working.provision("penalty.several_norms").value
    verdict, place = SEVERAL_NORMS[working.edition](fines)
    highest = ZERO
    for number, fine in enumerate(fines, 1):
        working.given("fine_max", fine.fine_max or ZERO, "yuan", fine.law, str(number))
        highest = max(highest, fine.fine_max or ZERO)
    names = ", ".join(f"fine_max[{number}]" for number in range(1, len(fines) + 1))
    explanation = working.result("highest", f"max({names}, 0)", highest, "yuan")
    return Higher(verdict, place, tuple(fines), explanation)


def _the_higher(fines: Sequence[ReportFine]) -> tuple[str, int | None]:
    """`higher` with its place, `same` when all are equal, `unclear` when no range is nowhere lower than the others."""
    weights = [_fine_of(fine) for fine in fines]
    if all(one == weights[0] and one is not None for one in weights):
        return Lighter.SAME.value, None
    for place, one in enumerate(weights):
        if all(lighter(other, one) in (Lighter.CONDUCT, Lighter.SAME) for other in weights):
            return "higher", place
    return Lighter.UNCLEAR.value, None


# What is done with several norms breached by one act, by what `penalty.several_norms` says on the day.
SEVERAL_NORMS: Mapping[str, Callable[[Sequence[ReportFine]], tuple[str, int | None]]] = {"higher_fine": _the_higher}


def lighter(before: Weights, after: Weights) -> Lighter:
    """Lighter is what is nowhere heavier and somewhere less; where each is heavier in something, it is unclear."""
    if before is None or after is None:
        return Lighter.UNCLEAR
    if before == after:
        return Lighter.SAME
    if all(one <= other for one, other in zip(before, after, strict=True)):
        return Lighter.CONDUCT
    if all(one >= other for one, other in zip(before, after, strict=True)):
        return Lighter.DECISION
    return Lighter.UNCLEAR


def _weights(step: FineStep, *, deducted: bool = True) -> Weights:
    """Fine and deduction together."""
    if step.fine_min is None or step.fine_max is None:
        return None
    return step.fine_min, step.fine_max, Decimal(step.deduct) if deducted else ZERO


def _fine_of(fine: ReportFine) -> Weights:
    return None if fine.fine_min is None or fine.fine_max is None else (fine.fine_min, fine.fine_max)


def _all_of(fine: ReportFine) -> Weights:
    """Fine, persons, gain taken, tonnes and shares deducted; what the article does not name counts as nothing."""
    if fine.fine_min is None or fine.fine_max is None:
        return None
    others = (fine.persons_min, fine.persons_max, fine.deduct_share_min, fine.deduct_share_max)
    amounts = (fine.fine_min, fine.fine_max, *(other or ZERO for other in others))
    return *amounts, fine.confiscated, Decimal(fine.deduct)


def _deductions_ended(law: Law) -> Explanation | None:
    """Why no deduction is newly decided on a day, where the law of the day says so."""
    if not law.has(DEDUCTION_DECISIONS):
        return None
    working = Working("penalty.deduction_decisions", law)
    working.provision(DEDUCTION_DECISIONS)
    share = working.law("penalty.surrender.uncorrected.deduct_share")
    return working.result("deduct_share", "penalty.surrender.uncorrected.deduct_share", share, "share")
