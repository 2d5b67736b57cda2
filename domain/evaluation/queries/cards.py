"""What evaluation answers with. Tonnes of emissions have decimals, allowances are whole; None is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class By(StrEnum):
    """What sums are told by, beside the year."""

    YEAR = "year"
    SECTOR = "sector"
    CITY = "city"
    CAPTIVE = "captive"


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the province that is looked at; an empty field is no limit."""

    sector: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class ClassSum:
    """The confirmed year of an enterprise's units of one class: t CO2, MWh, GJ."""

    unit_class: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal


@dataclass(frozen=True, slots=True)
class EnterpriseYear:
    """One enterprise in one compliance year: where it stands in each room, with the number of its paper there."""

    enterprise_id: int
    year: int
    entry_id: int | None
    entry_state: str | None
    plan_id: int | None
    plan_state: str | None
    plan_version: int | None
    plan_late: bool | None
    report_id: int | None
    report_state: str | None
    late: bool | None
    reported_tonnes: Decimal | None
    reported_mwh: Decimal | None
    reported_gj: Decimal | None
    versions: int | None
    stopped_versions: int | None
    stopping_findings: int | None
    returns: int | None
    task_id: int | None
    task_state: str | None
    verified_tonnes: Decimal | None
    verification_correction: Decimal | None
    verification_findings: int | None
    confirmation_id: int | None
    confirmation_state: str | None
    confirmation_basis: str | None
    confirmed_tonnes: Decimal | None
    recheck_correction: Decimal | None
    confirmed_mwh: Decimal | None
    confirmed_gj: Decimal | None
    allocation_id: int | None
    allocation_state: str | None
    pre: int | None
    final: int | None
    allocation_due: int | None
    gap_rate: Decimal | None
    obligation_id: int | None
    obligation_state: str | None
    due: int | None
    surrendered: int | None
    offsets: int | None
    missing: int | None
    status: str | None
    shortfall: int | None
    completed_on: date | None
    result_id: int | None
    cases: int | None
    case_id: int | None
    case_state: str | None
    fine_yuan: Decimal | None
    known_tonnes: Decimal | None
    known_origin: str | None
    classes: tuple[ClassSum, ...]

    @property
    def emissions_tonnes(self) -> Decimal | None:
        """Confirmed emissions; of a year from before the portal, those that were brought along."""
        return self.confirmed_tonnes if self.confirmed_tonnes is not None else self.known_tonnes

    @property
    def owed(self) -> int | None:
        """The obligation; before it is opened, what the final allocation says will be due."""
        return self.due if self.due is not None else self.allocation_due

    @property
    def gap(self) -> int | None:
        """Final allocation less what is due: a surplus, or a gap when negative. Tonnes."""
        return None if self.final is None or self.owed is None else self.final - self.owed


@dataclass(frozen=True, slots=True)
class Total:
    """A year in sums, of all or of one group (`by`, `key`): counts are 0 where there is none, sums None.

    `surplus` and `deficit` are final allocation against what is due, each summed over the enterprises on its side;
    `corrected_up` and `corrected_down` what verification changed of the reported emissions, `rechecked_…` what recheck
    and objection changed of the verified ones, each way by itself. `emissions_tonnes` are confirmed or, of years from
    before the portal, brought along.
    """

    year: int
    by: str
    key: str
    enterprises: int
    listed: int
    plans_filed: int
    plans_late: int
    reports: int
    reports_in: int
    reports_late: int
    reports_determined: int
    returns: int
    reports_returned: int
    versions: int
    stopped_versions: int
    stopping_findings: int
    reported_tonnes: Decimal | None
    verified: int
    verified_tonnes: Decimal | None
    verification_findings: int
    corrected: int
    corrected_up: Decimal | None
    corrected_down: Decimal | None
    confirmed: int
    confirmed_tonnes: Decimal | None
    rechecked_up: Decimal | None
    rechecked_down: Decimal | None
    confirmed_mwh: Decimal | None
    confirmed_gj: Decimal | None
    emissions_tonnes: Decimal | None
    pre_allocated: int
    pre: int | None
    allocated: int
    final: int | None
    owed: int | None
    with_surplus: int
    surplus: int | None
    with_deficit: int
    deficit: int | None
    obligations: int
    due: int | None
    surrendered: int | None
    offsets: int | None
    missing: int | None
    still_open: int
    on_time: int
    met_late: int
    short: int
    shortfall: int | None
    cases: int
    fined: int
    fine_yuan: Decimal | None

    @property
    def gap(self) -> int | None:
        """Surplus less deficit, tonnes."""
        return None if self.surplus is None or self.deficit is None else self.surplus - self.deficit


@dataclass(frozen=True, slots=True)
class ClassYear:
    """The confirmed emissions and the final allocation of one class of generating units in one year."""

    year: int
    unit_class: str
    units: int
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    final: int | None
