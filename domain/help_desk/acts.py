"""What is done at the help desk: asking, answering with a citation, publishing without who asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import refuse, stop_on
from domain.help_desk import checks, queries
from domain.help_desk.queries import QuestionCard
from domain.help_desk.states import MOVES
from domain.help_desk.tables import HelpQuestion
from domain.records.database import ask as run
from domain.records.database import transaction
from domain.records.journal.writes import Note, begin, move, require
from domain.records.notices.writes import tell


async def ask(topic: str, title: str, text: str, *, actor: Actor, at: datetime) -> int:
    """Put a question to the province; answers its number.

    Refused: HELP-TOPIC, HELP-TITLE, HELP-TEXT, HELP-LONG, HELP-MANY while too many of the account's own wait.
    """
    require(actor, Duty.HELP_ASK)
    title, text = title.strip(), text.strip()
    stop_on(checks.of_question(topic, title, text))
    if await queries.waiting_of(actor.account_id) >= queries.MOST_WAITING:
        raise refuse("HELP-MANY", most=queries.MOST_WAITING)
    asked = HelpQuestion(
        topic=topic,
        title=title,
        text=text,
        state=MOVES["ask"].after,
        asked_by=actor.account_id,
        enterprise_id=actor.enterprise_id,
        body_id=actor.body_id,
        asked_at=at,
    )
    async with transaction():
        question_id = int((await HelpQuestion.insert(asked))[0]["id"])
        note = Note(enterprise_id=actor.enterprise_id)
        await begin(HelpQuestion, question_id, MOVES, "ask", actor=actor, at=at, note=note)
        await tell(
            "help.asked", at=at, facts={"title": title}, duty=Duty.HELP_ANSWER, link=f"/help/questions/{question_id}"
        )
    return question_id


async def answer(question_id: int, text: str, citation: str, *, actor: Actor, at: datetime) -> None:
    """Answer a question, with the article that the answer rests on; who asked is told.

    Refused: HELP-UNKNOWN, HELP-ANSWER, HELP-CITATION, HELP-LONG.
    """
    async with transaction():
        for addressee in await _say("answer", question_id, text, citation, actor=actor, at=at):
            await tell("help.answered", at=at, **addressee)


async def amend(question_id: int, text: str, citation: str, *, actor: Actor, at: datetime) -> None:
    """Put another answer in the place of one that is not published; who asked is told. Refused as `answer`."""
    async with transaction():
        for addressee in await _say("amend", question_id, text, citation, actor=actor, at=at):
            await tell("help.amended", at=at, **addressee)


async def _say(
    name: str, question_id: int, text: str, citation: str, *, actor: Actor, at: datetime
) -> Sequence[dict[str, Any]]:
    """Write an answer, inside the caller's transaction; who is to be told of it."""
    require(actor, Duty.HELP_ANSWER)
    text, citation = text.strip(), citation.strip()
    stop_on(checks.of_answer(text, citation))
    card = await _seen(question_id, actor)
    changes = {"answer": text, "citation": citation, "answered_by": actor.account_id, "answered_at": at}
    await _step(question_id, name, changes, Note(basis={"citation": citation}), actor=actor, at=at)
    return await _addressees(card)


async def publish(question_id: int, title: str, text: str, *, actor: Actor, at: datetime) -> None:
    """Let everybody read the answer, with the question in words that do not tell who asked.

    Refused: HELP-UNKNOWN, HELP-TITLE, HELP-TEXT, HELP-LONG, HELP-NAMES.
    """
    require(actor, Duty.HELP_ANSWER)
    title, text = title.strip(), text.strip()
    await _seen(question_id, actor)
    changes = {"public_title": title, "public_text": text, "published_at": at}
    async with transaction():
        await _step(question_id, "publish", changes, Note(basis={"title": title}), actor=actor, at=at)
        # Read again under the lock of the move: an answer amended meanwhile is looked at for names too.
        card, known = await _seen(question_id, actor), await queries.asker(question_id)
        stop_on(checks.of_publication(title, text, f"{card.answer}\n{card.citation}", known.names if known else ()))
        for addressee in await _addressees(card):
            await tell("help.published", at=at, **addressee)


async def take_back(question_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Withdraw a published answer from the public; who asked keeps it. Refused: HELP-UNKNOWN, HELP-REASON."""
    require(actor, Duty.HELP_ANSWER)
    if not reason.strip():
        raise refuse("HELP-REASON", field_name="reason")
    await _seen(question_id, actor)
    async with transaction():
        await _step(question_id, "take_back", {}, Note(reason=reason.strip()), actor=actor, at=at)


async def close(question_id: int, *, actor: Actor, at: datetime) -> None:
    """Withdraw a question of one's own that has not been answered. Refused: HELP-UNKNOWN."""
    require(actor, Duty.HELP_ASK)
    card = await _seen(question_id, actor)
    if not card.own:
        raise refuse("HELP-UNKNOWN")
    async with transaction():
        await _step(question_id, "close", {}, Note(), actor=actor, at=at)


async def _seen(question_id: int, actor: Actor) -> QuestionCard:
    card = await queries.question(question_id, actor=actor)
    if card is None:
        raise refuse("HELP-UNKNOWN")
    return card


async def _step(
    question_id: int, name: str, changes: Mapping[str, Any], note: Note, *, actor: Actor, at: datetime
) -> None:
    """Make one move and write what it changes, inside the caller's transaction."""
    await move(HelpQuestion, question_id, MOVES, name, actor=actor, at=at, note=note)
    if changes:
        columns = ", ".join(f"{column} = {{}}" for column in changes)
        await run(f"UPDATE help_question SET {columns} WHERE id = {{}}", *changes.values(), question_id)


async def _addressees(card: QuestionCard) -> Sequence[dict[str, Any]]:
    """The organisation that asked, as a notice is addressed. Officials find the answer among their own questions."""
    known = await queries.asker(card.id)
    told: dict[str, Any] = {"facts": {"title": card.title}, "link": f"/help/questions/{card.id}"}
    if known and known.enterprise_id is not None:
        return [told | {"enterprise_id": known.enterprise_id}]
    return [told | {"body_id": known.body_id}] if known and known.body_id is not None else []
