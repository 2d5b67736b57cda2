"""Makes the corpus: `pass/` and `fail/<code>-<form>-<what happened>.xlsx`, with an index of what each must give.

    python -m tests.sheets.make

The files are kept in the repository, so that anybody can open what a filer sent; a test proves that they are still
what the generators make.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook as Book

from domain.emission_report.rules import FORMS
from domain.records.sheets.writer import blank
from tests.rooms.emission_report.power_editions import FAILS_2016, table_of
from tests.rooms.sheets.sample import FILLED, SAMPLE
from tests.sheets.files import always, changed, lean, shared
from tests.sheets.honest import POWER, Entries, Honest, honest
from tests.sheets.life import EVERY, FURTHER, Spoilt
from tests.sheets.make_broken import KEPT
from tests.sheets.power_life import WAYS, entered

FOLDER = Path(__file__).parent
INDEX = FOLDER / "index.csv"
HEAD = ("file", "form", "code", "place")
# Of the ways in which a form's own tests spoil its report, so many are kept as files.
OF_EACH_SECTOR, OF_EACH_EDITION_OF_POWER = 3, 12


@dataclass(frozen=True, slots=True)
class Made:
    """One file of the corpus; a good one has no code."""

    file: str
    form: str
    content: bytes
    code: str = ""
    place: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        return self.file, self.form, self.code, self.place


def corpus() -> Iterator[Made]:
    for code, plant in honest().items():
        yield from _good(plant)
        for spoilt in _spoilt(plant):
            file = f"fail/{spoilt.code}-{plant.name}-{spoilt.reason}.xlsx"
            yield Made(file, code, spoilt.content, spoilt.code, spoilt.place)
    yield from _containers()


def _good(plant: Honest) -> Iterator[Made]:
    """As a system writes it; for power also as the blank looks, and as filers change it without harm."""
    filled = plant.filled()
    yield Made(f"pass/{plant.name}.xlsx", plant.form.code, filled)
    for year in (year for year in plant.years if year != plant.known().year):
        yield Made(f"pass/{plant.name}-of-{year}.xlsx", plant.form.code, _of_year(plant, year))
    if plant.form.code == POWER:
        yield Made("pass/power-A22-as-downloaded.xlsx", POWER, always(blank(plant.form.workbook, plant.entries())))
        yield Made("pass/power-A22-with-shared-texts.xlsx", POWER, shared(filled))
        yield Made("pass/power-A22-columns-in-another-order.xlsx", POWER, changed(filled, _reordered))
        yield Made("pass/power-A22-with-the-remarks-of-the-portal.xlsx", POWER, changed(filled, _remarked))
        yield Made("pass/power-A22-with-empty-lines-between.xlsx", POWER, changed(filled, _spaced))


def _of_year(plant: Honest, year: int, spoil: Callable[[Entries], object] = lambda _: None) -> bytes:
    """The table of another of the years that the form serves."""
    return plant.filled(lambda entered: (entered.update(table_of(year)), spoil(entered)))


def _reordered(book: Book) -> None:
    """The quantity moved to the end of the table."""
    sheet = book["化石燃料"]
    for row in range(1, sheet.max_row + 1):
        moved = sheet.cell(row, 4).value
        for column in range(4, 10):
            sheet.cell(row, column).value = sheet.cell(row, column + 1).value
        sheet.cell(row, 10).value = moved


def _remarked(book: Book) -> None:
    book.create_sheet("校验问题", 0)["A1"].value = "校验问题"


def _spaced(book: Book) -> None:
    book["生产数据"].insert_rows(12, 3)


def _spoilt(plant: Honest) -> Iterator[Spoilt]:
    good = plant.good()
    if plant.form.code == POWER:
        for way in (*EVERY, *WAYS):
            yield from way(good)
        yield from entered(plant)
        return
    for way in FURTHER:
        yield from way(good)
    own = [fail for fail in plant.fails if not fail[4] and "!" in fail[2]]
    most = OF_EACH_EDITION_OF_POWER if plant.form.sector == "power" else OF_EACH_SECTOR
    seen: set[str] = set()
    for code, _, place, spoil, _ in own:
        if code not in seen and len(seen) < most:
            seen.add(code)
            yield Spoilt(code, "figures", plant.filled(spoil), place)
    for code, _, place, spoil, _ in FAILS_2016 if plant.years else ():
        yield Spoilt(code, "of-2016", _of_year(plant, 2016, spoil), place)


def _containers() -> Iterator[Made]:
    """Files that are refused as a whole, whatever the form."""
    good = lean(blank(SAMPLE, FILLED))
    for broken in KEPT:
        name = broken.name.replace(" ", "-").replace(",", "").replace(".", "").lower()
        yield Made(f"fail/{broken.code}-{name}.xlsx", POWER, broken.make(good), broken.code)
    other = next((each for each in honest().values() if each.form.sector != "power"), None)
    if other is not None:
        code, place = "SHEET-WRONG-EDITION", "说明!B3"
        yield Made(f"fail/{code}-report-of-another-sector.xlsx", POWER, other.filled(), code, place)


def index(made: list[Made]) -> str:
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(each.row for each in sorted(made, key=lambda each: each.file))
    return kept.getvalue()


def listed() -> list[Made]:
    """What the index names, with the content of the files."""
    rows = list(csv.reader(io.StringIO(INDEX.read_text(encoding="utf-8"))))[1:]
    return [Made(file, form, (FOLDER / file).read_bytes(), code, place) for file, form, code, place in rows]


def main() -> int:
    made = list(corpus())
    for kind in ("pass", "fail"):
        folder = FOLDER / kind
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
    for each in made:
        (FOLDER / each.file).write_bytes(each.content)
    INDEX.write_text(index(made), encoding="utf-8")
    weight = sum(len(each.content) for each in made) // 1024
    without = sorted(set(FORMS) - {each.form for each in made})
    sys.stdout.write(f"{len(made)} files, {weight} KB; without a sample: {', '.join(without) or 'none'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
