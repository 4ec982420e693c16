from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.rules import MAX_DEPTH, MET, UNMET, All, Any, Assignment, AtLeast, Branch, Fact, Not, evaluate
from kiemdinh.rules.proofs import Satisfiability, Space, prove
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
            (AtLeast(2, (A, B, C)), AtLeast(1, (A, D, D))),
            (All((A, Any((B, C)))), All((A, Any((B, D))))),
            (Branch(A, B, C), Branch(A, C, D)),
            (Any((Not(A), B)), Any((Not(C), B))),
        ]:
            condition = All((one, Not(other)))
            found = constrained(condition)
            assert found.parts[-1] is condition
            assert len(found.parts) > 1
            assert worlds(found) == worlds(condition) != []

    @given(st.data())
    def test_of_groups_that_need_more_and_fewer_change_no_world(self, data):
        members = st.lists(st.sampled_from((A, B, C, D, Not(A), Any((B, C)))), min_size=3, max_size=3)
        more, fewer = sorted(data.draw(st.lists(st.integers(1, 3), min_size=2, max_size=2)), reverse=True)
        condition = All((AtLeast(more, data.draw(members)), Not(AtLeast(fewer, data.draw(members)))))
        assert constrained(condition) is not condition
        assert worlds(constrained(condition)) == worlds(condition)

    def test_of_a_condition_and_itself_are_a_contradiction(self):
        group = AtLeast(2, (A, B, C))
        assert constrained(All((group, Not(AtLeast(2, (A, B, C)))))).parts[0].truth is UNMET

    def test_of_more_and_of_fewer_of_the_same_members_are_a_contradiction(self):
        """Many members are counted at once: a search would try every way to have the greater number."""
        members = tuple(Fact(f"{n}") for n in range(60))
        more, fewer = AtLeast(40, members), AtLeast(38, members)
        assert constrained(All((more, Not(fewer)))).parts[0].truth is UNMET
        assert prove(All((more, Not(fewer))), Space(), max_decisions=1).status is Satisfiability.UNSATISFIABLE
        assert prove(All((fewer, Not(more))), Space()).status is Satisfiability.SATISFIABLE

    def test_are_not_added_where_shapes_differ(self):
        for one, other in [
            (AtLeast(1, (A, B, C)), AtLeast(2, (A, B, C))),
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
