"""What is asked for most, one click from the desk: each way leads to a page that answers, or lists what does."""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from portal.clock import current_year


@dataclass(frozen=True, slots=True)
class Way:
    """A way from the desk; its words are `way:<code>`. `years` lie between the year under way and the page's."""

    code: str
    path: str
    duty: Duty
    years: int = 0
    kinds: tuple[Kind, ...] = ()

    def is_for(self, actor: Actor) -> bool:
        return self.duty in actor.duties and (not self.kinds or actor.kind in self.kinds)


OFFICIALS = (Kind.PROVINCE, Kind.CITY)
# The year before the one under way is closing: its allocation is final, its surrender and penalties are told.
WAYS = (
    Way("late_reports", "/reports/{year}?owed=true", Duty.REPORT_SEE, kinds=OFFICIALS),
    Way("allocation", "/allocation/{year}?state=", Duty.ALLOCATION_SEE, years=1),
    Way("penalty", "/penalties/{year}?state=", Duty.PENALTY_SEE, years=1, kinds=OFFICIALS),
    Way("completeness", "/summary/{year}/completeness", Duty.SUMMARY_SEE, years=1),
)


def ways_for(actor: Actor) -> list[tuple[str, str]]:
    """Code and address of each way that the actor may go."""
    return [(way.code, way.path.format(year=current_year() - way.years)) for way in WAYS if way.is_for(actor)]
