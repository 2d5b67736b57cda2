"""What is done with months. Each verb is one transaction."""

from domain.monthly_evidence.acts.attaching import attach
from domain.monthly_evidence.acts.authority import accept, first_look, return_
from domain.monthly_evidence.acts.filing import read, receive, submit
from domain.monthly_evidence.acts.opening import open_months, open_one, urge
from domain.monthly_evidence.acts.screen import begin_typing, discard_typed, save_typed, send_typed
from domain.monthly_evidence.acts.waiving import waive

__all__ = [
    "accept",
    "attach",
    "begin_typing",
    "discard_typed",
    "first_look",
    "open_months",
    "open_one",
    "read",
    "receive",
    "return_",
    "save_typed",
    "send_typed",
    "submit",
    "urge",
    "waive",
]
