"""What a fact asks of others: gates over the outcomes that members could still reach (semantics 6.4, 6.10).

A repair chooses among changes of one assessment. A caller who chooses among many assessments, each with its cost and
time, needs the condition itself. It is written here as gates, with one move for each outcome that may be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.assessment.cases import find_context_below, find_dependents, in_case
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs import CaseFacts, RepairQuestion, build_question_of_facts, search_repairs
from kiemdinh.rules import (
    MAX_CASES,
    MET,
    UNKNOWN,
    UNMET,
    Budget,
    ExhaustedError,
    FactAction,
    Facts,
    Interval,
    Not,
    RepairProblem,
    Truth,
    fit_domains,
    iterate_cases,
)
from kiemdinh.rules.repairs import BoundLeaf, FactLeaf, Normal, NormalGroup, RepairModel, leaves_of
from kiemdinh.rules.search import FALSE, TRUE, Gates, set_bits
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.assessment.cases import ContextCells, ContextValue
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["AskedOfOthers", "find_asked_of_others", "read_in_cases"]


@dataclass(frozen=True, slots=True)
class AskedOfOthers:
    """What a fact asks of outcomes under other frameworks.

    Attributes
    ----------
    gates, root
        The gates, and the node that says that the fact holds. Move *i* means that ``facts[i]`` becomes reached.
    facts
        The steps of outcomes that are not reached now and may be reached later.
    against
        Those steps that may harm the fact; if there are any, the gates are not monotone.
    is_exact
        Whether the gates are exact. False where open context is left unknown, or where something open can both help and
        harm. The gates are sound even then: what satisfies them is enough.
    """

    gates: Gates
    root: int
    facts: tuple[FactName, ...]
    against: tuple[FactName, ...]
    is_exact: bool
    _names: tuple[str, ...]
    _question: RepairQuestion
    _cases: tuple[Facts, ...]
    _open: tuple[ContextValue, ...]
    _at_best: bool

    def is_met_by(self, reached: Collection[FactName]) -> bool:
        """Return whether the fact holds once some steps are reached. Linear in the size of the gates."""
        return self.gates.is_satisfied(self.root, sum(1 << i for i, one in enumerate(self.facts) if one in reached))

    def find_obstacles(self, budget: Budget) -> tuple[str, ...]:
        """Return what else would have to change even if all these steps were reached, as the ids of results.

        It is the cheapest such set of changes, each with cost 1; open context where no change is enough. Empty where
        nothing is in the way, or nothing that can be named. The cost is that of a search for repairs.
        """
        cases = tuple(_FactsOnceReached(facts, self._names, at_best=self._at_best) for facts in self._cases)
        actions = self._question.problem.actions
        ids = {one.id for one in actions if not (isinstance(one, FactAction) and one.fact in self._names)}
        left = tuple(
            replace(one, requires=tuple(other for other in one.requires if other in ids))
            if isinstance(one, FactAction)
            else one
            for one in actions
            if one.id in ids
        )
        problem = replace(self._question.problem, cases=cases, actions=left, completions=())
        try:
            cheapest = search_repairs(problem, budget).cheapest
        except ExhaustedError:
            return ()
        if cheapest is not None:
            return tuple(self._question.subject_named(change.name).id for change in cheapest.changes)
        return tuple(name for _, name in self._open)


@dataclass(frozen=True, slots=True)
class _FactsOnceReached:
    """Facts with some steps reached; with *at_best*, unknown facts hold."""

    facts: Facts
    reached: Collection[str]
    at_best: bool

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact."""
        truth = MET if name in self.reached else self.facts.truth(name)
        return MET if self.at_best and truth is UNKNOWN else truth

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value."""
        return self.facts.value(name)


def find_asked_of_others(
    framework: Framework,
    school: SchoolFacts,
    target: FactName,
    may_come: Callable[[FactName], bool],
    *,
    at_best: bool = False,
) -> AskedOfOthers:
    """Return what *target* asks of outcomes under other frameworks, in every stage.

    Open context is settled by cases, at most 256 of them (1.7). The cost is that of a question for repairs, times the
    cases.

    Parameters
    ----------
    may_come
        Tells whether a step of an outcome may be reached later. Until then it counts as not reached, unless it
        certainly is.
    at_best
        Whether other unknown facts turn out well; else they turn out badly.
    """
    question = build_question_of_facts(framework, school, (str(target),), Efforts({}), {})
    cases, open_, is_all = _list_cases(school, target, question)
    moves = {
        key: subject.fact
        for key, subject in question.iterate_leaves()
        if subject.fact.kind is FactKind.REACHES
        and (subject.stage is None or subject.fact.member is not None)
        and may_come(subject.fact)
        and any(facts.truth(key) is not MET for facts in cases)
    }
    to = UNMET if at_best else MET
    problem = question.problem
    model = RepairModel.from_problem(
        RepairProblem(
            condition=Not(problem.condition) if at_best else problem.condition,
            cases=cases,
            actions=tuple(FactAction(id=key, fact=key, to=to) for key in moves),
            definitions=problem.definitions,
            expand=problem.expand,
        )
    )
    gates = Gates(Budget())
    numbers = {key: i for i, key in enumerate(moves)}
    with gates.budget.lifted():
        writers = [_AskedFormWriter(gates, numbers, facts, at_best=at_best) for facts in cases]
        root = gates.make_all([one.write_form(form) for one, form in zip(writers, model.forms, strict=True)])
        facts = tuple(moves.values())
        against = tuple(facts[i] for i in set_bits(gates.negative_moves[root]))
        # A fact is possible if its negation is not certain.
        if at_best and not against:
            root = gates.make_dual(root)
    is_exact = is_all and not model.unfollowed and not _has_mixed(model.forms, cases, moves)
    return AskedOfOthers(gates, root, facts, against, is_exact, tuple(moves), question, cases, open_, at_best)


def read_in_cases(school: SchoolFacts, target: FactName) -> Truth:
    """Return the truth of a fact in every stage, joined over the cases of the open context that it can hang on (1.7).

    A result reads a node by cases only where these settle an outcome. The cost is that of the facts below it, for each
    of at most 256 cases.
    """
    dependents, cells, _ = _find_cells(school, target)
    cases = [in_case(school, case, dependents) for case in iterate_cases(cells)] if cells else [school]
    truths = {min(facts.truth(str(target)) for facts in case.stages.values()) for case in cases}
    return truths.pop() if len(truths) == 1 else UNKNOWN


def _find_cells(school: SchoolFacts, target: FactName) -> tuple[frozenset[str], ContextCells, bool]:
    """Return what reads the open context below a fact, the cells of what is settled by cases, and whether all is."""
    open_ = find_context_below(school, str(target))
    cells = fit_domains(open_, MAX_CASES)
    return find_dependents(frozenset(name for _, name in open_), school.rules), cells, len(cells) == len(open_)


def _list_cases(
    school: SchoolFacts, target: FactName, question: RepairQuestion
) -> tuple[tuple[Facts, ...], tuple[ContextValue, ...], bool]:
    """Return what is known in each case of the open context, this context, and whether cases settle all of it."""
    dependents, cells, is_all = _find_cells(school, target)
    if not cells:
        return (CaseFacts(question.subjects, school),), (), is_all
    cases = (in_case(school, case, dependents) for case in iterate_cases(cells))
    return tuple(CaseFacts(question.subjects, case) for case in cases), tuple(cells), is_all


def _has_mixed(forms: Sequence[Normal], cases: Sequence[Facts], moves: Collection[str]) -> bool:
    """Return whether something open, which nobody is to reach, can both help and harm a form."""
    for form, facts in zip(forms, cases, strict=True):
        signs = {
            (leaf.name, leaf.positive) if isinstance(leaf, FactLeaf) else (leaf.value, leaf.up)
            for leaf in leaves_of(form)
            if (
                not facts.value(leaf.value).known
                if isinstance(leaf, BoundLeaf)
                else leaf.name not in moves and facts.truth(leaf.name) is UNKNOWN
            )
        }
        if len({name for name, _ in signs}) < len(signs):
            return True
    return False


class _AskedFormWriter:
    """Writes the normal form of one case as gates; equal parts are written once.

    With *at_best* the form is that of the negation: it says what must not become reached, and its dual says what must.
    """

    def __init__(self, gates: Gates, moves: Mapping[str, int], facts: Facts, *, at_best: bool) -> None:
        self._gates, self._moves, self._facts, self._at_best = gates, moves, facts, at_best
        self._done: dict[int, tuple[Normal, int]] = {}

    def write_form(self, form: Normal) -> int:
        """Return the node of a form; linear in its size."""
        if isinstance(form, bool):
            return TRUE if form else FALSE
        if not isinstance(form, NormalGroup):
            return self._write_leaf(form)
        known = self._done.get(id(form))
        if known is None:
            parts = [self.write_form(part) for part in form.members]
            known = self._done[id(form)] = form, self._gates.make_gate(form.need, parts, form.weights)
        return known[1]

    def _write_leaf(self, leaf: FactLeaf | BoundLeaf) -> int:
        move = self._moves.get(leaf.name) if isinstance(leaf, FactLeaf) else None
        if move is None or not isinstance(leaf, FactLeaf):
            return TRUE if leaf.holds else FALSE
        if self._facts.truth(leaf.name) is MET:
            return TRUE if leaf.positive else FALSE
        # At worst, "certainly not reached" must be known; at best, nothing is found out by itself.
        if not self._at_best and not leaf.positive and not leaf.holds:
            return FALSE
        return self._gates.make_literal(move, positive=leaf.positive is not self._at_best)
