"""A workbook described once: the blank is made from the description, and what was filled in is read back by it."""

from domain.core.workbook.content import (
    Content,
    Difference,
    KeptLine,
    as_json,
    by_position,
    content_of,
    differences,
    from_json,
    typed,
)
from domain.core.workbook.description import (
    Choice,
    Column,
    Kind,
    Layout,
    Note,
    Sheet,
    Workbook,
    cell_name,
    column_letters,
)
from domain.core.workbook.grid import CellKind, Cells, CellText, Grid
from domain.core.workbook.lines import Line, Lines, Value
from domain.core.workbook.reading import read

__all__ = [
    "CellKind",
    "CellText",
    "Cells",
    "Choice",
    "Column",
    "Content",
    "Difference",
    "Grid",
    "KeptLine",
    "Kind",
    "Layout",
    "Line",
    "Lines",
    "Note",
    "Sheet",
    "Value",
    "Workbook",
    "as_json",
    "by_position",
    "cell_name",
    "column_letters",
    "content_of",
    "differences",
    "from_json",
    "read",
    "typed",
]
