import pytest

from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNKNOWN,
    UNMET,
    All,
    Any,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Count,
    Fact,
    Known,
    Not,
    Sum,
    Value,
)
from kiemdinh.rules.proofs.circuit import Circuit
from kiemdinh.rules.proofs.gates import MAX_COST

A, B, C = (Fact(name) for name in "abc")


@pytest.fixture
def circuit():
    return Circuit(lambda leaf: UNBOUNDED if isinstance(leaf, Value) else UNKNOWN)


class TestGates:
    def test_equal_terms_share_one_and_members_come_first(self, circuit):
        root = circuit.add_term(All((A, Any((A, B)))))
        assert circuit.add_term(All((Fact("a"), Any((Fact("a"), Fact("b")))))) == root
        assert len(circuit.gates) == 4
        assert all(member < number for number, gate in enumerate(circuit.gates) for member in gate.members)

    def test_terms_of_the_same_members_are_told_apart(self, circuit):
        x = Value("x")
        terms = [
            All((A, B, C)),
            Any((A, B, C)),
            AtLeast(2, (A, B, C)),
            Count((A, B, C)),
            Compare(x, ">", Constant(1)),
            Compare(x, "<", Constant(1)),
            Sum((x, x)),
            Sum((x, x), (1, 2)),
        ]
        assert len({circuit.add_term(term) for term in terms}) == len(terms)

    def test_fan_in_names_those_that_read_a_gate(self, circuit):
        root = circuit.add_term(All((A, Not(A))))
        circuit.add_term(Any((A, B)))
        assert circuit.fan_in(root) == {root: [], 0: [root, 1], 1: [root]}


class TestCosts:
    """How many decisions a gate is guessed to take to be unmet, and to be met."""

    @pytest.mark.parametrize(
        ("term", "cost"),
        [
            (A, (1, 1)),
            (Known(MET), (MAX_COST, 0)),
            (Known(UNMET), (0, MAX_COST)),
            (Known(UNKNOWN), (MAX_COST, MAX_COST)),
            (All((A, B, C)), (1, 3)),
            (Any((A, B, C)), (3, 1)),
            (AtLeast(2, (A, B, C)), (2, 2)),
            (Not(All((A, B, C))), (3, 1)),
            (Branch(A, All((B, C)), C), (2, 2)),
            (Compare(Value("x"), ">", Constant(1)), (1, 1)),
            (Sum((Value("x"), Value("y"), Constant(1))), (2, 2)),
        ],
    )
    def test_of(self, term, cost, circuit):
        assert circuit.costs[circuit.add_term(term)] == cost
