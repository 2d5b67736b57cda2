"""The monitoring plan template of 2017 to 2021 (排放监测计划模板): parts A to F, for every sector. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Layout, Note, Sheet, Workbook
from domain.monitoring_plan.workbook.common import (
    BOUNDARY,
    CONTROL_FIELDS,
    HOW_TO,
    IDENTITY,
    VERSION,
    chosen,
)
from domain.monitoring_plan.workbook.industry import BOUGHT, ENERGY, PROCESS, SECTORS, data_sheet, produced

REPORTER = Sheet(
    "enterprise",
    "报告主体描述",
    "The reporting entity",
    Layout.FIELDS,
    (
        *IDENTITY,
        Column("author", "监测计划制定人", "Author of the plan"),
        Column("author_telephone", "制定人电话", "Telephone of the author"),
        Column("author_mail", "制定人邮箱", "Mail of the author"),
        Column("profile", "单位简介", "Profile"),
    ),
)


def _facilities(key: str, title_zh: str, title_en: str, *more: Column, required: bool = True) -> Sheet:
    return Sheet(
        key,
        title_zh,
        title_en,
        Layout.ROWS,
        (
            Column("number", "设施编号", "Number", required=True),
            Column("name", "设施名称", "Name", width=24),
            Column("kind", "设施类型", "Type"),
            Column("model", "型号", "Model"),
            *more,
            Column("location", "安装位置", "Where", width=20),
        ),
        most_rows=300,
        keys=("number",),
        required=required,
        notes=(Note("编号不超过20个字符，各表之间不得重复。", "Numbers of at most 20 signs, unique over all sheets."),),
    )


BURNING = _facilities("facilities", "燃料燃烧设施", "Fuel-burning facilities", Column("fuel", "燃料品种", "Fuel"))
PROCESSING = _facilities(
    "process_facilities", "工业过程设施", "Process facilities", Column("material", "原料", "Material"), required=False
)
USERS = _facilities("users", "主要耗电耗热设施", "Main users of power and heat", required=False)
CONTROL = Sheet(
    "control",
    "内部质量控制和质量保证",
    "Quality control and assurance",
    Layout.FIELDS,
    (
        Column("system", "编制、审核和批准程序", "Writing, review and approval"),
        Column("audit", "数据内部核查", "Internal verification of data"),
        Column("ledgers", "归档管理", "Filing of records"),
        *CONTROL_FIELDS[3:],
    ),
)


def _supplement(sector: str) -> tuple[Choice, ...]:
    """What part E asks of: output and the data of the supplementary table."""
    return tuple(dict.fromkeys((*produced(sector), *chosen(*ENERGY, *BOUGHT))))


def form(sector: str) -> Workbook:
    """The template for one sector."""
    title_zh, title_en = SECTORS[sector]
    return Workbook(
        f"plan.{sector}",
        "2017",
        f"排放监测计划({title_zh})",
        f"Monitoring plan ({title_en})",
        (
            VERSION,
            REPORTER,
            BOUNDARY,
            BURNING,
            PROCESSING,
            USERS,
            data_sheet("parameters", "化石燃料数据", "Fossil fuels", chosen(*ENERGY)),
            data_sheet("process", "工业过程数据", "Process data", chosen(*PROCESS[sector]), required=False),
            data_sheet("purchased", "净购入电力热力数据", "Purchased power and heat", chosen(*BOUGHT), required=False),
            data_sheet("production", "补充数据表数据", "Data of the supplementary table", _supplement(sector)),
            CONTROL,
        ),
        HOW_TO,
    )


TEMPLATES = tuple(form(sector) for sector in SECTORS)
