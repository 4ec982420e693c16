import pytest

from kiemdinh.rules import (
    All,
    Any,
    AtLeast,
    Budget,
    ExhaustedError,
    Fact,
    SolverError,
    find_minimal_repairs,
)
from kiemdinh.rules.repairs.apply import is_certain_after
from repair_problems import action, covering, ids, problem


class TestSolvers:
    """5.9 Same advice on every backend: what a solver answers is evaluated again."""

    class Exact:
        """Tries every assignment, cheapest first."""

        def __init__(self):
            self.asked = 0

        def minimise(self, program, budget):
            self.asked += 1
            best = None
            for code in range(1 << len(program.costs)):
                values = [code >> n & 1 for n in range(len(program.costs))]
                if all(sum(values[v] * c for v, c in row.terms) >= row.least for row in program.constraints):
                    cost = sum(v * c for v, c in zip(values, program.costs, strict=True))
                    if best is None or cost < best[0]:
                        best = cost, values
            return best[1]

    class Silent:
        def minimise(self, program, budget):
            return None

    class Lavish:
        def minimise(self, program, budget):
            return [1] * len(program.costs)

    class Idle:
        def minimise(self, program, budget):
            return [0] * len(program.costs)

    def test_agrees_with_the_kernel(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.MAX_SPLITS_BEFORE_SOLVER", 0)
        solver, shared = self.Exact(), covering(5)
        found = find_minimal_repairs(shared, solver=solver)
        assert solver.asked
        assert found.proved
        assert [ids(repair) for repair in found] == [ids(repair) for repair in find_minimal_repairs(shared)]

    def test_a_wrong_answer_is_refused(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.MAX_SPLITS_BEFORE_SOLVER", 0)
        with pytest.raises(SolverError):
            find_minimal_repairs(covering(5), solver=self.Idle())

    def test_an_answer_dearer_than_greed_is_refused(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.MAX_SPLITS_BEFORE_SOLVER", 0)
        with pytest.raises(SolverError, match="cheaper"):
            find_minimal_repairs(covering(5), solver=self.Lavish())

    def test_the_kernel_goes_on_alone_where_a_solver_proves_nothing(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.MAX_SPLITS_BEFORE_SOLVER", 0)
        found = find_minimal_repairs(covering(5), solver=self.Silent())
        assert (found.proved, found.cost) == (True, find_minimal_repairs(covering(5)).cost)
        assert not find_minimal_repairs(covering(5), budget=Budget(0), solver=self.Silent()).proved


@pytest.fixture
def at_once(monkeypatch):
    """Ask a solver however little is shared."""
    monkeypatch.setattr("kiemdinh.rules.repairs.minimal_repairs.MIN_MOVES_ASKED_AT_ONCE", 1)


@pytest.mark.usefixtures("at_once")
class TestAskedAtOnce:
    """5.9 Same advice on every backend: what is shared is put to a solver before the kernel searches."""

    def test_agrees_with_the_kernel(self):
        solver, shared = TestSolvers.Exact(), covering(6)
        found = find_minimal_repairs(shared, solver=solver)
        assert (found.cost, found.proved, solver.asked) == (find_minimal_repairs(shared).cost, True, 1)
        assert [ids(repair) for repair in found] == [ids(repair) for repair in find_minimal_repairs(shared)]

    def test_is_not_asked_where_nothing_is_shared(self):
        solver, actions = TestSolvers.Exact(), [action(f"f{n}", cost=1 + n % 3) for n in range(9)]
        fact = [Fact(one.id) for one in actions]
        condition = All((*fact[:3], AtLeast(2, (*fact[3:6], All(tuple(fact[6:])))), Any(tuple(fact[:4]))))
        found = find_minimal_repairs(problem(condition, actions=actions), solver=solver)
        assert (ids(found.cheapest), solver.asked) == (["f0", "f1", "f2", "f3", "f4"], 0)

    @pytest.mark.parametrize(("solver", "why"), [("Idle", "does not reach"), ("Lavish", "cheaper")])
    def test_a_wrong_answer_is_refused(self, solver, why):
        with pytest.raises(SolverError, match=why):
            find_minimal_repairs(covering(6), solver=getattr(TestSolvers, solver)())

    def test_the_kernel_goes_on_alone_where_a_solver_proves_nothing(self):
        found = find_minimal_repairs(covering(6), solver=TestSolvers.Silent())
        assert (found.proved, found.cost) == (True, find_minimal_repairs(covering(6)).cost)
        assert not find_minimal_repairs(covering(6), budget=Budget(0), solver=TestSolvers.Silent()).proved

    def test_a_proved_repair_is_given_though_the_order_of_all_is_not(self):
        class Once(TestSolvers.Exact):
            def minimise(self, program, budget):
                return None if self.asked else super().minimise(program, budget)

        shared = covering(6)
        found = find_minimal_repairs(shared, budget=Budget(0), solver=Once())
        given = found.cheapest
        assert (found.proved, found.cost, given.cost) == (True, find_minimal_repairs(shared).cost, found.cost)
        assert is_certain_after(shared, given.changes)
        with pytest.raises(ExhaustedError):
            list(found)
