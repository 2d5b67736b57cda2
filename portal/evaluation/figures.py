"""A figure of a page: a chart with what is said about it, and its two ways home, as a picture and as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from litestar import Response
from litestar.exceptions import NotFoundException

from domain.records.sheets.writer import Heading, table_in_thread
from portal.charts import Chart, Value, picture_of
from portal.page import XLSX, download
from portal.words import label

# An intensity is shown like the benchmark beside it; this is no rounding of the law.
# Signs that no spreadsheet program takes in the name of a sheet.
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_Series = tuple[tuple[str, tuple[Value, ...]], ...]
SHOWN_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, its title, the heading of its first column, what is to be said about it, and the list behind it."""

    chart: Chart
    title: str
    first: str
    notes: tuple[str, ...] = ()
    href: str = ""


def figure(
    code: str,
    kind: str,
    labels: Iterable[object],
    series: Sequence[tuple[str, Iterable[Value]]],
    *,
    unit: str,
    first: str = "year",
    notes: Iterable[str] = (),
    href: str = "",
    title: str = "",
) -> Figure:
    """A figure in the reader's words: `series` by the code of its name; title, unit and first column by theirs."""
    named = tuple((label("series", name), tuple(values)) for name, values in series)
    shown_labels, named = _trimmed(tuple(map(str, labels)), named) if first == "year" else (tuple(labels), named)
    chart = Chart(code, kind, tuple(map(str, shown_labels)), named, label("unit", unit) if unit else "")
    return Figure(chart, title or label("chart", code), label("axis", first), tuple(notes), href)


def _trimmed(labels: tuple[str, ...], series: _Series) -> tuple[tuple[str, ...], _Series]:
    """The same without the years before the first and after the last of which anything is known."""
    known = [place for place in range(len(labels)) if any(values[place] is not None for _, values in series)]
    span = slice(known[0], known[-1] + 1) if known else slice(0)
    return labels[span], tuple((name, values[span]) for name, values in series)


def shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(SHOWN_PLACES, ROUND_HALF_UP)


def chosen(figures: Iterable[Figure], code: str) -> Figure:
    """The figure of that code, or the page that says there is none."""
    found = next((one for one in figures if one.chart.code == code), None)
    if found is None:
        raise NotFoundException
    return found


def picture(one: Figure, about: str) -> Response[bytes]:
    """The chart as a picture (SVG) to be put into a report."""
    return download(picture_of(one.chart, f"{about} · {one.title}"), f"{about}-{one.title}.svg", "image/svg+xml")


async def table(one: Figure, about: str) -> Response[bytes]:
    """What the chart shows, as a table (xlsx)."""
    headings = [Heading(one.first, width=20), *(Heading(name, one.chart.unit) for name, _ in one.chart.series)]
    rows = [
        [each, *("" if values[place] is None else values[place] for _, values in one.chart.series)]
        for place, each in enumerate(one.chart.labels)
    ]
    content = await table_in_thread(headings, rows, title=NOT_IN_A_NAME.sub(" ", one.title))
    return download(content, f"{about}-{one.title}.xlsx", XLSX)
