"""The repair problem of each row of a table: what the school can change for a level, and at what cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from kiemdinh.api.assessment import facts_of_result
from kiemdinh.explanation.composition import ClusterQuestion, TargetOutline, ask_cluster, compose_question
from kiemdinh.explanation.repairs import build_question
from kiemdinh.portfolio.batch.explained.cluster_rows import ClusterRows
from kiemdinh.portfolio.batch.general_rows import assess_row

if TYPE_CHECKING:
    from kiemdinh.assessment.cases import ContextCells
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.explanation.composition import Cluster
    from kiemdinh.explanation.costs import Efforts
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.rules import Action, RepairProblem
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["Reprice", "RowProblems"]

AnswerT = TypeVar("AnswerT")
Reprice: TypeAlias = "Callable[[Action], Action]"
"""Returns an action with what it takes."""
Answer: TypeAlias = "Callable[[RepairProblem, Callable[[str], str]], AnswerT]"
"""Answers a problem; the second argument returns the id by which results show a name of it."""


@dataclass
class RowProblems(Generic[AnswerT]):
    """Answers the repair problems of rows, each composed of clusters where that is possible.

    The cost is one problem for each different combination of clusters, and the whole problem for other rows.

    Attributes
    ----------
    table
        The table.
    efforts
        What changes take.
    reprice
        What each action takes in the end.
    answer
        Answers a problem.
    """

    table: SchoolTable
    efforts: Efforts
    reprice: Reprice
    answer: Answer[AnswerT]
    _composed: ClusterRows[ClusterQuestion, AnswerT] = field(init=False)

    def __post_init__(self) -> None:
        self._composed = ClusterRows(self.table, partial(_ask, self.efforts, self.reprice), self._answer_composed)

    def find_answer(self, row: int, fact: FactName) -> AnswerT:
        """Return the answer to the problem how a row makes *fact* certain."""
        found = self._composed.find_answer(row, fact)
        return self._answer_whole(row, fact) if found is None else found

    def _answer_composed(self, outline: TargetOutline, asked: Sequence[ClusterQuestion]) -> AnswerT:
        question = compose_question(outline, asked)
        return self.answer(question.problem, question.shown.__getitem__)

    def _answer_whole(self, row: int, fact: FactName) -> AnswerT:
        result = assess_row(self.table, row)
        question = build_question(self.table.framework, facts_of_result(result).facts, fact, self.efforts)
        actions = tuple(map(self.reprice, question.problem.actions))
        return self.answer(replace(question.problem, actions=actions), lambda name: question.subject_named(name).id)


def _ask(
    efforts: Efforts,
    reprice: Reprice,
    framework: Framework,
    school: SchoolFacts,
    cluster: Cluster,
    context: ContextCells,
) -> ClusterQuestion:
    found = ask_cluster(framework, school, cluster, context, efforts)
    return replace(found, actions=tuple((place, reprice(action)) for place, action in found.actions))
