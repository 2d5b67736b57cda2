"""The portal's own renderings of a report, a conclusion and a plan as PDF.

They are made from the record, bear no seal, and say both. The same facts give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from domain.summary.rules import DETERMINED, Bundle, ConclusionFacts, PlanFacts, ReportFacts
from domain.summary.workbook import FUELS_ZH, NO, SYNTHETIC_MARK, YES

# In every PDF reader's stock of Asian fonts, so that no font file has to be carried along.
FONT = "STSong-Light"
UNSEALED = "本件由碳市场管理门户依据存档数据生成，未盖章；加盖公章的原件由报送单位另行提供。"
# Points. The page is 595 wide; type sizes with the height of their lines.
WIDTH = 483
LABEL_WIDTH = 150
LINE_WIDTH = 0.4
PAGE_MARGINS = {"leftMargin": 50, "rightMargin": 50, "topMargin": 56, "bottomMargin": 56}
PAGE_TYPE = {"title": (16, 24), "caption": (11, 18), "body": (9, 12)}
PAGE_FOOT = 30
HUNDRED = Decimal(100)
METHODS_ZH = {"measured": "实测", "default": "缺省值"}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One rendering: title, labelled facts, tables, and what it was made from."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, Row, tuple[Row, ...]], ...]
    source: str
    synthetic: bool


def report(bundle: Bundle, filed: ReportFacts, year: int) -> Document:
    """排放报告: what the enterprise reported and the authority accepted, or what the authority determined."""
    determined = filed.state == DETERMINED
    facts = (
        *_enterprise(bundle),
        ("报告年度", str(year)),
        ("温室气体排放总量（tCO2e）", _amount(filed.emissions_tonnes)),
        ("数据来源", "主管部门测算（企业未报送）" if determined else f"企业报送，第{filed.version_number}版"),
        ("依据的监测计划版本", "—" if filed.plan_version is None else f"第{filed.plan_version}版"),
        ("是否逾期报送", YES if filed.late else NO),
    )
    title = f"{year}年度温室气体排放量测算结果" if determined else f"{year}年度温室气体排放报告"
    source = f"report:{filed.report_id}"
    return Document(title, facts, (("机组排放与生产数据", UNIT_HEADER, _units(filed)),), source, bundle.synthetic)


UNIT_HEADER = (
    "机组",
    "类别",
    "燃料",
    "装机\nMW",
    "热电联产",
    "排放量\ntCO2",
    "发电量\nMWh",
    "供热量\nGJ",
    "负荷系数\n%",
)


def _units(filed: ReportFacts) -> tuple[Row, ...]:
    return tuple(
        (
            unit.number,
            unit.unit_class,
            FUELS_ZH.get(unit.fuel, unit.fuel),
            _amount(unit.capacity_mw),
            YES if unit.cogeneration else NO,
            _amount(unit.emissions_tonnes),
            _amount(unit.generation_mwh),
            _amount(unit.heat_gj),
            _share(unit.load_factor),
        )
        for unit in filed.units
    )


def conclusion(bundle: Bundle, found: ConclusionFacts, year: int) -> Document:
    """核查报告结论页: who verified, what was found, and the verified emissions."""
    facts = (
        *_enterprise(bundle),
        ("报告年度", str(year)),
        ("核查机构", found.body_name),
        ("核查报告编号", found.report_number),
        ("经核查的排放量（tCO2e）", _amount(found.emissions_tonnes)),
        ("不符合项数量", str(found.findings)),
        ("未关闭的不符合项数量", str(found.unresolved)),
        ("核查报告提交日期", _day(found.delivered_on)),
    )
    return Document(
        f"{year}年度碳排放核查报告结论页", facts, (), f"verification_task:{found.task_id}", bundle.synthetic
    )


PLAN_HEADER = ("机组", "类别", "燃料", "装机\nMW", "热电联产", "元素碳含量", "低位发热量")


def plan(bundle: Bundle, filed: PlanFacts, year: int) -> Document:
    """监测计划 (数据质量控制方案): the plan that the year's report was read against."""
    facts = (
        *_enterprise(bundle),
        ("适用年度", str(year)),
        ("版本", f"第{filed.version}版"),
        ("备案日期", _day(filed.filed_on)),
    )
    rows = tuple(
        (
            unit.number,
            unit.unit_class,
            FUELS_ZH.get(unit.fuel, unit.fuel),
            _amount(unit.capacity_mw),
            YES if unit.cogeneration else NO,
            METHODS_ZH.get(unit.carbon_method, unit.carbon_method),
            METHODS_ZH.get(unit.heat_value_method, unit.heat_value_method),
        )
        for unit in filed.units
    )
    title = f"{year}年度监测计划（数据质量控制方案）"
    return Document(
        title, facts, (("机组与参数确定方式", PLAN_HEADER, rows),), f"plan:{filed.plan_id}", bundle.synthetic
    )


def _enterprise(bundle: Bundle) -> tuple[tuple[str, str], ...]:
    return (
        ("重点排放单位", bundle.name),
        ("统一社会信用代码", bundle.credit_code),
        ("所在地", bundle.city),
        ("行业代码", bundle.sector_code),
        ("自备电厂所属行业", bundle.captive_industry or "—"),
    )


def _amount(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:,}"


def _share(value: Decimal | None) -> str:
    """A share as a percentage with two decimals, as the pages show it; the exact value is in the workbook."""
    return "—" if value is None else f"{value * HUNDRED:.2f}"


def _day(value: date | None) -> str:
    return "—" if value is None else value.isoformat()


def pdf(document: Document) -> bytes:
    """The document as PDF, A4, with the word 未盖章 on every page."""
    # Only the worker that builds a package pays for loading the renderer.
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = _styles()
    told: list[Any] = [Paragraph(escape(document.title), styles["title"])]
    told += [Paragraph(escape(UNSEALED), styles["mark"])]
    if document.synthetic:
        told.append(Paragraph(f"{SYNTHETIC_MARK}：运行数据为虚构，不代表真实企业。", styles["mark"]))
    told += [Spacer(1, 12), _table([(label, value) for label, value in document.facts], styles, head=False)]
    for caption, header, rows in document.tables:
        told += [Spacer(1, 12), Paragraph(escape(caption), styles["caption"])]
        told.append(_table([header, *rows], styles, head=True))
    kept = io.BytesIO()
    page = SimpleDocTemplate(kept, pagesize=A4, title=document.title, author="", invariant=1, **PAGE_MARGINS)
    page.build(told, onFirstPage=_footer(document), onLaterPages=_footer(document))
    return kept.getvalue()


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))

    def style(name: str, kind: str, **more: Any) -> Any:
        size, leading = PAGE_TYPE[kind]
        return ParagraphStyle(name, fontName=FONT, fontSize=size, leading=leading, wordWrap="CJK", **more)

    return {
        "body": style("body", "body"),
        "title": style("title", "title", alignment=TA_CENTER),
        "mark": style("mark", "body", textColor="#B00020", alignment=TA_CENTER),
        "caption": style("caption", "caption"),
    }


def _table(rows: Sequence[Sequence[str]], styles: dict[str, Any], *, head: bool) -> Any:
    from reportlab.platypus import Paragraph, Table, TableStyle

    cells = [[Paragraph(escape(text).replace("\n", "<br/>"), styles["body"]) for text in row] for row in rows]
    widths = [WIDTH // len(rows[0])] * len(rows[0]) if head else [LABEL_WIDTH, WIDTH - LABEL_WIDTH]
    look = [
        ("GRID", (0, 0), (-1, -1), LINE_WIDTH, "#888888"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, 0) if head else (0, -1), "#EEF2F5"),
    ]
    return Table(cells, colWidths=widths, repeatRows=1 if head else 0, style=TableStyle(look))


def _footer(document: Document) -> Any:
    def draw(canvas: Any, page: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawString(page.leftMargin, PAGE_FOOT, f"未盖章　{document.source}")
        canvas.drawRightString(page.pagesize[0] - page.rightMargin, PAGE_FOOT, f"第 {page.page} 页")

    return draw
