"""Charts: nothing but shapes and words, nothing that is not known, and the same drawing for the same data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from portal import words
from portal.charts import Chart, Value, picture_of, pictures, svg_of
from portal.charts.looks import compact

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert(1)</script>\"'&<b onload=x>"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    token = words.speaking.set("en")
    yield
    words.speaking.reset(token)


def chart(kind: str = "bar", values: tuple[Value, ...] = (1, 2), code: str = "x", **more: object) -> Chart:
    labels = tuple(str(2020 + place) for place in range(len(values)))
    given = {"labels": labels, "series": (("Power", values),), "unit": "t"} | more
    return Chart(code, kind, **given)  # type: ignore[arg-type]


def titles(drawing: str) -> list[str]:
    """What the marks say of themselves, without the title of the whole."""
    return [one.text or "" for one in ElementTree.fromstring(drawing).iter("title")][1:]


def classes(drawing: str) -> list[str]:
    return [name for one in ElementTree.fromstring(drawing).iter() for name in one.get("class", "").split()]


EDGES = {
    "gap": (Decimal("1.5"), None, 3),
    "one": (7,),
    "zero": (0, 0, 0),
    "negative": (-5, 3, -1),
    "many": tuple(range(31)),
    "nothing": (None, None),
    "huge": (10**15, Decimal("0.0001")),
    "empty": (),
}


@pytest.mark.parametrize("kind", ["bar", "stacked", "line"])
@pytest.mark.parametrize("values", EDGES.values(), ids=EDGES)
def test_every_chart_is_drawn_of_shapes_and_words_alone(kind: str, values: tuple[Value, ...]) -> None:
    drawing = str(svg_of(chart(kind, values), "Emissions"))
    tags = {one.tag for one in ElementTree.fromstring(drawing).iter()}
    assert tags <= {"svg", "title", "defs", "pattern", "path", "g", "rect", "text"}
    assert not re.search(r"style|script|href|@import|https?:|\son\w+=", drawing)
    assert [one for one in titles(drawing) if one] == titles(drawing)
    assert len(titles(drawing)) == sum(value is not None for value in values)


@pytest.mark.parametrize("kind", ["bar", "stacked", "line"])
def test_what_somebody_wrote_stays_what_they_wrote(kind: str) -> None:
    evil = chart(kind, (1,), labels=(EVIL,), series=((EVIL, (1,)), (EVIL, (2,))), unit=EVIL)
    for drawing in (str(svg_of(evil, EVIL)), picture_of(evil, EVIL).decode()):
        assert "<script" not in drawing
        assert "<b " not in drawing
        assert EVIL in (ElementTree.fromstring(drawing.partition("?>")[2] or drawing).itertext())


def test_a_mark_tells_what_it_stands_for() -> None:
    drawing = str(svg_of(chart(values=(Decimal("1234567.50"), None)), "Emissions"))
    assert titles(drawing) == ["2020 · Power: 1,234,567.50 t"]


def test_a_gap_is_no_zero_and_breaks_the_line() -> None:
    lines = classes(str(svg_of(chart("line", (1, 2, None, 4, 5)))))
    assert lines.count("chart-dot") == 5  # four known ones and the legend's
    path = [one.get("d", "") for one in ElementTree.fromstring(str(svg_of(chart("line", (1, 2, None, 4, 5))))).iter()]
    assert any(drawn.count("M") == 2 and "L" in drawn for drawn in path) or sum("L" in drawn for drawn in path) == 2


def test_colour_is_never_alone() -> None:
    """Of several series each has a hatching or a marker of its own."""
    several = chart(series=tuple((f"s{place}", (1, 2)) for place in range(4)))
    bars = ElementTree.fromstring(str(svg_of(several)))
    assert len({one.get("fill") for one in bars.iter("rect") if one.get("fill")}) == 3
    lines = ElementTree.fromstring(str(svg_of(chart("line", series=several.series))))
    shapes = [
        re.sub(r"-?[\d.]+", "", one.get("d", "")) for one in lines.iter("path") if one.get("class") == "chart-dot"
    ]
    assert len(set(shapes)) >= 3


def test_it_has_a_name_and_ids_of_its_own() -> None:
    one, other = (ElementTree.fromstring(str(svg_of(chart(code=code), "Emissions"))) for code in ("a", "b"))
    assert one.get("role") == "img"
    named = one.find(f"title[@id='{one.get('aria-labelledby')}']")
    assert named is not None
    assert named.text == "Emissions"
    ids = [{each.get("id") for each in drawing.iter() if each.get("id")} for drawing in (one, other)]
    assert ids[0] & ids[1] == set()


def test_the_same_data_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = svg_of(chart(values=(3, 4)), "Emissions")

    def never(*_: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(pictures, "drawn", never)
    assert svg_of(chart(values=(3, 4)), "Emissions") is first
    for other in (chart(values=(3, 5)), chart(values=(Decimal("3.0"), 4)), chart("line", (3, 4))):
        with pytest.raises(AssertionError, match="drawn again"):
            svg_of(other, "Emissions")
    words.speaking.set("zh")
    with pytest.raises(AssertionError, match="drawn again"):
        svg_of(chart(values=(3, 4)), "Emissions")


def test_no_more_drawings_are_kept_than_a_worker_has_room_for() -> None:
    for number in range(pictures.KEPT + 5):
        svg_of(chart(values=(number,)))
    assert len(pictures._kept) == pictures.KEPT


def test_a_picture_stands_alone() -> None:
    picture = picture_of(chart(), "Emissions of 2024").decode()
    tree = ElementTree.fromstring(picture.partition("?>")[2])
    style = tree.findtext(f"{SVG}style") or ""
    assert tree.tag == f"{SVG}svg"
    assert "Emissions of 2024" in picture
    assert ".chart-" in style
    assert "var(" not in style
    assert "@media" not in style


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (144634657, "1.45亿", "145 M"),
        (12345, "1.23万", "12.3 k"),
        (Decimal("0.8049"), "0.8049", "0.8049"),
        (-0.0, "0", "0"),
        (2, "2", "2"),
        (-25000, "-2.5万", "-25 k"),
    ],
)
def test_numbers_are_short_in_the_readers_own_scales(value: float, chinese: str, english: str) -> None:
    assert compact(value) == english
    words.speaking.set("zh")
    assert compact(value) == chinese


def test_few_whole_things_have_no_halves() -> None:
    texts = [one.text for one in ElementTree.fromstring(str(svg_of(chart(values=(2, 1))))).iter("text")]
    assert {"0", "1", "2"} <= set(texts)
    assert not [text for text in texts if text and "." in text]
