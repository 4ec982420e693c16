"""The imports of the source tree, read as text: for types, inside functions and at the top of a module alike."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kiemdinh"
BOUND_METHODS = "kiemdinh.api.bound"


class Import(NamedTuple):
    """One imported name: *importer* takes *name* of the module or package *imported*."""

    importer: str
    imported: str
    name: str | None
    line: int


@cache
def modules() -> Mapping[str, Path]:
    """Return each module and package by its dotted name."""
    return {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def module_name(path: Path) -> str:
    parts = ("kiemdinh", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_package(name: str) -> bool:
    return modules()[name].name == "__init__.py"


def imports_of(importer: str) -> Iterator[Import]:
    """Yield what a module imports of kiemdinh; ``from package import module`` is an import of the module."""
    for node in ast.walk(tree_of(modules()[importer])):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "kiemdinh":
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in modules() and not _defines(node.module or "", alias.name):
                    yield Import(importer, inner, None, node.lineno)
                else:
                    yield Import(importer, node.module or "", alias.name, node.lineno)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "kiemdinh":
                    yield Import(importer, alias.name, None, node.lineno)


def _defines(package: str, name: str) -> bool:
    """Whether a package itself has a name, so that importing the name is not importing a module of that name."""
    tree = tree_of(modules()[package])
    return any(
        name in (alias.asname or alias.name for alias in node.names)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    )


def all_imports() -> Iterator[Import]:
    """Yield the imports of all modules, but for those by which results hand on to a higher floor."""
    for name in modules():
        yield from (one for one in imports_of(name) if not is_bound(one))


def is_bound(one: Import) -> bool:
    """Whether an import is of the one exception: logic that stands higher is imported when it is called."""
    above = ("kiemdinh.transitions", "kiemdinh.portfolio.populations", "kiemdinh.reports")
    return one.importer == BOUND_METHODS and one.imported.startswith(above)


def room_of(name: str) -> str:
    """Return the room of a module: ``kiemdinh.evidence.dossier.model`` stands in ``evidence``."""
    return name.split(".")[1] if name.count(".") else ""
