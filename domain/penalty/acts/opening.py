"""From the lead to the prior notice: opening, the order to correct, and what the enterprise is told to expect."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from asyncpg.exceptions import UniqueViolationError

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse, stop_on
from domain.core.law import Law, last_day_of
from domain.emission_report import queries as reports
from domain.emission_report.rules import last_day
from domain.penalty import checks, queries
from domain.penalty.acts.cases import LONGEST, case_of, days_after, needed, step, to_enterprise
from domain.penalty.acts.papers import issue_paper
from domain.penalty.checks import Option
from domain.penalty.queries import CaseFile, Possible
from domain.penalty.rules import conduct_day, hearing_offered, limitation_ends
from domain.penalty.states import APL, MOVES, Ground, State
from domain.penalty.tables import PenaltyCase
from domain.records.database import ask, ask_one, transaction
from domain.records.documents.rules import clock
from domain.records.journal.writes import Note, begin, require
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.notices.writes import tell
from domain.surrender import queries as surrender

STATEMENT, HEARING = "clock.penalty.statement", "clock.penalty.hearing_request"
# Numbers are given out one at a time, so that the series has no gap and no number twice.
SERIES_LOCK = "penalty.series"
# 字号: the authority's own series, counted anew each calendar year.
NUMBER = "省环碳罚〔{series}〕{serial}号"


@dataclass(frozen=True, slots=True)
class Lead:
    """What a case is opened on (线索). Allowances in tonnes; None where no surrender is concerned."""

    year: int
    enterprise_id: int
    ground: Ground
    deadline_on: date
    facts: str
    due: int | None = None
    surrendered: int | None = None
    shortfall: int | None = None


async def open_from_shortfall(
    year: int, enterprise_id: int, inspectors: Sequence[str], *, actor: Actor, at: datetime, facts: str = ""
) -> int:
    """Open a case because the obligation was not met in full by the deadline; answers its id.

    The conduct is that of the day after the deadline, also when the enterprise made good later. Refused:
    PENALTY-NO-SHORTFALL, PENALTY-INSPECTORS, PENALTY-TWICE, PENALTY-LIMITATION.
    """
    require(actor, Duty.PENALTY_HANDLE)
    outcome = next(
        (card for card in await surrender.outcomes(year, actor=actor) if card.enterprise_id == enterprise_id), None
    )
    if outcome is None or outcome.status not in queries.FAILED:
        raise refuse("PENALTY-NO-SHORTFALL", citation="碳排放权交易管理暂行条例 第二十四条")
    law = await as_of(last_day_of(year))
    lead = Lead(
        year,
        enterprise_id,
        Ground.SHORTFALL,
        law.on("deadline.surrender"),
        facts.strip(),
        outcome.due,
        outcome.due - outcome.deadline_shortfall,
        outcome.deadline_shortfall,
    )
    return await _open(lead, inspectors, outcome.completed_on, actor=actor, at=at)


async def open_from_report(
    year: int, enterprise_id: int, inspectors: Sequence[str], *, actor: Actor, at: datetime, facts: str = ""
) -> int:
    """Open a case because the annual report was never filed (Decree 775 art 21); answers its id.

    The conduct is that of the day after the last day that this enterprise had: by its sector, or by a window opened
    for it alone. Refused: PENALTY-REPORT-FILED when it has filed or owes none, PENALTY-REPORT-NOT-DUE before that day
    is over, and as for a shortfall.
    """
    require(actor, Duty.PENALTY_HANDLE)
    report = await reports.report_of(enterprise_id, year, actor=actor)
    if report is None or report.state not in queries.NEVER_FILED:
        raise refuse("PENALTY-REPORT-FILED", citation="碳排放权交易管理暂行条例 第二十一条")
    law = await as_of(last_day_of(year))
    deadline_on = last_day(law, report.sector, report.opened_until)
    if legal_day(at) <= deadline_on:
        raise refuse("PENALTY-REPORT-NOT-DUE", until=deadline_on)
    lead = Lead(year, enterprise_id, Ground.REPORT, deadline_on, facts.strip())
    return await _open(lead, inspectors, None, actor=actor, at=at)


async def _open(lead: Lead, inspectors: Sequence[str], ended_on: date | None, *, actor: Actor, at: datetime) -> int:
    """`ended_on` is the day the breach ended; a breach that goes on has no limitation yet."""
    named = [name.strip()[:80] for name in inspectors if name.strip()]
    law = await as_of(legal_day(at))
    stop_on(checks.inspectors(named, int(law.value("penalty.inspectors_min"))))
    if ended_on is not None and legal_day(at) > (last := limitation_ends(law, ended_on)):
        raise refuse("PENALTY-LIMITATION", citation=f"{APL} 第三十六条", until=last)
    try:
        async with transaction():
            case_id = await _insert(lead, named, actor=actor, at=at)
            basis = {"ground": lead.ground.value, "year": lead.year, "shortfall": lead.shortfall, "inspectors": named}
            note = Note(reason=lead.facts, basis=basis, enterprise_id=lead.enterprise_id)
            await begin(PenaltyCase, case_id, MOVES, "open", actor=actor, at=at, note=note)
    except UniqueViolationError:
        raise refuse("PENALTY-TWICE", year=lead.year) from None
    return case_id


async def _insert(lead: Lead, named: list[str], *, actor: Actor, at: datetime) -> int:
    series = legal_day(at).year
    await ask("SELECT pg_advisory_xact_lock(hashtext({}))", SERIES_LOCK)
    last = await ask_one("SELECT max(serial) AS serial FROM penalty_case WHERE series = {}", series)
    serial = 1 + (last["serial"] if last and last["serial"] else 0)
    case = PenaltyCase(
        number=NUMBER.format(series=series, serial=serial),
        series=series,
        serial=serial,
        year=lead.year,
        enterprise_id=lead.enterprise_id,
        ground=lead.ground.value,
        state=State.OPENED.value,
        conduct_on=conduct_day(lead.deadline_on),
        deadline_on=lead.deadline_on,
        due=lead.due,
        surrendered=lead.surrendered,
        shortfall=lead.shortfall,
        facts=lead.facts,
        opened_at=at,
        opened_by=actor.account_id,
        inspectors=json.dumps(named, ensure_ascii=False),
    )
    return int((await PenaltyCase.insert(case))[0]["id"])


async def order(case_id: int, until: date | None = None, *, actor: Actor, at: datetime, text: str = "") -> date:
    """Order the enterprise to correct by a day; answers the day. Without one, the limit that the province has set.

    Refused: PENALTY-UNTIL when the day is not in the future.
    """
    require(actor, Duty.PENALTY_HANDLE)
    day = legal_day(at)
    law, calendar = await as_of(day), await working_calendar()
    limit = until or days_after(calendar, law, "clock.penalty.correction", day)
    if limit <= day:
        raise refuse("PENALTY-UNTIL", field_name="until", until=limit)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        changes = {"correct_by": limit, "order_text": text.strip()[:LONGEST]}
        note = Note(reason=text.strip(), basis={"until": limit.isoformat()})
        await step(case, "order", changes, note, actor=actor, at=at)
        await tell("penalty.ordered", at=at, **to_enterprise(case, until=limit))
        told = {"order": changes["order_text"], "until_on": limit, "citation": MOVES["order"].citation}
        await issue_paper("correction_order", case, actor=actor, at=at, **told)
    return limit


async def notice(
    case_id: int, fine_yuan: Decimal, reasons: str, *, actor: Actor, at: datetime, option: str = "conduct:failed"
) -> date:
    """Tell the enterprise the fine that is meant, why, and its rights; answers the last day on which it may answer.

    行政处罚法 art 44, 45, 64. The amount lies within what the named option allows. Refused: PENALTY-RANGE,
    PENALTY-NO-AMOUNT, PENALTY-OPTION, PENALTY-FEN, PENALTY-REASONS.
    """
    require(actor, Duty.PENALTY_HANDLE)
    told = needed(reasons, "PENALTY-REASONS", "reasons")
    stop_on(checks.to_the_fen(fine_yuan))
    day = legal_day(at)
    law = await as_of(day)
    answer_by = await _answer_by(law, day)
    case = await case_of(case_id, actor=actor)
    possible = await possible_on(case, day)
    chosen = chosen_of(possible, option)
    stop_on(checks.amount(chosen, fine_yuan))
    changes = {
        **stored(possible),
        "notice_fine_yuan": fine_yuan,
        "notice_reasons": told,
        "noticed_on": day,
        "noticed_by": actor.account_id,
        "answer_by": answer_by,
        "hearing_offered": hearing_offered(law, fine_yuan),
    }
    async with transaction():
        basis = {"fine_yuan": str(fine_yuan), "law": chosen.law, "option": option, "answer_by": answer_by.isoformat()}
        await step(case, "notice", changes, Note(reason=told, basis=basis), actor=actor, at=at)
        await tell("penalty.noticed", at=at, **to_enterprise(case, fine=f"{fine_yuan:,.2f}", until=answer_by))
        await issue_paper("penalty_notice", case, actor=actor, at=at, **_announced(changes, chosen, law))
    return answer_by


async def _answer_by(law: Law, day: date) -> date:
    """The last day of the longer of the two clocks: to state and defend, and to ask for a hearing."""
    calendar = await working_calendar()
    return max(days_after(calendar, law, key, day) for key in (STATEMENT, HEARING))


def _announced(changes: Mapping[str, Any], chosen: Option, law: Law) -> dict[str, object]:
    """What the prior notice (事先告知书) says beside the case's own facts."""
    return {
        "fine_yuan": changes["notice_fine_yuan"],
        "fine_citation": chosen.citation,
        "reasons": changes["notice_reasons"],
        "answer_by_on": changes["answer_by"],
        "hearing_offered": changes["hearing_offered"],
        "citation": MOVES["notice"].citation,
        **clock("statement", law, STATEMENT),
        **clock("hearing", law, HEARING),
    }


async def possible_on(case: CaseFile, day: date) -> Possible:
    return await queries.possible(case.ground, case.conduct_on, case.deadline_on, case.shortfall, day)


def chosen_of(possible: Possible, code: str) -> Option:
    """The option of that code; refused (PENALTY-OPTION) when the laws in question know none such."""
    for option in possible.options:
        if option.code == code:
            return option
    raise refuse("PENALTY-OPTION", field_name="option", option=code)


def stored(possible: Possible) -> dict[str, Any]:
    """The options and the price as they are kept with the case."""
    options = [queries.option_as_json(option) for option in possible.options]
    return {
        "options": json.dumps(options, ensure_ascii=False),
        "price": json.dumps(possible.price.as_json() if possible.price else {}, ensure_ascii=False),
    }
