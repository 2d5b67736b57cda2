"""By when each of many reports is owed: what `rules.last_day` answers for one, told to the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.emission_report.rules import ANY_OTHER, LastDays


def last_day_sql(days: LastDays, report: str) -> str:
    """The last day of a report by its alias, its enterprise being `e`: that of its sector, or the later one that it was
    given alone. NULL where the law of its year names none.

    2024, power 31 March, any other 30 June: `CASE r.year WHEN 2024 THEN greatest(CASE e.sector WHEN 'power' THEN
    '2025-03-31'::date ELSE '2025-06-30'::date END, r.opened_until) END`.
    """
    if not days:
        return "NULL::date"
    years = (f"WHEN {year} THEN greatest({_day(of_year)}, {report}.opened_until)" for year, of_year in days.items())
    return f"CASE {report}.year {' '.join(years)} END"


def _day(sectors: Mapping[str, date]) -> str:
    """Names of sectors come from keys of the law, which people write: what is no plain name is no sector."""
    named = (f"WHEN '{sector}' THEN '{day}'::date" for sector, day in sectors.items() if sector.isidentifier())
    return f"CASE e.sector {' '.join(named)} ELSE '{sectors[ANY_OTHER]}'::date END"
