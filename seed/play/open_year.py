"""The year after, up to its summer: lists and plans, reports, verification, the first draw, confirmation.

Most of the province is through by July; the invented enterprises were sent back in April (see `today.py`).
"""

from __future__ import annotations

from datetime import date

from domain.recheck import acts as rechecks
from seed.play import emission_report, listing, monitoring_plan, recheck, verification
from seed.play.scene import Scene

YEAR = 2025
RETURNED = frozenset(
    (
        "two_versions",
        "gap_cap",
        "gas_short",
        "too_many_offsets",
        "gas_long",
        "late_filer",
        "short_surrender",
        "late_surrender",
    )
)
REPORTS = emission_report.Plot(
    YEAR,
    opened_on=date(2026, 3, 17),
    urged_on=(date(2026, 3, 17), date(2026, 3, 24)),
    uploaded_on=date(2026, 3, 20),
    corrected_on=date(2026, 3, 20),
    submitted_on=date(2026, 3, 27),
    accepted_on=date(2026, 4, 3),
    silent="refuser",
    returned=RETURNED,
)
VERIFICATION = verification.Season(
    YEAR,
    assigned_on=date(2026, 4, 20),
    accepted_on=date(2026, 4, 23),
    documents_on=date(2026, 5, 27),
    clean_visits_on=(date(2026, 6, 3), date(2026, 6, 4), date(2026, 6, 5), date(2026, 6, 8)),
    troubled_visits_on=date(2026, 6, 9),
    findings_on=date(2026, 6, 10),
    clean_review_on=date(2026, 6, 15),
    answers_on=date(2026, 6, 16),
    conclusion_on=date(2026, 6, 18),
    review_on=date(2026, 6, 22),
    second_conclusion_on=date(2026, 6, 23),
    second_review_on=date(2026, 6, 24),
    left_at={},
)
RECHECK = recheck.Season(
    YEAR,
    named_on=date(2026, 6, 16),
    committed_on=date(2026, 6, 17),
    drawn_on=date(2026, 6, 18),
    first_notice_on=date(2026, 6, 18),
    rechecked_on=date(2026, 6, 25),
    second_notice_on=date(2026, 6, 26),
    objected_on=date.max,
    decided_on=date.max,
    final_on=date(2026, 7, 9),
)


async def play_list_2025(scene: Scene) -> str:
    return await _list_and_plans(scene, 2025)


async def play_list_2026(scene: Scene) -> str:
    return await _list_and_plans(scene, 2026)


async def _list_and_plans(scene: Scene, year: int) -> str:
    listed = await listing.publish_list(scene, year)
    filed = await monitoring_plan.file_plans(scene, year)
    return f"{listed} enterprises on the list of {year}; {filed}"


async def play_reports(scene: Scene) -> str:
    return await emission_report.report(scene, REPORTS)


async def play_verification(scene: Scene) -> str:
    return await verification.verify(scene, VERIFICATION)


async def play_recheck(scene: Scene) -> str:
    """The first draw of the year and everything that was final by July; the recheck of one dragged on."""
    officer, leader = await scene.holder("verification_officer"), await scene.holder("leader")
    drawn = await recheck.draw(scene, RECHECK)
    await rechecks.prepare(YEAR, actor=officer, at=scene.on_day(RECHECK.first_notice_on))
    await rechecks.notify(YEAR, actor=leader, at=scene.on_day(RECHECK.first_notice_on))
    await recheck.perform(scene, YEAR, RECHECK.rechecked_on, spared=frozenset((recheck.OBJECTOR,)))
    await rechecks.prepare(YEAR, actor=officer, at=scene.on_day(RECHECK.rechecked_on))
    await rechecks.notify(YEAR, actor=leader, at=scene.on_day(RECHECK.second_notice_on))
    final = await rechecks.finalise(YEAR, actor=officer, at=scene.on_day(RECHECK.final_on))
    return f"{drawn} drawn, {final} confirmed and final, one recheck still open"
