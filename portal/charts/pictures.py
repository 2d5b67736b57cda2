"""A chart as part of a page, drawn once for the same data, and as a picture that stands alone."""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from markupsafe import Markup

from portal import words
from portal.charts.drawing import drawn
from portal.charts.looks import HEIGHT, WIDTH, node
from portal.charts.shown import Chart

# Drawings kept: a drawing is some 10 KB.
KEPT = 256
HEAD = 36
_kept: OrderedDict[tuple[str, str, str], Markup] = OrderedDict()
_SHEET = Path(__file__).parents[1] / "static" / "portal.css"


def svg_of(chart: Chart, title: str = "") -> Markup:
    """The chart as inline SVG in the language being spoken; drawn once for the same data."""
    key = (chart.digest, words.speaking.get(), title)
    if key not in _kept:
        _kept[key] = Markup(_text(drawn(chart, title)))
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def picture_of(chart: Chart, title: str = "") -> bytes:
    """The same chart as a picture that stands alone: its title is drawn and it carries its own style."""
    picture = drawn(chart, title)
    picture.set("xmlns", "http://www.w3.org/2000/svg")
    picture.set("width", str(WIDTH))
    picture.set("height", str(HEIGHT + HEAD))
    picture.set("viewBox", f"0 -{HEAD} {WIDTH} {HEIGHT + HEAD}")
    paper = node("rect", y=-HEAD, width=WIDTH, height=HEIGHT + HEAD, class_="chart-paper")
    heading = node("text", x=16, y=-12, class_="chart-heading", text=title)
    for place, each in enumerate((node("style", text=_picture_style()), paper, heading), start=1):
        picture.insert(place, each)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + _text(picture).encode()


@cache
def _picture_style() -> str:
    """The rules of charts out of the style sheet, its tokens filled in: the picture looks as the page does."""
    sheet = _SHEET.read_text(encoding="utf-8")
    tokens: dict[str, str] = {}
    for name, value in re.findall(r"(--[\w-]+):\s*([^;{}]+);", sheet):
        tokens.setdefault(name, value)
    section = re.search(r"/\* == Charts == \*/(.*?)(?=/\* == |\Z)", sheet, re.DOTALL)
    rules = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", section.group(1) if section else "")
    body = tokens.get("--font", "'Noto Sans SC', 'Microsoft YaHei', sans-serif")
    rules = rules.replace("font-family: inherit", f"font-family: {body}")
    return re.sub(r"var\((--[\w-]+)\)", lambda found: tokens.get(found.group(1), "#222"), rules)


def _text(tree: ElementTree.Element) -> str:
    return ElementTree.tostring(tree, encoding="unicode")
