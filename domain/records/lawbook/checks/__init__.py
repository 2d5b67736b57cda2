"""What is wrong with provisions that somebody wrote. Pure: the book, the known keys and the day are handed in."""

from domain.records.lawbook.checks.files import edition, fresh
from domain.records.lawbook.checks.joining import (
    DOUBTFUL,
    ends_what_had_no_end,
    fits_as_correction,
    fits_the_book,
    overlapping,
    overlaps,
    together,
)
from domain.records.lawbook.checks.notices import notice
from domain.records.lawbook.checks.writing import UNITS, Nearest, day_written, stop, value_fits, well_formed

__all__ = [
    "DOUBTFUL",
    "UNITS",
    "Nearest",
    "day_written",
    "edition",
    "ends_what_had_no_end",
    "fits_as_correction",
    "fits_the_book",
    "fresh",
    "notice",
    "overlapping",
    "overlaps",
    "stop",
    "together",
    "value_fits",
    "well_formed",
]
