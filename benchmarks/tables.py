"""A table of 260,000 schools from Parquet to Parquet and from Arrow to levels, beside polars and OpenFisca-core.

    python benchmarks/tables.py [--rounds 5] [--rows 260000] [--only 57r] [--growth]

Two frameworks: the requirements of Circular 57 (57r), and those of Circular 18 with its figures (18). A row is a school
with an id; a finding is a word or a truth value, and some of a third of the schools are missing.

*Parquet to Parquet*: ``assess_many`` of a file and ``to_parquet``, beside polars, which reads the file and writes it
again. *Arrow to levels*: ``assess_many`` of a table of Arrow and its ``levels`` as one, beside the same rules as polars
expressions, made before, from the same words to both levels; figures are numbers for polars already. polars looks at
no id, and at no row that is there twice. OpenFisca-core knows no unknown: it gets the rows of which all is known, as
arrays of NumPy, and ``set_input`` and ``calculate`` are measured. It is left out where it is not installed.

*Memory* is how far the peak of a process that reads and assesses a table grows from a quarter of it to all of it.
``--growth`` compares a million rows with a hundred thousand. Time is that of the processor, of one thread; variants
take turns in each round, and a ratio is the median of the rounds' ratios. Before anything is measured the levels are
compared on all rows. What was measured is kept in ``batch.md``.
"""

from __future__ import annotations

import os

os.environ["POLARS_MAX_THREADS"] = "1"  # before polars is imported

import argparse
import datetime as dt
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv
from batch import Made, PolarsAlgebra
from one_school import list_workloads

import kiemdinh as kd
from kiemdinh.assessment.plain import ClosedRules, RecordLeaves, interval_of
from kiemdinh.portfolio.batch.plain_rows import gather_rows
from kiemdinh.portfolio.batch.row_days import RowDays
from kiemdinh.portfolio.batch.table_part import RecordColumns, TablePart
from kiemdinh.portfolio.tables import SchoolTable, read_table
from kiemdinh.rules import MET, UNMET, Truth
from kiemdinh.rules.compiled import plane_rows
from kiemdinh.standards.definition import list_wholes

pa.set_cpu_count(1)
pa.set_io_thread_count(1)


@dataclass
class Workload:
    """A framework, a day, and a table of Arrow."""

    name: str
    framework: kd.Framework
    on: dt.date
    table: pa.Table

    @property
    def level_names(self) -> list[str]:
        ladder = self.framework.main_ladder
        return [f"outcome:{ladder.id}/{step}" for step in self.framework.definition.steps_of(ladder.ladder)]

    def levels(self) -> Any:
        return kd.assess_many(self.framework, self.table, on=self.on).levels

    @cached_property
    def read(self) -> SchoolTable:
        return read_table(self.framework, self.table, on=self.on)

    @cached_property
    def part(self) -> TablePart:
        """What the rows record of their one stage."""
        rows, table = gather_rows(self.read, 0), self.read
        (stage,) = rows.facts.stages
        leaves = RecordLeaves(rows.facts.stages[stage], rows.leaves, rows.places)
        days = RowDays.of(table.framework, rows.empty.rules, rows.days, range(len(table)))
        codes = [column.codes for column in rows.columns]
        return TablePart(
            RecordColumns(plane_rows(len(table)), rows.columns, codes, days), leaves, rows.empty.stages[stage]
        )

    @cached_property
    def leaves(self) -> tuple[Any, RecordLeaves]:
        """The facts of a school that has recorded nothing, and what each column says."""
        return self.part.empty, self.part.leaves

    def numbers(self) -> tuple[np.ndarray, np.ndarray]:
        """Both levels of each row as numbers, 0 for none."""
        ladder = self.framework.main_ladder
        number = {None: 0, **{step: i for i, step in enumerate(self.framework.definition.steps_of(ladder.ladder), 1)}}
        found = self.levels()
        certain, possible = (
            np.array([number[each] for each in found[name].to_pylist()]) for name in ("level", "attainable")
        )
        return certain, possible


def make_workload(which: str, rows: int, kind: str) -> Workload:
    (one,) = (work for work in list_workloads(1) if work.name == which)
    rng = np.random.default_rng(57)
    school = one.schools[0]
    # Most schools are good, and a third of them do not know something.
    good, sure = rng.random(rows) < 0.7, rng.random(rows) < 0.67
    columns: dict[str, pa.Array] = {"school": pa.array([f"{number:06d}" for number in range(rows)])}
    if school.get("school"):
        columns["stage"] = pa.array(school["school"]["stages"] * rows)
    for node in school["findings"]:
        unmet = rng.random(rows) < np.where(good, 0.001, 0.03)
        missing = ~sure & (rng.random(rows) < 0.03)
        verdicts = pa.array(~unmet, mask=missing)
        words = pa.array(np.where(unmet, "không đạt", "đạt"), pa.string(), mask=missing)
        columns[node] = words if kind == "words" else verdicts
    for name, said in school["inputs"].items():
        for heading, value in (
            {f"{name}@{key}": each for key, each in said.items()}.items() if isinstance(said, dict) else [(name, said)]
        ):
            columns[heading] = draw_figures(one.framework, name, value, rng, good)
    return Workload(which, one.framework, one.on, pa.table(columns))


def draw_figures(framework: kd.Framework, name: str, value: Any, rng: Any, good: np.ndarray) -> pa.Array:
    """A figure of each row: most often that of a good school."""
    rows = len(good)
    bad = rng.random(rows) < np.where(good, 0.001, 0.03)
    is_part = bool(list_wholes(framework.definition, name)) or any(
        name in list_wholes(framework.definition, other) for other in framework.inputs
    )
    if isinstance(value, bool):
        return pa.array(np.where(bad, not value, value))
    if isinstance(value, str) and value.endswith("%"):
        share = float(value[:-1])
        others = np.char.add(
            rng.integers(50, 100, rows).astype(str) if share > 50 else rng.integers(0, 20, rows).astype(str), "%"
        )
        return pa.array(np.where(bad, others, value), pa.string())
    if isinstance(value, str):
        return pa.array([value] * rows)
    lower = np.maximum(0, value - rng.integers(0, 5, rows)) if not is_part else value
    return pa.array(np.where(bad, lower, value))


# -- the same rules elsewhere ------------------------------------------------------------------------------


@dataclass
class Source:
    """What a fact or a value of the rules reads: a column of the table, and what each content of it says."""

    heading: str
    stated: dict[Any, Any]
    empty: Any


def list_sources(work: Workload, names: list[str], closed: ClosedRules[Any, Any]) -> dict[str, Source]:
    """What the rules read, by the names of the facts and values."""
    empty, leaves = work.leaves
    found = {}
    for name in names:
        about = closed.records.get(name)
        found_at = leaves.leaves_of(about) if about else leaves.leaves_of_value(name)
        leaf = next(iter(found_at), None)
        if leaf is None:  # a value that no column has is the same for all
            found[name] = Source("", {}, empty.value(name))
            continue
        column = leaves.source_of(leaf).column
        said = [
            leaves.truth_of(about, entry.plain) if about else interval_of(entry.plain, empty.value(name))
            for entry in column.entries
        ]
        values = work.table.column(column.heading).unique().to_pylist()
        rows = work.table.column(column.heading).index
        codes = {value: column.codes[rows(value).as_py()] for value in values if value is not None}
        found[name] = Source(column.heading, {value: said[code] for value, code in codes.items()}, said[0])
    return found


TRUTHS = {UNMET: False, MET: True}


def as_polars(source: Source) -> Any:
    """A truth value or a whole number as an expression; null is unknown."""
    stated = {value: to_plain(one) for value, one in source.stated.items()}
    distinct = set(stated.values())
    if len(distinct | {to_plain(source.empty)}) == 1:
        return pl.lit(to_plain(source.empty))
    column = pl.col(source.heading)
    if distinct == {False, True} and to_plain(source.empty) is None:
        true = [value for value, one in stated.items() if one is True]
        # The quickest that polars has: one comparison, or none.
        return column if true == [True] else column == true[0] if len(true) == 1 else column.is_in(true)
    return column


def to_plain(said: Any) -> Any:
    if isinstance(said, Truth):
        return TRUTHS.get(said)
    return int(said.low) if said.known else None


def polars_way(work: Workload) -> Callable[[], tuple[np.ndarray, np.ndarray]]:
    """The same levels by polars expressions, from the table of Arrow; figures are numbers already."""
    algebra = PolarsAlgebra(pl)
    empty, leaves = work.leaves
    closed = ClosedRules(empty, leaves.find_shape(), algebra, frozenset())
    outcomes = [closed.truth(name).of for name in work.level_names]
    asked = {name for outcome in outcomes for name in outcome.meta.root_names()}
    sources = list_sources(work, sorted(asked & closed.records.keys()), closed)
    facts = [as_polars(source).alias(name) for name, source in sources.items()]
    numbers = {name: read_numbers(work, name) for name in sorted(asked - closed.records.keys())}

    def levels(value: bool) -> Any:
        found = pl.lit(0, dtype=pl.Int8)
        for number, outcome in enumerate(outcomes, 1):
            found = pl.when(outcome.fill_null(value)).then(pl.lit(number, dtype=pl.Int8)).otherwise(found)
        return found

    def run() -> tuple[np.ndarray, np.ndarray]:
        frame = pl.from_arrow(work.table).lazy().with_columns(**numbers)
        found = frame.with_columns(facts).select("school", certain=levels(False), possible=levels(True)).collect()
        return found["certain"].to_numpy(), found["possible"].to_numpy()

    return run


def read_numbers(work: Workload, name: str) -> pl.Series:
    """The numbers of a value, null where one is not known: whole ones, else decimals."""
    codes, spans, _ = work.part.read_value(name)
    known = np.array([span.known for span in spans])[codes]
    is_whole = all(span.low == int(span.low) for span in spans if span.known)
    each = np.array([(int if is_whole else float)(span.low) if span.known else 0 for span in spans])[codes]
    return pl.Series(name, each).set(pl.Series(~known), None)


def as_numbers(table: pa.Table, source: Source) -> np.ndarray:
    if not source.heading:
        return np.full(len(table), to_plain(source.empty), np.int64)
    encoded = table.column(source.heading).combine_chunks().dictionary_encode()
    stated = [to_plain(source.stated[value]) for value in encoded.dictionary.to_pylist()]
    return np.array(stated, np.int64)[encoded.indices.to_numpy()]


class ArrayAlgebra(PolarsAlgebra):
    """The rules as operations on arrays of NumPy, of which all is known."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        super().__init__(pl)
        self.arrays = arrays
        self.truths = {truth: Made(np.bool_(truth is MET)) for truth in Truth}

    def fact(self, name: str) -> Made:
        if name not in self.bound:
            self.bound[name] = Made(self.arrays[name])
        return self.bound[name]

    value = fact

    def at_least(self, k: int, parts: Any) -> Made:
        return Made(sum(part.of.astype(np.uint8) for part in parts) >= k)

    def branch(self, test: Made, then: Made, otherwise: Made) -> Made:
        return Made(np.where(test.of, then.of, otherwise.of))

    select = branch

    def certain(self, part: Made) -> Made:
        return part

    possible = certain

    def constant(self, value: Any) -> Made:
        return Made(np.int64(int(value)))


def openfisca_way(work: Workload) -> tuple[np.ndarray, Callable[[], np.ndarray]] | None:
    """The rows of which all is known, and the level of each of them by OpenFisca-core."""
    if importlib.util.find_spec("openfisca_core") is None:
        return None
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    empty, leaves = work.leaves
    probe = PolarsAlgebra(pl)
    closed = ClosedRules(empty, leaves.find_shape(), probe, frozenset())
    outcomes = [closed.truth(name).of for name in work.level_names]
    asked = sorted({name for outcome in outcomes for name in outcome.meta.root_names()})
    sources = list_sources(work, asked, closed)
    rows = np.ones(len(work.table), bool)
    for source in sources.values():
        if source.heading:
            rows &= work.table.column(source.heading).combine_chunks().is_valid().to_numpy(zero_copy_only=False)
    known = work.table.filter(pa.array(rows))
    inputs = {name: as_numbers(known, source) for name, source in sources.items()}
    inputs = {name: each.astype(bool) if name in closed.records else each for name, each in inputs.items()}
    school = build_entity("school", "schools", "", is_person=True)
    ids = {name: f"fact_{number}" for number, name in enumerate(asked)}
    system = TaxBenefitSystem([school])

    def calculate(person: Any, period: Any) -> np.ndarray:
        algebra = ArrayAlgebra({name: person(ids[name], period) for name in asked})
        rules = ClosedRules(empty, leaves.find_shape(), algebra, frozenset())
        return sum(rules.truth(name).of.astype(int) for name in work.level_names)

    common = {"entity": school, "definition_period": DateUnit.YEAR}
    for name in asked:
        kind = bool if name in closed.records else int
        system.add_variable(type(ids[name], (Variable,), {**common, "value_type": kind}))
    system.add_variable(type("level", (Variable,), {**common, "value_type": int, "formula": calculate}))

    def run() -> np.ndarray:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(known))
        for name in asked:
            simulation.set_input(ids[name], "2027", inputs[name])
        found: np.ndarray = simulation.calculate("level", "2027")
        return found

    return rows, run


# -- measuring ---------------------------------------------------------------------------------------------


def timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def compare(name: str, ways: dict[str, Callable[[], object]], rounds: int, rows: int) -> None:
    times: dict[str, list[float]] = {way: [] for way in ways}
    for call in ways.values():
        call()
    for _ in range(rounds):
        for way, call in ways.items():
            times[way].append(timed(call))
    first = next(iter(ways))
    print(f"  {name}")
    for way, own in times.items():
        ratio = statistics.median(one / two for one, two in zip(own, times[first], strict=True))
        whole = statistics.median(own)
        print(f"    {way:<34}{whole * 1e3:>10.0f} ms{whole / rows * 1e6:>10.2f} µs a row{ratio:>9.2f} x kiemdinh")


def measure(which: str, rows: int, rounds: int, folder: Path) -> None:
    for kind in ("words", "truth values"):
        work = make_workload(which, rows, kind)
        table = work.table
        print(f"{which}, findings as {kind}: {rows} rows, {table.num_columns} columns, {table.nbytes:,} bytes of Arrow")
        mine = work.numbers()
        peer = polars_way(work)
        for own, other in zip(mine, peer(), strict=True):
            assert np.array_equal(own, other), "polars gives other levels"
        ways: dict[str, Callable[[], object]] = {"kiemdinh": work.levels, "polars expressions": peer}
        fiscal = openfisca_way(work) if which == "57r" else None
        if fiscal is not None:
            known, run = fiscal
            assert np.array_equal(mine[0][known], run()), "OpenFisca-core gives other levels"
            ways[f"OpenFisca-core, {known.sum()} rows"] = run
        compare("Arrow to levels", ways, rounds, rows)
        file, out = folder / "schools.parquet", folder / "out.parquet"
        pl.from_arrow(table).write_parquet(file)

        def own_way(file: Path = file, out: Path = out, work: Workload = work) -> None:
            kd.assess_many(work.framework, file, on=work.on).to_parquet(out)

        def polars_copy(file: Path = file, out: Path = out) -> None:
            pl.read_parquet(file).write_parquet(out)

        compare("Parquet to Parquet", {"kiemdinh": own_way, "polars reads and writes it": polars_copy}, rounds, rows)
        show_memory(work, folder)
    csv = folder / "schools.csv"
    part = table.slice(0, min(rows, 50_000))
    pa.csv.write_csv(part, csv, pa.csv.WriteOptions(quoting_style="none"))
    spent = min(timed(lambda: read_table(work.framework, csv, on=work.on)) for _ in range(3))
    print(f"  CSV of {len(part)} rows read: {spent:.2f} s, {len(part) / spent:,.0f} rows a second")


def show_memory(work: Workload, folder: Path) -> None:
    """How far the peak of a process grows with its table, by two sizes: what the engine itself takes falls out."""
    whole = work.table.combine_chunks()
    # Copied, so that no buffer of all rows is written with it.
    first = pa.array(range(len(whole) // 4))
    quarter = pa.table({name: whole.column(name).take(first) for name in whole.column_names})
    small, large = (peak_of(work.name, table, folder) for table in (quarter, whole))
    print(
        f"  peak memory: {small / 1e6:.0f} MB for {len(quarter)} rows, {large / 1e6:.0f} MB for {len(whole)}:", end=""
    )
    print(f" {(large - small) / (whole.nbytes - quarter.nbytes):.2f} bytes for each of Arrow, the table included")


def peak_of(which: str, table: pa.Table, folder: Path) -> int:
    """The most memory of a process of its own that reads a table from a file and assesses it."""
    file = folder / "schools.arrow"
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    command = [sys.executable, __file__, "--peak", "--only", which, "--file", str(file)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def print_peak(which: str, file: str) -> None:
    (one,) = (work for work in list_workloads(1) if work.name == which)
    with pa.OSFile(file) as source:
        table = pa.ipc.open_file(source).read_all()
    kd.assess_many(one.framework, table, on=one.on).levels  # noqa: B018 - it is worked out
    # ru_maxrss of a child begins with that of the process that started it; the peak of its own memory does not.
    (peak,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    print(int(peak) * 1024)


def measure_growth(which: str, rounds: int) -> None:
    each = {}
    for rows in (100_000, 1_000_000):
        work = make_workload(which, rows, "truth values")
        work.levels()
        each[rows] = statistics.median(timed(work.levels) for _ in range(rounds)) / rows
        print(f"{which}: {rows} rows, {each[rows] * 1e6:.3f} µs a row")
    print(f"  time per row at 1,000,000 rows: {each[1_000_000] / each[100_000]:.2f} of that at 100,000")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=260_000)
    parser.add_argument("--only", choices=("57r", "18"))
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print_peak(options.only, options.file)
        return
    print(f"kiemdinh from {kd.__file__}")
    for which in ("57r", "18"):
        if options.only in (None, which):
            if options.growth:
                measure_growth(which, options.rounds)
                continue
            with tempfile.TemporaryDirectory() as folder:
                measure(which, options.rows, options.rounds, Path(folder))


if __name__ == "__main__":
    main()
