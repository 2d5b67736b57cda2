"""What the house names: every string of its source and of the shipped law.

A word of an open vocabulary (`choice:*:*`) is in use only when what stands for the star is named somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from jinja2 import Environment, nodes

from domain.core.duties import Kind
from domain.core.law import REVIEW
from tests.house.sources import ROOT, sources, texts

TEMPLATES = ROOT / "templates"
USES = ROOT / "portal" / "law" / "uses.txt"
MEMBER = re.compile(r"\{\w+\}")
# A code with a part put in: letters first, so that what is put in is never the whole.
MADE = re.compile(r"[a-z]{3,}[\w.:-]*\{\}[\w.:-]*")
# Names inside a formula or a query: whole words of at least two parts.
TOKEN = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")


@cache
def templates() -> tuple[Path, ...]:
    """Every template, of pages and of letters."""
    return tuple(sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt")))


@cache
def names() -> frozenset[str]:
    """Every string constant of the source and of the templates, and every value and key of the shipped law."""
    found: set[str] = set()
    for module in sources("domain", "portal", "tasks", "seed"):
        for text, _ in texts(module.tree):
            found |= {text, *TOKEN.findall(text)}
    for path in templates():
        found |= {
            part
            for node in Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text("utf-8")).find_all(nodes.Const)
            if isinstance(node.value, str)
            for part in (node.value, node.value.strip(":"))
        }
    return frozenset(found | set(_of_the_law()))


def _of_the_law() -> Iterator[str]:
    for key, value in provisions():
        yield from (key, key.removeprefix(REVIEW), *key.split("."))
        yield from (part.strip() for part in value["value"].split(","))
        yield from value["value"].split(":")
    yield from (str(one.get("issuer", "")) for one in instruments())


@cache
def provisions() -> tuple[tuple[str, dict[str, str]], ...]:
    """Key and value of every row of the shipped law, as the file writes them."""
    return tuple(
        (one["key"], {name: str(part) for name, part in value.items()})
        for path in sorted((ROOT / "seed" / "law").glob("*.yaml"))
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))
        for value in one["values"]
    )


@cache
def instruments() -> tuple[dict[str, object], ...]:
    """The documents of the law, as the file writes them."""
    return tuple(yaml.safe_load((ROOT / "seed" / "instruments.yaml").read_text(encoding="utf-8")))


@cache
def notes() -> frozenset[str]:
    """The notes of the law and of its documents, and where these were read: messages themselves."""
    told = {value.get("note", "") for _, value in provisions()}
    return frozenset(told | {str(one.get(name, "")) for one in instruments() for name in ("note", "read_where")})


@cache
def keys() -> str:
    """Keys of the law, those in the shipped edition and those that rules ask for (`*` for any part), one a line."""
    asked = (line.split()[1] for line in USES.read_text("utf-8").splitlines() if line.startswith("rule "))
    return "\n".join([*dict(provisions()), *asked])


def of_provision(code: str) -> bool:
    """Whether words of a provision are those of a key, or of a family of keys."""
    family = MEMBER.sub(r"[\\w*]+", code.replace(".", r"\."))
    asked = (key.replace(".", r"\.").replace("*", r"[\w{}]+") for key in keys().split() if "*" in key)
    return bool(re.search(f"^{family}$", keys(), re.MULTILINE)) or any(re.fullmatch(one, code) for one in asked)


def of_family(code: str) -> bool:
    """Whether a family of codes, `penalty.market.{what}`, is one that the house puts together."""
    return MEMBER.sub("{}", code.partition(":")[2]) in names()


def stands_for_a_star(part: str) -> bool:
    """Whether the house names what fills the star: as a whole, by a name put together, or piece by piece."""
    forms = (part, part.lower().replace("-", "_"))
    return (
        any(form in names() for form in forms)
        or any(one.fullmatch(part) for one in put_together())
        or all(piece in names() or piece.isdecimal() for piece in re.split(r"[:.-]", part))
    )


@cache
def put_together() -> tuple[re.Pattern[str], ...]:
    """Names with a part put in on the way, `work.{}`."""
    made = (name for name in names() if MADE.fullmatch(name))
    return tuple(re.compile(re.escape(name).replace(r"\{\}", r"\w+")) for name in made)


def plain(code: str) -> str:
    """A code without its reader, `…@enterprise`; with a reader that nobody is it stays as it is."""
    base, _, reader = code.rpartition("@")
    return base if reader in {kind.value for kind in Kind} else code
