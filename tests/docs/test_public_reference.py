"""The reference is complete: every public name has a page, every field a meaning, and what is used is shown in use.

The examples themselves are run by ``tests/test_docstrings.py``.
"""

import ast
import functools
import importlib
import importlib.util
import inspect
import re
import sys
import textwrap
import types
from itertools import pairwise
from pathlib import Path

import pytest

import kiemdinh
from kiemdinh import results

ROOT = Path(__file__).parents[2]


def load_name_groups():
    spec = importlib.util.spec_from_file_location("name_groups", ROOT / "docs" / "site" / "name_groups.py")
    module = sys.modules["name_groups"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


name_groups = load_name_groups()
MODULES = name_groups.MODULES


def names_of(module):
    return [name for name in importlib.import_module(module).__all__ if not name.startswith("__")]


def own_values():
    """Every public name of kiemdinh with what it is, each thing once, under the first name that it has."""
    found = {}
    for module in MODULES:
        for name in names_of(module):
            value = getattr(importlib.import_module(module), name)
            if getattr(value, "__module__", "").startswith("kiemdinh") and value not in found.values():
                found[f"{module}.{name}"] = value
    return found


PUBLIC = own_values()
CLASSES = {path: value for path, value in PUBLIC.items() if inspect.isclass(value)}
FUNCTIONS = {path: value for path, value in PUBLIC.items() if inspect.isroutine(inspect.unwrap(value))}


def own_bases(cls):
    return [base for base in cls.__mro__ if base.__module__.startswith("kiemdinh")]


def fields_of(cls):
    """The fields that a class or one of its bases has, in no order."""
    found = set()
    for base in own_bases(cls):
        annotated = {name for name, kind in inspect.get_annotations(base).items() if "ClassVar" not in str(kind)}
        found |= annotated | set(vars(base).get("_fields", ()))
    return {name for name in found if not name.startswith("_")}


def documented_fields(cls):
    """The fields of which the section ``Attributes`` of a class, or the description of a key, says something."""
    found = {name for name, field in getattr(cls, "model_fields", {}).items() if field.description}
    for base in own_bases(cls):
        _, _, section = (inspect.cleandoc(vars(base).get("__doc__") or "")).partition("Attributes\n----------\n")
        section = re.split(r"^\w+\n-{3,}$", section, maxsplit=1, flags=re.MULTILINE)[0]
        entries = re.findall(r"^(\w[\w, ]*)\n +\S", section, re.MULTILINE)
        found |= {name.strip() for entry in entries for name in entry.split(",")}
    return found


MEMBER_KINDS = (property, classmethod, staticmethod, functools.cached_property, types.FunctionType)


def constants_of(cls):
    """The constants that a class or one of its bases has, members of an enum included."""
    found = set()
    for base in own_bases(cls):
        declared = {name for name, kind in inspect.get_annotations(base).items() if "ClassVar" in str(kind)}
        values = {name for name, value in vars(base).items() if is_constant(value)}
        found |= {name for name in declared | values if not name.startswith("_")}
    return found - fields_of(cls) - {"model_config"}  # of pydantic; the reference leaves it out


def is_constant(value):
    is_member = isinstance(value, MEMBER_KINDS) or inspect.isdatadescriptor(value) or inspect.ismethoddescriptor(value)
    return not is_member and not callable(value)


def documented_constants(cls):
    """The names below which a string stands in the body of a class or of one of its bases."""
    found = set()
    for base in own_bases(cls):
        [body] = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        for assigned, text in pairwise(body.body):
            is_text = isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
            targets = [assigned.target] if isinstance(assigned, ast.AnnAssign) else getattr(assigned, "targets", [])
            found |= {ast.unparse(target) for target in targets if is_text}
    return found


class TestPages:
    def test_every_public_module_has_one(self):
        told = re.findall(r":mod:`(kiemdinh\.\w+)`", kiemdinh.__doc__)
        assert sorted(["kiemdinh", *told]) == sorted(MODULES)
        for module in MODULES:
            assert f".. public-names:: {module}\n" in name_groups.page_of(module).read_text(encoding="utf-8")

    def test_there_is_no_other_page(self):
        assert sorted(map(name_groups.page_of, MODULES)) == sorted(name_groups.PAGES.glob("*.rst"))

    @pytest.mark.parametrize("module", MODULES)
    def test_each_name_stands_in_one_group(self, module):
        arguments = [name for _, name in name_groups.ARGUMENT_TYPES]
        listed = [name for _, _, names in name_groups.groups_of(module) for name in names if name not in arguments]
        assert sorted(listed) == sorted(names_of(module))

    def test_each_name_is_described_on_one_page(self):
        described = {path: public.value for path, public in name_groups.public_names().items()}
        for path, value in PUBLIC.items():
            name = path.rpartition(".")[2]
            pages = [at for at, one in described.items() if one is value and at.rpartition(".")[2] == name]
            assert len(pages) == 1, path


class TestFields:
    @pytest.mark.parametrize("path", CLASSES)
    def test_each_says_what_it_holds(self, path):
        cls = CLASSES[path]
        assert sorted(fields_of(cls) - documented_fields(cls)) == []

    def test_what_is_documented_is_found(self):
        assert {"id", "reached"} & fields_of(results.Level) == {"reached"}
        assert documented_fields(results.Diagnostic) >= {"line", "column", "caret"}
        assert "weight" in documented_fields(results.SumCompared)


class TestConstants:
    @pytest.mark.parametrize("path", CLASSES)
    def test_each_of_a_class_says_what_it_means(self, path):
        cls = CLASSES[path]
        assert sorted(constants_of(cls) - documented_constants(cls) - documented_fields(cls)) == []

    def test_each_of_a_module_says_what_it_means(self):
        silent = []
        for path, public in name_groups.public_names().items():
            if public.directive == "autodata":
                defining = name_groups.defining_module(public.module, public.name)
                silent += [path] if not name_groups.find_texts(defining).get(public.name) else []
        assert silent == []

    def test_what_is_documented_is_found(self):
        assert {"MET", "UNKNOWN"} <= constants_of(results.Truth) & documented_constants(results.Truth)
        assert "kind" in constants_of(results.Why) & documented_constants(results.Why)
        assert "id" not in constants_of(results.Level)


class TestExamples:
    @pytest.mark.parametrize("path", FUNCTIONS)
    def test_every_function_has_one(self, path):
        assert ">>> " in inspect.unwrap(FUNCTIONS[path]).__doc__

    @pytest.mark.parametrize("path", CLASSES)
    def test_every_class_has_one_or_names_the_call_that_has_it(self, path):
        cls = CLASSES[path]
        members = [member for member in vars(cls).values() if isinstance(member, MEMBER_KINDS)]
        own = [vars(cls).get("__doc__") or "", *(inspect.getdoc(member) or "" for member in members)]
        if any(">>> " in text for text in own):
            return
        calls = re.findall(r"See the example of :(?:func|meth):`kiemdinh\.([\w.]+)`\.", own[0])
        assert len(calls) == 1
        assert ">>> " in inspect.unwrap(find_public(calls[0])).__doc__


def find_public(path):
    """What stands at a path below ``kiemdinh``: ``Assessment.margin``, ``portfolio.read_table``."""
    found = kiemdinh
    for step in path.split("."):
        found = getattr(found, step)
    return found
