"""A fold that is kept for several terms gives what a fold of each gives, and works out what they share once."""

from kiemdinh.rules import MET, UNKNOWN, All, Any, Assignment, Fact, TruthAlgebra, evaluate
from kiemdinh.rules.terms import KeptFold

ASKED = []


class Counted(TruthAlgebra):
    """The algebra of the reference, which keeps the facts that it is asked for."""

    def fact(self, name):
        ASKED.append(name)
        return super().fact(name)


def test_a_part_of_several_terms_is_worked_out_once():
    shared = All((Fact("a"), Fact("b")))
    facts = Assignment({"a": MET})
    terms = [shared, Any((shared, Fact("a"))), All((Fact("c"), shared))]
    ASKED.clear()
    kept = KeptFold(Counted(facts))
    assert [kept.fold(term) for term in terms] == [evaluate(term, facts) for term in terms]
    assert sorted(ASKED) == ["a", "a", "b", "c"]


def test_terms_that_nobody_else_keeps_are_not_taken_for_later_ones():
    kept = KeptFold(TruthAlgebra(Assignment({"a": MET})))
    found = [kept.fold(All((Fact(name), Fact(name)))) for name in "ab" * 50]
    assert found == [MET, UNKNOWN] * 50
