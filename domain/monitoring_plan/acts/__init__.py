"""What is done with plans, their meters, changes and reviews. Each verb is one transaction."""

from domain.monitoring_plan.acts.changing import Wanted, apply, grant, refuse_change, withdraw
from domain.monitoring_plan.acts.deciding import file, return_
from domain.monitoring_plan.acts.filing import read, receive, submit
from domain.monitoring_plan.acts.ledger import Calibrated, calibrate, remind
from domain.monitoring_plan.acts.reviewing import ask_review, give_opinion, withdraw_review
from domain.monitoring_plan.acts.screen import begin_typing, discard_typed, save_typed, send_typed

__all__ = [
    "Calibrated",
    "Wanted",
    "apply",
    "ask_review",
    "begin_typing",
    "calibrate",
    "discard_typed",
    "file",
    "give_opinion",
    "grant",
    "read",
    "receive",
    "refuse_change",
    "remind",
    "return_",
    "save_typed",
    "send_typed",
    "submit",
    "withdraw",
    "withdraw_review",
]
