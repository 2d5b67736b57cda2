"""What a step of the procedure needs before it may be taken. Pure: findings over facts, one check a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.findings import Finding, Place, Severity
from domain.core.workings import Explanation
from domain.penalty import rules
from domain.penalty.rules import Comparison, FineStep, Lighter, ReportFine, SurrenderFine, When, compare_reports
from domain.penalty.states import APL, LegalDay, State

ORDER_30_HEARING = "生态环境行政处罚办法 第八十九条"
# The last place of an amount of money.
FEN = -2
CODE_1057 = "生态环境法典 第一千零五十七条"


@dataclass(frozen=True, slots=True)
class Option:
    """One penalty that the law allows: of which day's law, at which step, from what to what amount.

    `deduct` are the tonnes taken from the next year's allowances, when the breach is not corrected; `lighter` tells
    which day's law punishes less where two were compared, as far as the ranges alone show it.
    """

    legal_day: LegalDay
    law: str
    citation: str
    step: When
    fine_min: Decimal | None
    fine_max: Decimal | None
    deduct: int
    lighter: str
    explanation: Explanation

    @property
    def code(self) -> str:
        return f"{self.legal_day.value}:{self.step.value}"


def of_shortfall(compared: Comparison) -> tuple[Option, ...]:
    """Every fine that the laws in question know for a shortfall, the law of the conduct first."""
    found = list(_of_law(LegalDay.CONDUCT, compared.at_conduct, compared))
    if compared.at_decision is not None:
        found += _of_law(LegalDay.DECISION, compared.at_decision, compared)
    return tuple(found)


def _of_law(legal_day: LegalDay, fine: SurrenderFine, compared: Comparison) -> Iterator[Option]:
    if not fine.steps:
        return  # nothing is short
    deduct = fine.step(When.UNCORRECTED).deduct
    for step in fine.steps:
        if step.when is When.UNCORRECTED and not step.fine_max:
            continue  # a step without a fine of its own: its deduction stands beside the first one's fine
        yield _option(legal_day, fine, step, deduct, compared)


def _option(legal_day: LegalDay, fine: SurrenderFine, step: FineStep, deduct: int, compared: Comparison) -> Option:
    lighter = compared.failed if step.when is When.FAILED else compared.uncorrected
    return Option(
        legal_day,
        fine.law,
        fine.citation,
        step.when,
        step.fine_min,
        step.fine_max,
        deduct,
        lighter.value,
        step.explanation,
    )


def of_report(at_conduct: ReportFine, at_decision: ReportFine) -> tuple[Option, ...]:
    """The fine for a report never filed, by the law of the conduct and, where it is another, of the decision.

    Code art 1057. Decree 775 art 21 and Code art 1226(1) both say 50,000 to 500,000 yuan: two laws, the same range.
    """
    compared = compare_reports(at_conduct, at_decision)
    found = [_report_option(LegalDay.CONDUCT, at_conduct, compared.lighter)]
    if compared.at_decision is not None:
        found.append(_report_option(LegalDay.DECISION, at_decision, compared.lighter))
    return tuple(found)


def _report_option(legal_day: LegalDay, fine: ReportFine, lighter: Lighter) -> Option:
    return Option(
        legal_day,
        fine.law,
        fine.citation,
        When.FAILED,
        fine.fine_min,
        fine.fine_max,
        fine.deduct,
        lighter.value,
        fine.explanation,
    )


def two_laws(options: Sequence[Option]) -> bool:
    """Whether the law of another day than the conduct's is in question: then a person says which applies, and why."""
    return any(option.legal_day is LegalDay.DECISION for option in options)


def flags(options: Sequence[Option]) -> Iterator[Finding]:
    """What a legal reviewer has to answer for this case; the portal lays it out and chooses nothing.

    PENALTY-FLAG-TWO-LAWS: the law of the conduct or the lighter one of the decision (Code art 1057). Points that the
    law itself leaves open come with the derivations: see `reviews`.
    """
    if two_laws(options):
        facts = {"laws": " / ".join(dict.fromkeys(option.citation for option in options))}
        yield Finding("PENALTY-FLAG-TWO-LAWS", Severity.WARN, facts=facts, citation=CODE_1057)


def reviews(options: Sequence[Option]) -> tuple[str, ...]:
    """Codes of the open legal questions that the options raise, each once."""
    return tuple(dict.fromkeys(code for option in options for code in option.explanation.reviews))


@dataclass(frozen=True, slots=True)
class Correction:
    """How the order to correct stands: its limit, the tonnes that were short, and what was made good when."""

    correct_by: date | None
    shortfall: int
    made_good_tonnes: int
    made_good_on: date | None

    def made_good(self) -> bool:
        return self.made_good_tonnes >= self.shortfall

    def still_open(self, today: date) -> int | None:
        """The tonnes that were open when the limit ended; None before it has."""
        if not self.missed(today):
            return None
        in_time = self.correct_by is not None and self.made_good_on is not None and self.made_good_on <= self.correct_by
        return self.shortfall - (self.made_good_tonnes if in_time else 0)

    def missed(self, today: date) -> bool:
        """The limit is over and the shortfall was not made good within it."""
        if self.correct_by is None or today <= self.correct_by:
            return False
        return not (self.made_good() and self.made_good_on is not None and self.made_good_on <= self.correct_by)


def inspectors(named: Sequence[str], least: int) -> Iterator[Finding]:
    """PENALTY-INSPECTORS: investigations are made by two persons or more who show their certificates.

    行政处罚法 art 42; Decree 775 art 17. One name written twice is one inspector.
    """
    distinct = {"".join(name.split()) for name in named if name.strip()}
    if len(distinct) < least:
        facts = {"least": str(least), "named": str(len(distinct))}
        yield Finding("PENALTY-INSPECTORS", facts=facts, citation=f"{APL} 第四十二条")


def amount(option: Option, fine_yuan: Decimal) -> Iterator[Finding]:
    """PENALTY-RANGE, PENALTY-NO-AMOUNT: the finding names the range, the law and the article it was measured by."""
    for found in rules.within(option.fine_min, option.fine_max, fine_yuan):
        facts = {**found.facts, "law": option.law, "step": option.step.value}
        yield Finding(found.code, found.severity, found.place, facts, option.citation)


def to_the_fen(fine_yuan: Decimal) -> Iterator[Finding]:
    """PENALTY-FEN: an amount is stated in yuan and fen."""
    exponent = fine_yuan.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < FEN:
        yield Finding("PENALTY-FEN", facts={"fine": str(fine_yuan)})


def not_heavier(fine_yuan: Decimal, told_yuan: Decimal | None) -> Iterator[Finding]:
    """PENALTY-HEAVIER: statement and defence never make the penalty heavier; a heavier one needs a new prior notice.

    行政处罚法 art 45. Told 3,500,000; decided 3,600,000: refused.
    """
    if told_yuan is not None and fine_yuan > told_yuan:
        facts = {"told": f"{told_yuan:,.2f}", "fine": f"{fine_yuan:,.2f}"}
        yield Finding("PENALTY-HEAVIER", facts=facts, citation=f"{APL} 第四十五条")


def uncorrected(option: Option, correction: Correction, today: date, *, deduct: bool) -> Iterator[Finding]:
    """PENALTY-NOT-UNCORRECTED: what follows from not correcting needs a limit that is over and a shortfall still open.

    Code art 1226(2) 限期内未完成清缴的; Decree 775 art 24 拒不改正的. PENALTY-NO-DEDUCTION: the law applied knows none.
    """
    if (option.step is When.UNCORRECTED or deduct) and not correction.missed(today):
        until = correction.correct_by.isoformat() if correction.correct_by else "—"
        yield Finding("PENALTY-NOT-UNCORRECTED", facts={"until": until}, citation=option.citation)
    if deduct and not option.deduct:
        yield Finding("PENALTY-NO-DEDUCTION", facts={"law": option.law}, citation=option.citation)


def answer_clock_over(state: State, answer_by: date | None, today: date) -> Iterator[Finding]:
    """PENALTY-CLOCK: no legal review while the enterprise may still answer and has not (行政处罚法 art 44, 45, 64)."""
    if state is State.NOTICED and answer_by is not None and today <= answer_by:
        yield Finding("PENALTY-CLOCK", facts={"until": answer_by.isoformat()}, citation=f"{APL} 第四十四条")


def hearing_over(asked: bool, record: str) -> Iterator[Finding]:
    """PENALTY-HEARING-OPEN: a hearing that was asked for is held before the case goes on (行政处罚法 art 64, 65)."""
    if asked and not record.strip():
        yield Finding("PENALTY-HEARING-OPEN", citation=f"{APL} 第六十四条")


def another_person(person: int, involved: Sequence[int | None]) -> Iterator[Finding]:
    """PENALTY-SAME-PERSON: whoever investigated does not review, and whoever did either does not decide."""
    if person in [other for other in involved if other is not None]:
        yield Finding("PENALTY-SAME-PERSON", citation=f"{APL} 第五十八条")


def made_good(correction: Correction, deducted: int) -> Iterator[Finding]:
    """PENALTY-NOT-MADE-GOOD: a decision on a shortfall is executed when the allowances are there too, or deducted."""
    if not correction.made_good() and not deducted:
        facts = {"shortfall": str(correction.shortfall), "made_good": str(correction.made_good_tonnes)}
        yield Finding("PENALTY-NOT-MADE-GOOD", facts=facts)


def day_between(code: str, field: str, day: date, first: date | None, last: date | None) -> Iterator[Finding]:
    """A day that was typed lies where it can lie: not before what it follows, not in the future. `code` names it."""
    if (first is not None and day < first) or (last is not None and day > last):
        facts = {
            "field": field,
            "day": day.isoformat(),
            "first": first.isoformat() if first else "…",
            "last": last.isoformat() if last else "…",
        }
        yield Finding(code, place=Place(field=field), facts=facts)


def independent_chair(chair: str, named: Sequence[str]) -> Iterator[Finding]:
    """PENALTY-CHAIR-INSPECTS: the hearing is chaired by someone who did not investigate (行政处罚法 art 64).

    Inspectors are named with their certificate, the chair by name alone: 王某 may not chair when 王某 (A123) inspected.
    """
    name = "".join(chair.split())
    if any("".join(inspector.split()).startswith(name) for inspector in named):
        yield Finding("PENALTY-CHAIR-INSPECTS", facts={"chair": chair}, citation=f"{APL} 第六十四条")
