"""What a verification body says of a plan, part by part, and which plans call for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.core.law import Law

REVIEW_CASES = "plan.review_cases"
NEW, REVISED = "new", "revised"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether the plan conforms as a whole, why, and what is said of its parts (by key of the sheet)."""

    conforms: bool
    text: str
    parts: Mapping[str, str] = field(default_factory=dict)


def review_called_for(law: Law, version: int, first_ever: bool) -> str:
    """Why a body looks at this version, `new` or `revised`; empty where the law does not call for it.

    The first plan ever of an enterprise is new; any version above 1 is revised.
    """
    cases = law.text(REVIEW_CASES).split(",") if law.has(REVIEW_CASES) else []
    if version > 1:
        return REVISED if REVISED in cases else ""
    return NEW if first_ever and NEW in cases else ""
