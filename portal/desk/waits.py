"""Who is waited for when a subject stands somewhere: one line for each, in the order of the year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind

PLANT = (Kind.ENTERPRISE,)


@dataclass(frozen=True, slots=True)
class Wait:
    """Subjects of a room in one of `states` wait for holders of `duty`.

    `code` has its words under `desk:<code>`; `many` leads to the list, `one` to the subject when there is only one;
    `deadline` is the provision that says when, where the subject itself has no day. `when` narrows by that day.
    What only answers the delay of others is not `told` to them: they have the delay itself on their desk. `looking` is
    the page for those who may only look on, where it is another one.
    """

    code: str
    room: str
    kind: str
    states: tuple[str, ...]
    duty: Duty
    many: str
    one: str = ""
    deadline: str = ""
    users: tuple[Kind, ...] = ()
    when: str = ""
    told: bool = True
    looking: str = ""

    def is_for(self, actor: Actor) -> bool:
        return self.duty in actor.duties and (not self.users or actor.kind in self.users)

    def link(self, year: int, states: Iterable[str], only_id: int | None) -> str:
        """To the subject when it is the only one; else to the list, narrowed to the state where they share one."""
        if self.one and only_id:
            return self.one.format(id=only_id)
        many = self.many.format(year=year)
        if "?" in many or (self.room, self.kind) not in LISTED:
            return many
        shared = tuple(states)
        # An empty state shows all: without it a list shows what was last asked of it.
        return f"{many}?state={shared[0] if len(shared) == 1 else ''}"


LISTING = ("listing", "entry")
PLAN = ("monitoring_plan", "plan")
MONTH = ("monthly_evidence", "month")
MONTH_DRAFT = ("monthly_evidence", "draft")
REPORT = ("emission_report", "report")
DRAFT = ("emission_report", "draft")
TASK = ("verification", "task")
CONFIRMATION = ("recheck", "confirmation")
ALLOCATION = ("allocation", "allocation")
OBLIGATION = ("surrender", "obligation")
CASE = ("penalty", "case")
PACKAGE = ("summary", "package")
# The list of those who owe a report, in whatever state it is.
OWED = "/reports/{year}?owed=true"
ONE_MONTH = "/months/month/{id}"
MONTHS_OWED = "/months/{year}/list?owed=true"
# Subjects whose room lists them by state.
LISTED = (LISTING, PLAN, MONTH, REPORT, TASK, CONFIRMATION, ALLOCATION, OBLIGATION, CASE)

# Days on which a line shows: only when the day has passed, or only as long as it has not.
LATE, IN_TIME = "late", "in_time"

WAITS: tuple[Wait, ...] = (
    Wait("listing.notice", *LISTING, ("proposed",), Duty.LISTING_PREPARE, "/listing/{year}", deadline="list"),
    Wait("listing.report", *LISTING, ("noticed",), Duty.LISTING_PREPARE, "/listing/{year}"),
    Wait("listing.confirm", *LISTING, ("reported",), Duty.LISTING_PREPARE, "/listing/{year}", deadline="list"),
    Wait("listing.publish", *LISTING, ("confirmed",), Duty.LISTING_APPROVE, "/listing/{year}", deadline="list"),
    Wait(
        "plan.correct",
        *PLAN,
        ("stopped", "returned"),
        Duty.PLAN_FILE,
        "/plans/{year}",
        "/plans/versions/{id}",
        deadline="plan",
    ),
    Wait("plan.submit", *PLAN, ("clean",), Duty.PLAN_FILE, "/plans/{year}", "/plans/versions/{id}", deadline="plan"),
    Wait("plan.review", *PLAN, ("submitted",), Duty.PLAN_REVIEW, "/plans/{year}", "/plans/versions/{id}"),
    Wait(
        "plan.verify",
        "monitoring_plan",
        "review",
        ("asked",),
        Duty.PLAN_VERIFY,
        "/plans/{year}",
        "/plans/versions/{id}",
    ),
    Wait(
        "plan.change_decide",
        "monitoring_plan",
        "change",
        ("applied",),
        Duty.PLAN_REVIEW,
        "/plans/changes?state=applied",
        "/plans/changes/{id}",
    ),
    Wait(
        "plan.revise",
        "monitoring_plan",
        "change",
        ("granted",),
        Duty.PLAN_FILE,
        "/plans/changes?state=granted",
        "/plans/changes/{id}",
    ),
    Wait(
        "plan.calibrate",
        "monitoring_plan",
        "meter",
        ("in_use",),
        Duty.PLAN_FILE,
        "/plans/instruments",
        "/plans/instruments/{id}",
        when=LATE,
    ),
    Wait("month.upload", *MONTH_DRAFT, ("none",), Duty.MONTH_FILE, "/months/{year}", ONE_MONTH),
    Wait("month.correct", *MONTH_DRAFT, ("stopped",), Duty.MONTH_FILE, "/months/{year}", ONE_MONTH),
    Wait("month.submit", *MONTH_DRAFT, ("clean",), Duty.MONTH_FILE, "/months/{year}", ONE_MONTH),
    Wait(
        "month.look",
        "monthly_evidence",
        "unlooked",
        ("submitted",),
        Duty.FIRST_LOOK,
        "/months/{year}/list?state=submitted&looked=false",
        ONE_MONTH,
        told=False,
    ),
    Wait("month.accept", *MONTH, ("submitted",), Duty.MONTH_REVIEW, "/months/{year}/list", ONE_MONTH),
    *(
        Wait(
            "month.overdue",
            *MONTH_DRAFT,
            ("none", "stopped", "clean"),
            duty,
            MONTHS_OWED,
            ONE_MONTH,
            users=users,
            when=LATE,
            told=False,
        )
        for duty, users in ((Duty.MONTH_REVIEW, ()), (Duty.MONTH_SEE, (Kind.CITY,)))
    ),
    Wait(
        "report.upload",
        *DRAFT,
        ("none",),
        Duty.REPORT_FILE,
        OWED,
        "/reports/report/{id}",
    ),
    Wait(
        "report.correct",
        *DRAFT,
        ("stopped",),
        Duty.REPORT_FILE,
        OWED,
        "/reports/report/{id}",
    ),
    Wait(
        "report.sign",
        *DRAFT,
        ("clean",),
        Duty.REPORT_SIGN,
        OWED,
        "/reports/report/{id}",
    ),
    Wait("report.accept", *REPORT, ("submitted",), Duty.REPORT_ACCEPT, "/reports/{year}", "/reports/report/{id}"),
    Wait(
        "report.first_look",
        "emission_report",
        "look",
        ("waiting",),
        Duty.FIRST_LOOK,
        "/reports/{year}?look=waiting",
        "/reports/report/{id}",
    ),
    Wait(
        "report.overdue",
        *REPORT,
        ("open", "returned"),
        Duty.REPORT_DETERMINE,
        OWED,
        "/reports/report/{id}",
        when=LATE,
        told=False,
    ),
    Wait(
        "report.overdue",
        *REPORT,
        ("open", "returned"),
        Duty.REPORT_SEE,
        OWED,
        "/reports/report/{id}",
        users=(Kind.CITY,),
        when=LATE,
        told=False,
    ),
    *(
        Wait(
            f"verification.{code}",
            *TASK,
            states,
            duty,
            "/verification/{year}",
            "/verification/tasks/{id}",
            deadline="verification",
        )
        for code, states, duty in (
            ("accept", ("assigned",), Duty.VERIFICATION_ACCEPT),
            ("review_documents", ("accepted",), Duty.VERIFICATION_PERFORM),
            ("visit", ("reviewed_documents",), Duty.VERIFICATION_PERFORM),
            ("conclude", ("visited", "corrected"), Duty.VERIFICATION_PERFORM),
            ("answer", ("awaiting_correction",), Duty.VERIFICATION_ANSWER),
            ("deliver", ("concluded",), Duty.VERIFICATION_REVIEW),
        )
    ),
    # The enterprise's days for correction have run out: the group concludes without.
    Wait(
        "verification.conclude",
        *TASK,
        ("awaiting_correction",),
        Duty.VERIFICATION_PERFORM,
        "/verification/{year}",
        "/verification/tasks/{id}",
        when=LATE,
        told=False,
    ),
    Wait(
        "recheck.draw", "recheck", "draw", ("committed",), Duty.RECHECK_DRAW, "/recheck/{year}", "/recheck/draws/{id}"
    ),
    Wait(
        "recheck.perform",
        "recheck",
        "task",
        ("drawn",),
        Duty.RECHECK_PERFORM,
        "/recheck/{year}",
        "/recheck/tasks/{id}",
    ),
    Wait("recheck.notify", *CONFIRMATION, ("prepared",), Duty.EMISSIONS_CONFIRM, "/recheck/{year}"),
    Wait(
        "recheck.object",
        *CONFIRMATION,
        ("notified",),
        Duty.OBJECT,
        "/recheck/{year}",
        "/recheck/confirmations/{id}",
        when=IN_TIME,
    ),
    Wait(
        "recheck.decide",
        "recheck",
        "objection",
        ("filed",),
        Duty.OBJECTION_DECIDE,
        "/recheck/{year}",
        "/recheck/confirmations/{id}",
    ),
    Wait("recheck.finalise", *CONFIRMATION, ("decided",), Duty.RECHECK_DRAW, "/recheck/{year}"),
    Wait("recheck.finalise", *CONFIRMATION, ("notified",), Duty.RECHECK_DRAW, "/recheck/{year}", when=LATE),
    *(
        Wait(f"allocation.{code}", *ALLOCATION, (state,), duty, "/allocation/{year}", deadline=deadline)
        for code, state, duty, deadline in (
            ("approve_pre", "pre_proposed", Duty.ALLOCATION_APPROVE, "pre_allocation"),
            ("propose_pre_again", "pre_returned", Duty.ALLOCATION_PREPARE, "pre_allocation"),
            ("issue_pre", "pre_approved", Duty.ALLOCATION_PREPARE, "pre_allocation"),
            ("propose_final", "pre_issued", Duty.ALLOCATION_PREPARE, "final_tables"),
            ("approve_final", "final_proposed", Duty.ALLOCATION_APPROVE, "final_tables"),
            ("confirm_final", "final_approved", Duty.ALLOCATION_PREPARE, "final_tables"),
            ("issue_final", "final_confirmed", Duty.ALLOCATION_PREPARE, "final_issue"),
        )
    ),
    Wait("surrender.settle", *OBLIGATION, ("open",), Duty.SURRENDER_RECORD, "/surrender/{year}", deadline="surrender"),
    Wait(
        "surrender.hand_in",
        "surrender",
        "owing",
        ("owing",),
        Duty.SURRENDER_SEE,
        "/surrender/{year}",
        deadline="surrender",
        users=PLANT,
    ),
    Wait("surrender.publish", *OBLIGATION, ("settled",), Duty.SURRENDER_PUBLISH, "/surrender/{year}"),
    *(
        Wait(f"penalty.{code}", *CASE, states, duty, "/penalties/{year}", "/penalties/cases/{id}")
        for code, states, duty in (
            ("order", ("opened",), Duty.PENALTY_HANDLE),
            ("notice", ("ordered",), Duty.PENALTY_HANDLE),
            ("state", ("noticed",), Duty.PENALTY_ANSWER),
            ("hear", ("stated",), Duty.PENALTY_HANDLE),
            ("review", ("stated",), Duty.PENALTY_REVIEW),
            ("decide", ("reviewed",), Duty.PENALTY_DECIDE),
            ("serve", ("decided",), Duty.PENALTY_HANDLE),
            ("execute", ("served",), Duty.PENALTY_HANDLE),
            ("close", ("executed",), Duty.PENALTY_HANDLE),
        )
    ),
    Wait(
        "penalty.review",
        *CASE,
        ("noticed",),
        Duty.PENALTY_REVIEW,
        "/penalties/{year}",
        "/penalties/cases/{id}",
        when=LATE,
    ),
    Wait(
        "outside.import",
        "outside_data",
        "import",
        ("received",),
        Duty.OUTSIDE_IMPORT,
        "/outside?state=received",
        "/outside/imports/{id}",
    ),
    Wait("summary.sign", *PACKAGE, ("built",), Duty.SUMMARY_SIGN, "/summary/{year}", "/summary/packages/{id}"),
    Wait("summary.hand_over", *PACKAGE, ("signed",), Duty.SUMMARY_PREPARE, "/summary/{year}", "/summary/packages/{id}"),
    Wait("summary.order_again", *PACKAGE, ("failed",), Duty.SUMMARY_PREPARE, "/summary/{year}"),
    Wait(
        "bulletin.publish", "bulletin", "bulletin", ("drafted",), Duty.BULLETIN_PUBLISH, "/bulletins", "/bulletins/{id}"
    ),
    Wait(
        "help.answer",
        "help_desk",
        "question",
        ("asked",),
        Duty.HELP_ANSWER,
        "/help/queue",
        "/help/questions/{id}",
        looking="/help/mine",
    ),
    Wait("notices.failed", "notices", "letter", ("failed",), Duty.PEOPLE_MANAGE, "/accounts/letters"),
    Wait("law.confirm", "lawbook", "provision", ("proposed",), Duty.LAW_CONFIRM, "/law/proposed", looking="/law"),
    Wait("law.confirm_notice", "lawbook", "notice", ("proposed",), Duty.LAW_CONFIRM, "/law/proposed", looking="/law"),
    Wait("people.held_back", "people", "account", ("held_back",), Duty.SECURITY_LOCK, "/security"),
)
