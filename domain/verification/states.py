"""States and moves of a verification task; the kinds of ties, steps, findings and quantities."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class TaskState(StrEnum):
    """Where a verification task stands."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REVIEWED_DOCUMENTS = "reviewed_documents"
    VISITED = "visited"
    AWAITING_CORRECTION = "awaiting_correction"
    CORRECTED = "corrected"
    CONCLUDED = "concluded"
    DELIVERED = "delivered"


# A report has at most one live task; a declined or withdrawn one makes room for the next.
ENDED = (TaskState.DECLINED, TaskState.WITHDRAWN)
# While the working group is at the enterprise's documents or on its site, findings may be added.
FINDING_OPEN = (TaskState.REVIEWED_DOCUMENTS, TaskState.VISITED)
# The province may still give the task to another body.
REPLACEABLE = (TaskState.ASSIGNED, TaskState.ACCEPTED)

GUIDE = "环办气候函〔2021〕130号 核查指南"

MOVES = Moves(
    "verification",
    "task",
    (
        Move("assign", Duty.VERIFICATION_ASSIGN, (), TaskState.ASSIGNED, f"{GUIDE} 核查安排"),
        Move("withdraw", Duty.VERIFICATION_ASSIGN, REPLACEABLE, TaskState.WITHDRAWN, f"{GUIDE} 核查安排"),
        Move("accept", Duty.VERIFICATION_ACCEPT, (TaskState.ASSIGNED,), TaskState.ACCEPTED, f"{GUIDE} 核查技术工作组"),
        Move("decline", Duty.VERIFICATION_ACCEPT, (TaskState.ASSIGNED,), TaskState.DECLINED, f"{GUIDE} 公正性要求"),
        Move(
            "review_documents",
            Duty.VERIFICATION_PERFORM,
            (TaskState.ACCEPTED,),
            TaskState.REVIEWED_DOCUMENTS,
            f"{GUIDE} 文件评审",
        ),
        Move(
            "visit", Duty.VERIFICATION_PERFORM, (TaskState.REVIEWED_DOCUMENTS,), TaskState.VISITED, f"{GUIDE} 现场核查"
        ),
        Move(
            "waive_visit",
            Duty.VERIFICATION_ASSIGN,
            (TaskState.REVIEWED_DOCUMENTS,),
            TaskState.VISITED,
            f"{GUIDE} 不实施现场核查的条件",
        ),
        Move(
            "send_findings",
            Duty.VERIFICATION_PERFORM,
            (TaskState.VISITED,),
            TaskState.AWAITING_CORRECTION,
            f"{GUIDE} 不符合项清单",
        ),
        Move(
            "correct",
            Duty.VERIFICATION_ANSWER,
            (TaskState.AWAITING_CORRECTION,),
            TaskState.CORRECTED,
            f"{GUIDE} 整改",
        ),
        Move(
            "conclude",
            Duty.VERIFICATION_PERFORM,
            (TaskState.VISITED, TaskState.AWAITING_CORRECTION, TaskState.CORRECTED),
            TaskState.CONCLUDED,
            f"{GUIDE} 出具核查结论",
        ),
        Move("send_back", Duty.VERIFICATION_REVIEW, (TaskState.CONCLUDED,), TaskState.VISITED, f"{GUIDE} 技术复核"),
        Move("deliver", Duty.VERIFICATION_REVIEW, (TaskState.CONCLUDED,), TaskState.DELIVERED, f"{GUIDE} 技术复核"),
    ),
)


class TieKind(StrEnum):
    """What ties a verification body to an enterprise, or to the province as a whole."""

    CONSULTING = "consulting"
    OWNERSHIP = "ownership"
    FUNDING = "funding"
    SHARED_MANAGER = "shared_manager"
    STAFF = "staff"
    CARBON_TRADING = "carbon_trading"
    REPORT_PREPARATION = "report_preparation"


# These stand in the way in the whole province, whichever enterprise they were declared for.
PROVINCE_WIDE = (TieKind.CARBON_TRADING, TieKind.REPORT_PREPARATION)


class Exclusion(StrEnum):
    """Why a body may not be given an enterprise. `consulting` … are the ties of that name."""

    PREPARES_REPORTS = "prepares_reports"
    CONSULTING = "consulting"
    OWNERSHIP = "ownership"
    FUNDING = "funding"
    SHARED_MANAGER = "shared_manager"
    STAFF = "staff"
    CARBON_TRADING = "carbon_trading"
    REPORT_PREPARATION = "report_preparation"
    ROTATION = "rotation"
    DECLINED = "declined"
    NO_CAPACITY = "no_capacity"

    @property
    def finding(self) -> str:
        """The code of the finding that tells it: `VERIFICATION-EXCLUDED-SHARED-MANAGER`."""
        return f"VERIFICATION-EXCLUDED-{self.value.upper().replace('_', '-')}"


class Clock(StrEnum):
    """The clocks of the guide; the provision of each is `clock.verification.<value>`."""

    SITE_LIST = "site_list"
    FINDINGS = "findings"
    CORRECTION = "correction"
    CONCLUSION = "conclusion"


class Category(StrEnum):
    """Categories of findings (不符合项类型)."""

    BASIC = "basic"
    BOUNDARY = "boundary"
    METHOD = "method"
    ACTIVITY_DATA = "activity_data"
    EMISSION_FACTOR = "emission_factor"
    EMISSIONS = "emissions"
    PRODUCTION_DATA = "production_data"
    QUALITY = "quality"
    PLAN = "plan"
    SITE_OTHER = "site_other"
    OTHER = "other"


class Quantity(StrEnum):
    """The reported quantity of a generating unit that a finding touches; empty when it touches none."""

    NONE = ""
    EMISSIONS = "emissions_tonnes"
    GENERATION = "generation_mwh"
    HEAT = "heat_gj"


class FindingStatus(StrEnum):
    """Where a finding stands. The last three are the guide's own (已整改且符合, 已整改仍不符合, 未整改)."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    UNRESOLVED = "unresolved"
    UNANSWERED = "unanswered"


SETTLED = (FindingStatus.RESOLVED, FindingStatus.UNRESOLVED, FindingStatus.UNANSWERED)


class Approach(StrEnum):
    """How an item of the site list was looked into: 查、问、看、验."""

    CHECK = "check"
    ASK = "ask"
    LOOK = "look"
    TEST = "test"


class Role(StrEnum):
    """A person's part in the working group."""

    LEADER = "leader"
    MEMBER = "member"
