"""Who asks for which month or version; what the asker may not see is like what does not exist."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.workbook import Workbook
from domain.monthly_evidence import queries
from domain.monthly_evidence.queries import AttachmentCard, MonthCard, VersionCard
from domain.monthly_evidence.workbook import workbook_of

Ask = Request[Actor, str, Any]
# Numbers that no row of the database can have are no page, rather than trouble.
MOST_ID = 2**31 - 1


def known_id(number: int) -> int:
    if not 0 < number <= MOST_ID:
        raise NotFoundException
    return number


def known_year(year: int) -> int:
    if not MINYEAR < year < MAXYEAR:
        raise NotFoundException
    return year


async def month_card(request: Ask, month_id: int) -> MonthCard:
    """The month, or no page: one that the reader may not see is like one that does not exist."""
    card = await queries.month(known_id(month_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


async def version_card(request: Ask, version_id: int) -> VersionCard:
    card = await queries.version(known_id(version_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


async def attachment_card(request: Ask, attachment_id: int) -> AttachmentCard:
    card = await queries.attachment(known_id(attachment_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


def workbook(form: str) -> Workbook:
    """The month's workbook under a report's form; no page where the form asks for no months."""
    found = workbook_of(form)
    if found is None:
        raise NotFoundException
    return found
