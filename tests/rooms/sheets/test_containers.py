"""Files that must be refused as a whole, each with its own code, and never with an exception of a library."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from domain.core.findings import Refused
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.sheets.sample import FILLED, SAMPLE
from tests.sheets.make_broken import CONTAINERS, Broken, member, rezipped

GOOD = blank(SAMPLE, FILLED)


@pytest.mark.parametrize("broken", CONTAINERS, ids=lambda broken: broken.name)
def test_a_broken_file_is_refused_with_its_code(broken: Broken) -> None:
    with pytest.raises(Refused) as caught:
        grid_of(broken.make(GOOD), limits=USUAL)
    assert [finding.code for finding in caught.value.findings] == [broken.code]


def test_the_good_file_is_read() -> None:
    grid = grid_of(GOOD, limits=USUAL)
    assert set(grid.sheets) == {"说明", "单位信息", "燃料"}


def test_a_stated_size_is_not_believed() -> None:
    """A file that claims to reach to the last cell of the sheet costs no more than the cells it holds."""
    grid = grid_of(claiming_everything(GOOD), limits=USUAL)
    assert len(grid.cells("燃料")) == len(grid_of(GOOD, limits=USUAL).cells("燃料"))


def claiming_everything(good: bytes) -> bytes:
    part = "xl/worksheets/sheet3.xml"
    content = member(good, part)
    start, end = content.find(b'<dimension ref="') + 16, content.find(b'"', content.find(b'<dimension ref="') + 16)
    return rezipped(good, replace={part: content[:start] + b"A1:XFD1048576" + content[end:]})


@pytest.mark.parametrize("seed", range(60))
def test_damaged_bytes_are_read_or_refused(seed: int) -> None:
    """Whatever a bad line did to the file: a grid or a refusal, nothing else."""
    chance = random.Random(seed)
    damaged = bytearray(GOOD)
    for _ in range(chance.randint(1, 30)):
        damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
    with suppress(Refused):
        grid_of(bytes(damaged), limits=USUAL)
