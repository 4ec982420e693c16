"""Checks that every name in the expectations of a scenario exists in its framework: levels, awards, nodes, codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import Message
from kiemdinh.standards.definition import LabelOutcome, LadderAward, LadderOutcome, StepScale
from kiemdinh.standards.names import split_stage
from kiemdinh.testing.scenarios.compare_values import read_expected_figure
from kiemdinh.testing.scenarios.model import NONE, UNDETERMINED, UNKNOWN

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path, Problems
    from kiemdinh.standards.definition import Award, Outcome
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import NamedQuantity
    from kiemdinh.testing.scenarios.model import AwardThen, FigureThen, NodeThen, OutcomeThen, Then

__all__ = ["check_names"]

_TRUTHS: Final = ("met", "unmet", "unknown")
_YES_NO: Final = ("true", "false")
_ANY_DAY: Final = dt.date(2000, 1, 1)
"""The names and units of figures are the same on every day."""


def check_names(then: Then, framework: Framework, at: Path, problems: Problems) -> None:
    """Add to *problems* every name in *then* that *framework* does not have, with the names that it has.

    *at* is the path of ``then`` in the file.
    """
    _NameChecker(framework, problems).check(then, at)


class _NameChecker:
    """Checks one ``then`` against a framework; every unknown name is a problem at its place."""

    def __init__(self, framework: Framework, problems: Problems) -> None:
        self.framework = framework
        self.problems = problems

    def check(self, then: Then, at: Path) -> None:
        main = self.framework.outcomes[0]
        self._check_outcome(then, main, at)
        self._check_outcomes(then, at)
        for stage, expected in then.stages.items():
            self._check_outcome(expected, main, (*at, "stages", stage))
        self._check_awards(then, at)
        for node, expected_node in then.nodes.items():
            self._check_node(node, expected_node, (*at, "nodes", node))
        for figure, expected_figure in then.figures.items():
            self._check_figure(figure, expected_figure, (*at, "figures", figure))
        for key in ("blockers", "repair"):
            part = getattr(then, key)
            if part is not None and part.target:
                self._is_known(Message("the level"), part.target, self._level_ids(main), (*at, key, "target"))
        self._check_codes(then, at)

    def _is_known(self, what: Message, word: str, known: Iterable[str], at: Path, *, key: bool = False) -> bool:
        """Return whether *word* is among *known*; if it is not, report a problem at *at*."""
        names = tuple(known)
        if word not in names:
            self.problems.add_unknown("KD605", what, word, names, at, key=key)
        return word in names

    # -- outcomes --------------------------------------------------------------------------------------------------

    def _check_outcomes(self, then: Then, at: Path) -> None:
        outcomes = {outcome.id: outcome for outcome in self.framework.outcomes}
        for name, expected in then.outcomes.items():
            here = (*at, "outcomes", name)
            if self._is_known(Message("the outcome"), name, outcomes, here, key=True):
                self._check_outcome(expected, outcomes[name], here)

    def _check_outcome(self, expected: OutcomeThen, outcome: Outcome, at: Path) -> None:
        """Check levels and labels, of one outcome or of one stage."""
        levels = self._level_ids(outcome)
        below = self._ids_below(outcome.ladder) if isinstance(outcome, LadderOutcome) else ()
        words = {
            "level": (*levels, NONE),
            "attainable": (*levels, NONE),
            "outcome": (*levels, *below, UNDETERMINED),
        }
        for key, known in words.items():
            if key in expected.model_fields_set:
                what = Message("the outcome") if key == "outcome" else Message("the level")
                self._is_known(what, getattr(expected, key), known, (*at, key))
        for i, label in enumerate(expected.labels):
            self._is_known(
                Message("the label"), label, levels if isinstance(outcome, LabelOutcome) else (), (*at, "labels", i)
            )

    def _level_ids(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the levels of a ladder, lowest first, or the labels of a decision list."""
        if isinstance(outcome, LadderOutcome):
            return self.framework.definition.steps_of(outcome.ladder)
        return (*(case.id for case in outcome.cases), outcome.otherwise.id)

    def _ids_below(self, scale: str) -> tuple[str, ...]:
        """Return the id of the state below the lowest step of a scale, if the scale names it."""
        found = self.framework.definition.scales.get(scale)
        return (found.not_reached.id,) if isinstance(found, StepScale) and found.not_reached else ()

    # -- awards ----------------------------------------------------------------------------------------------------

    def _check_awards(self, then: Then, at: Path) -> None:
        awards = {award.id: award for award in self.framework.awards}
        for name, expected in then.awards.items():
            here = (*at, "awards", name)
            if self._is_known(Message("the award"), name, awards, here, key=True):
                self._check_award(expected, awards[name], here)

    def _check_award(self, expected: AwardThen, award: Award, at: Path) -> None:
        """Check grades; an award without grades is expected to be true or false."""
        grades = self.framework.definition.steps_of(award.ladder) if isinstance(award, LadderAward) else ()
        known = (*grades, NONE) if grades else _YES_NO
        for key in ("eligible", "possible", "held"):
            if key in expected.model_fields_set:
                self._is_known(Message("the grade"), getattr(expected, key), known, (*at, key))
        for grade in expected.earliest:
            self._is_known(Message("the grade"), grade, grades or (award.id,), (*at, "earliest", grade), key=True)

    # -- nodes and codes -------------------------------------------------------------------------------------------

    def _check_node(self, node: str, expected: NodeThen, at: Path) -> None:
        """Check that a node exists and is judged in a way that allows the expected result."""
        judged = {i: info for i, info in self.framework.nodes.items() if info.verdict is not None}
        # A node of one stage is named with the stage before it: thcs/1.3.
        bare = str(self.framework.outline.fact_names.read_shown(node).name)
        if bare not in judged:
            self._is_known(Message("the node"), node, judged, at, key=True)
            return
        info = judged[bare]
        if info.verdict == "level":
            scale = info.scale or ""
            words = (*self.framework.definition.steps_of(scale), *self._ids_below(scale), NONE)
            self._check_words(expected, ("is_", "level", "attainable"), words, at)
        elif info.verdict == "met":
            self._check_words(expected, ("is_",), _TRUTHS, at)
        self._check_tolerance(expected, at, is_figure=info.verdict not in ("level", "met"))

    def _check_tolerance(self, expected: FigureThen, at: Path, *, is_figure: bool) -> None:
        if "tolerance" in expected.model_fields_set and (not is_figure or expected.tolerance < 0):
            self.problems.add(
                "KD606", Message("a tolerance goes with a figure, and is not below zero"), (*at, "tolerance")
            )

    def _check_words(self, expected: NodeThen, keys: tuple[str, ...], known: tuple[str, ...], at: Path) -> None:
        for key in keys:
            if key in expected.model_fields_set:
                self._is_known(Message("the level"), getattr(expected, key), known, (*at, key.removesuffix("_")))

    # -- figures -----------------------------------------------------------------------------------------------------

    @cached_property
    def _figures(self) -> Mapping[str, NamedQuantity]:
        """The figures that results give, by name (7.8)."""
        return self.framework.rules(None, _ANY_DAY).named_quantities

    def _check_figure(self, figure: str, expected: FigureThen, at: Path) -> None:
        """Check that results give a figure, and that what is expected is a number as a rule writes it, or a word."""
        stage, own = split_stage(figure)  # the figure of one stage is named with the stage before it
        name = own if stage is not None and self.framework.definition.subject.assessed_by == "stage" else figure
        if not self._is_known(Message("the figure"), name, self._figures, at, key=True):
            return
        if "is_" in expected.model_fields_set:
            read_expected_figure(expected.is_, self._figures[name].unit, self.problems, (*at, "is"))
        self._check_tolerance(expected, at, is_figure=expected.is_ not in (NONE, UNKNOWN))

    def _check_codes(self, then: Then, at: Path) -> None:
        for i, code in enumerate(then.diagnostic):
            self._is_known(Message("the code"), code, CODES, (*at, "diagnostic", i))
        if then.warnings is not None:
            for key in ("are", "include"):
                for i, code in enumerate(getattr(then.warnings, key)):
                    self._is_known(Message("the code"), code, CODES, (*at, "warnings", key, i))
