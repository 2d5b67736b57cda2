"""Coded findings over the facts of an allocation. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from domain.allocation.rules import UnitFacts, knows_class
from domain.core.findings import Finding, Place, Severity
from domain.core.law import Law
from domain.core.workings import Explanation

PLAN = "国环规气候〔2024〕1号"
ONE = Decimal(1)


def unit_facts(law: Law, name: str, facts: UnitFacts, load_known: bool) -> Iterator[Finding]:
    """ALLOCATION-CLASS, -NEGATIVE, -LOAD: a unit has a class of the plan, no negative output, and a load factor that
    is a share; conventional coal without one is computed without correction, which is said (ALLOCATION-LOAD-MISSING).
    """
    told = {"name": name, "unit": facts.number}
    if not knows_class(law, facts.unit_class):
        yield Finding("ALLOCATION-CLASS", facts={**told, "class": facts.unit_class}, citation=f"{PLAN} 附1")
    if (facts.generation_mwh or 0) < 0 or facts.heat_gj < 0:
        yield Finding("ALLOCATION-NEGATIVE", facts=told, citation=f"{PLAN} 附3")
    if (
        load_known
        and facts.load_factor is not None
        and not 0 <= facts.load_factor <= law.value("check.load_factor.max")
    ):
        yield Finding("ALLOCATION-LOAD", facts={**told, "load": str(facts.load_factor)}, citation=f"{PLAN} 附3")
    if not load_known and facts.unit_class in law.text("power.load_correction.classes").split(","):
        yield Finding("ALLOCATION-LOAD-MISSING", Severity.WARN, facts=told, citation=f"{PLAN} 附3")


def coverage(listed: Mapping[int, str], confirmed: Iterable[int], with_units: Iterable[int]) -> Iterator[Finding]:
    """ALLOCATION-UNCONFIRMED, -NO-UNITS: who is listed but has no final emissions, or none by unit, is left out."""
    known, detailed = set(confirmed), set(with_units)
    for enterprise_id, name in listed.items():
        if enterprise_id not in known:
            yield Finding("ALLOCATION-UNCONFIRMED", Severity.WARN, facts={"name": name}, citation=f"{PLAN} 五（二）")
        elif enterprise_id not in detailed:
            yield Finding("ALLOCATION-NO-UNITS", Severity.WARN, facts={"name": name}, citation=f"{PLAN} 五（二）")


def sums_agree(name: str, entity: Decimal, units: Iterable[Decimal]) -> Iterator[Finding]:
    """ALLOCATION-SUM: the units' confirmed emissions add up to the enterprise's, to within a tonne."""
    total = sum(units, Decimal(0))
    if abs(total - entity) > ONE:
        facts = {"name": name, "entity": f"{entity:,}", "units": f"{total:,}"}
        yield Finding("ALLOCATION-SUM", Severity.WARN, facts=facts)


def change_against_pre(law: Law, name: str, pre: int, final: int) -> Iterator[Finding]:
    """ALLOCATION-CHANGE: a final allocation far from what the pre-allocation stands for asks for a look.

    The pre-allocation is a share of last year's emissions; scaled up to the whole it is compared with the final one.
    """
    whole = Decimal(pre) / law.value("allocation.pre.share")
    limit = law.value("check.change.prior_year")
    if whole and abs(final - whole) / whole > limit:
        percent = (final - whole) / whole * 100
        facts = {"name": name, "percent": f"{percent:+.1f}", "limit": f"{limit * 100:.0f}"}
        yield Finding("ALLOCATION-CHANGE", Severity.WARN, facts=facts)


def drafts(explanations: Iterable[Explanation]) -> tuple[str, ...]:
    """The provisions among those used that are only drafts."""
    used = {one.key for told in explanations for one in told.doubtful if one.confidence == "draft"}
    return tuple(sorted(used))


def no_drafts(draft_keys: Sequence[str]) -> Iterator[Finding]:
    """ALLOCATION-DRAFT: allowances are not issued on a consultation text (碳排放权交易管理暂行条例 第九条)."""
    for key in draft_keys:
        yield Finding("ALLOCATION-DRAFT", facts={"key": key}, citation="碳排放权交易管理暂行条例 第九条")


def can_take_back(name: str, missing: int) -> Iterator[Finding]:
    """ALLOCATION-CANNOT-TAKE-BACK: what is given back must still be held; `missing` are the tonnes that are not."""
    if missing > 0:
        facts = {"name": name, "missing": f"{missing:,}"}
        yield Finding("ALLOCATION-CANNOT-TAKE-BACK", Severity.WARN, facts=facts, citation=f"{PLAN} 五（二）")


def deduction(tonnes: int, reference: str) -> Iterator[Finding]:
    """ALLOCATION-TONNES, -REFERENCE: a deduction has tonnes and a decision it rests on."""
    if tonnes < 1:
        yield Finding("ALLOCATION-TONNES", place=Place(field="tonnes"))
    if not reference.strip():
        yield Finding("ALLOCATION-REFERENCE", place=Place(field="reference"))
