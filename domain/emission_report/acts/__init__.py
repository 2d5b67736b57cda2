"""What is done with reports. Each verb is one transaction."""

from domain.emission_report.acts.authority import accept, determine, return_, waive
from domain.emission_report.acts.filing import read, receive, submit
from domain.emission_report.acts.looking import first_look
from domain.emission_report.acts.opening import open_year, urge
from domain.emission_report.acts.screen import begin_typing, discard_typed, save_typed, send_typed
from domain.emission_report.acts.sealing import attach_seal
from domain.emission_report.acts.windows import extend, open_one

__all__ = [
    "accept",
    "attach_seal",
    "begin_typing",
    "determine",
    "discard_typed",
    "extend",
    "first_look",
    "open_one",
    "open_year",
    "read",
    "receive",
    "return_",
    "save_typed",
    "send_typed",
    "submit",
    "urge",
    "waive",
]
