"""What is told of enterprises' years, and how far it lies from what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.core.actors import Actor
from domain.outside_data.rules import Comparison, Tell
from domain.outside_data.workbook import Source
from domain.records.computed import computed
from domain.records.database import ask
from domain.records.lists import Column, Kind, Line
from domain.records.people.bounds import bound
from domain.records.people.writes import initials_of


@dataclass(frozen=True, slots=True)
class EnterpriseTold:
    """An enterprise with everything that sources tell of its year. Their `subjects` are rows it was told by."""

    enterprise_id: int
    name: str
    name_en: str
    credit_code: str
    city: str
    sector: str
    synthetic: bool
    fictional: bool
    told: tuple[Tell, ...]
    subjects: Mapping[tuple[str, str], str]


_MARKS = ("name", "name_en", "credit_code", "city", "sector", "synthetic", "fictional")


async def told_in(year: int, *, actor: Actor, enterprise_id: int | None = None) -> list[EnterpriseTold]:
    """Every enterprise of which a source tells something in that year, by credit code. One statement."""
    which, values = ("TRUE", ()) if enterprise_id is None else ("t.enterprise_id = {}", (enterprise_id,))
    rows = await ask(
        f"SELECT t.enterprise_id, {', '.join(f'e.{name}' for name in _MARKS)}, t.source, t.code, t.month, "
        "trim_scale(t.value) AS value, t.unit, t.subject FROM told_figure t "
        "JOIN enterprise e ON e.id = t.enterprise_id "
        f"WHERE t.year = {{}} AND t.number = '' AND t.source = ANY({{}}) AND {bound(actor, 't.enterprise_id')} "
        f"AND {which} ORDER BY e.credit_code, t.source, t.code, t.month",
        year,
        [source.value for source in Source],
        *values,
    )
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["enterprise_id"], []).append(row)
    return [_told(enterprise, group) for enterprise, group in grouped.items()]


def _told(enterprise_id: int, rows: list[dict[str, Any]]) -> EnterpriseTold:
    marks = {name: rows[0][name] for name in _MARKS}
    told = tuple(Tell(**{name: row[name] for name in Tell.__slots__}) for row in rows)
    subjects = {(row["source"], row["code"]): row["subject"] for row in rows}
    return EnterpriseTold(enterprise_id=enterprise_id, told=told, subjects=subjects, **marks)


BEYOND = 1000
DEVIATIONS = computed(
    "outside_deviation",
    (
        Column("name", "", sort="initials"),
        Column("credit_code", "", shown=False),
        Column("city", "", filtered=True),
        Column("sector", "", Kind.CODE, "sector", filtered=True),
        Column("source", "", Kind.CODE, "choice:outside_source", filtered=True, choices=tuple(Source)),
        Column("figure", "", Kind.CODE, "told_figure", filtered=True),
        Column("told", "", Kind.NUMBER),
        Column("reported", "", Kind.NUMBER),
        Column("unit", ""),
        Column("difference", "", Kind.NUMBER, sort="size"),
        Column("beyond", "", Kind.FLAG, filtered=True, choices=("true", "false")),
    ),
    ("name", "initials", "credit_code", "city"),
    "-difference",
)


def deviation_lines(enterprises: Iterable[EnterpriseTold], compared: Mapping[int, Iterable[Comparison]]) -> list[Line]:
    """Lines of the roll of deviations: every figure of which source and report both tell. Differences in percent."""
    lines = [
        _line(one, found)
        for one in enterprises
        for found in compared.get(one.enterprise_id, ())
        if found.difference is not None
    ]
    return [Line(number, values) for number, values in enumerate(lines, start=1)]


def _line(one: EnterpriseTold, found: Comparison) -> dict[str, object]:
    marks = {name: getattr(one, name) for name in (*_MARKS, "enterprise_id")}
    return {
        **marks,
        "initials": initials_of(one.name),
        "source": found.told.source,
        "figure": found.told.code,
        "told": found.told.value,
        "reported": found.reported,
        "unit": found.told.unit,
        "difference": round(found.difference * 100, 2) if found.difference is not None else None,
        "beyond": found.beyond,
        "against": found.against,
        # What is beyond the usual comes before any difference that is not.
        "size": found.size + (BEYOND if found.beyond else 0),
    }
