"""Open data at the front door: the sets, each with its files by year, the dictionary, and the files themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from portal import words
from portal.page import XLSX, language_of, page, whole_number
from portal.public import files
from portal.public.data import BY_CODE, DATA_SETS, DataSet
from portal.public.files import CSV, File, Table

Ask = Request[Actor, str, Any]
# Kept by whoever likes, asked again before it is used: a set changes when something is published.
CACHED = "public, no-cache"
ALL = "all"
KINDS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Offer:
    """A set as the page lists it: the whole of it as one csv, and the years that have files of their own."""

    set: DataSet
    table: Table
    file: File

    @property
    def period(self) -> tuple[int, int] | None:
        """The first and the last year."""
        years = self.table.years
        return (years[-1], years[0]) if years else None


@get("/public/data", duty=Duty.PUBLIC)
async def data_page(request: Ask) -> Response[Any]:
    """All sets: what they hold, how many rows, when they changed, and the digest of each file."""
    found = await files.whole(DATA_SETS)
    offers = [Offer(one, table, file) for one, (table, file) in zip(DATA_SETS, found, strict=True)]
    return page(request, "public/data.html", offers=offers)


@get("/public/data/{code:str}", duty=Duty.PUBLIC)
async def set_page(request: Ask, code: FromPath[str]) -> Response[Any]:
    """One set: its fields, and its files by year. `dictionary` is the dictionary of all of them."""
    words.speaking.set(language_of(request))
    if code == files.DICTIONARY:
        sections = [(one.code, files.dictionary_lines([one])) for one in DATA_SETS]
        return page(request, "public/dictionary.html", sections=sections)
    one = _known(code)
    kept, rows = await files.by_year(one), files.dictionary_lines([one])
    return page(request, "public/dataset.html", set=one, kept=kept, rows=rows)


@get("/public/data/{code:str}/{file_name:str}", duty=Duty.PUBLIC)
async def file(request: Ask, code: FromPath[str], file_name: FromPath[str]) -> Response[bytes]:
    """A file: `all.csv`, `2024.xlsx`; of the dictionary `all.csv` and `all.xlsx`."""
    stem, _, kind = file_name.rpartition(".")
    if kind not in KINDS:
        raise NotFoundException
    words.speaking.set(language_of(request))
    if code == files.DICTIONARY and stem == ALL:
        return _answer(request, await _dictionary(kind))
    # No year is 0: a number that is none finds no file.
    year = None if stem == ALL else whole_number(stem)
    found = await files.file_of(_known(code), kind, year, language_of(request))
    if found is None:
        raise NotFoundException
    return _answer(request, found)


def _known(code: str) -> DataSet:
    if code not in BY_CODE:
        raise NotFoundException
    return BY_CODE[code]


async def _dictionary(kind: str) -> File:
    content = files.dictionary_csv() if kind == "csv" else await files.dictionary_xlsx()
    media_type = CSV if kind == "csv" else XLSX
    rows = len(files.dictionary_rows())
    return File(f"dictionary.{kind}", content, media_type, rows, None, sha256(content).hexdigest())


def _answer(request: Ask, found: File) -> Response[bytes]:
    """The file, or that the reader has it already (304)."""
    tag = f'"{found.sha256}"'
    headers = {"ETag": tag, "Cache-Control": CACHED, "Vary": "Cookie"}
    if found.updated_at is not None:
        headers["Last-Modified"] = _http_date(found.updated_at)
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return Response(found.content, media_type=found.media_type, headers=headers)


def _http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


routes = [data_page, set_page, file]
