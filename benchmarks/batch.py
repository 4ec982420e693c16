"""260,000 rows at once: the rules alone on planes of bits, beside one read of the same planes and polars expressions.

    python benchmarks/batch.py [--rounds 9] [--rows 260000] [--only 57r]

Two frameworks: the requirements of Circular 57, and those of Circular 18 with its figures, once with all of them and
once without some. A third of the schools leave something unknown. Each row is a random school; its records are planes
and columns already. Measured is the way from these to both levels of every row, on one thread. Beside it stand the time
to read all bytes of the planes and columns once, planes that are whole numbers of Python, and the same rules as polars
expressions over nullable columns, where null is unknown.

Before anything is measured the levels of all ways are compared, and those of some rows with the reference evaluator.
Time is that of the processor, variants take turns in each round, and a ratio is the median of the rounds' ratios to one
read. What was measured is kept in ``batch.md``.
"""

from __future__ import annotations

import os

os.environ["POLARS_MAX_THREADS"] = "1"  # before polars is imported

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add, and_, or_
from typing import Any

import numpy as np
from one_school import list_workloads

import kiemdinh as kd
from kiemdinh.assessment.plain import ClosedRules, PlaneRules, RecordShape, compile_plane_rules
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier, MetOrUnmet, NotApplicable, School, Unknown
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.evidence.resolution import StageFacts, allowed_range
from kiemdinh.rules import MET, UNKNOWN, UNMET, Assignment, Interval, Truth, TruthAlgebra
from kiemdinh.rules.compiled import (
    CodeColumn,
    FigureColumns,
    PlanePair,
    PlaneRows,
    code_figures,
    plane_rows,
)
from kiemdinh.standards.names import ValueKind, read_value_name

TRUTHS = (UNMET, UNKNOWN, MET)
VERDICTS = (MetOrUnmet(UNMET), Unknown(), MetOrUnmet(MET), NotApplicable())


@dataclass
class Workload:
    """A framework, what is recorded of each row, and the rules compiled for it."""

    name: str
    rows: PlaneRows
    closed: Callable[[Any, Any], ClosedRules[Any, Any]]
    rules: PlaneRules
    levels: list[str]
    codes: dict[str, np.ndarray]
    truths: dict[str, PlanePair]
    figures: dict[str, FigureColumns]
    spans: dict[str, tuple[np.ndarray, list[Interval]]]

    @property
    def arrays(self) -> list[np.ndarray]:
        """All planes and columns that the rules read."""
        found = {id(p): p for name in self.rules.function.truths for p in self.truths[name]}
        for name in self.rules.function.values:
            found |= {id(p): p for p in (*self.figures[name].columns, *self.figures[name].planes)}
        return [*found.values()]

    def as_integers(self) -> Workload:
        """The same with planes that are whole numbers of Python, and columns that are lists."""
        truths = {n: PlanePair(*map(as_integer, pair)) for n, pair in self.truths.items()}
        figures = {
            n: FigureColumns(each.form, tuple(map(as_numbers, each.columns)), tuple(map(as_integer, each.planes)))
            for n, each in self.figures.items()
        }
        return replace(self, rows=plane_rows(self.rows.rows, numpy=False), truths=truths, figures=figures)

    def find_levels(self) -> tuple[Sequence[int], Sequence[int]]:
        facts = self.rules.read_once(self.rows, self.truths, self.figures)
        both = [[facts[name][reading] for name in self.levels] for reading in (0, 1)]
        return levels_of_planes(self.rows, both[0]), levels_of_planes(self.rows, both[1])


def levels_of_planes(rows: PlaneRows, steps: Sequence[Any]) -> Sequence[int]:
    """The number of the highest step that each school is in, from 1; 0 where it is in none."""
    taken = rows.nobody
    digits = [taken] * len(steps).bit_length()
    for number in range(len(steps), 0, -1):
        highest = steps[number - 1] & (taken ^ rows.full)
        taken = taken | highest
        digits = [digit | highest if number >> place & 1 else digit for place, digit in enumerate(digits)]
    return rows.combine(digits)


def as_integer(plane: np.ndarray) -> int:
    return int.from_bytes(plane.tobytes(), "little")


def as_numbers(column: np.ndarray) -> Sequence[int]:
    is_of_bytes = column.itemsize == 1 and column.min() >= 0
    numbers: Sequence[int] = column.tobytes() if is_of_bytes else column.tolist()
    return numbers


def make_workload(which: str, rows: int, missing: float) -> Workload:
    """*missing* is how likely a figure is missing where a school does not know everything."""
    (one,) = (work for work in list_workloads(1) if work.name == which)
    framework, on = one.framework, one.on
    dossier = read_dossier({**one.schools[0], "findings": {}}, framework, default_date=on)
    stages = dossier.school.stages
    (model,) = resolve_school(framework, dossier, Dates(on, on, on)).stages.values()
    school = resolve_school(framework, Dossier(school=School(stages=stages)), Dates(on, on, on))
    (empty,) = school.stages.values()
    rng = np.random.default_rng(57)
    engine = plane_rows(rows, numpy=True)
    ladder = framework.main_ladder
    levels = [f"outcome:{ladder.id}/{step}" for step in framework.definition.steps_of(ladder.ladder)]
    # Most schools are good, and a third of them do not know something.
    good = rng.random(rows) < 0.7
    sure = rng.random(rows) < 0.67
    nodes = {n.id: True for n in framework.nodes.values() if n.is_requirement and n.node.met_if is None and not n.parts}
    values = {
        name: True
        for name in {name for each in empty.rules.values.values() for name in each}
        if read_value_name(name).kind in (ValueKind.INPUT, ValueKind.PER)
    }
    shape = RecordShape("self", nodes, values)
    spans = {name: draw_figures(name, model, rng, good, sure, missing) for name in sorted(values)}
    figures = {name: code_figures(engine, codes, each) for name, (codes, each) in spans.items()}
    rules = compile_plane_rules(empty, shape, levels, {name: each.form for name, each in figures.items()})
    found = {node: draw_verdicts(rng, rows, good, sure, framework.nodes[node].node.may_not_apply) for node in nodes}
    codes, truths = {}, {}
    for name, record in rules.records.items():
        table = [record.truth_of(verdict, framework.nodes[record.subject]) for verdict in VERDICTS]
        truths[name] = CodeColumn(engine, found[record.subject]).read(table)
        codes[name] = np.array([TRUTHS.index(truth) for truth in table], np.uint8)[found[record.subject]]

    def closed(algebra: Any, given: Any) -> ClosedRules[Any, Any]:
        return ClosedRules(empty, shape, algebra, given)

    return Workload(which, engine, closed, rules, levels, codes, truths, figures, spans)


def draw_verdicts(rng: Any, rows: int, good: np.ndarray, sure: np.ndarray, may_not_apply: bool) -> np.ndarray:
    """The verdict of each row about a node, as a place in ``VERDICTS``."""
    unmet = rng.random(rows) < np.where(good, 0.001, 0.03)
    unknown = ~sure & (rng.random(rows) < 0.03)
    left_out = rng.random(rows) < (0.2 if may_not_apply else 0)
    return np.select([unknown, unmet, left_out], [1, 0, 3], 2).astype(np.uint8)


def draw_figures(
    name: str, model: StageFacts, rng: Any, good: np.ndarray, sure: np.ndarray, missing: float
) -> tuple[np.ndarray, list[Interval]]:
    """A figure of each row, as codes: most often that of a good school, else any that the input can have."""
    own = read_value_name(name)
    allowed = allowed_range((own.denominator if own.kind is ValueKind.PER else own).name, model.framework)
    low, high = int(allowed.low or 0), int(allowed.high if allowed.high is not None else 2000)
    numbers = [model.value(name), *(Interval.point(low + (high - low) * part // 20) for part in range(21))]
    assert numbers[0].known
    codes = np.where(rng.random(len(good)) < np.where(good, 0.999, 0.97), 0, rng.integers(0, 22, len(good)))
    codes = np.where(~sure & (rng.random(len(good)) < missing), 22, codes)
    return codes.astype(np.uint8), [*numbers, allowed]


# -- other ways --------------------------------------------------------------------------------------------


def levels_of_reference(work: Workload, row: int) -> tuple[int, int]:
    """Both levels of one row by the reference evaluator."""
    truths: dict[str, Truth] = {name: TRUTHS[int(codes[row])] for name, codes in work.codes.items()}
    values = {name: each[int(codes[row])] for name, (codes, each) in work.spans.items()}
    algebra = Reference(truths, values)
    closed = work.closed(algebra, frozenset())
    found = [closed.truth(name) for name in work.levels]
    return tuple(max((n for n, t in enumerate(found, 1) if t >= least), default=0) for least in (MET, UNKNOWN))


class Reference:
    """The reference evaluator as an algebra in which names can be bound."""

    def __init__(self, truths: dict[str, Truth], values: dict[str, Interval]) -> None:
        self._assignment = Assignment(truths, values)
        self._algebra = TruthAlgebra(self._assignment)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._algebra, name)

    def bind(self, name: str, truth: Truth) -> None:
        self._assignment.truths[name] = truth  # type: ignore[index]

    def bind_value(self, name: str, interval: Interval) -> None:
        self._assignment.values[name] = interval  # type: ignore[index]

    def interval(self, interval: Interval) -> Interval:
        return interval

    def certain(self, part: Truth) -> Truth:
        return MET if part is MET else UNMET

    def possible(self, part: Truth) -> Truth:
        return UNMET if part is UNMET else MET


class Made:
    """A polars expression that can be compared with another: two are equal if they are one object."""

    def __init__(self, expression: Any) -> None:
        self.of = expression


class PolarsAlgebra:
    """The rules as polars expressions: a condition is a nullable truth value, a quantity a known whole number."""

    def __init__(self, pl: Any) -> None:
        self.pl = pl
        self.bound: dict[str, Made] = {}
        truths = {UNMET: False, UNKNOWN: None, MET: True}
        self.truths = {truth: Made(pl.lit(value, dtype=pl.Boolean)) for truth, value in truths.items()}

    def bind(self, name: str, made: Made) -> None:
        self.bound[name] = made

    bind_value = bind

    def fact(self, name: str) -> Made:
        return self.bound.setdefault(name, Made(self.pl.col(name)))

    value = fact

    def known(self, truth: Truth) -> Made:
        return self.truths[truth]

    def all(self, parts: Sequence[Made]) -> Made:
        return self._combine(parts, and_, MET, UNMET)

    def any(self, parts: Sequence[Made]) -> Made:
        return self._combine(parts, or_, UNMET, MET)

    def _combine(self, parts: Sequence[Made], operator: Any, neutral: Truth, final: Truth) -> Made:
        left = [part for part in dict.fromkeys(parts) if part is not self.truths[neutral]]
        if self.truths[final] in left or not left:
            return self.truths[final if left else neutral]
        return left[0] if len(left) == 1 else Made(reduce(operator, [part.of for part in left]))

    def at_least(self, k: int, parts: Sequence[Made]) -> Made:
        small = self.pl.UInt16
        certain, possible = (
            reduce(add, [part.of.fill_null(value).cast(small) for part in parts]) >= k for value in (False, True)
        )
        return Made(self.pl.when(certain).then(True).when(~possible).then(False))

    def negate(self, part: Made) -> Made:
        return Made(~part.of)

    def branch(self, test: Made, then: Made, otherwise: Made) -> Made:
        if then is otherwise or test is self.truths[MET]:
            return then
        if test is self.truths[UNMET]:
            return otherwise
        # Where the test is unknown: what both arms agree on.
        joined = self.pl.when(then.of == otherwise.of).then(then.of)
        chosen = self.pl.when(test.of).then(then.of).otherwise(otherwise.of)
        return Made(self.pl.when(test.of.is_null()).then(joined).otherwise(chosen))

    def certain(self, part: Made) -> Made:
        return self.truths[UNMET] if part is self.truths[UNKNOWN] else Made(part.of.fill_null(False))

    def possible(self, part: Made) -> Made:
        return self.truths[MET] if part is self.truths[UNKNOWN] else Made(part.of.fill_null(True))

    def compare(self, left: Made, op: str, right: Made) -> Made:
        operators = {">=": "__ge__", ">": "__gt__", "<=": "__le__", "<": "__lt__", "==": "__eq__"}
        return Made(getattr(left.of, operators[op])(right.of))

    def constant(self, value: Any) -> Made:
        assert value == int(value), "a number of the rules is not whole"
        return Made(self.pl.lit(int(value), dtype=self.pl.Int64))

    def interval(self, interval: Interval) -> Made:
        assert interval.known, "a value is not known"
        return self.constant(interval.low)

    def sum(self, parts: Sequence[Made], weights: Sequence[Any] | None) -> Made:
        pairs = zip(parts, weights or (1,) * len(parts), strict=True)
        return Made(reduce(add, [part.of * int(weight) for part, weight in pairs]))

    def product(self, left: Made, right: Made) -> Made:
        return Made(left.of * right.of)

    def select(self, test: Made, then: Made, otherwise: Made) -> Made:
        return Made(self.pl.when(test.of).then(then.of).otherwise(otherwise.of))


def polars_way(work: Workload) -> Callable[[], tuple[Any, Any]]:
    import polars as pl

    algebra = PolarsAlgebra(pl)
    closed = work.closed(algebra, frozenset())
    outcomes = [closed.truth(name).of for name in work.levels]

    def levels(value: bool) -> Any:
        found = pl.lit(0, dtype=pl.Int8)
        for number, outcome in enumerate(outcomes, 1):
            found = pl.when(outcome.fill_null(value)).then(pl.lit(number, dtype=pl.Int8)).otherwise(found)
        return found

    statuses = {
        name: pl.Series(codes).replace_strict({0: False, 1: None, 2: True}, return_dtype=pl.Boolean)
        for name, codes in work.codes.items()
    }
    numbers = {
        name: pl.Series(np.array([0 if s.low is None else int(s.low) for s in each], np.int64)[codes])
        for name, (codes, each) in work.spans.items()
    }
    frame = pl.DataFrame({**statuses, **numbers}).lazy()
    query = frame.select(certain=levels(False), possible=levels(True))

    def run() -> tuple[Any, Any]:
        found = query.collect()
        return found["certain"].to_numpy(), found["possible"].to_numpy()

    return run


# -- measuring ---------------------------------------------------------------------------------------------


def read_all(arrays: Sequence[np.ndarray]) -> int:
    """Read each byte once, as words where they are aligned."""
    total = 0
    for each in arrays:
        whole = each[: len(each) * each.itemsize // 8 * 8 // each.itemsize]
        total ^= int(np.bitwise_xor.reduce(whole.view(np.uint64)))
    return total


def timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    passes = 0
    while (spent := time.process_time() - start) < 0.02:
        call()
        passes += 1
    return spent / passes


def measure(work: Workload, rounds: int, *, with_polars: bool) -> None:
    arrays = work.arrays
    size = sum(array.nbytes for array in arrays)
    print(f"{work.name}: {work.rows.rows} rows, {len(arrays)} planes and columns of {size:,} bytes")
    found = work.find_levels()
    certain, possible = (np.bincount(np.asarray(each), minlength=len(work.levels) + 1).tolist() for each in found)
    print(f"    rows by level: guaranteed {certain}, attainable {possible}")
    for row in np.linspace(0, work.rows.rows - 1, 40).astype(int):
        assert (int(found[0][row]), int(found[1][row])) == levels_of_reference(work, int(row)), f"row {row}"
    ways: dict[str, Callable[[], object]] = {"one read": lambda: read_all(arrays), "planes": work.find_levels}
    integers = work.as_integers()
    for mine, other in zip(found, integers.find_levels(), strict=True):
        assert np.array_equal(mine, np.frombuffer(other, np.uint8)), "whole numbers of Python give other levels"
    ways["planes as Python numbers"] = integers.find_levels
    if with_polars and importlib.util.find_spec("polars"):
        ways["polars expressions"] = polars = polars_way(work)
        for mine, other in zip(found, polars(), strict=True):
            assert np.array_equal(mine, other), "polars gives other levels"
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, call in ways.items():
            times[name].append(timed(call))
    for name, own in times.items():
        ratio = statistics.median(one / two for one, two in zip(own, times["one read"], strict=True))
        whole = statistics.median(own)
        each = whole / work.rows.rows * 1e9
        print(f"    {name:<26}{whole * 1e3:>10.2f} ms{each:>10.1f} ns a row{ratio:>9.1f} x one read")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--rows", type=int, default=260_000)
    parser.add_argument("--only", choices=("57r", "18"))
    options = parser.parse_args()
    print(f"kiemdinh from {kd.__file__}")
    for which, missing in (("57r", 0.0), ("18", 0.0), ("18", 0.03)):
        if options.only in (None, which):
            print(f"figures that are missing: {missing:.0%}")
            measure(make_workload(which, options.rows, missing), options.rounds, with_polars=not missing)


if __name__ == "__main__":
    main()
