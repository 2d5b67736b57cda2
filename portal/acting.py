"""Acts on many lines of a list at once: first who is affected and why others are not, then the act.

Acts on chosen lines are acts of their own, line by line. A step of a whole year is one act; its page says beforehand
whom it affects, by the same question that the act will ask.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from domain.core.findings import Finding, Place, Refused, Stale
from domain.records import lists
from domain.records.lists import Asked, Line, Roll
from portal.lists import Ask
from portal.page import done, page, typed_text, whole_number

# How many lines one act may be asked for, and how many a preview names one by one.
MOST_CHOSEN = 500
MOST_NAMED = 200
# Why a line is left as it is, where its state alone says so.
STATE = "state"
WhyNot = Callable[[Line], str]


def open_in(states: Collection[str]) -> WhyNot:
    """Affected is what stands in one of these states."""
    return lambda line: "" if line["state"] in states else STATE


@dataclass(frozen=True, slots=True)
class Left:
    """Lines that stay as they are, for one reason: a code of `left:<room>:<kind>:<code>`, or their state."""

    code: str
    lines: tuple[Line, ...]


def parted(lines: Sequence[Line], why_not: WhyNot) -> tuple[list[Line], list[Left]]:
    """The lines that are affected, and the others by the reason why not."""
    able: list[Line] = []
    left: dict[str, list[Line]] = {}
    for line in lines:
        code = why_not(line)
        (left.setdefault(code, []) if code else able).append(line)
    return able, [Left(code, tuple(found)) for code, found in left.items()]


@dataclass(frozen=True, slots=True)
class Doing:
    """An act on chosen lines. `act` makes it for one line.

    `act` is called with the line's number and the reason, which is asked for where the act is `reasoned`.
    """

    name: str
    why_not: WhyNot
    act: Callable[[int, str], Awaitable[object]]
    reasoned: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an act ended for a line: done, refused with findings, or too late."""

    line: Line
    findings: tuple[Finding, ...] = ()
    stale: bool = False

    @property
    def done(self) -> bool:
        return not self.findings and not self.stale


async def chosen(
    request: Ask, roll: Roll, kind: tuple[str, str], path: str, doings: Sequence[Doing], where: str, *values: object
) -> Response[Any]:
    """An act on the lines a form has chosen: first who is affected and why some are not, then the act, line by line.

    `kind` are room and kind of the subjects, for their words. Each line is an act of its own: what is refused for one
    is done for the others, and the page says which.
    """
    numbers = await _numbers(request)
    bounded = f"({where}) AND {roll.key} = ANY({{}})"
    lines = (await lists.found(roll, Asked(limit=MOST_CHOSEN), bounded, *values, numbers)).lines
    return await _chosen(request, roll, kind, path, doings, lines)


async def chosen_of(
    request: Ask, roll: Roll, kind: tuple[str, str], path: str, doings: Sequence[Doing], lines: Sequence[Line]
) -> Response[Any]:
    """The same of a list whose lines are computed."""
    numbers = set(await _numbers(request))
    return await _chosen(request, roll, kind, path, doings, [line for line in lines if line.id in numbers])


async def _numbers(request: Ask) -> list[int]:
    given = (await request.form()).getall("chosen", [])[:MOST_CHOSEN]
    return [number for value in given if (number := whole_number(value))]


async def _chosen(
    request: Ask, roll: Roll, kind: tuple[str, str], path: str, doings: Sequence[Doing], lines: Sequence[Line]
) -> Response[Any]:
    form = await request.form()
    doing = next((one for one in doings if one.name == typed_text(form, "act", 40)), None)
    if doing is None:
        raise NotFoundException
    able, left = parted(lines, doing.why_not)
    context: dict[str, Any] = {"roll": roll, "room": kind[0], "kind": kind[1], "back": path, "move": doing.name}
    context |= {"action": request.url.path, "reasoned": doing.reasoned, "left": left}
    reason = typed_text(form, "reason")
    if typed_text(form, "sure", 3) != "yes":
        return page(request, "house/chosen.html", able=able, **context)
    if able and doing.reasoned and not reason:
        wanting = (Finding("LISTS-REASON", place=Place(field="reason")),)
        return page(request, "house/chosen.html", 422, able=able, findings=wanting, **context)
    outcomes = [await _done(doing, line, reason) for line in able]
    if outcomes and all(one.done for one in outcomes) and not left:
        return done(request, path, "lists:done", count=len(outcomes))
    return page(request, "house/outcomes.html", outcomes=outcomes, **context)


async def _done(doing: Doing, line: Line, reason: str) -> Outcome:
    try:
        await doing.act(line.id, reason)
    except Refused as refused:
        return Outcome(line, tuple(refused.findings))
    except Stale:
        return Outcome(line, stale=True)
    return Outcome(line)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a whole year, `<room>:<kind>:<name>`, made by a post to `<back>/<path>`.

    `roll` is that of the lines it looks at; `asks` the field that is asked for beside (`reason`, `reference`), its
    words are `asks:<room>:<kind>:<name>`. Summed are `figures`, or what the list shows.
    """

    roll: Roll
    kind: tuple[str, str]
    name: str
    back: str
    why_not: WhyNot
    asks: str = ""
    path: str = ""
    figures: tuple[str, ...] = ()


def preview(
    request: Ask,
    step: Step,
    lines: Sequence[Line],
    status: int = 200,
    findings: Sequence[Finding] = (),
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    """Before a step: whom it affects, with the sums of their tonnes and yuan, and why others stay as they are.

    After a refusal again, with what was found and what was typed.
    """
    able, left = parted(lines, step.why_not)
    figures = [
        one for one in step.roll.visible if one.summed and (one.code in step.figures if step.figures else one.shown)
    ]
    sums = {one.code: sum(line[one.code] or 0 for line in able) for one in figures}
    return page(
        request,
        "house/preview.html",
        status,
        step=step,
        able=able,
        most_named=MOST_NAMED,
        figures=[one for one in figures if sums[one.code]],
        sums=sums,
        left=left,
        action=f"{step.back}/{step.path or step.name}",
        findings=findings,
        typed=typed or {},
    )
