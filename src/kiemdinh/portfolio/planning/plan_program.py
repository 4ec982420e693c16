"""The program of a plan: which of its options each school takes, so that targets are met and budgets kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, gcd, lcm
from operator import ge
from typing import TYPE_CHECKING, Literal, NamedTuple

from kiemdinh.portfolio.planning.node_rows import NodeRows, write_node_rows
from kiemdinh.portfolio.planning.terms import MONEY, AnyTarget, PlanBudget, PlanTarget
from kiemdinh.rules import LinearConstraint, Program, exact_number
from kiemdinh.solvers.choose import find_bounded_answer

if TYPE_CHECKING:
    from kiemdinh.portfolio.planning.subjects import NodeNeed
    from kiemdinh.portfolio.planning.works import WorkOption
    from kiemdinh.rules import Budget, Number

__all__ = ["PlanAnswer", "PlanProgram", "PlanTerm", "TermName", "list_conflict"]


class TermName(NamedTuple):
    """The name of a term: a target, a budget, or a school that is required.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    kind
        Which of these it is.
    name
        The number of the target, counted from 1; the name of the budget; or the id of the school.
    year
        The year of the budget, or by whose end the target is asked.
    """

    kind: Literal["target", "budget", "school"]
    name: str
    year: int


@dataclass(frozen=True, slots=True)
class PlanTerm:
    """A term: the sum over variables is at least a number.

    Attributes
    ----------
    name
        Its name; None for a term that is no target and no budget, and is always kept.
    terms
        The factor of each variable, by its number; others have 0. Those of the options come first, in their order.
    least
        What the sum is at least.
    """

    name: TermName | None
    terms: Mapping[int, int]
    least: int


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """The best choice that was found.

    Attributes
    ----------
    chosen
        The numbers of the options that are taken; None where no choice was found.
    cost
        What they cost; None where there are none.
    bound
        What every choice costs at least.
    is_infeasible
        Whether it is proved that there is no choice.
    """

    chosen: tuple[int, ...] | None
    cost: Number | None
    bound: Number
    is_infeasible: bool

    @property
    def is_proved(self) -> bool:
        """Whether no choice costs less."""
        return self.cost is not None and self.cost <= self.bound


@dataclass(frozen=True)
class PlanProgram:
    """The program of a plan.

    Attributes
    ----------
    options
        What schools could do.
    held
        For each target how many schools hold its level without doing anything; of a node 1 where it is met now.
    needs
        What the nodes of targets ask, by the number of the target, counted from 0.
    schools
        How many schools there are.
    require
        Schools that do not meet the highest target yet, and have to.
    budget
        The steps that all searches may take.
    """

    options: tuple[WorkOption, ...]
    targets: tuple[AnyTarget, ...]
    budgets: tuple[PlanBudget, ...]
    years: tuple[int, ...]
    held: tuple[int, ...]
    needs: Mapping[int, NodeNeed]
    schools: int
    require: tuple[str, ...]
    budget: Budget

    # -- terms ---------------------------------------------------------------------------------------------

    @cached_property
    def target_terms(self) -> tuple[PlanTerm, ...]:
        """What the targets ask."""
        return tuple(
            self.ask_for(i, one.count_needed(self.schools)) if isinstance(one, PlanTarget) else self._ask_for_node(i)
            for i, one in enumerate(self.targets)
        )

    def ask_for(self, number: int, schools: int) -> PlanTerm:
        """Return the term that so many schools meet a target about a share."""
        terms = {i: 1 for i, one in enumerate(self.options) if self.does_meet(number, one)}
        return PlanTerm(self._name_target(number), terms, schools - self.held[number])

    def _ask_for_node(self, number: int) -> PlanTerm:
        return PlanTerm(self._name_target(number), {self.nodes.holders[number]: 1}, 1)

    def _name_target(self, number: int) -> TermName:
        return TermName("target", str(number + 1), self.targets[number].by)

    def does_meet(self, number: int, option: WorkOption) -> bool:
        """Return whether an option makes its school meet a target about a share."""
        target = self.targets[number]
        return isinstance(target, PlanTarget) and option.has_level(target.rank, target.by)

    def count_reached(self, number: int, options: Sequence[WorkOption]) -> int:
        """Return how many schools meet a target once options are taken; of a node 1 where it is met."""
        if number in self.needs:
            return int(self.needs[number].is_met_by(options, self.targets[number].by))
        return self.held[number] + sum(self.does_meet(number, one) for one in options)

    @cached_property
    def nodes(self) -> NodeRows:
        """What the nodes of targets ask of the options, with variables beside those of the options."""
        return write_node_rows(self.needs, {i: self.targets[i].by for i in self.needs}, self.options)

    @property
    def first_share(self) -> int | None:
        """The number of the first target about a share; None where there is none."""
        return next((i for i, one in enumerate(self.targets) if isinstance(one, PlanTarget)), None)

    @cached_property
    def budget_terms(self) -> tuple[PlanTerm, ...]:
        """What the budgets ask, those that any choice keeps left out."""
        return tuple(
            term for budget in self.budgets for year in self.years if (term := self._limit(budget, year)) is not None
        )

    def _limit(self, budget: PlanBudget, year: int) -> PlanTerm | None:
        uses = {i: use for i, one in enumerate(self.options) if (use := self.count_use(one, budget, year))}
        if not uses:
            return None
        # In whole numbers, as small as they can be: what is left over by rounding down can buy nothing.
        scale = lcm(*(use.denominator for use in uses.values()))
        whole = {i: int(use * scale) for i, use in uses.items()}
        common = gcd(*whole.values())
        limit = floor(Fraction(budget.limit_in(year)) * scale / common)
        return PlanTerm(TermName("budget", budget.name, year), {i: -use // common for i, use in whole.items()}, -limit)

    @staticmethod
    def count_use(option: WorkOption, budget: PlanBudget, year: int) -> Fraction:
        """Return what an option takes of a budget: of a flow in a year, of a stock up to its end."""
        return Fraction(
            sum(
                Fraction(work.way.cost if budget.name == MONEY else work.way.take(budget.name))
                for work in option.works
                if work.start == year or (budget.kind == "stock" and work.start < year)
            )
        )

    @cached_property
    def _always(self) -> tuple[PlanTerm, ...]:
        """One option for each school at most, and what nodes ask."""
        of_school: dict[str, list[int]] = defaultdict(list)
        for i, one in enumerate(self.options):
            of_school[one.school].append(i)
        found = [PlanTerm(None, dict.fromkeys(own, -1), -1) for own in of_school.values() if len(own) > 1]
        return (*found, *(PlanTerm(None, one.terms, one.least) for one in self.nodes.rows if one.is_exact))

    @cached_property
    def _enough(self) -> tuple[PlanTerm, ...]:
        """Terms that are enough for nodes, and may be more than they ask."""
        return tuple(PlanTerm(None, one.terms, one.least) for one in self.nodes.rows if not one.is_exact)

    @cached_property
    def require_terms(self) -> tuple[PlanTerm, ...]:
        """The terms that each required school meets the highest target."""
        shares = [one for one in self.targets if isinstance(one, PlanTarget)]
        if not self.require or not shares:
            return ()
        target = max(shares, key=lambda one: one.rank)
        met: dict[str, dict[int, int]] = {school: {} for school in self.require}
        for i, one in enumerate(self.options):
            if one.school in met and one.has_level(target.rank, target.by):
                met[one.school][i] = 1
        return tuple(PlanTerm(TermName("school", school, target.by), own, 1) for school, own in met.items())

    @cached_property
    def has_supposed(self) -> bool:
        """Whether there are ways that were not looked at, or nodes that may ask for less than what is kept for them."""
        return bool(self._enough) or any(one.is_supposed for one in self.options)

    @property
    def terms(self) -> tuple[PlanTerm, ...]:
        """The targets, the budgets, and the schools that are required."""
        return (*self.target_terms, *self.budget_terms, *self.require_terms)

    # -- answers -------------------------------------------------------------------------------------------

    def solve(
        self,
        terms: Iterable[PlanTerm] | None = None,
        *,
        extra: Sequence[PlanTerm] = (),
        with_supposed: bool = False,
    ) -> PlanAnswer:
        """Return the cheapest choice that keeps some terms; None takes all targets and budgets.

        Parameters
        ----------
        extra
            Further terms.
        with_supposed
            Whether ways count that were not looked at, by what they cost at least, and nodes that may ask for less ask
            for nothing.
        """
        kept = [*(self.terms if terms is None else terms), *extra]
        kept += () if with_supposed else self._enough
        used = [i for i, one in enumerate(self.options) if with_supposed or not one.is_supposed]
        found = self._ask([*used, *self._beside], [*self._always, *kept], self._prices)
        chosen = None if found.chosen is None else tuple(i for i in found.chosen if i < len(self.options))
        return PlanAnswer(chosen, found.cost, found.bound, found.is_infeasible)

    def solve_for_most(self, weights: Mapping[int, int], extra: Sequence[PlanTerm]) -> PlanAnswer:
        """Return a choice that keeps *extra* and whose weights add up to the most; its cost is how far it falls short.

        The variables of nodes are among what is chosen.
        """
        most = max(weights.values(), default=0)
        of_school: dict[str, list[int]] = defaultdict(list)
        used = [i for i, one in enumerate(self.options) if not one.is_supposed]
        for i in used:
            of_school[self.options[i].school].append(i)
        groups = [*of_school.values(), *([one] for one in self._beside if one in weights)]
        # A further variable stands for a school that does nothing, and for a node that is not met.
        idle = range(len(self.options) + self.nodes.count, len(self.options) + self.nodes.count + len(groups))
        exactly = [PlanTerm(None, dict.fromkeys((*own, one), 1), 1) for own, one in zip(groups, idle, strict=True)]
        prices = dict.fromkeys(self._beside, Fraction(0)) | dict.fromkeys(idle, Fraction(most))
        prices |= {i: Fraction(most - weights.get(i, 0)) for own in groups for i in own}
        terms = [*self._always, *self._enough, *extra, *exactly]
        found = self._ask([*used, *self._beside, *idle], terms, prices)
        chosen = None if found.chosen is None else tuple(i for i in found.chosen if i not in idle)
        return PlanAnswer(chosen, found.cost, found.bound, found.is_infeasible)

    @property
    def _beside(self) -> range:
        """The variables beside those of options."""
        return range(len(self.options), len(self.options) + self.nodes.count)

    def begin_early(self, chosen: Sequence[int], terms: Sequence[PlanTerm]) -> tuple[int, ...]:
        """Return a choice of the same works, each begun as early as the terms allow, school by school in order."""
        sums = [sum(one.terms.get(i, 0) for i in chosen) for one in terms]
        # What nodes add to a term stays: they are met as long as each school that they read has its level in time.
        least = [min(one.least, total) for one, total in zip(terms, sums, strict=True)]
        same: dict[tuple[str, object], list[int]] = defaultdict(list)
        for i, one in enumerate(self.options):
            same[one.school, one.done].append(i)
        found = []
        for i in chosen:
            option = self.options[i]
            for other in sorted(same[option.school, option.done], key=self._list_starts):
                after = [
                    total + one.terms.get(other, 0) - one.terms.get(i, 0)
                    for total, one in zip(sums, terms, strict=True)
                ]
                if other == i or (self._keeps_nodes(i, other) and all(map(ge, after, least))):
                    sums = after
                    found.append(other)
                    break
        return tuple(found)

    @cached_property
    def _node_years(self) -> Mapping[str, Collection[int]]:
        """The years by which nodes read the levels of each school."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, need in self.needs.items():
            for school, _ in need.places:
                found[school].add(self.targets[number].by)
        return found

    def _keeps_nodes(self, number: int, other: int) -> bool:
        """Return whether an option brings a school no lower than another in the years by which nodes read it."""
        one, two = self.options[number], self.options[other]
        return all(two.raised_by(year) >= one.raised_by(year) for year in self._node_years.get(one.school, ()))

    def _list_starts(self, number: int) -> tuple[int, ...]:
        return tuple(work.start for work in self.options[number].works)

    @cached_property
    def _prices(self) -> Mapping[int, Fraction]:
        found = {i: Fraction(sum(Fraction(work.way.cost) for work in one.works)) for i, one in enumerate(self.options)}
        return found | dict.fromkeys(self._beside, Fraction(0))

    def _ask(self, used: Sequence[int], terms: Sequence[PlanTerm], prices: Mapping[int, Fraction]) -> PlanAnswer:
        place = {i: n for n, i in enumerate(used)}
        scale = lcm(*(prices[i].denominator for i in used))
        whole = [int(prices[i] * scale) for i in used]
        common = gcd(*whole) or 1
        rows = tuple(_write_rows(terms, place))
        program = Program(tuple(price // common for price in whole), rows)
        # The relaxation of what nodes ask is nearly whole: HiGHS proves at once what takes CP-SAT a minute.
        found = find_bounded_answer(program, self.budget, first="highs" if self.needs else "cp-sat")

        def money(number: int) -> Number:
            return exact_number(Fraction(number) * common / scale)

        if found.values is None:
            return PlanAnswer(None, None, money(found.bound), found.is_infeasible)
        chosen = tuple(i for i in used if found.values[place[i]])
        cost = exact_number(sum((prices[i] for i in chosen), Fraction(0)))
        return PlanAnswer(chosen, cost, money(found.bound), is_infeasible=False)


def _write_rows(terms: Iterable[PlanTerm], place: Mapping[int, int]) -> Iterator[LinearConstraint]:
    for one in terms:
        row = tuple((place[i], factor) for i, factor in one.terms.items() if i in place and factor)
        if row or one.least > 0:
            yield LinearConstraint(row, one.least)


def list_conflict(program: PlanProgram, terms: Collection[PlanTerm]) -> tuple[PlanTerm, ...] | None:
    """Return terms that no choice keeps together, none of which can be left out; None where that was not worked out."""
    kept = [*terms]
    for one in terms:
        fewer = [other for other in kept if other is not one]
        found = program.solve(fewer, with_supposed=True)
        if found.is_infeasible:
            kept = fewer
        elif found.chosen is None:
            return None
    return tuple(kept)
