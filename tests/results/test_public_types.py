"""Every type that a user is handed has a public name, most of them in `kiemdinh.results`, and a description.

The types are found by walking the annotations: from the names of the public modules through every public function,
method and attribute.
"""

import ast
import functools
import importlib
import inspect
import re
import subprocess
import sys
import types
import typing
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh import documents, exchange, portfolio, reports, results, rules, testing, transitions, web

# Terms of conditions are public in the kernel, tables of schools in the portfolio, what is said of two frameworks in
# transitions, and pages in documents: packages of their own for users.
HOMES = (rules, portfolio, transitions, documents)
PUBLIC = (kd, results, *HOMES, testing, reports, exchange, web)


def classes_of(*modules):
    return {cls for module in modules for name in module.__all__ if isinstance(cls := getattr(module, name), type)}


ELSEWHERE = classes_of(*HOMES)

# They are generic for type checkers only.
GENERIC = {"networkx": types.SimpleNamespace(DiGraph=list), "array": types.SimpleNamespace(array=list)}


@functools.cache
def namespace(module_name):
    """What annotations of a module can name: also what it imports for types only, or inside a function."""
    module = importlib.import_module(module_name)
    found = dict(vars(module))
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            for alias in node.names:
                home = GENERIC.get(node.module)
                found[alias.asname or alias.name] = getattr(home, alias.name, None) or meaning(node.module, alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.partition(".")[0]] = GENERIC.get(
                    alias.name
                ) or importlib.import_module(alias.name)
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            found[node.target.id] = evaluate(found[node.target.id], found)
    return found


def meaning(module_name, name):
    value = getattr(importlib.import_module(module_name), name)
    is_alias = isinstance(value, str) and module_name.startswith("kiemdinh")
    return namespace(module_name)[name] if is_alias else value


def evaluate(annotation, names):
    if isinstance(annotation, typing.ForwardRef):  # as the annotations of a named tuple are
        annotation = annotation.__forward_arg__
    while isinstance(annotation, str):
        annotation = eval(annotation, dict(names))  # noqa: S307 - our own annotations
    return annotation


def annotations(thing, module_name):
    for name, annotation in inspect.get_annotations(thing).items():
        yield name, evaluate(annotation, namespace(module_name))


def classes_in(annotation):
    if isinstance(annotation, typing.TypeVar):
        return
    if isinstance(annotation, typing.ForwardRef):
        pytest.fail(f"{annotation} cannot be resolved here: write the annotation as one string")
    if isinstance(annotation, list | tuple):
        for inner in annotation:
            yield from classes_in(inner)
        return
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return
    if origin is None:
        if isinstance(annotation, type):
            yield annotation
        return
    yield from classes_in(origin)
    if origin is typing.Annotated:
        yield from classes_in(annotation.__origin__)
        return
    for inner in typing.get_args(annotation):
        yield from classes_in(inner)


def functions_of(cls):
    for name, member in vars(cls).items():
        if name.startswith("_") and name not in ("__iter__", "__getitem__", "__call__"):
            continue
        found = member
        if isinstance(member, classmethod | staticmethod):
            found = member.__func__
        elif isinstance(member, property):
            found = member.fget
        elif isinstance(member, functools.cached_property):
            found = member.func
        if isinstance(found, types.FunctionType):
            yield name, found


def types_said_by(cls):
    """The classes that the annotations of a class name; what a class below says anew does not count above it."""
    seen = set()
    for base in cls.__mro__:
        if not base.__module__.startswith("kiemdinh."):
            continue
        own = set()
        for name, annotation in annotations(base, base.__module__):
            own.add(name)
            if not name.startswith("_") and name not in seen:
                for found in classes_in(annotation):
                    yield found, f"{cls.__name__}.{name}"
        for name, function in functions_of(base):
            own.add(name)
            if name not in seen:
                for parameter, annotation in annotations(function, function.__module__):
                    for found in classes_in(annotation):
                        yield found, f"{cls.__name__}.{name} ({parameter})"
        seen |= own


@functools.cache
def handed_types(*modules):
    """Every class of kiemdinh that a user of some modules can be handed, by where it was found first."""
    found, todo = {}, []

    def meet(cls, where):
        if cls.__module__.startswith("kiemdinh.") and cls not in found:
            found[cls] = where
            todo.append(cls)

    for module in modules:
        for name in module.__all__:
            thing = inspect.unwrap(getattr(module, name))
            if isinstance(thing, type):
                meet(thing, f"{module.__name__}.{name}")
            elif isinstance(thing, types.FunctionType):
                for parameter, annotation in annotations(thing, thing.__module__):
                    for cls in classes_in(annotation):
                        meet(cls, f"{module.__name__}.{name} ({parameter})")
    while todo:
        for cls, where in types_said_by(todo.pop()):
            meet(cls, where)
    return found


def public_classes():
    named = ((name, getattr(results, name)) for name in results.__all__)
    return {name: thing for name, thing in named if isinstance(thing, type)}


class TestEveryModule:
    """What a public call hands out, at any depth, can be named in an annotation."""

    def test_every_type_that_a_user_is_handed_has_a_public_name(self):
        named = classes_of(*PUBLIC)
        missing = {cls: where for cls, where in handed_types(*PUBLIC).items() if cls not in named}
        lines = (f"{cls.__module__}.{cls.__name__}, by {where}" for cls, where in missing.items())
        assert not missing, "no public module has\n" + "\n".join(sorted(lines))

    def test_the_walk_goes_through_the_results_of_offices(self):
        names = {cls.__name__ for cls in handed_types(kd)}
        assert {"PlaceCount", "SchoolMove", "SharedFee", "CodedColumn"} <= names


class TestResults:
    def test_what_kiemdinh_hands_out_is_there_or_in_a_package_of_its_own(self):
        named = classes_of(results, *HOMES)
        missing = {cls: where for cls, where in handed_types(kd).items() if cls not in named}
        lines = (f"{cls.__module__}.{cls.__name__}, by {where}" for cls, where in missing.items())
        assert not missing, "kiemdinh.results lacks\n" + "\n".join(sorted(lines))

    def test_the_walk_finds_what_it_should(self):
        names = {cls.__name__ for cls in handed_types(kd)}
        assert {"Assessment", "WhatIf", "GapRoles", "EvidenceLoss", "FindingRecord", "NodeInfo", "LintFinding"} <= names
        assert len(names) > 80

    def test_nothing_is_there_that_is_not_handed(self):
        known = {*handed_types(kd), *ELSEWHERE}
        assert [name for name, cls in public_classes().items() if cls not in known] == []

    def test_each_has_one_name(self):
        classes = public_classes()
        assert len(set(classes.values())) == len(classes)
        own = {name for name, cls in classes.items() if name != cls.__name__}
        assert own == {"Finding"}  # LintFinding, which users know as kiemdinh.Finding

    def test_a_name_means_the_same_in_kiemdinh(self):
        both = set(results.__all__) & set(kd.__all__)
        assert {"Assessment", "Dossier", "Framework", "InputError", "Diagnostic", "Finding"} <= both
        assert [name for name in sorted(both) if getattr(kd, name) is not getattr(results, name)] == []

    def test_each_is_described(self):
        bare = [name for name, cls in public_classes().items() if not vars(cls).get("__doc__")]
        assert bare == []

    def test_the_page_names_each(self):
        named = set(re.findall(r"``(\w+)``", results.__doc__))
        assert sorted(set(results.__all__) - named) == []

    def test_it_holds_no_logic(self):
        body = ast.parse(Path(results.__file__).read_text(encoding="utf-8")).body
        kinds = {type(node) for node in body[1:]}  # beside the docstring
        assert kinds == {ast.ImportFrom, ast.Assign}


class TestLazyPackages:
    @pytest.mark.parametrize("package", ["kiemdinh", "kiemdinh.testing"])
    def test_type_checkers_see_exactly_the_public_names(self, package):
        module = importlib.import_module(package)
        body = ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body
        for_types = [node for node in body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
        imported = {a.asname or a.name for block in for_types for node in block.body for a in node.names}
        assert imported | {"__version__"} == {*module.__all__, "__version__"}
        # A __getattr__ that type checkers saw would make every name valid for them.
        assert not [node for node in body if isinstance(node, ast.FunctionDef) and node.name == "__getattr__"]

    def test_importing_kiemdinh_loads_next_to_nothing(self):
        heavy = ("pydantic", "typing", "re")
        code = f"import sys, kiemdinh; print(*(m for m in sys.modules if m.startswith('kiemdinh.') or m in {heavy}))"
        command = [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path[:] = {sys.path!r}; {code}",
        ]  # nothing of the site
        loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert loaded.split() == ["kiemdinh.version"]
