"""What a power enterprise receives in all and what it owes: gas units spared, and no gap above a fifth. Pure.

Until 2022 (国环规气候〔2023〕1号) the limits work on the obligation, from 2023 on the allocation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.allocation.rules.classes import require_class
from domain.core.facts import needed, not_negative
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class EntityUnit:
    """A unit within its entity: initial allowances and verified emissions, whole tonnes."""

    number: str
    unit_class: str
    initial: int
    verified: int


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit, or a whole entity, that owes: verified emissions in tonnes, and the free allowances it received.

    Class and free allowances matter only where the law limits the obligation by them.
    """

    number: str
    emissions: Decimal
    unit_class: str = ""
    free: int | None = None


@dataclass(frozen=True, slots=True)
class EntityAllocation:
    """An entity's allowances. `unit_topups` in the order of the units; `gap_rate` in percent of what was verified."""

    unit_topups: tuple[int, ...]
    gas_topup: int
    initial: int
    cap_topup: int
    final: int
    verified: int
    gap_rate: Decimal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Obligation:
    """What is to be surrendered. `verified` and `owed` by unit, in whole tonnes and in the order given."""

    verified: tuple[int, ...]
    owed: tuple[int, ...]
    due: int
    explanation: Explanation


def power_entity(law: Law, units: Sequence[EntityUnit]) -> EntityAllocation:
    """An entity's final allowances: those of its units, raised where the law of the year raises them.

    From 2023 a gas unit whose allowances fall short of its verified emissions receives the difference; the entity's
    initial allowances are the sum of its units'; when they are less than 80 % of its verified emissions, they are
    raised to 80 %. Gap rate = (due − initial) / due. Until 2022 nothing is raised: the obligation is limited instead,
    see `obligation`.
    Source: 2023、2024年度发电行业配额总量和分配方案 五（三）, 征求意见稿 三（一）4.

    Example (2024): a coal unit of 760,000 t against 1,000,000 t: gap 24.00 %, raised by 40,000 to 800,000 t.
    """
    for place, unit in enumerate(units, 1):
        require_class(law, f"units[{place}].class", unit.unit_class)
        not_negative(f"units[{place}].initial", Decimal(unit.initial))
        not_negative(f"units[{place}].verified", Decimal(unit.verified))
    working = Working("allocation.power_entity", law)
    edition = _edition(working)
    return edition.allocation(working, units)


def obligation(law: Law, owing: Sequence[Owing]) -> Obligation:
    """What is to be surrendered equals the verified emissions: each unit's in whole tonnes, summed over the entity.

    Source: 碳排放权交易管理办法（试行） 第二十八条. Rounding unit by unit keeps a gas unit that was topped up to its
    own emissions from owing a tonne more than it received. Until 2022 the obligation was limited: a gas unit owes at
    most its free allowances, an entity at most its free allowances and a fifth of its verified emissions
    (国环规气候〔2020〕3号, 国环规气候〔2023〕1号). Of both limits the lower one counts.

    Example: 400,000.50 and 32,911.20 → 400,001 + 32,911 = 432,912 t. Example (2020): 1,200,000 t verified, 900,000 t
    free: 900,000 + 240,000 = 1,140,000 t.
    """
    working = Working("allocation.obligation", law)
    edition = _edition(working)
    verified = tuple(_whole(working, unit) for unit in owing)
    return edition.obligation(working, owing, verified)


@dataclass(frozen=True, slots=True)
class EntityEdition:
    """How a plan keeps an entity's gap within bounds: what it does to the allocation, what to the obligation."""

    name: str
    allocation: Callable[[Working, Sequence[EntityUnit]], EntityAllocation]
    obligation: Callable[[Working, Sequence[Owing], tuple[int, ...]], Obligation]


def _edition(working: Working) -> EntityEdition:
    edition = ENTITY_EDITIONS[working.provision("allocation.entity.edition").value]
    working.edition = edition.name
    return edition


def _raised(working: Working, units: Sequence[EntityUnit]) -> EntityAllocation:
    """Gas units first, then the entity as a whole."""
    topups = tuple(_unit_topup(working, unit) for unit in units)
    gas_topup = working.step("gas_topup", "Σ unit_topup", Decimal(sum(topups)), "t")
    units_initial = _initial_of(working, units)
    due = working.step("due", "Σ verified_emissions", Decimal(sum(unit.verified for unit in units)), "t")
    initial = working.step("initial", "Σ unit_initial + gas_topup", units_initial + gas_topup, "t")
    share = working.law("allocation.gap.floor_share")
    floor = working.step("floor", "due × allocation.gap.floor_share", due * share, "t", "rounding.allocation.topup")
    gap_rate = _gap_rate(working, "due", due, initial)
    cap_topup = working.step("cap_topup", "max(floor - initial, 0)", max(floor - initial, ZERO), "t")
    told = working.result("final", "initial + cap_topup", initial + cap_topup, "t")
    figures = (int(gas_topup), int(initial), int(cap_topup), int(told.value), int(due))
    return EntityAllocation(topups, *figures, gap_rate, told)


def _not_raised(working: Working, units: Sequence[EntityUnit]) -> EntityAllocation:
    """The units' allowances as they are; the gap is told, and limits the obligation."""
    total = Decimal(sum(unit.verified for unit in units))
    for unit in units:
        working.given("verified_emissions", Decimal(unit.verified), "t", unit.number, unit.number)
    units_initial = _initial_of(working, units)
    verified = working.step("verified", "Σ verified_emissions", total, "t")
    initial = working.step("initial", "Σ unit_initial", units_initial, "t")
    gap_rate = _gap_rate(working, "verified", verified, initial)
    told = working.result("final", "initial", initial, "t")
    return EntityAllocation((0,) * len(units), 0, int(initial), 0, int(initial), int(verified), gap_rate, told)


def _initial_of(working: Working, units: Sequence[EntityUnit]) -> Decimal:
    return sum(
        (working.given("unit_initial", Decimal(unit.initial), "t", unit.number, unit.number) for unit in units), ZERO
    )


def _gap_rate(working: Working, base: str, whole: Decimal, initial: Decimal) -> Decimal:
    """What the initial allowances lack, in percent of what is owed; nothing where nothing is owed."""
    rounding = "rounding.gap_rate"
    if not whole:
        return working.step("gap_rate", "0", ZERO, "%", rounding)
    gap = (whole - initial) / whole * HUNDRED
    return working.step("gap_rate", f"({base} - initial) / {base} × 100", gap, "%", rounding)


def _unit_topup(working: Working, unit: EntityUnit) -> int:
    """What a gas unit lacks against its verified emissions; a coal unit is never topped up by itself."""
    number = unit.number
    verified = working.given("verified_emissions", Decimal(unit.verified), "t", number, number)
    if unit.unit_class not in working.provision("allocation.gas_topup.classes").value.split(","):
        return 0
    share = working.law("allocation.gas_topup.share")
    lacking = max(verified * share - unit.initial, ZERO)
    formula = "max(verified_emissions × allocation.gas_topup.share - unit_initial, 0)"
    return int(working.step("unit_topup", formula, lacking, "t", "rounding.allocation.topup", number))


def _whole(working: Working, unit: Owing) -> int:
    """Verified emissions in whole tonnes."""
    tonnes = not_negative("verified", unit.emissions)
    working.given("emissions", tonnes, "t", unit.number, unit.number)
    return int(working.step("owed", "emissions", tonnes, "t", "rounding.emissions.unit", unit.number))


def _as_verified(working: Working, owing: Sequence[Owing], verified: tuple[int, ...]) -> Obligation:
    told = working.result("due", "Σ owed", Decimal(sum(verified)), "t", rounding="rounding.obligation")
    return Obligation(verified, verified, int(told.value), told)


def _limited(working: Working, owing: Sequence[Owing], verified: tuple[int, ...]) -> Obligation:
    """A gas unit owes at most what it received, an entity at most that and a fifth of its verified emissions."""
    classes = working.provision("allocation.gas_limit.classes").value.split(",")
    owed, free = [], ZERO
    for unit, tonnes in zip(owing, verified, strict=True):
        own = needed("free", None if unit.free is None else Decimal(unit.free))
        free += working.given("unit_initial", not_negative("free", own), "t", unit.number, unit.number)
        spared = unit.unit_class in classes
        formula, limit = ("min(owed, unit_initial)", min(Decimal(tonnes), own)) if spared else ("owed", Decimal(tonnes))
        owed.append(int(working.step("unit_due", formula, limit, "t", index=unit.number)))
    share = working.law("allocation.gap.cap_share")
    cap = free + share * sum(verified)
    formula = "Σ unit_initial + allocation.gap.cap_share × Σ owed"
    cap = working.step("obligation_cap", formula, cap, "t", "rounding.allocation.obligation_cap")
    due = min(Decimal(sum(owed)), cap)
    told = working.result("due", "min(Σ unit_due, obligation_cap)", due, "t", rounding="rounding.obligation")
    return Obligation(verified, tuple(owed), int(told.value), told)


# The one table of editions; which of them rules a year is the provision `allocation.entity.edition`.
ENTITY_EDITIONS: Mapping[str, EntityEdition] = {
    edition.name: edition
    for edition in (
        EntityEdition("cap-on-obligation", _not_raised, _limited),
        EntityEdition("cap-on-allocation", _raised, _as_verified),
    )
}
