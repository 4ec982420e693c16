"""A scenario that is tried on mutants; everything that a change does not affect is reused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.api.assess import assess
from kiemdinh.api.assessment import facts_of_result
from kiemdinh.assessment.cases import find_open_context, in_case
from kiemdinh.parsing.source import Source
from kiemdinh.rules import iterate_cases
from kiemdinh.testing.scenarios import assess_scenario, passes, read_scenario

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kiemdinh.api.assessment import Assessment
    from kiemdinh.assessment.cases import ContextValue
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.rules import Interval
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import NameSide
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["SuiteCase"]

_KEYS_OF_TRUTHS: Final = frozenset(
    ("level", "attainable", "determined", "outcome", "labels", "outcomes", "stages", "nodes", "awards", "diagnostic")
)
"""The expectations of a scenario that follow from the truths of facts alone, without an explanation."""
_MAX_CASES: Final = 64
"""The most cases of an open context that are kept; what a scenario with more may notice is not worked out."""


@dataclass(frozen=True, eq=False)
class SuiteCase:
    """A scenario that passes without a change, with the data that have been read from it.

    Attributes
    ----------
    scenario
        The scenario.
    dossier, date
        Its dossier as the framework reads it, and its date; None where the dossier is refused as expected.
    facts
        The facts of its school; None where the dossier is refused.
    """

    scenario: Scenario
    dossier: Dossier | None = None
    date: dt.date | None = None
    facts: SchoolFacts | None = None
    _readings: dict[tuple[NameSide, ...], tuple[StageFacts, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario) -> SuiteCase | None:
        """Return the case of a scenario; None where it does not pass without a change."""
        read: list[Assessment] = []

        def assess_once() -> Assessment:
            dossier, date = read_scenario(scenario)
            read.append(assess(scenario.framework, dossier, on=date))
            return read[0]

        if not passes(scenario, assess_once):
            return None
        result = next(iter(read), None)
        if result is None:
            return cls(scenario)
        return cls(scenario, result.dossier, result.dates.evidence, facts_of_result(result).facts)

    @cached_property
    def expects_truths_alone(self) -> bool:
        """Whether all expectations follow from the truths of facts alone."""
        then = self.scenario.then
        return then.model_fields_set <= _KEYS_OF_TRUTHS and not any(award.earliest for award in then.awards.values())

    @cached_property
    def has_claims(self) -> bool:
        """Whether there is a finding about a node as a whole, which is weighed against findings below it (3.9)."""
        nodes = self.scenario.framework.nodes
        findings = () if self.dossier is None else self.dossier.findings
        return any(nodes[found.node].parts or nodes[found.node].levels for found in findings)

    @cached_property
    def open_context(self) -> Mapping[ContextValue, Sequence[Interval]]:
        """The context that is open, with its cases; the truths of the school are joined over these cases (1.7)."""
        return {} if self.facts is None else find_open_context(self.facts)

    def list_readings(self, sides: tuple[NameSide, ...]) -> tuple[StageFacts, ...] | None:
        """Return the facts of each stage and the school, in each case of the open context, by both sides and *sides*.

        None where there are too many cases. They are made once and kept.
        """
        if sides not in self._readings:
            found = tuple(islice(self._make_readings(sides), _MAX_CASES + 1))
            self._readings[sides] = found
        readings = self._readings[sides]
        return readings if len(readings) <= _MAX_CASES else None

    def _make_readings(self, sides: tuple[NameSide, ...]) -> Iterator[StageFacts]:
        for school in self._list_schools():
            stages = {id(one): one for one in (school.as_one, *school.stages.values())}
            for stage in stages.values():
                yield stage
                yield from (stage.by_side(side) for side in sides)

    def _list_schools(self) -> Iterator[SchoolFacts]:
        """Yield the facts of the school, then those for each case of its open context, stage by stage."""
        if self.facts is None:
            return
        yield self.facts
        shared = {value: cells for value, cells in self.open_context.items() if value[0] is None}
        for stage in dict.fromkeys(value[0] for value in self.open_context):
            own = {value: cells for value, cells in self.open_context.items() if value[0] == stage}
            for case in iterate_cases({**shared, **own}):
                yield in_case(self.facts, case)

    def mentions(self, name: str) -> bool:
        """Return whether the dossier may contain an input, so that it may be read differently."""
        if self.dossier is not None:
            return any(value.name == name for value in self.dossier.values)
        return self._text is None or name in self._text

    @cached_property
    def _text(self) -> str | None:
        """The text of a dossier that is refused; None where it is in a file of its own."""
        written: Any = self.scenario.dossier
        return f"{written.data}{dict(self.scenario.changes)}" if isinstance(written, Source) else None

    def read_by(self, framework: Framework) -> Dossier:
        """Return the dossier as another framework reads it.

        Raises
        ------
        InputError
            The dossier is refused.
        """
        return read_scenario(replace(self.scenario, framework=framework))[0]

    def passes_by(self, framework: Framework, dossier: Dossier | None) -> bool:
        """Return whether the scenario passes under another framework, which reads its dossier as *dossier*.

        *dossier* is None if that framework refuses it; then it is read again to find the codes of the refusal.
        """

        def assess_anew() -> Assessment:
            if dossier is None:
                return assess_scenario(replace(self.scenario, framework=framework))
            return assess(framework, dossier, on=self.date or self.scenario.date)

        return passes(self.scenario, assess_anew)
