"""What one room has finished and the next has not begun: work that stands nowhere yet."""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.duties import Duty
from portal.desk.waits import ALLOCATION, CONFIRMATION, LISTING, PLAN, REPORT, TASK


@dataclass(frozen=True, slots=True)
class Lack:
    """What one room has finished and the next has not begun: so many subjects of `have` and none of `want` for them.

    What is done with a year's emissions begins when the year is `over`. Where the first states of `want` are `veiled`
    outside the province, it cannot be told there whether it has begun.
    """

    code: str
    duty: Duty
    link: str
    have: tuple[str, str, tuple[str, ...]]
    want: tuple[str, str]
    gone: tuple[str, ...] = ()
    deadline: str = ""
    over: bool = True
    looking: str = ""
    veiled: bool = False

    @property
    def room(self) -> str:
        return self.want[0]


LISTED_ONES = (*LISTING, ("published",))
LACKS: tuple[Lack, ...] = (
    Lack("report.open_year", Duty.REPORT_ACCEPT, "/reports/{year}", LISTED_ONES, REPORT, deadline="report"),
    Lack(
        "verification.assign",
        Duty.VERIFICATION_ASSIGN,
        "/verification/{year}/waiting",
        (*REPORT, ("accepted",)),
        TASK,
        gone=("declined", "withdrawn"),
        deadline="verification",
        looking="/reports/{year}?state=accepted",
    ),
    Lack("recheck.prepare", Duty.RECHECK_DRAW, "/recheck/{year}", (*TASK, ("delivered",)), CONFIRMATION, veiled=True),
    Lack(
        "allocation.propose_pre",
        Duty.ALLOCATION_PREPARE,
        "/allocation/{year}",
        LISTED_ONES,
        ALLOCATION,
        deadline="pre_allocation",
        veiled=True,
    ),
)
# Listed and not one version of a plan uploaded: the enterprise's to begin, for the authority a sign.
NO_PLAN = Lack("plan.missing", Duty.PLAN_FILE, "/plans/{year}/missing", LISTED_ONES, PLAN, deadline="plan", over=False)
