"""The plan in force as a blank reads it: its lines, its facilities, and how each datum is determined. Pure.

A plan names things in its own words (烟煤, 1号回转窑); a report has codes. What cannot be told for certain stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.core.workbook import Choice, Content
from domain.emission_report.rules.facts import DEFAULT, MEASURED

Values = Mapping[str, str]
# The sheets of all editions of a plan that list things with a number.
THINGS = ("facilities", "process_facilities", "users")
# What a choice adds in brackets: another name, or the unit it is counted in.
_BRACKETS = re.compile(r"[（(]([^）)]*)[）)]")
_APART = re.compile(r"[、，,；;/]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHORTEST = 2
# Words by which plans call a facility that the form of the report has under another name.
USUAL: Mapping[str, tuple[str, ...]] = {
    "coking": ("焦炉",),
    "sintering": ("烧结机",),
    "ironmaking": ("高炉",),
    "steelmaking": ("转炉", "电炉", "精炼炉"),
    "rolling": ("轧机", "轧线", "加热炉"),
    "power": ("锅炉", "自备电厂", "发电"),
    "kiln": ("回转窑", "分解炉", "窑炉", "隧道窑", "辊道窑"),
    "furnace": ("熔窑", "玻璃窑"),
    "electrolysis": ("电解槽",),
    "vehicle": ("牵引车", "摆渡车", "车辆"),
    "generator": ("发电机",),
    "boiler": ("锅炉",),
}


@dataclass(frozen=True, slots=True)
class Datum:
    """A parameter of a unit, facility or line (empty: of the whole plant), and how it is determined."""

    unit: str
    item: str
    parameter: str
    method: str
    state: str
    data_unit: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Lines and facilities by number, in the order of the plan, with all that it says of them."""

    lines: Mapping[str, Values]
    facilities: Mapping[str, Values]
    data: tuple[Datum, ...]

    def of(self, *parameters: str) -> Iterator[Datum]:
        return (datum for datum in self.data if datum.parameter in parameters)

    def method(self, unit: str, item: str, *parameters: str) -> str:
        """Measured as soon as one of the parameters is, else default; empty where the plan says nothing of them.

        What is said of the unit's own fuel goes before what is said of the unit, and that before the whole plant.
        """
        for place in ((unit, item), (unit, ""), ("", item), ("", "")):
            methods = {one.method for one in self.of(*parameters) if (one.unit, one.item) == place}
            if methods:
                return MEASURED if MEASURED in methods else DEFAULT
        return ""

    def line_of(self, unit: str) -> str:
        """The line that a unit is, or belongs to; empty when the plan does not say."""
        if unit in self.lines:
            return unit
        line = self.facilities.get(unit, {}).get("line", "")
        return line if line in self.lines else ""

    def called(self, unit: str) -> str:
        """What a unit is called: by its name, else by its number."""
        told = self.facilities.get(unit) or self.lines.get(unit) or {}
        return told.get("name") or unit

    def words(self, unit: str) -> tuple[str, ...]:
        """What tells which kind of facility a unit is, the surest word first."""
        facility, line = self.facilities.get(unit, {}), self.lines.get(self.line_of(unit), {})
        told = (facility.get("kind"), facility.get("name"), line.get("name"), line.get("product"))
        return tuple(word for word in told if word)

    def burning(self, datum: Datum) -> tuple[str, ...]:
        """Where a fuel is burnt: at the unit named, else at every facility that the plan has with this fuel."""
        if datum.unit:
            return (datum.unit,)
        named = (number for number, told in self.facilities.items() if datum.item and told.get("fuel") == datum.item)
        return tuple(named) or ("",)


def plan_of(content: Content) -> Plan:
    """The plan as read from its workbook, of whichever edition."""
    things = [line.values for sheet in THINGS for line in content.get(sheet, ())]
    data = [line.values for lines in content.values() for line in lines if line.values.get("parameter")]
    return Plan(
        {line.values["number"]: line.values for line in content.get("lines", ()) if line.values.get("number")},
        {told["number"]: told for told in things if told.get("number")},
        tuple(_datum(told) for told in data),
    )


def _datum(told: Values) -> Datum:
    names = ("unit", "item", "parameter", "method", "state", "data_unit")
    return Datum(*(told.get(name, "") for name in names))


def choice_for(choices: Sequence[Choice], *texts: str, usual: bool = False) -> str:
    """The code of the one choice that a text names; empty where none does, or several do.

    First a choice that is called exactly so, then one whose name (or `usual` word) stands in the text, then one in
    whose name the text stands.

    >>> coals = (Choice("anthracite", "无烟煤", ""), Choice("bituminous", "烟煤", ""))
    >>> [choice_for(coals, text) for text in ("无烟煤", "入炉烟煤", "烟煤和无烟煤", "柴油")]
    ['anthracite', 'bituminous', '', '']
    """
    if found := exact(choices, *texts):
        return found
    names = [(name, choice.code) for choice in choices for name in _names(choice)]
    words = [(word, choice.code) for choice in choices for word in USUAL.get(choice.code, ())] if usual else []
    plain = [folded for text in texts if len(folded := _folded(text)) >= SHORTEST]
    tried = [_within(text, [*names, *words]) for text in plain]
    tried += [{code for name, code in names if text in name} for text in plain]
    return next((codes.pop() for codes in tried if len(codes) == 1), "")


def _within(text: str, names: Sequence[tuple[str, str]]) -> set[str]:
    """The codes of all names that stand in a text; a name that is part of a longer one there does not count."""
    found: set[str] = set()
    for name, code in sorted(names, key=lambda one: len(one[0]), reverse=True):
        if name in text:
            found.add(code)
            text = text.replace(name, " ")
    return found


def exact(choices: Sequence[Choice], *texts: str) -> str:
    """The code of the choice that is called exactly so."""
    plain = [_folded(text) for text in texts]
    found = (choice.code for text in plain for choice in choices if text and text in _names(choice))
    return next(found, "")


def _names(choice: Choice) -> tuple[str, ...]:
    """What a choice is called: without its brackets, and by the other names within them.

    碳酸钙（石灰石） → 碳酸钙, 石灰石; 粗铜（t） → 粗铜.
    """
    title = _folded(_BRACKETS.sub("", choice.title_zh))
    within = [part for one in _BRACKETS.findall(choice.title_zh) for part in _APART.split(one)]
    more = [_folded(part) for part in within if len(part) >= SHORTEST and _CHINESE.search(part)]
    return tuple(name for name in (title, *more, _folded(choice.title_en)) if len(name) >= SHORTEST)


def _folded(text: str) -> str:
    return "".join(text.split()).lower()
