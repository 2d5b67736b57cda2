"""A report of cement for years before 2024: decomposition by the oxides of clinker, and the enterprise's sum. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import Explanation, Working
from domain.emission_report.rules import industry, supplement
from domain.emission_report.rules.accounting import Oxides, decomposition
from domain.emission_report.rules.facts import share
from domain.emission_report.rules.industry import WHOLE, IndustryFiled
from domain.emission_report.rules.metals import able, places, told_apart, values_of, with_energy
from domain.emission_report.rules.results import Part, Results
from domain.emission_report.rules.supplement import SupplementLine

ZERO = Decimal(0)
SHARES = ("cao", "cao_not_carbonate", "mgo", "mgo_not_carbonate")


@dataclass(frozen=True, slots=True)
class OxideLine:
    """Clinker and dust of a line in t, its oxides and the carbon of its raw meal as shares (None: not measured)."""

    number: str
    clinker_t: Decimal | None
    dust_t: Decimal | None
    cao: Decimal | None
    cao_not_carbonate: Decimal | None
    mgo: Decimal | None
    mgo_not_carbonate: Decimal | None
    raw_meal_t: Decimal | None
    raw_meal_carbon: Decimal | None
    high_carbon: bool
    line: Line

    @property
    def facts(self) -> Oxides | None:
        """For the accounting; None while a figure is missing, or an oxide is more from elsewhere than in all."""
        figures = {key: getattr(self, key) for key in ("clinker_t", *SHARES, "dust_t", "raw_meal_t")}
        if None in figures.values() or self.beyond:
            return None
        where = places(self.line, *figures, "raw_meal_carbon")
        return Oxides(**figures, raw_meal_carbon=self.raw_meal_carbon, places=where)

    @property
    def beyond(self) -> tuple[str, ...]:
        """Oxides of which more is said to come from elsewhere than clinker holds."""
        pairs = (("cao", self.cao, self.cao_not_carbonate), ("mgo", self.mgo, self.mgo_not_carbonate))
        return tuple(name for name, held, other in pairs if (other or ZERO) > (held or ZERO))


@dataclass(frozen=True, slots=True)
class OldCementFiled(IndustryFiled):
    """Everything that the older workbook says."""

    oxides: tuple[OxideLine, ...] = ()
    supplement: tuple[SupplementLine, ...] = ()
    sector: str = "cement"


def filed(lines: Lines) -> OldCementFiled:
    """Typed facts from the lines of the older workbook."""
    return OldCementFiled(
        **values_of(industry.filed(lines)),
        oxides=tuple(_oxides(line) for line in lines.rows("oxides")),
        supplement=supplement.filed(lines),
    )


def _oxides(line: Line) -> OxideLine:
    figures = {key: line.decimal(key) for key in ("clinker_t", "dust_t", "raw_meal_t")}
    shares = {key: share(line.decimal(key)) for key in (*SHARES, "raw_meal_carbon")}
    high = line.text("high_carbon") == "yes"
    return OxideLine(number=line.text("line"), high_carbon=high, line=line, **figures, **shares)


def account(facts: OldCementFiled, law: Law) -> Results | None:
    """Fuels, what carbonate of clinker and dust gives off, carbon of raw meal, electricity, heat. None: figures lack.

    Carbon of raw meal that was not measured is taken from the upper end of the range where gangue or ash rich in carbon
    goes into it, else from the lower. The altitude factor of the supplementary table was not verified and is not
    applied. Source: the cement guide of 发改办气候〔2013〕2526号 (memory).
    """
    clinker = [(row, row.facts) for row in facts.oxides]
    if not able(facts) or any(oxides is None for _, oxides in clinker):
        return None
    told = [_decomposed(row, oxides, law) for row, oxides in clinker if oxides]
    numbers = told_apart(row.number for row, _ in clinker)
    emitted = _all(dict(zip(numbers, told, strict=True)), law)
    results = with_energy(law, "cement", facts, emitted)
    made = [row for row in facts.products if row.product != "cement"]
    product, output = industry.made(made or facts.products)
    part = Part(WHOLE, results.enterprise, product=product, output=output, output_unit="t")
    tables = tuple(one for row in facts.supplement if (one := supplement.told(row, law)))
    figures = tuple(industry.figures(facts, law, results.enterprise.value))
    return Results((part,), results.enterprise, (*results.beside, *told, *tables), figures)


def _decomposed(row: OxideLine, oxides: Oxides, law: Law) -> Explanation:
    found = decomposition(law, oxides)
    return found.most if row.high_carbon else found.least


def _all(told: dict[str, Explanation], law: Law) -> Explanation:
    """What the clinker of all lines gives off."""
    working = Working("emission.clinker_lines", law)
    working.edition = working.provision("accounting.cement.decomposition.edition").value
    total = ZERO
    for number, one in told.items():
        total += working.given("clinker_tco2", one.value, "t", one.question, number)
    return working.result("process_tco2", "Σ clinker_tco2", total, "t")
