"""What is done in verification. Each verb is one transaction."""

from domain.verification.acts.assigning import Assigned, assign, assign_one, declare_tie, end_tie
from domain.verification.acts.concluding import Judgement, conclude, review
from domain.verification.acts.correcting import Attachment, NewFinding, answer, find, send_findings
from domain.verification.acts.performing import (
    SiteAnswer,
    SiteQuestion,
    Team,
    accept,
    decline,
    review_documents,
    visit,
    waive_visit,
)
from domain.verification.rules.values import UnitValue

__all__ = [
    "Assigned",
    "Attachment",
    "Judgement",
    "NewFinding",
    "SiteAnswer",
    "SiteQuestion",
    "Team",
    "UnitValue",
    "accept",
    "answer",
    "assign",
    "assign_one",
    "conclude",
    "declare_tie",
    "decline",
    "end_tie",
    "find",
    "review",
    "review_documents",
    "send_findings",
    "visit",
    "waive_visit",
]
