"""What to ask next: the unknown facts that can still change the outcome, best first (semantics 5.12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kiemdinh.assessment.exactness import OpenRules
from kiemdinh.assessment.outcomes import outcome_result
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outlook import NextQuestion, PossibleAnswer, QuestionsData
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.explanation.blocking import build_target
from kiemdinh.explanation.search_work import report_work
from kiemdinh.explanation.targets import fact_of_level, levels_of
from kiemdinh.rules import UNKNOWN, Budget, ExhaustedError, facts_of, values_of
from kiemdinh.standards.names import FactName
from kiemdinh.transitions.questions.suppose import AskedSchool
from kiemdinh.transitions.questions.unknowns import UnknownFact, list_unknowns

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.blockers import ToDo
    from kiemdinh.data.outcomes import LevelRef, NodeResult
    from kiemdinh.standards.loading import Framework

__all__ = ["find_questions"]


def find_questions(
    asked: AskedSchool,
    nodes: tuple[NodeResult, ...],
    target: LevelRef | None,
    limit: int | None,
    budget: Budget,
) -> QuestionsData:
    """Return the unknown facts that can still change the main outcome, ordered by what remains after each answer.

    The question whose worst answer leaves the fewest outcomes stands first; then the one with the smaller sum over its
    answers; then the declared order. Costs one reading of what hangs on it for each answer. Where the budget runs out,
    the questions that have not been tried are left out.

    Parameters
    ----------
    asked
        The school.
    nodes
        The results of its nodes.
    target
        The level that is asked about; None for all outcomes.
    limit
        The most questions that are given; None for all.
    """
    framework, school = asked.framework, asked.facts
    asking = _Asking(framework, target)
    now = asking.count_outcomes(school)
    unknowns = list_unknowns(framework, school, asking.list_to_dos(school, nodes)) if now > 1 else ()
    unknowns = tuple(unknown for unknown in unknowns if asking.can_change(school, unknown))
    found = list(_try_questions(asking, asked, unknowns, budget))
    # Python sorts stably, so that ties keep the declared order.
    found.sort(key=lambda question: (question.worst, question.sum))
    none_alone = bool(found) and all(answer.outcomes == now for one in found for answer in one.answers)
    return QuestionsData(target, now, tuple(found[:limit]), none_alone, report_work(budget))


class _Asking:
    """What is asked: which outcomes of a framework are possible, or whether one level is held."""

    def __init__(self, framework: Framework, target: LevelRef | None) -> None:
        self.framework, self.target = framework, target
        self._open: frozenset[str] | None = None

    def count_outcomes(self, school: ReportedSchool) -> int:
        """Return how many outcomes are possible; of a target two while it is open."""
        main = outcome_result(self.framework, self.framework.outcomes[0], school, exact=True)
        if self.target is not None:
            return 2 if school.truth(str(fact_of_level(main, self.target))) is UNKNOWN else 1
        if main.kind == "labels":
            return max(1, len(main.labels))
        levels = [None, *(level.id for level in levels_of(self.framework))]
        low, high = (None if level is None else level.id for level in (main.guaranteed, main.attainable))
        return levels.index(high) - levels.index(low) + 1

    def list_to_dos(self, school: ReportedSchool, nodes: tuple[NodeResult, ...]) -> Iterator[ToDo]:
        """Yield what is to be settled or decided for each level or label that is open, the lowest first."""
        for level, fact in self._list_open_levels(school):
            blocked = build_target(self.framework, school, fact, level, nodes)
            yield from (*blocked.settle, *blocked.decide)

    def _list_open_levels(self, school: ReportedSchool) -> Iterator[tuple[LevelRef, FactName]]:
        main = outcome_result(self.framework, self.framework.outcomes[0], school, exact=True)
        for level in (self.target,) if self.target is not None else levels_of(self.framework):
            fact = fact_of_level(main, level)
            if school.truth(str(fact)) is UNKNOWN:
                yield level, fact

    def can_change(self, school: ReportedSchool, unknown: UnknownFact) -> bool:
        """Return whether an unknown fact still stands in the rules once all that is known has been put in."""
        if self._open is None:
            self._open = frozenset(self._list_open_subjects(school))
        names = {name for way in unknown.ways for name in way.names}
        return not self._open.isdisjoint(map(self._subject_of, names))

    def _list_open_subjects(self, school: ReportedSchool) -> Iterator[str]:
        tops = [str(fact) for _, fact in self._list_open_levels(school)]
        for facts in school.facts.stages.values():
            for condition in OpenRules.of_stage(facts, tops).definitions.values():
                yield from map(self._subject_of, (*facts_of(condition), *values_of(condition)))

    def _subject_of(self, name: str) -> str:
        """Return the node that a fact or score is about; of an input its value, the stage left out."""
        read = self.framework.outline.fact_names.read_any(name)
        if isinstance(read, FactName):
            return read.subject
        return read.node if read.node is not None else str(read)


def _try_questions(
    asking: _Asking, asked: AskedSchool, unknowns: Iterable[UnknownFact], budget: Budget
) -> Iterator[NextQuestion]:
    for unknown in unknowns:
        answers: list[PossibleAnswer] = []
        try:
            for way in unknown.ways:
                supposed, size = asked.suppose(unknown, way)
                budget.spend(size + 1)
                answers.append(PossibleAnswer(way.answer, asking.count_outcomes(supposed)))
        except ExhaustedError:
            return
        except InputError:
            continue  # no sample of such a value can be recorded: it is no question
        counts = [answer.outcomes for answer in answers]
        titles = find_titles(asking.framework, unknown.id)
        yield NextQuestion(unknown.id, unknown.kind, tuple(answers), max(counts), sum(counts), titles)
