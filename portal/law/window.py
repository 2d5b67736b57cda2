"""The days that a form names: from, and until where there is an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from domain.core.findings import Finding
from domain.records.lawbook.checks import day_written, stop

LONGEST = 60


def day_faults(typed: Mapping[str, str]) -> Iterator[Finding]:
    """LAW-DAY at each field that names no day; the end may be left empty."""
    for name in ("from", "until"):
        if day_written(typed[name]) is None and (typed[name] or name == "from"):
            yield stop("LAW-DAY", name, written=typed[name][:LONGEST])


def window_of(typed: Mapping[str, str]) -> tuple[date, date | None]:
    """The days of a form in which `day_faults` found nothing."""
    begins = day_written(typed["from"])
    assert begins is not None
    return begins, day_written(typed["until"])
