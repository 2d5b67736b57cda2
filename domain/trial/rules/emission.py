"""Questions about emissions of fuels, electricity and heat. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.emission_report.rules import accounting
from domain.trial.rules.question import Answer, Asked, Facts, Field, Kind, Question, Value, end_of_year, fields_of

ROOM = "emission_report"
SECTORS = (
    "power",
    "steel",
    "cement",
    "aluminium",
    "petrochemical",
    "chemical",
    "flat_glass",
    "copper",
    "paper",
    "aviation",
    "airport",
    "grid",
)
# What a form offers. Which of these the guides of a year know is law, and asked there.
FUELS = (
    "anthracite",
    "bituminous",
    "lignite",
    "washed_coking_coal",
    "washed_coal",
    "gangue",
    "slime",
    "coke",
    "petcoke",
    "other_coal_products",
    "crude_oil",
    "fuel_oil",
    "gasoline",
    "diesel",
    "kerosene",
    "other_petroleum",
    "lng",
    "lpg",
    "coal_tar",
    "refinery_gas",
    "natural_gas",
    "blast_furnace_gas",
    "converter_gas",
    "coke_oven_gas",
    "other_gas",
)
FACILITIES = ("kiln", "power_boiler", "industrial_boiler")
BASES = ("average", "without_traded_non_fossil", "fossil")
REGIONS = ("north", "northeast", "east", "central", "northwest", "south", "southwest")
PROVINCES = (
    *("beijing", "tianjin", "hebei", "shanxi", "inner_mongolia", "liaoning", "jilin", "heilongjiang", "shanghai"),
    *("jiangsu", "zhejiang", "anhui", "fujian", "jiangxi", "shandong", "henan", "hubei", "hunan", "guangdong"),
    *("guangxi", "hainan", "chongqing", "sichuan", "guizhou", "yunnan", "shaanxi", "gansu", "qinghai", "ningxia"),
    "xinjiang",
)
PER_FUEL, HEAT_PER_FUEL, CARBON_PER_FUEL = "t · 10⁴Nm³", "GJ/t · GJ/10⁴Nm³", "tC/t · tC/10⁴Nm³"
ZERO = Decimal(0)

SECTOR = Field("sector", Kind.CHOICE, needed=False, choices=SECTORS)
FUEL_FIELDS = (
    Field("fuel", Kind.TEXT, choices=FUELS),
    Field("quantity", unit=PER_FUEL),
    Field("carbon", unit=CARBON_PER_FUEL, needed=False),
    Field("ncv", unit=HEAT_PER_FUEL, needed=False),
    Field("carbon_per_heat", unit="tC/GJ", needed=False),
    Field("oxidation", unit="share", needed=False),
    Field("facility", Kind.CHOICE, needed=False, choices=FACILITIES),
)
FUELS_FIELD = Field("fuels", Kind.ROWS, needed=False, rows=FUEL_FIELDS)


def fuel_facts(row: Facts) -> accounting.FuelFacts:
    """A fuel as written; what was left out was not measured."""
    return accounting.FuelFacts(**row)


def fuels_of(facts: Facts) -> list[accounting.FuelFacts]:
    return [fuel_facts(row) for row in facts.get("fuels", [])]


def _fuel(asked: Asked) -> Answer:
    """The emissions of one fuel, and what was taken for them."""
    facts = {name: value for name, value in asked.facts.items() if name != "sector"}
    told = accounting.fuel_emissions(asked.law, accounting.FuelFacts(**facts), asked.facts.get("sector", ""))
    taken: dict[str, Value] = fields_of(told.taken, "carbon", "ncv", "carbon_per_heat", "oxidation", "unit")
    return Answer({"tco2": told.tco2, **taken, "defaults": list(told.taken.defaults)}, (told.explanation,))


def _electricity(asked: Asked) -> Answer:
    facts = asked.facts
    named = {name: facts.get(name, "") for name in ("basis", "region", "province")}
    told = accounting.electricity(asked.law, facts["mwh"], **named)
    return Answer({"factor": told.factor, "tco2": told.tco2}, (told.explanation,))


def _heat(asked: Asked) -> Answer:
    told = accounting.heat(asked.law, asked.facts["gj"], asked.facts.get("factor"))
    return Answer({"tco2": told.value}, (told,))


def _power_total(asked: Asked) -> Answer:
    """A power enterprise's emissions: what counts, and purchased electricity beside it."""
    told = accounting.power_total(asked.law, fuels_of(asked.facts), asked.facts.get("mwh", ZERO))
    return Answer({**fields_of(told, "fuel_tco2", "electricity_tco2", "tco2")}, told.explanations)


QUESTIONS = (
    Question(
        "emission.fuel",
        ROOM,
        (SECTOR, *FUEL_FIELDS),
        {
            "tco2": "t",
            "carbon": "tC",
            "ncv": "GJ",
            "carbon_per_heat": "tC/GJ",
            "oxidation": "share",
            "unit": "",
            "defaults": "",
        },
        _fuel,
        end_of_year,
        example={"sector": "power", "fuel": "bituminous", "quantity": "100000", "ncv": "20.000", "year": 2024},
    ),
    Question(
        "emission.electricity",
        ROOM,
        (
            Field("mwh", unit="MWh"),
            Field("basis", Kind.CHOICE, needed=False, choices=BASES),
            Field("region", Kind.CHOICE, needed=False, choices=REGIONS),
            Field("province", Kind.CHOICE, needed=False, choices=PROVINCES),
        ),
        {"factor": "t/MWh", "tco2": "t"},
        _electricity,
        end_of_year,
        example={"mwh": "50000", "year": 2021},
    ),
    Question(
        "emission.heat",
        ROOM,
        (Field("gj", unit="GJ"), Field("factor", unit="t/GJ", needed=False)),
        {"tco2": "t"},
        _heat,
        end_of_year,
        example={"gj": "100000", "year": 2024},
    ),
    Question(
        "emission.power_total",
        ROOM,
        (FUELS_FIELD, Field("mwh", unit="MWh", needed=False)),
        {"fuel_tco2": "t", "electricity_tco2": "t", "tco2": "t"},
        _power_total,
        end_of_year,
        example={
            "fuels": [{"fuel": "bituminous", "quantity": "1000000", "carbon": "0.54"}],
            "mwh": "500",
            "year": 2022,
        },
    ),
)
