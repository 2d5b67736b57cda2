"""Questions about classes, special cases, enterprises at risk and mergers in the allocation of power. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.allocation import rules
from domain.core.facts import whole
from domain.trial.rules.allocation import CLASSES
from domain.trial.rules.question import Answer, Asked, Field, Kind, Question, end_of_year, fields_of

# What a form offers; which of them a year knows is the law of that year.
CONDITIONS = (
    "special_gas",
    "waste_gas",
    "converted_gas",
    "oil_igcc_ice",
    "heat_only",
    "backup",
    "closed",
    "commissioned",
)
REASONS = ("frozen", "default_risk", "arrears", "closed")
ZERO = Decimal(0)


def _class(asked: Asked) -> Answer:
    """The class of a unit by fuel, rated power and shares of heat."""
    given = asked.facts
    rated = given.get("rated_mw", ZERO) if given["main_fuel"] == "gas" else given.needed("rated_mw")
    shares = (given.get(name, ZERO) for name in ("unconventional_share", "other_fuel_share"))
    told = rules.power_class(asked.law, given["main_fuel"], rated, *shares)
    return Answer({"class": told.name or None}, (told.explanation,))


def _merged(asked: Asked) -> Answer:
    """The class of units that report together."""
    told = rules.merged_class(asked.law, [unit["class"] for unit in asked.facts["units"]])
    return Answer({"class": told.name}, (told.explanation,))


def _benchmark(asked: Asked) -> Answer:
    """Benchmarks of a class beside their balance values."""
    told = rules.power_benchmark(asked.law, asked.facts["class"])
    names = ("benchmark", "balance", "change", "heat_benchmark", "heat_balance", "heat_change")
    return Answer(fields_of(told, *names), told.explanations)


def _special(asked: Asked) -> Answer:
    """How a unit outside the ordinary is treated, and its allowances where they are what it emitted."""
    told = rules.special(asked.law, rules.SpecialFacts(**asked.facts))
    return Answer(
        {"treatment": told.treatment, "why": list(told.why), "allocation": told.allocation}, (told.explanation,)
    )


def _withheld(asked: Asked) -> Answer:
    """What is released from the province's account to an enterprise at risk, and what it still has to find."""
    issued, due = (whole(name, asked.facts[name]) for name in ("issued", "due"))
    told = rules.withheld(asked.law, asked.facts["reason"], issued, due)
    values = fields_of(told, "released", "gap")
    return Answer({**values, "stages": list(told.stages)}, (told.explanation,))


def _merger(asked: Asked) -> Answer:
    """What the successor of a merger takes over, and by when it tells the province."""
    parts = [
        (whole(f"parts[{place}].allowances", part["allowances"]), whole(f"parts[{place}].due", part["due"]))
        for place, part in enumerate(asked.facts.get("parts", []), 1)
    ]
    told = rules.merger(asked.law, asked.facts["merger_decided_on"], parts)
    return Answer(fields_of(told, "notify_by", "allowances", "due"), told.explanations)


_CLASS_FIELD = Field("class", Kind.TEXT, choices=CLASSES)

QUESTIONS = (
    Question(
        "allocation.power_class",
        "allocation",
        (
            Field("main_fuel", Kind.CHOICE, choices=rules.MAIN_FUELS),
            Field("rated_mw", unit="MW", needed=False),
            Field("unconventional_share", unit="share", needed=False),
            Field("other_fuel_share", unit="share", needed=False),
        ),
        {"class": ""},
        _class,
        end_of_year,
        example={"year": "2024", "main_fuel": "coal", "rated_mw": "330", "unconventional_share": "0.60"},
    ),
    Question(
        "allocation.merged_class",
        "allocation",
        (Field("units", Kind.ROWS, rows=(_CLASS_FIELD,)),),
        {"class": ""},
        _merged,
        end_of_year,
        example={"year": "2024", "units": [{"class": "II"}, {"class": "III"}]},
    ),
    Question(
        "allocation.power_benchmark",
        "allocation",
        (_CLASS_FIELD,),
        {
            "benchmark": "t/MWh",
            "balance": "t/MWh",
            "change": "%",
            "heat_benchmark": "t/GJ",
            "heat_balance": "t/GJ",
            "heat_change": "%",
        },
        _benchmark,
        end_of_year,
        example={"year": "2023", "class": "I"},
    ),
    Question(
        "allocation.special",
        "allocation",
        (
            Field("verified", unit="t", needed=False),
            Field("condition", Kind.TEXT, needed=False, choices=CONDITIONS),
            Field("biomass_share", unit="share", needed=False),
            Field("secondary_energy_share", unit="share", needed=False),
            Field("green_share", unit="share", needed=False),
            Field("entity_verified", unit="t", needed=False),
        ),
        {"treatment": "", "why": "", "allocation": "t"},
        _special,
        end_of_year,
        example={"year": "2025", "verified": "412345.67", "biomass_share": "0.25"},
    ),
    Question(
        "allocation.differentiated",
        "allocation",
        (Field("reason", Kind.TEXT, choices=REASONS), Field("issued", unit="t"), Field("due", unit="t")),
        {"released": "t", "gap": "t", "stages": ""},
        _withheld,
        end_of_year,
        example={"year": "2024", "reason": "arrears", "issued": "1200000", "due": "1000000"},
    ),
    Question(
        "allocation.merger",
        "allocation",
        (
            Field("merger_decided_on", Kind.DAY),
            Field("parts", Kind.ROWS, needed=False, rows=(Field("allowances", unit="t"), Field("due", unit="t"))),
        ),
        {"notify_by": "", "allowances": "t", "due": "t"},
        _merger,
        end_of_year,
        example={
            "year": "2022",
            "merger_decided_on": "2022-05-10",
            "parts": [{"allowances": "500000", "due": "480000"}, {"allowances": "200000", "due": "260000"}],
        },
    ),
)
