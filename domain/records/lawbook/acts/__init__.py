"""Making law: one person enacts, another confirms. What is confirmed is never changed, only followed or corrected."""

from domain.records.lawbook.acts.enacting import enact, enact_together
from domain.records.lawbook.acts.judging import confirm, confirm_batch, decline, decline_batch
from domain.records.lawbook.acts.loading import Loaded, load_edition, load_instruments
from domain.records.lawbook.acts.notices import confirm_calendar, decline_calendar, enter_calendar
from domain.records.lawbook.acts.rows import BOOK_LOCK, entry_of
from domain.records.lawbook.acts.sheets import (
    Preview,
    keep_sheet,
    preview_sheet,
    preview_values,
    propose_sheet,
    propose_values,
)

__all__ = [
    "BOOK_LOCK",
    "Loaded",
    "Preview",
    "confirm",
    "confirm_batch",
    "confirm_calendar",
    "decline",
    "decline_batch",
    "decline_calendar",
    "enact",
    "enact_together",
    "enter_calendar",
    "entry_of",
    "keep_sheet",
    "load_edition",
    "load_instruments",
    "preview_sheet",
    "preview_values",
    "propose_sheet",
    "propose_values",
]
