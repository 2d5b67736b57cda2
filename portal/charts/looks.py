"""How the series of a chart look and are named: hatchings, markers, legend; numbers and words in the room they have."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

from portal import words
from portal.charts.shown import Chart

Node = ElementTree.Element
WIDTH, HEIGHT = 720, 330
LETTER = 13
LOOKS = 6
# Great numbers on an axis by the reader's own scales, greatest first.
SCALES: dict[str, tuple[tuple[int, str], ...]] = {
    "zh": ((100_000_000, "亿"), (10_000, "万")),
    "en": ((1_000_000_000, " bn"), (1_000_000, " M"), (1_000, " k")),
}
# One hatching for each look; the first is plain.
HATCHINGS = (
    "",
    "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
    "M1.5 1.5h2v2h-2z",
    "M-1 -1L7 7M-1 5L1 7M5 -1L7 1",
    "M0 3h6",
    "M3 0v6",
)


def compact(value: float | Decimal) -> str:
    """A number short enough for an axis: 1,235万 in Chinese, 12.3 M in English."""
    number = float(value)
    for scale, name in SCALES[words.speaking.get()]:
        if abs(number) >= scale:
            return f"{_short(number / scale)}{name}"
    return _short(number)


def _short(value: float) -> str:
    """Three or four figures that count.

    >>> _short(1234.5), _short(12.34), _short(0.8177), _short(2.0), _short(-0.0)
    ('1,234', '12.3', '0.8177', '2', '0')
    """
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 4 if abs(value) < 1 else 2
    shown = f"{value + 0.0:,.{places}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def wide(text: str) -> float:
    """Roughly how wide a text is drawn: a Chinese sign takes a whole letter, others little more than half."""
    return sum(LETTER if ord(sign) > 0x2E80 else LETTER * 0.58 for sign in text)


def legend_of(chart: Chart, name: str) -> tuple[Node, int]:
    """The series by name, each with its look, in as many lines as they need, the unit at the end; and the height."""
    legend, x, y = node("g", class_="chart-legend"), 16.0, 18
    for place, (series, _) in enumerate(chart.series):
        room = 34 + wide(series)
        if x > 16 and x + room > WIDTH - 16:
            x, y = 16.0, y + 22
        group = node("g", class_=f"color-{place % LOOKS}")
        if chart.kind == "line":
            group.append(node("path", d=f"M{x:.1f} {y - 4}h22", class_="chart-stroke"))
            group.append(node("path", d=marker(x + 11, y - 4, place), class_="chart-dot"))
        else:
            hatched(group, name, place, (x, y - 11, 20, 13))
        group.append(node("text", x=x + 27, y=y, text=series))
        legend.append(group)
        x += room + 14
    y += 0 if x + wide(chart.unit) < WIDTH - 16 else 20
    unit = node("text", x=WIDTH - 16, y=y, class_="chart-unit", text=chart.unit)
    unit.set("text-anchor", "end")
    legend.append(unit)
    return legend, y + 24


def hatchings(name: str, count: int) -> Node:
    """A pattern for each look but the first, which is plain; their names belong to this chart alone."""
    defs = node("defs")
    for look in range(1, min(count, LOOKS)):
        pattern = node("pattern", id=f"{name}-{look}", width=6, height=6, patternUnits="userSpaceOnUse")
        pattern.append(node("path", d=HATCHINGS[look]))
        defs.append(pattern)
    return defs


def hatched(into: Node, name: str, place: int, box: tuple[float, float, float, float]) -> None:
    """A rectangle at (x, y) of (width, height) in the look of its series."""
    x, y, width, height = box
    into.append(node("rect", class_="chart-box", x=x, y=y, width=width, height=height))
    if HATCHINGS[place % LOOKS]:
        hatching = node("rect", class_="chart-hatch", x=x, y=y, width=width, height=height)
        hatching.set("fill", f"url(#{name}-{place % LOOKS})")
        into.append(hatching)


def marker(x: float, y: float, place: int) -> str:
    """A marker of its own for each line: circle, square, diamond, triangle."""
    return (
        f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z",
        f"M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
    )[place % 4]


def node(tag: str, *, text: str = "", class_: str = "", **attributes: str | float) -> Node:
    """An element with its text, its class, and its attributes; fractions to a tenth."""
    given = {name: f"{value:.1f}" if isinstance(value, float) else str(value) for name, value in attributes.items()}
    made = ElementTree.Element(tag, ({"class": class_} if class_ else {}) | given)
    made.text = text or None
    return made
