"""One scenario for each member of a set: written once for a reader, expanded into one for every member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.placed_tree import Scalar
from kiemdinh.standards.lowering import DEFAULT_SETTING, EVERYWHERE

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.parsing.collector import Path
    from kiemdinh.parsing.source import Source
    from kiemdinh.standards.loading import Framework

__all__ = ["ExpandedFile", "expand_each"]

_PLACEHOLDER: Final = "{each}"
_REQUIREMENT: Final = "requirement"
"""The set of all requirements, which a definition need not declare."""
_KEYS_WITH_PLACEHOLDER: Final = ("given", "but", "then")
_KEYS_OF_EACH: Final = ("requirements", "level", "except")
_STAND_IN: Final = "each"
"""In place of members that are not known, so that the rest of the scenario is checked all the same."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Which scenario of the file one comes from, and for which member; None where it is written for itself alone."""

    index: int
    member: str | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ExpandedFile:
    """The data of a file with a scenario for every member, each with where it was written."""

    source: Source
    data: Mapping[str, Any]
    origins: tuple[_Origin, ...]

    def diagnostic(self, code: str, message: Message, path: Path, **more: Any) -> Diagnostic:
        """Return a diagnostic at the place where the author wrote what stands at *path* of the expanded data.

        *more* is as for ``Source.diagnostic``.
        """
        return self.source.diagnostic(code, message, self.written_path(path), **more)

    def written_path(self, path: Path) -> Path:
        """Return the path in the file of what stands at *path* of the expanded data.

        Scenarios of one ``each`` lead to the one that was written; a key with ``{each}`` in it is found again by its
        member.
        """
        if len(path) < 2 or path[0] != "scenarios" or not isinstance(path[1], int):
            return path
        origin = self.origins[path[1]]
        return ("scenarios", origin.index, *self._written_steps(path[2:], origin))

    def _written_steps(self, steps: Path, origin: _Origin) -> Iterator[str | int]:
        """Yield *steps* with keys as the author wrote them, before the member took the place of ``{each}``."""
        here: Any = self.source.data["scenarios"][origin.index]
        for step in steps:
            keys = here if isinstance(here, Mapping) and step not in here else ()
            found = next((key for key in keys if _fill_placeholder(key, origin.member) == step), step)
            yield found
            inside = isinstance(here, list) and isinstance(found, int) and found < len(here)
            here = here[found] if inside or (isinstance(here, Mapping) and found in here) else None


def expand_each(source: Source, framework: Framework | None, problems: Problems) -> ExpandedFile:
    """Return the scenarios of a file, those with ``each`` once for each member; what is wrong goes to *problems*.

    Without a *framework*, which is then reported elsewhere, one scenario stands for all members.
    """
    written = source.data.get("scenarios")
    if not isinstance(written, list):
        return ExpandedFile(source, source.data, ())
    expanded: list[Any] = []
    origins: list[_Origin] = []
    for index, one in enumerate(written):
        if not isinstance(one, Mapping) or one.get("each") is None:
            expanded.append(one)
            origins.append(_Origin(index))
            continue
        members = _members_of(one, framework, ("scenarios", index), problems)
        # What is written for an unknown set is expanded once, so that its other mistakes are found in the same run.
        for member in members or (_STAND_IN,):
            expanded.append(_scenario_of_member(one, member))
            origins.append(_Origin(index, member, bool(members)))
    return ExpandedFile(source, {**source.data, "scenarios": expanded}, tuple(origins))


# -- the placeholder -----------------------------------------------------------------------------------------------


def _scenario_of_member(one: Mapping[str, Any], member: str) -> dict[str, Any]:
    """Return the scenario of one member, with the member in its name."""
    data: dict[str, Any] = _fill_placeholder({key: value for key, value in one.items() if key != "each"}, member)
    name = one.get("name")
    if isinstance(name, str) and _PLACEHOLDER not in name:
        data["name"] = f"{name} [{member}]"
    return data


def _fill_placeholder(value: Any, member: str | None) -> Any:
    """Return *value* with *member* in place of every ``{each}``, in keys too; without a member as it is."""
    if member is None:
        return value
    if isinstance(value, Mapping):
        return {_fill_placeholder(key, member): _fill_placeholder(inner, member) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fill_placeholder(inner, member) for inner in value]
    if not isinstance(value, str) or _PLACEHOLDER not in value:
        return value
    text = value.replace(_PLACEHOLDER, member)
    # A scalar knows whether it was written without quotes: it is then read as a number or date where one is expected.
    return Scalar(text, value.plain) if isinstance(value, Scalar) else text


def _has_placeholder(value: Any) -> bool:
    return bool(_fill_placeholder(value, "") != value)


# -- the members ---------------------------------------------------------------------------------------------------


def _members_of(one: Mapping[str, Any], framework: Framework | None, at: Path, problems: Problems) -> tuple[str, ...]:
    """Return the members that a scenario is written for; none where they are not known, which is a problem."""
    if not any(_has_placeholder(one.get(key)) for key in _KEYS_WITH_PLACEHOLDER):
        wanted = Message("{placeholder} in given, but or then", placeholder=_PLACEHOLDER)
        problems.add(
            "KD609", Message("every member would have the same scenario"), (*at, "each"), key=True, expected=wanted
        )
    if framework is None:
        return ()
    finder = _ScenarioMemberFinder(framework, problems)
    each, here = one["each"], (*at, "each")
    found = finder.find_requirements(each, here) if isinstance(each, Mapping) else finder.find_nodes(each, here)
    if found is not None and not found:
        problems.add("KD608", Message("there are no members"), here, expected=Message("at least one"))
    return found or ()


@dataclass(frozen=True, slots=True)
class _ScenarioMemberFinder:
    """Finds the members that an author means; None where that has been reported as a problem."""

    framework: Framework
    problems: Problems

    def find_nodes(self, each: Any, at: Path) -> tuple[str, ...] | None:
        """Return the nodes of a list of ids, or of a set or layer that is named.

        Of a set whose members differ from school to school these are all that may belong.
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
        nodes = self.framework.nodes
        wrong = [(i, str(word)) for i, word in enumerate(each) if str(word) not in nodes]
        for i, word in wrong:
            self.problems.add_unknown("KD608", Message("the node"), word, nodes, (*at, i))
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
