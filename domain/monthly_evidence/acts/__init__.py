"""What is done with months. Each verb is one transaction."""

from domain.monthly_evidence.acts.attaching import attach
from domain.monthly_evidence.acts.authority import accept, first_look, return_
from domain.monthly_evidence.acts.filing import read, receive, submit
from domain.monthly_evidence.acts.opening import open_months, urge

__all__ = ["accept", "attach", "first_look", "open_months", "read", "receive", "return_", "submit", "urge"]
