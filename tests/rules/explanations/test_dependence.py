import pytest

from kiemdinh.rules import Budget, ExhaustedError
from kiemdinh.rules.explanations.dependence import Dependence
from kiemdinh.rules.search import threshold_gates
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE


@pytest.fixture
def gates():
    return threshold_gates.Gates()


def shared(gates):
    """Moves 0 and 1, or 0 and 2, or 3 twice over: move 0 is in two members, so that one of them is split."""
    make_literal = gates.make_literal
    return gates.make_gate(
        2,
        [
            gates.make_any([make_literal(0), make_literal(1)]),
            gates.make_any([make_literal(0), make_literal(2)]),
            make_literal(3),
        ],
    )


class TestDependence:
    def test_members_that_share_nothing_all_matter(self, gates):
        node = gates.make_gate(
            2,
            [
                gates.make_literal(0),
                gates.make_literal(1),
                gates.make_any([gates.make_literal(2), gates.make_literal(3)]),
            ],
        )
        assert all(Dependence(gates).depends_on(node, move) for move in range(4))
        assert not Dependence(gates).depends_on(node, 4)

    def test_a_constant_depends_on_nothing(self, gates):
        assert not any(Dependence(gates).depends_on(node, 0) for node in (FALSE, TRUE))

    def test_what_shares_moves_is_split_within_the_budget(self, gates):
        node = shared(gates)
        assert all(Dependence(gates).depends_on(node, move) for move in range(4))
        gates.budget = Budget(0)
        with pytest.raises(ExhaustedError):
            Dependence(gates).depends_on(node, 1)

    def test_a_member_whose_weight_never_decides(self, gates):
        """Weights of 3 and 2 reach 5 together; one of 1 is never enough in place of either."""
        node = gates.make_gate(5, [gates.make_literal(0), gates.make_literal(1), gates.make_literal(2)], [3, 2, 1])
        assert [Dependence(gates).depends_on(node, move) for move in range(3)] == [True, True, False]
