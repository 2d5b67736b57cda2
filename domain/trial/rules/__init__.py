"""Questions to the law: what each takes, which day's law answers it, and worked cases. Pure."""

from domain.trial.rules.asking import QUESTIONS, ask, question
from domain.trial.rules.cases import Difference, Outcome, days_in_force, not_in_force, run, told
from domain.trial.rules.question import Answer, Book, Field, Kind, Question

__all__ = [
    "QUESTIONS",
    "Answer",
    "Book",
    "Difference",
    "Field",
    "Kind",
    "Outcome",
    "Question",
    "ask",
    "days_in_force",
    "not_in_force",
    "question",
    "run",
    "told",
]
