"""The project's own source as syntax trees: what its names mean, and what its expressions may say.

Nothing is run. An expression says one text or several; what is only known when it runs stands as `*`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

PACKAGES = ("domain", "portal", "tasks")
# What these are told first is the name of a question, a notice or a table, never a key.
NO_KEY_FIRST = ("Working", "Question", "tell", "Workbook", "record", "move", "begin", "Wait", "Lack")
DEEPEST = 8
OPEN = "*"

# A module and a name that it defines.
Place = tuple[str, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A module: its tree, what its names mean, and what it defines at the top."""

    name: str
    tree: ast.Module

    @cached_property
    def imports(self) -> dict[str, str]:
        """Name → what it stands for, dotted."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {one.asname: one.name for one in node.names if one.asname}
                found |= {one.name.split(".")[0]: one.name.split(".")[0] for one in node.names if not one.asname}
            elif isinstance(node, ast.ImportFrom):
                found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        return found

    @cached_property
    def definitions(self) -> dict[str, ast.AST]:
        """Name → the function or class, or the expression that the name was given."""
        found: dict[str, ast.AST] = {}
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found[node.name] = node
            else:
                found |= dict(given(node))
        return found

    @property
    def room(self) -> str:
        return ".".join(self.name.split(".")[:2])


@dataclass(frozen=True)
class Sources:
    """The modules of the project by name."""

    modules: Mapping[str, Module]
    _locals: dict[int, dict[str, list[ast.expr]]] = field(default_factory=dict)
    _answers: dict[Place, tuple[str, ...]] = field(default_factory=dict)

    def is_function(self, place: Place) -> bool:
        return isinstance(self.modules[place[0]].definitions[place[1]], Function | ast.ClassDef)

    def texts_in(
        self, module: Module, root: ast.AST, kinds: tuple[type[ast.AST], ...] = (ast.expr,)
    ) -> Iterator[tuple[str, ...]]:
        """Every text of a place, with what is open in it; not the names that certain calls are told first."""
        ahead: list[ast.AST] = [root]
        while ahead:
            node = ahead.pop()
            if isinstance(node, ast.expr) and isinstance(node, kinds) and (texts := self.texts(module, node, root)):
                yield texts
            children = list(ast.iter_child_nodes(node))
            if isinstance(node, ast.Call) and called(node) in NO_KEY_FIRST and node.args:
                children.remove(node.args[0])
            if isinstance(node, ast.JoinedStr):
                children = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            ahead += children

    def texts(self, module: Module, node: ast.expr, scope: ast.AST | None = None, depth: int = 0) -> tuple[str, ...]:
        """What an expression may say, with `*` for what is only known when it runs; empty when it is no text."""
        if depth > DEEPEST:
            return ()
        match node:
            case ast.Constant(value=str(text)):
                return (text,) if OPEN not in text else ()
            case ast.JoinedStr(values=parts):
                return self._joined(module, parts, scope, depth)
            case ast.FormattedValue(value=value):
                return self.texts(module, value, scope, depth + 1) or (OPEN,)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                if not any(self.texts(module, side, scope, depth + 1) for side in (left, right)):
                    return ()
                return self._joined(module, [left, right], scope, depth)
            case ast.IfExp(body=body, orelse=orelse):
                return tuple(text for part in (body, orelse) for text in self.texts(module, part, scope, depth + 1))
            case ast.Name(id=name) if scope is not None and (values := self._local(scope, name)):
                said = [self.texts(module, value, scope, depth + 1) or (OPEN,) for value in values]
                return tuple(dict.fromkeys(text for texts in said for text in texts)) if said != [(OPEN,)] else ()
            case ast.Name() | ast.Attribute():
                return self._of_definition(module, node)
            case ast.Call(func=function):
                return self._of_definition(module, function)
        return ()

    def _joined(self, module: Module, parts: Iterable[ast.expr], scope: ast.AST | None, depth: int) -> tuple[str, ...]:
        texts: tuple[str, ...] = ("",)
        for part in parts:
            said = self.texts(module, part, scope, depth + 1) or (OPEN,)
            texts = tuple(before + after for before in texts for after in said)
        return texts

    def _of_definition(self, module: Module, node: ast.expr) -> tuple[str, ...]:
        """What a constant of a module says, or what a function returns."""
        place = self._place(module, node)
        if place is None:
            return ()
        if place not in self._answers:
            self._answers[place] = ()  # what calls itself adds nothing
            self._answers[place] = tuple(dict.fromkeys(self._answered(*place)))
        return self._answers[place]

    def _answered(self, module_name: str, name: str) -> Iterator[str]:
        module = self.modules[module_name]
        definition = module.definitions[name]
        if isinstance(definition, ast.Constant | ast.JoinedStr | ast.BinOp):
            yield from self.texts(module, definition)
        elif isinstance(definition, Function):
            for part in ast.walk(definition):
                if isinstance(part, ast.Return) and part.value is not None:
                    yield from self.texts(module, part.value, definition)

    def _local(self, scope: ast.AST, name: str) -> list[ast.expr]:
        """What a function gives a name of its own."""
        if id(scope) not in self._locals:
            named: dict[str, list[ast.expr]] = {}
            for node in ast.walk(scope):
                for one, value in given(node):
                    named.setdefault(one, []).append(value)
            self._locals[id(scope)] = named
        return self._locals[id(scope)].get(name, [])

    def mentions(self, module: Module, root: ast.AST) -> set[Place]:
        names = (node for node in ast.walk(root) if isinstance(node, ast.Name | ast.Attribute))
        return {place for node in names if (place := self._place(module, node))}

    def _place(self, module: Module, node: ast.expr) -> Place | None:
        dotted = dotted_name(node)
        first, _, rest = dotted.partition(".")
        if first in module.definitions:
            return module.name, first
        if first in module.imports:
            return self._find(f"{module.imports[first]}.{rest}" if rest else module.imports[first])
        return None

    def _find(self, dotted: str, depth: int = 0) -> Place | None:
        """The place that a dotted name means, through the packages that pass it on."""
        parts = dotted.split(".")
        for cut in range(len(parts) - 1, 0, -1):
            module = self.modules.get(".".join(parts[:cut]))
            if module is None:
                continue
            if parts[cut] in module.definitions:
                return module.name, parts[cut]
            if parts[cut] in module.imports and depth < DEEPEST:
                return self._find(".".join([module.imports[parts[cut]], *parts[cut + 1 :]]), depth + 1)
            return None
        return None


def read(root: Path) -> Sources:
    """The project's own source."""
    modules = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(root).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                modules[name] = Module(name, ast.parse(path.read_text(encoding="utf-8")))
    return Sources(modules)


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def dotted_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        before = dotted_name(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def given(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names that a statement gives to expressions: `a = x`, `a, b = x, y`, `(a := x)`."""
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            yield name, value
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
            yield from ((one.id, value) for one, value in zip(names, values, strict=True) if isinstance(one, ast.Name))
        case ast.Assign(targets=targets, value=value):
            yield from ((one.id, value) for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
