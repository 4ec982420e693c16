"""What a dossier records of others so that given facts hold of them: members, and results under other frameworks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.writing.others import name_member
from kiemdinh.rules import MET, Interval, Truth
from kiemdinh.standards.names import FactKind, FactName, ValueName

if TYPE_CHECKING:
    from kiemdinh.standards.definition import ReferenceDef
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import Population

__all__ = ["FactsOfOthersWriter"]


@dataclass(frozen=True, slots=True)
class FactsOfOthersWriter:
    """Writes registers, and results that one side has found on a day.

    Attributes
    ----------
    framework
        The framework of the dossier.
    populations
        The members of each population, and whether these are all.
    on
        The day of the results.
    """

    framework: Framework
    populations: tuple[Population, ...]
    on: dt.date

    def is_of_member(self, value: ValueName) -> bool:
        """Return whether a value is that of an input of some member."""
        return self._find_member(value) is not None

    def write_register(
        self,
        values: Mapping[ValueName, Interval],
        write_inputs: Callable[[Framework, Mapping[ValueName, Interval]], Mapping[str, Any]],
    ) -> dict[str, Any]:
        """Return the rows of each register; *write_inputs* writes the values of one member as those of a subject."""
        own: dict[tuple[str, str], dict[ValueName, Interval]] = defaultdict(dict)
        for value, interval in values.items():
            found = self._find_member(value)
            if found is not None:
                own[found][value.placed_at(*(place for place in value.at if place != found[1]))] = interval
        return {
            population.kind: [
                {"id": one.id, **write_inputs(self.framework, own[population.kind, one.id])}
                for one in population.members
            ]
            for population in self.populations
        }

    def list_complete(self) -> list[str]:
        """Return the populations of which there are no further members."""
        return [population.kind for population in self.populations if population.is_complete]

    def write_results(self, truths: Mapping[FactName, Truth]) -> list[dict[str, Any]]:
        """Return a result for each outcome of which something is known, of members and of the subject itself.

        Raises
        ------
        ValueError
            No one step or label is all that is given.
        """
        groups: dict[FactName, dict[str, Truth]] = defaultdict(dict)
        for name, truth in truths.items():
            if name.kind is FactKind.REACHES:
                groups[name._replace(step=None)][name.step or ""] = truth
        return [
            {
                **name_member(of.member),
                "outcome": str(of.reference),
                "is": self._find_step(of, known),
                "side": "external",
                "on": self.on.isoformat(),
            }
            for of, known in groups.items()
        ]

    def _find_member(self, value: ValueName) -> tuple[str, str] | None:
        """Return the kind and the id of the member that a value is of; None where it is of none."""
        definition = self.framework.inputs.get(value.name)
        for population in self.populations if definition is not None else ():
            for one in population.members:
                if definition is not None and population.kind in definition.each and one.id in value.at:
                    return population.kind, one.id
        return None

    def _find_step(self, of: FactName, known: Mapping[str, Truth]) -> str:
        """Return the first step or label, the lowest first, of which all holds that is known."""
        found = self.framework.definition.references.get(str(of.reference))
        for step in _list_words(found) if found is not None else known:
            if all((other in _list_reached(step, found)) is (truth is MET) for other, truth in known.items()):
                return step
        msg = f"no result says all that is given of '{of.reference}'"
        raise ValueError(msg)


def _list_words(found: ReferenceDef) -> Iterable[str]:
    """Return the words of results, the lowest first; below the lowest step there is one in any case."""
    below = () if found.labels or found.not_reached is not None else ("none",)
    return (*below, *found.words)


def _list_reached(step: str, found: ReferenceDef | None) -> tuple[str, ...]:
    """Return the steps that somebody at a step has reached; a label is reached alone."""
    if found is None or found.labels:
        return (step,)
    return found.steps[: found.steps.index(step) + 1] if step in found.steps else ()
