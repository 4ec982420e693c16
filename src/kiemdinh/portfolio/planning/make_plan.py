"""The verb ``kd.plan``: which schools do what in which year (semantics 6.10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

from kiemdinh.diagnostics.arguments import check_choice, check_count, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_required_date
from kiemdinh.explanation.costs import Effort, read_efforts
from kiemdinh.portfolio.batch import Batch
from kiemdinh.portfolio.planning.courses import Course, list_courses
from kiemdinh.portfolio.planning.phased_options import list_phased_options
from kiemdinh.portfolio.planning.plan_program import PlanProgram
from kiemdinh.portfolio.planning.plan_questions import Objective, PlanQuestions
from kiemdinh.portfolio.planning.plan_result import Plan
from kiemdinh.portfolio.planning.planned_schools import find_ways, gather_planned_schools
from kiemdinh.portfolio.planning.subjects import NodeNeed, PlannedSubjects, read_subjects, warn_of_days
from kiemdinh.portfolio.planning.terms import (
    MONEY,
    AnyTarget,
    NodeTarget,
    PlanBudget,
    PlanTarget,
    TermReader,
    list_years,
)
from kiemdinh.portfolio.planning.ways import MONTHS, UnknownPrice
from kiemdinh.portfolio.planning.works import WorkOption, list_options
from kiemdinh.portfolio.registers import ensure_register
from kiemdinh.rules import Budget
from kiemdinh.solvers.choose import available_solvers
from kiemdinh.solvers.optional import HINT

if TYPE_CHECKING:
    from kiemdinh.explanation.costs import Efforts
    from kiemdinh.parsing.read import Readable
    from kiemdinh.portfolio.planning.planned_schools import PlannedSchools
    from kiemdinh.portfolio.planning.ways import Ways

__all__ = ["plan"]

_STEPS: Final = 200_000_000
_SETTLE: Final = "settle"
"""The key of what finding out one unknown takes."""
_OBJECTIVES: Final = ("cheapest", "most")
_ENDS: Final = ("worst", "best")


def plan(
    batch: Batch,
    *,
    on: dt.date | str,
    targets: Sequence[Mapping[str, Any]],
    budgets: Mapping[str, Mapping[Any, Any]] | None = None,
    efforts: Readable | Efforts | None = None,
    register: Any = None,
    references: Iterable[Any] = (),
    objective: Objective = "cheapest",
    unknowns: Literal["worst", "best"] = "worst",
    require: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    phased: bool | str | Iterable[str] = False,
    budget: int | None = None,
) -> Plan:
    """Plan which schools do what in which year, so that shares of the schools hold a level in time.

    A school does the work of one level in one year, which is a minimal repair to it, or the work of several levels one
    after the other, no change of it twice. Its money is spent in the year in which it is begun; it is complete at the
    end of the year ``begun + months / 12``, rounded up, less one. What is recorded of schools is taken to stay as it
    is: nothing expires, and nobody falls back.

    Parameters
    ----------
    batch
        What :func:`kiemdinh.assess_many` returns. The last row of each school counts.
    on
        The day on which the plan begins; its year is the first one.
    targets
        Each that a share of all schools holds a level, or a higher one, at the end of a year:
        ``{"share": "muc-1", "at_least": "80%", "by": 2030}``. Or that a node of a subject of another framework is met,
        such as a criterion of a commune whose schools these are:
        ``{"framework": "vn.ntm-2021.xa", "subject": "19363", "node": "5", "by": 2028}``. A node that is judged by steps
        is named with one: ``1.3/muc-1``.
    budgets
        How much there is of each thing that is limited. ``money`` is what changes cost; any other name is that of a
        number of the efforts:
        ``{"money": {"unit": "VND", "kind": "flow", 2027: 500}, "posts": {"kind": "stock", 2027: 10}}``. The amount of a
        *flow* is for its year alone; a year without a number has nothing, and what is left is lost. The amount of a
        *stock* is for all years from its year on. None is no limit.
    efforts
        What changes take, as for :meth:`kiemdinh.Assessment.repairs`. The key ``settle`` says what finding out one
        unknown takes; it costs 1 otherwise. A work takes as long as its longest change.
    register
        The schools that are counted, as :func:`kiemdinh.read_register` reads them, or a table of them; None takes those
        of the batch. Who belongs to it is asked on the day *on*.
    references
        The subjects that targets about nodes name: results of :func:`kiemdinh.assess`, and batches of
        :func:`kiemdinh.assess_many`. What the batch says of their schools is added to what they record.
    objective
        ``cheapest`` meets the targets for the least money; ``most`` has as many schools meet them as the budgets allow,
        and that for the least money. A node that is met counts as one school.
    unknowns
        ``worst`` assumes that what is unknown falls short once it is found out, so that finding out and improving are
        both paid; ``best`` assumes that it holds. What is unknown of the subjects themselves is read so too, and costs
        nothing.
    require, exclude
        Ids of schools that have to meet the highest target, and of those that do nothing.
    phased
        Whether each change may be begun in a year of its own: at all schools, or at those whose ids are given. A school
        has a level once all changes that lead to it are complete. Each of its ways can be spread over the years in
        *years* to the power of *changes* forms; all forms of these schools together may be 20,000.
    budget
        The steps that all searches may take together; None takes 200,000,000. Where they run out,
        :attr:`Plan.status` says so.

    Returns
    -------
    Plan
        Its main table has a row for each thing that a school does.

    Raises
    ------
    InputError
        A target, budget or effort cannot be read, with all problems at once; the framework has no levels; a school can
        spoil a node by what it reaches; a phased plan is too large, or has ways that were not looked at; or no solver
        is installed (KD717).

    Notes
    -----
    The ways of each school cost a search for each school that is recorded otherwise; the plan is a linear program in
    whole numbers, with a variable for each school, way and year. What binds, and whether it is the only plan, is worked
    out when it is asked for: each costs a further plan.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
    >>> good = dict.fromkeys(criteria, "muc-1")
    >>> rows = [{"school": "A"} | good, {"school": "B"} | good | {"1.3": "khong-dat"}]
    >>> rows += [{"school": "C"} | good | {"4.1": "khong-dat"}]
    >>> batch = kd.assess_many("vn.tt57-2026.pho-thong", rows, on="2027-06-30")
    >>> targets = [{"share": "muc-1", "at_least": "60%", "by": 2028}]
    >>> found = plan(batch, on="2027-07-01", targets=targets, efforts={"1.3": 40, "4.1": 25})
    >>> found.status, found.cost, [(one.school, one.year, one.id) for one in found.actions]
    ('optimal', 25, [('C', 2027, '4.1/muc-1')])
    """
    _check_batch(batch)
    check_choice("objective", objective, _OBJECTIVES)
    check_choice("unknowns", unknowns, _ENDS)
    if not isinstance(phased, bool | str | Iterable):
        refuse_argument("phased", phased, Message("true or false, or the ids of schools"))
    day = read_required_date(on, "on")
    steps = _STEPS if budget is None else check_count("budget", budget)
    taken, settling = _read_efforts(batch, efforts, unknowns)
    given = None if register is None else ensure_register(register)
    schools = gather_planned_schools(batch, given, day)
    subjects = read_subjects(references, batch, schools.rows)
    reader = TermReader(batch.level_refs, day)
    wanted = reader.read_targets(targets, subjects)
    names = {name for one in (*taken.by_key.values(), settling.effort) for name in one.numbers} - {"cost", MONTHS}
    limits = reader.read_budgets({} if budgets is None else budgets, names, taken.unit)
    needed = reader.read_schools("require", require, schools.rows)
    left_out = reader.read_schools("exclude", exclude, schools.rows)
    reader.refuse_both(needed, left_out)
    reader.refuse_required(needed, wanted)
    spread = phased if isinstance(phased, bool) else reader.read_schools("phased", phased, schools.rows)
    reader.raise_problems()
    needs = _find_needs(subjects, wanted, reader, at_best=unknowns == "best")
    reader.raise_problems()
    _check_solver()
    limited = [one.name for one in limits if one.name != MONEY]
    deadlines = _list_deadlines(schools, wanted, needs)
    ways = find_ways(batch, schools, deadlines, taken, settling, limited, left_out)
    years = tuple(list_years(day, wanted))
    options = _list_options(ways, schools.ranks, years, deadlines, spread, are_years_alike=not limits)
    questions = PlanQuestions(_make_program(schools, options, years, wanted, needs, limits, needed, steps), objective)
    return Plan(
        frameworks=(batch.framework,),
        days=tuple(sorted({one for row in schools.rows.values() if (one := batch.table.rows.days[row]) is not None})),
        warnings=(*schools.warnings, *warn_of_days(needs.values(), day)),
        on=day,
        objective=objective,
        unknowns=unknowns,
        phased=spread,
        targets=wanted,
        budgets=limits,
        options=questions.choose_options(),
        _questions=questions,
        _schools=schools,
        _batch=batch,
        _levels=tuple(batch.level_refs),
        _currency=taken.unit,
        _make_frame=batch.make_frame,
    )


def _make_program(
    schools: PlannedSchools,
    options: tuple[WorkOption, ...],
    years: tuple[int, ...],
    targets: tuple[AnyTarget, ...],
    needs: Mapping[int, NodeNeed],
    budgets: tuple[PlanBudget, ...],
    needed: Collection[str],
    steps: int,
) -> PlanProgram:
    """Return the program to be solved; *needed* are the schools that have to meet the highest target."""
    highest = max((target.rank for target in targets if isinstance(target, PlanTarget)), default=0)
    return PlanProgram(
        options=options,
        targets=targets,
        budgets=budgets,
        years=years,
        held=tuple(
            sum(rank >= one.rank for rank in schools.ranks.values())
            if isinstance(one, PlanTarget)
            else int(needs[i].is_held)
            for i, one in enumerate(targets)
        ),
        needs=needs,
        schools=len(schools.names),
        require=tuple(one for one in needed if schools.ranks[one] < highest),
        budget=Budget(steps),
    )


def _check_batch(batch: Any) -> None:
    if not isinstance(batch, Batch):
        refuse_argument("batch", batch, Message("what kd.assess_many returns"))
    if batch.framework.main_ladder is None:
        message = Message(
            "a plan raises levels, and '{id}' is judged by labels, which have no order", id=batch.framework.id
        )
        refuse_argument("batch", batch.framework.id, Message("a framework with levels"), message=message)


def _check_solver() -> None:
    if not available_solvers():
        message = Message("a plan is looked for by a solver, and none is installed")
        hint = Message("to have the solvers: {command}", command=HINT)
        raise InputError([Diagnostic("KD717", "error", message, hint=hint)])


def _read_efforts(batch: Batch, efforts: Any, unknowns: Literal["worst", "best"]) -> tuple[Efforts, UnknownPrice]:
    """Return the efforts of changes, and that of finding out."""
    found = read_efforts(efforts, batch.framework, activities=(_SETTLE,))
    settle = found.by_key.get(_SETTLE, Effort())
    by_key = {key: one for key, one in found.by_key.items() if key != _SETTLE}
    return replace(found, by_key=by_key), UnknownPrice(settle, unknowns)


def _find_needs(
    subjects: PlannedSubjects, targets: Sequence[AnyTarget], reader: TermReader, *, at_best: bool
) -> dict[int, NodeNeed]:
    """Return what the nodes of targets ask, by the number of the target; one that schools can spoil is refused."""
    found: dict[int, NodeNeed] = {}
    for number, one in enumerate(targets):
        if isinstance(one, NodeTarget):
            found[number] = need = subjects.find_need(one.framework, one.subject, one.fact, at_best=at_best)
            if need.asked.against:
                reader.refuse_opposed(number, need.asked.against)
    return found


def _list_deadlines(
    schools: PlannedSchools, targets: Sequence[AnyTarget], needs: Mapping[int, NodeNeed]
) -> dict[str, dict[int, int]]:
    """Return for each school the levels that are asked of it, each with the last year in which it is of use."""
    shares: dict[int, int] = {}
    for one in targets:
        if isinstance(one, PlanTarget):
            shares[one.rank] = max(one.by, shares.get(one.rank, 0))
    wanted = {school: dict(shares) for school in schools.rows} if shares else {}
    for number, need in needs.items():
        for school, rank in need.places:
            own = wanted.setdefault(school, {})
            own[rank] = max(targets[number].by, own.get(rank, 0))
    # A higher level that is begun later also serves for a lower one.
    return {
        school: {rank: max(year for other, year in own.items() if other <= rank) for rank in own}
        for school, own in wanted.items()
    }


def _list_options(
    ways: Mapping[str, Mapping[int, Ways]],
    ranks: Mapping[str, int],
    years: Sequence[int],
    deadlines: Mapping[str, Mapping[int, int]],
    phased: bool | Collection[str],
    *,
    are_years_alike: bool,
) -> tuple[WorkOption, ...]:
    """Return what schools could do; where nothing is short, waiting is of no use, and all begin in the first year."""
    starts = years[:1] if are_years_alike else years
    apart = {school: own for school, own in ways.items() if phased is True or (phased and school in phased)}
    whole = {school: own for school, own in ways.items() if school not in apart}
    return (
        *_list_whole_options(whole, ranks, starts, deadlines, are_years_alike=are_years_alike),
        *list_phased_options(apart, ranks, starts, deadlines),
    )


def _list_whole_options(
    ways: Mapping[str, Mapping[int, Ways]],
    ranks: Mapping[str, int],
    years: Sequence[int],
    deadlines: Mapping[str, Mapping[int, int]],
    *,
    are_years_alike: bool,
) -> Iterator[WorkOption]:
    courses: dict[tuple[int, ...], tuple[Course, ...]] = {}
    for school, own in ways.items():
        # Schools that stand alike share their ways.
        alike = tuple(map(id, own.values()))
        if alike not in courses:
            takes_longer = any(MONTHS in one.short for one in own.values())
            courses[alike] = list_courses(own, are_levels_apart=takes_longer or not are_years_alike)
        yield from list_options(school, ranks[school], courses[alike], years, deadlines[school])
