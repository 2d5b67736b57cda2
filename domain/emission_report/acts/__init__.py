"""What is done with reports. Each verb is one transaction."""

from domain.emission_report.acts.authority import accept, determine, return_, waive
from domain.emission_report.acts.filing import read, receive, submit
from domain.emission_report.acts.opening import open_year, urge

__all__ = ["accept", "determine", "open_year", "read", "receive", "return_", "submit", "urge", "waive"]
