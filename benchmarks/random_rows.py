"""Random rows of findings and figures: what planes say, held against compiled rules of one school and the reference.

Run with ``python benchmarks/random_rows.py --minutes 40``. It takes bundled and drawn frameworks in turn, draws some
rows by the strategies of the tests, and mixes their cells to many more. Each row is worked out on planes; as many as
time allows by the function that is compiled for one school, and by ``kd.assess`` in the general way, with each
criterion and requirement. It stops at the first difference, and prints how many rows each way has reached.
"""

from __future__ import annotations

import argparse
import sys
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings

import kiemdinh as kd
from kiemdinh.assessment.plain import NotPlainError, compile_stage
from kiemdinh.portfolio.batch.batch import Batch
from kiemdinh.portfolio.batch.details import CRITERIA, REQUIREMENTS, NodeTable
from kiemdinh.portfolio.batch.plain_rows import PlainRows, find_waits, gather_rows, group_plain_rows
from kiemdinh.portfolio.batch.standing import StandingNames
from kiemdinh.portfolio.batch.table_assessment import assess_many
from kiemdinh.portfolio.coded import CodedColumn
from kiemdinh.portfolio.tables import SchoolTable, read_table
from kiemdinh.standards.definition import list_wholes
from kiemdinh.testing import frameworks

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from drawn_tables import draw_staged_rows
from plain_dossiers import ON

DRAWN_ROWS = 60
"""Rows that are drawn of each table, before their cells are mixed."""


def main() -> None:
    """Compare until the time is over, and print how many rows were reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rows", type=int, default=250_000, help="rows of each table of a bundled framework")
    parser.add_argument("--seconds", type=float, default=15, help="that each of the two slow ways may take of a table")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = Random(options.seed)
    end = time.process_time() + 60 * options.minutes
    reached: Counter[str] = Counter()
    for framework, rows in take_frameworks(random, options.rows):
        if time.process_time() > end:
            break
        compare_table(framework, rows, random, reached, options.seconds)
        print(f"{framework.id}: {dict(reached)}", flush=True)


def take_frameworks(random: Random, rows: int) -> Iterator[tuple[Any, int]]:
    """Yield bundled frameworks and drawn ones in turn, each with how many rows its table has."""
    bundled = [entry.load() for entry in kd.catalogue()]
    while True:
        for framework in bundled:
            yield framework, rows
        for framework in draw_frameworks(random, 8):
            yield framework, rows // 8


def draw_frameworks(random: Random, count: int) -> list[Any]:
    """Return frameworks that the strategy of the tests draws."""
    found: list[Any] = []

    @settings(max_examples=count, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(frameworks())
    def collect(framework: Any) -> None:
        found.append(framework)

    collect._hypothesis_internal_use_seed = random.getrandbits(32)  # noqa: SLF001 - as pytest's plugin seeds a test
    collect()
    return found


# -- tables ----------------------------------------------------------------------------------------------


def draw_table(framework: Any, count: int, random: Random) -> SchoolTable | None:
    """Return a table of many rows; None where a drawn name can be no heading."""
    declared = [stage.id for stage in framework.definition.subject.stages]
    by_stage = framework.definition.subject.assessed_by == "stage"
    stages = (declared or ["s1", "s2", "s3"]) if by_stage else declared[:1] or [None]
    # Most schools have one stage; the compiled function of one school knows no others.
    chosen = random.sample(stages, random.choice([1, 1, 2]) if by_stage and len(stages) > 1 else 1)
    rows = draw_staged_rows(framework, random, DRAWN_ROWS, [stage for stage in chosen if stage] or ["s1"])
    if chosen == [None]:
        rows = [{name: cell for name, cell in row.items() if name != "stage" and "s1" not in name} for row in rows]
    try:
        table = read_table(framework, rows, on=ON)
    except kd.InputError:
        return None
    return mix_rows(table, count, random) if len(table) else None


def mix_rows(table: SchoolTable, count: int, random: Random) -> SchoolTable:
    """Return a table of which each cell is that of some row of *table*; parts stay beside their wholes."""
    rng = np.random.default_rng(random.getrandbits(64))
    picked: dict[Any, Any] = {}
    columns = []
    for column in table.columns:
        key = find_component(table, column.meaning)
        if key not in picked:
            picked[key] = rng.integers(0, len(table), count, np.int32)
        codes = np.asarray(memoryview(column.codes))[picked[key]]
        columns.append(replace(column, codes=array(column.codes.typecode, codes.tobytes())))
    # The stages of a school say which columns it can have.
    rows = picked.setdefault("stages", rng.integers(0, len(table), count, np.int32))
    about = {
        name: take_rows(cells, rows) for name, cells in vars_of(table.rows).items() if isinstance(cells, CodedColumn)
    }
    others = {
        name: [cells[0]] * count for name, cells in vars_of(table.rows).items() if not isinstance(cells, CodedColumn)
    }
    return replace(table, rows=replace(table.rows, **about, **others), columns=tuple(columns), rejected=())


def find_component(table: SchoolTable, meaning: Any) -> Any:
    """Return what is drawn together: figures that are parts of one whole, and what is recorded of a stage."""
    if meaning.stage is not None:
        return "stages"
    if meaning.kind == "node":
        return meaning.id
    definition = table.framework.definition
    name = meaning.id
    return "figures" if list_wholes(definition, name) or is_whole(definition, name) else (name, meaning.at)


def is_whole(definition: Any, name: str) -> bool:
    """Whether some figure is a part of this one."""
    return any(name in list_wholes(definition, other) for other in definition.inputs)


def take_rows(cells: CodedColumn[Any], rows: Any) -> CodedColumn[Any]:
    """Return the cells of some rows."""
    codes = np.asarray(memoryview(cells.codes))[rows]
    return CodedColumn(cells.contents, array(cells.codes.typecode, codes.tobytes()))


def vars_of(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass with slots."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


# -- comparisons -----------------------------------------------------------------------------------------


def compare_table(framework: Any, count: int, random: Random, reached: Counter[str], seconds: float) -> None:
    """Compare what the ways say of one table."""
    table = draw_table(framework, count, random)
    if table is None:
        return
    batch = assess_many(framework, table)
    reached["planes"] += len(table) - batch.general
    reached["not on planes"] += batch.general
    reached["one school"] += compare_one_school(table, batch, time.process_time() + seconds)
    reached["reference"] += compare_reference(table, batch, random, time.process_time() + seconds)


def compare_one_school(table: SchoolTable, batch: Batch, end: float) -> int:
    """Return how many rows the compiled function of one school was held against."""
    names = StandingNames.of(table.framework)
    done = 0
    for rows in group_plain_rows(table, range(len(table))):
        plain = gather_rows(table, rows[0])
        try:
            find = compile_one_school(plain, names)
        except NotPlainError:
            continue
        codes = zip(
            *(np.asarray(memoryview(one.codes))[np.asarray(rows)].tolist() for one in plain.columns), strict=True
        )
        for row, leaves in zip(rows, codes, strict=False):
            try:
                found = find(leaves)
            except NotPlainError:
                continue
            standing = batch._standings[row]  # noqa: SLF001 - what is compared
            expected = (*standing.outcome, *standing.awards)[: len(found)]
            if found != expected:
                report(table, row, found, expected)
            done += 1
            if done % 1000 == 0 and time.process_time() > end:
                return done
    return done


def compile_one_school(plain: PlainRows, names: StandingNames) -> Callable[[Sequence[int]], tuple[int, ...]]:
    """Return the statuses of one school by its codes: outcomes and awards; of a school with one stage outcomes alone.

    Raises
    ------
    NotPlainError
        The schools have several stages, or the rules cannot be written over what they record.
    """
    (stage, *others) = plain.facts.stages
    if others:
        message = "several stages"
        raise NotPlainError(message)
    tops = (*names.outcomes, *names.awards) if stage is None else names.outcomes
    part, empty = plain.facts.stages[stage], plain.empty.stages[stage]
    compiled = compile_stage(part, empty, plain.leaves, plain.places, tops)
    waits = [] if stage is not None else find_waits(plain.framework, plain.empty)
    size, main = len(names.outcomes), names.main

    def find(leaves: Sequence[int]) -> tuple[int, ...]:
        statuses = compiled.find_statuses(leaves)
        return (*statuses[:main], *map(min, statuses[size:], waits))

    return find


def compare_reference(table: SchoolTable, batch: Batch, random: Random, end: float) -> int:
    """Return how many rows were held against ``kd.assess``, each with its criteria and requirements."""
    done = 0
    while time.process_time() < end and done < len(table):
        rows = sorted(random.sample(range(len(table)), min(len(table), 50)))
        standings = take_rows(batch._standings, np.asarray(rows))  # noqa: SLF001 - what is compared
        few = replace(batch, table=replace_rows(table, rows), _standings=standings)
        results = [few._assess(row) for row in few.rows]  # noqa: SLF001
        levels = zip(*few.level_columns.values(), strict=True)
        for row, (found, result) in enumerate(zip(levels, results, strict=True)):
            if found[2:] != (*name_levels(result), *(award.certain and award.certain.id for award in result.awards)):
                report(few.table, row, found, result)
        for nodes, columns in ((CRITERIA, few.criteria_columns), (REQUIREMENTS, few.requirement_columns)):
            compare_nodes(few, results, nodes, [*zip(*columns.values(), strict=True)])
        done += len(rows)
    return done


def name_levels(result: Any) -> tuple[str | None, str | None, bool]:
    """Return the level of a result, the attainable one, and whether that is determined; of labels the only one."""
    outcome = result.outcomes[0]
    if outcome.kind == "labels":
        only = outcome.labels[0].id if outcome.determined else None
        return only, only, outcome.determined
    return result.level and result.level.id, result.attainable and result.attainable.id, outcome.determined


def replace_rows(table: SchoolTable, rows: Sequence[int]) -> SchoolTable:
    """Return the table of some rows."""
    places = np.asarray(rows)
    columns = tuple(
        replace(one, codes=array(one.codes.typecode, np.asarray(memoryview(one.codes))[places].tobytes()))
        for one in table.columns
    )
    about = {
        name: take_rows(cells, places) if isinstance(cells, CodedColumn) else [cells[row] for row in rows]
        for name, cells in vars_of(table.rows).items()
    }
    return replace(table, rows=replace(table.rows, **about), columns=columns)


def compare_nodes(batch: Batch, results: Sequence[Any], nodes: NodeTable, found: Sequence[tuple[Any, ...]]) -> None:
    """Compare the rows of a table of nodes with the assessment of each school."""
    expected = [
        (row, tuple(nodes.cells_of(node).values()))
        for row, result in enumerate(results)
        for node in result.nodes
        if nodes.tells(node.layer, node.kind)
    ]
    for cells, (row, other) in zip(found, expected, strict=True):
        if cells[2:] != other:
            report(batch.table, row, cells, other)


def report(table: SchoolTable, row: int, found: object, expected: object) -> None:
    """Print a difference and stop."""
    sys.exit(f"{table.framework.id}, row {row}: {found}, expected {expected}: {table.dossier_of(row)}")


if __name__ == "__main__":
    main()
