"""What the accounting of any sector answers: parts, the enterprise, and figures to compare. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from domain.core.findings import NOWHERE, Place
from domain.core.workings import Explanation, plain

ZERO = Decimal(0)
MOST_TONNES = Decimal(10) ** 14
# As wide as the columns of a unit's year are: digits before the point, and signs.
MOST_DIGITS = {"generation_mwh": 13, "heat_gj": 14, "hours": 8, "capacity_mw": 7}
LONGEST = {"number": 40, "product": 40, "output_unit": 20, "fuel": 20, "unit_class": 4}


@dataclass(frozen=True, slots=True)
class Part:
    """A generating unit, a production line, or an enterprise that is accounted as one; its year.

    Emissions in t explain themselves. Class, fuel, capacity (MW), generation (MWh), heat (GJ), hours and load factor
    (a share, unrounded) are those of a generating unit; a line has a product, with its output in `output_unit`.
    """

    number: str
    emissions: Explanation
    unit_class: str = ""
    fuel: str = ""
    cogeneration: bool = False
    capacity_mw: Decimal = ZERO
    generation_mwh: Decimal = ZERO
    heat_gj: Decimal = ZERO
    hours: Decimal = ZERO
    load_factor: Decimal | None = None
    product: str = ""
    output: Decimal | None = None
    output_unit: str = ""

    def fits(self) -> bool:
        """Whether the columns of a unit's year are wide enough for it."""
        figures = [(getattr(self, name), digits) for name, digits in MOST_DIGITS.items()]
        wide = all(abs(value) < 10**digits for value, digits in figures) and abs(self.emissions.value) < MOST_TONNES
        return wide and all(len(getattr(self, name)) <= most for name, most in LONGEST.items())


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the year before, monthly evidence, the sector or outside data can be held against.

    Codes: `emissions_tonnes`, `generation_mwh`, `heat_gj` (supplied), `hours`, `electricity_mwh` (bought),
    `heat_bought_gj`, `fuel.<fuel>` (t, gases 10⁴Nm³), `output.<product>`. `number` names the part (empty: the
    enterprise), `month` is 0 for the whole year.
    """

    code: str
    value: Decimal
    unit: str
    place: Place = NOWHERE
    number: str = ""
    month: int = 0


def year_figures(figures: Iterable[Figure]) -> dict[str, str]:
    """The enterprise's own figures of the whole year as texts by code: what is kept to compare the sector by."""
    return {figure.code: plain(figure.value) for figure in figures if not figure.number and not figure.month}


@dataclass(frozen=True, slots=True)
class Results:
    """Every part, and the enterprise, whose figure is what is reported.

    `beside` are derivations told with it that do not count or that its sum rests on, such as purchased electricity.
    """

    parts: tuple[Part, ...]
    enterprise: Explanation
    beside: tuple[Explanation, ...] = ()
    figures: tuple[Figure, ...] = ()

    def fit(self) -> bool:
        """Whether a unit's year can be entered at all: nobody reports 10¹⁴ t, or calls a unit by forty signs."""
        return abs(self.enterprise.value) < MOST_TONNES and all(part.fits() for part in self.parts)
