"""What is done in a penalty case. Each verb is one transaction."""

from __future__ import annotations

from domain.penalty.acts.decision import Ruling, decide, review, send_back, withdraw
from domain.penalty.acts.execution import close, execute, make_good, publish, serve
from domain.penalty.acts.hearing import hear, invite, state
from domain.penalty.acts.opening import notice, open_from_report, open_from_shortfall, order

__all__ = [
    "Ruling",
    "close",
    "decide",
    "execute",
    "hear",
    "invite",
    "make_good",
    "notice",
    "open_from_report",
    "open_from_shortfall",
    "order",
    "publish",
    "review",
    "send_back",
    "serve",
    "state",
    "withdraw",
]
