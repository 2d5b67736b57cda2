"""What is done about surrender. Each verb is one transaction; province-wide ones read once and write in bulk."""

from domain.surrender.acts.importing import Imported, Preview, import_statement, keep_statement, preview_statement
from domain.surrender.acts.offsetting import Offsetting, propose_offset
from domain.surrender.acts.opening import open_year
from domain.surrender.acts.publishing import publish
from domain.surrender.acts.resolving import resolve_difference
from domain.surrender.acts.settling import Settled, settle

__all__ = [
    "Imported",
    "Offsetting",
    "Preview",
    "Settled",
    "import_statement",
    "keep_statement",
    "open_year",
    "preview_statement",
    "propose_offset",
    "publish",
    "resolve_difference",
    "settle",
]
