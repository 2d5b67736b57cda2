"""What a verification body says of a plan, part by part, and which plans call for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.core.law import Law

REVIEW_CASES, REVIEW_BODY = "plan.review_cases", "plan.review.body"
NEW, REVISED = "new", "revised"
REQUIRED, ADVISED = "required", "advised"


@dataclass(frozen=True, slots=True)
class Called:
    """Why a body looks at a version (`new`, `revised` or nothing), and whether it is filed only after that."""

    case: str = ""
    body: str = ADVISED
    citation: str = ""

    @property
    def required(self) -> bool:
        return bool(self.case) and self.body == REQUIRED


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether the plan conforms as a whole, why, and what is said of its parts (by key of the sheet)."""

    conforms: bool
    text: str
    parts: Mapping[str, str] = field(default_factory=dict)


def review_called_for(law: Law, version: int, first_ever: bool) -> Called:
    """Why a body looks at this version and whether it must, by the law of the plan's year.

    The first plan ever of an enterprise is new; any version above 1 is revised. A body reviews the monitoring plans of
    those newly covered, and filed plans that are revised (notices 1989 of 2017 and 71 of 2019, part 2 (2)): until 2021
    the first plan of 2019 is filed only after a body's opinion, that of 2024 by the authority alone.
    """
    cases = law.text(REVIEW_CASES).split(",") if law.has(REVIEW_CASES) else []
    case = REVISED if version > 1 else NEW if first_ever else ""
    if case not in cases:
        return Called()
    if not law.has(REVIEW_BODY):
        return Called(case)
    return Called(case, law.text(REVIEW_BODY), law.provision(REVIEW_BODY).citation)
