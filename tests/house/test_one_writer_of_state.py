"""Only the journal's writes change a state. A subject's first state is inserted in the act that begins it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import Source, called, source, sources, texts, where

THE_WRITER = "domain/records/journal/writes.py"
# Any UPDATE whose SET part (up to WHERE, FROM or the end) assigns `state`.
UPDATES_STATE = re.compile(r"\bSET\b((?!\bWHERE\b|\bFROM\b).)*?\bstate\s*=", re.IGNORECASE | re.DOTALL)
BIRTHS = {"begin", "record", "record_many", "begin_many"}


def writers(module: Source) -> Iterator[str]:
    """Every place that changes a state, or gives one at birth without journalling it."""
    if module.path == THE_WRITER:
        return
    for text, node in texts(module.tree):
        if UPDATES_STATE.search(text):
            yield f"{where(module, node)} SET state"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                yield f"{where(module, node)} .state ="
        if isinstance(node, ast.Call) and called(node) == "update" and any(map(_names_state, [node, *node.args])):
            yield f"{where(module, node)} update of state"
    yield from _unjournalled_births(module)


def _names_state(node: ast.AST) -> bool:
    """`{Table.state: …}`, `{"state": …}` or `state=…` among what an update is given."""
    if isinstance(node, ast.Call):
        return any(keyword.arg == "state" for keyword in node.keywords)
    if not isinstance(node, ast.Dict):
        return False
    keys = [key for key in node.keys if key is not None]
    return any(
        (isinstance(key, ast.Attribute) and key.attr == "state")
        or (isinstance(key, ast.Constant) and key.value == "state")
        for key in keys
    )


def _unjournalled_births(module: Source) -> Iterator[str]:
    """A row constructed with a state in an acts module that never begins or records anything."""
    if module.furniture not in ("acts", "writes"):
        return
    tables = {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".tables")
        for alias in node.names
    }
    journals = any(isinstance(node, ast.Call) and called(node) in BIRTHS for node in ast.walk(module.tree))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in tables and _names_state(node) and not journals:
            yield f"{where(module, node)} {called(node)}(state=…) without begin"


def test_the_journal_is_the_only_writer_of_a_state() -> None:
    assert [found for module in sources("domain", "portal", "tasks", "seed") for found in writers(module)] == []


@pytest.mark.parametrize(
    "planted",
    [
        "sql = \"UPDATE report SET state = 'accepted' WHERE id = {}\"",
        'sql = "UPDATE report SET at = {}, state = {}"',
        'sql = f"UPDATE {name} SET at = {{}}, state={{}} WHERE id = {{}}"',
        "row.state = 'accepted'",
        "q = Report.update({Report.state: 'accepted'})",
        "q = Report.update({'state': 'accepted'})",
        "q = Report.update(state='accepted')",
    ],
)
def test_a_planted_writer_is_seen(planted: str) -> None:
    assert len(list(writers(source(planted)))) == 1


@pytest.mark.parametrize(
    "innocent",
    [
        'sql = "UPDATE report SET at = {} WHERE state = {}"',
        'sql = "SELECT state FROM report"',
        'sql = "UPDATE report SET at = now.at FROM other WHERE other.state = {}"',
        "state = card.state",
        "q = Report.update({Report.name: 'x'}).where(Report.state == 'open')",
    ],
)
def test_reading_a_state_is_no_offence(innocent: str) -> None:
    assert list(writers(source(innocent))) == []


def test_a_birth_without_an_entry_is_seen() -> None:
    lines = [
        "from domain.x.tables import Report",
        "async def open_year():",
        "    await Report.insert(Report(state='open'))",
    ]
    assert len(list(writers(source("\n".join(lines), "domain/x/acts.py")))) == 1
    lines.append("    await begin(Report, 1, MOVES, 'open', actor=actor, at=at)")
    assert list(writers(source("\n".join(lines), "domain/x/acts.py"))) == []
