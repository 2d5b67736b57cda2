"""Questions about the allowances of steel, cement and aluminium, and about the methods of the first years. Pure."""

from __future__ import annotations

from domain.allocation import rules
from domain.trial.rules.question import Answer, Asked, Field, Kind, Question, day_of_asking, end_of_year, fields_of

SECTORS = ("steel", "cement", "aluminium")
SPECIAL = ("white_clinker", "gypsum_acid", "hydrogen_furnace", "closed", "new")
PRODUCTS = ("clinker", "aluminium", "coal", "coal_unconventional", "gas", "coal_large", "coal_small")
MARKETS = (
    "national",
    "beijing",
    "tianjin",
    "shanghai",
    "chongqing",
    "hubei",
    "guangdong",
    "shenzhen",
    "fujian",
)
NAMES = ("balance_point", "clipped_above", "clipped_below", "emissions", "imbalance", "unique")
LISTS = ("allocations", "deviations", "coefficients")


def _balance(asked: Asked) -> Answer:
    """The balance point of an industry and every producer's allowances, in the order given."""
    producers = [rules.Producer(row["emissions"], row["intensity"]) for row in asked.facts["entities"]]
    card = rules.balance(asked.law, producers)
    lists = {name: list(getattr(card, name)) for name in LISTS}
    return Answer(lists | fields_of(card, *NAMES), (card.explanation,))


def _industry_entity(asked: Asked) -> Answer:
    """The allowances of an entity, line or process against a published balance point."""
    facts = asked.facts
    card = rules.industry_entity(
        asked.law,
        rules.IndustryFacts(
            facts["sector"],
            facts["emissions"],
            facts.get("intensity"),
            facts.get("balance_point"),
            facts.get("special", ""),
            facts.get("carbide_slag_rate"),
        ),
    )
    names = ("deviation", "coefficient", "allocation", "treatment", "level")
    return Answer(fields_of(card, *names), (card.explanation,))


def _historical_intensity(asked: Asked) -> Answer:
    """Allowances by an enterprise's own past intensity."""
    facts = asked.facts
    told = rules.historical_intensity(asked.law, facts["intensity"], facts["reduction"], facts["output"])
    return Answer({"allocation": told.value}, (told,))


def _benchmark(asked: Asked) -> Answer:
    """Allowances by an industry's benchmark."""
    facts = asked.facts
    told = rules.by_benchmark(asked.law, facts["output"], facts.get("product", ""), facts.get("benchmark"))
    return Answer({"allocation": told.value}, (told,))


def _new_entrant_reserve(asked: Asked) -> Answer:
    """What the total of a market is made of, and what of it is kept for new entrants."""
    parts = [(row["part"], row["tonnes"]) for row in asked.facts["cap_parts"]]
    card = rules.new_entrant_reserve(asked.law, asked.facts["market"], parts)
    return Answer(fields_of(card, "total", "new_entrants", "new_entrants_share"), (card.explanation,))


def _cap_ceiling(asked: Asked) -> Answer:
    """The ceiling of a pilot's cap in a year."""
    told = rules.cap_ceiling(asked.law, asked.facts["market"], asked.facts["base"], asked.day.year)
    return Answer({"ceiling": told.value}, (told,))


ROW = (Field("emissions", unit="t"), Field("intensity", unit="t/t"))
QUESTIONS = (
    Question(
        "allocation.balance",
        "allocation",
        (Field("entities", Kind.ROWS, rows=ROW),),
        {
            "balance_point": "t/t",
            "allocations": "t",
            "coefficients": "",
            "deviations": "%",
            "clipped_above": "",
            "clipped_below": "",
            "emissions": "t",
            "imbalance": "t",
            "unique": "",
        },
        _balance,
        end_of_year,
        example={
            "year": 2025,
            "entities": [
                {"emissions": "6000000", "intensity": "1.50"},
                {"emissions": "4000000", "intensity": "1.62"},
                {"emissions": "900000", "intensity": "2.05"},
            ],
        },
    ),
    Question(
        "allocation.industry_entity",
        "allocation",
        (
            Field("sector", Kind.CHOICE, choices=SECTORS),
            Field("emissions", unit="t"),
            Field("intensity", unit="t/t", needed=False),
            Field("balance_point", unit="t/t", needed=False),
            Field("special", Kind.CHOICE, needed=False, choices=SPECIAL),
            Field("carbide_slag_rate", unit="share", needed=False),
        ),
        {"deviation": "%", "coefficient": "", "allocation": "t", "treatment": "", "level": ""},
        _industry_entity,
        end_of_year,
        example={
            "year": 2025,
            "sector": "steel",
            "emissions": "6000000",
            "intensity": "1.5",
            "balance_point": "1.55",
        },
    ),
    Question(
        "allocation.historical_intensity",
        "allocation",
        (Field("intensity", unit="t/t"), Field("reduction"), Field("output", unit="t")),
        {"allocation": "t"},
        _historical_intensity,
        end_of_year,
        example={"year": 2018, "intensity": "0.9", "reduction": "0.95", "output": "1000000"},
    ),
    Question(
        "allocation.benchmark",
        "allocation",
        (
            Field("product", Kind.CHOICE, needed=False, choices=PRODUCTS),
            Field("benchmark", unit="t/t", needed=False),
            Field("output"),
        ),
        {"allocation": "t"},
        _benchmark,
        end_of_year,
        example={"year": 2017, "product": "clinker", "output": "1000000"},
    ),
    Question(
        "allocation.new_entrant_reserve",
        "allocation",
        (
            Field("market", Kind.CHOICE, choices=MARKETS),
            Field("cap_parts", Kind.ROWS, rows=(Field("part", Kind.TEXT), Field("tonnes", unit="t"))),
        ),
        {"total": "t", "new_entrants": "t", "new_entrants_share": "%"},
        _new_entrant_reserve,
        day_of_asking,
        example={
            "year": 2018,
            "market": "shenzhen",
            "cap_parts": [
                {"part": "pre_allocated", "tonnes": "9000000"},
                {"part": "new_entrant_reserve", "tonnes": "1000000"},
            ],
        },
    ),
    Question(
        "allocation.cap_ceiling",
        "allocation",
        (Field("market", Kind.CHOICE, choices=MARKETS), Field("base", unit="t")),
        {"ceiling": "t"},
        _cap_ceiling,
        end_of_year,
        example={"year": 2014, "market": "chongqing", "base": "100000000"},
    ),
)
