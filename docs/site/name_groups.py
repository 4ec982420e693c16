"""Which names the public modules offer to users, and in which groups their pages have them.

A name that several modules offer is described once, where it comes first in ``MODULES``; the others link it. A module
has a reference once ``docs/reference`` has a page of it.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

MODULES = (
    "kiemdinh",
    "kiemdinh.results",
    "kiemdinh.rules",
    "kiemdinh.transitions",
    "kiemdinh.portfolio",
    "kiemdinh.testing",
    "kiemdinh.reports",
    "kiemdinh.documents",
    "kiemdinh.web",
    "kiemdinh.exchange",
)
PAGES = Path(__file__).parents[1] / "reference"
# Types that signatures name and nobody imports.
ARGUMENT_TYPES = (("kiemdinh.parsing.read", "Readable"), ("kiemdinh.standards.catalogue.load", "AnyFramework"))
GROUP = re.compile(r"^(\S[^\n]*)\n((?:    [^\n]+(?:\n|\Z))+)", re.MULTILINE)
LITERAL = re.compile(r"``(\w+)``")


def page_of(module: str) -> Path:
    """Return the page of a module, whether or not there is one."""
    return PAGES / f"{module.removeprefix('kiemdinh.')}.rst"


def read_content(module: str) -> str:
    """Return what stands on the page of a module below the directive that lists its names."""
    return dedent(page_of(module).read_text(encoding="utf-8").partition(f"public-names:: {module}\n")[2])


@dataclass(frozen=True)
class PublicName:
    """A name that users import: where from, and what it is."""

    module: str
    name: str
    value: Any

    @property
    def path(self) -> str:
        """The path by which it is imported."""
        return f"{self.module}.{self.name}"

    @property
    def directive(self) -> str:
        """The directive of autodoc that describes it."""
        if inspect.isclass(self.value):
            return "autoexception" if issubclass(self.value, Exception) else "autoclass"
        return "autofunction" if inspect.isroutine(inspect.unwrap(self.value)) else "autodata"


@cache
def public_names() -> Mapping[str, PublicName]:
    """Return every public name that is described, by its path, in the order of the modules."""
    described: dict[str, PublicName] = {}
    seen: dict[tuple[str, int], str] = {}
    for module in MODULES:
        if not page_of(module).exists():
            continue
        found = import_module(module)
        for name in found.__all__:
            value = getattr(found, name)
            if not name.startswith("__") and seen.setdefault((name, id(value)), module) == module:
                described[f"{module}.{name}"] = PublicName(module, name, value)
    for module, name in ARGUMENT_TYPES:
        described[f"{module}.{name}"] = PublicName(module, name, getattr(import_module(module), name))
    return described


@cache
def paths_of_short_names() -> Mapping[str, str]:
    """Return the path of each name that is unambiguous without its module."""
    paths: dict[str, str] = {}
    for path, public in public_names().items():
        paths.setdefault(public.name, path)
    return paths


def described_path(module: str, name: str) -> str:
    """Return the path under which a name of a module is described."""
    path = f"{module}.{name}"
    if path in public_names():
        return path
    if module == "kiemdinh" and not hasattr(import_module(module), name):
        return next(f"{where}.{own}" for where, own in ARGUMENT_TYPES if own == name)
    value = getattr(import_module(module), name)
    return next(p for p, public in public_names().items() if public.name == name and public.value is value)


def groups_of(module: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each group of names with its title and what is said of it.

    They are those of the definition list in the docstring of the module, or on its page where they would be too much
    for the docstring of a package. A module without one is grouped by its packages, each with the first sentence of its
    docstring; and the front door has functions and classes.
    """
    found = import_module(module)
    names = [name for name in found.__all__ if not name.startswith("__")]
    written = GROUP.findall(inspect.getdoc(found) or "") + GROUP.findall(read_content(module))
    if any(set(LITERAL.findall(text)) & set(names) for _, text in written):
        told: set[str] = set()
        for title, text in written:
            own = [name for name in dict.fromkeys(LITERAL.findall(text)) if name in names and name not in told]
            told.update(own)
            yield title, inspect.cleandoc(text), own
        return
    if module == "kiemdinh":
        classes = [name for name in names if inspect.isclass(getattr(found, name))]
        yield "Functions", "", [name for name in names if name not in classes]
        yield "Classes", "", classes
        yield (
            "What arguments take",
            "Signatures name these types; nobody imports them.",
            [name for _, name in ARGUMENT_TYPES],
        )
        return
    packages: dict[str, list[str]] = {}
    for name in names:
        packages.setdefault(_package_of(module, name), []).append(name)
    for package, own in sorted(packages.items(), key=lambda group: (not group[0], group[0])):
        text = (inspect.getdoc(import_module(package)) or "").splitlines()[0] if package else "Others"
        title, _, rest = text.partition(": ")
        yield re.sub(r" \(.*|\.$", "", title), rest[:1].upper() + rest[1:], own


def _package_of(module: str, name: str) -> str:
    """Return the package directly inside a module that defines a name; the module whose text says so for an alias."""
    defining = defining_module(module, name)
    inside = defining.removeprefix(f"{module}.").split(".")[0]
    return f"{module}.{inside}" if defining.startswith(f"{module}.") else ""


@cache
def defining_module(module: str, name: str) -> str:
    """Return the module in whose text a name is assigned, a class or a function: there its docstring stands."""
    value = getattr(import_module(module), name)
    if inspect.isclass(value) or inspect.isroutine(inspect.unwrap(value)):
        return str(value.__module__)
    for candidate in sorted(sys.modules):
        holds = candidate.startswith("kiemdinh.") and vars(sys.modules[candidate]).get(name) is value
        if holds and name in find_texts(candidate):
            return candidate
    return module


@cache
def find_texts(module: str) -> Mapping[str, str]:
    """Return the docstrings below assignments of a module, by name."""
    file = import_module(module).__file__
    body = ast.parse(Path(file).read_text(encoding="utf-8")).body if file else []
    found = {}
    for assigned, text in pairwise(body):
        targets = [assigned.target] if isinstance(assigned, ast.AnnAssign) else getattr(assigned, "targets", [])
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found |= {ast.unparse(target): inspect.cleandoc(str(text.value.value)) for target in targets}
    return found
