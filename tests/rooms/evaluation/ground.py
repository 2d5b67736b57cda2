"""A small province as the rooms would have left it: two enterprises of one city, one year closed, one running."""

from __future__ import annotations

from domain.records.database import ask
from tests.doors import Town, plant

CLOSED, RUNNING = 2024, 2025
TONNES, OTHER_TONNES = 1000, 3000


async def play(town: Town) -> dict[str, int]:
    """The numbers of the papers of the town's own enterprise in the closed year."""
    ours, other = town.enterprise_id, town.other_enterprise_id
    papers = await _closed(ours, town.body_id, TONNES, final=1200, surrendered=1000, status="on_time")
    await _closed(other, town.body_id, OTHER_TONNES, final=2500, surrendered=2400, status="short", short=600)
    await plant("generating_unit", enterprise_id=ours, number="1#", capacity_mw=300, fuel="gas", unit_class="IV")
    await ask(
        "INSERT INTO ledger_balance (account, kind, enterprise_id, vintage, tonnes) "
        "VALUES ({}, 'holding', {}, {}, 200), "
        "('pool', 'pool', 0, {}, -200)",
        f"holding:{ours}",
        ours,
        CLOSED,
        CLOSED,
    )
    for enterprise_id, tonnes in ((ours, TONNES - 50), (other, OTHER_TONNES - 50)):
        await plant(
            "known_emissions", enterprise_id=enterprise_id, year=2023, origin="imported", emissions_tonnes=tonnes
        )
    await _running(ours, other)
    await _case(other)
    return papers


async def _closed(
    enterprise_id: int, body_id: int, tonnes: int, *, final: int, surrendered: int, status: str, short: int = 0
) -> dict[str, int]:
    of = {"enterprise_id": enterprise_id, "year": CLOSED}
    entry = await plant("list_entry", **of, state="published")
    plan = await plant("plan", **of, state="filed", version=1)
    report = await plant("report", **of, state="accepted", emissions_tonnes=tonnes - 10, late=short > 0)
    await plant("report_version", report_id=report, number=1, state="stopped", stops=2)
    version = await plant("report_version", report_id=report, number=2, state="clean")
    await ask("UPDATE report SET version_id = {} WHERE id = {}", version, report)
    unit = {"unit_number": "1#", "unit_class": "II", "fuel": "bituminous", "capacity_mw": 300}
    figures = {"emissions_tonnes": tonnes, "generation_mwh": tonnes, "heat_gj": 100}
    await plant("report_unit", report_id=report, version_id=version, **unit, **figures)
    task = await plant(
        "verification_task",
        **of,
        report_id=report,
        body_id=body_id,
        state="delivered",
        reported_tonnes=tonnes - 10,
        emissions_tonnes=tonnes - 4,
    )
    await plant("verification_finding", task_id=task, number=1)
    confirmation = await plant(
        "confirmation",
        **of,
        report_id=report,
        state="final",
        basis="rechecked",
        verified_tonnes=tonnes - 4,
        emissions_tonnes=tonnes,
    )
    await plant("confirmed_unit", confirmation_id=confirmation, enterprise_id=enterprise_id, **unit, **figures)
    allocation = await plant("allocation", **of, state="final_issued", pre=800, final=final, due=tonnes)
    await plant("allocation_unit", **of, allocation_id=allocation, **unit, final=final)
    obligation = await plant("obligation", **of, state="settled", due=tonnes, surrendered=surrendered)
    result = await plant(
        "surrender_result",
        **of,
        obligation_id=obligation,
        status=status,
        surrendered=surrendered,
        shortfall=short,
        deadline_shortfall=short,
    )
    await ask("UPDATE obligation SET result_id = {} WHERE id = {}", result, obligation)
    return {"entry": entry, "plan": plan, "report": report, "task": task, "confirmation": confirmation,
            "allocation": allocation, "obligation": obligation, "result": result}  # fmt: skip


async def _running(ours: int, other: int) -> None:
    """Listed and reporting; our report came back once, the allocation is not told yet."""
    for enterprise_id in (ours, other):
        await plant("list_entry", enterprise_id=enterprise_id, year=RUNNING, state="published")
    report = await plant("report", enterprise_id=ours, year=RUNNING, state="returned")
    await plant("allocation", enterprise_id=ours, year=RUNNING, state="pre_proposed", pre=777)
    await plant(
        "confirmation", enterprise_id=ours, year=RUNNING, state="prepared", basis="verified", emissions_tonnes=1234
    )
    await plant(
        "journal_entry",
        number=900_001,
        tag="emission_report:report:return",
        subject=f"report:{report}",
        enterprise_id=ours,
        reason="页码不全",
    )
    await plant(
        "journal_entry",
        number=900_002,
        tag="allocation:allocation:propose_pre",
        subject="allocation:9",
        enterprise_id=ours,
        reason="内部",
    )


async def _case(other: int) -> None:
    await plant("penalty_case", enterprise_id=other, year=CLOSED, number="示例罚〔2026〕1号", state="decided",
                serial=1, series=2026, fine_yuan=5000, decided_on="2026-02-01")  # fmt: skip
