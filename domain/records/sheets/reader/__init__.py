"""Safe reading: from the bytes of an upload to a grid, or to a refusal that says what the file is."""

from __future__ import annotations

import asyncio

from domain.core.findings import refuse
from domain.core.workbook import Grid, Workbook, data_of, grid_of_data, is_json
from domain.records.sheets.reader.container import Limits
from domain.records.sheets.reader.grids import grid_of

__all__ = ["USUAL", "Grid", "Limits", "grid_for", "grid_for_in_thread", "grid_of", "grid_of_in_thread"]

USUAL = Limits()


async def grid_of_in_thread(original: bytes, *, limits: Limits = USUAL) -> Grid:
    """`grid_of` without holding up the loop."""
    return await asyncio.to_thread(grid_of, original, limits=limits)


def grid_for(workbook: Workbook, original: bytes, *, limits: Limits = USUAL) -> Grid:
    """The grid of an original that was filed under a form: a workbook's own, or that of JSON laid out as the form.

    Refused as `grid_of` and `domain.core.workbook.grid_of_data` say.
    """
    if not is_json(original):
        return grid_of(original, limits=limits)
    if len(original) > limits.most_bytes:
        raise refuse("SHEET-TOO-LARGE", bytes=len(original), most=limits.most_bytes)
    return grid_of_data(workbook, data_of(original))


async def grid_for_in_thread(workbook: Workbook, original: bytes, *, limits: Limits = USUAL) -> Grid:
    """`grid_for` without holding up the loop."""
    return await asyncio.to_thread(grid_for, workbook, original, limits=limits)
