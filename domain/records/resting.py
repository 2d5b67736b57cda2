"""Which stored figures rest on provisions, and how other values would move them.

Each room says where it keeps explanations; the question is asked once.

A figure rests on a provision when its explanation names the key with the day since when that value is in force; or when
one of its inputs is another figure that does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.formulas import NoFormula, chosen_by, replay
from domain.core.workings import Explanation, plain
from domain.records.database import ask

# Enterprise-years of a room whose figures are handed out; how many there are besides is counted.
MOST = 300


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a room keeps explanations of one kind: `source` has the aliases `x`, and `e` for the enterprise.

    `paper` is the subject whose page shows the figure, `place` the unit it belongs to. What comes of it is the input
    `feeds` of later figures of the same paper. `through` finds figures that rest on others, by an expression over them.
    """

    kind: str
    source: str
    told: str = "x.explanation"
    paper: str = "x.id"
    year: str = "x.year"
    place: str = "''"
    feeds: str = "''"
    through: str = ""


@dataclass(frozen=True, slots=True)
class RestingCard:
    """A stored figure with its derivation; `feeds` is the input that it is of later figures of the same paper."""

    kind: str
    paper: int
    enterprise_id: int
    enterprise: str
    year: int
    place: str
    feeds: str
    told: Explanation


@dataclass(frozen=True, slots=True)
class Resting:
    """How many figures of how many enterprise-years rest on the provisions, and those of the first of them."""

    figures: int
    papers: int
    cards: tuple[RestingCard, ...]


async def resting_on(
    kept: Sequence[Kept], provisions: Sequence[tuple[str, date]], *, actor: Actor, most: int = MOST
) -> Resting:
    """Figures of a room that rest on provisions (key, first day). For those who see the province; two statements."""
    if not provisions or not actor.sees_province:
        return Resting(0, 0, ())
    keys, days = [key for key, _ in provisions], [day.isoformat() for _, day in provisions]
    counted = " UNION ALL ".join(f"SELECT e.id AS enterprise_id, ({one.year})::int AS year {_of(one)}" for one in kept)
    rows = await ask(
        f"WITH {_SOUGHT} SELECT enterprise_id, year, count(*) AS figures FROM ({counted}) AS found "
        "GROUP BY enterprise_id, year ORDER BY year, enterprise_id",
        keys,
        days,
    )
    chosen = rows[:most]
    parts = [_part(number, one) for number, one in enumerate(kept)]
    cards = await ask(
        f"WITH {_SOUGHT}, {_CHOSEN} {' UNION ALL '.join(parts)} ORDER BY year, enterprise_id, part, place, feeds",
        keys,
        days,
        [row["enterprise_id"] for row in chosen],
        [row["year"] for row in chosen],
    )
    return Resting(sum(row["figures"] for row in rows), len(rows), tuple(_card(row) for row in cards))


_SOUGHT = "sought AS (SELECT * FROM unnest({}::text[], {}::text[]) AS given (key, begins))"
_CHOSEN = "chosen AS (SELECT * FROM unnest({}::int[], {}::int[]) AS given (enterprise_id, year))"


def rests(told: str) -> str:
    """SQL that is true when the explanation `told` names one of the sought provisions."""
    return (
        f"EXISTS (SELECT 1 FROM jsonb_array_elements({told} -> 'provisions') AS used "
        "JOIN sought ON sought.key = used ->> 'key' AND sought.begins = used ->> 'in_force_from')"
    )


def _of(one: Kept) -> str:
    through = f" OR {one.through}" if one.through else ""
    return f"FROM {one.source} WHERE ({rests(one.told)}{through})"


def _part(number: int, one: Kept) -> str:
    return (
        f"SELECT {number} AS part, '{one.kind}' AS kind, ({one.paper})::int AS paper, e.id AS enterprise_id, "
        f"e.name AS enterprise, ({one.year})::int AS year, ({one.place})::text AS place, ({one.feeds})::text AS feeds, "
        f"({one.told})::text AS told {_of(one)} AND (e.id, ({one.year})::int) IN (SELECT * FROM chosen)"
    )


def _card(row: dict[str, object]) -> RestingCard:
    told = Explanation.from_json(json.loads(str(row.pop("told"))))
    del row["part"]
    return RestingCard(**row, told=told)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Moved:
    """A stored figure and what it would be; `new` is None where the derivation cannot tell: it is to be made anew."""

    card: RestingCard
    old: Decimal
    new: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.new is None else Decimal(plain(self.new - self.old))


def moved_by(cards: Iterable[RestingCard], values: Mapping[tuple[str, str], str]) -> list[Moved]:
    """The figures that other values, by key and first day (ISO), would move; cards in the order of their parts.

    What a figure becomes is handed on to later figures of the same paper that it is an input of.
    """
    found: list[Moved] = []
    handed: dict[tuple[str, int], dict[tuple[str, str], str]] = {}
    for card in cards:
        inputs = handed.setdefault((card.kind, card.paper), {})
        new = _again(card.told, values, inputs)
        if new is not None and card.feeds:
            inputs[card.feeds, card.place] = plain(new)
        if new != card.told.value:
            found.append(Moved(card, card.told.value, new))
    return found


def _again(
    told: Explanation, values: Mapping[tuple[str, str], str], inputs: Mapping[tuple[str, str], str]
) -> Decimal | None:
    """The figure with these values and inputs instead of its own; None where its words do not compute it, or where
    another value may choose another way to it.
    """
    instead = {
        used.key: values[used.key, used.in_force_from]
        for used in told.provisions
        if values.get((used.key, used.in_force_from), used.value) != used.value
    }
    given = tuple(replace(one, value=inputs.get((one.name, one.index), one.value)) for one in told.inputs)
    try:
        if not chosen_by(told).isdisjoint(instead):
            return None
        return Decimal(plain(replay(replace(told, inputs=given), instead)[-1].value))
    except NoFormula:
        return None
