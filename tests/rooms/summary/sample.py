"""A year of four enterprises: one complete, one determined by the authority, one late, one short and fined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.workings import Working
from domain.summary.acts.building import Built, Source, zip_of
from domain.summary.rules import (
    AllocationFacts,
    Bundle,
    ConclusionFacts,
    ConfirmedFacts,
    Explained,
    Heading,
    OriginalFacts,
    PenaltyFacts,
    PlanFacts,
    PlanUnitFacts,
    ReportFacts,
    SurrenderFacts,
    UnitFacts,
)
from tests.cast import actor
from tests.doors import credit_code
from tests.law import edition

YEAR = 2024
AT = datetime(2026, 2, 2, 2, 0, tzinfo=UTC)
OFFICER, LEADER = actor("summary_officer"), actor("leader")
ORIGINAL = b"PK\x03\x04 as it was filed"
TONNES = Decimal("1234567.89")


def unit(number: str = "1号机组", **changes: Any) -> UnitFacts:
    made = UnitFacts(
        number, "II", "bituminous", False, Decimal("330.000"), TONNES, Decimal("1500000.123"), Decimal(0), None, 7
    )
    return replace(made, **changes)


def complete(number: int = 1) -> Bundle:
    """An enterprise with everything, on time."""
    units = (unit(), unit("2号机组", unit_class="IV", fuel="gas", heat_gj=Decimal("2500.50")))
    total = sum((one.emissions_tonnes for one in units), Decimal(0))
    return Bundle(
        number,
        credit_code(number),
        f"示例第{number}电厂",
        "武汉市",
        "power",
        "4411",
        "",
        True,
        ReportFacts(number, "accepted", 2, total, 1, False, units),
        OriginalFacts("original", "报告.xlsx"),
        PlanFacts(number, 1, date(2023, 12, 1), (_plan_unit(),)),
        ConclusionFacts(number, "示例核查中心", f"HC-2025-{number:03}", total, 3, 0, date(2025, 6, 20)),
        ConfirmedFacts(number, total, date(2025, 7, 1), "verified", units),
        AllocationFacts(number, "final_issued", 2_400_000, 5_000, 2_469_136),
        SurrenderFacts(number, "on_time", 2_469_136, 2_469_136, 0, 0, date(2025, 12, 20)),
    )


def _plan_unit() -> PlanUnitFacts:
    return PlanUnitFacts("1号机组", Decimal("330.000"), "II", "bituminous", False, "measured", "default")


def determined(number: int = 2) -> Bundle:
    """An enterprise that never filed: no workbook of its own, no verification."""
    whole = complete(number)
    assert whole.report is not None
    report = replace(whole.report, state="determined", version_number=0, plan_version=None, late=True)
    confirmed = None if whole.confirmed is None else replace(whole.confirmed, basis="determined")
    return replace(whole, report=report, original=None, conclusion=None, confirmed=confirmed)


def late(number: int = 3) -> Bundle:
    surrender = SurrenderFacts(number, "late", 100, 100, 0, 0, date(2026, 1, 9))
    return replace(complete(number), surrender=surrender, captive_industry="钢铁", sector_code="3120")


def short(number: int = 4) -> Bundle:
    surrender = SurrenderFacts(number, "short", 100, 90, 0, 10, None)
    case = PenaltyFacts(1, "省环碳罚〔2026〕1号", "shortfall", "served", Decimal("3000.00"), date(2026, 1, 30))
    return replace(complete(number), surrender=surrender, penalties=(case,))


def year() -> list[Bundle]:
    return [complete(), determined(), late(), short()]


@dataclass
class Record:
    """What the rooms would answer; a test changes it."""

    bundles: list[Bundle] = field(default_factory=year)
    originals: dict[str, bytes] = field(default_factory=lambda: {"original": ORIGINAL})

    async def all(self, year: int, *, actor: Actor, whole: bool = True) -> list[Bundle]:
        return self.bundles if year == YEAR else []

    async def fetch(self, sha256: str) -> bytes | None:
        return self.originals.get(sha256)


async def explained(bundle: Bundle, *, actor: Actor | None = None) -> Explained:
    """A derivation of the confirmed total, and one of the report with an edition and a provision."""
    law = edition.law(date(2024, 12, 31))
    confirmed = Working("recheck.entity", law)
    confirmed.given("verified_total", TONNES, "t", f"HC-2025-{bundle.enterprise_id:03}")
    report = Working("emission_report.enterprise_emissions", law, "2022")
    report.provision("accounting.oxidation.coal")
    return Explained(
        confirmed.result("confirmed_total", "verified_total", TONNES, "t"),
        report.result("emissions", "Σ", Decimal("1234567.891"), "t", rounding="rounding.emissions.entity"),
        {"1号机组": report.result("emissions", "Σ", TONNES, "t")},
    )


def heading(**changes: Any) -> Heading:
    return replace(Heading(f"{YEAR}-1", YEAR, "湖北省", AT, synthetic=True), **changes)


async def built(bundles: Sequence[Bundle] | None = None, **changes: Any) -> Built:
    """A zip out of the sample year, without a database."""

    async def told(done: int, total: int) -> None:
        return None

    source = Source(Record().fetch, explained)
    return await zip_of(heading(**changes), year() if bundles is None else bundles, source, told)
