"""Repair problems that tests share: one change for each fact, the rule of a circular, covers, shares and totals."""

from itertools import combinations

from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Any,
    Assignment,
    AtLeast,
    Compare,
    Constant,
    Fact,
    FactAction,
    Interval,
    RepairProblem,
    Sum,
    Value,
    ValueAction,
)


def action(name, **more):
    return FactAction(id=name, fact=name, to=MET, **more)


def ids(repair):
    return [change.id for change in repair.changes]


def problem(condition, truths=(), values=(), actions=(), **more):
    facts = Assignment(dict(truths), dict(values))
    return RepairProblem(condition=condition, cases=(facts,), actions=tuple(actions), **more)


CRITERIA = [f"{number:02d}" for number in range(1, 16)]
MANDATORY, OTHERS = CRITERIA[:8], CRITERIA[8:]
A, B, C = OTHERS[4:]


def reaches_level(criterion, level):
    return All(tuple(Fact(f"{criterion}/{step}") for step in range(1, level + 1)))


def circular_57(**costs):
    """Level 2: every criterion at level 1, every mandatory one and five of the seven others at level 2."""
    level_2 = All(
        (
            All(tuple(reaches_level(criterion, 1) for criterion in CRITERIA)),
            All(tuple(reaches_level(criterion, 2) for criterion in MANDATORY)),
            AtLeast(5, tuple(reaches_level(criterion, 2) for criterion in OTHERS)),
        )
    )
    reached = {A: 1, B: 1, C: 0}
    truths = {
        f"{criterion}/{step}": MET if step <= reached.get(criterion, 2) else UNMET
        for criterion in CRITERIA
        for step in (1, 2)
    }
    actions = [
        FactAction(
            id=f"{criterion}/{step}",
            fact=f"{criterion}/{step}",
            to=MET,
            cost=costs.get(f"c{criterion}_{step}", 1),
            requires=(f"{criterion}/{step - 1}",) if step > 1 else (),
        )
        for criterion in CRITERIA
        for step in (1, 2)
    ]
    return problem(level_2, truths, actions=actions)


def covering(size):
    """One of every two requirements: all but one are needed, though half of each would satisfy every pair."""
    actions = [action(f"r{n}", cost=4 + n % 2) for n in range(size)]
    pairs = combinations([Fact(one.id) for one in actions], 2)
    return problem(All(tuple(Any(pair) for pair in pairs)), actions=actions)


def pupils(low, **more):
    condition = Compare(Sum((Value("excellent"),), (100,)), ">=", Sum((Value("pupils"),), (5,)))
    values = {"excellent": Interval.point(low), "pupils": Interval.point(120)}
    return problem(
        condition, values=values, actions=[ValueAction(id="excellent", value="excellent", direction="up", **more)]
    )


def points(*now, bound=10, floor=None):
    """A total over criteria on a scale of 1 to 4, with a floor below which none may lie."""
    names = [f"p{n}" for n in range(len(now))]
    total = Compare(Sum(tuple(map(Value, names))), ">=", Constant(bound))
    floors = [Compare(Value(name), ">=", Constant(floor)) for name in names] if floor else []
    actions = [
        ValueAction(id=name, value=name, direction="up", choices=(1, 2, 3, 4), prices=(1, 2, 3, 4)) for name in names
    ]
    values = {name: Interval.point(number) for name, number in zip(names, now, strict=True)}
    return problem(All((total, *floors)) if floors else total, values=values, actions=actions)
