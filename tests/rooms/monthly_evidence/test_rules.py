"""Which months are owed and by when, what the month's workbook is made of, and how months lie beside a report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.law import last_day_of
from domain.core.workbook import Kind, content_of, read
from domain.emission_report.rules import FORMS, Figure
from domain.monthly_evidence import rules
from domain.monthly_evidence.rules import EvidenceKind, Proved
from domain.monthly_evidence.states import Standing, State
from domain.monthly_evidence.workbook import monthly_sheets, part_of, workbook_of
from domain.records.sheets.reader import USUAL, grid_of
from tests.law import edition
from tests.rooms.emission_report import sample as report
from tests.rooms.monthly_evidence.sample import FORM, MONTH, WORKBOOK, YEAR, entries, examined, law, workbook


class TestClock:
    @pytest.mark.parametrize(
        ("sector", "year", "month", "due"),
        [
            ("power", 2026, 1, date(2026, 3, 12)),
            ("power", 2024, 2, date(2024, 4, 9)),
            ("power", 2025, 12, date(2026, 2, 9)),
            ("steel", 2025, 3, date(2025, 10, 31)),
            ("steel", 2025, 7, date(2025, 9, 9)),
        ],
    )
    def test_a_month_is_due_so_many_days_after_its_end(self, sector: str, year: int, month: int, due: date) -> None:
        assert rules.due_on(edition.law(rules.last_day(year, month)), sector, year, month) == due

    @pytest.mark.parametrize(
        ("sector", "day", "owes"),
        [
            ("power", date(2021, 12, 31), False),
            ("power", date(2022, 1, 31), True),
            ("steel", date(2024, 12, 31), False),
            ("steel", date(2025, 1, 31), True),
            ("paper", date(2025, 1, 31), False),
        ],
    )
    def test_sectors_began_on_their_day(self, sector: str, day: date, owes: bool) -> None:
        assert rules.owes(edition.law(day), sector) is owes

    def test_a_month_is_owed_once_it_is_over(self) -> None:
        assert not rules.has_ended(2024, 2, date(2024, 2, 29))
        assert rules.has_ended(2024, 2, date(2024, 3, 1))

    def test_the_clock_urges_on_the_days_set(self) -> None:
        due = date(2026, 3, 12)
        days = [day for day in range(1, 32) if rules.is_urging_day(date(2026, 3, day), due, edition.law(due))]
        assert days == [2, 9, 11, 13, 15, 22]

    @pytest.mark.parametrize(
        ("state", "late", "day", "standing"),
        [
            (State.OPEN, False, date(2026, 3, 12), Standing.DUE),
            (State.OPEN, False, date(2026, 3, 13), Standing.MISSING),
            (State.RETURNED, False, date(2026, 3, 13), Standing.RETURNED),
            (State.SUBMITTED, False, date(2026, 3, 13), Standing.ON_TIME),
            (State.ACCEPTED, True, date(2026, 3, 13), Standing.LATE),
        ],
    )
    def test_what_a_day_says_of_a_month(self, state: State, late: bool, day: date, standing: Standing) -> None:
        assert rules.standing(state, late, date(2026, 3, 12), day) is standing

    def test_months_are_named_in_their_order(self) -> None:
        assert rules.named([(2025, 12), (2025, 3)]) == "2025-03, 2025-12"


class TestWorkbook:
    def test_it_is_made_of_the_monthly_sheets_of_the_report(self) -> None:
        assert (WORKBOOK.key, WORKBOOK.edition) == ("monthly_evidence.power", FORM.workbook.edition)
        assert [sheet.key for sheet in WORKBOOK][:3] == ["enterprise", "fuels", "production"]
        assert [sheet.key for sheet in WORKBOOK][1:] == [sheet.key for sheet in monthly_sheets(FORM)]
        for sheet in monthly_sheets(FORM):
            assert WORKBOOK.sheet(sheet.key).columns == sheet.columns
        assert WORKBOOK.sheet("enterprise").column("month").locked

    def test_every_form_has_a_workbook_or_no_monthly_sheet(self) -> None:
        for code, form in FORMS.items():
            made = workbook_of(code)
            assert (made is None) is (not monthly_sheets(form)), code
            if made is not None:
                assert made.key == f"monthly_evidence.{form.sector}"
                assert len({sheet.title_zh for sheet in made}) == len(made.sheets)

    def test_no_formula_points_at_a_sheet_that_is_not_there(self) -> None:
        for code in FORMS:
            for sheet in workbook_of(code) or ():
                for column in sheet.columns:
                    assert "{totals." not in column.formula, (code, sheet.key, column.key)

    def test_the_blank_knows_units_methods_and_the_month(self) -> None:
        filled = rules.prefill(FORM, WORKBOOK, report.known(), MONTH, law())
        assert [line["unit_number"] for line in filled["fuels"]] == ["1", "2"]
        assert {line["month"] for sheet in ("enterprise", "fuels", "production") for line in filled[sheet]} == {MONTH}
        assert [line["carbon_method"] for line in filled["fuels"]] == ["measured", "default"]

    def test_what_was_filled_in_is_read_back(self) -> None:
        lines, findings = read(WORKBOOK, grid_of(workbook(entries()), limits=USUAL))
        assert findings == []
        kept = rules.lines_from(WORKBOOK, content_of(lines))
        for sheet in WORKBOOK:
            for before, after in zip(lines.rows(sheet.key), kept.rows(sheet.key), strict=True):
                assert {key: found.value for key, found in before.values.items()} == {
                    key: found.value for key, found in after.values.items()
                }

    def test_parts_are_named_by_the_first_key(self) -> None:
        parts = {sheet.key: part_of(sheet) for sheet in WORKBOOK if sheet.keys}
        assert (parts["fuels"], parts["production"], parts["coal"]) == ("unit_number", "unit_number", "")
        assert all(WORKBOOK.sheet(key).column(part).kind is Kind.TEXT for key, part in parts.items() if part)


class TestFigures:
    def test_the_months_of_a_year_add_up_to_its_report(self) -> None:
        told = examined()
        assert told.results is not None
        whole = report.entries()
        own = [row for row in whole["fuels"] if row["month"] == MONTH]
        assert abs(told.results.enterprise.value - sum(report.emissions_of([row]) for row in own)) <= 2

    def test_they_are_kept_and_come_back(self) -> None:
        figures = examined().figures
        assert rules.from_json(rules.as_json(figures)) == figures


class TestRollUp:
    TOLD = {("generation_mwh", "1", month): (Decimal(100_000), "MWh") for month in (1, 2)}

    def figures(self, february: int) -> list[Figure]:
        values = {1: 100_000, 2: february, 3: 90_000}
        return [Figure("generation_mwh", Decimal(value), "MWh", number="1", month=m) for m, value in values.items()]

    def test_what_agrees_is_within_and_what_differs_beyond(self) -> None:
        (row,) = rules.compare(self.TOLD, self.figures(100_400), law())
        assert [pair.beyond for pair in row.months] == [False, False, False]
        (row,) = rules.compare(self.TOLD, self.figures(103_000), law())
        assert [pair.month for pair in row.differing] == [2]
        assert row.months[1].difference == Decimal("0.03")
        assert row.tolerance_key == "monthly.tolerance.output"

    def test_sums_are_of_the_months_filed(self) -> None:
        (row,) = rules.compare(self.TOLD, self.figures(103_000), law())
        assert (row.year.evidence, row.year.report) == (Decimal(200_000), Decimal(203_000))

    def test_a_month_that_one_of_them_lacks_is_no_difference(self) -> None:
        (row,) = rules.compare(self.TOLD, self.figures(100_000), law())
        assert (row.months[2].evidence, row.months[2].difference) == (None, None)
        (alone,) = rules.compare(self.TOLD, [], law())
        assert (alone.year.report, alone.year.beyond) == (None, False)

    def test_something_where_nothing_was_told_is_all_of_it(self) -> None:
        told = {("heat_gj", "1", 1): (Decimal(0), "GJ")}
        (row,) = rules.compare(told, [Figure("heat_gj", Decimal(5), "GJ", number="1", month=1)], law())
        assert row.months[0].difference == 1

    @pytest.mark.parametrize(
        ("code", "key"), [("fuel.bituminous", "fuel"), ("hours", "hours"), ("output.clinker", "output")]
    )
    def test_each_kind_of_figure_has_its_tolerance(self, code: str, key: str) -> None:
        assert rules.tolerance_key(code) == f"monthly.tolerance.{key}"
        assert edition.law(last_day_of(YEAR)).has(rules.tolerance_key(code))


class TestRecords:
    @pytest.mark.parametrize(
        ("content", "media_type"),
        [
            (b"%PDF-1.4", "application/pdf"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"PK\x03\x04", rules.XLSX),
            (b"<html>", ""),
            (b"MZ\x90", ""),
            (b"", ""),
        ],
    )
    def test_a_file_is_what_its_first_bytes_say(self, content: bytes, media_type: str) -> None:
        assert rules.sniffed(content) == media_type

    def test_the_law_names_known_kinds(self) -> None:
        kinds = {kind.value for kind in EvidenceKind}
        for proved in Proved:
            assert set(rules.proofs(law(), proved)) <= kinds
            assert rules.proofs(law(), proved)
