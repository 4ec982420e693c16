"""Checking that what a scenario expects is there in its framework: levels, labels, awards, stages, nodes, codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kiemdinh.standards.diagnostics_codes import CODES
from kiemdinh.standards.model import LabelOutcome, LadderAward, LadderOutcome, StepScale

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.model import Award, Outcome
    from kiemdinh.standards.problems import Path, Problems
    from kiemdinh.testing.scenarios.model import AwardThen, NodeThen, Standing, Then

__all__ = ["NONE", "UNDETERMINED", "check_names"]

NONE: Final = "none"
UNDETERMINED: Final = "undetermined"
_TRUTHS: Final = ("met", "unmet", "unknown")
_YES_NO: Final = ("true", "false")


def check_names(then: Then, framework: Framework, at: Path, problems: Problems) -> None:
    """Add to *problems* every name in *then* that *framework* does not know, with what it knows."""
    _Checker(framework, problems).then(then, at)


class _Checker:
    def __init__(self, framework: Framework, problems: Problems) -> None:
        self.framework = framework
        self.problems = problems

    def then(self, then: Then, at: Path) -> None:
        main = self.framework.outcomes[0]
        self._standing(then, main, at)
        self._each_outcome(then, at)
        for stage, standing in then.stages.items():
            self._standing(standing, main, (*at, "stages", stage))
        self._each_award(then, at)
        for node, expected in then.nodes.items():
            self._node(node, expected, (*at, "nodes", node))
        for key in ("blockers", "repair"):
            part = getattr(then, key)
            if part is not None and part.target:
                self._one_of("level", part.target, self._levels(main), (*at, key, "target"))
        self._codes(then, at)

    def _one_of(self, what: str, word: str, known: Iterable[str], at: Path, *, key: bool = False) -> bool:
        names = tuple(known)
        if word not in names:
            self.problems.unknown("KD605", f"the {what}", word, names, at, key=key)
        return word in names

    # -- outcomes ----------------------------------------------------------------------------------------

    def _each_outcome(self, then: Then, at: Path) -> None:
        outcomes = {outcome.id: outcome for outcome in self.framework.outcomes}
        for name, standing in then.outcomes.items():
            here = (*at, "outcomes", name)
            if self._one_of("outcome", name, outcomes, here, key=True):
                self._standing(standing, outcomes[name], here)

    def _standing(self, standing: Standing, outcome: Outcome, at: Path) -> None:
        levels = self._levels(outcome)
        words = {
            "level": (*levels, NONE),
            "attainable": (*levels, NONE),
            "outcome": (*levels, *self._below(outcome), UNDETERMINED),
        }
        for key, known in words.items():
            if key in standing.model_fields_set:
                self._one_of("level" if key != "outcome" else "outcome", getattr(standing, key), known, (*at, key))
        for i, label in enumerate(standing.labels):
            self._one_of("label", label, levels if isinstance(outcome, LabelOutcome) else (), (*at, "labels", i))

    def _levels(self, outcome: Outcome) -> tuple[str, ...]:
        if isinstance(outcome, LadderOutcome):
            return self.framework.definition.steps_of(outcome.ladder)
        return (*(case.id for case in outcome.cases), outcome.otherwise.id)

    def _below(self, outcome: Outcome) -> tuple[str, ...]:
        return self._not_reached(outcome.ladder) if isinstance(outcome, LadderOutcome) else ()

    def _not_reached(self, scale: str) -> tuple[str, ...]:
        found = self.framework.definition.scales.get(scale)
        return (found.not_reached.id,) if isinstance(found, StepScale) and found.not_reached else ()

    # -- awards ------------------------------------------------------------------------------------------

    def _each_award(self, then: Then, at: Path) -> None:
        awards = {award.id: award for award in self.framework.awards}
        for name, expected in then.awards.items():
            here = (*at, "awards", name)
            if self._one_of("award", name, awards, here, key=True):
                self._award(expected, awards[name], here)

    def _award(self, expected: AwardThen, award: Award, at: Path) -> None:
        grades = self.framework.definition.steps_of(award.ladder) if isinstance(award, LadderAward) else ()
        known = (*grades, NONE) if grades else _YES_NO
        for key in ("eligible", "possible", "held"):
            if key in expected.model_fields_set:
                self._one_of("grade", getattr(expected, key), known, (*at, key))
        for grade in expected.earliest:
            self._one_of("grade", grade, grades or (award.id,), (*at, "earliest", grade), key=True)

    # -- nodes and codes -----------------------------------------------------------------------------------

    def _node(self, node: str, expected: NodeThen, at: Path) -> None:
        judged = {i: info for i, info in self.framework.nodes.items() if info.verdict is not None}
        stages = (stage for stage in node.split("/")[:1] if stage not in judged)
        bare = node.removeprefix("".join(f"{stage}/" for stage in stages))
        if bare not in judged:
            self._one_of("node", node, judged, at, key=True)
            return
        info = judged[bare]
        if info.verdict == "level":
            scale = (info.layer and info.layer.scale) or ""
            words = (*self.framework.definition.steps_of(scale), *self._not_reached(scale), NONE)
            self._words(expected, ("is_", "level", "attainable"), words, at)
        elif info.verdict == "met":
            self._words(expected, ("is_",), _TRUTHS, at)
        measured = info.verdict not in ("level", "met")
        if "tolerance" in expected.model_fields_set and (not measured or expected.tolerance < 0):
            self.problems.add("KD606", "a tolerance is said of a figure, and not below zero", (*at, "tolerance"))

    def _words(self, expected: NodeThen, keys: tuple[str, ...], known: tuple[str, ...], at: Path) -> None:
        for key in keys:
            if key in expected.model_fields_set:
                self._one_of("level", getattr(expected, key), known, (*at, key.removesuffix("_")))

    def _codes(self, then: Then, at: Path) -> None:
        for i, code in enumerate(then.diagnostic):
            self._one_of("code", code, CODES, (*at, "diagnostic", i))
        if then.warnings is not None:
            for key in ("are", "include"):
                for i, code in enumerate(getattr(then.warnings, key)):
                    self._one_of("code", code, CODES, (*at, "warnings", key, i))
