"""Questions about months. Every one is bounded by what the actor may see."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.core.actors import Actor
from domain.core.law import Law
from domain.emission_report import queries as reports
from domain.emission_report.rules import Known
from domain.monthly_evidence import rules
from domain.monthly_evidence.checks import Beside
from domain.monthly_evidence.queries.cards import FiledMonth, LookCard, MonthCard
from domain.monthly_evidence.rules import EvidenceKind
from domain.monthly_evidence.states import FILED, OWED, State
from domain.records.database import ask, ask_one
from domain.records.figures import queries as figures
from domain.records.people.bounds import bound
from domain.records.standing import Subjects

# The version shown is the submitted one, or while none is, the newest.
VERSION = """LEFT JOIN LATERAL (SELECT * FROM month_version v WHERE v.month_id = m.id
        AND (m.version_id IS NULL OR v.id = m.version_id) ORDER BY v.number DESC LIMIT 1) v ON TRUE"""
LOOKED = "EXISTS (SELECT 1 FROM month_look l WHERE l.month_id = m.id AND l.version_id = m.version_id)"
ATTACHED = "(SELECT count(*) FROM month_attachment a WHERE a.month_id = m.id)"
_DRAFTS = """ARRAY(SELECT d.version_id FROM typed_draft d WHERE d.subject = 'month_evidence:' || m.id
        ORDER BY d.version_id DESC)"""
_MONTH = f"""SELECT m.id, m.enterprise_id, e.name AS enterprise_name, e.name_en AS enterprise_name_en, e.credit_code,
    e.city, e.sector, e.synthetic, e.fictional, m.year, m.month, m.state, m.due_on, m.late, v.id AS version_id,
    v.number AS version_number, coalesce(v.state, '') AS version_state, coalesce(v.stops, 0) AS stops,
    coalesce(v.warns, 0) AS warns, coalesce(m.emissions_tonnes, v.emissions_tonnes) AS emissions_tonnes,
    m.submitted_at, m.urged_on, {ATTACHED} AS attachments, {LOOKED} AS looked, {_DRAFTS} AS drafts
    FROM month_evidence m JOIN enterprise e ON e.id = m.enterprise_id {VERSION}"""
JANUARY, DECEMBER = 1, 12


async def month(month_id: int, *, actor: Actor) -> MonthCard | None:
    row = await ask_one(f"{_MONTH} WHERE m.id = {{}} AND {bound(actor, 'm.enterprise_id')}", month_id)
    return _card(row) if row else None


def _card(row: dict[str, Any]) -> MonthCard:
    return MonthCard(**{**row, "drafts": tuple(row["drafts"])})


async def months_of(enterprise_id: int, year: int, *, actor: Actor) -> list[MonthCard]:
    """The months of an enterprise's year that were opened, January first."""
    rows = await ask(
        f"{_MONTH} WHERE m.enterprise_id = {{}} AND m.year = {{}} AND {bound(actor, 'm.enterprise_id')} "
        "ORDER BY m.month",
        enterprise_id,
        year,
    )
    return [_card(row) for row in rows]


async def owed(*, actor: Actor, year: int | None = None, enterprise_id: int | None = None) -> list[MonthCard]:
    """Months that are still owed, the first due first. For set-based work and an enterprise's own page."""
    conditions, values = [], []
    for column, value in (("year", year), ("enterprise_id", enterprise_id)):
        if value is not None:
            conditions.append(f"m.{column} = {{}} AND ")
            values.append(value)
    rows = await ask(
        f"{_MONTH} WHERE {''.join(conditions)}m.state = ANY({{}}) AND {bound(actor, 'm.enterprise_id')} "
        "ORDER BY m.due_on, m.enterprise_id, m.year, m.month",
        *values,
        [state.value for state in OWED],
    )
    return [_card(row) for row in rows]


async def opened(year: int, *, actor: Actor) -> set[tuple[int, int]]:
    """Which months of the year are open or further: enterprise and month."""
    rows = await ask(f"SELECT enterprise_id, month FROM month_evidence WHERE year = {{}} AND {bound(actor)}", year)
    return {(row["enterprise_id"], row["month"]) for row in rows}


async def known(card: MonthCard, *, actor: Actor) -> Known:
    """What the authority knows of the enterprise's year; the same that its report will be read against."""
    return await reports.known(card, actor=actor)


async def beside(card: MonthCard, known_of_year: Known, day: date, *, actor: Actor) -> Beside:
    """The enterprise's other months, as the checks hold this one against them."""
    before = await figures.of_enterprise(card.enterprise_id, card.year - 1, actor=actor)
    year_before = {(one.code, one.number, one.month): one.value for one in before if one.source == figures.MONTHLY}
    months = known_of_year.others.monthly if card.month > JANUARY else year_before
    last = card.month - 1 or DECEMBER
    earlier = await owed(actor=actor, year=card.year, enterprise_id=card.enterprise_id)
    kinds = await ask("SELECT DISTINCT kind FROM month_attachment WHERE month_id = {}", card.id)
    return Beside(
        {(code, number): value for (code, number, month), value in months.items() if month == last},
        {(code, number): value for (code, number, month), value in year_before.items() if month == card.month},
        tuple(one.month for one in earlier if one.month < card.month and one.due_on < day),
        frozenset(EvidenceKind(row["kind"]) for row in kinds),
    )


async def looks(month_id: int, *, actor: Actor) -> list[LookCard]:
    """First looks at a month, newest first."""
    rows = await ask(
        "SELECT l.id, v.number AS version_number, l.actor_name, l.looked_at, l.unusual, l.remark FROM month_look l "
        "JOIN month_version v ON v.id = l.version_id JOIN month_evidence m ON m.id = l.month_id "
        f"WHERE l.month_id = {{}} AND {bound(actor, 'm.enterprise_id')} ORDER BY l.id DESC",
        month_id,
    )
    return [LookCard(**row) for row in rows]


async def months_filed(enterprise_id: int, year: int, *, actor: Actor) -> list[FiledMonth]:
    """The months of an enterprise's year that stand submitted or accepted, January first, with their figures."""
    rows = await ask(
        "SELECT m.month, m.state, m.late, m.emissions_tonnes, m.submitted_at, v.figures FROM month_evidence m "
        "JOIN month_version v ON v.id = m.version_id WHERE m.enterprise_id = {} AND m.year = {} "
        f"AND m.state = ANY({{}}) AND {bound(actor, 'm.enterprise_id')} ORDER BY m.month",
        enterprise_id,
        year,
        [state.value for state in FILED],
    )
    return [FiledMonth(**{**row, "figures": rules.from_json(json.loads(row["figures"]))}) for row in rows]


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Months by state (`month`), those owed by their newest version with their due day (`draft`), and submitted ones
    at which the city has not looked (`unlooked`).
    """
    seen = bound(actor, "x.enterprise_id")
    newest = (
        "LEFT JOIN LATERAL (SELECT v.state FROM month_version v WHERE v.month_id = x.id "
        "AND (x.submitted_at IS NULL OR v.received_at > x.submitted_at) ORDER BY v.number DESC LIMIT 1) v ON TRUE"
    )
    owing = ", ".join(f"'{state.value}'" for state in OWED)
    looked = LOOKED.replace("m.", "x.")
    return (
        Subjects("month", "month_evidence x", seen),
        Subjects(
            "draft",
            f"month_evidence x {newest}",
            f"{seen} AND x.state IN ({owing})",
            due="x.due_on",
            state="coalesce(v.state, 'none')",
        ),
        Subjects("unlooked", "month_evidence x", f"{seen} AND x.state = '{State.SUBMITTED.value}' AND NOT {looked}"),
    )


def unusual_subjects(actor: Actor, _: Law) -> tuple[Subjects, ...]:
    """Months submitted late, stopped by findings, or at which a city officer found something unusual."""
    seen = bound(actor, "x.enterprise_id")
    newest = "SELECT max(w.number) FROM month_version w WHERE w.month_id = x.id"
    last_version = f"month_evidence x JOIN month_version v ON v.month_id = x.id AND v.number = ({newest})"
    owing = ", ".join(f"'{state.value}'" for state in OWED)
    flagged = "SELECT 1 FROM month_look l WHERE l.month_id = x.id AND l.version_id = x.version_id AND l.unusual"
    found: Sequence[tuple[str, str, str]] = (
        ("late", "month_evidence x", "x.late"),
        ("stopped", last_version, f"v.stops > 0 AND x.state IN ({owing})"),
        ("flagged", "month_evidence x", f"EXISTS ({flagged})"),
    )
    return tuple(Subjects(kind, source, f"{seen} AND {unusual}", state="''") for kind, source, unusual in found)
