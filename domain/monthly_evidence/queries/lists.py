"""The year's months as lists: a line for each month, and the matrix with a line for each enterprise."""

from __future__ import annotations

from datetime import date

from domain.core.actors import Actor
from domain.monthly_evidence.queries.months import ATTACHED, LOOKED, VERSION
from domain.monthly_evidence.rules import MONTHS
from domain.monthly_evidence.states import FILED, OWED, Standing, State
from domain.records.database import ask
from domain.records.lists import ENTERPRISE_BRIEF, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll
from domain.records.people.bounds import bound

_OWED = ", ".join(f"'{state.value}'" for state in OWED)
_FILED = ", ".join(f"'{state.value}'" for state in FILED)
YES_NO = ("true", "false")


def _standing(row: str, today: str) -> str:
    """SQL of what a day says of a month; the same as `rules.standing`."""
    return (
        f"CASE WHEN {row}.state IN ({_FILED}) THEN CASE WHEN {row}.late THEN '{Standing.LATE.value}' "
        f"ELSE '{Standing.ON_TIME.value}' END WHEN {row}.state = '{State.RETURNED.value}' "
        f"THEN '{Standing.RETURNED.value}' WHEN {row}.due_on < {today} THEN '{Standing.MISSING.value}' "
        f"ELSE '{Standing.DUE.value}' END"
    )


_SECTOR = Column("sector", "e.sector", Kind.CODE, "sector", filtered=True, shown=False)
# Both rolls are of a day, which is the first value of their question.
ROLL = Roll(
    "monthly_evidence",
    f"(SELECT {{}}::date AS today) t CROSS JOIN month_evidence m JOIN enterprise e ON e.id = m.enterprise_id {VERSION}",
    "m.id",
    (
        *ENTERPRISE_BRIEF,
        Column("month", "m.month", Kind.CODE, filtered=True, choices=tuple(str(each) for each in MONTHS)),
        Column("state", "m.state", Kind.CODE, "state:monthly_evidence:month", filtered=True, choices=tuple(State)),
        Column(
            "standing",
            _standing("m", "t.today"),
            Kind.CODE,
            "month_standing",
            filtered=True,
            choices=tuple(Standing),
        ),
        Column("due_on", "m.due_on", Kind.DAY),
        Column("stops", "coalesce(v.stops, 0)", Kind.NUMBER),
        Column("warns", "coalesce(v.warns, 0)", Kind.NUMBER, shown=False),
        Column("emissions_tonnes", "coalesce(m.emissions_tonnes, v.emissions_tonnes)", Kind.TONNES),
        Column("attachments", ATTACHED, Kind.NUMBER),
        Column("looked", LOOKED, Kind.FLAG, filtered=True, choices=YES_NO),
        Column("submitted_at", "m.submitted_at", Kind.INSTANT),
        Column("owed", f"m.state IN ({_OWED})", Kind.FLAG, filtered=True, choices=YES_NO, shown=False),
        Column("urged_on", "m.urged_on", Kind.DAY, shown=False),
        _SECTOR,
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "month",
)
# The columns of the matrix; beside each stands the number of the month that it leads to.
COLUMNS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
NUMBER_OF = "number_of_"
_OF_A_MONTH = ", ".join(
    f"max(x.standing) FILTER (WHERE x.month = {month}) AS {name}, "
    f"max(x.id) FILTER (WHERE x.month = {month}) AS {NUMBER_OF}{name}"
    for month, name in zip(MONTHS, COLUMNS, strict=True)
)
_COUNTED = ", ".join(
    f"count(*) FILTER (WHERE x.standing = '{each.value}') AS {each.value}"
    for each in (Standing.ON_TIME, Standing.LATE, Standing.MISSING)
)
MATRIX = Roll(
    "month_matrix",
    f"(SELECT x.enterprise_id, x.year, {_COUNTED}, {_OF_A_MONTH} FROM (SELECT m.id, m.enterprise_id, m.year, m.month, "
    f"{_standing('m', '{}::date')} AS standing FROM month_evidence m) x GROUP BY x.enterprise_id, x.year) g "
    "JOIN enterprise e ON e.id = g.enterprise_id",
    "e.id",
    (
        *ENTERPRISE_BRIEF,
        *(Column(name, f"g.{name}", Kind.CODE, "month_standing") for name in COLUMNS),
        Column(Standing.ON_TIME.value, "g.on_time", Kind.NUMBER, shown=False),
        Column(Standing.LATE.value, "g.late", Kind.NUMBER, shown=False),
        Column(Standing.MISSING.value, "g.missing", Kind.NUMBER, shown=False),
        _SECTOR,
        *(Column(f"{NUMBER_OF}{name}", f"g.{NUMBER_OF}{name}", Kind.HIDDEN) for name in COLUMNS),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def of_year(year: int, day: date, *, actor: Actor) -> tuple[str, date, int]:
    """The condition of the list of a year's months as of a day, bounded by what the actor may see, and its values."""
    return f"m.year = {{}} AND {bound(actor, 'm.enterprise_id')}", day, year


def matrix_of(year: int, day: date, *, actor: Actor) -> tuple[str, date, int]:
    """The same of the matrix."""
    return f"g.year = {{}} AND {bound(actor, 'g.enterprise_id')}", day, year


async def counts(year: int, day: date, *, actor: Actor) -> dict[str, int]:
    """How many months of the year stand how on that day, by `Standing`, and how many by state (`state:…`)."""
    rows = await ask(
        f"SELECT {_standing('m', '{}::date')} AS standing, m.state, count(*) AS months FROM month_evidence m "
        f"WHERE m.year = {{}} AND {bound(actor, 'm.enterprise_id')} GROUP BY 1, 2",
        day,
        year,
    )
    found: dict[str, int] = {}
    for row in rows:
        for code in (row["standing"], f"state:{row['state']}"):
            found[code] = found.get(code, 0) + row["months"]
    return found
