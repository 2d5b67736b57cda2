"""Which notices the house tells, gathered from the source: every code, and the facts its words may use."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.sources import Source, called, calls, constants, texts, where

WRITES = "domain.records.notices.writes"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def notices(modules: Iterable[Source]) -> dict[str, str]:
    """Code of a notice → where it is told. A code chosen on the way, or handed on by a caller, is followed."""
    found: dict[str, str] = {}
    for module in modules:
        if tells(module):
            for call, around in told_by(module):
                found |= {code: where(module, call) for code in codes_in(first(call), around, module)}
    return found


def tells(module: Source) -> bool:
    """Whether a module can tell a notice; another `_tell` of some module is none of them."""
    imported = any(isinstance(node, ast.ImportFrom) and node.module == WRITES for node in ast.walk(module.tree))
    return imported or module.path.startswith("domain/planted/")


def told_by(module: Source) -> Iterator[tuple[ast.Call, Function | None]]:
    """Every telling of a module with the function around it."""
    inside: set[int] = set()
    for function in ast.walk(module.tree):
        if isinstance(function, Function):
            for call in calls(function, "tell", "_tell"):
                inside.add(id(call))
                yield call, function
    yield from ((call, None) for call in calls(module.tree, "tell", "_tell") if id(call) not in inside)


def first(call: ast.Call) -> ast.expr:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    return call.args[0] if call.args else named[0]


def codes_in(node: ast.expr, around: Function | None, module: Source) -> set[str]:
    """The strings that an expression may be: its own, those assigned to its name, those that callers hand on."""
    if not isinstance(node, ast.Name) or around is None:
        return {text for text in constants(node) if "." in text}
    assigned = {
        text
        for part in ast.walk(around)
        if isinstance(part, ast.Assign) and any(isinstance(to, ast.Name) and to.id == node.id for to in part.targets)
        for text in constants(part.value)
    }
    return {text for text in assigned | set(_handed_on(node.id, around, module)) if "." in text}


def _handed_on(name: str, function: Function, module: Source) -> Iterator[str]:
    parameters = [one.arg for one in function.args.args]
    if name not in parameters:
        return
    place = parameters.index(name)
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call) and called(call) == function.name and len(call.args) > place:
            caller = next((one for one in _functions(module) if any(part is call for part in ast.walk(one))), None)
            yield from codes_in(call.args[place], caller, module)


def _functions(module: Source) -> Iterator[Function]:
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def fact_names(modules: Iterable[Source]) -> dict[str, set[str]]:
    """Code of a notice → every name that a fact of it may have: keys and keywords of the package that tells it.

    A key with a part put in on the way has a `*` there.
    """
    found: dict[str, set[str]] = {}
    packages: dict[str, set[str]] = {}
    everything = list(modules)
    for module in everything:
        packages.setdefault(module.room, set()).update(_names(module.tree))
    for module in everything:
        if tells(module):
            for code in notices([module]):
                found.setdefault(code, set()).update(packages[module.room])
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from (text.replace("{}", "*") for key in node.keys if key for text, at in texts(key) if at is key)
        elif isinstance(node, ast.DictComp):
            yield from (text.replace("{}", "*") for text, at in texts(node.key) if at is node.key)
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
