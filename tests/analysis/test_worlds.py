"""The world that helps a condition most, chosen name by name."""

from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.rules import MET, UNMET, All, Compare, Constant, Fact, Interval, Not, Space, Value


def at_least(name, number):
    return Compare(Value(name), ">=", Constant(number))


def test_facts_are_met_where_that_helps():
    world = most_favourable_world(All((Fact("a"), Not(Fact("b")))), Space())
    assert world.truths == {"a": MET, "b": UNMET}


def test_of_facts_that_exclude_one_another_one_is_met():
    world = most_favourable_world(All((Fact("a"), Fact("b"), Fact("c"))), Space(exclusive=(("a", "b"),)))
    assert sorted(name for name, truth in world.truths.items() if truth is MET) in (["a", "c"], ["b", "c"])


def test_values_lie_at_the_end_that_helps():
    condition = All((at_least("x", 5), Not(at_least("y", 5)), at_least("z", 5)))
    space = Space(values={"x": Interval(0, 10), "y": Interval(2, None)}, choices={"z": (1, 3)})
    assert most_favourable_world(condition, space).values == {
        "x": Interval.point(10),
        "y": Interval.point(2),
        "z": Interval.point(3),
    }


def test_a_value_without_an_end_lies_far_out():
    world = most_favourable_world(at_least("x", 5), Space(values={"x": Interval(7, None)}))
    assert world.values["x"].low > 500
