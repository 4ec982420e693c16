from itertools import product

from kiemdinh.rules import MAX_DEPTH, MET, UNMET, All, Any, Assignment, AtLeast, Branch, Fact, Not, evaluate
from kiemdinh.rules.proofs.difference_constraints import DifferenceConstraints

A, B, C, D = (Fact(name) for name in "abcd")


def constrained(condition):
    numbers = {}
    return DifferenceConstraints(lambda part: numbers.setdefault(part, len(numbers))).add_to(condition)


def worlds(condition):
    return [
        truths
        for truths in product((MET, UNMET), repeat=4)
        if evaluate(condition, Assignment(dict(zip("abcd", truths, strict=True)))) is MET
    ]


class TestDifferenceConstraints:
    def test_are_added_in_front_and_change_no_world(self):
        for one, other in [
            (AtLeast(2, (A, B, C)), AtLeast(2, (A, B, D))),
            (All((A, Any((B, C)))), All((A, Any((B, D))))),
            (Branch(A, B, C), Branch(A, C, D)),
            (Any((Not(A), B)), Any((Not(C), B))),
        ]:
            condition = All((one, Not(other)))
            found = constrained(condition)
            assert found.parts[-1] is condition
            assert len(found.parts) > 1
            assert worlds(found) == worlds(condition) != []

    def test_of_a_condition_and_itself_are_a_contradiction(self):
        group = AtLeast(2, (A, B, C))
        assert constrained(All((group, Not(AtLeast(2, (A, B, C)))))).parts[0].truth is UNMET

    def test_are_not_added_where_shapes_differ(self):
        for one, other in [
            (AtLeast(2, (A, B, C)), AtLeast(1, (A, B, C))),
            (All((A, B)), All((A, B, C))),
            (Branch(A, B, C), AtLeast(2, (A, B, C))),
        ]:
            condition = All((one, Not(other)))
            assert constrained(condition) is condition

    def test_are_not_added_to_what_is_nested_deeply(self):
        deep = Any((A, B))
        while deep.depth <= MAX_DEPTH // 3:
            deep = Any((Not(deep), C))
        condition = All((deep, Not(Any((deep, D)))))
        assert constrained(condition) is condition
