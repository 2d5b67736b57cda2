"""Safe reading: from the bytes of an upload to a grid, or to a refusal that says what the file is."""

from __future__ import annotations

import asyncio

from domain.core.workbook import Grid
from domain.records.sheets.reader.container import Limits
from domain.records.sheets.reader.grids import grid_of

__all__ = ["USUAL", "Grid", "Limits", "grid_of", "grid_of_in_thread"]

USUAL = Limits()


async def grid_of_in_thread(original: bytes, *, limits: Limits = USUAL) -> Grid:
    """`grid_of` without holding up the loop."""
    return await asyncio.to_thread(grid_of, original, limits=limits)
