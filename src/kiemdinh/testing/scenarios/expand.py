"""One scenario for each member of a set or row of a table: written once for a reader, expanded into one for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.placed_tree import Scalar
from kiemdinh.standards.lowering import DEFAULT_SETTING, EVERYWHERE
from kiemdinh.standards.names import ValueKind, ValueName

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.parsing.collector import Path
    from kiemdinh.parsing.source import Source
    from kiemdinh.standards.loading import Framework

__all__ = ["ExpandedFile", "expand_each"]

_EACH: Final = "each"
"""The name of the placeholder for a member."""
_REQUIREMENT: Final = "requirement"
"""The set of all requirements, which a definition need not declare."""
_KEYS_WITH_PLACEHOLDER: Final = ("given", "but", "when", "then")
_KEYS_OF_EACH: Final = ("requirements", "level", "except")
_INPUT: Final = str(ValueName(ValueKind.INPUT, ""))
_MAX_CELL: Final = 200
"""How many characters a cell of a row may have, so that no file grows without bound when it is filled in."""

_Row: TypeAlias = Mapping[str, Any]
"""The value of each placeholder, by its name."""
_STAND_IN: Final[_Row] = {_EACH: "each"}
"""A row in place of members that are not known, so that the rest of the scenario is still checked."""


@dataclass(frozen=True, slots=True)
class _CaseOrigin:
    """The scenario of the file that another comes from, and the member or row; the row is empty without ``each``."""

    index: int
    row: _Row = field(default_factory=dict)
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ExpandedFile:
    """The data of a file with a scenario for every member, each with its place in the file."""

    source: Source
    data: Mapping[str, Any]
    origins: tuple[_CaseOrigin, ...]

    def diagnostic(self, code: str, message: Message, path: Path, **more: Any) -> Diagnostic:
        """Return a diagnostic at the place in the file of *path* in the expanded data.

        *more* is as for ``Source.diagnostic``.
        """
        return self.source.diagnostic(code, message, self.written_path(path), **more)

    def written_path(self, path: Path) -> Path:
        """Return the path in the file of the data at *path* in the expanded data.

        Scenarios of one ``each`` lead to the written scenario; a key with a placeholder is found again by its row.
        """
        if len(path) < 2 or path[0] != "scenarios" or not isinstance(path[1], int):
            return path
        origin = self.origins[path[1]]
        return ("scenarios", origin.index, *self._written_steps(path[2:], origin))

    def _written_steps(self, steps: Path, origin: _CaseOrigin) -> Iterator[str | int]:
        """Yield *steps* with keys as the author wrote them, before the placeholders were filled in."""
        here: Any = self.source.data["scenarios"][origin.index]
        for step in steps:
            keys = here if isinstance(here, Mapping) and step not in here else ()
            found = next((key for key in keys if _fill_placeholders(key, origin.row) == step), step)
            yield found
            inside = isinstance(here, list) and isinstance(found, int) and found < len(here)
            here = here[found] if inside or (isinstance(here, Mapping) and found in here) else None


def expand_each(source: Source, framework: Framework | None, problems: Problems) -> ExpandedFile:
    """Return the scenarios of a file, those with ``each`` once for each member; problems are added to *problems*.

    Without a *framework*, which is then reported elsewhere, there is one scenario for all members.
    """
    written = source.data.get("scenarios")
    if not isinstance(written, list):
        return ExpandedFile(source, source.data, ())
    expanded: list[Any] = []
    origins: list[_CaseOrigin] = []
    for index, one in enumerate(written):
        if not isinstance(one, Mapping) or one.get("each") is None:
            expanded.append(one)
            origins.append(_CaseOrigin(index))
            continue
        rows = _rows_of(one, framework, ("scenarios", index), problems)
        # A scenario for an unknown set is expanded once, so that its other mistakes are found in the same run.
        for row in rows or (_STAND_IN,):
            expanded.append(_scenario_of_row(one, row))
            origins.append(_CaseOrigin(index, row, bool(rows)))
    return ExpandedFile(source, {**source.data, "scenarios": expanded}, tuple(origins))


# -- the placeholders ----------------------------------------------------------------------------------------------


def _scenario_of_row(one: Mapping[str, Any], row: _Row) -> dict[str, Any]:
    """Return the scenario of one member or row, which its name tells."""
    data: dict[str, Any] = _fill_placeholders({key: value for key, value in one.items() if key != _EACH}, row)
    name = one.get("name")
    if isinstance(name, str) and not any(_placeholder(key) in name for key in row):
        data["name"] = f"{name} [{', '.join(map(str, row.values()))}]"
    return data


def _placeholder(name: str) -> str:
    return "{" + name + "}"


def _fill_placeholders(value: Any, row: _Row) -> Any:
    """Return *value* with every placeholder replaced by the value of a row, in keys too."""
    if isinstance(value, Mapping):
        return {_fill_placeholders(key, row): _fill_placeholders(inner, row) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fill_placeholders(inner, row) for inner in value]
    return _fill_text(value, row) if isinstance(value, str) and "{" in value else value


def _fill_text(text: str, row: _Row) -> Any:
    """Return a text with its placeholders filled in; a text that is only one placeholder becomes the cell itself.

    A scalar knows whether it was written without quotes: it is then read as a number or date where one is expected.
    """
    found = next((key for key in row if key != _EACH and text == _placeholder(key)), None)
    if found is not None:
        return row[found]
    filled = str(text)
    for key, cell in row.items():
        filled = filled.replace(_placeholder(key), str(cell))
    return Scalar(filled, text.plain) if isinstance(text, Scalar) else filled


# -- the members and rows ------------------------------------------------------------------------------------------


def _rows_of(one: Mapping[str, Any], framework: Framework | None, at: Path, problems: Problems) -> tuple[_Row, ...]:
    """Return the rows for which a scenario is written; none where they are not known, which is reported."""
    here = (*at, _EACH)
    if isinstance(one[_EACH], list) and any(isinstance(row, Mapping) for row in one[_EACH]):
        rows = _read_rows(one[_EACH], here, problems)
    else:
        rows = tuple({_EACH: member} for member in _members_of(one, framework, here, problems))
    _check_placeholders(one, tuple(rows[0]) if rows else (_EACH,), here, problems)
    return rows


def _check_placeholders(one: Mapping[str, Any], names: tuple[str, ...], at: Path, problems: Problems) -> None:
    """Report a name of a row that the scenario does not use, since then some scenarios would be the same."""
    written = {key: one.get(key) for key in _KEYS_WITH_PLACEHOLDER}
    for name in names:
        if _fill_placeholders(written, {name: ""}) == written:
            wanted = Message("{placeholder} in given, but, when or then", placeholder=_placeholder(name))
            problems.add("KD609", Message("every member would have the same scenario"), at, key=True, expected=wanted)


def _read_rows(each: list[Any], at: Path, problems: Problems) -> tuple[_Row, ...]:
    """Return the rows of a table: mappings with the same keys, each cell a word, number or date."""
    before = len(problems.found)
    for i, row in enumerate(each):
        if not isinstance(row, Mapping) or not row or [*row] != [*each[0]]:
            first = each[0] if isinstance(each[0], Mapping) else {}
            names = Message.join(first) if first else Message("keys of your choice")
            problems.add("KD608", Message("every row has the same keys"), (*at, i), expected=names)
            break
        for key, cell in row.items():
            if isinstance(cell, Mapping | list | tuple) or len(str(cell)) > _MAX_CELL:
                wanted = Message("a word, a number or a date of at most {count} characters", count=_MAX_CELL)
                problems.add("KD103", Message("a cell is expected"), (*at, i, key), expected=wanted)
    return () if len(problems.found) > before else tuple(each)


def _members_of(one: Mapping[str, Any], framework: Framework | None, at: Path, problems: Problems) -> tuple[str, ...]:
    if framework is None:
        return ()
    finder = _ScenarioMemberFinder(framework, problems)
    each = one[_EACH]
    found = finder.find_requirements(each, at) if isinstance(each, Mapping) else finder.find_nodes(each, at)
    if found is not None and not found:
        problems.add("KD608", Message("there are no members"), at, expected=Message("at least one"))
    return found or ()


@dataclass(frozen=True, slots=True)
class _ScenarioMemberFinder:
    """Finds the members that an author means; None where that has been reported as a problem."""

    framework: Framework
    problems: Problems

    def find_nodes(self, each: Any, at: Path) -> tuple[str, ...] | None:
        """Return the nodes of a list of ids, or of a set or layer that is named.

        If the members of a set differ from school to school, all that may belong to it are returned.
        """
        if isinstance(each, list):
            return self._find_listed(each, at)
        if isinstance(each, str):
            return self._find_in_set(each, at)
        self.problems.add(
            "KD103", Message("a set is expected"), at, expected=Message("a set, a layer, requirement, or a list of ids")
        )
        return None

    def find_requirements(self, each: Mapping[str, Any], at: Path) -> tuple[str, ...] | None:
        """Return the requirements of some nodes, all or those of one level.

        *each* has ``requirements``, which names the nodes, and may have ``level`` and ``except``.
        """
        for key in each.keys() - set(_KEYS_OF_EACH):
            expected = Message.join(_KEYS_OF_EACH)
            self.problems.add("KD102", Message("unknown key '{key}'", key=key), (*at, key), key=True, expected=expected)
        if "requirements" not in each:
            self.problems.add("KD101", Message("'requirements' is missing"), at, expected=Message("requirements: SET"))
            return None
        above = self.find_nodes(each["requirements"], (*at, "requirements"))
        left_out = self.find_nodes(each.get("except") or [], (*at, "except"))
        level = each.get("level")
        steps = {step for info in self.framework.nodes.values() for step in info.levels}
        if level is not None and (not isinstance(level, str) or level not in steps):
            self.problems.add_unknown("KD608", Message("the level"), str(level), steps, (*at, "level"))
            return None
        if above is None or left_out is None:
            return None
        return tuple(name for node in above for name in self._requirements_of(node, level) if name not in left_out)

    def _requirements_of(self, node: str, level: str | None) -> Iterator[str]:
        """Yield the requirements at and below a node; with *level* those of that step of its scale."""
        info = self.framework.nodes[node]
        if level is not None and info.levels:
            tops: tuple[str, ...] = info.levels.get(level, ())
            names = [name for top in tops for name in (top, *self.framework.outline.descendants_of(top))]
        else:
            names = [node, *self.framework.outline.descendants_of(node)]
        yield from (name for name in names if self.framework.nodes[name].is_requirement)

    def _find_listed(self, each: list[Any], at: Path) -> tuple[str, ...] | None:
        known = {*self.framework.nodes, *(f"{_INPUT}{name}" for name in self.framework.inputs)}
        wrong = [(i, str(word)) for i, word in enumerate(each) if str(word) not in known]
        for i, word in wrong:
            what = Message("the input") if word.startswith(_INPUT) else Message("the node")
            self.problems.add_unknown("KD608", what, word, sorted(known), (*at, i))
        return None if wrong else tuple(map(str, each))

    def _find_in_set(self, word: str, at: Path) -> tuple[str, ...] | None:
        sets, layers = self.framework.definition.sets, self.framework.outline.by_layer
        if word == _REQUIREMENT and word not in sets:
            return tuple(name for name, info in self.framework.nodes.items() if info.is_requirement)
        known = [*layers, *(name for name, one in sets.items() if one.among in layers)]
        if word not in known:
            self.problems.add_unknown("KD608", Message("the set"), word, [*known, _REQUIREMENT], at)
            return None
        found = build_lowering(self.framework, DEFAULT_SETTING).find_members(word, EVERYWHERE, at).items
        return tuple(member.scope.node for member in found if member.scope.node is not None)
