"""What belongs into the year's package, under which name, and what lacks. Pure."""

from domain.summary.rules.completing import (
    Completion,
    completion,
)
from domain.summary.rules.facts import (
    AllocationFacts,
    Bundle,
    ConclusionFacts,
    ConfirmedFacts,
    Explained,
    OriginalFacts,
    PenaltyFacts,
    PlanFacts,
    PlanUnitFacts,
    ReportFacts,
    SurrenderFacts,
    UnitFacts,
)
from domain.summary.rules.lacking import (
    DETERMINED,
    Completeness,
    completeness,
    lacking_counts,
)
from domain.summary.rules.package import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    Heading,
    Listed,
    listed,
    manifest,
    to_be_signed,
)
from domain.summary.rules.places import (
    by_sector,
    file_name,
    organisation_code,
    place,
    sector_folder,
)

__all__ = [
    "DETERMINED",
    "FORMAT",
    "MANIFEST",
    "SIGNATURE",
    "AllocationFacts",
    "Bundle",
    "Completeness",
    "Completion",
    "ConclusionFacts",
    "ConfirmedFacts",
    "Explained",
    "Heading",
    "Listed",
    "OriginalFacts",
    "PenaltyFacts",
    "PlanFacts",
    "PlanUnitFacts",
    "ReportFacts",
    "SurrenderFacts",
    "UnitFacts",
    "by_sector",
    "completeness",
    "completion",
    "file_name",
    "lacking_counts",
    "listed",
    "manifest",
    "organisation_code",
    "place",
    "sector_folder",
    "to_be_signed",
]
