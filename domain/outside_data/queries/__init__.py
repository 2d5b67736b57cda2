"""Named questions about outside data. What others tell is the authority's to see: bounded by city or province."""

from domain.outside_data.queries.imports import (
    IMPORTS,
    ROWS,
    ImportCard,
    Landing,
    all_imports,
    import_card,
    landing,
    original,
    rows_of_import,
    standing_subjects,
)
from domain.outside_data.queries.told import DEVIATIONS, EnterpriseTold, deviation_lines, told_in

__all__ = [
    "DEVIATIONS",
    "IMPORTS",
    "ROWS",
    "EnterpriseTold",
    "ImportCard",
    "Landing",
    "all_imports",
    "deviation_lines",
    "import_card",
    "landing",
    "original",
    "rows_of_import",
    "standing_subjects",
    "told_in",
]
