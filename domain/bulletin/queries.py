"""Named questions about bulletins. Everybody reads what is published, drafts only those who make and publish them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.bulletin.rules import Block, Topic, Wording, blocks
from domain.bulletin.states import State
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.database import ask, ask_one
from domain.records.lists import Column, Kind, Roll
from domain.records.standing import Subjects

MOST_DRAFTS = 100
MOST_PUBLISHED = 5_000


@dataclass(frozen=True, slots=True)
class BulletinCard:
    """A bulletin as pages show it. One that was withdrawn keeps its title and says why; its text is gone."""

    id: int
    number: str
    topic: str
    title: str
    title_en: str
    text: str
    text_en: str
    state: str
    drafted_by: int
    drafted_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    reason: str

    @property
    def wording(self) -> Wording:
        return Wording(self.number, self.topic, self.title, self.title_en, self.text, self.text_en)

    @property
    def digest(self) -> str:
        return self.wording.digest

    def heading(self, language: str) -> str:
        """The title in the reader's language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title

    def blocks(self, language: str) -> tuple[Block, ...]:
        return blocks(self.text_en if self.speaks(language) else self.text)

    def speaks(self, language: str) -> bool:
        """Whether there is an English text for a reader of English."""
        return language == "en" and bool(self.text_en)


_COLUMNS = ", ".join(BulletinCard.__slots__)
_DAY = "(b.published_at AT TIME ZONE 'Asia/Shanghai')"
PUBLISHED = f"b.state = '{State.PUBLISHED.value}'"

ROLL = Roll(
    "bulletin",
    "bulletin b",
    "b.id",
    (
        Column("title", "b.title"),
        Column("topic", "b.topic", Kind.CODE, "topic", filtered=True, choices=tuple(Topic)),
        Column("number", "b.number", shown=False),
        Column("year", f"to_char({_DAY}, 'YYYY')", filtered=True, shown=False),
        Column("published_at", f"{_DAY}::date", Kind.DAY),
        Column("title_en", "b.title_en", Kind.HIDDEN),
    ),
    ("b.title", "b.title_en", "b.number", "b.text", "b.text_en"),
    "-published_at",
)


def _sees_drafts(actor: Actor) -> bool:
    return actor.holds(Duty.BULLETIN_PREPARE) or actor.holds(Duty.BULLETIN_PUBLISH)


def _seen(actor: Actor) -> str:
    """What was ever public is everybody's; what was not is for those who make and publish bulletins."""
    return "TRUE" if _sees_drafts(actor) else "published_at IS NOT NULL"


async def bulletin(bulletin_id: int, *, actor: Actor) -> BulletinCard | None:
    row = await ask_one(f"SELECT {_COLUMNS} FROM bulletin WHERE id = {{}} AND {_seen(actor)}", bulletin_id)
    return _veiled(BulletinCard(**row), actor) if row else None


def _veiled(card: BulletinCard, actor: Actor) -> BulletinCard:
    """What was withdrawn is no longer read by everybody."""
    if card.state == State.WITHDRAWN and not _sees_drafts(actor):
        return replace(card, text="", text_en="")
    return card


async def published(limit: int = MOST_PUBLISHED) -> list[BulletinCard]:
    """What is published, newest first: open to everybody, and nothing that is not."""
    rows = await ask(
        f"SELECT {_COLUMNS} FROM bulletin b WHERE {PUBLISHED} ORDER BY b.published_at DESC, b.id DESC LIMIT {{}}", limit
    )
    return [BulletinCard(**row) for row in rows]


async def drafts(*, actor: Actor) -> list[BulletinCard]:
    """What waits to be published, newest first; nothing for those who neither draft nor publish."""
    if not _sees_drafts(actor):
        return []
    rows = await ask(
        f"SELECT {_COLUMNS} FROM bulletin WHERE state = {{}} ORDER BY id DESC LIMIT {{}}",
        State.DRAFTED.value,
        MOST_DRAFTS,
    )
    return [BulletinCard(**row) for row in rows]


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Bulletins by the year of their draft and state, for those who make and publish them."""
    seen = "TRUE" if _sees_drafts(actor) else "FALSE"
    year = "extract(year FROM x.drafted_at AT TIME ZONE 'Asia/Shanghai')"
    return (Subjects("bulletin", "bulletin x", seen, year=year),)
