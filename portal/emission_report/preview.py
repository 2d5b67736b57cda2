"""What emissions mean before they are submitted: change, allowances, surplus or gap, cost; what measuring would give.

Everything here is asked of the rooms whose rules these are. Nothing is recorded, and nothing binds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

from domain.allocation import rules as allocation
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.core.law import Law, NotInForce
from domain.core.workbook import Content, Workbook
from domain.core.workings import plain
from domain.emission_report.queries import ReportCard, UnitYear
from domain.emission_report.rules import measuring
from domain.emission_report.rules.measuring import Measuring
from domain.evaluation import queries as evaluation
from domain.records.market import queries as market
from domain.records.market.queries import PriceCard

POWER = "power"
LEVEL = "industry.level."
FEN = Decimal("0.01")
QUESTION = "/trial/allocation.power_unit"


@dataclass(frozen=True, slots=True)
class TrialUnit:
    """The trial allocation of one part in whole tonnes; `address` asks the calculator the same, with its derivation."""

    number: str
    allocation: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial allocation of the whole: allowances and what would be due, whole tonnes."""

    units: tuple[TrialUnit, ...]
    final: int
    due: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a version's emissions mean. Shares; tonnes; yuan. None: not known, or not of this sector and year.

    `trades` says whether the sector receives allowances for the year at all.
    """

    emissions: Decimal
    before: Decimal | None
    trades: bool
    pre: int | None
    trial: Trial | None
    price_on: date | None
    price_yuan: Decimal | None
    measuring: tuple[Measuring, ...] = ()

    @property
    def change(self) -> Decimal | None:
        return (self.emissions - self.before) / self.before if self.before else None

    @property
    def gap(self) -> int | None:
        """Allowances less what would be due: a surplus above zero, a gap below. By the trial, which is of the whole."""
        return self.trial.final - self.trial.due if self.trial else None

    @property
    def cost_yuan(self) -> Decimal | None:
        """What the gap costs, or the surplus is worth, at the day's average price."""
        return abs(self.gap) * self.price_yuan if self.gap is not None and self.price_yuan is not None else None


def shown_to(actor: Actor) -> bool:
    """Whoever may see allocations: the enterprise itself, its city and the province."""
    return actor.holds(Duty.ALLOCATION_SEE)


async def preview_of(
    card: ReportCard,
    emissions: Decimal,
    units: Sequence[UnitYear],
    law: Law,
    *,
    actor: Actor,
    lines: tuple[Workbook, Content] | None = None,
) -> Preview:
    """The preview of one version; with its `lines` also what measuring would have given. Two statements."""
    years = {one.year: one for one in await evaluation.years_of(card.enterprise_id, actor=actor)}
    this, last = years.get(card.year), years.get(card.year - 1)
    price = await market.latest()
    before = None
    if last is not None:
        before = last.emissions_tonnes if last.emissions_tonnes is not None else last.reported_tonnes
    found = measuring.measuring(measuring.burnt(*lines), law, card.sector) if lines else []
    trades = card.sector == POWER or law.has(f"{LEVEL}{card.sector}")
    return Preview(
        emissions,
        before,
        trades,
        this.pre if this else None,
        trial_of(card, emissions, units, law) if trades else None,
        price.on_day if price else None,
        average_of(price) if price else None,
        tuple(found),
    )


def average_of(price: PriceCard) -> Decimal:
    """The volume-weighted average of a day over all trade, as far as it is known; without trade its closing price."""
    whole = price.total_amount_yuan, price.total_volume_tonnes
    for amount, volume in (whole, (price.amount_yuan, price.volume_tonnes)):
        if amount and volume:
            return (amount / volume).quantize(FEN, ROUND_HALF_UP)
    return price.close_yuan


def trial_of(card: ReportCard, emissions: Decimal, units: Sequence[UnitYear], law: Law) -> Trial | None:
    """What the plan of the year would allocate for this output; None where it needs what the report does not say."""
    try:
        return _power(card.year, units, law) if card.sector == POWER else _industry(card, emissions, units, law)
    except (Refused, NotInForce, ArithmeticError):
        return None


def _power(year: int, units: Sequence[UnitYear], law: Law) -> Trial | None:
    told = {unit.unit_number: allocation.power_unit(law, _facts(unit)).allocation for unit in units}
    owing = [
        allocation.Owing(unit.unit_number, unit.emissions_tonnes, unit.unit_class, told[unit.unit_number])
        for unit in units
    ]
    due = allocation.obligation(law, owing)
    rows = [
        allocation.EntityUnit(one.number, one.unit_class, told[one.number], tonnes)
        for one, tonnes in zip(owing, due.verified, strict=True)
    ]
    if not rows:
        return None
    final = allocation.power_entity(law, rows).final
    parts = tuple(TrialUnit(unit.unit_number, told[unit.unit_number], _address(year, unit)) for unit in units)
    return Trial(parts, final, due.due)


def _facts(unit: UnitYear) -> allocation.UnitFacts:
    return allocation.UnitFacts(
        unit.unit_number,
        unit.unit_class,
        unit.generation_mwh,
        unit.heat_gj,
        unit.load_factor,
        chp=unit.cogeneration,
    )


def _address(year: int, unit: UnitYear) -> str:
    """The calculator with this unit's facts."""
    facts = {"year": str(year), "class": unit.unit_class, "generation_mwh": plain(unit.generation_mwh)}
    facts |= {"heat_gj": plain(unit.heat_gj), "chp": "yes" if unit.cogeneration else "no"}
    if unit.load_factor is not None:
        facts["load_factor"] = plain(round(unit.load_factor, 6))
    return f"{QUESTION}?{urlencode(facts)}"


def _industry(card: ReportCard, emissions: Decimal, units: Sequence[UnitYear], law: Law) -> Trial:
    """Each line or process, or the entity as one, where the plan's level is the entity."""
    whole = law.text(f"{LEVEL}{card.sector}") == "entity" or not units
    parts = [("", emissions)] if whole else [(unit.unit_number, unit.emissions_tonnes) for unit in units]
    told = [
        (number, allocation.industry_entity(law, allocation.IndustryFacts(card.sector, tonnes)))
        for number, tonnes in parts
    ]
    due = allocation.obligation(law, [allocation.Owing(number, tonnes) for number, tonnes in parts]).due
    trial = tuple(TrialUnit(number, one.allocation) for number, one in told)
    return Trial(trial, sum(one.allocation for one in trial), due)
