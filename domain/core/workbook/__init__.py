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
from domain.core.workbook.data import data_from, data_of, data_of_content, grid_of_data, is_json, pointer_of
from domain.core.workbook.description import (
    Choice,
    Column,
    Kind,
    Layout,
    Note,
    Reference,
    Sheet,
    Workbook,
    cell_name,
    column_letters,
)
from domain.core.workbook.grid import Area, CellKind, Cells, CellText, Grid, Look
from domain.core.workbook.lines import Line, Lines, Value
from domain.core.workbook.reading import read
from domain.core.workbook.schema import schema

__all__ = [
    "Area",
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
    "Look",
    "Note",
    "Reference",
    "Sheet",
    "Value",
    "Workbook",
    "as_json",
    "by_position",
    "cell_name",
    "column_letters",
    "content_of",
    "data_from",
    "data_of",
    "data_of_content",
    "differences",
    "from_json",
    "grid_of_data",
    "is_json",
    "pointer_of",
    "read",
    "schema",
    "typed",
]
