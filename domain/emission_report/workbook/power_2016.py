"""The supplementary data table of power for the years before the market, to enter the past. Pure.

By generating unit and year: what it is, its fuels with their heat value, carbon and oxidation, purchased electricity
and its factor, power, heat, and the rates and intensities that the plant states. The last sheet sums all units.
Sources: annex 3 of 发改办气候〔2016〕57号 and of 〔2017〕1989号, the table of 2018 (环办气候函〔2019〕71号). The first
alone asks whether a unit is existing or new; units that burn oil, which the later ones know, are not listed here.
"""

from __future__ import annotations

from dataclasses import replace

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook
from domain.emission_report.workbook.common import (
    COVER_NOTES,
    ENTERPRISE,
    HUNDRED,
    YES_NO,
    ZERO,
    number,
    percentage,
)
from domain.emission_report.workbook.power import UNIT_FUELS
from domain.emission_report.workbook.power_sheets import COOLINGS, FACTS, FUELS, MOST_UNITS, PRESSURES, choice

AGES = (
    Choice("existing", "既有机组（2016年1月1日前投产）", "existing (in service before 2016-01-01)"),
    Choice("new", "新增机组（2016年1月1日起投产）", "new (in service from 2016-01-01)"),
)


def _unit() -> Column:
    return Column("unit_number", "机组编号", "Unit", required=True, width=12)


UNITS = Sheet(
    "totals",
    "机组补充数据",
    "Supplementary data by unit",
    Layout.ROWS,
    (
        _unit(),
        replace(
            choice("age", "既有或新增", "Existing or new", AGES),
            note=Note("2013—2015 年度填写，以后年度的表没有此项", "Asked for 2013 to 2015 only"),
        ),
        choice("fuel", "燃料类型", "Fuel", UNIT_FUELS, required=True),
        choice("cogeneration", "是否热电联产", "Cogeneration", YES_NO, required=True),
        number("capacity_mw", "装机容量", "Capacity", "MW", 3, required=True),
        choice("pressure", "压力参数或燃机等级", "Pressure class or turbine class", PRESSURES),
        choice("cooling", "汽轮机排汽冷却方式", "Cooling", COOLINGS),
        number(
            "emissions_tonnes", "机组二氧化碳排放量", "Emissions", "tCO2", 2, required=True, note="燃料燃烧＋购入电力"
        ),
        number("purchased_mwh", "购入电量", "Electricity bought", "MWh", 3),
        number(
            "grid_factor",
            "购入电力排放因子",
            "Factor of electricity bought",
            "tCO2/MWh",
            4,
            note="空白取当年规定值；2017 年度及以前有购入电力的须填写",
            note_en="Empty: that of the year; to 2017 it is stated where electricity was bought",
        ),
        number("generation_mwh", "发电量", "Generation", "MWh", 3, required=True),
        number("supplied_mwh", "供电量", "Electricity supplied", "MWh", 3),
        number("heat_gj", "供热量", "Heat supplied", "GJ", 2, required=True, note="无供热填 0"),
        number("hours", "运行小时数", "Operating hours", "h", 2),
        percentage("load_factor", "负荷（出力）系数", "Load factor"),
        percentage("heat_ratio", "供热比", "Heat ratio"),
        number("coal_power", "供电煤（气）耗", "Fuel for power supplied", "tce/MWh", 4),
        number("coal_heat", "供热煤（气）耗", "Fuel for heat", "tce/TJ", 4),
        number("power_intensity", "供电碳排放强度", "Emissions for power supplied", "tCO2/MWh", 4),
        number("heat_intensity", "供热碳排放强度", "Emissions for heat", "tCO2/GJ", 4),
    ),
    most_rows=MOST_UNITS,
    keys=("unit_number",),
    notes=(Note("每台机组一行，可增加行。", "One line per unit; lines may be added."),),
)

FUEL_YEAR = Sheet(
    "fuels",
    "化石燃料",
    "Fossil fuels by unit",
    Layout.ROWS,
    (
        _unit(),
        choice("fuel", "燃料品种", "Fuel", FUELS, required=True),
        number("quantity", "消耗量", "Quantity consumed", "t 或 10⁴Nm³", 2, required=True),
        number("ncv", "低位发热量", "Net calorific value", "GJ/t 或 GJ/10⁴Nm³", 3, required=True),
        number("carbon_per_heat", "单位热值含碳量", "Carbon per heat", "tC/GJ", 5, required=True),
        Column("oxidation", "碳氧化率", "Oxidation", Kind.DECIMAL, "%", True, minimum=ZERO, maximum=HUNDRED, places=2),
    ),
    most_rows=MOST_UNITS * 4,
    keys=("unit_number", "fuel"),
    notes=(Note("每台机组每种燃料一行，填全年加权平均值。", "One line per unit and fuel, with the year's averages."),),
)

WHOLE = Sheet(
    "whole",
    "全部机组合计",
    "All units",
    Layout.FIELDS,
    (
        number("emissions_tonnes", "全部机组二氧化碳排放总量", "Emissions of all units", "tCO2", 2, required=True),
        number("generation_mwh", "总发电量", "Generation of all units", "MWh", 3),
        number("heat_gj", "总供热量", "Heat of all units", "GJ", 2),
    ),
)

WORKBOOK = Workbook(
    "emission_report.power",
    "S16",
    "发电企业补充数据表",
    "Supplementary data, power",
    (replace(ENTERPRISE, columns=(*ENTERPRISE.columns, *FACTS[:2])), UNITS, FUEL_YEAR, WHOLE),
    COVER_NOTES,
)
