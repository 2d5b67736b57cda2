"""What belongs into the package and what lacks: on paper."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.core.workbook import CellText, Grid, read
from domain.records.sheets.reader import USUAL, grid_of
from domain.summary import rules
from domain.summary.acts.workbooks import completion_book, stamped, summary_book
from domain.summary.rules import Completeness, completeness, completion, file_name, listed, manifest, organisation_code
from domain.summary.states import MOVES, Folder, Part, State
from domain.summary.workbook import COMPLETION_BOOK, SUMMARY_BOOK, completion_row, explanation_rows, summary_row
from tests.doors import credit_code
from tests.rooms.summary.sample import AT, YEAR, complete, determined, explained, heading, late, short, year


def test_a_complete_enterprise_lacks_nothing() -> None:
    assert completeness(complete()).complete


@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("report", Part.REPORT),
        ("original", Part.SUPPLEMENT),
        ("plan", Part.PLAN),
        ("conclusion", Part.CONCLUSION),
        ("confirmed", Part.CONFIRMED),
        ("allocation", Part.ALLOCATION),
        ("surrender", Part.SURRENDER),
    ],
)
def test_each_part_is_missed(field: str, part: Part) -> None:
    assert completeness(replace(complete(), **{field: None})).lacking == (part,)  # type: ignore[arg-type]


def test_an_obligation_that_is_still_open_lacks_its_outcome() -> None:
    whole = complete()
    assert whole.surrender is not None
    open_still = replace(whole, surrender=replace(whole.surrender, status="open"))
    assert completeness(open_still).lacking == (Part.SURRENDER,)


def test_where_the_authority_determined_two_parts_cannot_exist() -> None:
    found = completeness(determined())
    assert (found.complete, found.excused) == (True, (Part.SUPPLEMENT, Part.CONCLUSION))


def test_what_lacks_is_counted_by_part() -> None:
    rows = [completeness(replace(complete(), plan=None, report=None)), completeness(replace(complete(2), plan=None))]
    assert rules.lacking_counts(rows) == {"report": 1, "plan": 2}
    assert isinstance(rows[0], Completeness)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("甲/乙厂", "甲乙厂"), ("..", ""), ('a\\b:c*?"<>|', "abc"), ("电厂\n\x00", "电厂"), ("长" * 80, "长" * 60)],
)
def test_a_file_name_is_safe_everywhere(name: str, expected: str) -> None:
    bundle = replace(complete(), name=name)
    assert file_name(bundle, "排放报告", "pdf") == f"{credit_code(1)}_{expected}_排放报告.pdf"


def test_the_sector_is_the_second_level() -> None:
    assert rules.place(Folder.REPORTS, "power", "a.pdf") == "排放报告/发电/a.pdf"
    assert rules.place(Folder.REPORTS, "building", "a.pdf") == "排放报告/建材/a.pdf"
    assert rules.place(Folder.PLANS, "unheard of", "a.pdf") == "监测计划/其他/a.pdf"


def test_the_organisation_code_is_inside_the_credit_code() -> None:
    assert organisation_code(credit_code(7)) == "00000000-7"


def test_the_completion_table_marks_one_column() -> None:
    rows = [completion(bundle) for bundle in (complete(), late(), short())]
    assert [(row.on_time, row.late, row.not_done, row.punished) for row in rows] == [
        (True, False, False, None),
        (False, True, False, False),
        (False, False, True, True),
    ]
    assert rows[0].remark == ""
    assert "2026-01-09完成" in rows[1].remark
    assert "省环碳罚〔2026〕1号 罚款3000.00元" in rows[2].remark


def test_a_case_without_a_decision_is_no_punishment() -> None:
    one = short()
    running = replace(one, penalties=(replace(one.penalties[0], state="noticed", fine_yuan=None),))
    assert completion(running).punished is False
    assert completion_row(1, running)["punished"] == "否"
    about_the_report = replace(one, penalties=(replace(one.penalties[0], ground="report"),))
    assert completion(about_the_report).punished is False


def test_tonnes_become_ten_thousand_tonnes_without_rounding() -> None:
    row = summary_row(complete(), YEAR)
    assert row["guide_total"] == row["supplement_total"] == Decimal("246.913578")
    assert (row["product_1_output"], row["product_2_output"]) == (Decimal("3000000.246"), Decimal("2500.50"))
    assert row["captive"] == "否"


async def test_each_figure_says_where_it_comes_from() -> None:
    bundle = complete()
    total, unit_one, *_ = explanation_rows(bundle, await explained(bundle))
    assert "排放报告第2版 → 核查报告 HC-2025-001 → 确认（依据：核查结果）" in str(total["origin"])
    assert total["edition"] == "2022"
    assert "accounting.oxidation.coal" in str(total["provisions"])
    assert total["unrounded"] == "1234567.891"
    assert "accounting.oxidation.coal" in str(unit_one["provisions"])
    whole = determined()
    assert str(explanation_rows(whole, await explained(whole))[0]["origin"]).startswith("主管部门测算")


async def test_the_summary_reads_back_as_it_was_written() -> None:
    told = {bundle.enterprise_id: await explained(bundle) for bundle in year()}
    content = summary_book(year(), told, YEAR, AT)
    lines, findings = read(SUMMARY_BOOK, grid_of(content, limits=USUAL))
    assert [finding for finding in findings if finding.stops] == []
    rows = lines.rows("summary")
    assert [row.text("name") for row in rows[-1:]] == ["合计（4家）"]
    # By sector code: the captive plant of the steel works stands first.
    assert [row.text("credit_code") for row in rows[:4]] == [credit_code(number) for number in (3, 1, 2, 4)]
    assert rows[-1].decimal("guide_total") == Decimal("987.654312")
    assert rows[0].text("captive") == "是"
    assert rows[0].text("data_mark") == "演示数据"
    assert len(lines.rows("explanations")) > 4
    derived = lines.rows("derivations")
    assert {row.text("part") for row in derived} == {"输入", "条款", "结果"}
    assert all(row.text("formula") for row in derived if row.text("part") == "结果")


def test_the_completion_table_reads_back() -> None:
    lines, _ = read(COMPLETION_BOOK, grid_of(completion_book(year(), AT), limits=USUAL))
    rows = lines.rows("completion")
    marks = [[row.text(name) for name in ("on_time", "late", "not_done", "punished")] for row in rows]
    assert marks == [["√", "", "", ""], ["√", "", "", ""], ["", "√", "", "否"], ["", "", "√", "是"]]


def test_a_name_that_is_a_formula_stays_text() -> None:
    wicked = replace(complete(), name="=1+1")
    grid: Grid = grid_of(completion_book([wicked], AT), limits=USUAL)
    cells = [cell for cell in grid.cells("清缴完成和处理情况").values() if "1+1" in cell.text]
    assert cells == [CellText("=1+1", cells[0].kind)]
    assert cells[0].kind.value == "text"


def test_a_workbook_depends_on_the_given_instant_alone() -> None:
    assert completion_book(year(), AT) == completion_book(year(), AT)
    assert stamped(completion_book(year(), AT), AT) == completion_book(year(), AT)
    assert completion_book(year(), AT) != completion_book(year(), AT + timedelta(days=1))


def test_the_manifest_is_in_fixed_order_with_both_digests() -> None:
    files = [listed("b", b"2"), listed("a", b"1")]
    told = manifest(heading(replaces="2024-0", lacking={"plan": 1}), files)
    assert told == manifest(heading(replaces="2024-0", lacking={"plan": 1}), files[::-1])
    read_back = json.loads(told)
    assert [row["name"] for row in read_back["files"]] == ["a", "b"]
    assert read_back["files"][0]["sm3"] == hashlib.new("sm3", b"1").hexdigest()
    assert (read_back["sealed"], read_back["synthetic"], read_back["replaces"]) == (False, True, "2024-0")


def test_the_moves_lead_from_order_to_receipt() -> None:
    assert [move.name for move in MOVES] == ["order", "start", "finish", "fail", "sign", "hand_over"]
    assert {move.after for move in MOVES} == set(State)
