"""What :func:`kiemdinh.plan` returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from kiemdinh.data.as_json import encode_value
from kiemdinh.data.office import OFFICE_TABLES
from kiemdinh.explanation.search_work import report_work
from kiemdinh.portfolio.office_results import OfficeResult
from kiemdinh.portfolio.planning.confirm import confirm_option
from kiemdinh.portfolio.planning.terms import MONEY, PlanTarget
from kiemdinh.rules import exact_number

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.office import OfficeKind
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.data.search_work import SearchWork
    from kiemdinh.narration.layout import Page
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.frames import Columns
    from kiemdinh.portfolio.planning.plan_program import TermName
    from kiemdinh.portfolio.planning.plan_questions import BindingTerm, PlanQuestions, PlanStatus
    from kiemdinh.portfolio.planning.planned_schools import PlannedSchools
    from kiemdinh.portfolio.planning.terms import AnyTarget, PlanBudget
    from kiemdinh.portfolio.planning.works import WorkOption
    from kiemdinh.rules import Number

__all__ = ["Plan", "PlannedAction"]


class PlannedAction(NamedTuple):
    """One thing that a school does.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    school
        The id of the school.
    year, complete
        The year in which it is begun and paid, and the year at whose end the work that it belongs to is complete.
    level, level_by
        The level that it leads to, and the year at whose end the school has that level.
    id
        What changes.
    kind
        ``settle``: an unknown fact is found out. ``improve``: the school changes something.
    cost
        Its cost. A price that several changes share is given at the first of them.
    """

    school: str
    year: int
    complete: int
    level: str
    level_by: int
    id: str
    kind: str
    cost: Number


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Plan(OfficeResult):
    """Which schools do what in which year, so that targets are met and budgets kept.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    on
        The day from which it plans. The plan assumes that the records of the schools stay as they are.
    objective
        ``cheapest``: the targets are met for the least money. ``most``: as many schools as the budgets allow meet them.
    unknowns
        ``worst``: what is unknown falls short once it is found out. ``best``: it holds.
    phased
        Whether each change may be begun in a year of its own; the ids of the schools where not at all of them.
    targets, budgets
        The targets.
    options
        The works of the schools in the plan; empty where there is no plan.
    """

    kind: ClassVar[OfficeKind] = "plan"
    on: dt.date
    objective: str
    unknowns: str
    phased: bool | tuple[str, ...]
    targets: tuple[AnyTarget, ...]
    budgets: tuple[PlanBudget, ...]
    options: tuple[WorkOption, ...]
    _questions: PlanQuestions
    _schools: PlannedSchools
    _batch: Batch
    _levels: tuple[LevelRef, ...]
    _currency: str | None

    # -- what was found ------------------------------------------------------------------------------------

    @property
    def status(self) -> PlanStatus:
        """What is proved: ``optimal``, ``bounded``, ``infeasible`` or ``unknown``.

        A bounded plan may cost more than the cheapest, by :attr:`gap` at most. ``unknown`` means that no plan was
        found, and that it is not proved that there is none.
        """
        return self._questions.status

    @property
    def cost(self) -> Number | None:
        """The cost of the plan, in money; None where there is no plan."""
        return self._questions.cost

    @property
    def currency(self) -> str | None:
        """What money is counted in, as the budget of money or the efforts say; None where neither does."""
        return next((one.unit for one in self.budgets if one.name == MONEY and one.unit), self._currency)

    @property
    def bound(self) -> Number | None:
        """A lower bound on the cost of every plan; None where there is none."""
        return None if self.cost is None else self._questions.bound

    @property
    def gap(self) -> Number | None:
        """How far the cost may be above the least cost, as a part of the cost; 0 where proved, None without a plan."""
        if self.cost is None or self.bound is None:
            return None
        return exact_number(Fraction(self.cost - self.bound) / Fraction(self.cost)) if self.cost else 0

    @cached_property
    def actions(self) -> tuple[PlannedAction, ...]:
        """What is done: by year, then school by school in the order of the table."""
        found = [action for one in self.options for action in self._list_actions(one)]
        return tuple(sorted(found, key=lambda one: one.year))

    def _list_actions(self, option: WorkOption) -> Iterator[PlannedAction]:
        for work in option.works:
            level = self._levels[work.rank - 1].id
            about = (option.school, work.start, work.complete, level, option.find_year(work.rank))
            for change, cost in zip(work.way.changes, work.way.costs, strict=True):
                settled = change.settled
                rest = exact_number(Fraction(cost) - (settled or 0))
                if settled is not None:
                    yield PlannedAction(*about, change.id, "settle", settled)
                if settled is None or (self.unknowns == "worst" and rest > 0):
                    yield PlannedAction(*about, change.id, "improve", rest)

    @cached_property
    def reached(self) -> tuple[int, ...]:
        """For each target how many schools meet it; for one about a node 1 where it is met."""
        return tuple(self._questions.program.count_reached(i, self.options) for i in range(len(self.targets)))

    @property
    def subjects(self) -> Mapping[int, Assessment]:
        """The subjects of targets about nodes as they stand now, by the number of the target, counted from 1."""
        return {i + 1: need.result for i, need in self._questions.program.needs.items()}

    @cached_property
    def confirmed_nodes(self) -> Mapping[int, bool]:
        """Of each target about a node, by its number, whether its subject meets it when it is assessed again.

        What the schools of the plan reach in time is then recorded of them. Empty where there is no plan. The cost is
        that of an assessment of each subject.
        """
        needs = self._questions.program.needs if self.cost is not None else {}
        return {i + 1: need.confirm(self.options, self.targets[i].by) for i, need in needs.items()}

    @cached_property
    def obstacles(self) -> Mapping[int, tuple[str, ...]]:
        """Of each target about a node, by its number, what else would have to change although all schools were raised.

        They are ids as results of the subject show them; none where the schools are enough. What schools cannot reach
        in time, or within budgets, is given by :attr:`conflict`. The cost is that of a search for each.
        """
        return {i + 1: need.obstacles for i, need in self._questions.program.needs.items()}

    def list_reached(self) -> Iterator[tuple[int, str, int, int]]:
        """Yield for each target about a share and each year how many schools hold its level at the end of the year.

        Each is the number of the target, the id of the level, the year, and how many schools there are.
        """
        program = self._questions.program
        shares = [(i, one) for i, one in enumerate(self.targets) if isinstance(one, PlanTarget)]
        for (i, target), year in product(shares, program.years):
            gained = sum(one.has_level(target.rank, year) for one in self.options)
            yield i + 1, target.level.id, year, program.held[i] + gained

    @cached_property
    def confirmed(self) -> Mapping[str, bool | None]:
        """Of each school in the plan whether it has the level when it is assessed again with all that is done.

        None where what is done cannot be written as records. The cost is that of an assessment of each school.
        """
        return {
            one.school: confirm_option(
                self._batch.result_at(self._schools.rows[one.school]), one, [level.id for level in self._levels]
            )
            for one in self.options
        }

    @cached_property
    def binding(self) -> tuple[BindingTerm, ...]:
        """Each target and budget, and whether it binds: whether the plan would be better without it alone.

        Each is confirmed by planning without it. If two terms limit the plan only together, neither is listed.
        """
        return self._questions.find_binding()

    @cached_property
    def conflict(self) -> tuple[TermName, ...] | None:
        """Targets and budgets that cannot be kept together, none of which can be left out; empty where there is a plan.

        None where it was not worked out.
        """
        return self._questions.find_conflict()

    @cached_property
    def next_school(self) -> Number | None:
        """What one more school would cost beyond the first share; None where there is none, or it was not proved."""
        return self._questions.price_next_school(self.reached)

    @cached_property
    def unique(self) -> bool | None:
        """Whether every other choice of what is done costs more, its years aside; None where that is not known."""
        return self._questions.find_uniqueness()

    def curve(self) -> tuple[tuple[int, Number], ...]:
        """Return for each number of schools the least cost with which so many meet the first share in time.

        Budgets and other targets are ignored: it gives the costs of the schools, the cheapest first.
        """
        return self._questions.trace_curve()

    @property
    def search(self) -> SearchWork:
        """The steps that could be taken, and what was taken so far."""
        return report_work(self._questions.program.budget)

    # -- tables --------------------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> Mapping[str, Columns]:
        """The columns of ``actions``, ``schools``, ``targets`` and what else there is.

        What binds, and what is confirmed, is worked out here.
        """
        return {
            "actions": _turn(self.actions, OFFICE_TABLES["plan"]["actions"]),
            "schools": _turn(self._list_schools(), OFFICE_TABLES["plan"]["schools"]),
            "targets": _turn(self.target_rows(), OFFICE_TABLES["plan"]["targets"]),
            "reached": _turn(self.list_reached(), OFFICE_TABLES["plan"]["reached"]),
            "budgets": _turn(self.budget_rows(), OFFICE_TABLES["plan"]["budgets"]),
            "binding": _turn(
                ((*one.name, one.binds, one.saved, one.gained) for one in self.binding),
                OFFICE_TABLES["plan"]["binding"],
            ),
            "conflict": _turn(self.conflict or (), OFFICE_TABLES["plan"]["conflict"]),
            "curve": _turn(self.curve(), OFFICE_TABLES["plan"]["curve"]),
        }

    def _list_schools(self) -> Iterator[tuple[Any, ...]]:
        for one in self.options:
            rank = self._schools.ranks[one.school]
            cost = exact_number(sum(Fraction(work.way.cost) for work in one.works))
            yield (
                one.school, self._levels[rank - 1].id if rank else None, self._levels[one.rank - 1].id,
                one.works[0].start, one.complete, cost, self.confirmed[one.school],
            )  # fmt: skip

    def target_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield what each target asks, and how many schools there are, hold it, are needed, and reach it."""
        program = self._questions.program
        for i, one in enumerate(self.targets):
            held, reached = program.held[i], self.reached[i]
            if isinstance(one, PlanTarget):
                needed = one.count_needed(program.schools)
                asked = (one.level.id, one.at_least, one.by, program.schools, held, needed, reached)
                yield (i + 1, *asked, *(None,) * 5)
            else:
                obstacles = "; ".join(self.obstacles[i + 1]) or None
                about = (one.framework, one.subject, str(one.fact), self.confirmed_nodes.get(i + 1), obstacles)
                yield (i + 1, None, None, one.by, None, held, 1, reached, *about)

    def budget_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield for each budget and year how much there is, and how much is taken."""
        program = self._questions.program
        for budget in self.budgets:
            for year in program.years:
                used = exact_number(sum((program.count_use(one, budget, year) for one in self.options), Fraction(0)))
                yield (budget.name, year, budget.kind, budget.unit, budget.limit_in(year), used)

    def own_data(self) -> Mapping[str, Any]:
        """Return what was asked and found in addition to the tables."""
        return {
            "on": self.on, "objective": self.objective, "unknowns": self.unknowns, "phased": self.phased,
            "status": self.status, "cost": self.cost, "bound": self.bound, "gap": self.gap, "unique": self.unique,
            "next_school": self.next_school, "search": encode_value(self.search),
        }  # fmt: skip

    # -- words ---------------------------------------------------------------------------------------------

    def page(self, lang: str | None = None) -> Page:
        """Return it as a page: what it comes to, what binds, and what is done year by year."""
        from kiemdinh.narration.office import plan_page  # noqa: PLC0415 - only when text is asked for

        return plan_page(self, lang)

    def draw(self, lang: str | None = None) -> str:
        """Return the cost curve: what so many schools cost, and where the plan stands."""
        from kiemdinh.narration.drawings.office import draw_cost_curve  # noqa: PLC0415 - only when a picture is asked for

        return draw_cost_curve(self, lang)


def _turn(rows: Iterable[Sequence[Any]], names: Iterable[str]) -> dict[str, list[Any]]:
    found = [*rows]
    return {name: [row[i] for row in found] for i, name in enumerate(names)}
