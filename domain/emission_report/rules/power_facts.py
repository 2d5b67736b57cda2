"""What a power report tells beside fuels, production and the year: coal samples, merged units. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.workbook import Line, Lines

ZERO, HUNDRED = Decimal(0), Decimal(100)
NOT_MEASURED = "none"
# Units that are reported together stand in one line: 1#,2#.
_TOGETHER = re.compile(r"[,，、;；+]")
# Which line of a sheet tells of which fuel of a unit's month.
Where = tuple[str, int, str]


def numbers_of(unit_number: str) -> tuple[str, ...]:
    """The units behind a number: `1#,2#` → 1#, 2#."""
    return tuple(part.strip() for part in _TOGETHER.split(unit_number) if part.strip())


def together(numbers: tuple[str, ...]) -> str:
    """The number under which units are reported together: 1#, 2# → `1#,2#`."""
    return ",".join(numbers)


def groups(named: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Units that are reported together, from what the plan says of each: 1# with `2#`, 2# with `1#` → (1#, 2#)."""
    found: list[set[str]] = []
    for number, others in named:
        group = {number, *numbers_of(others)}
        apart = [each for each in found if each.isdisjoint(group)]
        found = [*apart, group.union(*(each for each in found if each not in apart))]
    return tuple(tuple(sorted(group)) for group in found if len(group) > 1)


@dataclass(frozen=True, slots=True)
class CoalSample:
    """A month's test of a coal, in percent: carbon, moisture and ash; what was not tested is None."""

    carbon_air_dried: Decimal | None = None
    carbon_dry: Decimal | None = None
    moisture_air_dried: Decimal | None = None
    moisture_as_received: Decimal | None = None
    ash_air_dried: Decimal | None = None
    line: Line = field(default_factory=lambda: Line(""))

    @property
    def formula(self) -> str:
        """How carbon as received follows from what was tested; empty where it does not."""
        if self.moisture_as_received is None or (self.carbon_dry is None) is (self.carbon_air_dried is None):
            return ""
        if self.carbon_dry is not None:
            return "carbon_dry × (100 - moisture_as_received) ÷ 100 ÷ 100"
        if self.moisture_air_dried is None or self.moisture_air_dried >= HUNDRED:
            return ""
        return "carbon_air_dried × (100 - moisture_as_received) ÷ (100 - moisture_air_dried) ÷ 100"

    @property
    def carbon(self) -> Decimal | None:
        """Carbon as received in tC/t.

        Cad 60 %, Mar 12 %, Mad 4 %: 60 × 88 ÷ 96 ÷ 100 = 0.55.
        """
        if not self.formula or self.moisture_as_received is None:
            return None
        burnt = HUNDRED - self.moisture_as_received
        if self.carbon_dry is not None:
            return self.carbon_dry * burnt / HUNDRED / HUNDRED
        return (self.carbon_air_dried or ZERO) * burnt / (HUNDRED - (self.moisture_air_dried or ZERO)) / HUNDRED

    @property
    def dry_ash_free(self) -> Decimal | None:
        """Carbon of what burns, without water and ash, as a share.

        Cad 60 %, Mad 4 %, Aad 22 %: 60 ÷ 74 = 0.8108.
        """
        if self.carbon_air_dried is None or self.moisture_air_dried is None or self.ash_air_dried is None:
            return None
        burns = HUNDRED - self.moisture_air_dried - self.ash_air_dried
        return self.carbon_air_dried / burns if burns > 0 else None

    def given(self) -> Iterator[tuple[str, Decimal]]:
        """What carbon as received was computed from, by name."""
        for name in ("carbon_air_dried", "carbon_dry", "moisture_as_received", "moisture_air_dried"):
            value: Decimal | None = getattr(self, name)
            if value is not None and name in self.formula:
                yield name, value


PERCENTS = ("carbon_air_dried", "carbon_dry", "moisture_air_dried", "moisture_as_received", "ash_air_dried")


def samples(lines: Lines) -> Mapping[Where, CoalSample]:
    """Tests by unit, month and fuel, where carbon or moisture was entered at all."""
    found: dict[Where, CoalSample] = {}
    for line in lines.rows("determination"):
        carbon, dry, dried, received, ash = (line.decimal(name) for name in PERCENTS)
        if (carbon, dry, dried, received, ash) != (None,) * len(PERCENTS):
            found[place_of(line)] = CoalSample(carbon, dry, dried, received, ash, line)
    return found


def place_of(line: Line) -> Where:
    """Unit, month and fuel of a line."""
    return line.text("unit_number"), line.integer("month") or 0, line.text("fuel")


def told(line: Line, *without: str) -> bool:
    """Whether a line says anything beside what the portal has pre-filled."""
    return any(key not in without for key in line.values)


# What the portal writes into the lines of a blank.
PREFILLED = ("unit_number", "month", "fuel", "ncv_how", "carbon_how")


def begun(lines: Lines, sheet: str) -> bool:
    """Whether the filer has entered anything on a sheet that may be left out."""
    return any(told(line, *PREFILLED) for line in lines.rows(sheet))
