"""Questions about a plan: whether it is proved, what binds, what is in conflict, whether there is another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiemdinh.portfolio.planning.plan_program import PlanAnswer, PlanProgram, PlanTerm, TermName, list_conflict
from kiemdinh.rules import exact_number

if TYPE_CHECKING:
    from kiemdinh.portfolio.planning.works import WorkOption
    from kiemdinh.rules import Number

__all__ = ["BindingTerm", "Objective", "PlanQuestions", "PlanStatus"]

PlanStatus: TypeAlias = Literal["optimal", "bounded", "infeasible", "unknown"]
Objective: TypeAlias = Literal["cheapest", "most"]


@dataclass(frozen=True, slots=True)
class BindingTerm:
    """Whether a target or budget binds.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    name
        Which it is.
    binds
        Whether a plan without it is better; None where that is not proved.
    saved
        How much less a plan without it costs; None where that is not known.
    gained
        How many more times a school meets a target without it; None where the plan is to be the cheapest.
    """

    name: TermName
    binds: bool | None
    saved: Number | None
    gained: int | None = None


@dataclass(frozen=True)
class PlanQuestions:
    """The search for a plan, and what can be asked about the plan.

    Attributes
    ----------
    program
        Its program.
    objective
        What it is to be.
    """

    program: PlanProgram
    objective: Objective

    # -- the plan ------------------------------------------------------------------------------------------

    @cached_property
    def _weights(self) -> Mapping[int, int]:
        """How many targets each option meets; a node that is met counts as one school."""
        targets = range(len(self.program.targets))
        found = {
            i: sum(self.program.does_meet(number, one) for number in targets)
            for i, one in enumerate(self.program.options)
        }
        return {i: weight for i, weight in found.items() if weight} | dict.fromkeys(
            self.program.nodes.holders.values(), 1
        )

    def _find_most(self, budgets: Sequence[PlanTerm]) -> tuple[int | None, bool]:
        """Return the most that options can meet within budgets, and whether that is proved."""
        found = self.program.solve_for_most(self._weights, [*budgets, *self.program.require_terms])
        if found.chosen is None:
            return None, found.is_infeasible
        return sum(self._weights.get(i, 0) for i in found.chosen), found.is_proved

    @cached_property
    def _most(self) -> tuple[int | None, bool]:
        return self._find_most(self.program.budget_terms)

    @cached_property
    def _kept(self) -> tuple[PlanTerm, ...]:
        """The terms that the plan keeps; with the objective ``most`` one of them is how many targets are met."""
        if self.objective == "cheapest":
            return self.program.terms
        most = self._most[0]
        terms = (*self.program.budget_terms, *self.program.require_terms)
        return terms if most is None else (*terms, PlanTerm(None, self._weights, most))

    @cached_property
    def answer(self) -> PlanAnswer:
        """The best choice that was found."""
        return self.program.solve(self._kept)

    @cached_property
    def bound(self) -> Number:
        """What every plan costs at least, ways that were not looked at included."""
        if not self.program.has_supposed:
            return self.answer.bound
        return min(self.answer.bound, self._relaxed.bound)

    @cached_property
    def _relaxed(self) -> PlanAnswer:
        return self.program.solve(self._kept, with_supposed=True)

    @property
    def cost(self) -> Number | None:
        """What the plan costs."""
        return self.answer.cost

    @cached_property
    def status(self) -> PlanStatus:
        """What is proved of it."""
        if self.answer.cost is not None:
            is_most = self.objective == "cheapest" or (self._most[1] and not self.program.has_supposed)
            return "optimal" if is_most and self.answer.cost <= self.bound else "bounded"
        is_proved = self.answer.is_infeasible and (not self.program.has_supposed or self._relaxed.is_infeasible)
        return "infeasible" if is_proved else "unknown"

    def choose_options(self) -> tuple[WorkOption, ...]:
        """Return what the schools in the plan do, each as early as the budgets allow."""
        return tuple(self.program.options[i] for i in self.program.begin_early(self.answer.chosen or (), self._kept))

    # -- questions -----------------------------------------------------------------------------------------

    def find_binding(self) -> tuple[BindingTerm, ...]:
        """Return of each target and budget whether it binds; none where there is no plan."""
        if self.cost is None:
            return ()
        if self.objective == "most":
            return tuple(self._find_binding_of_most())
        terms = [one for one in self.program.terms if one.name is not None and one.name.kind != "school"]
        budgets = {*map(id, self.program.budget_terms)}
        free = self.program.solve([one for one in self.program.terms if id(one) not in budgets])
        is_free = free.bound >= self.cost
        return tuple(
            BindingTerm(one.name, binds=False, saved=0)
            if is_free and id(one) in budgets and one.name is not None
            else self._ask_without(one)
            for one in terms
        )

    def _ask_without(self, term: PlanTerm) -> BindingTerm:
        found = self.program.solve([one for one in self.program.terms if one is not term])
        name, cost = term.name or TermName("target", "", 0), self.cost or 0
        if found.cost is not None and found.cost < cost:
            saved = exact_number(Fraction(cost) - found.cost)
            return BindingTerm(name, binds=True, saved=saved)
        return BindingTerm(name, binds=False if found.bound >= cost else None, saved=0 if found.bound >= cost else None)

    def _find_binding_of_most(self) -> Iterator[BindingTerm]:
        most = self._most[0] or 0
        for term in self.program.budget_terms:
            found, is_proved = self._find_most([one for one in self.program.budget_terms if one is not term])
            gained = None if found is None else found - most
            binds = True if gained else False if is_proved else None
            yield BindingTerm(term.name or TermName("budget", "", 0), binds, None, gained)

    def find_conflict(self) -> tuple[TermName, ...] | None:
        """Return terms that cannot be kept together and none of which can be left out; None if not worked out."""
        if self.status != "infeasible":
            return () if self.cost is not None else None
        found = list_conflict(self.program, self.program.terms)
        return None if found is None else tuple(one.name for one in found if one.name is not None)

    def find_uniqueness(self) -> bool | None:
        """Return whether every other choice of what is done costs more; None where that is not proved."""
        chosen, cost = self.answer.chosen, self.cost
        if chosen is None or cost is None or self.status != "optimal":
            return None
        options = self.program.options
        alike = [options[i].alike for i in chosen]
        if any(one is not None and one > 1 for one in alike):
            return False
        if None in alike:
            return None
        done = {options[i].school: options[i].done for i in chosen}
        # An option that stands for several choices is another one too, although the first of them is what is done.
        same = {i: -1 for i, one in enumerate(options) if one.alike == 1 and done.get(one.school) == one.done}
        other = PlanTerm(None, same, 1 - len(chosen))
        if not chosen:
            return True  # whatever else is done costs something
        found = self.program.solve(self._kept, extra=[other], with_supposed=True)
        if found.is_infeasible or found.bound > cost:
            return True
        others = [options[i] for i in found.chosen or ()]
        if found.cost is None or found.cost > cost or any(one.is_supposed or one.alike is None for one in others):
            return None
        return False

    def price_next_school(self, reached: Sequence[int]) -> Number | None:
        """Return what one more school costs beyond the first share; None where there is none or it is not proved."""
        first = self.program.first_share
        if first is None or self.cost is None or self.objective == "most" or reached[first] >= self.program.schools:
            return None
        more = self.program.ask_for(first, reached[first] + 1)
        found = self.program.solve(extra=[more])
        return exact_number(Fraction(found.cost) - self.cost) if found.cost is not None and found.is_proved else None

    def trace_curve(self) -> tuple[tuple[int, Number], ...]:
        """Return the least cost for each number of schools that meet the first share, from the present number on."""
        first = self.program.first_share
        if first is None:
            return ()
        cheapest: dict[str, Fraction] = {}
        for one in self.program.options:
            if not one.is_supposed and self.program.does_meet(first, one):
                cost = Fraction(sum(Fraction(work.way.cost) for work in one.works))
                cheapest[one.school] = min(cheapest.get(one.school, cost), cost)
        held = self.program.held[first]
        total, found = Fraction(0), [(held, exact_number(Fraction(0)))]
        for number, cost in enumerate(sorted(cheapest.values()), 1):
            total += cost
            found.append((held + number, exact_number(total)))
        return tuple(found)
