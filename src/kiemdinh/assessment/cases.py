"""Unknown context settled by cases: the facts are read once for each value that it can take, and joined (1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.evidence.resolution import StageFacts
from kiemdinh.rules import UNKNOWN, Interval, Truth, evaluate_cases, join_truths
from kiemdinh.standards.lowering import FrameworkRules
from kiemdinh.standards.names import FactKind, read_fact_name

__all__ = ["ContextValue", "JoinedCases", "find_open_context", "in_case", "settle_by_cases"]

ContextValue: TypeAlias = tuple[str | None, str]
"""A context value: the stage that it is a stage's own in (None: the school's), and its id."""


@dataclass(frozen=True, slots=True)
class JoinedCases:
    """Truths joined over the cases of an unknown context, by stage (the empty text: the school) and name.

    A fact that hangs on no open context has no entry. ``exact`` is False where there were more than 256 cases, and some
    context was left unknown.
    """

    truths: Mapping[tuple[str | None, str], Truth]
    exact: bool


def settle_by_cases(base: SchoolFacts) -> JoinedCases:
    """Return the truths that an unknown context leaves open, joined over its cases (1.7).

    The join has the least certain and the greatest possible reading. A single reading may be too wide where an unknown
    context value enters an outcome under both signs. Read once for each case of that value and joined, the outcome is
    exact.

    Costs, for each of at most 256 cases, one resolution of the facts that hang on the context; nothing where nothing is
    open, and one case where already the first leaves every open outcome unknown, as the join then would.

    Parameters
    ----------
    base
        The facts of a single reading, in which context may be unknown. They are left as they are.

    Returns
    -------
    JoinedCases
        Empty and exact where no case can settle anything.
    """
    open_ = find_open_context(base)
    if not open_:
        return JoinedCases({}, True)
    # The kernel knows a context by one text; these lead back to the stage and the id.
    keys = {f"{at or ''}|{value_id}": (at, value_id) for at, value_id in open_}
    dependents = _find_dependents({value_id for _, value_id in open_}, base.rules)

    def truths_in_case(case: Mapping[str, Interval]) -> dict[tuple[str | None, str], Truth]:
        school = in_case(base, {keys[key]: cell for key, cell in case.items()}, dependents)
        return _collect_truths(school, dependents)

    # A join is unknown as soon as one of its cases is: then no case can settle an outcome, and none more is looked at.
    first = truths_in_case({key: open_[value][0] for key, value in keys.items()})
    tops = [name for name in dependents if _is_top(name) and base.truth(name) is UNKNOWN]
    if all(first["", name] is UNKNOWN for name in tops):
        return JoinedCases({}, True)
    cases, exact = evaluate_cases(truths_in_case, {key: open_[value] for key, value in keys.items()})
    return JoinedCases({key: join_truths([case[key] for case in cases]) for key in first}, exact)


def in_case(
    base: SchoolFacts, case: Mapping[ContextValue, Interval], dependents: frozenset[str] | None = None
) -> SchoolFacts:
    """Return the facts of *base* with context values fixed.

    Parameters
    ----------
    base
        The facts to begin with; they are left as they are.
    case
        Context values, each with what it is taken to be. A value of the school holds in every stage.
    dependents
        The definitions that hang on these values, the only ones that are worked out anew. None finds them, in time
        linear in the size of the rules.
    """
    if dependents is None:
        dependents = _find_dependents({value_id for _, value_id in case}, base.rules)

    def fix_context(facts: StageFacts) -> StageFacts:
        own = {value_id: cell for (at, value_id), cell in case.items() if at in (None, facts.stage)}
        return facts.in_case(own, dependents)

    # Without stages the only entry is the school as one: the same facts are not worked out twice.
    as_one = fix_context(base.as_one)
    stages = {s: as_one if facts is base.as_one else fix_context(facts) for s, facts in base.stages.items()}
    return SchoolFacts(base.rules, stages, as_one)


def find_open_context(school: SchoolFacts) -> dict[ContextValue, tuple[Interval, ...]]:
    """Return the unknown context values that an unknown outcome or award hangs on both ways, each with its cases.

    The cases of a value are intervals, one for each way in which the conditions on it can turn out; only those that
    agree with what is known of it are returned. Costs time linear in the size of the rules that are unknown.

    Parameters
    ----------
    school
        The facts of a single reading; facts that have not been worked out yet are worked out on the way.
    """
    found: dict[ContextValue, tuple[Interval, ...]] = {}
    # Most frameworks have no context under both signs: then no fact has to be looked at.
    if not school.rules.cases:
        return found
    for name in filter(_is_top, school.rules.definitions):
        if school.truth(name) is UNKNOWN:
            seen: set[str] = set()
            for facts in (school.as_one, *school.stages.values()):
                _search_below(school, name, facts, seen, found)
    return found


def _search_below(
    school: SchoolFacts,
    name: str,
    facts: StageFacts,
    seen: set[str],
    found: dict[ContextValue, tuple[Interval, ...]],
) -> None:
    """Follow what is unknown from *name* downwards; a fact that is settled hangs on no case."""
    # A fact by the findings of one side is defined by the same condition as the fact of both.
    name = str(read_fact_name(name).without_side)
    key = f"{facts.stage}|{name}"
    if key in seen or name not in school.rules.definitions:
        return
    seen.add(key)
    for value_id in school.rules.values[name] & school.rules.cases.keys():
        now = facts.value(value_id)
        left = tuple(cell for cell in school.rules.cases[value_id] if _lies_within(cell, now))
        # With one case left every condition on the value turns out the same way: there is nothing to join.
        if not now.known and len(left) > 1:
            found[_stage_of(facts, value_id), value_id] = left
    for fact in school.rules.facts[name]:
        # Outcomes and awards are facts of the school, all others of the stage at hand.
        if (school if _is_top(fact) else facts).truth(fact) is UNKNOWN:
            _search_below(school, fact, facts, seen, found)


def _lies_within(cell: Interval, interval: Interval) -> bool:
    low = interval.low is None or (cell.low is not None and cell.low >= interval.low)
    return low and (interval.high is None or (cell.high is not None and cell.high <= interval.high))


def _stage_of(facts: StageFacts, value_id: str) -> str | None:
    """Return the stage whose own record speaks for a context value; else None, and the value is the school's."""
    speaking = facts.values.prevailing_record(value_id)
    return facts.stage if speaking is not None and speaking.record.stage == facts.stage else None


def _find_dependents(values: set[str], rules: FrameworkRules) -> frozenset[str]:
    """Return the definitions that hang on one of *values*, by themselves or through others."""
    found: set[str] = set()
    for name in rules.definitions:  # a definition stands after those that it reads
        facts = {str(read_fact_name(f).without_side) for f in rules.facts[name]}
        if not values.isdisjoint(rules.values[name]) or not found.isdisjoint(facts):
            found.add(name)
    return frozenset(found)


def _is_top(name: str) -> bool:
    fact = read_fact_name(name)
    return fact.side is None and (fact.is_top or fact.kind is FactKind.CASE)


def _collect_truths(school: SchoolFacts, names: frozenset[str]) -> dict[tuple[str | None, str], Truth]:
    truths = {
        (stage, name): facts.truth(name)
        for stage, facts in school.stages.items()
        for name in names
        # No stage can evaluate an award: its condition reads outcomes of the school.
        if not read_fact_name(name).is_of_award
    }
    truths.update({("", name): school.truth(name) for name in names if _is_top(name)})
    return truths
