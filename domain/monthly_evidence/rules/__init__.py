"""When a month is due, what its blank knows, what it tells, how it lies beside the report, what may be waived. Pure."""

from domain.emission_report.workbook.common import MONTHS
from domain.monthly_evidence.rules.attachments import (
    MOST_BYTES,
    MOST_FILES,
    XLSX,
    EvidenceKind,
    Proved,
    proof_key,
    proofs,
    sniffed,
)
from domain.monthly_evidence.rules.clock import (
    due_on,
    has_ended,
    has_form,
    is_urging_day,
    last_day,
    named,
    owes,
    standing,
    waivable,
)
from domain.monthly_evidence.rules.figures import (
    MonthFigure,
    as_json,
    completed,
    from_json,
    lines_from,
    month_figures,
    prefill,
)
from domain.monthly_evidence.rules.rollup import Pair, Row, compare, tolerance_key

__all__ = [
    "MONTHS",
    "MOST_BYTES",
    "MOST_FILES",
    "XLSX",
    "EvidenceKind",
    "MonthFigure",
    "Pair",
    "Proved",
    "Row",
    "as_json",
    "compare",
    "completed",
    "due_on",
    "from_json",
    "has_ended",
    "has_form",
    "is_urging_day",
    "last_day",
    "lines_from",
    "month_figures",
    "named",
    "owes",
    "prefill",
    "proof_key",
    "proofs",
    "sniffed",
    "standing",
    "tolerance_key",
    "waivable",
]
