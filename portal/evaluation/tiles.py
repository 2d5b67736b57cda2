"""The key numbers of the dashboard, each with the change to the year before and the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.evaluation.queries import Total
from portal.charts import Value
from portal.evaluation.view import View


@dataclass(frozen=True, slots=True)
class Tile:
    """A number by its code (`tile:<code>`). `of` is what it is a part of; `change` that to the year before.

    Without a value `why` is the code that says what is still to come (`not_yet:<why>`).
    """

    code: str
    value: Value
    unit: str
    of: int | None
    change: Value
    href: str
    why: str


@dataclass(frozen=True, slots=True)
class _Number:
    code: str
    value: Callable[[Total], Value]
    unit: str
    behind: dict[str, str]
    why: str
    of: Callable[[Total], int] | None = None
    duty: Duty = Duty.ENTERPRISE_SEE


def _known(count: Callable[[Total], int], among: Callable[[Total], int]) -> Callable[[Total], Value]:
    """A count, which is not known while there is nothing to count among."""
    return lambda one: count(one) if among(one) else None


_REPORTS: Callable[[Total], int] = lambda one: one.reports  # noqa: E731
_VERIFIED: Callable[[Total], int] = lambda one: one.verified  # noqa: E731
_OBLIGATIONS: Callable[[Total], int] = lambda one: one.obligations  # noqa: E731
_SETTLED: Callable[[Total], int] = lambda one: one.obligations - one.still_open  # noqa: E731

NUMBERS = (
    _Number("emissions", lambda one: one.confirmed_tonnes, "t", {"sort": "-emissions"}, "confirmed"),
    _Number("final", lambda one: one.final, "t", {"sort": "-final"}, "allocated"),
    _Number("surplus", lambda one: one.surplus, "t", {"side": "surplus", "sort": "-gap"}, "allocated"),
    _Number("deficit", lambda one: one.deficit, "t", {"side": "deficit", "sort": "gap"}, "allocated"),
    _Number("on_time", _known(lambda one: one.on_time, _SETTLED), "", {"status": "on_time"}, "settled", _OBLIGATIONS),
    _Number("shortfall", lambda one: one.shortfall, "t", {"sort": "-shortfall"}, "settled"),
    _Number("late", _known(lambda one: one.reports_late, _REPORTS), "", {"reporting": "late"}, "reports", _REPORTS),
    _Number("corrected", _known(lambda one: one.corrected, _VERIFIED), "", {"corrected": "yes"}, "verified", _VERIFIED),
    _Number("fines", lambda one: one.fine_yuan, "yuan", {"penalised": "yes"}, "fined", duty=Duty.PENALTY_SEE),
)


def tiles_of(view: View, actor: Actor) -> list[Tile]:
    """The key numbers of the year, as far as the rooms behind them are open to the reader."""
    return [_tile(number, view) for number in NUMBERS if actor.holds(number.duty)]


def _tile(number: _Number, view: View) -> Tile:
    value = number.value(view.now) if view.now else None
    before = number.value(view.before) if view.before else None
    change = None if value is None or before is None else Decimal(value) - Decimal(before)
    return Tile(
        number.code,
        value,
        number.unit,
        number.of(view.now) if number.of and view.now else None,
        change,
        view.asked.behind(**number.behind),
        "" if value is not None else "before" if view.before_the_portal else number.why,
    )
