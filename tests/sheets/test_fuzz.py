"""Valid workbooks, spoilt in their XML: whatever comes, it is lines with findings, or a refusal, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal, InvalidOperation, Overflow
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.core.findings import Finding, Refused
from domain.core.workbook import Column, Kind, content_of, read
from domain.emission_report.checks import examine
from domain.records.sheets.reader import USUAL, grid_of
from tests.rooms.emission_report.sectors.harness import lines_of
from tests.sheets.files import members_of, shared, zipped
from tests.sheets.honest import POWER, Honest, honest

PLANT = honest()[POWER]
GOOD = members_of(shared(PLANT.good().content))
SHEETS = tuple(name for name in GOOD if name.startswith("xl/worksheets/"))
PARTS = (*SHEETS, *(name for name in GOOD if name.endswith((".xml", ".rels")) and name not in SHEETS))
VALUES = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "-1e-999",
    "9" * 400,
    "NaN",
    "Infinity",
    "0x10",
    "٣",
    "A0",
    "XFD1048576",
    "ZZZZ9999999",
    "A1:XFD1048576",
    "=1+1",
    "[1]x!A1",
    "#REF!",
    "2024-02-30",
    "true",
    "s",
    "str",
    "inlineStr",
    "d",
    "e",
    "_x0000__xD800_",
    "../../../../etc/passwd",
    "http://example.invalid/x",
    "worksheets/sheet1.xml",
    "\ud7ff\ufffd\u202e",
    "长" * 2000,
)
NESTED = 3000
Element = ElementTree.Element


def elements(root: Element) -> list[tuple[Element, Element]]:
    """(parent, child) of everything in a part."""
    return [(parent, child) for parent in root.iter() for child in parent]


def drop(parent: Element, child: Element, _: random.Random) -> None:
    parent.remove(child)


def double(parent: Element, child: Element, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 50))):
        parent.append(child)


def reverse(parent: Element, _: Element, __: random.Random) -> None:
    parent[:] = list(parent)[::-1]


def say(_: Element, child: Element, chance: random.Random) -> None:
    child.text = chance.choice(VALUES)


def attribute(_: Element, child: Element, chance: random.Random) -> None:
    names = [*child.attrib, "r", "s", "t", "hidden", "ref", "numFmtId", "Target", "state"]
    child.set(chance.choice(names), chance.choice(VALUES))


def forget(_: Element, child: Element, chance: random.Random) -> None:
    if child.attrib:
        child.attrib.pop(chance.choice(sorted(child.attrib)))


def rename(_: Element, child: Element, chance: random.Random) -> None:
    child.tag = chance.choice(("c", "row", "v", "x:c", "sst", "mergeCell", child.tag + "x"))


def nest(parent: Element, child: Element, _: random.Random) -> None:
    parent.remove(child)
    inner = ElementTree.SubElement(parent, child.tag)
    for _level in range(NESTED):
        inner = ElementTree.SubElement(inner, child.tag)
    inner.append(child)


def move(parent: Element, child: Element, chance: random.Random) -> None:
    other = chance.choice(list(parent))
    parent.remove(child)
    if other is not child:
        other.append(child)


TREE: tuple[Callable[[Element, Element, random.Random], None], ...] = (
    drop,
    double,
    reverse,
    say,
    attribute,
    attribute,
    forget,
    rename,
    nest,
    move,
)


def of_tree(content: bytes, chance: random.Random) -> bytes:
    root = ElementTree.fromstring(content)
    for _ in range(chance.randint(1, 4)):
        found = elements(root)
        if found:
            parent, child = chance.choice(found)
            chance.choice(TREE)(parent, child, chance)
    return written(root)


def written(root: Element) -> bytes:
    """As XML, without the recursion of the library's own writer on what is nested very deeply."""
    try:
        return ElementTree.tostring(root)
    except (RecursionError, ValueError, TypeError):
        deep = b"<c>" * NESTED
        return b"<worksheet><sheetData>" + deep + deep.replace(b"<", b"</") + b"</sheetData></worksheet>"


def of_bytes(content: bytes, chance: random.Random) -> bytes:
    """What no tree can say: entities, broken ends, other encodings, signs that XML has no place for."""
    at = chance.randrange(len(content) + 1)
    return chance.choice(
        (
            content[:at],
            content[:at]
            + chance.choice((b"&x;", b"&#0;", b"&#xD800;", b"<!--", b"<![CDATA[", b"\x00", b"\xff"))
            + content[at:],
            b'<!DOCTYPE x [<!ENTITY a "b">]>' + content,
            content.decode("utf-8", "ignore").encode("utf-16"),
            b"<?xml version='1.0' encoding='GB18030'?>" + content,
            b"",
            content + content,
        )
    )


def mutated(seed: int) -> bytes:
    chance = random.Random(seed)
    members = dict(GOOD)
    for _ in range(chance.randint(1, 3)):
        part = chance.choice(SHEETS if chance.random() < 0.6 else PARTS)
        if part not in members:
            continue
        kind = chance.random()
        if kind < 0.04:
            del members[part]
        elif kind < 0.08:
            members[part] = members[chance.choice(sorted(members))]
        else:
            try:
                members[part] = (of_tree if kind < 0.8 else of_bytes)(members[part], chance)
            except (ElementTree.ParseError, ValueError, LookupError):
                members[part] = of_bytes(members[part], chance)
    return zipped(members)


def outcome(content: bytes) -> list[Finding]:
    """What reading and checking say of a file; any other exception than a refusal is a bug."""
    try:
        grid = grid_of(content, limits=USUAL)
    except Refused as refused:
        return list(refused.findings)
    lines, findings = read(PLANT.form.workbook, grid)
    content_of(lines)
    return findings


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_no_change_of_the_xml_is_a_bug(seed: int) -> None:
    assert all(finding.code.startswith("SHEET-") for finding in outcome(mutated(seed)))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 3000, 1000))
def test_nor_are_thousands_of_changes(start: int) -> None:
    for seed in range(start, start + 1000):
        outcome(mutated(seed))


@pytest.mark.parametrize("plant", honest().values(), ids=honest())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_what_was_read_can_be_checked(plant: Honest, seed: int) -> None:
    """Absurd figures are findings of the checks, or too large to be computed; nothing else stops the reading."""
    chance, filled = random.Random(seed), plant.entries()
    for _ in range(chance.randint(1, 6)):
        sheet = chance.choice([key for key in filled if filled[key]])
        line = chance.choice(filled[sheet])
        if line:
            key = chance.choice(sorted(line))
            line[key] = chance.choice(possible(plant.form.workbook.sheet(sheet).column(key)))
    if chance.random() < 0.2:
        filled[chance.choice(sorted(filled))] = []
    with suppress(InvalidOperation, Overflow):
        examine(plant.form, lines_of(plant.form, filled), plant.known(), plant.law())


def possible(column: Column) -> tuple[object, ...]:
    """What the reader may make of a cell of that column."""
    if column.kind is Kind.DECIMAL:
        return (None, *map(Decimal, ("0", "-1", "1E+14", "1E-20", "0.5")))
    if column.kind is Kind.INTEGER:
        least, most = int(column.minimum or 0), int(column.maximum or 10**14)
        return None, least, most
    return (None, *(choice.code for choice in column.choices)) if column.choices else (None, "x", "长" * 500)
