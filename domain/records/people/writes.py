"""Written inside an act's transaction: enterprises entered into the register, mandates granted and ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from piccolo.columns import Column
from pypinyin import Style, lazy_pinyin

from domain.records.database import ask
from domain.records.people.tables import Enterprise, GeneratingUnit


def initials_of(name: str) -> str:
    """The pinyin initials of a name, in small letters; what is not Chinese stays.

    >>> initials_of("重庆示例热电2厂")
    'cqslrd2c'
    """
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")[:120]


async def enter_enterprises(facts: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Enter enterprises (columns of `Enterprise`) or bring their facts up to date; ids by credit code."""
    ids: dict[str, int] = {}
    for row in ({**given, "initials": initials_of(given["name"])} if "name" in given else given for given in facts):
        found = await ask("SELECT id FROM enterprise WHERE credit_code = {}", row["credit_code"])
        if found:
            await Enterprise.update(dict[Column | str, Any](row.items())).where(
                Enterprise.credit_code == row["credit_code"]
            )
            ids[row["credit_code"]] = int(found[0]["id"])
        else:
            ids[row["credit_code"]] = int((await Enterprise.insert(Enterprise(**row)))[0]["id"])
    return ids


async def enter_units(units: Sequence[Mapping[str, Any]]) -> None:
    """Enter generating units (columns of `GeneratingUnit`); one already known by its number is brought up to date."""
    for unit in units:
        mine = (GeneratingUnit.enterprise_id == unit["enterprise_id"]) & (GeneratingUnit.number == unit["number"])
        if await GeneratingUnit.exists().where(mine):
            await GeneratingUnit.update(dict[Column | str, Any](unit.items())).where(mine)
        else:
            await GeneratingUnit.insert(GeneratingUnit(**unit))


async def grant_mandate(body_id: int, enterprise_id: int, year: int) -> None:
    """Let a body see an enterprise for the task of one year."""
    await ask(
        "INSERT INTO mandate (body_id, enterprise_id, year) VALUES ({}, {}, {}) "
        "ON CONFLICT (body_id, enterprise_id, year) DO UPDATE SET ended_at = NULL",
        body_id,
        enterprise_id,
        year,
    )


async def grant_mandates(pairs: Sequence[tuple[int, int]], year: int) -> None:
    """The same for many pairs of body and enterprise, in one statement."""
    await ask(
        "INSERT INTO mandate (body_id, enterprise_id, year) SELECT body_id, enterprise_id, {} "
        "FROM unnest({}::int[], {}::int[]) AS granted (body_id, enterprise_id) "
        "ON CONFLICT (body_id, enterprise_id, year) DO UPDATE SET ended_at = NULL",
        year,
        [body_id for body_id, _ in pairs],
        [enterprise_id for _, enterprise_id in pairs],
    )


async def end_mandate(body_id: int, enterprise_id: int, year: int, *, at: datetime) -> None:
    await ask(
        "UPDATE mandate SET ended_at = {} WHERE body_id = {} AND enterprise_id = {} AND year = {} AND ended_at IS NULL",
        at,
        body_id,
        enterprise_id,
        year,
    )
