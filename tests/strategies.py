"""Hypothesis strategies for the core language, shared by all tests.

Names and numbers are few and small, so that every completion can be tried.
"""

from fractions import Fraction

from hypothesis import strategies as st

from kiemdinh.rules import (
    UNBOUNDED,
    All,
    Any,
    Assignment,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Count,
    Fact,
    Interval,
    Known,
    Maximum,
    Mean,
    Minimum,
    Not,
    Product,
    Round,
    Select,
    Sum,
    Truth,
    Value,
)

FACTS = ("a", "b", "c", "d")
VALUES = ("x", "y")
LOWEST, HIGHEST = 0, 3

truths = st.sampled_from(Truth)
facts = st.sampled_from(FACTS).map(Fact)
values = st.sampled_from(VALUES).map(Value)
small_numbers = st.integers(-2, 4)
constants = small_numbers.map(Constant)
comparisons = st.sampled_from([">=", ">", "<=", "<", "=="])
halves = st.sampled_from(["away", "even", "up", "down"])
numbers = st.one_of(st.integers(-50, 50), st.fractions(-50, 50, max_denominator=12))


def _groups(members):
    parts = st.lists(members, min_size=1, max_size=4).map(tuple)
    return st.one_of(st.builds(All, parts), st.builds(Any, parts), st.builds(AtLeast, st.integers(-1, 5), parts))


def fact_conditions(*, negation=True, max_leaves=8):
    """Conditions over facts alone: groups, and negations if wanted."""

    def extend(members):
        return st.one_of(_groups(members), st.builds(Not, members)) if negation else _groups(members)

    return st.recursive(facts, extend, max_leaves=max_leaves)


def _over_quantities(parts):
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    weighted = st.lists(st.tuples(parts, small_numbers), min_size=1, max_size=3).map(
        lambda pairs: Sum(tuple(part for part, _ in pairs), tuple(weight for _, weight in pairs))
    )
    return st.one_of(
        st.builds(Sum, several),
        weighted,
        st.builds(Product, parts, parts),
        st.builds(Mean, several),
        st.builds(Minimum, several),
        st.builds(Maximum, several),
        st.builds(Round, parts, st.integers(-1, 1), halves),
    )


def _over_conditions(conditions, parts):
    several = st.lists(conditions, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(Count, several), st.builds(Select, conditions, parts, parts))


_plain_quantities = st.recursive(st.one_of(values, constants), _over_quantities, max_leaves=4)
_quantities = st.one_of(values, _plain_quantities, _over_conditions(fact_conditions(max_leaves=3), _plain_quantities))
_comparisons = st.one_of(
    st.builds(Compare, values, comparisons, constants),
    st.builds(Compare, _quantities, comparisons, st.one_of(constants, _quantities)),
)
_leaves = st.one_of(facts, facts, _comparisons, st.builds(Known, truths))


def quantities():
    """Quantities of every class."""
    return _quantities


def conditions(max_leaves=6):
    """Conditions of every class."""
    return st.recursive(
        _leaves,
        lambda members: st.one_of(
            _groups(members), st.builds(Not, members), st.builds(Branch, members, members, members)
        ),
        max_leaves=max_leaves,
    )


@st.composite
def intervals(draw, *, unbounded=True):
    """Intervals with whole ends, points among them."""
    low, high = sorted((draw(st.integers(LOWEST, HIGHEST)), draw(st.integers(LOWEST, HIGHEST))))
    whole = Interval(low, high)
    open_ended = [UNBOUNDED, Interval(None, high), Interval(low, None)] if unbounded else []
    return draw(st.sampled_from([whole, whole, Interval.point(low), *open_ended]))


def assignments(*, unbounded=False):
    """Assignments that give every fact a truth and every value an interval."""
    return st.builds(
        Assignment,
        st.fixed_dictionaries(dict.fromkeys(FACTS, truths)),
        st.fixed_dictionaries({name: intervals(unbounded=unbounded) for name in VALUES}),
    )


def numbers_within(interval):
    """The numbers of a bounded interval, in steps of one half."""
    return [Fraction(half, 2) for half in range(2 * interval.low, 2 * interval.high + 1)]
