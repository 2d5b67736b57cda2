"""Questions to the help desk."""

from __future__ import annotations

from piccolo.columns import Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.help_desk.states import State


class HelpQuestion(Table, tablename="help_question"):
    """A question and its official answer. What was asked stays as it was; only published ones are seen by others."""

    topic = Varchar(30, help_text="the room it is about, or `portal`")
    title = Varchar(120)
    text = Text(default="")
    state = Varchar(10, choices=State, index=True)
    asked_by = Integer(index=True, help_text="account")
    enterprise_id = Integer(null=True, default=None)
    body_id = Integer(null=True, default=None)
    asked_at = Timestamptz(default=None)
    answer = Text(default="")
    citation = Varchar(200, help_text="the article the answer rests on")
    answered_by = Integer(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    public_title = Varchar(120, help_text="as published: without what tells who asked")
    public_text = Text(default="")
    published_at = Timestamptz(null=True, default=None)


SQL_AFTER = ("CREATE INDEX IF NOT EXISTS help_question_published ON help_question (published_at DESC, id)",)
