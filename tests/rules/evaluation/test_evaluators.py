import copy
import pickle

from hypothesis import given

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Any,
    Assignment,
    AtLeast,
    Compare,
    Constant,
    Fact,
    Not,
    Sum,
    Value,
    evaluate,
)
from kiemdinh.rules.evaluation import Evaluators
from strategies import assignments, conditions


class Counting(Assignment):
    """Facts that count how often each name is read."""

    reads: list

    def truth(self, name, /):
        self.__dict__.setdefault("reads", []).append(name)
        return super().truth(name)


@given(conditions(max_leaves=12), assignments(unbounded=True))
def test_an_evaluator_gives_what_the_reference_gives(condition, facts):
    """1.2 Each condition has two readings; every way to evaluate it gives the same ones."""
    assert Evaluators({"c": condition}).evaluate("c", facts) is evaluate(condition, facts)


def test_what_a_decisive_member_leaves_open_is_not_read():
    facts = Counting({"a": UNMET, "b": MET})
    assert Evaluators({"c": All((Fact("a"), Fact("b")))}).evaluate("c", facts) is UNMET
    assert facts.reads == ["a"]


def test_a_count_stops_when_it_is_reached():
    facts = Counting(dict.fromkeys("abcd", MET))
    assert Evaluators({"c": AtLeast(2, tuple(map(Fact, "abcd")))}).evaluate("c", facts) is MET
    assert facts.reads == ["a", "b"]


def test_a_part_that_occurs_many_times_is_evaluated_once():
    part = AtLeast(1, (Fact("a"), Fact("b")))
    condition = part
    for _ in range(40):  # written out, 2 to the power of 40 places
        condition = AtLeast(2, (condition, Not(condition), condition))
    facts = Counting({"a": UNKNOWN, "b": UNKNOWN})
    assert Evaluators({"c": condition}).evaluate("c", facts) is UNKNOWN
    assert facts.reads == ["a", "b"]


def test_a_quantity_that_occurs_many_times_is_worked_out_once():
    total = Sum((Value("x"), Value("y")))
    for _ in range(40):
        total = Sum((total, total))
    condition = Any((Compare(total, ">=", Constant(1)), Fact("a")))
    assert Evaluators({"c": condition}).evaluate("c", Assignment({"a": UNMET})) is UNKNOWN


def test_evaluators_are_pickled_and_copied_by_their_definitions():
    evaluators = Evaluators({"c": Not(Fact("a"))})
    assert evaluators.evaluate("c", Assignment({"a": MET})) is UNMET
    pickled = pickle.loads(pickle.dumps(evaluators))  # noqa: S301 - our own
    for again in (pickled, copy.deepcopy(evaluators)):
        assert again.evaluate("c", Assignment({"a": UNMET})) is MET
