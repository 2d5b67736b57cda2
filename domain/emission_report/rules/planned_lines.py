"""The lines of a report that the plan in force names, sheet by sheet, in the codes of the form. Pure.

Only what tells lines apart, and how it is determined: figures are the filer's. A line is left out where the plan does
not tell what it is of; a column, where the plan does not tell its value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, DecimalException

from domain.core.workbook import Choice, Column, Sheet, Workbook
from domain.emission_report.rules.facts import DEFAULT, MEASURED
from domain.emission_report.rules.industry import WHOLE
from domain.emission_report.rules.planned import Datum, Plan, Values, choice_for, exact

Line = dict[str, object]
FUEL, CARBON = "fuel_consumption", ("carbon", "heat_value")
OUTPUT = ("output", "clinker", "turnover", "throughput")
# Steel: what each parameter of the plan is on the sheet of materials.
ROLES = {"flux": "carbonate", "electrode": "electrode", "carbon_material": "input", "carbon_product": "product"}
# Raw materials and processes, with the code meant where the plan names no material.
MATERIALS = {
    "carbonate": ("carbonate",),
    "carbon_powder": ("carbon_powder",),
    "reductant": ("other_reductant",),
    "limestone": ("limestone",),
    "flare": ("flare",),
    "coke_burn": ("catalyst_coke",),
    "nitrous_oxide": (),
    "anode": ("anode",),
    "anode_effect": ("cf4", "c2f6"),
}
FLOWS = {"raw_material": "in", "carbon_output": "out"}
# A fuel that the works make where they have the process that gives it. Inferred from the note of the steel form.
MADE_BY = {
    "coke": "coking",
    "coke_oven_gas": "coking",
    "coal_tar": "coking",
    "blast_furnace_gas": "ironmaking",
    "converter_gas": "steelmaking",
}
BOUGHT = "外购"
# What a process of steel makes, where it makes one thing.
MAKES = {
    "coking": "coke",
    "sintering": "sinter",
    "pelletising": "pellet",
    "ironmaking": "pig_iron",
    "rolling": "rolled_steel",
    "lime": "lime",
}
# What a line makes where the plan does not say: these sectors report by lines of one product.
USUAL_PRODUCT = {"emission_report.cement": "portland", "emission_report.aluminium": "liquid_aluminium"}
KINDS_OF_LINE = {"white": "white"}


def planned_lines(book: Workbook, plan: Plan) -> dict[str, list[Line]]:
    """Lines by sheet, each once; nothing for a sheet that the plan says nothing of."""
    found = {sheet.key: MAKERS[sheet.key](book, sheet, plan) for sheet in book if sheet.key in MAKERS}
    return {key: _once(book.sheet(key), lines) for key, lines in found.items()}


def _once(sheet: Sheet, lines: Iterable[Line]) -> list[Line]:
    """Lines that the keys of the sheet do not tell apart are one: what the first does not say, the next may."""
    kept: dict[tuple[object, ...], Line] = {}
    for line in lines:
        position = tuple(line.get(key, "") for key in sheet.keys)
        kept[position] = {**_told(line), **kept.get(position, {})}
    return list(kept.values())


def _told(line: Line) -> Line:
    return {key: value for key, value in line.items() if value not in (None, "")}


def _column(sheet: Sheet, key: str) -> Column | None:
    return next((column for column in sheet.columns if column.key == key), None)


def _choices(sheet: Sheet, key: str) -> tuple[Choice, ...]:
    column = _column(sheet, key)
    return column.choices if column else ()


def _process(plan: Plan, unit: str) -> str:
    """The process of steel that a unit is, or belongs to."""
    return plan.lines.get(plan.line_of(unit), {}).get("process", "")


def _kind(sheet: Sheet, key: str, plan: Plan, unit: str) -> str:
    """The form's own kind of a facility: its process in steel, the kiln that a clinker line is, else by its words."""
    choices = _choices(sheet, key)
    codes = {choice.code for choice in choices}
    if (process := _process(plan, unit)) in codes:
        return process
    if unit in plan.lines and {"kiln", "power_boiler"} <= codes:
        return "kiln"
    return choice_for(choices, *plan.words(unit), usual=True)


# ------------------------------------------------------------------------------------------------- fuels


def _fuels(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    for datum in plan.of(FUEL):
        fuel = choice_for(_choices(sheet, "fuel"), datum.item)
        if not fuel or _flown(book, datum) or _own(plan, datum, fuel):
            continue
        for unit in plan.burning(datum):
            line: Line = {"facility": _kind(sheet, "facility", plan, unit), "fuel": fuel}
            yield line | {"line": plan.line_of(unit), "method": plan.method(unit, datum.item, *CARBON)}


def _flown(book: Workbook, datum: Datum) -> bool:
    """Whether a fuel is one of the materials of the sheet of processes: what aircraft burn."""
    return bool(_material(book, datum)) and not exact(_choices(book.sheet("fuels"), "fuel"), datum.item)


def _material(book: Workbook, datum: Datum) -> str:
    sheets = (exact(_choices(sheet, "material"), datum.item) for sheet in book if sheet.key == "processes")
    return next(sheets, "")


def _own(plan: Plan, datum: Datum, fuel: str) -> bool:
    made = {told.get("process") for told in plan.lines.values()}
    return BOUGHT not in datum.item and MADE_BY.get(fuel, WHOLE) in made


def _own_fuels(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    """Made in one process and used in others: a line for each."""
    for datum in plan.of(FUEL):
        fuel = choice_for(_choices(sheet, "fuel"), datum.item)
        if fuel and _own(plan, datum, fuel):
            method = plan.method(datum.unit, datum.item, *CARBON)
            for process in (MADE_BY[fuel], _process(plan, datum.unit)):
                if process:
                    yield {"process": process, "fuel": fuel, "method": method}


# ------------------------------------------------------------------------------------------------- materials


def _materials(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    for datum in plan.of(*ROLES):
        material = choice_for(_choices(sheet, "material"), datum.item)
        material = material or ("electrode" if datum.parameter == "electrode" else "")
        if material:
            line: Line = {"role": ROLES[datum.parameter], "material": material, **_factor(plan, datum)}
            yield line | ({"process": _process(plan, datum.unit)} if _column(sheet, "process") else {})


def _factor(plan: Plan, datum: Datum) -> Line:
    """Whether the factor of a material is the guide's."""
    return {"method": plan.method(datum.unit, datum.item, "emission_factor")}


def _processes(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    choices = _choices(sheet, "material")
    codes = {choice.code for choice in choices}
    for datum in plan.of(*MATERIALS, FUEL):
        if datum.parameter == FUEL:
            named: tuple[str, ...] = (_material(book, datum),) if _flown(book, datum) else ()
        else:
            told = choice_for(choices, datum.item) if datum.parameter != "anode_effect" else ""
            named = (told,) if told else MATERIALS[datum.parameter]
        for material in named:
            if material in codes:
                source = plan.called(datum.unit) or datum.item or WHOLE
                yield {"source": source, "material": material, **_factor(plan, datum)}


def _carbon(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    choices = _choices(sheet, "process")
    for datum in plan.of(*FLOWS):
        if datum.item:
            only = choices[0].code if len(choices) == 1 else ""
            gas = datum.state == "gas" or "nm" in datum.data_unit.lower()
            line: Line = {"source": plan.called(datum.unit) or WHOLE, "flow": FLOWS[datum.parameter]}
            line |= {"process": only or choice_for(choices, *plan.words(datum.unit)), "name": datum.item}
            yield line | {"measured_in": "10⁴Nm³" if gas else "t"}


def _wastewater(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    for datum in plan.of("wastewater"):
        yield {"plant": plan.called(datum.unit) or datum.item or WHOLE}


def _substitutes(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    for datum in plan.of("non_carbonate"):
        material = choice_for(_choices(sheet, "material"), datum.item)
        lines = [plan.line_of(datum.unit)] if datum.unit else list(plan.lines)
        for line in lines if material else ():
            yield {"line": line, "material": material}


# ------------------------------------------------------------------------------------------------- lines


def _products(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    """What each line makes: as the production data say, else as the line itself does."""
    choices, told = _choices(sheet, "product"), set()
    for datum in plan.of(*OUTPUT):
        line = plan.line_of(datum.unit)
        for number in [line] if line else _makers(plan, datum):
            product = choice_for(choices, datum.item) or _product(book, choices, plan.lines.get(number, {}))
            if product:
                told.add(number)
                yield {"line": number, "product": product}
    for number, line_told in plan.lines.items():
        product = _product(book, choices, line_told)
        if number not in told and product:
            yield {"line": number, "product": product}


def _makers(plan: Plan, datum: Datum) -> list[str]:
    """The lines that make what is metered for the whole plant; the plant itself where it has none."""
    if not plan.lines:
        return [plan.called(datum.unit) or WHOLE]
    return [number for number, told in plan.lines.items() if datum.item and told.get("product") == datum.item]


def _product(book: Workbook, choices: tuple[Choice, ...], line: Values) -> str:
    codes = [choice.code for choice in choices]
    told = (line.get("clinker", ""), choice_for(choices, line.get("product", "")))
    sure = (*told, MAKES.get(line.get("process", ""), ""), codes[0] if len(codes) == 1 else "")
    known = (code for code in (*sure, choice_for(choices, line.get("name", ""))) if code in codes)
    usual = USUAL_PRODUCT.get(book.key, "")
    return next(known, usual if usual in codes else "")


def _soda_ash(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    for line in _products(book, book.sheet("products"), plan):
        if line["product"] == "soda_ash":
            number = str(line["line"])
            route = choice_for(_choices(sheet, "route"), *plan.words(number))
            yield {"line": number, "route": route}


def _numbers(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    return [{"line": number} for number in plan.lines]


def _kilns(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    for number, told in plan.lines.items():
        kind = KINDS_OF_LINE.get(told.get("clinker", "")) or choice_for(_choices(sheet, "kind"), told.get("name", ""))
        yield {"line": number, "capacity": _per_day(told), "kind": kind}


def _per_day(told: Values) -> Decimal | None:
    """The capacity in t a day, where the plan gives it by the day."""
    unit = "".join(told.get("capacity_unit", "").split()).replace("吨", "t").replace("日", "d").replace("天", "d")
    try:
        return Decimal(told.get("capacity", "")) if unit == "t/d" else None
    except DecimalException:
        return None


def _anodes(book: Workbook, sheet: Sheet, plan: Plan) -> Iterable[Line]:
    for number in plan.lines:
        yield {"line": number, "method": _of_anodes(plan, number) or _of_anodes(plan, "")}


def _of_anodes(plan: Plan, unit: str) -> str:
    """How anodes of a line (empty: of the whole plant) are determined, by whatever name the plan calls them."""
    methods = {datum.method for datum in plan.of("anode", "anode_effect") if datum.unit == unit}
    return "" if not methods else MEASURED if MEASURED in methods else DEFAULT


MAKERS: Mapping[str, Callable[[Workbook, Sheet, Plan], Iterable[Line]]] = {
    "fuels": _fuels,
    "own_fuels": _own_fuels,
    "materials": _materials,
    "processes": _processes,
    "carbon": _carbon,
    "wastewater": _wastewater,
    "substitutes": _substitutes,
    "products": _products,
    "supplement": _products,
    "soda_ash": _soda_ash,
    "line_totals": _numbers,
    "oxides": _numbers,
    "uses": _numbers,
    "kilns": _kilns,
    "anodes": _anodes,
}
