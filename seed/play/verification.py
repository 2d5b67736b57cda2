"""Spring and early summer: bodies assigned, documents reviewed, sites visited, findings answered, conclusions given.

Whatever a verification finds, it finds at an invented enterprise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.actors import Actor
from domain.emission_report import queries as reports
from domain.verification import acts, queries
from domain.verification.queries import TaskCard
from domain.verification.states import Approach, Category, Quantity, TaskState, TieKind
from seed.cast import BodyFact
from seed.play.scene import Scene, refused

QUESTIONS = (
    acts.SiteQuestion(Approach.CHECK, "生产报表、燃料入炉台账与报告数据核对"),
    acts.SiteQuestion(Approach.LOOK, "皮带秤、电能表等计量器具及检定证书"),
    acts.SiteQuestion(Approach.ASK, "元素碳缺测月份的处理方式"),
    acts.SiteQuestion(Approach.TEST, "抽取三个月的煤样检测报告复算元素碳含量"),
)
ANSWER = "与报告一致(演示)"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is found at an enterprise. `share` changes the reported emissions of its first unit when corrected."""

    category: Category
    text: str
    answer: str
    share: Decimal | None = None
    resolved: bool = True


TROUBLES: Mapping[str, Trouble] = {
    "late_filer": Trouble(Category.QUALITY, "六月煤样留样记录缺失一批", "已补充留样记录并完善制度"),
    "two_versions": Trouble(
        Category.ACTIVITY_DATA, "三月皮带秤未按期校准，燃煤量偏低", "按校准结果修正", Decimal("1.0042")
    ),
    "too_many_offsets": Trouble(Category.PLAN, "元素碳检测频次与质量控制方案不一致", "已按方案执行并备案修订"),
    "short_surrender": Trouble(
        Category.EMISSION_FACTOR, "五月元素碳检测报告无认证标志", "无法提供", Decimal("1.0060"), resolved=False
    ),
    "gas_long": Trouble(Category.BASIC, "法定代表人变更未更新", "已更新"),
}
# Whose conclusion the technical reviewer once sends back.
SENT_BACK = "too_many_offsets"


@dataclass(frozen=True, slots=True)
class Season:
    """When the verification of a year happens, within the clocks of the guide; and who is left at which state.

    Where something is found, the visit is the last; the clean ones go over several days.
    """

    year: int
    assigned_on: date
    accepted_on: date
    documents_on: date
    clean_visits_on: tuple[date, ...]
    troubled_visits_on: date
    findings_on: date
    clean_review_on: date
    answers_on: date
    conclusion_on: date
    review_on: date
    second_conclusion_on: date
    second_review_on: date
    left_at: Mapping[str, TaskState]


SEASON_2024 = Season(
    2024,
    assigned_on=date(2025, 4, 21),
    accepted_on=date(2025, 4, 24),
    documents_on=date(2025, 5, 28),
    clean_visits_on=(date(2025, 6, 4), date(2025, 6, 5), date(2025, 6, 6), date(2025, 6, 9)),
    troubled_visits_on=date(2025, 6, 10),
    findings_on=date(2025, 6, 11),
    clean_review_on=date(2025, 6, 16),
    answers_on=date(2025, 6, 17),
    conclusion_on=date(2025, 6, 19),
    review_on=date(2025, 6, 20),
    second_conclusion_on=date(2025, 6, 23),
    second_review_on=date(2025, 6, 24),
    left_at={},
)


async def play(scene: Scene) -> str:
    """All of 2024, with the one tie that keeps a body away."""
    await _declare_ties(scene)
    return await verify(scene, SEASON_2024)


async def verify(scene: Scene, season: Season) -> str:
    """Assign what was accepted and walk every task as far as the season says."""
    officer = await scene.holder("verification_officer")
    found = await acts.assign(season.year, actor=officer, at=scene.on_day(season.assigned_on))
    await _try_the_tied_body(scene, season)
    tasks = await queries.tasks(season.year, actor=officer, limit=1000)
    for task in tasks:
        if await _goes_beyond(scene, season, task, TaskState.ASSIGNED):
            await accept_task(scene, task, season.accepted_on)
    await _walk(scene, season, tasks)
    delivered = await queries.delivered(season.year, actor=officer)
    tonnes = sum(card.emissions_tonnes for card in delivered)
    findings = sum(card.findings for card in delivered)
    return (
        f"{found.placed} tasks assigned to {len(scene.cast.bodies)} bodies, {len(delivered)} reports delivered, "
        f"{findings} findings, {tonnes:,.0f} t verified"
    )


async def _declare_ties(scene: Scene) -> None:
    officer = await scene.holder("verification_officer")
    for body in scene.cast.bodies:
        if body.tie is not None:
            await acts.declare_tie(
                await _body_id(scene, body),
                await scene.enterprise_id(scene.cast.enterprise(body.tie.enterprise)),
                TieKind(body.tie.kind),
                body.tie.since,
                actor=officer,
                at=scene.on(2025, 4, 21),
                text="曾提供碳排放咨询服务(演示)",
            )


async def _try_the_tied_body(scene: Scene, season: Season) -> None:
    """An officer would send the tied body by hand: the portal does not let them."""
    officer = await scene.holder("verification_officer")
    for body in scene.cast.bodies:
        if body.tie is None:
            continue
        enterprise_id = await scene.enterprise_id(scene.cast.enterprise(body.tie.enterprise))
        cards = await reports.accepted(season.year, actor=officer)
        for card in cards:
            if card.enterprise_id == enterprise_id and card.state == "accepted":
                attempt = acts.assign_one(
                    card.id,
                    await _body_id(scene, body),
                    "就近安排",
                    actor=officer,
                    at=scene.on_day(season.assigned_on),
                )
                await refused("VERIFICATION-EXCLUDED", attempt)


async def _body_id(scene: Scene, body: BodyFact) -> int:
    found = (await scene.actor(body.manager)).body_id
    assert found is not None
    return found


async def _walk(scene: Scene, season: Season, tasks: Sequence[TaskCard]) -> None:
    """Day by day; every step only for those who go so far."""
    for task in await _still_going(scene, season, tasks, TaskState.ACCEPTED):
        await review_documents(scene, task, season.documents_on)
    visited = await _still_going(scene, season, tasks, TaskState.REVIEWED_DOCUMENTS)
    clean = [task for task in visited if await _trouble_of(scene, task) is None]
    troubled = [task for task in visited if await _trouble_of(scene, task) is not None]
    await _visit_clean(scene, season, clean)
    for task in troubled:
        await visit_site(scene, task, season.troubled_visits_on)
    for task in await _still_going(scene, season, troubled, TaskState.VISITED):
        await find_trouble(scene, task, season.findings_on)
    concluded = await _still_going(scene, season, clean, TaskState.VISITED)
    for task in concluded:
        await conclude_task(scene, task, season.findings_on)
    for task in await _still_going(scene, season, concluded, TaskState.CONCLUDED):
        await review_conclusion(scene, task, season.clean_review_on, agree=True)
    await _walk_troubled(scene, season, troubled)


async def _visit_clean(scene: Scene, season: Season, tasks: Sequence[TaskCard]) -> None:
    days = season.clean_visits_on
    for number, day in enumerate(days):
        for task in tasks[number :: len(days)]:
            await visit_site(scene, task, day)


async def _walk_troubled(scene: Scene, season: Season, troubled: Sequence[TaskCard]) -> None:
    """From the answers on. The technical reviewer agrees, but for one report, which comes back better."""
    answering = await _still_going(scene, season, troubled, TaskState.AWAITING_CORRECTION)
    for task in answering:
        await answer_findings(scene, task, season.answers_on)
    for task in answering:
        await conclude_task(scene, task, season.conclusion_on)
    reviewed = await _still_going(scene, season, answering, TaskState.CONCLUDED)
    again = [task for task in reviewed if (await scene.fact_of(task.enterprise_id)).role == SENT_BACK]
    for task in reviewed:
        await review_conclusion(scene, task, season.review_on, agree=task not in again)
    for task in again:
        await conclude_task(scene, task, season.second_conclusion_on)
    for task in again:
        await review_conclusion(scene, task, season.second_review_on, agree=True)


async def _still_going(scene: Scene, season: Season, tasks: Iterable[TaskCard], state: TaskState) -> list[TaskCard]:
    return [task for task in tasks if await _goes_beyond(scene, season, task, state)]


ORDER = (
    TaskState.ASSIGNED,
    TaskState.ACCEPTED,
    TaskState.REVIEWED_DOCUMENTS,
    TaskState.VISITED,
    TaskState.AWAITING_CORRECTION,
    TaskState.CORRECTED,
    TaskState.CONCLUDED,
    TaskState.DELIVERED,
)


async def _goes_beyond(scene: Scene, season: Season, task: TaskCard, state: TaskState) -> bool:
    """Whether the story leads this task further than `state`."""
    last = season.left_at.get((await scene.fact_of(task.enterprise_id)).role, TaskState.DELIVERED)
    return ORDER.index(last) > ORDER.index(state)


async def _trouble_of(scene: Scene, task: TaskCard) -> Trouble | None:
    return TROUBLES.get((await scene.fact_of(task.enterprise_id)).role)


def _body_of(scene: Scene, task: TaskCard) -> BodyFact:
    return next(body for body in scene.cast.bodies if body.name == task.body_name)


async def _group(scene: Scene, task: TaskCard) -> tuple[Actor, Actor]:
    """Leader and member: the body's verifiers take turns."""
    names = _body_of(scene, task).team
    return await scene.actor(names[task.id % len(names)]), await scene.actor(names[(task.id + 1) % len(names)])


async def accept_task(scene: Scene, task: TaskCard, day: date) -> None:
    leader, member = await _group(scene, task)
    manager = await scene.actor(_body_of(scene, task).manager)
    team = acts.Team(leader.account_id, (member.account_id,))
    await acts.accept(task.id, team, actor=manager, at=scene.on_day(day))


async def review_documents(scene: Scene, task: TaskCard, day: date) -> None:
    _, member = await _group(scene, task)
    text = "已核对报告、质量控制方案、台账；现场重点见清单(演示)"
    await acts.review_documents(task.id, text, QUESTIONS, actor=member, at=scene.on_day(day))


async def visit_site(scene: Scene, task: TaskCard, day: date) -> None:
    leader, _ = await _group(scene, task)
    conforms = await _trouble_of(scene, task) is None
    answers = [acts.SiteAnswer(number, ANSWER, True) for number in range(1, len(QUESTIONS))]
    answers.append(acts.SiteAnswer(len(QUESTIONS), ANSWER if conforms else "见不符合项", conforms))
    await acts.visit(task.id, answers, actor=leader, at=scene.on_day(day))


async def find_trouble(scene: Scene, task: TaskCard, day: date) -> None:
    leader, _ = await _group(scene, task)
    trouble = await _trouble_of(scene, task)
    assert trouble is not None
    unit, value = await _touched(scene, task, trouble)
    finding = acts.NewFinding(
        trouble.category,
        trouble.text,
        unit,
        Quantity.EMISSIONS if value is not None else Quantity.NONE,
        None if trouble.resolved else value,
    )
    await acts.find(task.id, finding, actor=leader, at=scene.on_day(day))
    await acts.send_findings(task.id, actor=leader, at=scene.on_day(day))


async def _touched(scene: Scene, task: TaskCard, trouble: Trouble) -> tuple[str, Decimal | None]:
    """The first unit and what its emissions would be; no unit where the finding is not about a quantity."""
    if trouble.share is None:
        return "", None
    units = await reports.unit_years([task.report_id], actor=await scene.holder("verification_officer"))
    return units[0].unit_number, (units[0].emissions_tonnes * trouble.share).quantize(Decimal("0.01"))


async def answer_findings(scene: Scene, task: TaskCard, day: date) -> None:
    enterprise = await scene.fact_of(task.enterprise_id)
    filer = await scene.actor(enterprise.filer)
    trouble = await _trouble_of(scene, task)
    assert trouble is not None
    _, value = await _touched(scene, task, trouble)
    for finding in await queries.findings(task.id, actor=filer):
        await acts.answer(
            finding.id,
            trouble.answer,
            actor=filer,
            at=scene.on_day(day),
            corrected_value=value if trouble.resolved else None,
        )


async def conclude_task(scene: Scene, task: TaskCard, day: date) -> None:
    leader, _ = await _group(scene, task)
    trouble = await _trouble_of(scene, task)
    cards = await queries.findings(task.id, actor=leader)
    judgements = [acts.Judgement(card.id, trouble is None or trouble.resolved, card.estimate) for card in cards]
    statement = "经核查，排放量、生产数据按本结论所列数值认定(演示)"
    await acts.conclude(task.id, statement, judgements, actor=leader, at=scene.on_day(day))


async def review_conclusion(scene: Scene, task: TaskCard, day: date, *, agree: bool) -> None:
    reviewer = await scene.actor(_body_of(scene, task).reviewer)
    text = "同意" if agree else "请补充整改证据的说明后再出结论"
    await acts.review(task.id, agree, text, actor=reviewer, at=scene.on_day(day))
