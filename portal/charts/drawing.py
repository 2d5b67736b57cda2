"""How a chart is drawn: pygal computes where things stand, and its drawing is made anew by our strict rules.

Made anew rather than cleaned, so that nothing of pygal's script, style and hidden text can slip through.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from xml.etree import ElementTree

import pygal  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

from portal import words
from portal.charts.looks import (
    HEIGHT,
    LETTER,
    LOOKS,
    WIDTH,
    Node,
    compact,
    hatched,
    hatchings,
    legend_of,
    marker,
    node,
    wide,
)
from portal.charts.shown import Chart, Value

# pygal adds a finder of its plugins that answers to no question importers ask since Python 3.12, nor to pytest's.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

WIDEST_BAR = 84
# Beyond this many values beside one another their words would run into each other.
MOST_WORDS = 24
FEW_STEPS = 5
KINDS = {"bar": pygal.Bar, "stacked": pygal.StackedBar, "line": pygal.Line}
_SVG = "{http://www.w3.org/2000/svg}"
# Where a label may be divided: after a mark that joins, before a bracket.
_DIVIDES = re.compile(r"(?<=[、/ ])|(?=[（(])")


def drawn(chart: Chart, title: str) -> Node:
    """The whole drawing: title, hatchings, legend, axes, marks."""
    name = f"chart-{chart.code}"
    picture = node("svg", class_=f"chart chart-{chart.kind}", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img")
    picture.set("aria-labelledby", f"{name}-title")
    picture.append(node("title", id=f"{name}-title", text=title or " · ".join(series for series, _ in chart.series)))
    picture.append(hatchings(name, len(chart.series)))
    legend, height = legend_of(chart, name)
    picture.append(legend)
    if chart.empty:
        picture.set("viewBox", f"0 0 {WIDTH} {height + 70}")
        nothing = node("text", x=WIDTH // 2, y=height + 30, text=words.say("Nothing known yet"))
        nothing.set("text-anchor", "middle")
        picture.append(nothing)
    else:
        picture.append(_plot(chart, name, height))
    return picture


def _plot(chart: Chart, name: str, top: int) -> Node:
    """Axes and marks where pygal has put them."""
    source = _computed(chart, top)
    found = next(group for group in source.iter(f"{_SVG}g") if group.get("class") == "plot")
    plot = node("g", transform=found.get("transform", ""))
    plot.append(_upright(found))
    plot.append(_level(found, _slot(chart.labels)))
    for place, (_, values) in enumerate(chart.series):
        look = node("g", class_=f"color-{place % LOOKS}")
        parts = [group for group in source.iter(f"{_SVG}g") if _classes(group) >= {"series", f"serie-{place}"}]
        for line in (each for group in parts for each in group.findall(f"{_SVG}path") if "line" in _classes(each)):
            look.append(node("path", d=_rounded(line.get("d", "")), class_="chart-stroke"))
        for index, shape in (told for group in parts for told in _shapes(group)):
            mark = node("g", class_="chart-mark")
            mark.append(node("title", text=_saying(chart, place, index)))
            (_dot if chart.kind == "line" else _bar)(mark, chart, name, (place, index, values[index]), shape)
            look.append(mark)
        plot.append(look)
    return plot


def _computed(chart: Chart, top: int) -> Node:
    """The drawing of pygal. The index of each value travels as its label, to be told apart from every other."""
    slot = _slot(chart.labels)
    turn, room = _turned(chart.labels, slot)
    drawing = KINDS[chart.kind](
        js=[], css=[], width=WIDTH, height=HEIGHT, show_legend=False, allow_interruptions=True, no_prefix=True,
        margin_top=top, margin_bottom=8 + room, margin_left=16, margin_right=16, max_scale=6, spacing=8,
        truncate_label=-1, x_label_rotation=turn, value_formatter=compact, range=_span(chart),
        style=Style(label_font_size=LETTER, major_label_font_size=LETTER),
    )  # fmt: skip
    # A few bars alone on a wide paper would be walls.
    beside = len(chart.series) if chart.kind == "bar" else 1
    drawing._series_margin = max(0.06, (1 - WIDEST_BAR * beside / slot) / 2)
    drawing.x_labels = list(chart.labels)
    drawing.y_labels = _whole_steps(chart)
    for name, values in chart.series:
        told = [None if one is None else {"value": float(one), "label": str(at)} for at, one in enumerate(values)]
        drawing.add(name, told)
    return ElementTree.fromstring(drawing.render(is_unicode=True))  # noqa: S314 - pygal's own output, read back


def _whole_steps(chart: Chart) -> list[int] | None:
    """The steps of an axis of few whole things, which has none between them; None where pygal may choose."""
    known = [value for _, values in chart.series for value in values if value is not None]
    if chart.kind != "bar" or not all(isinstance(value, int) for value in known):
        return None
    least, most = min(0, *map(int, known)), max(1, *map(int, known))
    return list(range(least, most + 1)) if most - least <= FEW_STEPS else None


def _slot(labels: tuple[str, ...]) -> float:
    """How wide the place of a category is."""
    return (WIDTH - 90) / max(len(labels), 1)


def _lines(label: str, slot: float) -> tuple[str, ...]:
    """A label in two lines where it is wider than its place and has a mark to be divided at, the nearest to its middle.

    >>> _lines("铝冶炼、化工", 60), _lines("武汉市", 60)
    (('铝冶炼、', '化工'), ('武汉市',))
    """
    places = [found.start() for found in _DIVIDES.finditer(label) if 0 < found.start() < len(label)]
    if wide(label) < slot or not places:
        return (label,)
    at = min(places, key=lambda place: abs(place - len(label) / 2))
    return label[:at].rstrip(), label[at:]


def _turned(labels: tuple[str, ...], slot: float) -> tuple[int, float]:
    """By how many degrees labels are turned that would run into each other, and the room below that pygal forgets.

    It takes every sign for a Latin one; Chinese signs are wider.
    """
    widest = max(labels, key=wide, default="")
    if all(wide(line) < slot for label in labels for line in _lines(label, slot)):
        return 0, 0.0 if wide(widest) < slot else LETTER
    return (40, 0.65 * wide(widest) * 0.4) if slot > 34 else (62, 0.88 * wide(widest) * 0.45)


def _span(chart: Chart) -> tuple[float, float] | None:
    """From where to where a line chart goes: some room above and below, for its words; bars need some below zero."""
    known = [float(value) for _, values in chart.series for value in values if value is not None]
    if chart.kind == "bar" and min(known) < 0:
        least, most = min(known), max(0.0, *known)
        return least - (most - least) * 0.12, most
    if chart.kind != "line" or min(known) == max(known):
        return None
    room = (max(known) - min(known)) * 0.15
    return min(known) - room, max(known) + room


def _shapes(series: Node) -> Iterator[tuple[int, Node]]:
    """The bars or dots of a series with the index of their value; what stands for no value has none."""
    for group in series.iter(f"{_SVG}g"):
        label = group.findtext(f"{_SVG}desc[@class='label']")
        shape = next((each for each in group if each.tag in (f"{_SVG}rect", f"{_SVG}circle")), None)
        if label is not None and shape is not None:
            yield int(label), shape


def _saying(chart: Chart, place: int, index: int) -> str:
    """What a mark stands for: 2024 · 火电：1,234,567 t."""
    series, values = chart.series[place]
    colon = "：" if words.speaking.get() == "zh" else ": "
    return f"{chart.labels[index]} · {series}{colon}{words.tonnes(values[index])} {chart.unit}".rstrip()


def _dot(mark: Node, chart: Chart, _: str, told: tuple[int, int, Value], shape: Node) -> None:
    """A marker on a line; of two lines the upper one has its words above it, the lower one below."""
    place, index, value = told
    x, y = float(shape.get("cx", 0)), float(shape.get("cy", 0))
    mark.append(node("path", d=marker(x, y, place), class_="chart-dot"))
    others = [values[index] for each, (_, values) in enumerate(chart.series) if each != place]
    above = all(other is None or value is None or (value, -place) >= (other, place - 1) for other in others)
    if len(chart.series) <= 2:
        last = index == len(chart.labels) - 1
        anchor = "start" if index == 0 and not last else "end" if last and index else "middle"
        _say(mark, chart, value, (x - 4 if anchor == "start" else x, y - 9 if above else y + 19), anchor)


def _bar(mark: Node, chart: Chart, name: str, told: tuple[int, int, Value], shape: Node) -> None:
    """A bar, its hatching, and its value at its end where every bar has room for its own."""
    place, _, value = told
    x, y, width, height = (float(shape.get(side, 0)) for side in ("x", "y", "width", "height"))
    hatched(mark, name, place, (x, y, width, height))
    if chart.kind == "bar" and value is not None and _widest(chart) <= width * 1.1:
        _say(mark, chart, value, (x + width / 2, y + height + 14 if value < 0 else y - 5))


def _widest(chart: Chart) -> float:
    """How wide the widest value is in words."""
    return max(wide(compact(value)) for _, values in chart.series for value in values if value is not None)


def _say(mark: Node, chart: Chart, value: Value, at: tuple[float, float], anchor: str = "middle") -> None:
    if value is not None and len(chart.labels) * len(chart.series) <= MOST_WORDS:
        said = node("text", x=at[0], y=at[1], class_="chart-value", text=compact(value))
        said.set("text-anchor", anchor)
        mark.append(said)


def _upright(plot: Node) -> Node:
    """The labels of the values, with a line across for each; the line of zero is drawn stronger."""
    axis = node("g", class_="chart-axis")
    for guide in _guides(plot, "y"):
        line, label = guide.find(f"{_SVG}path"), guide.find(f"{_SVG}text")
        if line is not None and label is not None:
            axis.append(
                node(
                    "path",
                    d=_rounded(line.get("d", "")),
                    class_="chart-zero" if "axis" in _classes(line) else "chart-across",
                )
            )
            axis.append(_label(label, "end"))
    return axis


def _level(plot: Node, slot: float) -> Node:
    """The labels of the categories, in two lines or turned where they would run into each other."""
    axis = node("g", class_="chart-axis")
    for guide in _guides(plot, "x"):
        label = guide.find(f"{_SVG}text")
        if label is not None and label.get("transform"):
            axis.append(_label(label, "start"))
        elif label is not None:
            for below, line in enumerate(_lines(label.text or "", slot)):
                axis.append(_label(label, "middle", line, below * (LETTER + 2)))
    return axis


def _guides(plot: Node, axis: str) -> list[Node]:
    found = next((each for each in plot if _classes(each) >= {"axis", axis}), None)
    return [] if found is None else [each for each in found if "guides" in _classes(each)]


def _label(source: Node, anchor: str, text: str = "", below: int = 0) -> Node:
    x, y = float(source.get("x", 0)), float(source.get("y", 0)) + below
    made = node("text", x=x, y=y, text=text or source.text or "")
    made.set("text-anchor", anchor)
    if turned := source.get("transform"):
        made.set("transform", _rounded(turned))
    return made


def _rounded(path: str) -> str:
    return re.sub(r"-?\d+\.\d+", lambda number: f"{float(number.group()):.1f}", path)


def _classes(each: Node) -> set[str]:
    return set(each.get("class", "").split())
