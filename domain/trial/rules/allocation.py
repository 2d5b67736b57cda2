"""Questions about the allocation of power: units, enterprises, and the stages of issuing. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.allocation import rules
from domain.core.facts import whole
from domain.trial.rules.question import Answer, Asked, Field, Kind, Question, end_of_year, fields_of

SECTORS = ("power", "steel", "cement", "aluminium")
CLASSES = ("I", "II", "III", "IV")
COOLING = ("water", "air", "back_pressure")
ZERO = Decimal(0)


def _unit(asked: Asked) -> Answer:
    """A generating unit's allowances; what the year's edition does not use is given for nothing."""
    given = asked.facts
    facts = rules.UnitFacts(
        "",
        given["class"],
        given.get("generation_mwh"),
        given.get("heat_gj", ZERO),
        given.get("load_factor"),
        supply_mwh=given.get("supply_mwh"),
        heat_ratio=given.get("heat_ratio"),
        cooling=given.get("cooling", "water"),
        chp=given.get("chp"),
    )
    told = rules.power_unit(asked.law, facts)
    values = fields_of(told, "load_correction", "cooling_correction", "heat_correction", "power", "heat", "total")
    return Answer({**values, "allocation": told.allocation}, (told.explanation,))


def _entity(asked: Asked) -> Answer:
    """An enterprise's allowances and obligation, from those of its units."""
    units = asked.facts["units"]
    initial = [whole(f"units[{place}].initial", unit["initial"]) for place, unit in enumerate(units, 1)]
    owing = [
        rules.Owing(str(place), unit["verified"], unit["class"], free)
        for place, (unit, free) in enumerate(zip(units, initial, strict=True), 1)
    ]
    due = rules.obligation(asked.law, owing)
    rows = [
        rules.EntityUnit(one.number, one.unit_class, free, tonnes)
        for one, free, tonnes in zip(owing, initial, due.verified, strict=True)
    ]
    told = rules.power_entity(asked.law, rows)
    values = fields_of(told, "gas_topup", "initial", "cap_topup", "final", "gap_rate")
    return Answer({**values, "due": due.due}, (told.explanation, due.explanation))


def _obligation(asked: Asked) -> Answer:
    """What an enterprise, or a single unit, is to surrender."""
    free = asked.facts.get("free")
    allowed = None if free is None else whole("free", free)
    owing = rules.Owing("", asked.facts["verified"], asked.facts.get("class", ""), allowed)
    told = rules.obligation(asked.law, [owing])
    return Answer({"due": told.due}, (told.explanation,))


def _pre(asked: Asked) -> Answer:
    """The pre-allocation of a unit, line or entity."""
    given = asked.facts
    facts = rules.PreFacts(
        given.get("prior_verified"),
        given["sector"],
        given.get("chosen_share"),
        given.get("class", ""),
        given.get("prior_supply_mwh"),
        given.get("prior_heat_gj", ZERO),
    )
    told = rules.pre_allocation(asked.law, facts)
    return Answer({"pre": told.value}, (told,))


def _issue(asked: Asked) -> Answer:
    """What the final stage issues or takes back, and what stays to be deducted."""
    facts = {name: whole(name, tonnes) for name, tonnes in asked.facts.items()}
    told = rules.issue(asked.law, **facts)
    values = fields_of(told, "difference", "returned", "final_issue", "still_to_deduct")
    return Answer(values, (told.explanation,))


def _borrow(asked: Asked) -> Answer:
    """What may be borrowed from the year to come."""
    due, initial = (whole(name, asked.facts[name]) for name in ("due", "initial"))
    told = rules.borrowable(asked.law, due, initial)
    return Answer({"borrowable": told.borrowable, "vintage": str(told.vintage)}, (told.explanation,))


_UNIT_FIELDS = (
    Field("class", Kind.TEXT, choices=CLASSES),
    Field("generation_mwh", unit="MWh", needed=False),
    Field("supply_mwh", unit="MWh", needed=False),
    Field("heat_gj", unit="GJ", needed=False),
    Field("load_factor", unit="share", needed=False),
    Field("heat_ratio", unit="share", needed=False),
    Field("cooling", Kind.CHOICE, needed=False, choices=COOLING),
    Field("chp", Kind.YES, needed=False),
)
_UNIT_FIGURES = {
    "load_correction": "",
    "cooling_correction": "",
    "heat_correction": "",
    "power": "t",
    "heat": "t",
    "total": "t",
    "allocation": "t",
}
_PRE_FIELDS = (
    Field("sector", Kind.CHOICE, choices=SECTORS),
    Field("prior_verified", unit="t", needed=False),
    Field("chosen_share", unit="share", needed=False),
    Field("class", Kind.TEXT, needed=False, choices=CLASSES),
    Field("prior_supply_mwh", unit="MWh", needed=False),
    Field("prior_heat_gj", unit="GJ", needed=False),
)
_ENTITY_ROWS = (
    Field("class", Kind.TEXT, choices=CLASSES),
    Field("initial", unit="t"),
    Field("verified", unit="t"),
)

QUESTIONS = (
    Question(
        "allocation.power_unit",
        "allocation",
        _UNIT_FIELDS,
        _UNIT_FIGURES,
        _unit,
        end_of_year,
        example={
            "year": "2024",
            "class": "I",
            "generation_mwh": "3200000",
            "heat_gj": "1500000",
            "load_factor": "0.60",
        },
    ),
    Question(
        "allocation.power_entity",
        "allocation",
        (Field("units", Kind.ROWS, rows=_ENTITY_ROWS),),
        {"gas_topup": "t", "initial": "t", "cap_topup": "t", "final": "t", "gap_rate": "%", "due": "t"},
        _entity,
        end_of_year,
        example={
            "year": "2024",
            "units": [
                {"class": "IV", "initial": "327000", "verified": "340000"},
                {"class": "II", "initial": "760000", "verified": "1000000"},
            ],
        },
    ),
    Question(
        "allocation.obligation",
        "allocation",
        (
            Field("verified", unit="t"),
            Field("free", unit="t", needed=False),
            Field("class", Kind.TEXT, needed=False, choices=CLASSES),
        ),
        {"due": "t"},
        _obligation,
        end_of_year,
        example={"year": "2020", "verified": "1200000", "free": "900000"},
    ),
    Question(
        "allocation.pre",
        "allocation",
        _PRE_FIELDS,
        {"pre": "t"},
        _pre,
        end_of_year,
        example={"year": "2024", "sector": "power", "prior_verified": "1234567"},
    ),
    Question(
        "allocation.issue",
        "allocation",
        (
            Field("pre", unit="t"),
            Field("final", unit="t"),
            Field("to_deduct", unit="t", needed=False),
            Field("pre_deducted", unit="t", needed=False),
        ),
        {"difference": "t", "returned": "t", "final_issue": "t", "still_to_deduct": "t"},
        _issue,
        end_of_year,
        example={"year": "2024", "pre": "500000", "final": "600000", "to_deduct": "150000", "pre_deducted": "0"},
    ),
    Question(
        "allocation.borrow",
        "allocation",
        (Field("due", unit="t"), Field("initial", unit="t")),
        {"borrowable": "t", "vintage": ""},
        _borrow,
        end_of_year,
        example={"year": "2022", "due": "1000000", "initial": "880000"},
    ),
)
