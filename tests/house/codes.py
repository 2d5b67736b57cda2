"""Every code and sentence that needs words, gathered from the source: what the front door will have to say."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO

from jinja2 import Environment, nodes
from jinja2.ext import babel_extract

from domain.core.duties import POSTS, Duty
from domain.core.moves import Moves
from portal.navigation import ENTRIES
from tests.house import named, told
from tests.house.sources import ROOT, Source, called, calls, constants, sources, texts, where

TEMPLATES = ROOT / "templates"
# The shape of a finding's code: LISTING-NOTICE, ER-017.
FINDING = re.compile(r"[A-Z]{2,}[A-Z0-9]*(-[A-Z0-9]+)+")
# The shape of a tag: people:account:create.
TAG = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")
WRITING = ("acts", "writes")
# Of that shape and no finding: names of standards and encodings.
NO_FINDING = re.compile(r"(SHA|UTF|GB|HJ|ISO|CETS|SM)-.*|[A-Z]+-\d{4}")
# Methods of a working that name a figure.
FIGURES = ("given", "fact", "step", "result")

# Families of codes that are gathered whole: an open code over them is no use of any member.
WHOLE = ("state", "move", "consequence", "tag", "finding", "notice")
# Words that tests of their own keep: the help of every page, and the glossary.
OPEN_SPACES = ("page_what:", "page_who:", "page_law:", "term:", "meaning:")

Found = dict[str, str]


def sentences() -> Found:
    """Sentences of the templates, with the first place of each."""
    found: Found = {}
    for path in named.templates():
        found |= {
            text: where_ for text, where_ in _sentences_of(path.read_bytes(), path.name).items() if text not in found
        }
    return found


def _sentences_of(content: bytes, name: str) -> Found:
    options = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "silent": "false"}
    extracted = babel_extract(BytesIO(content), ("_", "gettext", "ngettext"), (), options)
    return {
        (text if isinstance(text, str) else text[0]): f"{name}:{line}"
        for line, _, text, _ in extracted
        if _is_english(text)
    }


def _is_english(text: object) -> bool:
    return isinstance(text, str | tuple) and bool(text)


def labels_of_templates() -> Found:
    """`label(…)` calls of the templates: `state:listing:entry:*`, the `*` for what is only known on the page."""
    found: Found = {}
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in named.templates():
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "label":
                found.setdefault(_pattern(call), f"{path.relative_to(ROOT)}:{call.lineno}")
    return found


def _pattern(call: nodes.Call) -> str:
    parts = [str(part.value) if isinstance(part, nodes.Const) else "*" for part in call.args]
    return ":".join([*parts, "*"] if call.dyn_args is not None else parts)


def labels_of_python(modules: Iterable[Source]) -> Found:
    """`say`, `label` and `done` of the front door's own modules; of `first_words` each of the codes tried."""
    found: Found = {}
    for module in modules:
        for call in calls(module.tree, "say", "sentence", "worded", "first_words"):
            for part in call.args if called(call) == "first_words" else call.args[:1]:
                found.setdefault(_text(part), where(module, call))
        for call in calls(module.tree, "label"):
            if call.args:
                found.setdefault(":".join(_text(part) for part in call.args), where(module, call))
        for call in calls(module.tree, "say_many"):
            found.setdefault(_text(call.args[0]), where(module, call))
        for call in calls(module.tree, "done"):
            if len(call.args) > 2:
                codes = constants(call.args[2]) or [_text(call.args[2])]
                found |= {f"done:{code}": where(module, call) for code in codes}
    return {code: place for code, place in found.items() if code.strip("*:")}


def _text(node: ast.expr) -> str:
    for text, found in texts(ast.Expression(node)):
        if found is node:
            return text.replace("{}", "*")
    return "*"


def moves_of_rooms() -> dict[str, Moves]:
    """Every table of moves, by `room:kind`."""
    found: dict[str, Moves] = {}
    for path in sorted((ROOT / "domain").rglob("states.py")):
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for value in vars(module).values():
            if isinstance(value, Moves):
                found[f"{value.room}:{value.kind}"] = value
    return found


def codes_of_moves() -> Found:
    """States, moves, their consequences, and the journal's tags."""
    found: Found = {}
    for name, moves in moves_of_rooms().items():
        for move in moves:
            found |= {f"state:{name}:{state.value}": name for state in (*move.before, move.after)}
            found[f"tag:{name}:{move.name}"] = name
            if move.duty is not Duty.CLOCK:
                found[f"move:{name}:{move.name}"] = name
            if move.duty is not Duty.CLOCK and move.before:
                found[f"consequence:{name}:{move.name}"] = name
    return found


def codes_of_tags(modules: Iterable[Source]) -> Found:
    """Tags that acts record themselves, beside those of the moves: every string of that shape in acts and writes."""
    return {
        f"tag:{text}": where(module, node)
        for module in modules
        if module.furniture in WRITING or module.room == "planted"
        for text, node in texts(module.tree)
        if TAG.fullmatch(text)
    }


def codes_of_findings(modules: Iterable[Source]) -> Found:
    """Every string of the house that has the shape of a finding's code; `*` for a part put in on the way."""
    return {
        f"finding:{text.replace('{}', '*')}": where(module, node)
        for module in modules
        for text, node in texts(module.tree)
        if FINDING.fullmatch(text.replace("{}", "X")) and not NO_FINDING.fullmatch(text)
    }


def codes_of_notices(modules: Iterable[Source]) -> Found:
    return {f"notice:{code}": place for code, place in told.notices(modules).items()}


def _first(call: ast.Call, name: str) -> ast.AST:
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return call.args[0] if call.args else (named or [ast.Pass()])[0]


def codes_of_figures(modules: Iterable[Source]) -> Found:
    """Names of inputs and steps, questions and editions of the workings. `*` where a name is made on the way."""
    found: Found = {}
    for module in modules:
        for call in calls(module.tree, *FIGURES):
            if call.args and isinstance(call.func, ast.Attribute):
                found |= {f"figure:{name}": where(module, call) for name in _names(call.args[0])}
        for call in calls(module.tree, "Working"):
            found |= {f"question:{name}": where(module, call) for name in _names(_first(call, "question"))}
    return found


def _names(node: ast.AST) -> Iterator[str]:
    for text, _ in texts(node):
        if text and not text.startswith(" "):
            yield text.replace("{}", "*")


def codes_of_the_frame() -> Found:
    """Rooms, posts and duties, which the frame and the journal show."""
    found = {entry.words: "portal/navigation.py" for entry in ENTRIES}
    found |= {f"post:{post.code}": "domain/core/duties.py" for post in POSTS}
    return found | {f"duty:{duty.value}": "domain/core/duties.py" for duty in Duty}


def all_codes() -> Found:
    """Everything in the house that has to have words in both languages."""
    house = sources("domain")
    gathered = [
        codes_of_the_frame(),
        codes_of_moves(),
        codes_of_tags(house),
        codes_of_findings(house),
        codes_of_notices(house),
        codes_of_figures(house),
        labels_of_templates(),
        labels_of_python(sources("portal")),
    ]
    found: Found = {}
    for codes in gathered:
        found |= codes
    return found


def missing(codes: Found, words: Iterable[str]) -> list[str]:
    """Codes without words; one with a `*` has them when any words fit it."""
    known = set(words)
    return [f"{code}  ({place})" for code, place in codes.items() if code not in known and not _fits_any(code, known)]


def _fits_any(code: str, known: set[str]) -> bool:
    return "*" in code and any(map(re.compile(_expression(code)).fullmatch, known))


def _expression(code: str, star: str = ".*") -> str:
    return star.join(re.escape(part) for part in code.split("*"))


def unused(words: Iterable[str], codes: Found) -> list[str]:
    """Words that nothing asks for.

    Of a code with a `*` those are in use whose open part the house names; families that are gathered whole have no
    open codes. What is said to one kind of reader is in use when its plain code is.
    """
    words = tuple(words)
    codes = codes | {f"{member[1:-1]}:*": "a family" for one in words for member in named.MEMBER.findall(one)}
    left = (one for one in words if named.plain(one) not in codes and not one.startswith(OPEN_SPACES))
    patterns = [(code, re.compile(_expression(code, "(.*)"))) for code in codes if "*" in code and not _whole(code)]
    return [one for one in left if not _in_use(named.plain(one), patterns)]


def _in_use(word: str, patterns: list[tuple[str, re.Pattern[str]]]) -> bool:
    family, _, rest = word.partition(":")
    if family == "note":
        return rest in named.notes()
    if named.MEMBER.search(word) or family == "provision":
        return named.of_family(word) or named.of_provision(rest)
    return any(
        word.startswith(code.partition("*")[0])
        and (found := one.fullmatch(word))
        and all(map(named.stands_for_a_star, found.groups()))
        for code, one in patterns
    )


def _whole(code: str) -> bool:
    """Whether a code is open over everything or over a family that is gathered whole: it says nothing of its own."""
    family, _, rest = code.partition(":")
    return code == "*" or (family in WHOLE and (rest.startswith("*") or rest.removesuffix(":*") in moves_of_rooms()))


def conflicts(catalogs: Iterable[tuple[str, str, str]]) -> list[str]:
    """(file, message, words) → messages that two files give different words."""
    given: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, message, words in catalogs:
        given[message][words].append(file)
    return [f"{message}: {dict(said)}" for message, said in given.items() if len(said) > 1]
