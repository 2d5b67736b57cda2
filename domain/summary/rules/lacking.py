"""What an enterprise's year has and lacks. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.summary.rules.facts import Bundle
from domain.summary.states import Part


@dataclass(frozen=True, slots=True)
class Completeness:
    """What one enterprise has and lacks. `excused` parts cannot exist in its case and do not count as lacking."""

    enterprise_id: int
    credit_code: str
    name: str
    city: str
    sector: str
    synthetic: bool
    lacking: tuple[Part, ...]
    excused: tuple[Part, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.lacking


DETERMINED = "determined"
UNFINISHED_SURRENDER = ("", "open")


def completeness(bundle: Bundle) -> Completeness:
    """An enterprise's year is complete with report, supplement, plan, conclusion, confirmed emissions, allocation and
    surrender (环办气候函〔2019〕71号 四; Decree 775 art 12 and 14).

    Where the authority determined the emissions there is no workbook and no verification: both are excused.
    """
    there = {
        Part.REPORT: bundle.report is not None,
        Part.SUPPLEMENT: bundle.original is not None,
        Part.PLAN: bundle.plan is not None,
        Part.CONCLUSION: bundle.conclusion is not None,
        Part.CONFIRMED: bundle.confirmed is not None,
        Part.ALLOCATION: bundle.allocation is not None,
        Part.SURRENDER: bundle.surrender is not None and bundle.surrender.status not in UNFINISHED_SURRENDER,
    }
    determined = bundle.report is not None and bundle.report.state == DETERMINED
    spared = (Part.SUPPLEMENT, Part.CONCLUSION) if determined else ()
    missing = tuple(part for part in Part if not there[part])
    return Completeness(
        bundle.enterprise_id,
        bundle.credit_code,
        bundle.name,
        bundle.city,
        bundle.sector,
        bundle.synthetic,
        tuple(part for part in missing if part not in spared),
        tuple(part for part in missing if part in spared),
    )


def lacking_counts(rows: Iterable[Completeness]) -> dict[str, int]:
    """How many enterprises lack each part; parts that nobody lacks are left out."""
    counted = Counter(part for row in rows for part in row.lacking)
    return {part.value: counted[part] for part in Part if counted[part]}
