"""`portal law load [DIR]`, `portal law export DIR`, `portal law keys`: the law on disk and in the book.

An edition is a folder with one file a subject and, in `instruments.yaml`, the documents that provisions are read from;
of the shipped one that file stands beside the folder.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from domain.core.actors import THE_CLOCK
from domain.core.findings import Finding, Refused
from domain.records.lawbook import acts, queries, yaml
from portal import words
from portal.clock import now
from portal.law import source, uses
from portal.law.scan import Scan

ROOT = Path(__file__).parent.parent
EDITION = ROOT / "seed" / "law"
KEYS_PAGE = ROOT / "docs" / "law_keys.md"
INSTRUMENTS = "instruments.yaml"
NEW_KEYS = "--new-keys"
USAGE = """portal law load [DIR]    enter the edition in DIR (the shipped one without DIR); what is there already stays
                         DIR may bring keys that neither the book nor the shipped edition has with --new-keys only
portal law export DIR    write the whole lawbook as YAML, one file per subject, and the documents it is read from
portal law keys          write docs/law_keys.md: every key and its meaning; portal/law/uses.txt: what asks for it"""
NONE = acts.Loaded(0, 0)

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
        case ["load", folder, option] if option == NEW_KEYS:
            return _told(_load_new, Path(folder))
        case ["export", folder]:
            return _told(_export, Path(folder))
        case ["keys"]:
            _write_keys(files_in(EDITION))
            return 0
        case _:
            print(USAGE, file=sys.stderr)
            return 2


def files_in(folder: Path) -> dict[str, str]:
    """Subject → YAML of every file of a folder; the documents are no subject."""
    paths = [path for path in sorted(folder.glob("*.yaml")) if path.name != INSTRUMENTS]
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def instruments_in(folder: Path) -> str:
    """The documents of an edition as YAML; empty when it brings none."""
    path = (ROOT / "seed" if folder.resolve() == EDITION else folder) / INSTRUMENTS
    return path.read_text(encoding="utf-8") if path.exists() else ""


def keys_page(files: dict[str, str]) -> str:
    """Every key with its unit and its meaning in English, subject by subject, as Markdown."""
    meaning = words.translations("en")
    parts = [HEAD]
    for subject, text in files.items():
        units = {one.key: one.unit for one in yaml.read(text, subject)}
        rows = [f"| `{key}` | {unit} | {meaning.ugettext(f'provision:{key}')} |" for key, unit in units.items()]
        parts.append("\n".join([f"## {subject}", "", "| key | unit | meaning |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def uses_file(files: dict[str, str]) -> str:
    """What asks for each key of an edition, found in the source."""
    keys = [one.key for subject, text in files.items() for one in yaml.read(text, subject)]
    return uses.written(Scan(source.read(ROOT)), dict.fromkeys(keys))


def _write_keys(files: dict[str, str]) -> None:
    KEYS_PAGE.write_text(keys_page(files), encoding="utf-8")
    uses.USES.write_text(uses_file(files), encoding="utf-8")


async def _enter(files: dict[str, str], instruments: str, known: set[str] | None) -> tuple[acts.Loaded, acts.Loaded]:
    # What is wrong with the documents is told before any provision is entered.
    yaml.read_instruments(instruments or "[]")
    entered = await acts.load_edition(files, actor=THE_CLOCK, at=now(), known=known)
    documents = await acts.load_instruments(instruments, actor=THE_CLOCK, at=now()) if instruments else NONE
    return entered, documents


def _load(folder: Path) -> str:
    """Only the shipped edition brings new keys by itself: elsewhere an unknown one is a slip."""
    shipped = folder.resolve() == EDITION.resolve()
    return _entered(folder, None if shipped else _keys(files_in(EDITION)))


def _load_new(folder: Path) -> str:
    return _entered(folder, None)


def _keys(files: dict[str, str]) -> set[str]:
    return {one.key for subject, text in files.items() for one in yaml.read(text, subject)}


def _entered(folder: Path, known: set[str] | None) -> str:
    files = files_in(folder)
    if not files:
        raise FileNotFoundError(f"no *.yaml in {folder}")
    entered, documents = asyncio.run(_enter(files, instruments_in(folder), known))
    told = f"{entered.added} provisions entered, {entered.kept} were there"
    return f"{told}\n{documents.added} documents entered, {documents.kept} were there"


def _export(folder: Path) -> str:
    files, instruments = asyncio.run(_book())
    folder.mkdir(parents=True, exist_ok=True)
    for subject, text in files.items():
        (folder / f"{subject}.yaml").write_text(text, encoding="utf-8")
    (folder / INSTRUMENTS).write_text(instruments, encoding="utf-8")
    return f"{len(files) + 1} files written to {folder}"


async def _book() -> tuple[dict[str, str], str]:
    return await queries.edition(), await queries.instruments_file()


def _told(work: Callable[[Path], str], folder: Path) -> int:
    """Do the work and print what it says; 1 with the reason when it was refused."""
    try:
        print(work(folder))
    except Refused as refused:
        for finding in refused.findings:
            print(told(finding), file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def told(finding: Finding) -> str:
    """A finding with its file, line and key: `surrender.yaml:12 surrender.offset.share LAW-YAML-NUMBER …`."""
    place = ":".join(part for part in (finding.place.sheet, finding.place.cell) if part)
    words_of = words.finding_sentence(finding)
    return " ".join(part for part in (place, finding.facts.get("key", ""), finding.code, words_of) if part)
