"""The shipped edition of the law, read without a database: for tests of rules."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from domain.core.law import Law, Provision, law_on
from domain.records.lawbook import yaml

FOLDER = Path(__file__).parent.parent.parent / "seed" / "law"


@cache
def files() -> dict[str, str]:
    """Subject → YAML."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


@cache
def provisions() -> tuple[Provision, ...]:
    return tuple(one for subject, text in files().items() for one in yaml.read(text, subject))


@cache
def law(day: date) -> Law:
    return law_on(provisions(), day)
