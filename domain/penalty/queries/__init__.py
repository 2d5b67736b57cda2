"""Named questions about penalty cases."""

from domain.penalty.queries.cards import CaseCard, CaseFile, LeadCard, Possible, PublishedCard
from domain.penalty.queries.cases import IS_PUBLIC, case, cases, counts, of_year, roll, standing_subjects
from domain.penalty.queries.facts import figures_resting_on, year_facts
from domain.penalty.queries.leads import FAILED, NEVER_FILED, leads
from domain.penalty.queries.options import option_as_json, option_from_json, possible
from domain.penalty.queries.published import PUBLIC_ROLL, published

__all__ = [
    "FAILED",
    "IS_PUBLIC",
    "NEVER_FILED",
    "PUBLIC_ROLL",
    "CaseCard",
    "CaseFile",
    "LeadCard",
    "Possible",
    "PublishedCard",
    "case",
    "cases",
    "counts",
    "figures_resting_on",
    "leads",
    "of_year",
    "option_as_json",
    "option_from_json",
    "possible",
    "published",
    "roll",
    "standing_subjects",
    "year_facts",
]
