"""What to ask next: the unknown facts that can still change the outcome, best first (semantics 5.12)."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.assessment.exactness import OpenRules
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outlook import NextQuestion, PossibleAnswer, QuestionsData
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.explanation.blocking import build_target
from kiemdinh.explanation.search_work import report_work
from kiemdinh.rules import Budget, ExhaustedError, facts_of, values_of
from kiemdinh.standards.names import FactName
from kiemdinh.transitions.questions.goals import AskedGoal
from kiemdinh.transitions.questions.suppose import AskedSchool
from kiemdinh.transitions.questions.unknowns import UnknownFact, list_unknowns

if TYPE_CHECKING:
    from kiemdinh.data.blockers import ToDo
    from kiemdinh.data.outcomes import NodeResult

__all__ = ["find_questions"]


def find_questions(
    asked: AskedSchool, nodes: tuple[NodeResult, ...], goal: AskedGoal, limit: int | None, budget: Budget
) -> QuestionsData:
    """Return the unknown facts that can still change the goal, ordered by the outcomes that remain after each answer.

    The question whose worst answer leaves the fewest outcomes comes first; among equal ones that with the smaller mean
    over its answers; then the declared order counts. The cost is one evaluation of the dependent facts for each answer;
    with a limit a question is given up as soon as it cannot be among the first. Where the budget runs out, the
    questions that have not been tried are left out.

    Parameters
    ----------
    asked
        The school.
    nodes
        The results of its nodes.
    goal
        The goal of the questions.
    limit
        The most questions that are given; None for all.
    """
    now = goal.count_outcomes(asked.facts)
    search = _QuestionSearch(asked, nodes, goal, now, limit, budget)
    if now > 1:
        search.try_all()
    return QuestionsData(
        target=goal.target,
        outcomes=now,
        questions=tuple(search.best[:limit]),
        none_alone=bool(search.best) and not search.narrows,
        search=report_work(budget),
        open_awards=goal.list_open_awards(asked.facts) if goal.target is None else (),
    )


@dataclass
class _QuestionSearch:
    """Tries the questions one after the other.

    Attributes
    ----------
    asked, nodes, goal, now, limit, budget
        As those of :func:`find_questions`; *now* is how many outcomes are possible.
    best
        The questions that were tried to the end, best first.
    narrows
        Whether some answer leaves fewer outcomes.
    """

    asked: AskedSchool
    nodes: tuple[NodeResult, ...]
    goal: AskedGoal
    now: int
    limit: int | None
    budget: Budget
    best: list[NextQuestion] = field(default_factory=list)
    narrows: bool = False

    def try_all(self) -> None:
        """Try every question that can still change something, as far as the budget reaches."""
        unknowns = list_unknowns(self.asked.framework, self.asked.facts, self._list_to_dos(), self._open_names)
        try:
            for unknown in filter(self._can_change, unknowns):
                question = self._try(unknown)
                # Context that no to-do list names is asked for only where an answer narrows the outcomes by itself.
                if question is not None and not (unknown.only_if_it_narrows and self._tells_nothing(question)):
                    # After its equals, so that ties keep the declared order.
                    insort(self.best, question, key=_rank)
        except ExhaustedError:
            return

    def _list_to_dos(self) -> Iterator[ToDo]:
        """Yield the things to settle or decide for each level or label that is open, the lowest first."""
        for level, fact in self.goal.list_open_facts(self.asked.facts):
            blocked = build_target(self.asked.framework, self.asked.facts, fact, level, self.nodes)
            yield from (*blocked.settle, *blocked.decide)

    def _can_change(self, unknown: UnknownFact) -> bool:
        """Return whether an unknown fact still occurs in the rules after all known facts have been put in.

        A figure that is recorded as unknown, or whose record has ended, occurs in the facts that it decides.
        """
        names = {name for way in unknown.ways for name in way.names}
        decided = (fact for fact, values in self.asked.facts.facts.rules.values.items() if names & set(values))
        return not self._open_subjects.isdisjoint(map(self._subject_of, (*names, *decided)))

    @cached_property
    def _open_subjects(self) -> frozenset[str]:
        return frozenset(map(self._subject_of, self._open_names))

    @cached_property
    def _open_names(self) -> frozenset[str]:
        """The names in the rules of the facts and values on which the goal depends."""
        return frozenset(self._list_open_names())

    def _list_open_names(self) -> Iterator[str]:
        tops = self.goal.list_tops(self.asked.facts)
        for facts in self.asked.facts.facts.stages.values():
            for condition in OpenRules.of_stage(facts, tops).definitions.values():
                yield from (*facts_of(condition), *values_of(condition))

    def _subject_of(self, name: str) -> str:
        """Return the node that a fact or score is about; for an input its value, without the stage.

        For an outcome under another framework it is that of one member, whichever step is asked for.
        """
        read = self.asked.framework.outline.fact_names.read_any(name)
        if isinstance(read, FactName) and read.reference is not None:
            return str(read._replace(step=None))
        if isinstance(read, FactName):
            return read.subject
        return read.node if read.node is not None else str(read)

    def _try(self, unknown: UnknownFact) -> NextQuestion | None:
        """Return the outcomes that remain after each answer; None if it is no question, or cannot be among the first.

        Raises
        ------
        ExhaustedError
            The budget has run out.
        """
        answers: list[PossibleAnswer] = []
        # The highest first: it usually leaves the most outcomes, so that the worst answer is known early.
        for way in reversed(unknown.ways):
            try:
                supposed, size = self.asked.suppose(unknown, way)
            except InputError:
                return None  # no sample of such a value can be recorded
            self.budget.spend(size + 1)
            answers.append(PossibleAnswer(way.answer, self.goal.count_outcomes(supposed)))
            self.narrows = self.narrows or answers[-1].outcomes < self.now
            if self._is_behind(answers, len(unknown.ways)):
                return None
        return _describe_question(self.asked, unknown, tuple(reversed(answers)))

    def _tells_nothing(self, question: NextQuestion) -> bool:
        return all(answer.outcomes >= self.now for answer in question.answers)

    def _is_behind(self, answers: list[PossibleAnswer], n: int) -> bool:
        """Return whether a question with *n* answers, some of them tried, comes after the last one that is given."""
        # Until one answer is known to narrow anything, any answer of any question may be the one that does.
        if self.limit is None or len(self.best) < self.limit or not self.narrows:
            return False
        worst, total = _measure(answers)
        # Each untried answer leaves at least one outcome.
        return (worst, Fraction(total + n - len(answers), n)) >= _rank(self.best[self.limit - 1])


def _describe_question(asked: AskedSchool, unknown: UnknownFact, answers: tuple[PossibleAnswer, ...]) -> NextQuestion:
    worst, total = _measure(answers)
    titles = find_titles(asked.framework, unknown.id)
    return NextQuestion(unknown.id, unknown.kind, answers, worst, total, titles, unknown.who)


def _measure(answers: Iterable[PossibleAnswer]) -> tuple[int, int]:
    """Return the most outcomes that remain after an answer, and the sum over all answers."""
    counts = [answer.outcomes for answer in answers]
    return max(counts), sum(counts)


def _rank(question: NextQuestion) -> tuple[int, Fraction]:
    # The mean and not the sum: questions have different numbers of answers, and one that narrows nothing has few.
    return question.worst, Fraction(question.sum, len(question.answers))
