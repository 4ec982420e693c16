"""The house stands as ``docs/architecture.md`` says: floors, rooms, no circles, one rule for what is public."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import networkx as nx
import pytest
from imports import ROOT, SOURCE, all_imports, is_package, modules, room_of, tree_of

MAX_MODULES = 14
"""Modules side by side in one folder; more cannot be taken in at a glance."""

CATALOGUES_OF_MODULES = ("cli/commands", "linter/checks")
"""Folders with one module for each command, or for each kind of flaw."""

PATH = ROOT / "docs" / "architecture.md"
PAGE = PATH.read_text(encoding="utf-8")
FLOORS = [[room.strip("` ") for room in row.split(",")] for row in re.findall(r"(?m)^\| \d+ \| (`[^|]+) \|", PAGE)]

PLACES = re.findall(r"(?m)^\| (.+?) \| `([\w/.-]+)` \| `([\w.]+)` \|$", PAGE)
"""The rows of the table "To change something": what, file, symbol."""


def draw_rooms() -> str:
    """Return the drawing of the page: which package imports which, without arrows that a longer way makes needless."""
    graph = nx.DiGraph((room_of(one.importer), room_of(one.imported)) for one in all_imports() if room_of(one.imported))
    rooms = {room for floor in FLOORS for room in floor}
    edges = nx.transitive_reduction(nx.DiGraph((a, b) for a, b in graph.edges if a != b and {a, b} <= rooms)).edges
    order = [room for floor in FLOORS for room in floor]
    arrows = sorted(edges, key=lambda edge: (order.index(edge[0]), order.index(edge[1])))
    return "\n".join(["flowchart TD", *(f"  {a} --> {b}" for a, b in arrows)]) + "\n"


class TestThePage:
    def test_the_drawing_is_that_of_the_source(self):
        """``KIEMDINH_HOUSE=write pytest tests/architecture`` draws it again."""
        start, _, rest = PAGE.partition("```mermaid\n")
        drawn, _, end = rest.partition("```")
        if os.environ.get("KIEMDINH_HOUSE") == "write":
            PATH.write_text(f"{start}```mermaid\n{draw_rooms()}```{end}", encoding="utf-8")
            drawn = draw_rooms()
        assert drawn == draw_rooms()

    def test_there_are_places_enough(self):
        assert len(PLACES) >= 25

    @pytest.mark.parametrize(("what", "file", "symbol"), PLACES)
    def test_every_place_is_there(self, what, file, symbol):
        assert symbol in defined_in(ROOT / file), what

    def test_the_contract_has_the_same_floors(self):
        contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
        (floors,) = (one["layers"] for one in contracts["contracts"] if one["name"].startswith("The floors"))
        assert [[room.removeprefix("kiemdinh.") for room in sorted(row.split(" | "))] for row in floors] == [
            sorted(row) for row in FLOORS
        ]


def defined_in(path: Path) -> set[str]:
    """Return the names that a module defines, methods with their class; or the keys of a catalogue of messages."""
    if path.suffix == ".po":
        return set(re.findall(r'(?m)^msgid "([\w.]+)"', path.read_text(encoding="utf-8")))
    names: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
            names |= {f"{node.name}.{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


class TestImports:
    def test_no_circle(self):
        graph = nx.DiGraph((one.importer, one.imported) for one in all_imports() if not is_package(one.importer))
        assert list(nx.simple_cycles(graph)) == []

    def test_only_from_lower_floors(self):
        floor = {room: number for number, rooms in enumerate(reversed(FLOORS)) for room in rooms}
        upwards = [
            one
            for one in all_imports()
            if (own := room_of(one.importer)) in floor
            and (other := room_of(one.imported)) in floor
            and own != other
            and floor[other] >= floor[own]
        ]
        assert upwards == []

    def test_what_stands_inside_a_sub_package_is_its_own(self):
        """Outside a sub-package, names are taken from the sub-package and not from a module inside it."""
        inside = [
            one
            for one in all_imports()
            if (package := one.imported.rpartition(".")[0]).count(".") >= 2
            and not is_package(one.imported)
            and not one.importer.startswith(package)
        ]
        assert inside == []

    def test_nothing_private_is_imported(self):
        private = [one for one in all_imports() if (one.name or "").startswith("_") and one.name != "__version__"]
        assert private == []


class TestRooms:
    def test_every_room_stands_on_a_floor(self):
        packages = {room_of(name) for name in modules() if name.count(".") == 1 and not name.endswith("__")}
        files = {"lazy", "version"}
        assert packages - files == {room for rooms in FLOORS for room in rooms}

    def test_no_crowded_folder(self):
        count = Counter(path.parent for path in SOURCE.rglob("*.py") if path.name != "__init__.py")
        crowded = {
            folder.relative_to(SOURCE).as_posix(): number
            for folder, number in count.items()
            if number > MAX_MODULES and folder.relative_to(SOURCE).as_posix() not in CATALOGUES_OF_MODULES
        }
        assert crowded == {}

    def test_no_private_module(self):
        names = [name for name in modules() if name.rpartition(".")[2].startswith("_")]
        assert names == ["kiemdinh.__main__"]

    def test_every_package_says_what_it_holds(self):
        lines = {name: len(docstring_of(name).splitlines()) for name in modules() if is_package(name)}
        assert {name: number for name, number in lines.items() if not 5 <= number <= 15} == {}

    def test_every_module_says_what_it_holds(self):
        assert [name for name in modules() if not docstring_of(name)] == []


def docstring_of(name: str) -> str:
    return ast.get_docstring(tree_of(modules()[name])) or ""


class TestNames:
    def test_a_test_module_has_a_name_of_its_own(self):
        """Modules of two folders with one name cannot be collected together."""
        names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
        assert [name for name, times in names.items() if times > 1] == []

    def test_a_class_name_is_used_once(self):
        homes: dict[str, list[str]] = defaultdict(list)
        for module, path in modules().items():
            for node in tree_of(path).body:
                if isinstance(node, ast.ClassDef):
                    homes[node.name.lstrip("_")].append(module)
        assert {name: found for name, found in homes.items() if len(found) > 1} == {}
