"""Early in the second year: whoever did not surrender in full, or never reported, answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.penalty import acts, queries
from domain.penalty.states import Factor, Service
from seed.cast import EnterpriseFact
from seed.play.prices import import_prices
from seed.play.scene import OutOfScript, Scene

YEAR = 2024
CORRECT_BY = date(2026, 1, 27)
# The fine meant: this multiple of the least that the law allows. Discretion, with reasons.
SHORTFALL_MULTIPLE, REPORT_MULTIPLE = Decimal("1.2"), Decimal("4")


async def play(scene: Scene) -> str:
    await import_prices(scene, date(2025, 12, 31), (2026, 1, 9), after=date(2024, 12, 31))
    short, late, silent = (scene.cast.with_role(role) for role in ("short_surrender", "late_surrender", "refuser"))
    shortfall_case = await _open(scene, short)
    late_case = await _open(scene, late)
    report_case = await _open(scene, silent, shortfall=False)
    for case_id in (shortfall_case, late_case, report_case):
        officer = await scene.holder("enforcement_officer")
        await acts.order(case_id, CORRECT_BY, actor=officer, at=scene.on(2026, 1, 13))
    await _notice(scene, shortfall_case, SHORTFALL_MULTIPLE, "欠缴数量较大，但系首次，且积极配合调查")
    await _notice(scene, report_case, REPORT_MULTIPLE, "经多次催办拒不报送，影响全省核查和配额核定")
    await _spare(scene, late_case)
    await _answer(scene, short, shortfall_case)
    await _review(scene, (shortfall_case, report_case))
    await _decide(scene, shortfall_case, (Factor.FIRST_TIME, Factor.COOPERATED))
    await _decide(scene, report_case, (Factor.REFUSED,))
    await _carry_out(scene, (shortfall_case, report_case))
    return await _told(scene, (shortfall_case, report_case, late_case))


async def _open(scene: Scene, known: EnterpriseFact, *, shortfall: bool = True) -> int:
    officer = await scene.holder("enforcement_officer")
    inspectors = [person.name for person in scene.cast.holding("enforcement_officer")]
    opening = acts.open_from_shortfall if shortfall else acts.open_from_report
    enterprise_id = await scene.enterprise_id(known)
    return await opening(YEAR, enterprise_id, inspectors, actor=officer, at=scene.on(2026, 1, 12), facts="演示案件")


async def _notice(scene: Scene, case_id: int, multiple: Decimal, reasons: str) -> None:
    officer = await scene.holder("enforcement_officer")
    case = await queries.case(case_id, actor=officer)
    assert case is not None
    day = scene.on(2026, 1, 15)
    possible = await queries.possible(case.ground, case.conduct_on, case.deadline_on, case.shortfall, day.date())
    least = next(option.fine_min for option in possible.options if option.code == "conduct:failed")
    if least is None:
        raise OutOfScript(f"{case.number}: the law names no amount")
    fine = (least * multiple).quantize(Decimal("0.01"), ROUND_HALF_UP)
    await acts.notice(case_id, fine, reasons, actor=officer, at=day)


async def _spare(scene: Scene, case_id: int) -> None:
    """First time, slight, and made good at once: the leader may let it be (行政处罚法 art 33)."""
    reason = "首次违法、逾期数日且危害后果轻微并已及时改正，依照行政处罚法第三十三条不予处罚，撤回立案(演示)"
    await acts.withdraw(case_id, reason, actor=await scene.holder("leader"), at=scene.on(2026, 1, 16))


async def _answer(scene: Scene, known: EnterpriseFact, case_id: int) -> None:
    text = "对事实无异议；资金紧张导致未能按期购入配额，请求从轻处罚(演示)"
    await acts.state(case_id, text, actor=await scene.actor(known.signatory), at=scene.on(2026, 1, 19))


async def _review(scene: Scene, cases: Sequence[int]) -> None:
    legal = await scene.holder("legal_reviewer")
    for case_id in cases:
        opinion = "事实清楚、证据充分、程序合法，同意(演示)"
        await acts.review(case_id, opinion, actor=legal, at=scene.on(2026, 1, 26))


async def _decide(scene: Scene, case_id: int, factors: Sequence[Factor]) -> None:
    """What was short is not handed in either when the days to correct are over: it is taken from the next year."""
    leader = await scene.holder("leader")
    case = await queries.case(case_id, actor=leader)
    assert case is not None
    assert case.notice_fine_yuan is not None
    ruling = acts.Ruling(
        case.notice_fine_yuan, "经集体讨论，按告知数额处罚(演示)", tuple(factors), deduct=case.shortfall is not None
    )
    await acts.decide(case_id, ruling, actor=leader, at=scene.on(2026, 1, 29))


async def _carry_out(scene: Scene, cases: Sequence[int]) -> None:
    """Service, publication, payment, closing with the credit record."""
    officer = await scene.holder("enforcement_officer")
    served, paid = date(2026, 1, 30), date(2026, 2, 9)
    for case_id in cases:
        await acts.serve(case_id, Service.DIRECT.value, served, actor=officer, at=scene.on(2026, 1, 30))
    for case_id in cases:
        await acts.publish(case_id, actor=officer, at=scene.on(2026, 2, 4))
    for case_id in cases:
        await acts.execute(case_id, paid, actor=officer, at=scene.on(2026, 2, 10))
    for case_id in cases:
        await acts.close(case_id, f"演示信用记录-{case_id:04}", actor=officer, at=scene.on(2026, 2, 26))


async def _told(scene: Scene, cases: Sequence[int]) -> str:
    leader = await scene.holder("leader")
    found = [await queries.case(case_id, actor=leader) for case_id in cases]
    fines = [case.fine_yuan for case in found if case is not None and case.fine_yuan is not None]
    short = next(case for case in found if case is not None and case.fine_yuan is not None and case.shortfall)
    return (
        f"{len(found)} cases, {len(fines)} fined {sum(fines):,.2f} yuan; shortfall {short.shortfall:,} t: "
        f"{short.fine_yuan:,.2f} within {short.fine_min:,.2f} to {short.fine_max:,.2f} ({short.law})"
    )
