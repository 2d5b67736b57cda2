"""Questions about process emissions and about the total of an enterprise of any sector. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.emission_report.rules import accounting
from domain.trial.rules.emission import FUELS_FIELD, ROOM, SECTOR, fuels_of
from domain.trial.rules.question import Answer, Asked, Facts, Field, Kind, Question, end_of_year, fields_of

# What a form offers. Which of these the guides of a year know is law, and asked there.
CLINKERS = ("portland", "white", "sulphoaluminate", "ferroaluminate", "aluminate")
SUBSTITUTES = (
    *("desulphurisation_lime", "slaked_lime", "carbide_slag", "magnesium_slag", "paper_white_mud"),
    *("calcium_fluoride_sludge", "phosphorus_slag", "vanadium_titanium_slag", "nitrogen_slag", "fly_ash"),
    *("ferroalloy_slag", "gypsum", "citric_residue", "steel_slag", "nickel_slag", "manganese_slag", "zinc_slag"),
    *("tin_slag", "sludge", "aluminium_slag", "sulphuric_slag", "copper_slag", "lead_zinc_slag", "coal_ash"),
    "red_mud",
)
STEEL_MATERIALS = (
    *("limestone", "dolomite", "ferronickel", "ferromolybdenum", "ferrosilicon", "silicomanganese"),
    *("low_carbon_silicomanganese", "high_carbon_ferromanganese", "micro_carbon_ferromanganese"),
    *("high_carbon_ferrochrome", "pig_iron", "direct_reduced_iron", "scrap", "crude_steel", "coal_tar", "benzol"),
)
PROCESS_MATERIALS = (
    *("catalyst_coke", "hydrogen_plant", "raw_material", "carbonate", "calcium_carbonate", "magnesium_carbonate"),
    *("sodium_carbonate", "dolomite", "carbon_powder", "reductant_coke", "limestone", "lime", "jet_kerosene"),
    *("sf6", "network_losses", "flare", "reforming_coke", "asphalt", "coke_calcining", "glycol_plant", "other_plant"),
    *("nitric_acid", "adipic_acid", "other_reductant", "wastewater_methane", "aviation_gasoline", "biofuel_blend"),
)
PROCESS_SECTORS = ("petrochemical", "chemical", "flat_glass", "ceramics", "copper", "paper", "aviation", "grid")
INDUSTRIES = ("steel", "cement", "aluminium")
PARTS = ("ironmaking", "sintering", "clinker_line", "anode", "anode_effect")
ZERO = Decimal(0)


def _cement_process(asked: Asked) -> Answer:
    """Process emissions of clinker by its factor, and the substitution rate."""
    facts = asked.facts
    rows = [accounting.Substitute(**row) for row in facts.get("substitutes", [])]
    told = accounting.clinker_process(asked.law, facts["clinker_t"], facts["clinker_type"], rows)
    return Answer({**fields_of(told, "tco2", "substitution_rate")}, told.explanations)


def _cement_decomposition(asked: Asked) -> Answer:
    """Process emissions of clinker by its oxides: one figure, or both ends of a range."""
    told = accounting.decomposition(asked.law, accounting.Oxides(**asked.facts))
    explanations = (told.least,) if told.tco2 is not None else (told.least, told.most)
    values = {"tco2": told.tco2, "tco2_min": told.least.value, "tco2_max": told.most.value}
    return Answer(values, explanations)


def _aluminium_process(asked: Asked) -> Answer:
    told = accounting.aluminium_process(asked.law, accounting.Smelting(**asked.facts))
    return Answer({**fields_of(told, "anode_tco2", "anode_effect_tco2e", "tco2e", "intensity")}, told.explanations)


def _matters(facts: Facts, name: str) -> list[accounting.Matter]:
    return [accounting.Matter(**row) for row in facts.get(name, [])]


def _steel_balance(asked: Asked) -> Answer:
    """The carbon balance of a steelworks."""
    facts = asked.facts
    matters = {name: _matters(facts, name) for name in ("carbonates", "inputs", "products")}
    balance = accounting.Balance(fuels=fuels_of(facts), electrode_t=facts.get("electrode_t", ZERO), **matters)
    told = accounting.steel_balance(asked.law, balance)
    names = ("fuel_tco2", "carbonate_tco2", "electrode_tco2", "input_tco2", "product_tco2", "tco2")
    return Answer({**fields_of(told, *names)}, (told.explanation,))


def _intensity(asked: Asked) -> Answer:
    facts = asked.facts
    parts = [(row["process"], row["tco2"]) for row in facts["by_process"]]
    told = accounting.intensity(asked.law, facts["sector"], parts, facts["output_t"])
    return Answer({"intensity": told.value}, (told,))


def _process(asked: Asked) -> Answer:
    facts = {name: value for name, value in asked.facts.items() if name != "sector"}
    told = accounting.process(asked.law, asked.facts["sector"], accounting.Term(**facts))
    return Answer({"tco2": told.value}, (told,))


def _general(asked: Asked) -> Answer:
    """An enterprise's emissions by the general sum."""
    facts = dict(asked.facts)
    facts["fuels"] = fuels_of(asked.facts)
    facts["processes"] = [accounting.Term(**row) for row in asked.facts.get("processes", [])]
    told = accounting.general(asked.law, accounting.Enterprise(**facts))
    names = ("fuel_tco2", "process_tco2", "electricity_tco2", "heat_tco2", "exported_tco2", "tco2")
    return Answer({**fields_of(told, *names)}, told.explanations)


TONNES = Field("tonnes", unit="t")
MATTER_FIELDS = (
    Field("material", Kind.TEXT, choices=STEEL_MATERIALS),
    TONNES,
    Field("factor", unit="t/t", needed=False),
)
TERM_FIELDS = (
    Field("material", Kind.TEXT, choices=PROCESS_MATERIALS),
    Field("tonnes", unit="t", needed=False),
    Field("factor", unit="t/t", needed=False),
    Field("share", unit="share", needed=False),
    Field("carbon", unit="share", needed=False),
    Field("oxidation", unit="share", needed=False),
    Field("carbon_in", unit="tC", needed=False),
    Field("carbon_out", unit="tC", needed=False),
    Field("mwh", unit="MWh", needed=False),
    Field("gas_kg", unit="kg/t", needed=False),
    Field("removed", unit="share", needed=False),
)

QUESTIONS = (
    Question(
        "emission.cement_process",
        ROOM,
        (
            Field("clinker_t", unit="t"),
            Field("clinker_type", Kind.TEXT, choices=CLINKERS),
            Field(
                "substitutes",
                Kind.ROWS,
                needed=False,
                rows=(Field("material", Kind.TEXT, choices=SUBSTITUTES), TONNES),
            ),
        ),
        {"tco2": "t", "substitution_rate": "share"},
        _cement_process,
        end_of_year,
        example={
            "clinker_t": "2000000",
            "clinker_type": "portland",
            "substitutes": [{"material": "carbide_slag", "tonnes": "100000"}],
            "year": 2024,
        },
    ),
    Question(
        "emission.cement_decomposition",
        ROOM,
        (
            Field("clinker_t", unit="t"),
            Field("cao", unit="share"),
            Field("mgo", unit="share"),
            Field("cao_not_carbonate", unit="share", needed=False),
            Field("mgo_not_carbonate", unit="share", needed=False),
            Field("dust_t", unit="t", needed=False),
            Field("raw_meal_t", unit="t", needed=False),
            Field("raw_meal_carbon", unit="share", needed=False),
        ),
        {"tco2": "t", "tco2_min": "t", "tco2_max": "t"},
        _cement_decomposition,
        end_of_year,
        example={"clinker_t": "1000000", "cao": "0.65", "mgo": "0.02", "year": 2020},
    ),
    Question(
        "emission.aluminium_process",
        ROOM,
        (
            Field("aluminium_t", unit="t"),
            Field("net_carbon", unit="tC/t", needed=False),
            Field("anode_gross", unit="t/t", needed=False),
            Field("anode_residue", unit="share", needed=False),
            Field("anode_sulphur", unit="share", needed=False),
            Field("anode_ash", unit="share", needed=False),
            Field("effect_minutes", unit="min", needed=False),
            Field("cf4_kg_per_t", unit="kg/t", needed=False),
            Field("c2f6_kg_per_t", unit="kg/t", needed=False),
        ),
        {"anode_tco2": "t", "anode_effect_tco2e": "t", "tco2e": "t", "intensity": "t/t"},
        _aluminium_process,
        end_of_year,
        example={"aluminium_t": "500000", "year": 2024},
    ),
    Question(
        "emission.steel_balance",
        ROOM,
        (
            FUELS_FIELD,
            Field("carbonates", Kind.ROWS, needed=False, rows=MATTER_FIELDS),
            Field("electrode_t", unit="t", needed=False),
            Field("inputs", Kind.ROWS, needed=False, rows=MATTER_FIELDS),
            Field("products", Kind.ROWS, needed=False, rows=MATTER_FIELDS),
        ),
        {
            "fuel_tco2": "t",
            "carbonate_tco2": "t",
            "electrode_tco2": "t",
            "input_tco2": "t",
            "product_tco2": "t",
            "tco2": "t",
        },
        _steel_balance,
        end_of_year,
        example={
            "fuels": [{"fuel": "coke", "quantity": "100000"}],
            "carbonates": [{"material": "limestone", "tonnes": "50000"}],
            "products": [{"material": "crude_steel", "tonnes": "200000"}],
            "year": 2024,
        },
    ),
    Question(
        "emission.intensity",
        ROOM,
        (
            Field("sector", Kind.CHOICE, choices=INDUSTRIES),
            Field(
                "by_process", Kind.ROWS, rows=(Field("process", Kind.CHOICE, choices=PARTS), Field("tco2", unit="t"))
            ),
            Field("output_t", unit="t"),
        ),
        {"intensity": "t/t"},
        _intensity,
        end_of_year,
        example={
            "sector": "steel",
            "by_process": [{"process": "ironmaking", "tco2": "5000000"}, {"process": "sintering", "tco2": "800000"}],
            "output_t": "4000000",
            "year": 2024,
        },
    ),
    Question(
        "emission.process",
        ROOM,
        (Field("sector", Kind.CHOICE, choices=PROCESS_SECTORS), *TERM_FIELDS),
        {"tco2": "t"},
        _process,
        end_of_year,
        example={"sector": "flat_glass", "material": "dolomite", "tonnes": "10000", "year": 2024},
    ),
    Question(
        "emission.general",
        ROOM,
        (
            SECTOR,
            FUELS_FIELD,
            Field("processes", Kind.ROWS, needed=False, rows=TERM_FIELDS),
            Field("mwh", unit="MWh", needed=False),
            Field("gj", unit="GJ", needed=False),
            Field("exported_mwh", unit="MWh", needed=False),
            Field("exported_gj", unit="GJ", needed=False),
            Field("recovered_t", unit="t", needed=False),
        ),
        {
            "fuel_tco2": "t",
            "process_tco2": "t",
            "electricity_tco2": "t",
            "heat_tco2": "t",
            "exported_tco2": "t",
            "tco2": "t",
        },
        _general,
        end_of_year,
        example={
            "sector": "flat_glass",
            "fuels": [{"fuel": "natural_gas", "quantity": "1000"}],
            "processes": [{"material": "dolomite", "tonnes": "10000"}],
            "mwh": "20000",
            "year": 2024,
        },
    ),
)
