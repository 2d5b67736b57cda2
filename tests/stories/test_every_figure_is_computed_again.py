"""Every figure that the played years stored is computed again from its own words, under the law of its day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.core.formulas import NOTHING, replay
from domain.core.workings import Explanation
from domain.records.database import ask
from domain.records.lawbook import queries as lawbook
from seed.play.scene import Scene

# A derivation wherever it is kept: in a column of its own, by figure, in a list of options.
PARTS = {"question", "inputs", "provisions", "steps", "result"}
# Questions that the played years are sure to ask.
ASKED = {
    "listing.screen",
    "emission_report.unit_emissions",
    "emission_report.enterprise_emissions",
    "verification.emissions_tonnes",
    "verification.entity",
    "recheck.emissions_tonnes",
    "recheck.entity",
    "allocation.pre",
    "allocation.power_unit",
    "allocation.power_entity",
    "allocation.issue",
    "surrender.obligation",
    "surrender.outcome",
    "surrender.offset_cap",
    "penalty.surrender",
    "market.average_price",
}


def derivations(value: Any) -> Iterator[Explanation]:
    """Every derivation inside a stored value."""
    if isinstance(value, dict) and set(value) >= PARTS:
        yield Explanation.from_json(value)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from derivations(inner)


async def stored() -> list[tuple[str, Explanation]]:
    """Place and derivation of everything in every JSON column of the database."""
    columns = await ask(
        "SELECT table_name::text AS table, column_name::text AS column FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type = 'jsonb' ORDER BY 1, 2"
    )
    found = []
    for each in columns:
        place = f"{each['table']}.{each['column']}"
        rows = await ask(
            f'SELECT id, "{each["column"]}" AS kept FROM "{each["table"]}" WHERE "{each["column"]}"::text LIKE {{}}',
            '%"question"%',
        )
        found += [(f"{place} {row['id']}", told) for row in rows for told in derivations(json.loads(row["kept"]))]
    return found


async def test_every_figure_is_computed_again(scene: Scene) -> None:
    """The same result, or a named reason: the law names no amount."""
    kept = await stored()
    different = [
        (place, told.question, again.step.name, again.step.formula, again.step.value, str(again.value))
        for place, told in kept
        for again in replay(told)
        if not again.holds
    ]
    assert different[:5] == []
    asked = Counter(told.question for _, told in kept)
    assert set(asked) >= ASKED
    nameless = [told.question for _, told in kept if told.result.formula == NOTHING]
    assert set(nameless) <= {"penalty.surrender"}


async def test_every_figure_rests_on_the_law_of_its_day(scene: Scene) -> None:
    """The values kept with a figure are those that the lawbook has for that day still."""
    changed = []
    for place, told in await stored():
        law = await lawbook.as_of(date.fromisoformat(told.law_day))
        changed += [(place, used.key) for used in told.provisions if law.text(used.key) != used.value]
    assert changed == []
