"""What a question to the law is: its facts, the day whose law answers it, and its answer. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.core.calendar import WorkingCalendar
from domain.core.findings import refuse
from domain.core.law import Law, Provision, last_day_of, law_on
from domain.core.workings import Explanation


class Kind(StrEnum):
    """How a fact is written: see `reading` for what each becomes."""

    AMOUNT = "amount"
    COUNT = "count"
    TEXT = "text"
    CHOICE = "choice"
    YES = "yes"
    DAY = "day"
    MONTH = "month"
    YEARS = "years"
    BY_YEAR = "by_year"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Field:
    """A fact that a question takes. `unit` as explanations write it; `rows` are the columns of a table.

    A fact that is not `needed` may be left out; the rule then takes its default, or refuses where it must know.
    """

    name: str
    kind: Kind = Kind.AMOUNT
    unit: str = ""
    needed: bool = True
    choices: tuple[str, ...] = ()
    rows: tuple[Field, ...] = ()


class Facts(Mapping[str, Any]):
    """Facts as read: `Decimal`, `int`, `str`, `bool`, `date`, years, or rows of facts. What was left out is absent."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def needed(self, name: str) -> Any:
        """A fact that these facts make necessary; refused (TRIAL-MISSING) at its field when it was left out."""
        if name not in self._values:
            raise refuse("TRIAL-MISSING", field_name=name, fact=name)
        return self._values[name]


@dataclass(frozen=True, slots=True)
class Book:
    """The law of every day, and the working days. `provisions` are what stands: no day has two values of a key."""

    provisions: tuple[Provision, ...]
    calendar: WorkingCalendar
    _laws: dict[date, Law] = field(default_factory=dict, compare=False, repr=False)

    def as_of(self, day: date) -> Law:
        if day not in self._laws:
            self._laws[day] = law_on(self.provisions, day)
        return self._laws[day]

    def values_of(self, key: str) -> tuple[Provision, ...]:
        """What a key is, was or will be, from the earliest day on."""
        return tuple(sorted((one for one in self.provisions if one.key == key), key=lambda one: one.in_force_from))

    def last_day(self, key: str, otherwise: date) -> date:
        """The last day on which a key has a value, when that lies before `otherwise`: a closed scheme is asked then."""
        ends = [one.in_force_until or otherwise for one in self.provisions if one.key == key]
        return min(max(ends), otherwise) if ends else otherwise


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as asked: facts, the day that picks the law, and the whole book for rules that need other days too."""

    facts: Facts
    day: date
    year: int | None
    today: date
    book: Book

    @property
    def law(self) -> Law:
        return self.book.as_of(self.day)


# A value of an answer: a number, a code, a day, yes or no, nothing, or a table of such.
Value = Decimal | int | str | date | bool | None | list[Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says, by the names of the worked cases, and how it came about.

    `law_day` is the day whose law was asked; whoever asks fills it in.
    """

    values: Mapping[str, Value]
    explanations: tuple[Explanation, ...] = ()
    law_day: date | None = None

    @property
    def reviews(self) -> tuple[str, ...]:
        """Open legal questions that any part of the answer raises."""
        return tuple(dict.fromkeys(code for told in self.explanations for code in told.reviews))


# Which day's law answers: from the facts, the year where one is named, the day of asking, and the book.
PicksDay = Callable[[Facts, int | None, date, Book], date]


def end_of_year(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """Values that go by compliance year are in force on its last day; refused (TRIAL-YEAR) without a year."""
    if year is None:
        raise refuse("TRIAL-YEAR", field_name="year", fact="year")
    return last_day_of(year)


def day_of_asking(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """Where the facts name no day, the law of today answers; that of the year's end when a past year is named."""
    return today if year is None else min(today, last_day_of(year))


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the law. `figures` are the names of its answer with their units, in the order shown.

    `example` is a question as somebody might ask it: facts by name as they are written in a case, and `year` or `on`
    where it names them (so no fact is called either). A question that is not `public` is answered to officials only.
    """

    code: str
    room: str
    fields: tuple[Field, ...]
    figures: Mapping[str, str]
    answer: Callable[[Asked], Answer]
    picks_day: PicksDay = day_of_asking
    public: bool = True
    example: Mapping[str, object] = field(default_factory=dict)

    @property
    def yearly(self) -> bool:
        """Whether the compliance year must be named."""
        return self.picks_day is end_of_year


def fields_of(card: Any, *names: str) -> dict[str, Value]:
    """The named attributes of a rule's result, as values of an answer."""
    return {name: getattr(card, name) for name in names}
