"""`portal law load [DIR]`, `portal law export DIR`, `portal law keys`: the law on disk and in the book."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused
from domain.records.lawbook import acts, queries, yaml
from portal import words
from portal.clock import now

ROOT = Path(__file__).parent.parent
EDITION = ROOT / "seed" / "law"
KEYS_PAGE = ROOT / "docs" / "law_keys.md"
USAGE = """portal law load [DIR]    enter the edition in DIR (the shipped one without DIR); what is there already stays
portal law export DIR    write the whole lawbook as YAML, one file per subject
portal law keys          write docs/law_keys.md: every key with unit and meaning"""

HEAD = """# Keys of the law

Written by `portal law keys` from `seed/law/*.yaml` and the words of the front door; a test keeps it current.

Units `date`, `text` and `rounding` are not numbers; a list in a `text` is separated by commas. Values that go by
compliance year are in force from 1 January to 31 December of that year: ask as of `last_day_of(year)`.
"""


def command(argv: list[str]) -> int:
    """Run one of the three; refusals are told by their findings."""
    match argv:
        case ["load"]:
            return _told(_load, EDITION)
        case ["load", folder]:
            return _told(_load, Path(folder))
        case ["export", folder]:
            return _told(_export, Path(folder))
        case ["keys"]:
            KEYS_PAGE.write_text(keys_page(files_in(EDITION)), encoding="utf-8")
            return 0
        case _:
            print(USAGE, file=sys.stderr)
            return 2


def files_in(folder: Path) -> dict[str, str]:
    """Subject → YAML of every file of a folder."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def keys_page(files: dict[str, str]) -> str:
    """Every key with its unit and its meaning in English, subject by subject, as Markdown."""
    meaning = words.translations("en")
    parts = [HEAD]
    for subject, text in files.items():
        units = {one.key: one.unit for one in yaml.read(text, subject)}
        rows = [f"| `{key}` | {unit} | {meaning.ugettext(f'provision:{key}')} |" for key, unit in units.items()]
        parts.append("\n".join([f"## {subject}", "", "| key | unit | meaning |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


async def _enter(files: dict[str, str]) -> acts.Loaded:
    return await acts.load_edition(files, actor=THE_CLOCK, at=now())


def _load(folder: Path) -> str:
    files = files_in(folder)
    if not files:
        raise FileNotFoundError(f"no *.yaml in {folder}")
    loaded = asyncio.run(_enter(files))
    return f"{loaded.added} provisions entered, {loaded.kept} were there"


def _export(folder: Path) -> str:
    files = asyncio.run(queries.edition())
    folder.mkdir(parents=True, exist_ok=True)
    for subject, text in files.items():
        (folder / f"{subject}.yaml").write_text(text, encoding="utf-8")
    return f"{len(files)} files written to {folder}"


def _told(work: Callable[[Path], str], folder: Path) -> int:
    """Do the work and print what it says; 1 with the reason when it was refused."""
    try:
        print(work(folder))
    except Refused as refused:
        for finding in refused.findings:
            print(f"{finding.code} {words.finding_sentence(finding)}", file=sys.stderr)
        return 1
    except OSError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0
