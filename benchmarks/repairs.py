"""The cheapest repair: the kernel beside CP-SAT, HiGHS and a MaxSAT solver on the same problems, as ratios in one run.

    pip install 'kiemdinh[solvers]' python-sat    # without python-sat the MaxSAT solver is left out
    python benchmarks/repairs.py [--instances 9] [--limit 2] [--only WORD]

Every time is from a condition and what is known of it to a proved cost, building the model included, solvers imported
and warmed before; it is the time of the processor, all threads together, so that a busy machine does not count.
A peer's model is written by hand below, straight from the condition, as someone who has the solver but not the kernel
would write it, and minimises the cost alone; the kernel also evaluates a solver's answer again. "first repair" goes on
until the first of the equally cheap ways, by number of changes and declared order, is at hand: no peer is asked that.
Solvers take turns on each instance; costs are asserted equal wherever they are proved. A ratio is the median over the
instances of the kernel's time to that of the fastest peer on the same instance.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Any,
    Assignment,
    AtLeast,
    Budget,
    Condition,
    Fact,
    FactAction,
    LinearConstraint,
    Program,
    RepairProblem,
    Solver,
    facts_of,
    find_minimal_repairs,
)
from kiemdinh.solvers.choose import SolversInTurn
from kiemdinh.solvers.cp_sat import CpSat
from kiemdinh.solvers.highs import Highs

try:
    from maxsat_peer import minimise_by_rc2
except ImportError:  # python-sat is not installed: the other peers are measured without it
    minimise_by_rc2 = None  # type: ignore[assignment]

# -- problems ----------------------------------------------------------------------------------------------


def stated(condition: Condition, rng: random.Random) -> RepairProblem:
    """A third of the requirements met, a third unmet, a third unknown; costs from 1 to 9."""
    names = sorted(facts_of(condition))
    truths = {name: rng.choice((MET, UNMET, UNKNOWN)) for name in names}
    actions = tuple(FactAction(id=name, fact=name, to=MET, cost=rng.randint(1, 9)) for name in names)
    return RepairProblem(condition=condition, cases=(Assignment(truths),), actions=actions)


def criterion(requirements: list[Condition], rng: random.Random) -> Condition:
    """All of some requirements, and some of the others."""
    half = len(requirements) // 2
    chosen = AtLeast(rng.randint(1, max(1, len(requirements) - half - 1)), tuple(requirements[half:]))
    return All((*requirements[:half], chosen))


def disjoint(size: int, rng: random.Random) -> Condition:
    """Criteria of five requirements of their own: half of the criteria, and four in five of the rest."""
    facts = [Fact(f"r{n}") for n in range(size)]
    criteria = [criterion(facts[n : n + 5], rng) for n in range(0, size, 5)]
    half = len(criteria) // 2
    return All((*criteria[:half], AtLeast((len(criteria) - half) * 4 // 5, tuple(criteria[half:]))))


def forced(size: int, rng: random.Random) -> Condition:
    """Cumulative levels as in Circular 57: all criteria at level 1, most at level 2, with what is shared forced."""
    steps = [[Fact(f"r{n}"), Fact(f"r{n + 1}")] for n in range(0, size, 2)]
    rng.shuffle(steps)
    level_2 = [All(tuple(step)) for step in steps]
    half = len(steps) // 2
    return All(
        (
            *(step[0] for step in steps),
            *level_2[:half],
            AtLeast((len(steps) - half) * 5 // 7, tuple(level_2[half:])),
        )
    )


def overlapping(criteria: int, rng: random.Random, each: int = 5) -> Condition:
    """Three in ten requirements shared with other criteria, and three themes that cut across them all."""
    own = [Fact(f"r{n}") for n in range(criteria * each)]
    pool = own[: max(6, criteria * each * 3 // 10)]
    made = []
    for n in range(criteria):
        mine = [rng.choice(pool) if rng.random() < 0.3 else own[n * each + i] for i in range(each)]
        made.append(criterion(list(dict.fromkeys(mine)), rng))
    half = criteria // 2
    themes = [rng.sample(own, len(own) // 4) for _ in range(3)]
    return All(
        (
            *made[:half],
            AtLeast((criteria - half) * 4 // 5, tuple(made[half:])),
            *(AtLeast(len(theme) * 6 // 10, tuple(theme)) for theme in themes),
        )
    )


def bundles(criteria: int, rng: random.Random) -> Condition:
    """Criteria at two levels, each a choice among bundles of requirements that other criteria use too."""
    pool = [Fact(f"r{n}") for n in range(criteria * 3)]
    made = [AtLeast(2, tuple(All(tuple(rng.sample(pool, 3))) for _ in range(4))) for _ in range(criteria)]
    half = criteria // 2
    return All((*made[:half], AtLeast((criteria - half) * 2 // 3, tuple(made[half:]))))


WORKLOADS: dict[str, tuple[Callable[[int, random.Random], Condition], int]] = {
    "disjoint, 50 requirements": (disjoint, 50),
    "disjoint, 200 requirements": (disjoint, 200),
    "disjoint, 500 requirements": (disjoint, 500),
    "forced, 50 requirements": (forced, 50),
    "forced, 200 requirements": (forced, 200),
    "forced, 500 requirements": (forced, 500),
    "10 overlapping criteria, 50 requirements": (overlapping, 10),
    "20 overlapping criteria, 100 requirements": (overlapping, 20),
    "40 overlapping criteria, 200 requirements": (overlapping, 40),
    "100 overlapping criteria, 500 requirements": (overlapping, 100),
    "20 criteria that are choices of shared bundles": (bundles, 20),
}

# -- a peer's model, by hand -------------------------------------------------------------------------------


class ByHand:
    """A program for a condition over facts that can each be made met; what is met already is not asked for."""

    def __init__(self, problem: RepairProblem) -> None:
        truths = problem.cases[0]
        self.numbers: dict[str, int] = {}
        self.costs: list[int] = []
        self.rows: list[LinearConstraint] = []
        for action in problem.actions:
            assert isinstance(action, FactAction)
            if truths.truth(action.fact) is not MET:
                self.numbers[action.fact] = len(self.costs)
                self.costs.append(int(action.cost or 0))
        self._require(problem.condition)

    @property
    def program(self) -> Program:
        return Program(tuple(self.costs), tuple(self.rows))

    def _require(self, condition: Condition) -> None:
        if isinstance(condition, All):
            for part in condition.parts:
                self._require(part)
        else:
            need, terms = self._need(condition)
            if need > 0:
                self.rows.append(LinearConstraint(tuple(terms.items()), need))

    def _need(self, condition: Condition) -> tuple[int, dict[int, int]]:
        """How many of which variables a condition asks for."""
        if isinstance(condition, Fact):
            number = self.numbers.get(condition.id)
            return (0, {}) if number is None else (1, {number: 1})
        assert isinstance(condition, All | Any | AtLeast)
        need = needed(condition)
        terms: dict[int, int] = {}
        for part in condition.parts:
            number = self._number(part)
            if number is None:
                need -= 1
            else:
                terms[number] = terms.get(number, 0) + 1
        return need, terms

    def _number(self, condition: Condition) -> int | None:
        """A variable that is at most the truth of a condition; None if it holds already."""
        need, terms = self._need(condition)
        if need <= 0:
            return None
        if need == 1 and len(terms) == 1:
            return next(iter(terms))
        holder = len(self.costs)
        self.costs.append(0)
        self.rows.append(LinearConstraint((*terms.items(), (holder, -need)), 0))
        return holder


def needed(condition: All | Any | AtLeast) -> int:
    if isinstance(condition, AtLeast):
        return condition.k
    return len(condition.parts) if isinstance(condition, All) else 1


# -- measuring ---------------------------------------------------------------------------------------------


@dataclass
class Timed:
    seconds: float
    cost: int | None


def timed(call: Callable[[], int | None]) -> Timed:
    start = time.process_time()
    cost = call()
    return Timed(time.process_time() - start, cost)


def minimised(solver: Solver, problem: RepairProblem) -> int | None:
    program = ByHand(problem).program
    answer = solver.minimise(program, Budget())
    return None if answer is None else sum(cost * value for cost, value in zip(program.costs, answer, strict=True))


def repaired(problem: RepairProblem, solver: Solver | None = None) -> int | None:
    found = find_minimal_repairs(problem, solver=solver)
    return int(found.cost) if found.proved and found.cost is not None else None


def listed(problem: RepairProblem, solver: Solver) -> int | None:
    first = find_minimal_repairs(problem, solver=solver).cheapest
    return None if first is None else int(first.cost)


OURS = ("kernel", "kernel + HiGHS", "kernel + CP-SAT", "kernel + both", "  first repair")
PEERS = ("HiGHS", "CP-SAT", *(("RC2",) if minimise_by_rc2 else ()))


def calls(problem: RepairProblem, limit: float) -> dict[str, Callable[[], int | None]]:
    found: dict[str, Callable[[], int | None]] = {
        "kernel": lambda: repaired(problem),
        "kernel + HiGHS": lambda: repaired(problem, Highs()),
        "kernel + CP-SAT": lambda: repaired(problem, CpSat(limit)),
        "kernel + both": lambda: repaired(problem, SolversInTurn((Highs(), CpSat(limit)))),
        "  first repair": lambda: listed(problem, SolversInTurn((Highs(), CpSat(limit)))),
        "HiGHS": lambda: minimised(Highs(presolve=True), problem),
        "CP-SAT": lambda: minimised(CpSat(limit), problem),
    }
    if minimise_by_rc2:
        found["RC2"] = lambda: minimise_by_rc2(ByHand(problem).program, limit)
    return found


def instances(make: Callable[[int, random.Random], Condition], size: int) -> Iterator[RepairProblem]:
    """Problems that have a repair and need one."""
    seed = 0
    while True:
        rng = random.Random(f"{make.__name__} {size} {seed}")
        problem = stated(make(size, rng), rng)
        if ByHand(problem).rows:
            yield problem
        seed += 1


def measure(name: str, count: int, limit: float) -> list[dict[str, Timed]]:
    make, size = WORKLOADS[name]
    results = []
    for turn, problem in enumerate(islice(instances(make, size), count)):
        chosen = list(calls(problem, limit).items())
        chosen = chosen[turn % len(chosen) :] + chosen[: turn % len(chosen)]
        result = {who: timed(call) for who, call in chosen}
        costs = {one.cost for one in result.values() if one.cost is not None}
        assert len(costs) == 1, (name, turn, {who: one.cost for who, one in result.items()})
        results.append(result)
    return results


def report(name: str, results: list[dict[str, Timed]]) -> None:
    print(f"\n{name}")
    for who in (*OURS, *PEERS):
        own = [result[who] for result in results]
        times = [one.seconds * 1000 for one in own]
        proved = f"proved {sum(one.cost is not None for one in own)}/{len(own)}"
        line = f"  {who:<18}{statistics.median(times):>10.2f} ms   most {max(times):>10.2f} ms   {proved:<15}"
        if who in OURS:
            line += f"{ratio(results, who):>9.2f} x the fastest solver"
        print(line, flush=True)


def ratio(results: list[dict[str, Timed]], who: str) -> float:
    return statistics.median(
        result[who].seconds / min(result[peer].seconds for peer in PEERS if result[peer].cost is not None)
        for result in results
        if any(result[peer].cost is not None for peer in PEERS)
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=int, default=9)
    parser.add_argument("--limit", type=float, default=2, help="seconds for RC2, deterministic time for CP-SAT")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if not minimise_by_rc2:
        print("RC2 is not measured: python-sat is not installed")
    for call in calls(next(instances(overlapping, 4)), options.limit).values():
        call()
    for name in WORKLOADS:
        if options.only in name:
            report(name, measure(name, options.instances, options.limit))


if __name__ == "__main__":
    main()
