"""A line of the completion table (履约完成情况): whether the obligation was met, and a failure punished. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.summary.rules.facts import Bundle, PenaltyFacts


@dataclass(frozen=True, slots=True)
class Completion:
    """A line of the completion table: when the obligation was met and whether a failure was punished."""

    on_time: bool
    late: bool
    not_done: bool
    punished: bool | None
    remark: str


# A case in one of these states has its decision.
PUNISHED_STATES = ("decided", "served", "executed", "closed")


def completion(bundle: Bundle) -> Completion:
    """Columns of annex 5: on time, late, not, and for the last two whether it has been punished.

    `punished` is None for those that were on time: the column is left empty.
    """
    status = bundle.surrender.status if bundle.surrender is not None else ""
    cases = [case for case in bundle.penalties if case.ground == "shortfall"]
    decided = [case for case in cases if case.state in PUNISHED_STATES]
    on_time = status == "on_time"
    return Completion(
        on_time,
        status == "late",
        not on_time and status != "late",
        None if on_time else bool(decided),
        _remark(bundle, status, cases),
    )


def _remark(bundle: Bundle, status: str, cases: Sequence[PenaltyFacts]) -> str:
    if status == "on_time" or bundle.surrender is None:
        return "" if bundle.surrender is not None else "尚无清缴记录"
    told = [f"应清缴{bundle.surrender.due}吨"]
    if bundle.surrender.shortfall:
        told.append(f"未足额清缴{bundle.surrender.shortfall}吨")
    if bundle.surrender.completed_on is not None:
        told.append(f"{bundle.surrender.completed_on.isoformat()}完成")
    told += [f"{case.number}" + ("" if case.fine_yuan is None else f" 罚款{case.fine_yuan}元") for case in cases]
    return "；".join(told)
