"""`portal cases FILE …`: run worked cases of any file and say which hold."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from domain.core.findings import Finding, Place, Severity
from domain.trial.rules import Book, Difference, run
from portal import words
from portal.case_file import Case, cases_in, on_one_line
from portal.clock import today
from portal.settings import terminal_language
from portal.shipped_law import LAWS, SHIPPED, NoLaw, book_of, which
from portal.told import finding_line

OK, WRONG, ERROR = "ok", "WRONG", "ERROR"


def command(argv: list[str]) -> int:
    """Run the files. 0: every case holds. 1: one differs or is in error. 2: not understood, or there is no law."""
    chosen = _parser().parse_args(argv)
    words.speaking.set(chosen.language or terminal_language())
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        book = book_of(chosen.law)
    except NoLaw as trouble:
        print(trouble, file=sys.stderr)
        return 2
    print(which(chosen.law, book), file=sys.stderr)
    counts = Counter[str]()
    for file in chosen.files:
        for case in cases_in(file):
            verdict, remark = _verdict(case, book, chosen.asked_on or today())
            counts[verdict] += 1
            print(_line(verdict, case, remark), flush=True)
    print(words.sentence("cases:summary", _summary(counts, len(chosen.files))))
    return 0 if set(counts) == {OK} else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="portal cases",
        description="Run worked cases: one line a case, then a summary. The format is docs/cases.md.",
        epilog="Exit code 0 when every case holds, 1 when one differs or is in error, 2 when nothing could be run.",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a YAML list of worked cases")
    parser.add_argument("--law", choices=LAWS, default=SHIPPED, help="the shipped edition, or the lawbook's database")
    parser.add_argument("--asked-on", type=date.fromisoformat, metavar="DAY", help="asked on this day instead of today")
    parser.add_argument("--language", choices=words.LANGUAGES, help="of what is said; otherwise that of LANG")
    return parser


def _verdict(case: Case, book: Book, day: date) -> tuple[str, str]:
    """ok, WRONG or ERROR, and what there is to say."""
    if case.faults:
        return ERROR, _told(case, case.faults)
    try:
        outcome = run(case.values, book, day)
    except Exception as bug:  # noqa: BLE001 - a door: a rule that breaks is told, and the other cases still run
        told = {"trouble": on_one_line(f"{type(bug).__name__}: {bug}")[:200]}
        return ERROR, _told(case, (Finding("CASE-BUG", Severity.STOP, Place(), told),))
    if outcome.faults:
        return ERROR, _told(case, outcome.faults)
    return (WRONG, "; ".join(map(_difference, outcome.differences))) if outcome.differences else (OK, "")


def _told(case: Case, findings: tuple[Finding, ...]) -> str:
    return "; ".join(_placed(case, finding) for finding in findings)


def _placed(case: Case, finding: Finding) -> str:
    """A finding with the line of its place, where that is another than the case's own."""
    line = int(finding.facts.get("line", 0)) or case.line_of(str(finding.place))
    where = words.sentence("cases:line", {"line": str(line)}) if line != case.line else ""
    return " ".join(filter(None, (where, finding_line(finding))))


def _difference(one: Difference) -> str:
    code = "cases:difference" if one.got else "cases:no_figure"
    return words.sentence(code, {"name": one.name, "expected": one.expected, "got": one.got})


def _line(verdict: str, case: Case, remark: str) -> str:
    where = f"{case.file}:{case.line}" if case.line else case.file
    return "  ".join(_parts(f"{verdict:<5}", where, case.sentence, on_one_line(remark)))


def _parts(verdict: str, where: str, sentence: str, remark: str) -> Iterator[str]:
    yield verdict
    yield f"{where}:"
    yield from filter(None, (sentence, f"— {remark}" if remark else ""))


def _summary(counts: Counter[str], files: int) -> dict[str, str]:
    return {
        "cases": str(counts.total()),
        "files": str(files),
        "ok": str(counts[OK]),
        "wrong": str(counts[WRONG]),
        "errors": str(counts[ERROR]),
    }
