"""The steps of outcomes and awards of other frameworks: looked up while loading, kept in the definition (6.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.definition import (
    Award,
    Definition,
    FamilyMember,
    LabelOutcome,
    Outcome,
    ReferenceDef,
    StepDef,
    StepScale,
)
from kiemdinh.standards.loading.framework import Framework
from kiemdinh.standards.names import ReferenceName

__all__ = ["ReferenceFinder", "ReferencedSteps", "check_references", "find_no_framework"]

ReferenceFinder: TypeAlias = Callable[[str], Sequence[Framework]]
"""Finds the framework of an id, or all frameworks of a family; finds nothing where none is available."""


def find_no_framework(_id: str) -> Sequence[Framework]:
    """Return nothing: no other framework is available."""
    return ()


@dataclass(slots=True)
class ReferencedSteps:
    """The steps of the outcomes and awards of other frameworks that a definition reads, looked up on the first reading.

    Attributes
    ----------
    definition
        The definition, which may declare steps itself.
    find
        Finds the frameworks.
    known
        The references found before, for a definition that is loaded again.
    found
        The references looked up so far.
    """

    definition: Definition
    find: ReferenceFinder
    known: Mapping[str, ReferenceDef] = field(default_factory=dict)
    found: dict[str, ReferenceDef] = field(default_factory=dict)

    def look_up(self, reference: ReferenceName, kind: str, problems: Problems, path: Path) -> ReferenceDef | None:
        """Return the steps of an outcome or award; None where they are not known, which is reported.

        *kind* is ``outcome`` or ``award``, *path* the place of the reference.
        """
        text = str(reference)
        if text not in self.found:
            found = self._find(reference, kind, problems, path)
            if found is None:
                return None
            self.found[text] = found
        return self.found[text]

    def _find(self, reference: ReferenceName, kind: str, problems: Problems, path: Path) -> ReferenceDef | None:
        text = str(reference)
        frameworks = self.find(reference.framework)
        steps = [_read_steps(framework, reference.id, kind) for framework in frameworks]
        declared = self.definition.references.get(text)
        if declared is not None:
            if declared.family or any(one is None or one.steps != declared.steps for one in steps):
                return declared
            found_before = self.known.get(text, declared).family
            family = _list_family(frameworks, reference, problems, path) if frameworks else found_before
            return declared.model_copy(update={"family": family})
        if not frameworks:
            return self._use_known(reference, problems, path)
        if None in steps:
            lacking = frameworks[steps.index(None)]
            parts: Sequence[Outcome | Award] = lacking.outcomes if kind == "outcome" else lacking.awards
            known = [str(ReferenceName(reference.framework, part.id)) for part in parts]
            problems.add_unknown("KD209", _KINDS[kind], text, known, path)
            return None
        first = steps[0]
        assert first is not None  # noqa: S101 - none of them is missing
        if any(other is not None and other.steps != first.steps for other in steps):
            message = Message("the frameworks of the family '{name}' have different steps", name=reference.framework)
            problems.add("KD241", message, path)
            return None
        return first.model_copy(update={"family": _list_family(frameworks, reference, problems, path)})

    def _use_known(self, reference: ReferenceName, problems: Problems, path: Path) -> ReferenceDef | None:
        text = str(reference)
        if text in self.known:
            return self.known[text]
        problems.add(
            "KD241",
            Message("the steps of '{reference}' are not known", reference=text),
            path,
            hint=Message(
                "hand its framework over too (references=[…], --with FILE), or write its steps: "
                'references: {{"{reference}": {{scale: [lowest, …]}}}}',
                reference=text,
            ),
        )
        return None

    def fill_in(self) -> Definition:
        """Return the definition with all steps that were looked up."""
        if not self.found:
            return self.definition
        return self.definition.model_copy(
            update={"references": FrozenMap({**self.definition.references, **self.found})}
        )


def check_references(definition: Definition, find: ReferenceFinder, problems: Problems) -> None:
    """Report a circle: a framework that this one reads and that leads back to it (6.5)."""
    own = {definition.framework, definition.family} - {None}
    waiting: list[tuple[str, ...]] = [(definition.framework, name) for name in _names_in(definition)]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        if way[-1] in own:
            message = Message("a reference leads back to '{id}'", id=definition.framework)
            problems.add("KD249", message, ("references",), found=" -> ".join(way))
            return
        if way[-1] not in seen:
            seen.add(way[-1])
            others = (name for framework in find(way[-1]) for name in _names_in(framework.definition))
            waiting.extend((*way, name) for name in others)


_KINDS = {"outcome": Message("outcome"), "award": Message("award")}


def _list_family(
    frameworks: Sequence[Framework], reference: ReferenceName, problems: Problems, path: Path
) -> tuple[FamilyMember, ...]:
    """Return the frameworks of the family that a reference names; report two of one stage and day."""
    found: dict[tuple[str, dt.date | None], FamilyMember] = {}
    for framework in frameworks:
        stage = framework.definition.stage
        if framework.id == reference.framework or stage is None:
            continue
        member = FamilyMember(framework=framework.id, stage=stage, in_force=framework.first_day)
        other = found.setdefault((stage, framework.first_day), member)
        if other.framework != framework.id:
            message = Message(
                "two frameworks of the family '{name}' are for '{stage}' from the same day",
                name=reference.framework,
                stage=stage,
            )
            problems.add("KD241", message, path, found=f"{other.framework}, {framework.id}")
    return tuple(found.values())


def _names_in(definition: Definition) -> Iterator[str]:
    read = (ReferenceName.read(text) for text in definition.references)
    return (one.framework for one in read if one is not None)


def _read_steps(framework: Framework, own_id: str, kind: str) -> ReferenceDef | None:
    """Return the steps of an outcome or award of a framework; None where there is none of that id."""
    definition = framework.definition
    parts: Sequence[Outcome | Award] = definition.outcomes if kind == "outcome" else definition.awards
    part = next((one for one in parts if one.id == own_id), None)
    if part is None:
        return None
    named = ReferenceDef(vi=definition.vi, en=definition.en, text=definition.text)
    if isinstance(part, LabelOutcome):
        # The first case that holds decides, so that the last label is given where none holds.
        labels = tuple(StepDef(id=one.id, vi=one.vi, en=one.en, text=one.text) for one in reversed(part.cases))
        last = part.otherwise
        below = StepDef(id=last.id, vi=last.vi, en=last.en, text=last.text)
        return named.model_copy(update={"scale": labels, "not_reached": below, "labels": True})
    scale = definition.scales.get(getattr(part, "ladder", ""))  # an award without grades has no ladder
    if not isinstance(scale, StepScale):
        return named
    return named.model_copy(update={"scale": scale.steps, "not_reached": scale.not_reached})
