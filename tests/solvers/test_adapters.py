import sys
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from changing import fact_problems
from kiemdinh.rules import (
    MET,
    All,
    Assignment,
    AtLeast,
    Budget,
    Fact,
    FactAction,
    LinearConstraint,
    Program,
    RepairProblem,
    SolverError,
    find_minimal_repairs,
    is_certain_after,
)
from kiemdinh.solvers.choose import SolversInTurn, find_bounded_answer
from kiemdinh.solvers.cp_sat import CpSat
from kiemdinh.solvers.highs import Highs
from kiemdinh.solvers.optional import MissingSolverError

MODULES = {CpSat: "ortools.sat.python.cp_model", Highs: "highspy"}
HARD = Program((5, 4, 3, 6, 5), tuple(LinearConstraint(((n, 1), ((n + 1) % 5, 1)), 1) for n in range(5)))


@pytest.fixture(autouse=True)
def _asked_before_splits(monkeypatch):
    monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.MAX_SPLITS_BEFORE_SOLVER", 0)


@pytest.fixture(params=list(MODULES), ids=lambda kind: kind.__name__)
def kind(request):
    pytest.importorskip(MODULES[request.param])
    return request.param


@st.composite
def programs(draw, prices):
    costs = draw(st.lists(prices, min_size=1, max_size=6))
    term = st.tuples(st.integers(0, len(costs) - 1), st.integers(-3, 4))
    rows = st.lists(term, min_size=1, max_size=4, unique_by=lambda pair: pair[0])
    row = st.builds(LinearConstraint, rows.map(tuple), st.integers(-2, 5))
    return Program(tuple(costs), tuple(draw(st.lists(row, max_size=5))))


def solutions(program):
    """Every solution, by trying every assignment."""
    return [
        values
        for values in product((0, 1), repeat=len(program.costs))
        if all(sum(values[place] * by for place, by in row.terms) >= row.least for row in program.constraints)
    ]


def cost_of(program, values):
    return sum(cost * value for cost, value in zip(program.costs, values, strict=True))


def covering(size):
    """Pairs of neighbours on a ring, one of each needed: nothing can be added up, everything is shared."""
    names = [f"f{number}" for number in range(size)]
    pairs = [AtLeast(1, (Fact(name), Fact(names[number - 1]))) for number, name in enumerate(names)]
    actions = tuple(FactAction(id=name, fact=name, to=MET, cost=2 + place % 3) for place, name in enumerate(names))
    return RepairProblem(condition=All(tuple(pairs)), cases=(Assignment(),), actions=actions)


def advice(found):
    return [(repair.cost, repair.changes) for repair in found]


class TestAnswers:
    """5.9 Same input, same advice, on every backend."""

    @pytest.mark.parametrize("prices", [st.integers(0, 9), st.integers(0, 2**33)], ids=["small", "large"])
    def test_are_cheapest_among_all_solutions(self, kind, prices):
        @settings(max_examples=60)
        @given(programs(prices))
        def check(program):
            wanted = solutions(program)
            assume(wanted)
            answer = kind().minimise(program, Budget())
            assert tuple(answer) in wanted
            assert cost_of(program, answer) == min(cost_of(program, values) for values in wanted)

        check()

    def test_give_the_advice_that_the_kernel_gives_alone(self, kind):
        @settings(max_examples=60)
        @given(fact_problems(prices=st.integers(1, 4), max_leaves=12))
        def check(problem):
            alone, helped = find_minimal_repairs(problem), find_minimal_repairs(problem, solver=kind())
            assert helped.proved
            assert helped.cost == alone.cost
            assert advice(helped) == advice(alone)

        check()

    def test_give_the_same_advice_where_all_that_is_shared_is_asked_at_once(self, kind, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.repairs.minimal_repairs.MIN_MOVES_ASKED_AT_ONCE", 1)

        @settings(max_examples=60)
        @given(fact_problems(negation=False, both=False, prices=st.integers(1, 4), max_leaves=14))
        def check(problem):
            alone, helped = find_minimal_repairs(problem), find_minimal_repairs(problem, solver=kind())
            assert (helped.proved, helped.cost) == (True, alone.cost)
            assert advice(helped) == advice(alone)

        check()

    def test_read_what_occurs_again_and_again_once(self, kind, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.repairs.minimal_repairs.MIN_MOVES_ASKED_AT_ONCE", 1)
        a, b, c = map(Fact, "abc")
        nested = AtLeast(1, (b, c))
        for _ in range(40):
            nested = All((AtLeast(2, (a, b, c)), nested, All((nested, AtLeast(1, (nested, c))))))
        either = AtLeast(1, (All((nested, a)), All((c, nested, AtLeast(1, (a, b))))))
        actions = tuple(FactAction(id=name, fact=name, to=MET) for name in "abc")
        found = find_minimal_repairs(
            RepairProblem(condition=either, cases=(Assignment(),), actions=actions), solver=kind()
        )
        assert [[change.id for change in repair.changes] for repair in found] == [["a", "b"], ["a", "c"], ["b", "c"]]

    def test_are_the_same_every_time(self, kind):
        shared = covering(31)
        assert advice([find_minimal_repairs(shared, solver=kind()).cheapest for _ in range(3)]) == advice(
            [find_minimal_repairs(shared).cheapest] * 3
        )

    def test_are_none_where_numbers_are_too_large_to_be_exact(self, kind):
        assert kind().minimise(Program((2**61, 1), (LinearConstraint(((0, 1), (1, 1)), 1),)), Budget()) is None

    def test_need_no_variable(self, kind):
        assert tuple(kind().minimise(Program((), ()), Budget())) == ()


class TestLimits:
    """5.3 `bound` only when a stated limit ran out; it then carries the gap."""

    def test_an_effort_that_runs_out_proves_nothing(self):
        pytest.importorskip(MODULES[CpSat])
        found = find_minimal_repairs(covering(61), budget=Budget(10_000), solver=CpSat(effort=0))
        assert not found.proved
        proved = find_minimal_repairs(covering(61), solver=CpSat()).cost
        assert found.cost - found.gap <= proved <= found.cost


class TestConfirmation:
    """5.9 What a solver answers is evaluated again."""

    def test_an_answer_that_leaves_out_a_change_is_refused(self, kind):
        class Careless:
            def minimise(self, program, budget):
                values = list(kind().minimise(program, budget))
                values[values.index(1)] = 0
                return values

        for size in (9, 31):
            with pytest.raises(SolverError):
                find_minimal_repairs(covering(size), solver=Careless())

    def test_an_answer_that_stands_reaches_the_target(self, kind):
        shared = covering(31)
        assert is_certain_after(shared, find_minimal_repairs(shared, solver=kind()).cheapest.changes)


class TestHighs:
    """5.9 Same advice: what HiGHS computes in floating point is proved in whole numbers."""

    def test_works_beside_another_user_of_its_threads(self):
        highspy = pytest.importorskip(MODULES[Highs])
        before = Highs().minimise(HARD, Budget())
        highspy.Highs.resetGlobalScheduler(True)
        other = highspy._Highs()
        other.setOptionValue("output_flag", False)
        other.setOptionValue("threads", 2)
        other.addVar(0, 1)
        other.changeColIntegrality(0, highspy.HighsVarType.kInteger)
        other.run()
        try:
            assert Highs().minimise(HARD, Budget()) == before
        finally:
            highspy.Highs.resetGlobalScheduler(True)

    def test_proves_the_same_with_what_it_simplifies_first(self):
        pytest.importorskip(MODULES[Highs])

        @settings(max_examples=40)
        @given(programs(st.integers(0, 9)))
        def check(program):
            assume(solutions(program))
            plain, simplified = (Highs(presolve=first).minimise(program, Budget()) for first in (False, True))
            assert cost_of(program, plain) == cost_of(program, simplified)

        check()

    def test_says_nothing(self, capfd):
        pytest.importorskip(MODULES[Highs])
        Highs().minimise(HARD, Budget())
        assert capfd.readouterr() == ("", "")


class TestInTurn:
    """5.9 Same advice: the first solver that proves an answer gives it."""

    class Silent:
        def minimise(self, program, budget):
            return None

    class Constant:
        def minimise(self, program, budget):
            return [1] * len(program.costs)

    def test_passes_on_what_is_not_proved(self):
        assert SolversInTurn((self.Silent(), self.Constant(), self.Silent())).minimise(HARD, Budget()) == (
            1,
            1,
            1,
            1,
            1,
        )

    def test_asks_the_last_first_where_variables_stand_for_groups(self):
        class Other(self.Constant):
            def minimise(self, program, budget):
                return [0] * len(program.costs)

        both = SolversInTurn((self.Constant(), Other()))
        assert both.minimise(Program((5, 4, 3), ()), Budget()) == (1, 1, 1)
        assert both.minimise(Program((5, 0, 0), ()), Budget()) == (0, 0, 0)

    def test_proves_nothing_if_no_solver_does(self):
        assert SolversInTurn((self.Silent(),)).minimise(HARD, Budget()) is None


class TestWithout:
    """House: an adapter is imported only when used, and says what to install."""

    @pytest.mark.parametrize("kind", [CpSat, Highs])
    def test_says_what_to_install(self, kind, monkeypatch):
        for module in MODULES.values():
            parts = module.split(".")
            for depth in range(1, len(parts) + 1):
                monkeypatch.setitem(sys.modules, ".".join(parts[:depth]), None)
        with pytest.raises(MissingSolverError, match=r"pip install 'kiemdinh\[solvers\]'"):
            kind().minimise(HARD, Budget())


def test_numbers_too_large_for_highs_are_left_to_cp_sat(monkeypatch):
    """What CP-SAT does not prove in its first steps, and HiGHS cannot read, CP-SAT is asked again."""
    monkeypatch.setattr("kiemdinh.solvers.choose._FIRST_STEPS", 1)
    price = 2**40
    program = Program((price, price + 1), (LinearConstraint(((0, 1), (1, 1)), 1),))
    found = find_bounded_answer(program, Budget(10_000_000))
    assert (found.values, found.bound) == ((1, 0), price)
