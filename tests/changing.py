"""Problems of repair, and what must be true of them by trying every set of changes.

Tests compare the kernel with this: it shares with it the evaluation of a condition, nothing else.
"""

from fractions import Fraction
from itertools import chain, combinations, product

from hypothesis import strategies as st

from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Any,
    Assignment,
    AtLeast,
    Bound,
    Compare,
    Constant,
    Fact,
    FactAction,
    Interval,
    Not,
    RepairProblem,
    Value,
    ValueAction,
    evaluate,
    walk,
)
from strategies import FACTS, VALUES, assignments, comparisons, conditions, fact_conditions, small_numbers, values

NUDGE = Fraction(1, 16)
costs = st.sampled_from([1, 1, 2, 3, Fraction(1, 2), None])


# -- problems ----------------------------------------------------------------------------------------------


@st.composite
def fact_actions(draw, *, both=True, steps=True, prices=costs):
    """Levers on some of the facts; a later one may need an earlier one."""
    made = []
    for name in FACTS:
        for to in draw(st.sampled_from([(MET,), (MET,), (UNMET,), (MET, UNMET), ()])) if both else (MET,):
            below = [action.id for action in made if action.to is to and action.fact != name]
            after = draw(st.sampled_from([(), (), (below[-1],), (below[0],)])) if steps and below else ()
            made.append(FactAction(id=f"{name} {to.name}", fact=name, to=to, cost=draw(prices), requires=after))
    return made


@st.composite
def value_actions(draw, *, stepped):
    """Levers on some of the values, on steps or free."""
    made = []
    for name in VALUES:
        for direction in draw(st.sampled_from([("up",), ("down",), ("up", "down"), ()])):
            steps = tuple(sorted(draw(st.sets(st.integers(-1, 4), min_size=1, max_size=3)))) if stepped else ()
            rate = draw(st.sampled_from([0, 1, Fraction(1, 3)]))
            made.append(
                ValueAction(
                    id=f"{name} {direction}",
                    value=name,
                    direction=direction,
                    cost=draw(costs),
                    rate=rate,
                    choices=steps,
                    spacing=draw(st.sampled_from([None, 1])) if not stepped else None,
                    furthest=draw(st.sampled_from([None, 3 if direction == "up" else 0])) if not stepped else None,
                )
            )
    return made[:2]


def _problem(condition, assignment, *actions):
    return RepairProblem(
        condition=condition, cases=(assignment,), actions=tuple(one for some in actions for one in some)
    )


def fact_problems(*, negation=True, both=True, steps=True, max_leaves=8, prices=costs):
    return st.builds(
        _problem,
        fact_conditions(negation=negation, max_leaves=max_leaves),
        assignments(),
        fact_actions(both=both, steps=steps, prices=prices),
    )


def bound_problems():
    """Facts, and values that are compared with numbers."""
    leaves = st.one_of(
        st.builds(Compare, values, comparisons, small_numbers.map(Constant)), fact_conditions(max_leaves=1)
    )
    inside = st.recursive(
        leaves, lambda members: st.one_of(*(groups(members) for groups in (_all, _any, _some, _not))), max_leaves=5
    )
    return st.builds(_problem, inside, assignments(unbounded=True), fact_actions(), value_actions(stepped=False))


def _all(members):
    return st.lists(members, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))


def _any(members):
    return st.lists(members, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts)))


def _some(members):
    return st.lists(members, min_size=2, max_size=3).map(lambda parts: AtLeast(2, tuple(parts)))


def _not(members):
    return st.builds(Not, members)


@st.composite
def signed_problems(draw):
    """Facts under both signs, and a value bounded from both sides, with actions both ways."""
    facts_ = st.sampled_from(FACTS[:2]).map(Fact)
    bounds = st.builds(Compare, st.just(Value("x")), comparisons, st.integers(0, 3).map(Constant))
    literals = st.one_of(facts_, facts_.map(Not), bounds)
    groups = st.one_of(*(make(literals) for make in (_all, _any, _some)))
    condition = draw(st.one_of(*(make(groups) for make in (_all, _any, _some))))
    actions = [
        FactAction(id=f"{name} {to.name}", fact=name, to=to, cost=draw(costs))
        for name in FACTS[:2]
        for to in (MET, UNMET)
    ]
    actions += [
        ValueAction(id=f"x {way}", value="x", direction=way, cost=draw(st.integers(1, 3)), rate=draw(st.integers(0, 2)))
        for way in ("up", "down")
    ]
    return _problem(condition, draw(assignments(unbounded=True)), actions)


def any_problems():
    """Conditions of every class, values on steps."""
    return st.builds(_problem, conditions(max_leaves=4), assignments(), fact_actions(), value_actions(stepped=True))


# -- every set of changes ----------------------------------------------------------------------------------


def near(condition):
    """The numbers of a condition, and the whole ones beside them."""
    constants = {part.value for part in walk(condition) if isinstance(part, Constant)}
    return sorted({number + beside for number in constants for beside in (-1, 0, 1)})


def grid(action, numbers):
    """The bounds that a action on a value might reach, nearest first."""
    up = action.direction == "up"
    if action.choices:
        found = [Bound(step, action.direction) for step in action.choices]
    else:
        found = [Bound(n, action.direction, strict) for n in numbers for strict in (False, True)]
    if action.spacing is not None:
        found = [bound for bound in found if not bound.strict]
    if action.furthest is not None:
        sign = 1 if up else -1
        found = [b for b in found if sign * b.number <= sign * action.furthest - (1 if b.strict else 0)]
    return sorted(found, key=lambda bound: bound.position, reverse=not up)


def price(action, bound, facts):
    if action.cost is None:
        return None
    now = facts.value(action.value)
    end = now.low if action.direction == "up" else now.high
    return action.cost if end is None else action.cost + action.rate * abs(bound.number - end)


def _passes(action, bound, facts):
    now = facts.value(action.value)
    if action.direction == "up":
        return now.low is None or bound.position > (now.low, 0)
    return now.high is None or bound.position < (now.high, 0)


def options(problem, *, all_actionable=False):
    """For each action the ways to use it: (place, cost); place 0 is not at all, 1 and on are the change's sizes."""
    facts = problem.cases[0]
    numbers = near(problem.condition)
    found = []
    for action in problem.actions:
        if isinstance(action, FactAction):
            idle = facts.truth(action.fact) is action.to
            cost = 1 if all_actionable and action.cost is None else action.cost
            found.append([(0, 0, None)] if idle or cost is None else [(0, 0, None), (1, cost, action.to)])
        else:
            bounds = [bound for bound in grid(action, numbers) if _passes(action, bound, facts)]
            priced = [(i, price(action, bound, facts), bound) for i, bound in enumerate(bounds, 1)]
            found.append([(0, 0, None), *(way for way in priced if way[1] is not None)])
    return found


def clamp(now, up, down):
    """The interval of a value brought to its bounds."""
    low, high = now.low, now.high
    if up is not None:
        end = up.number + NUDGE * up.strict
        low, high = end if low is None else max(low, end), None if high is None else max(high, end)
    if down is not None:
        end = down.number - NUDGE * down.strict
        low, high = None if low is None else min(low, end), end if high is None else min(high, end)
    return Interval(low, high)


def changed(problem, chosen):
    """The assignment after the chosen ways, or None if they contradict each other or lack a step below."""
    facts = problem.cases[0]
    truths, bounds = dict(facts.truths), {}
    used = {action.id for action, (place, _, _) in zip(problem.actions, chosen, strict=True) if place}
    by_id = {action.id: action for action in problem.actions}
    touched = set()
    for action, (place, _, to) in zip(problem.actions, chosen, strict=True):
        if not place:
            continue
        if isinstance(action, ValueAction):
            bounds.setdefault(action.value, {})[action.direction] = to
            continue
        if action.fact in touched:
            return None
        touched.add(action.fact)
        truths[action.fact] = to
        for below in action.requires:
            other = by_id[below]
            if below not in used and facts.truth(other.fact) is not other.to:
                return None
    numbers = dict(facts.values)
    for name, sides in bounds.items():
        up, down = sides.get("up"), sides.get("down")
        if up is not None and down is not None and up.position > down.position:
            return None
        numbers[name] = clamp(facts.value(name), up, down)
    return Assignment(truths, numbers)


def _together(problem, ways):
    """Every choice of ways, none that brings a fact to both truths."""
    for chosen in product(*ways):
        used = [action for action, way in zip(problem.actions, chosen, strict=True) if way[0]]
        facts = [action.fact for action in used if isinstance(action, FactAction)]
        if len(facts) == len(set(facts)):
            yield chosen


def all_repairs(problem, *, all_actionable=False):
    """Every choice of ways that makes the condition certain."""
    found = []
    for chosen in _together(problem, options(problem, all_actionable=all_actionable)):
        after = changed(problem, chosen)
        if after is not None and evaluate(problem.condition, after).certain:
            found.append(chosen)
    return found


def subsets(things):
    """All subsets, the smaller ones first."""
    things = list(things)
    return [set(some) for some in chain.from_iterable(combinations(things, n) for n in range(len(things) + 1))]


def smallest(sets):
    """Those of some sets that contain no other of them."""
    return {frozenset(one) for one in sets if not any(other < one for other in sets)}


def least(chosen):
    """Those of the choices that no other is a part of."""
    places = [tuple(place for place, _, _ in choice) for choice in chosen]
    return [
        choice
        for choice, mine in zip(chosen, places, strict=True)
        if not any(other != mine and all(a <= b for a, b in zip(other, mine, strict=True)) for other in places)
    ]


def named(problem, choice):
    """A choice as the set of what is changed to what."""
    pairs = zip(problem.actions, choice, strict=True)
    return frozenset((action.id, to) for action, (place, _, to) in pairs if place)


def cost_of(choice):
    return sum(Fraction(cost) for _, cost, _ in choice)
