"""docs/open_data.md, written from the register of data sets: `python -m portal.public.handbook`."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context
from pathlib import Path

from portal import words
from portal.public import files
from portal.public.data import DATA_SETS, DataSet

PAGE = Path(__file__).parents[2] / "docs" / "open_data.md"
HEAD = """# Open data

Written from `portal/public/data.py` by `python -m portal.public.handbook`; a test fails when the two differ.

Every set holds what a room has published, and nothing else: its rows come from a question of the room that is open to
everybody (`disclosed`, `published`). Page, csv, xlsx and dictionary follow from one description of a set.

| Address | Answers |
|---|---|
| `/public/data` | the sets: rows, years, when changed, SHA-256 of the csv |
| `/public/data/<set>` | the files of a set by year, and its fields |
| `/public/data/<set>/all.csv`, `/<year>.csv` | csv: UTF-8 with a byte order mark, RFC 4180, field codes in line one |
| `/public/data/<set>/all.xlsx`, `/<year>.xlsx` | the same in the reader's words, the dictionary on the second sheet |
| `/public/data/dictionary`, `/all.csv`, `/all.xlsx` | every field of every set |
| `/bulletins/feed.xml` | what is new, as Atom; `?language=zh` or `en` |

* **Text that runs nowhere.** A text that begins with `=`, `+`, `-`, `@`, their full-width forms, a tab, a line end or
  an apostrophe begins with an apostrophe in the csv; taking one away gives the text again. Numbers stay numbers.
* **Values.** Days are `2026-01-31`, instants `2026-01-31T09:00:00+08:00`, flags `yes` and `no`; unknown is empty.
* **Confirmed emissions** are the tonnes due of a year (`surrender.due`); they are public with the published outcome of
  that year and not before (碳排放权交易管理暂行条例 第十二条, 管理办法（试行） 第三十二条).
* **Kept by caches**, and asked again each time: `ETag` is the SHA-256 of the file, `Last-Modified` the last act by
  which the set changed. A file is made once for each end of the journal.
* **Use.** Free to use, copy and pass on, with the portal named as the source. Rows marked `synthetic` carry figures
  that are invented for the demonstration; `fictional` enterprises do not exist.
"""


def handbook() -> str:
    """The whole page, in English with the Chinese names of the fields, as the public reads them whoever asks."""
    return Context().run(_page)


def _page() -> str:
    words.speaking.set("en")
    text = "\n".join([HEAD, *(line for one in DATA_SETS for line in _section(one))])
    return text.rstrip("\n") + "\n"


def _section(one: DataSet) -> Iterator[str]:
    yield f"## {one.code}: {words.label('dataset', one.code)}"
    yield ""
    yield f"{words.label('dataset_about', one.code)} On the site: `{one.page}`."
    yield ""
    yield "| Field | 名称 | Name | Meaning | Type | Source |"
    yield "|---|---|---|---|---|---|"
    for told in files.dictionary_lines([one]):
        meaning = f"{told['meaning']} ({told['values']})" if told["values"] else told["meaning"]
        kind = f"{told['type']}, {told['unit']}" if told["unit"] else told["type"]
        yield f"| `{told['field']}` | {told['name_zh']} | {told['name_en']} | {meaning} | {kind} | {told['source']} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(handbook(), encoding="utf-8")
