"""Bulletins."""

from __future__ import annotations

from piccolo.columns import Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.bulletin.states import State


class Bulletin(Table, tablename="bulletin"):
    """A bulletin in Chinese, and in English where the authority gives it."""

    number = Varchar(40, help_text="the authority's document number; empty for a plain notice")
    topic = Varchar(30, help_text="the room it is about, or `portal`")
    title = Varchar(160)
    title_en = Varchar(200)
    text = Text(default="")
    text_en = Text(default="")
    state = Varchar(10, choices=State, index=True)
    drafted_by = Integer(help_text="account")
    drafted_at = Timestamptz(default=None)
    published_by = Integer(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    reason = Varchar(500, help_text="why it was withdrawn")


SQL_AFTER = ("CREATE INDEX IF NOT EXISTS bulletin_published ON bulletin (published_at DESC, id)",)
