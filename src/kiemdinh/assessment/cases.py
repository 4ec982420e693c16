"""Unknown context settled by cases: the facts are read once for each value of the context, and joined (1.7)."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations_with_replacement, product
from math import comb, prod
from typing import Final, NamedTuple, TypeAlias

from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.evidence.resolution import StageFacts
from kiemdinh.rules import MAX_CASES, UNKNOWN, Interval, Truth, fit_domains, iterate_cases, join_truths
from kiemdinh.standards.lowering import FrameworkRules
from kiemdinh.standards.names import FactKind, name_of_both_sides, read_fact_name, read_value_name

__all__ = [
    "ContextCells",
    "ContextValue",
    "JoinedCases",
    "find_context_below",
    "find_dependents",
    "find_open_context",
    "in_case",
    "is_top",
    "lies_within",
    "order_of_context",
    "owner_of",
    "settle_by_cases",
]

ContextValue: TypeAlias = tuple[str | None, str]
"""A context value: the stage whose own fact it is (None: it is one fact for all of the school), and its id."""

ContextCells: TypeAlias = Mapping[ContextValue, Sequence[Interval]]
"""The cases of some context values, an interval for each."""

_Ways: TypeAlias = list[dict[ContextValue, Interval]]
_MAX_MEMBER_CASES: Final = 4_096
"""Cases of who belongs to the populations of a register, together with those of other context of the school."""
_Truths: TypeAlias = Mapping[tuple[str | None, str], Truth]


class JoinedCases(NamedTuple):
    """Truths joined over the cases of an unknown context, by stage (the empty text: the school) and name.

    A fact that depends on no open context has no entry. ``exact`` is False where there were more than 256 cases, so
    that some context was left unknown.
    """

    truths: _Truths
    exact: bool


def settle_by_cases(base: SchoolFacts) -> JoinedCases:
    """Return the truths that an unknown context leaves open, joined over its cases (1.7).

    The join has the least certain and the greatest possible reading. A single reading may be too wide where an unknown
    context value can both help and harm an outcome. If the outcome is read once for each case of that value, and these
    readings are joined, it is exact.

    Costs, for each of at most 256 cases, one resolution of the facts that depend on the context; nothing where nothing
    is open. It stops as soon as the cases so far leave every open outcome unknown, because their join is then unknown
    too.

    Parameters
    ----------
    base
        The facts of a single reading, in which context may be unknown. They are left as they are.

    Returns
    -------
    JoinedCases
        Empty where no case can settle anything.
    """
    open_ = find_open_context(base)
    if not open_:
        return JoinedCases({}, True)
    dependents = find_dependents(frozenset(value_id for _, value_id in open_), base.rules)
    settling = _Settling(base, dependents, tuple(_find_open_tops(base, dependents)))
    # What is still unknown with every context fixed is unknown in the join too.
    if settling.is_open(settling.truths_in({value: cells[:1] for value, cells in open_.items()})[0]):
        return JoinedCases({}, True)
    truths, exact = settling.truths_in(open_)
    return JoinedCases({} if settling.is_open(truths) else truths, exact)


def _find_open_tops(base: SchoolFacts, dependents: Iterable[str]) -> Iterator[tuple[str | None, str]]:
    """Yield the outcomes and awards that are unknown, each with its stage; the empty text is the school."""
    for name in filter(is_top, dependents):
        if base.truth(name) is UNKNOWN:
            yield "", name
        if not _is_of_award(name):
            yield from ((stage, name) for stage, facts in base.stages.items() if facts.truth(name) is UNKNOWN)


@dataclass(slots=True, eq=False, repr=False)
class _Settling:
    """Joins the truths of ``dependents``, the definitions that depend on open context, over its cases.

    ``open_tops`` are the outcomes and awards among them that the single reading leaves unknown, of the school (the
    empty text) and of each stage.
    """

    base: SchoolFacts
    dependents: frozenset[str]
    open_tops: Sequence[tuple[str | None, str]]

    def is_open(self, truths: _Truths) -> bool:
        """Return whether *truths* settle no outcome and no award that the single reading leaves unknown."""
        return all(truths[key] is UNKNOWN for key in self.open_tops)

    def truths_in(self, cells: ContextCells) -> tuple[_Truths, bool]:
        """Return the truths joined over *cells*, and whether no context had to be left out.

        A context value of the whole school has the same case in every stage. The context of one stage decides nothing
        in another stage, so its cases are joined in that stage alone. The numbers of cases are thus added, not
        multiplied.
        """
        shared = {value: cells[value] for value in cells if value[0] is None}
        own = {stage: {v: cells[v] for v in cells if v[0] == stage} for stage in {v[0] for v in cells} - {None}}
        kept, cases = _list_shared_cases(self.base, shared)
        joined: dict[tuple[str | None, str], Truth] = {}
        exact = len(kept) == len(shared)
        limit = MAX_CASES // max(1, prod(map(len, kept.values())))
        for case in cases:
            found, is_exact = self._truths_in_shared_case(case, own, limit)
            exact = exact and is_exact
            joined = {key: join_truths((truth, joined.get(key, truth))) for key, truth in found.items()}
            if self.is_open(joined):
                break
        return joined, exact

    def _truths_in_shared_case(
        self, case: Mapping[ContextValue, Interval], own: Mapping[str | None, ContextCells], limit: int
    ) -> tuple[dict[tuple[str | None, str], Truth], bool]:
        school = in_case(self.base, case, self.dependents)
        truths: dict[tuple[str | None, str], Truth] = {}
        exact = True
        for stage, facts in school.stages.items():
            kept = fit_domains(own.get(stage, {}), limit)
            exact = exact and len(kept) == len(own.get(stage, {}))
            cases = [self._truths_of_stage(facts, one) for one in iterate_cases(kept)]
            truths.update({(stage, name): join_truths([one[name] for one in cases]) for name in cases[0]})
        outcomes = {
            name: min(truths[stage, name] for stage in school.stages)
            for name in {name for _, name in truths}
            if read_fact_name(name).kind is FactKind.OUTCOME
        }
        known = school.assuming(outcomes)
        truths.update({("", name): known.truth(name) for name in self.dependents if is_top(name)})
        return truths, exact

    def _truths_of_stage(self, facts: StageFacts, case: Mapping[ContextValue, Interval]) -> dict[str, Truth]:
        if case:
            facts = facts.in_case({value_id: cell for (_, value_id), cell in case.items()}, self.dependents)
        # An award cannot be evaluated for a stage: its condition reads outcomes of the school (2.8).
        awards = [name for name in self.dependents if _is_of_award(name)]
        names = {fact for name in awards for fact in self.base.rules.facts[name] if _is_outcome(fact)}
        names |= self.dependents.difference(awards)
        return {name: facts.truth(name) for name in names}


def _list_shared_cases(
    school: SchoolFacts, shared: ContextCells
) -> tuple[ContextCells, Iterable[Mapping[ContextValue, Interval]]]:
    """Return the context of the school that is settled by cases, and these cases.

    Members of a register about whom the same is known are alike: it matters how many of them belong, not which (6.2).
    """
    alike = _group_alike_members(school, [value for _, value in shared])
    if not alike:
        kept = fit_domains(shared, MAX_CASES)
        return kept, iterate_cases(kept)
    named = {value for group in alike for member in group for value in member}
    ways: list[_Ways] = [[{value: cell} for cell in cells] for value, cells in shared.items() if value[1] not in named]
    ways += [_list_ways(group, shared) for group in alike if _count_ways(group, shared) <= _MAX_MEMBER_CASES]
    taken: list[_Ways] = []
    for found in sorted(ways, key=len):
        if prod(map(len, taken)) * len(found) <= _MAX_MEMBER_CASES:
            taken.append(found)
    kept = {value: shared[value] for found in taken for value in found[0]}
    return kept, (dict(ChainMap(*map(dict, chosen))) for chosen in product(*taken))


def _count_ways(group: Sequence[Sequence[str]], shared: ContextCells) -> int:
    each = prod(len(shared[None, value]) for value in group[0])
    return comb(len(group) + each - 1, each - 1)


def _list_ways(group: Sequence[Sequence[str]], shared: ContextCells) -> _Ways:
    """Return the cases of members that are alike: how many of them have each value."""
    of_one = list(product(*(shared[None, value] for value in group[0])))
    values = [(None, value) for member in group for value in member]
    return [
        dict(zip(values, chain.from_iterable(chosen), strict=True))
        for chosen in combinations_with_replacement(of_one, len(group))
    ]


def _group_alike_members(school: SchoolFacts, values: Iterable[str]) -> list[list[tuple[str, ...]]]:
    """Return which members of registers are alike, by the unknown values of each; empty without any.

    Two members are alike where all that rules read of them is known alike: then the rules, which treat all members
    alike, cannot tell them apart. The cost is linear in the rules.
    """
    definition = school.as_one.framework.definition
    if not definition.populations:
        return []
    open_values: dict[str, list[str]] = defaultdict(list)
    for value in values:
        name = read_value_name(value)
        found = definition.inputs.get(name.name)
        if found is not None and name.members and not set(found.each).isdisjoint(definition.populations):
            open_values[name.members[0]].append(value)
    known = _describe_members(school, open_values) if open_values else {}
    alike: dict[object, list[tuple[str, ...]]] = defaultdict(list)
    for member, own in open_values.items():
        alike[known[member]].append(tuple(sorted(own, key=lambda value: read_value_name(value).name)))
    return list(alike.values())


def _describe_members(school: SchoolFacts, members: Collection[str]) -> Mapping[str, object]:
    """Return what is known of each member: its facts and values, without its name."""
    known: dict[str, set[object]] = {member: set() for member in members}
    for fact in {fact for facts in school.rules.facts.values() for fact in facts}:
        name = read_fact_name(fact)
        if name.member is not None and name.member.id in known:
            place = (name.member.kind, name.member.stage)
            known[name.member.id].add((str(name._replace(member=None)), place, school.as_one.truth(fact)))
    for value in {value for values in school.rules.values.values() for value in values}:
        read = read_value_name(value)
        if read.members and read.members[0] in known:
            interval = school.as_one.value(value)
            known[read.members[0]].add((read.name, read.at[1:], interval.low, interval.high))
    return {member: frozenset(found) for member, found in known.items()}


def in_case(
    base: SchoolFacts, case: Mapping[ContextValue, Interval], dependents: frozenset[str] | None = None
) -> SchoolFacts:
    """Return the facts of *base* with context values fixed.

    Parameters
    ----------
    base
        The facts to begin with; they are left as they are.
    case
        Context values, each with what it is taken to be. One of the school is fixed in every stage that has no record
        of its own.
    dependents
        The definitions that depend on these values; only these are worked out again. With None they are searched for,
        in time linear in the size of the rules.
    """
    if dependents is None:
        dependents = find_dependents(frozenset(value_id for _, value_id in case), base.rules)

    def fix_context(facts: StageFacts) -> StageFacts:
        own = {value_id: cell for (at, value_id), cell in case.items() if at == owner_of(facts, value_id)}
        return facts.in_case(own, dependents)

    # Without stages the only entry is the school as one: the same facts are not worked out twice.
    as_one = fix_context(base.as_one)
    stages = {s: as_one if facts is base.as_one else fix_context(facts) for s, facts in base.stages.items()}
    return SchoolFacts(base.rules, stages, as_one)


def find_open_context(school: SchoolFacts) -> dict[ContextValue, tuple[Interval, ...]]:
    """Return the unknown context values that can both help and harm an unknown outcome or award, each with its cases.

    The cases of a value are intervals, one for each way in which the conditions on it can turn out; only those that
    agree with what is known of it are returned. Costs time linear in the size of the rules that are unknown.

    Parameters
    ----------
    school
        The facts of a single reading; facts that have not been worked out yet are worked out on the way.
    """
    open_ = frozenset(value_id for _, value_id in _list_open_values(school))
    # In most schools no such context is open, and then no fact has to be examined.
    if not open_:
        return {}
    search = _ContextSearch(school, find_dependents(open_, school.rules))
    for name in filter(is_top, search.dependents):
        # The outcome of a school follows from its stages. Some of them may be open while another settles it (2.6).
        for facts in school.stages.values() if _is_outcome(name) else _places_of(school):
            search.follow(name, facts)
    # In order, so that the cases that are left out, where there are too many, do not depend on the order of a set.
    return {value: search.found[value] for value in sorted(search.found, key=order_of_context)}


def find_context_below(school: SchoolFacts, top: str) -> dict[ContextValue, tuple[Interval, ...]]:
    """Return the unknown context values that can ever both help and harm an outcome or award, each with its cases.

    Unlike :func:`find_open_context` it includes values that settle nothing now, since changes of the facts can open
    them. Costs time linear in the size of the rules for each of them.
    """
    found: dict[ContextValue, tuple[Interval, ...]] = {}
    for value_id in school.rules.cases:
        places = [facts for facts in school.stages.values() if _cells_left(school, facts, value_id)]
        if places and top in find_dependents(frozenset((value_id,)), school.rules):
            for facts in places:
                found[owner_of(facts, value_id), value_id] = _cells_left(school, facts, value_id)
    return {value: found[value] for value in sorted(found, key=order_of_context)}


def order_of_context(value: ContextValue) -> tuple[str, str]:
    """Return the key by which context values are sorted: those of the school come first."""
    stage, name = value
    return stage or "", name


def _list_open_values(school: SchoolFacts) -> Iterator[tuple[StageFacts, str]]:
    """Yield the context values that still have several cases, each with the facts of its stage."""
    for facts in _places_of(school):
        yield from ((facts, value_id) for value_id in school.rules.cases if _cells_left(school, facts, value_id))


def _places_of(school: SchoolFacts) -> tuple[StageFacts, ...]:
    """Return the facts of the school as one and of each stage; the same facts may be both."""
    return (school.as_one, *school.stages.values())


def _cells_left(school: SchoolFacts, facts: StageFacts, value_id: str) -> tuple[Interval, ...]:
    """Return the cases of a context value that agree with what is known of it; none where there is nothing to join."""
    now = facts.value(value_id)
    if now.known:
        return ()
    left = tuple(cell for cell in school.rules.cases[value_id] if lies_within(cell, now))
    # With one case left, every condition on the value has the same truth.
    return left if len(left) > 1 else ()


@dataclass(frozen=True, slots=True)
class _ContextSearch:
    """Follows unknown facts down to the context on which they depend.

    Attributes
    ----------
    school
        The facts.
    dependents
        The definitions that depend on open context; no other is examined.
    seen
        The facts that were followed, each with its stage.
    found
        The context values, each with its cases.
    """

    school: SchoolFacts
    dependents: frozenset[str]
    seen: set[tuple[str | None, str]] = field(default_factory=set)
    found: dict[ContextValue, tuple[Interval, ...]] = field(default_factory=dict)

    def follow(self, fact: str, facts: StageFacts) -> None:
        """Follow a fact where it is unknown; a settled fact depends on no case."""
        # A fact by the findings of one side is defined by the same condition as the fact of both.
        name = name_of_both_sides(fact)
        if name not in self.dependents or (facts.stage, name) in self.seen:
            return
        if _source_of(fact, self.school, facts).truth(fact) is not UNKNOWN:
            return
        self.seen.add((facts.stage, name))
        rules = self.school.rules
        for value_id in rules.values[name] & rules.cases.keys():
            left = _cells_left(self.school, facts, value_id)
            if left:
                self.found[owner_of(facts, value_id), value_id] = left
        for below in rules.facts[name]:
            self.follow(below, facts)


def _source_of(name: str, school: SchoolFacts, facts: StageFacts) -> SchoolFacts | StageFacts:
    """Return the facts that have the truth of a fact: those of the school for an award, else those of the stage."""
    return school if _is_of_award(name) else facts


def lies_within(cell: Interval, interval: Interval) -> bool:
    """Return whether a case of a context value agrees with what is known of the value."""
    low = interval.low is None or (cell.low is not None and cell.low >= interval.low)
    return low and (interval.high is None or (cell.high is not None and cell.high <= interval.high))


def owner_of(facts: StageFacts, value_id: str) -> str | None:
    """Return the stage to which a context value belongs; None where it is one value for the whole school.

    A value that is recorded for the school is one value (2.6). Of a value that nobody recorded each stage has its own.
    """
    if facts.values.names_stage(value_id):
        return None
    prevailing = facts.values.prevailing_record(value_id)
    if prevailing is None:
        return facts.stage
    records = (prevailing.record, *prevailing.others)
    return None if all(record.stage is None for record in records) else facts.stage


@lru_cache(maxsize=64)
def find_dependents(values: frozenset[str], rules: FrameworkRules) -> frozenset[str]:
    """Return the definitions that depend on one of *values*, directly or through others.

    Costs time linear in the rules; a second time it is a look-up.
    """
    found: set[str] = set()
    for name in rules.definitions:  # a definition stands after those that it reads
        if not values.isdisjoint(rules.values[name]) or any(name_of_both_sides(f) in found for f in rules.facts[name]):
            found.add(name)
    return frozenset(found)


def is_top(name: str) -> bool:
    """Return whether cases can settle a fact: it is an outcome, an award, or one of their parts."""
    fact = read_fact_name(name)
    return fact.side is None and (fact.is_top or fact.kind is FactKind.CASE)


def _is_of_award(name: str) -> bool:
    return read_fact_name(name).is_of_award


def _is_outcome(name: str) -> bool:
    return read_fact_name(name).kind is FactKind.OUTCOME
