"""The package's workbooks as bytes that depend on nothing but the facts and the given instant."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from domain.core.calendar import legal_day
from domain.core.workbook import Workbook
from domain.records.sheets.writer import blank
from domain.summary.rules import Bundle, Explained, ReportFacts
from domain.summary.workbook import (
    COMPLETION_BOOK,
    SUMMARY_BOOK,
    SUPPLEMENT_BOOK,
    SYNTHETIC_MARK,
    completion_row,
    derivation_rows,
    explanation_rows,
    summary_row,
    supplement_row,
)

if TYPE_CHECKING:
    from pandas import DataFrame

READABLE = stat.S_IFREG | stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH
# How many bits of an entry's attributes lie below the file's mode.
MODE_LENGTH = 16
UNSEALED = "本表由门户生成，未盖章"
SUMMED = ("guide_total", "supplement_total")


def summary_book(bundles: Sequence[Bundle], told: Mapping[int, Explained], year: int, at: datetime) -> bytes:
    """碳排放汇总表 of one sector: a line per enterprise, the sums, and where each figure comes from."""
    frame = _frame(bundles, year)
    sums = {key: frame[key].dropna().sum() for key in SUMMED}
    lines = [*_lines(frame), {"year": year, "name": f"合计（{len(frame)}家）", **sums}]
    explanations = [row for bundle in bundles for row in explanation_rows(bundle, told[bundle.enterprise_id])]
    derivations = [row for bundle in bundles for row in derivation_rows(bundle, told[bundle.enterprise_id])]
    sheets = {"summary": lines, "explanations": explanations, "derivations": derivations}
    return _book(SUMMARY_BOOK, sheets, bundles, at)


def _frame(bundles: Sequence[Bundle], year: int) -> DataFrame:
    """The lines by sector code and credit code. Every column holds objects: a decimal stays one, a code stays text."""
    # Only the worker that builds a package pays for loading pandas.
    import pandas

    columns = [column.key for column in SUMMARY_BOOK.sheet("summary").columns]
    frame = pandas.DataFrame([summary_row(bundle, year) for bundle in bundles], columns=columns, dtype=object)
    return frame.sort_values(["sector_code", "credit_code"], kind="stable")


def _lines(frame: DataFrame) -> list[dict[str, Any]]:
    known = frame.notna()
    return [
        {str(key): row[key] for key in frame.columns if known.at[index, key]}
        for index, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]


def completion_book(bundles: Sequence[Bundle], at: datetime) -> bytes:
    """Annex 5: who surrendered on time, late or not, and whether a failure was punished."""
    rows = [completion_row(position, bundle) for position, bundle in enumerate(bundles, start=1)]
    return _book(COMPLETION_BOOK, {"completion": rows}, bundles, at)


def supplement_book(bundle: Bundle, determined: ReportFacts, at: datetime) -> bytes:
    """The supplementary table of an enterprise that filed none: the units as the authority determined them."""
    rows = [supplement_row(unit) for unit in determined.units]
    return _book(SUPPLEMENT_BOOK, {"supplement": rows}, [bundle], at)


def _book(book: Workbook, lines: dict[str, list[dict[str, object]]], bundles: Sequence[Bundle], at: datetime) -> bytes:
    synthetic = any(bundle.synthetic for bundle in bundles)
    banner = f"{UNSEALED}；{SYNTHETIC_MARK}，不代表真实企业的运行情况" if synthetic else UNSEALED
    # As many lines as there are: a finished table ends where its lines end.
    sheets = tuple(replace(sheet, most_rows=max(len(lines.get(sheet.key, ())), 1)) for sheet in book)
    return stamped(blank(replace(book, sheets=sheets), lines, banner=banner), at)


_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def stamped(xlsx: bytes, at: datetime) -> bytes:
    """The same workbook as if written at `at`: a writer notes its own clock in the file, twice."""
    instant = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _WRITTEN.sub(rb"\g<1>" + instant + rb"\g<3>", content)
            new.writestr(entry(name, at), content)
    return kept.getvalue()


def entry(name: str, at: datetime) -> zipfile.ZipInfo:
    """A zip entry with a fixed time and nothing of the machine that wrote it."""
    day = legal_day(at)
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    # As a Unix wrote it: other readers then take the names as the UTF-8 they are.
    info.create_system = 3
    info.external_attr = READABLE << MODE_LENGTH
    return info
