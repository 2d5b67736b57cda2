"""The last weeks before today: everybody of the portal finds something on the desk.

The invented enterprises, sent back in April, come one after another: one has not reported, one's workbook is full of
mistakes, one waits for acceptance, one for a verification body, one for its document review, one has findings to
answer, one waits for a technical review, one for its recheck, one for the next draw, one for the decision on its
objection. The allocation waits for the plan of its year, of which only a draft is known.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.allocation import acts as allocation
from domain.core.calendar import WorkingCalendar
from domain.core.law import Confidence, Provision
from domain.emission_report import queries as reports
from domain.monitoring_plan import acts as plans
from domain.penalty import acts as penalties
from domain.penalty import queries as penalty_cases
from domain.recheck import acts as rechecks
from domain.recheck import queries as recheck_queries
from domain.records.lawbook import acts as lawbook
from domain.records.lawbook.queries import working_calendar
from domain.verification import acts as verifications
from domain.verification import queries as tasks
from domain.verification.queries import TaskCard
from seed.cast import EnterpriseFact
from seed.play import emission_report, help_desk, listing, monitoring_plan, recheck, verification
from seed.play.open_year import YEAR
from seed.play.scene import OutOfScript, Scene
from seed.play.workbooks import filled_together

# Printed below the table of sign-ins: to draw is left to the reader.
UNREVEALED_SEED = "demo-seed-2025-3"
EARLIEST = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class Days:
    """Working days counted back from today."""

    today: date
    calendar: WorkingCalendar

    def before(self, working_days: int) -> date:
        """So many working days before today; 0 is the last working day up to today."""
        day, left = self.today, working_days
        while left or not self.calendar.is_working_day(day):
            left -= self.calendar.is_working_day(day)
            day -= timedelta(days=1)
        return day


Step = Callable[[Scene, date], Awaitable[None]]


async def desks(scene: Scene) -> dict[str, str]:
    """For the posts that many hold: who of them has something on the desk today."""
    officer = await scene.holder("verification_officer")
    assigned, accepted, concluded = [
        await _task(scene, role) for role in ("gas_short", "too_many_offsets", "late_filer")
    ]
    bodies = {body.name: body for body in scene.cast.bodies}
    leader = (await tasks.members(accepted.id, actor=officer))[0]
    recheck_task = next(card for card in await recheck_queries.tasks(YEAR, actor=officer) if card.state == "drawn")
    by_id = {(await scene.actor(person.sign_in)).account_id: person.sign_in for person in scene.cast.people}
    return {
        "filer": scene.cast.with_role("two_versions").filer,
        "signatory": scene.cast.with_role("refuser").signatory,
        "body_manager": bodies[assigned.body_name].manager,
        "verifier": by_id[leader.account_id],
        "reviewer": bodies[concluded.body_name].reviewer,
        "inspector": by_id[recheck_task.inspector_ids[0]],
    }


async def play(scene: Scene) -> str:
    """The last weeks, day by day, up to today."""
    if scene.today < EARLIEST:
        raise OutOfScript(f"the open year is told from {EARLIEST} on; {scene.today} lies before")
    days = Days(scene.today, await working_calendar())
    for before, step in SCRIPT:
        await step(scene, days.before(before))
    officer = await scene.holder("verification_officer")
    standing = await reports.counts(YEAR, actor=officer)
    at_work = await tasks.counts(YEAR, actor=officer)
    told = [*standing.items(), *at_work.items()]
    return "open at " + ", ".join(f"{count} {state}" for state, count in told)


# ------------------------------------------------------------------------------------------------ the reports


def _those(scene: Scene, *roles: str) -> list[EnterpriseFact]:
    return [scene.cast.with_role(role) for role in roles]


async def _file_again(scene: Scene, day: date, *roles: str) -> None:
    """A second version after the return, signed the same day."""
    known = _those(scene, *roles)
    forms = [await emission_report.form(scene, each, YEAR, emission_report.entries(each, YEAR)) for each in known]
    contents = dict(zip(known, await filled_together(forms), strict=True))
    await emission_report.upload(scene, YEAR, contents, day)
    await emission_report.submit(scene, YEAR, known, day)


async def _first_come_again(scene: Scene, day: date) -> None:
    await _file_again(scene, day, "gas_long", "late_filer", "short_surrender", "late_surrender")


async def _first_accepted(scene: Scene, day: date) -> None:
    known = _those(scene, "gas_long", "late_filer", "short_surrender", "late_surrender")
    await emission_report.accept(scene, YEAR, known, day)


async def _later_come_again(scene: Scene, day: date) -> None:
    await _file_again(scene, day, "gas_short", "too_many_offsets")
    await emission_report.accept(scene, YEAR, _those(scene, "gas_short", "too_many_offsets"), day)


async def _last_submits(scene: Scene, day: date) -> None:
    await _file_again(scene, day, "gap_cap")


async def _spoilt_upload(scene: Scene, day: date) -> None:
    (known,) = _those(scene, "two_versions")
    await emission_report.upload_spoilt(scene, YEAR, known, day)


# ------------------------------------------------------------------------------------------------ verification


async def _task(scene: Scene, role: str) -> TaskCard:
    enterprise_id = await _id_of(scene, role)
    for card in await tasks.tasks(YEAR, actor=await scene.holder("verification_officer"), limit=1000):
        if card.enterprise_id == enterprise_id:
            return card
    raise OutOfScript(f"nobody verifies {role}")


async def _assign(scene: Scene, day: date) -> None:
    await verifications.assign(YEAR, actor=await scene.holder("verification_officer"), at=scene.on_day(day))


def _each(step: Callable[[Scene, TaskCard, date], Awaitable[None]], *roles: str) -> Step:
    """A step of a verification for these enterprises."""

    async def taken(scene: Scene, day: date) -> None:
        for role in roles:
            await step(scene, await _task(scene, role), day)

    return taken


async def _deliver(scene: Scene, task: TaskCard, day: date) -> None:
    await verification.review_conclusion(scene, task, day, agree=True)


# ------------------------------------------------------------------------------------- recheck and confirmation


async def _second_draw(scene: Scene, day: date) -> None:
    seed = f"湖北省{YEAR}年度第二次双随机抽查(演示)"
    draw_id = await recheck.commit(scene, YEAR, seed, day)
    await rechecks.draw(draw_id, seed, actor=await scene.holder("verification_officer"), at=scene.on_day(day))


async def _third_commitment(scene: Scene, day: date) -> None:
    """Committed and not drawn: whoever signs in as the officer may reveal the seed."""
    await recheck.commit(scene, YEAR, UNREVEALED_SEED, day)


async def _dragging_recheck(scene: Scene, day: date) -> None:
    await recheck.perform(scene, YEAR, day, spared=frozenset(("late_surrender",)))
    await rechecks.prepare(YEAR, actor=await scene.holder("verification_officer"), at=scene.on_day(day))


async def _notify(scene: Scene, day: date) -> None:
    await rechecks.notify(YEAR, actor=await scene.holder("leader"), at=scene.on_day(day))


async def _object(scene: Scene, day: date) -> None:
    await recheck.object_to(scene, YEAR, day)


# ------------------------------------------------------------------------------------------- the other desks


async def _propose_list(scene: Scene, day: date) -> None:
    await listing.propose(scene, YEAR + 2, day)


async def _confirm_list(scene: Scene, day: date) -> None:
    """The list of 2027 is confirmed and waits for the leader."""
    await listing.report_and_confirm(scene, YEAR + 2, day, day)


async def _revised_plan(scene: Scene, day: date) -> None:
    """A second version of a plan waits for review."""
    (known,) = _those(scene, "gas_long")
    content = await monitoring_plan.revision(scene, known, YEAR + 1, day)
    filer = await scene.actor(known.filer)
    name = f"{known.name}-{YEAR + 1}年数据质量控制方案(修订).xlsx"
    plan_id = await plans.receive(
        await scene.enterprise_id(known), YEAR + 1, content, name, actor=filer, at=scene.on_day(day)
    )
    await scene.do_what_is_owed(scene.on_day(day))
    await plans.submit(plan_id, actor=filer, at=scene.on_day(day))


async def _case(scene: Scene, day: date) -> None:
    """The one that never reports is told what fine is meant."""
    officer = await scene.holder("enforcement_officer")
    inspectors = [person.name for person in scene.cast.holding("enforcement_officer")]
    enterprise_id = await _id_of(scene, "refuser")
    case_id = await penalties.open_from_report(
        YEAR, enterprise_id, inspectors, actor=officer, at=scene.on_day(day), facts="演示案件：连续两年拒不报送"
    )
    await penalties.order(case_id, actor=officer, at=scene.on_day(day))


async def _prior_notice(scene: Scene, day: date) -> None:
    officer = await scene.holder("enforcement_officer")
    enterprise_id = await _id_of(scene, "refuser")
    cases = await penalty_cases.cases(YEAR, actor=officer)
    case = next(card for card in cases if card.enterprise_id == enterprise_id)
    reasons = "连续两年拒不报送年度排放报告，经责令仍未改正(演示)"
    await penalties.notice(case.id, Decimal(300_000), reasons, actor=officer, at=scene.on_day(day))


async def _pre_allocation(scene: Scene, day: date) -> None:
    """Computed on the draft of the plan and proposed; nothing can be issued before the plan is law.

    What the one that was fined never handed in is taken from it.
    """
    officer, enterprise_id = await scene.holder("allocation_officer"), await _id_of(scene, "short_surrender")
    for case in await penalty_cases.cases(YEAR - 1, actor=await scene.holder("leader")):
        if case.enterprise_id == enterprise_id and case.shortfall:
            await allocation.order_deduction(
                enterprise_id, YEAR, case.shortfall, case.number, actor=officer, at=scene.on_day(day)
            )
    await allocation.propose_pre(YEAR, actor=officer, at=scene.on_day(day))


async def _id_of(scene: Scene, role: str) -> int:
    return await scene.enterprise_id(scene.cast.with_role(role))


async def _proposed_law(scene: Scene, day: date) -> None:
    """A value of the law waits for its second person."""
    provision = Provision(
        "recheck.random_share",
        "0.12",
        "share",
        date(YEAR + 2, 1, 1),
        None,
        "复查抽取比例调整(演示)",
        Confidence.INFERRED,
        "本省设定(演示)",
    )
    officer = await scene.holder("summary_officer")
    reason = "2026年复查发现问题比例上升(演示)"
    await lawbook.enact(provision, "verification", reason=reason, actor=officer, at=scene.on_day(day))


# Working days before today, and what happens then.
SCRIPT: tuple[tuple[int, Step], ...] = (
    (30, _propose_list),
    (24, _first_come_again),
    (23, _first_accepted),
    (22, _assign),
    (20, _each(verification.accept_task, "gas_long", "late_filer", "short_surrender", "late_surrender")),
    (18, _each(verification.review_documents, "gas_long", "late_filer", "short_surrender", "late_surrender")),
    (16, _each(verification.visit_site, "late_surrender", "short_surrender")),
    (15, help_desk.answered),
    (15, _each(verification.find_trouble, "short_surrender")),
    (14, _each(verification.conclude_task, "late_surrender")),
    (13, _each(_deliver, "late_surrender")),
    (12, _confirm_list),
    (11, _each(verification.answer_findings, "short_surrender")),
    (10, _each(verification.visit_site, "late_filer")),
    (9, _each(verification.find_trouble, "late_filer")),
    (9, _each(verification.conclude_task, "short_surrender")),
    (8, _second_draw),
    (8, _dragging_recheck),
    (7, _notify),
    (6, _each(verification.answer_findings, "late_filer")),
    (6, _case),
    (5, _later_come_again),
    (5, _each(_deliver, "short_surrender")),
    (4, _assign),
    (4, _each(verification.visit_site, "gas_long")),
    (4, _pre_allocation),
    (3, _each(verification.find_trouble, "gas_long")),
    (3, _each(verification.conclude_task, "late_filer")),
    (3, _each(verification.accept_task, "too_many_offsets")),
    (3, _object),
    (2, _spoilt_upload),
    (2, _last_submits),
    (2, _revised_plan),
    (1, _prior_notice),
    (1, _proposed_law),
    (1, help_desk.asked),
    (0, _third_commitment),
)
