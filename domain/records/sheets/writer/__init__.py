"""Writing: the blank of a description, a copy annotated with findings, and plain tables for export."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from domain.core.findings import Place
from domain.core.workbook import Reference, Workbook
from domain.records.sheets.writer.annotated import Remark, annotated
from domain.records.sheets.writer.blank import SYNTHETIC, Prefill, blank
from domain.records.sheets.writer.table import Heading, Leaf, table, tables

__all__ = [
    "SYNTHETIC",
    "Heading",
    "Leaf",
    "Place",
    "Prefill",
    "Remark",
    "annotated",
    "annotated_in_thread",
    "blank",
    "blank_in_thread",
    "table",
    "table_in_thread",
    "tables",
    "tables_in_thread",
]


async def blank_in_thread(
    description: Workbook, prefill: Prefill | None = None, *, banner: str = "", references: Sequence[Reference] = ()
) -> bytes:
    return await asyncio.to_thread(blank, description, prefill, banner=banner, references=references)


async def annotated_in_thread(original: bytes, remarks: Sequence[Remark], *, author: str = "portal") -> bytes:
    return await asyncio.to_thread(annotated, original, remarks, author=author)


async def table_in_thread(headings: Sequence[Heading], rows: Sequence[Sequence[object]], *, title: str) -> bytes:
    return await asyncio.to_thread(table, headings, rows, title=title)


async def tables_in_thread(leaves: Sequence[Leaf]) -> bytes:
    return await asyncio.to_thread(tables, leaves)
