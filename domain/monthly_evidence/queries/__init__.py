"""Named questions about monthly evidence; answers are frozen cards."""

from domain.monthly_evidence.queries.cards import (
    AttachmentCard,
    FiledMonth,
    FindingCard,
    LookCard,
    MonthCard,
    VersionCard,
)
from domain.monthly_evidence.queries.lists import COLUMNS, MATRIX, NUMBER_OF, ROLL, counts, matrix_of, of_year
from domain.monthly_evidence.queries.months import (
    beside,
    known,
    looks,
    month,
    months_filed,
    months_of,
    opened,
    owed,
    standing_subjects,
    unusual_subjects,
)
from domain.monthly_evidence.queries.opening import ToOpen, closed_months, to_open
from domain.monthly_evidence.queries.rollup import RollUp, roll_up
from domain.monthly_evidence.queries.versions import (
    attachment,
    attachments,
    finding,
    findings,
    lines,
    version,
    versions,
)

__all__ = [
    "COLUMNS",
    "MATRIX",
    "NUMBER_OF",
    "ROLL",
    "AttachmentCard",
    "FiledMonth",
    "FindingCard",
    "LookCard",
    "MonthCard",
    "RollUp",
    "ToOpen",
    "VersionCard",
    "attachment",
    "attachments",
    "beside",
    "closed_months",
    "counts",
    "finding",
    "findings",
    "known",
    "lines",
    "looks",
    "matrix_of",
    "month",
    "months_filed",
    "months_of",
    "of_year",
    "opened",
    "owed",
    "roll_up",
    "standing_subjects",
    "to_open",
    "unusual_subjects",
    "version",
    "versions",
]
