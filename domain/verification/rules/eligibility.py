"""Which verification body may be given which enterprise. Every reason for an exclusion has a code and a citation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.core.law import Law
from domain.verification.states import PROVINCE_WIDE, Exclusion, TieKind

TIE_YEARS = "verification.tie.years"
ROTATION_YEARS = "verification.rotation_years"
IMPARTIALITY = "环办气候函〔2021〕130号 核查指南 公正性要求"
DECREE_ART_13 = "国务院令第775号 第十三条"


@dataclass(frozen=True, slots=True)
class Body:
    """A body as far as eligibility and workload go; `load` is what it has on hand in the year already."""

    id: int
    capacity: int
    prepares_reports: bool = False
    load: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """A declared tie. `enterprise_id` None: with nobody in particular. `person_id`: the tie is that person's alone."""

    body_id: int
    enterprise_id: int | None
    kind: TieKind
    since: date
    until: date | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise whose report waits for a body. `verified_by`: year → body; `declined_by`: bodies, this year."""

    id: int
    code: str
    verified_by: Mapping[int, int] = field(default_factory=dict)
    declined_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Excluded:
    """A body shut out from an enterprise: the reason, the day the tie began and the rule."""

    reason: Exclusion
    since: date | None = None
    citation: str = IMPARTIALITY


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 1 March, which is the stricter reading.

    >>> years_before(date(2024, 2, 29), 3)
    datetime.date(2021, 3, 1)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def stands(tie: Tie, year: int, day: date, law: Law) -> bool:
    """Does a tie stand in the way of verifying the emissions of `year` on `day`?

    - Consulting: a body that gave the unit greenhouse-gas consulting, measurement, audit or trading services never
      verifies it (guide, impartiality). An end to the service does not end the tie.
    - Shared managers and staff: the tie outlives its end by the years of the guide (3).
      A manager shared until 2022-06-30 stands in the way until 2025-06-30.
    - Report preparation (Decree 775 art 13) and carbon trading: whoever did so at any time since the first day of
      the emission year. The decree names no period; the year verified is the narrowest that keeps its meaning.
    - Ownership and funding: while they last.
    """
    if tie.since > day:
        return False
    if tie.until is None or tie.kind is TieKind.CONSULTING:
        return True
    if tie.kind in (TieKind.SHARED_MANAGER, TieKind.STAFF):
        return tie.until >= years_before(day, int(law.value(TIE_YEARS)))
    if tie.kind in PROVINCE_WIDE:
        return tie.until >= date(year, 1, 1)
    return tie.until >= day


def tie_exclusion(tie: Tie) -> Excluded:
    citation = DECREE_ART_13 if tie.kind is TieKind.REPORT_PREPARATION else IMPARTIALITY
    return Excluded(Exclusion(tie.kind.value), tie.since, citation)


def rotation(enterprise: Enterprise, body_id: int, year: int, law: Law) -> Excluded | None:
    """A province may limit how many years running one body verifies one enterprise. No provision: no limit.

    The national text sets none. With a limit of 3 a body that verified 2021, 2022 and 2023 stays out of 2024.
    """
    if not law.has(ROTATION_YEARS):
        return None
    provision = law.provision(ROTATION_YEARS)
    years = range(year - int(law.value(ROTATION_YEARS)), year)
    if years and all(enterprise.verified_by.get(past) == body_id for past in years):
        return Excluded(Exclusion.ROTATION, date(years[0], 1, 1), provision.citation)
    return None


def exclusions(
    enterprise: Enterprise, body: Body, ties: Iterable[Tie], *, year: int, day: date, law: Law
) -> tuple[Excluded, ...]:
    """Every reason for which the body may not be given the enterprise; none means that it may.

    `ties` are the ties of this body. A tie of one named person does not shut out the body: that person stays out of
    the working group instead (`checks.team_findings`).
    """
    found: list[Excluded] = []
    if body.prepares_reports:
        found.append(Excluded(Exclusion.PREPARES_REPORTS, None, DECREE_ART_13))
    for tie in ties:
        meets = tie.kind in PROVINCE_WIDE or tie.enterprise_id in (None, enterprise.id)
        if meets and tie.person_id is None and stands(tie, year, day, law):
            found.append(tie_exclusion(tie))
    turn = rotation(enterprise, body.id, year, law)
    if turn:
        found.append(turn)
    if body.id in enterprise.declined_by:
        found.append(Excluded(Exclusion.DECLINED))
    return tuple(found)


def tied_persons(enterprise_id: int, ties: Iterable[Tie], *, year: int, day: date, law: Law) -> frozenset[int]:
    """Persons of a body who stay out of the working group for this enterprise."""
    return frozenset(
        tie.person_id
        for tie in ties
        if tie.person_id is not None and tie.enterprise_id in (None, enterprise_id) and stands(tie, year, day, law)
    )
