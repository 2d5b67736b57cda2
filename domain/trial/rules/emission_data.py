"""Questions about the data behind emissions: samples, residues, months, heat, plausibility. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.emission_report.rules import accounting
from domain.trial.rules.emission import CARBON_PER_FUEL, FUELS, HEAT_PER_FUEL, PER_FUEL, ROOM
from domain.trial.rules.question import Answer, Asked, Field, Kind, Question, end_of_year, fields_of


def _carbon_as_received(asked: Asked) -> Answer:
    told = accounting.carbon_as_received(asked.law, accounting.Sample(**asked.facts))
    return Answer({"carbon_as_received": told.value}, (told,))


def _oxidation(asked: Asked) -> Answer:
    told = accounting.measured_oxidation(asked.law, accounting.Residue(**asked.facts))
    return Answer({"oxidation": told.value}, (told,))


def _fuel_year(asked: Asked) -> Answer:
    """A fuel's year from its months."""
    months = [accounting.Month(**month) for month in asked.facts["months"]]
    told = accounting.fuel_year(asked.law, months)
    return Answer({**fields_of(told, "quantity", "ncv", "carbon", "carbon_per_heat")}, told.explanations)


def _heat_ratio(asked: Asked) -> Answer:
    told = accounting.heat_ratio(asked.law, **asked.facts)
    return Answer({"heat_ratio": told.value}, (told,))


def _heat_supplied(asked: Asked) -> Answer:
    flows = [accounting.Flow(**flow) for flow in asked.facts["flows"]]
    told = accounting.heat_supplied(asked.law, flows)
    return Answer({"gj": told.value}, (told,))


JUDGED = ("ncv", "carbon", "carbon_per_heat", "carbon_dry_ash_free", "sample_days")


def _plausibility(asked: Asked) -> Answer:
    """Each figure against its range, and carbon per heat against the reference point of its coal."""
    facts = asked.facts
    figures = {name: Decimal(facts[name]) for name in JUDGED if name in facts}
    judged = accounting.plausible(asked.law, facts["fuel"], figures)
    rows = [fields_of(one, "figure", "value", "least", "most", "verdict") for one in judged]
    told = [one.explanation for one in judged if one.explanation]
    reference = None
    if "carbon_per_heat" in facts:
        reference = accounting.reference_difference(asked.law, facts["fuel"], facts["carbon_per_heat"])
    told += [reference] if reference else []
    return Answer(
        {"judged": rows, "reference_difference": reference.value if reference else None},
        tuple(told),
    )


QUESTIONS = (
    Question(
        "emission.carbon_as_received",
        ROOM,
        (
            Field("carbon_air_dried", unit="%", needed=False),
            Field("carbon_dry", unit="%", needed=False),
            Field("moisture_as_received", unit="%"),
            Field("moisture_air_dried", unit="%", needed=False),
        ),
        {"carbon_as_received": "%"},
        _carbon_as_received,
        example={"carbon_air_dried": "60.00", "moisture_as_received": "12.0", "moisture_air_dried": "4.0"},
    ),
    Question(
        "emission.oxidation",
        ROOM,
        (
            Field("quantity", unit="t"),
            Field("ncv", unit="GJ/t"),
            Field("carbon_per_heat", unit="tC/GJ"),
            Field("slag_t", unit="t"),
            Field("slag_carbon", unit="share"),
            Field("ash_t", unit="t"),
            Field("ash_carbon", unit="share"),
            Field("collected", unit="share"),
        ),
        {"oxidation": "share"},
        _oxidation,
        end_of_year,
        example={
            "quantity": "100000",
            "ncv": "20",
            "carbon_per_heat": "0.026",
            "slag_t": "2000",
            "slag_carbon": "0.05",
            "ash_t": "9000",
            "ash_carbon": "0.03",
            "collected": "0.9",
            "year": 2015,
        },
    ),
    Question(
        "emission.fuel_year",
        ROOM,
        (
            Field(
                "months",
                Kind.ROWS,
                rows=(
                    Field("quantity", unit=PER_FUEL),
                    Field("ncv", unit=HEAT_PER_FUEL, needed=False),
                    Field("carbon", unit=CARBON_PER_FUEL, needed=False),
                ),
            ),
        ),
        {"quantity": PER_FUEL, "ncv": "GJ", "carbon": "tC", "carbon_per_heat": "tC/GJ"},
        _fuel_year,
        end_of_year,
        example={
            "months": [
                {"quantity": "30000", "ncv": "20", "carbon": "0.52"},
                {"quantity": "10000", "ncv": "22", "carbon": "0.58"},
            ],
            "year": 2024,
        },
    ),
    Question(
        "emission.heat_ratio",
        ROOM,
        (
            Field("supplied_gj", unit="GJ"),
            Field("total_gj", unit="GJ", needed=False),
            Field("coal_tce", unit="tce", needed=False),
        ),
        {"heat_ratio": "share"},
        _heat_ratio,
        end_of_year,
        example={"supplied_gj": "300000", "total_gj": "1200000", "year": 2024},
    ),
    Question(
        "emission.heat_supplied",
        ROOM,
        (
            Field(
                "flows",
                Kind.ROWS,
                rows=(
                    Field("medium", Kind.CHOICE, choices=("steam", "water")),
                    Field("tonnes", unit="t"),
                    Field("enthalpy", unit="kJ/kg", needed=False),
                    Field("temperature", unit="°C", needed=False),
                ),
            ),
        ),
        {"gj": "GJ"},
        _heat_supplied,
        end_of_year,
        example={"flows": [{"medium": "steam", "tonnes": "1000", "enthalpy": "2883.74"}], "year": 2026},
    ),
    Question(
        "emission.plausibility",
        ROOM,
        (
            Field("fuel", Kind.TEXT, choices=FUELS),
            Field("ncv", unit=HEAT_PER_FUEL, needed=False),
            Field("carbon", unit=CARBON_PER_FUEL, needed=False),
            Field("carbon_per_heat", unit="tC/GJ", needed=False),
            Field("carbon_dry_ash_free", unit="share", needed=False),
            Field("sample_days", Kind.COUNT, needed=False),
        ),
        {"judged": "", "reference_difference": "tC/GJ"},
        _plausibility,
        end_of_year,
        example={"fuel": "lignite", "carbon_dry_ash_free": "0.78", "carbon_per_heat": "0.028", "year": 2026},
    ),
)
