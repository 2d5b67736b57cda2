"""Facts as written become facts that a rule takes; everything wrong is told at once, each at its place."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.findings import Refused
from domain.trial.rules.cases import agrees, told
from domain.trial.rules.question import Answer, Field, Kind, Question, day_of_asking, end_of_year
from domain.trial.rules.reading import read, read_question


def question(*fields: Field, yearly: bool = False) -> Question:
    picks_day = end_of_year if yearly else day_of_asking
    return Question("planted.question", "law", fields, {}, lambda _: Answer({}), picks_day)


def one(kind: Kind, written: object, **more: Any) -> Any:
    """What a fact of that kind reads as; the code of the finding where it does not."""
    try:
        return read(question(Field("x", kind, **more)), {"x": written})["x"]
    except Refused as refused:
        return refused.findings[0].code


@pytest.mark.parametrize(
    ("kind", "written", "read_as"),
    [
        (Kind.AMOUNT, "1.50", Decimal("1.50")),
        (Kind.AMOUNT, "-1", Decimal(-1)),
        (Kind.AMOUNT, 7, Decimal(7)),
        (Kind.AMOUNT, " １２．５ ", Decimal("12.5")),
        (Kind.AMOUNT, 1.5, "TRIAL-FLOAT"),
        (Kind.AMOUNT, True, "TRIAL-NUMBER"),
        (Kind.AMOUNT, "1,234", "TRIAL-NUMBER"),
        (Kind.AMOUNT, "1e3", "TRIAL-NUMBER"),
        (Kind.AMOUNT, "٣", "TRIAL-NUMBER"),
        (Kind.AMOUNT, 10**30, "TRIAL-NUMBER"),
        (Kind.AMOUNT, [], "TRIAL-NUMBER"),
        (Kind.COUNT, "7", 7),
        (Kind.COUNT, "7.0", 7),
        (Kind.COUNT, "7.5", "TRIAL-COUNT"),
        (Kind.COUNT, "-1", "TRIAL-COUNT"),
        (Kind.COUNT, "10000", "TRIAL-COUNT"),
        (Kind.TEXT, " 4411 ", "4411"),
        (Kind.TEXT, 4411, "4411"),
        (Kind.TEXT, False, "TRIAL-UNQUOTED"),
        (Kind.TEXT, 44.11, "TRIAL-UNQUOTED"),
        (Kind.TEXT, "x" * 201, "TRIAL-TEXT"),
        (Kind.TEXT, ["x"], "TRIAL-TEXT"),
        (Kind.YES, True, True),
        (Kind.YES, "no", False),
        (Kind.YES, "maybe", "TRIAL-YES"),
        (Kind.YES, [], "TRIAL-YES"),
        (Kind.DAY, "2026-12-31", date(2026, 12, 31)),
        (Kind.DAY, date(2026, 12, 31), date(2026, 12, 31)),
        (Kind.DAY, datetime(2026, 12, 31), "TRIAL-DAY"),
        (Kind.DAY, "2026-02-30", "TRIAL-DAY"),
        (Kind.DAY, "9999-12-31", "TRIAL-DAY"),
        (Kind.DAY, 20261231, "TRIAL-DAY"),
        (Kind.MONTH, "2026-01", date(2026, 1, 1)),
        (Kind.MONTH, "2026-13", "TRIAL-MONTH"),
        (Kind.MONTH, date(2026, 1, 1), "TRIAL-MONTH"),
        (Kind.YEARS, [2023, "2024"], (2023, 2024)),
        (Kind.YEARS, "2023、2024", (2023, 2024)),
        (Kind.YEARS, 2023, (2023,)),
        (Kind.YEARS, "23", "TRIAL-YEAR"),
        (Kind.YEARS, {"a": "b"}, "TRIAL-YEARS"),
        (Kind.BY_YEAR, {2024: "1", "2025": 2}, {2024: Decimal(1), 2025: Decimal(2)}),
        (Kind.BY_YEAR, "2024: 1； 2025：2", {2024: Decimal(1), 2025: Decimal(2)}),
        (Kind.BY_YEAR, "2024: 1, 2024: 2", "TRIAL-BY-YEAR"),
        (Kind.BY_YEAR, "2024: x", "TRIAL-NUMBER"),
        (Kind.BY_YEAR, [], "TRIAL-BY-YEAR"),
        (Kind.ROWS, "x", "TRIAL-ROWS"),
        (Kind.ROWS, ["x"], "TRIAL-ROWS"),
        (Kind.ROWS, [], []),
    ],
)
def test_a_fact_is_read_by_its_kind(kind: Kind, written: object, read_as: object) -> None:
    assert one(kind, written) == read_as


def test_a_number_of_thousands_of_digits_has_no_text_and_is_refused() -> None:
    assert one(Kind.AMOUNT, 10**5000) == "TRIAL-NUMBER"
    assert one(Kind.TEXT, 10**5000) == "TRIAL-TEXT"
    assert one(Kind.CHOICE, 10**5000, choices=("a",)) == "TRIAL-CHOICE"


def test_a_choice_is_one_of_its_codes() -> None:
    assert one(Kind.CHOICE, "a", choices=("a", "b")) == "a"
    assert one(Kind.CHOICE, 1, choices=("1", "2")) == "1"
    assert one(Kind.CHOICE, "c", choices=("a", "b")) == "TRIAL-CHOICE"
    assert one(Kind.CHOICE, False, choices=("false", "true")) == "TRIAL-UNQUOTED"


def test_everything_wrong_is_told_at_once_and_at_its_place() -> None:
    asked = question(
        Field("a"), Field("b", needed=False), Field("units", Kind.ROWS, rows=(Field("c"), Field("d"))), yearly=True
    )
    with pytest.raises(Refused) as refused:
        read_question(asked, {"b": "x", "units": [{"c": "1", "d": "2"}, {"c": "x", "e": 1}], "f": 1}, "24", "soon")
    found = {(finding.code, str(finding.place)) for finding in refused.value.findings}
    assert found == {
        ("TRIAL-MISSING", "a"),
        ("TRIAL-NUMBER", "b"),
        ("TRIAL-UNKNOWN", "f"),
        ("TRIAL-NUMBER", "units[2].c"),
        ("TRIAL-MISSING", "units[2].d"),
        ("TRIAL-UNKNOWN", "units[2].e"),
        ("TRIAL-YEAR", "year"),
        ("TRIAL-DAY", "on"),
    }


def test_a_yearly_question_needs_its_year() -> None:
    with pytest.raises(Refused) as refused:
        read_question(question(yearly=True), {})
    assert refused.value.findings[0].code == "TRIAL-YEAR"
    assert read_question(question(), {})[1:] == (None, None)


def test_thousands_of_unknown_facts_are_not_all_told() -> None:
    with pytest.raises(Refused) as refused:
        read(question(Field("a", needed=False)), {f"{'x' * 500}{number}": "" for number in range(5000)})
    assert len(refused.value.findings) == 20


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.dates(), st.lists))
def test_whatever_is_written_is_read_or_refused(written: object) -> None:
    for kind in Kind:
        try:
            read(question(Field("x", kind, needed=False, choices=("a",), rows=(Field("y"),))), {"x": written})
        except Refused:
            continue


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("1.03", Decimal("1.0302249947"), True),
        ("1.030225", Decimal("1.0302249947"), True),
        ("1.03022500", Decimal("1.0302249947"), False),
        ("0.5", Decimal("0.45"), True),
        ("-0.5", Decimal("-0.45"), True),
        ("0.4", Decimal("0.45"), False),
        (12, Decimal("11.5"), True),
        ("1E1", Decimal(10), False),
        ("NaN", Decimal(10), False),
        ("1" * 70, Decimal("1" * 60), False),
        ("", Decimal(0), False),
        (None, None, True),
        ("none", None, True),
        ("0", None, False),
        (None, Decimal(0), False),
        ("2026-01-01", date(2026, 1, 1), True),
        (date(2026, 1, 1), date(2026, 1, 1), True),
        ("yes", True, True),
        (True, True, True),
        ("true", True, True),
        ("no", False, True),
        ("1", True, False),
        ("list", "list", True),
        (["a"], "a", False),
        ("true", "true", True),
    ],
)
def test_when_an_answer_is_what_was_expected(expected: object, got: object, same: bool) -> None:
    assert agrees(expected, got) is same


def test_values_are_told_without_the_signs_of_python() -> None:
    assert told([{"when": "failed", "fine": Decimal("1E+3"), "on": date(2026, 1, 1), "none": None, "yes": True}]) == (
        "[{when: failed, fine: 1000, on: 2026-01-01, none: none, yes: true}]"
    )
