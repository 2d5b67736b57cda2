"""The codes of reading (SHEET-…): every reason why a file, or a cell of it, cannot be taken as it is. One table.

Where a reader meets one it names the code; what it weighs and by what it is justified stands here, for the catalogue
of checks. A code stands for ever, as those of checks do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.core.findings import Severity

# A report is complete, true and in the form that is asked for; a system that takes files keeps harmful ones out.
FORM = "碳排放权交易管理暂行条例 第十一条"
SAFETY = "GB/T 22239—2019 恶意代码防范"
# The post that answers questions about forms.
OWNER = "summary_officer"


@dataclass(frozen=True, slots=True)
class ReadingCode:
    """One code. STOP: nothing, or not that cell, can be read. WARN: it was read, and is asked about. NOTE: read so."""

    code: str
    severity: Severity
    citation: str
    owner: str = OWNER


def _table() -> Iterator[ReadingCode]:
    for code in _UNSAFE:
        yield ReadingCode(code, Severity.STOP, SAFETY)
    for severity, codes in _READ.items():
        for code in codes:
            yield ReadingCode(code, severity, FORM)


_UNSAFE = (
    "SHEET-ACTIVE-CONTENT",
    "SHEET-BOMB",
    "SHEET-DOCTYPE",
    "SHEET-ENCRYPTED",
    "SHEET-EXTERNAL-LINKS",
    "SHEET-MACROS",
    "SHEET-TOO-LARGE",
    "SHEET-TOO-MANY-CELLS",
    "SHEET-TOO-MANY-COLUMNS",
    "SHEET-TOO-MANY-ROWS",
    "SHEET-TOO-MANY-SHEETS",
    "SHEET-UNSAFE-FORMULA",
)
_READ: Mapping[Severity, tuple[str, ...]] = {
    Severity.STOP: (
        "SHEET-ABOVE",
        "SHEET-BELOW",
        "SHEET-BEYOND",
        "SHEET-BEYOND-RESULT",
        "SHEET-CODE-AS-NUMBER",
        "SHEET-EMPTY",
        "SHEET-ERROR-VALUE",
        "SHEET-HEADER",
        "SHEET-HIDDEN",
        "SHEET-JSON",
        "SHEET-JSON-SHAPE",
        "SHEET-JSON-UNKNOWN",
        "SHEET-MERGED",
        "SHEET-MISSING",
        "SHEET-MORE",
        "SHEET-NEGATIVE",
        "SHEET-NOT-A-DATE",
        "SHEET-NOT-A-NUMBER",
        "SHEET-NOT-CALCULATED",
        "SHEET-NOT-WHOLE",
        "SHEET-NOT-WORKBOOK",
        "SHEET-OLD-FORMAT",
        "SHEET-OTHER-OFFICE",
        "SHEET-PDF",
        "SHEET-REQUIRED",
        "SHEET-SHIFTED",
        "SHEET-TEXT-FILE",
        "SHEET-TEXT-TOO-LONG",
        "SHEET-TRUNCATED",
        "SHEET-UNIT-CHANGED",
        "SHEET-UNIT-IN-CELL",
        "SHEET-UNKNOWN-CHOICE",
        "SHEET-UNREADABLE",
        "SHEET-WPS-FORMAT",
        "SHEET-WRONG-EDITION",
        "SHEET-ZIPPED",
    ),
    Severity.WARN: ("SHEET-FORMULA-TEXT", "SHEET-HIDDEN-COLUMN", "SHEET-HIDDEN-LINES"),
    Severity.NOTE: ("SHEET-DATE-AS-NUMBER", "SHEET-NUMBER-AS-TEXT", "SHEET-PERCENT-FORMAT", "SHEET-UNKNOWN"),
}
CODES: Mapping[str, ReadingCode] = {one.code: one for one in sorted(_table(), key=lambda one: one.code)}
