"""Who asks for which report or version; what the asker may not see is like what does not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.emission_report import queries
from domain.emission_report.checks.titles import titles
from domain.emission_report.queries import ReportCard, VersionCard
from portal.page import language_of

Ask = Request[Actor, str, Any]
# Numbers that no row of the database can have are no page, rather than trouble.
MOST_ID = 2**31 - 1


async def report_card(request: Ask, report_id: int) -> ReportCard:
    """The report, or no page: one that the reader may not see is like one that does not exist."""
    card = await queries.report(known_id(report_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


async def version_card(request: Ask, version_id: int) -> VersionCard:
    card = await queries.version(known_id(version_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


def known_id(number: int) -> int:
    if not 0 < number <= MOST_ID:
        raise NotFoundException
    return number


def known_year(year: int) -> int:
    if not MINYEAR < year < MAXYEAR:
        raise NotFoundException
    return year


def titles_for(request: Ask) -> Callable[[str, str], str]:
    """The forms' words for a choice of a column, in the reader's language."""
    name = "title" if language_of(request) == "zh" else "title_en"
    return lambda column, code: titles(column, code, "title")[name]
