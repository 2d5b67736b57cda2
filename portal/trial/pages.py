"""The calculators: which questions there are, and one question with its form, its answer and its derivation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotAuthorizedException, NotFoundException, PermissionDeniedException
from litestar.params import FromPath

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Duty, Kind
from domain.core.findings import Finding, Refused
from domain.core.law import NotInForce, Provision, last_day_of
from domain.core.workings import Step
from domain.records.people import acts as people
from domain.trial import queries
from domain.trial.rules import QUESTIONS, Answer, Book, Question, ask, days_in_force
from portal import told, words
from portal.case_text import as_case
from portal.clock import now, today
from portal.page import language_of, page
from portal.trial.form import MORE, Typed, columns_of, example_of, is_table, typed_in

Ask = Request[Actor, str, Any]
OFFICIALS = (Kind.PROVINCE, Kind.CITY, Kind.MINISTRY)
# In the order of the year; questions of other rooms come after these.
ROOMS = (
    "listing",
    "monitoring_plan",
    "emission_report",
    "verification",
    "recheck",
    "allocation",
    "surrender",
    "penalty",
    "market",
    "law",
)
MOST_RUNS, MOST_TRIED, MOST_OFFERED = 6, 12, 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an answer: its value, how well the law behind it is known, and what it was before rounding."""

    name: str
    value: object
    unit: str
    marks: tuple[str, ...]
    rounded: Step | None

    @property
    def is_table(self) -> bool:
        return isinstance(self.value, list) and bool(self.value) and isinstance(self.value[0], Mapping)


@dataclass(frozen=True, slots=True)
class Silence:
    """The law of a day says nothing: which key, which day, on which days it has values.

    `instead` is the same question asked of days on which it is answered: what to call each, and its address.
    """

    key: str
    day: date
    runs: tuple[tuple[date, date | None], ...]
    latest: Provision | None
    instead: tuple[tuple[str, str], ...]


@get("/trial", duty=Duty.PUBLIC)
async def questions(request: Ask) -> Response[Any]:
    """Every question that the reader may ask, room by room."""
    return page(request, "trial/list.html", rooms=list(_by_room(request.user)), about=_about)


@get("/trial/{code:str}", duty=Duty.PUBLIC)
async def question_page(request: Ask, code: FromPath[str]) -> Response[Any]:
    """One question: its form, and when it is asked, the answer. Nothing is recorded."""
    question = QUESTIONS.get(code)
    if question is None:
        raise NotFoundException
    await _for_officials(request, question)
    query = list(request.query_params.multi_items())
    more = next((text for name, text in query if name == MORE), "")
    typed = typed_in(question, query)
    show = partial(_show, request, question, typed, more)
    if not typed.asked or more:
        return show()
    book = await queries.book()
    words.speaking.set(language_of(request))
    try:
        answer = _answer(question, typed, book)
    except Refused as refused:
        return show(422, findings=[told.in_words(finding) for finding in refused.findings])
    except NotInForce as trouble:
        return show(422, silence=_silence(question, typed, trouble, book))
    case = as_case(question, typed.given(question), typed.texts.get("year", ""), answer)
    return show(answer=answer, figures=list(_figures(question, answer)), case=case)


def _answer(question: Question, typed: Typed, book: Book) -> Answer:
    year, on = typed.texts.get("year", ""), typed.texts.get("on", "")
    return ask(question.code, typed.given(question), book, today=today(), year=year, on=on)


def _show(
    request: Ask,
    question: Question,
    typed: Typed,
    more: str,
    status_code: int = 200,
    *,
    findings: list[Finding] | None = None,
    silence: Silence | None = None,
    answer: Answer | None = None,
    figures: list[Figure] | None = None,
    case: str = "",
) -> Response[Any]:
    tables = {one.name: typed.shown_rows(one, more) for one in question.fields if is_table(one)}
    return page(
        request,
        "trial/question.html",
        status_code,
        question=question,
        typed=typed.texts,
        tables=tables,
        columns_of=columns_of,
        findings=findings or [],
        silence=silence,
        answer=answer,
        figures=figures or [],
        case=case,
        address=typed.address(question),
        example=example_of(question).address(question),
        told=told,
        about=_about,
    )


def _about(code: str) -> str:
    """One line on what a question is for."""
    return told.first_words(f"about:{code}")


def _by_room(reader: Actor) -> Iterator[tuple[str, list[Question]]]:
    open_to_reader = [one for one in QUESTIONS.values() if one.public or reader.kind in OFFICIALS]
    others = dict.fromkeys(one.room for one in open_to_reader if one.room not in ROOMS)
    for room in (*ROOMS, *others):
        if asked_there := [one for one in open_to_reader if one.room == room]:
            yield room, asked_there


async def _for_officials(request: Ask, question: Question) -> None:
    """A question that is not public is answered to officials; another's refusal is journalled as at every door."""
    if question.public or request.user.kind in OFFICIALS:
        return
    if request.user is THE_PUBLIC:
        raise NotAuthorizedException("sign in first")
    await people.refuse_access(request.url.path, "trial", actor=request.user, at=now())
    raise PermissionDeniedException("the question is for officials")


def _figures(question: Question, answer: Answer) -> Iterator[Figure]:
    for name, value in answer.values.items():
        used = tuple(used for one in told.behind(name, answer) for used in one.provisions)
        yield Figure(name, value, question.figures.get(name, ""), told.marks(used), told.rounded(name, answer))


def _silence(question: Question, typed: Typed, trouble: NotInForce, book: Book) -> Silence:
    runs = tuple(days_in_force(trouble.key, book)[-MOST_RUNS:])
    values = book.values_of(trouble.key)
    answered = _answered_then(question, typed, _days_of(question, trouble.day, runs), book)
    return Silence(trouble.key, trouble.day, runs, values[-1] if values else None, tuple(answered))


def _days_of(question: Question, asked_for: date, runs: Sequence[tuple[date, date | None]]) -> list[date]:
    """Days on which a key has values, the nearest first: year ends where years are asked for, otherwise of each run."""
    if question.yearly:
        years = {year for begins, ends in runs for year in range(begins.year, (ends or today()).year + 1)}
        days = [last_day_of(year) for year in years]
    else:
        days = [begins if asked_for < begins else ends or begins for begins, ends in runs]
    return sorted(days, key=lambda day: abs(day - asked_for))[:MOST_TRIED]


def _answered_then(question: Question, typed: Typed, days: list[date], book: Book) -> list[tuple[str, str]]:
    """The same question on those of the days on which it is answered: what to call it, and its address."""
    found: list[tuple[str, str]] = []
    for day in days:
        picked = {"year": str(day.year)} if question.yearly else {"on": day.isoformat()}
        then = replace(typed, texts=typed.texts | picked)
        try:
            _answer(question, then, book)
        except (Refused, NotInForce):
            continue
        found.append((picked.popitem()[1], then.address(question)))
    return sorted(found[:MOST_OFFERED])


routes = [questions, question_page]
