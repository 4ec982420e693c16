"""The question of repair: what must become certain, what is known, and what can be changed (5.3).

It is built once for a target. Repairs, the roles of gaps, the margin and sufficient reasons are answers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor, prod
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.cases import ContextCells, ContextValue, find_context_below, find_open_context, in_case
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs.actions import ActionFinder, find_reachable_values
from kiemdinh.explanation.repairs.first_figures import FirstFigurePlan, revise_plan
from kiemdinh.explanation.repairs.opening import OpenedTarget, open_facts, open_target
from kiemdinh.explanation.repairs.prices import PriceFinder
from kiemdinh.explanation.repairs.subjects import CaseFacts, FactSubject, Subject, Subjects, ValueSubject
from kiemdinh.explanation.repairs.value_ranges import ValueRange
from kiemdinh.rules import Action, Bound, Change, FactAction, Interval, Number, RepairProblem, Truth, facts_of
from kiemdinh.standards.names import FactName, ValueKind

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = [
    "MAX_REPAIR_CASES",
    "RepairQuestion",
    "build_question",
    "build_question_of_facts",
    "find_value_spans",
]

MAX_REPAIR_CASES: Final = 64
"""Cases of unknown context that a repair is made to hold in; where there are more, the context is left unknown."""
_MAX_CHOSEN: Final = 8
"""Into so many parts the values of context with more cases are cut, for a lower bound of what a repair costs."""


@dataclass(frozen=True, slots=True)
class RepairQuestion:
    """A repair problem of the kernel, with the meaning of its names.

    Attributes
    ----------
    problem
        What the kernel solves.
    subjects
        What the names of facts and values in it stand for.
    is_mixed
        Whether the dossier gives some criteria whole and others requirement by requirement.
    denominators
        The denominators of percentages that are given as numerator and denominator, by their names in the problem.
    ranges
        The ranges that figures must keep when they are recorded for the first time, by their names in the problem.
    prices
        What the changes cost.
    sizes
        Where the question is about several facts, how many subjects (facts and values) were known after each.
    """

    problem: RepairProblem
    subjects: Subjects
    is_mixed: bool
    denominators: Mapping[str, Number]
    ranges: Mapping[str, ValueRange]
    prices: PriceFinder
    sizes: tuple[tuple[int, int], ...] = ()

    def subject_named(self, name: str) -> Subject:
        """Return what the name of a fact or value in the problem stands for.

        Raises
        ------
        KeyError
            The problem has no such name.
        """
        return self.subjects.facts.get(name) or self.subjects.values[name]

    def subject_of(self, action: Action) -> Subject:
        """Return the fact or value that an action of the problem changes."""
        return self.subject_named(action.fact if isinstance(action, FactAction) else action.value)

    def iterate_leaves(self) -> Iterator[tuple[str, FactSubject]]:
        """Yield the facts that records settle, by their names in the problem: those that no condition opens."""
        definitions = self.problem.definitions
        read = {fact for condition in definitions.values() for fact in facts_of(condition)}
        read |= facts_of(self.problem.condition)
        for key, subject in self.subjects.facts.items():
            if key in read and key not in definitions:
                yield key, subject

    def find_end(self, change: Change) -> tuple[Truth | Bound, Bound | None]:
        """Return the end of a change, and the bound that it must keep on the other side; None where there is none.

        There is such a bound where a figure can go too far, and where a figure is recorded for the first time.
        """
        end = change.to
        if not isinstance(end, Bound):
            return end, None
        both = self.ranges.get(change.name, ValueRange()).with_bound(end)
        if change.limit is not None:
            both = both.with_bound(change.limit)
        return both.bound_on(end.direction) or end, both.bound_on("down" if end.direction == "up" else "up")

    def headcount(self, change: Change) -> tuple[Number | None, Number | None]:
        """Return how many people a percentage means, and of how many; None and None for any other change.

        A bound of at least 20 % of 42 people, which is 8.4, is met by 9.
        """
        denominator = self.denominators.get(change.name)
        if denominator is None or not isinstance(change.to, Bound):
            return None, None
        # People are counted whole: a lower bound is rounded up, an upper one down, a strict one to the next person.
        people = Fraction(change.to.number) * denominator / 100
        if change.to.direction == "up":
            return floor(people) + 1 if change.to.strict else ceil(people), denominator
        return ceil(people) - 1 if change.to.strict else floor(people), denominator


def build_question(
    framework: Framework,
    school: SchoolFacts,
    target: FactName,
    efforts: Efforts,
    *,
    may_settle_context: bool = False,
) -> RepairQuestion:
    """Return the question how to make the fact *target* certain in every stage.

    Open context is taken in each of its cases, so a repair holds in all of them. Where there are more than 64 cases the
    context is left unknown. A repair is then still sound, and some of the cases give a lower bound on the cost. With
    *may_settle_context* it can be settled instead; so one finds which context must be settled first. Linear in the size
    of the rules below the target, times the stages; the search itself comes later.
    """
    settled, completions = ((school,), ()) if may_settle_context else _list_cases(school, str(target))

    def open_by(plan: FirstFigurePlan) -> OpenedTarget:
        return open_target(framework, school, target, plan)

    return _ask(framework, school, settled, open_by, efforts, completions, may_settle_context=may_settle_context)


def build_question_of_facts(
    framework: Framework, school: SchoolFacts, facts: Sequence[str], efforts: Efforts, context: ContextCells
) -> RepairQuestion:
    """Return the question how to make several facts certain in each case of *context*.

    Each part of the condition stands for one fact of one stage; ``sizes`` tells which subjects each fact brought in.
    The cost is that of :func:`build_question` for what is below these facts.
    """

    def open_by(plan: FirstFigurePlan) -> OpenedTarget:
        return open_facts(framework, school, facts, plan)

    return _ask(framework, school, _settle(school, context), open_by, efforts, may_settle_context=False)


def _ask(
    framework: Framework,
    school: SchoolFacts,
    settled: tuple[SchoolFacts, ...],
    open_by: Callable[[FirstFigurePlan], OpenedTarget],
    efforts: Efforts,
    completions: tuple[SchoolFacts, ...] = (),
    *,
    may_settle_context: bool,
) -> RepairQuestion:
    """Return the question about the target that *open_by* opens by a plan.

    *settled* is the school in each case of its context, *completions* what it is in some of too many cases.
    """
    opened, plan = _open_by_plan(framework, school, open_by, settled)
    cases = tuple(CaseFacts(opened.subjects, case) for case in settled)
    is_mixed = _is_mixed(framework, school)
    denominators = dict(_find_denominators(framework, school, opened.subjects))
    prices = PriceFinder(framework, school, efforts)
    finder = ActionFinder(framework, school, opened, prices, denominators, plan, may_settle_context)
    actions = tuple(finder.find_actions(cases))
    problem = RepairProblem(
        condition=opened.condition,
        cases=cases,
        actions=actions,
        definitions=opened.definitions,
        expand=lambda _: True,  # only facts that are opened have a definition here
        fees=prices.fees,
        completions=tuple(CaseFacts(opened.subjects, case) for case in completions),
    )
    return RepairQuestion(problem, opened.subjects, is_mixed, denominators, plan.ranges, prices, tuple(opened.sizes))


def find_value_spans(question: RepairQuestion, framework: Framework) -> dict[str, Interval]:
    """Return all that each value of the problem can be, by its name; a date counted back is what it is."""
    spans: dict[str, Interval] = {}
    for key, subject in question.subjects.values.items():
        if subject.value.kind in (ValueKind.CLOCK, ValueKind.FURTHER):
            spans[key] = question.problem.cases[0].value(key)
        else:
            spans[key] = find_reachable_values(framework, subject, None).span
    return spans


def _open_by_plan(
    framework: Framework,
    school: SchoolFacts,
    open_by: Callable[[FirstFigurePlan], OpenedTarget],
    cases: tuple[SchoolFacts, ...],
) -> tuple[OpenedTarget, FirstFigurePlan]:
    """Open the target until the plan for first figures holds: each figure decides only what it can satisfy."""
    plan = FirstFigurePlan()
    while True:
        opened = open_by(plan)
        reachable = {
            key: find_reachable_values(framework, subject, None)
            for key, subject in opened.subjects.values.items()
            if _is_figure(subject, school)
        }
        revised = revise_plan(plan, opened.unrecorded, school, cases, reachable)
        if (revised.withheld, revised.by_figures) == (plan.withheld, plan.by_figures):
            return opened, revised
        # Another plan reads other requirements, and so other figures.
        plan = revised


def _is_figure(subject: ValueSubject, school: SchoolFacts) -> bool:
    """Return whether a value is an input that a school can change, and not context."""
    return subject.value.kind is ValueKind.INPUT and subject.name not in school.rules.context_values


def _find_denominators(framework: Framework, school: SchoolFacts, subjects: Subjects) -> Iterator[tuple[str, Number]]:
    """Yield the denominator of each percentage that was given as numerator and denominator."""
    for key, subject in subjects.values.items():
        is_input = subject.value.kind is ValueKind.INPUT
        if is_input and framework.inputs[subject.value.name].unit == "percent":
            prevailing = school.stages[subject.stage].values.prevailing_record(subject.name)
            if prevailing is not None and prevailing.record.whole:
                yield key, prevailing.record.whole


def _list_cases(school: SchoolFacts, target: str) -> tuple[tuple[SchoolFacts, ...], tuple[SchoolFacts, ...]]:
    """Return the facts in each case of unknown context; of too many cases the facts as they are, and some of these.

    Only context on which the target can depend counts. Where this has too many cases, only context that is open now
    counts.
    """
    context: ContextCells = find_context_below(school, target)
    if _count_cases(context) > MAX_REPAIR_CASES:
        open_now = find_open_context(school)
        context = {value: cells for value, cells in open_now.items() if value in context} or context
    if _count_cases(context) > MAX_REPAIR_CASES:
        return (school,), tuple(in_case(school, case) for case in _choose_cases(context))
    return _settle(school, context), ()


def _count_cases(context: ContextCells) -> int:
    return prod(map(len, context.values()))


def _settle(school: SchoolFacts, context: ContextCells) -> tuple[SchoolFacts, ...]:
    """Return the facts in each case of *context*; without any the facts as they are."""
    if not context:
        return (school,)
    return tuple(in_case(school, dict(zip(context, cells, strict=True))) for cells in product(*context.values()))


def _choose_cases(open_context: ContextCells) -> Iterator[Mapping[ContextValue, Interval]]:
    """Yield some cases, in which the first values are at one end of their range and the others at the other end."""
    values = tuple(open_context)
    step = ceil(len(values) / _MAX_CHOSEN)
    for number in range(0, len(values) + 1, step):
        for end in (0, -1):
            first = {value: open_context[value][end] for value in values[:number]}
            yield first | {value: open_context[value][-1 - end] for value in values[number:]}


def _is_mixed(framework: Framework, school: SchoolFacts) -> bool:
    """Return whether the dossier gives some criteria whole and others requirement by requirement."""
    findings = school.as_one.findings
    has_single = any(framework.nodes[node].is_requirement for node in findings.by_node if node in framework.nodes)
    return has_single and findings.gives_whole_nodes
