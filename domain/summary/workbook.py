"""The tables of the package: the summary of the year with its explanations, the completion table, and a supplement
for enterprises whose emissions the authority determined. Described once, made and read. Pure.

Columns of the summary follow the all-enterprise summary of the 2016/2017 notices (名称 … 按照补充数据核算报告模板填报的
二氧化碳排放总量), with the credit code and the captive-plant mark that the later notices ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.workbook import Column, Kind, Layout, Note, Sheet, Workbook
from domain.core.workings import Explanation, plain
from domain.summary.rules import (
    DETERMINED,
    Bundle,
    Explained,
    UnitFacts,
    completion,
    organisation_code,
)

YES, NO, MARK = "是", "否", "√"
# The national summary counts in ten thousand tonnes: the point moves by four places and nothing is rounded.
WAN_PLACES = 4
NOT_COLLECTED = Note("门户不采集该项，留空", "Not collected by the portal; left empty")


def _product(number: str, ordinal: str) -> tuple[Column, ...]:
    return (
        Column(f"product_{number}_name", f"产品{ordinal}名称", f"Product {number}", locked=True),
        Column(f"product_{number}_unit", f"产品{ordinal}单位", f"Unit of product {number}", locked=True, width=10),
        Column(f"product_{number}_output", f"产品{ordinal}产量", f"Output {number}", Kind.DECIMAL, locked=True),
    )


SUMMARY = Sheet(
    "summary",
    "碳排放汇总表",
    "Summary of carbon emissions",
    Layout.ROWS,
    (
        Column("year", "年份", "Year", Kind.INTEGER, locked=True, width=8),
        Column("name", "企业名称", "Enterprise", locked=True, width=34),
        Column("credit_code", "统一社会信用代码", "Credit code", locked=True, width=22),
        Column("organisation_code", "组织机构代码", "Organisation code", locked=True, width=14),
        Column("staff", "在岗职工总数", "Staff", Kind.INTEGER, "人", note=NOT_COLLECTED),
        Column("assets", "固定资产合计", "Fixed assets", Kind.DECIMAL, "万元", note=NOT_COLLECTED),
        Column("output_value", "工业总产值", "Industrial output value", Kind.DECIMAL, "万元", note=NOT_COLLECTED),
        Column("sector_code", "行业代码", "Sector code", locked=True, width=10),
        Column("captive", "是否自备电厂", "Captive power plant", locked=True, width=12),
        *_product("1", "一"),
        *_product("2", "二"),
        *_product("3", "三"),
        Column("energy", "企业综合能耗", "Total energy use", Kind.DECIMAL, "万tce", note=NOT_COLLECTED),
        Column("guide_total", "按指南核算的温室气体排放总量", "Emissions by the guide", Kind.DECIMAL, "万tCO2e"),
        Column("supplement_total", "按补充模板核算的排放总量", "Emissions by the supplement", Kind.DECIMAL, "万t"),
        Column("data_mark", "数据性质", "Nature of the data", locked=True, width=12),
    ),
    most_rows=20_000,
    notes=(
        Note("排放量为主管部门确认的结果；万吨为单位换算，不作修约。", "Confirmed emissions; converted, not rounded."),
        Note("各数字的来源见“数据来源说明”。", "The second sheet says where each figure comes from."),
    ),
)

EXPLANATIONS = Sheet(
    "explanations",
    "数据来源说明",
    "Where the figures come from",
    Layout.ROWS,
    (
        Column("credit_code", "统一社会信用代码", "Credit code", locked=True, width=22),
        Column("name", "企业名称", "Enterprise", locked=True, width=34),
        Column("figure", "数据项", "Figure", locked=True, width=28),
        Column("value", "数值", "Value", locked=True),
        Column("unit", "单位", "Unit", locked=True, width=10),
        Column("origin", "来源", "Origin", locked=True, width=40),
        Column("edition", "核算公式版本", "Formula edition", locked=True, width=24),
        Column("provisions", "依据条款", "Provisions", locked=True, width=60),
        Column("unrounded", "修约前数值", "Before rounding", locked=True),
    ),
    most_rows=200_000,
)

DERIVATIONS = Sheet(
    "derivations",
    "推导过程",
    "Derivations",
    Layout.ROWS,
    (
        Column("credit_code", "统一社会信用代码", "Credit code", locked=True, width=22),
        Column("name", "企业名称", "Enterprise", locked=True, width=34),
        Column("figure", "数据项", "Figure", locked=True, width=28),
        Column("part", "组成", "Part", locked=True, width=8),
        Column("code", "名称代码", "Code of the name", locked=True, width=34),
        Column("index", "序号", "Index", locked=True, width=14),
        Column("formula", "计算式、条款或来源", "Formula, citation or origin", locked=True, width=60),
        Column("value", "数值", "Value", locked=True, width=22),
        Column("unit", "单位", "Unit", locked=True, width=10),
        Column("unrounded", "修约前数值", "Before rounding", locked=True, width=22),
        Column("confidence", "来源可靠程度", "How well it is known", locked=True, width=12),
    ),
    most_rows=1_000_000,
    notes=(Note("计算式中的名称即本表的名称代码，可逐步复算。", "Names in a formula are the codes of this table."),),
)

COMPLETION = Sheet(
    "completion",
    "清缴完成和处理情况",
    "Completion of surrender and penalties",
    Layout.ROWS,
    (
        Column("position", "序号", "No.", Kind.INTEGER, locked=True, width=8),
        Column("name", "重点排放单位名称", "Key emitting unit", locked=True, width=34),
        Column("on_time", "是否按时完成履约", "On time", locked=True),
        Column("late", "是否超时完成履约", "Late", locked=True),
        Column("not_done", "是否未完成履约", "Not completed", locked=True),
        Column("punished", "未按时完成履约的是否已作出处罚（是/否）", "Punished", locked=True, width=24),
        Column("remark", "备注", "Remark", locked=True, width=60),
    ),
    most_rows=20_000,
    notes=(
        Note("本表由门户生成，未盖章；报送前逐页盖章。", "Unsealed: to be sealed page by page before handing over."),
    ),
)

SUPPLEMENT = Sheet(
    "supplement",
    "补充数据表",
    "Supplementary data",
    Layout.ROWS,
    (
        Column("number", "机组编号", "Unit number", locked=True),
        Column("fuel", "发电燃料类型", "Fuel", locked=True),
        Column("capacity_mw", "装机容量", "Capacity", Kind.DECIMAL, "MW", locked=True),
        Column("unit_class", "机组类别", "Unit class", locked=True),
        Column("emissions_tonnes", "机组二氧化碳排放量", "Emissions of the unit", Kind.DECIMAL, "tCO2", locked=True),
        Column("generation_mwh", "发电量", "Generation", Kind.DECIMAL, "MWh", locked=True),
        Column("heat_gj", "供热量", "Heat supplied", Kind.DECIMAL, "GJ", locked=True),
    ),
    most_rows=500,
    notes=(Note("企业未报送；数值由主管部门测算。", "Not filed by the enterprise: determined by the authority."),),
)

SUMMARY_BOOK = Workbook(
    "summary.year", "2", "企业碳排放汇总表", "Summary of enterprises' emissions", (SUMMARY, EXPLANATIONS, DERIVATIONS)
)
COMPLETION_BOOK = Workbook(
    "summary.completion",
    "1",
    "重点排放单位碳排放配额清缴完成和处理情况汇总表",
    "Completion of surrender and handling",
    (COMPLETION,),
)
SUPPLEMENT_BOOK = Workbook(
    "summary.supplement", "1", "温室气体排放报告补充数据表", "Supplementary data table", (SUPPLEMENT,)
)

FUELS_ZH = {
    "bituminous": "燃煤（烟煤）",
    "anthracite": "燃煤（无烟煤）",
    "lignite": "燃煤（褐煤）",
    "gangue": "燃煤（煤矸石）",
    "gas": "燃气",
}
SYNTHETIC_MARK = "演示数据"


def summary_row(bundle: Bundle, year: int) -> dict[str, object]:
    """One line of the summary. Tonnes become ten thousand tonnes exactly; nothing is rounded."""
    generation = sum((unit.generation_mwh for unit in bundle.units), Decimal(0))
    heat = sum((unit.heat_gj for unit in bundle.units), Decimal(0))
    confirmed = bundle.confirmed.emissions_tonnes if bundle.confirmed is not None else None
    by_units = sum((unit.emissions_tonnes for unit in bundle.units), Decimal(0)) if bundle.units else None
    return {
        "year": year,
        "name": bundle.name,
        "credit_code": bundle.credit_code,
        "organisation_code": organisation_code(bundle.credit_code),
        "sector_code": bundle.sector_code,
        "captive": YES if bundle.captive_industry else NO,
        "product_1_name": "电力" if generation else None,
        "product_1_unit": "MWh" if generation else None,
        "product_1_output": generation or None,
        "product_2_name": "热力" if heat else None,
        "product_2_unit": "GJ" if heat else None,
        "product_2_output": heat or None,
        "guide_total": None if confirmed is None else confirmed.scaleb(-WAN_PLACES),
        "supplement_total": None if by_units is None else by_units.scaleb(-WAN_PLACES),
        "data_mark": SYNTHETIC_MARK if bundle.synthetic else None,
    }


def explanation_rows(bundle: Bundle, explained: Explained) -> list[dict[str, object]]:
    """Origin, formula edition and provisions of each figure in the enterprise's line."""
    if bundle.confirmed is None:
        return []
    total = plain(bundle.confirmed.emissions_tonnes)
    told = _told(explained.report) | {"origin": _origin(bundle, explained)}
    rows = [_line(bundle, "按指南核算的温室气体排放总量", total, "tCO2e", **told)]
    for unit in bundle.units:
        kind = "确认结果" if bundle.confirmed.units else "排放报告"
        origin = {"origin": f"机组 {unit.number}，{kind}"}
        emissions = _told(explained.units.get(unit.number)) | origin
        rows.append(_line(bundle, f"机组排放量 {unit.number}", plain(unit.emissions_tonnes), "tCO2", **emissions))
        rows.append(_line(bundle, f"发电量 {unit.number}", plain(unit.generation_mwh), "MWh", **origin))
        if unit.heat_gj:
            rows.append(_line(bundle, f"供热量 {unit.number}", plain(unit.heat_gj), "GJ", **origin))
    return rows


BASES_ZH = {
    "verified": "核查结果",
    "rechecked": "复查结果",
    "determined": "主管部门测算",
    "objection": "复核申请决定",
}


def _origin(bundle: Bundle, explained: Explained) -> str:
    """The chain from the report to the confirmed figure, with the records that the confirmation names."""
    assert bundle.confirmed is not None
    chain = [f"排放报告第{bundle.report.version_number}版" if bundle.report is not None else "无排放报告"]
    if bundle.report is not None and bundle.report.state == DETERMINED:
        chain = ["主管部门测算"]
    if bundle.conclusion is not None:
        chain.append(f"核查报告 {bundle.conclusion.report_number}")
    chain.append(f"确认（依据：{BASES_ZH.get(bundle.confirmed.basis, bundle.confirmed.basis)}）")
    named = [given.origin for given in explained.confirmed.inputs if given.origin] if explained.confirmed else []
    return " → ".join(chain) + (f"；{'，'.join(dict.fromkeys(named))}" if named else "")


def _told(explanation: Explanation | None) -> dict[str, str]:
    if explanation is None:
        return {}
    provisions = "；".join(f"{used.key}={used.value}（{used.citation}）" for used in explanation.provisions)
    return {
        "edition": explanation.edition or explanation.question,
        "provisions": provisions,
        "unrounded": explanation.result.unrounded,
    }


def _line(bundle: Bundle, figure: str, value: str, unit: str, **told: str) -> dict[str, object]:
    return {
        "credit_code": bundle.credit_code,
        "name": bundle.name,
        "figure": figure,
        "value": value,
        "unit": unit,
        **told,
    }


INPUT, PROVISION, STEP, RESULT = "输入", "条款", "步骤", "结果"


def derivation_rows(bundle: Bundle, explained: Explained) -> list[dict[str, object]]:
    """Every derivation behind the enterprise's line, whole: inputs, provisions, steps and result as computed."""
    told = {"确认排放量": explained.confirmed, "企业排放量": explained.report}
    told |= {f"机组排放量 {number}": unit for number, unit in explained.units.items()}
    return [
        {"credit_code": bundle.credit_code, "name": bundle.name, "figure": figure, **row}
        for figure, explanation in told.items()
        if explanation is not None
        for row in _parts(explanation)
    ]


def _parts(told: Explanation) -> Iterator[dict[str, object]]:
    for given in told.inputs:
        yield _part(INPUT, given.name, given.index, given.origin, given.value, given.unit)
    for used in told.provisions:
        marked = {"confidence": used.confidence}
        yield _part(PROVISION, used.key, "", used.citation, used.value, used.unit) | marked
    for part, step in [*((STEP, step) for step in told.steps), (RESULT, told.result)]:
        row = _part(part, step.name, step.index, step.formula, step.value, step.unit)
        yield row | ({"unrounded": step.unrounded} if step.rounding else {})


def _part(part: str, code: str, index: str, formula: str, value: str, unit: str) -> dict[str, object]:
    return {"part": part, "code": code, "index": index, "formula": formula, "value": value, "unit": unit}


def completion_row(position: int, bundle: Bundle) -> dict[str, object]:
    """One line of annex 5: a mark in exactly one of the three columns."""
    found = completion(bundle)
    return {
        "position": position,
        "name": bundle.name,
        "on_time": MARK if found.on_time else None,
        "late": MARK if found.late else None,
        "not_done": MARK if found.not_done else None,
        "punished": None if found.punished is None else YES if found.punished else NO,
        "remark": found.remark or None,
    }


def supplement_row(unit: UnitFacts) -> dict[str, object]:
    """One generating unit of a determined report."""
    return {
        "number": unit.number,
        "fuel": FUELS_ZH.get(unit.fuel, unit.fuel),
        "capacity_mw": unit.capacity_mw,
        "unit_class": unit.unit_class,
        "emissions_tonnes": unit.emissions_tonnes,
        "generation_mwh": unit.generation_mwh,
        "heat_gj": unit.heat_gj,
    }
