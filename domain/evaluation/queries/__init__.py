"""Named questions across the rooms: one enterprise over the years, and years in sums."""

from domain.evaluation.queries.cards import By, ClassSum, ClassYear, EnterpriseYear, Part, Total
from domain.evaluation.queries.rolls import QUIET, TRUTH, roll, seen_by
from domain.evaluation.queries.totals import classes, parts, totals, totals_by
from domain.evaluation.queries.years import ROOMS, facts_of, years_of

__all__ = [
    "QUIET",
    "ROOMS",
    "TRUTH",
    "By",
    "ClassSum",
    "ClassYear",
    "EnterpriseYear",
    "Part",
    "Total",
    "classes",
    "facts_of",
    "parts",
    "roll",
    "seen_by",
    "totals",
    "totals_by",
    "years_of",
]
