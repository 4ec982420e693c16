"""2,000 rows of a CSV file to levels, cheapest repairs and margins, beside solvers and the one-school way.

    python benchmarks/repairs_of_tables.py [--rows 2000] [--rounds 3] [--only 57r]

Three tables: 15 words of Circular 57 (57w), its 139 requirements and 7 inputs (57r), and 213 requirements and 105
figures of Circular 18 (18). In a third of the rows some cells are empty. *Table* is the way from the file to the table
of blockers. *Margins* comes on top of it. *School by school* is ``kd.assess(...).explain()`` of each row, and *solver*
is HiGHS, which gets the program of each row's cheapest repair ready made: it neither reads, assesses nor explains. Both
take a sample of the rows and are counted for all.

Before anything is measured the answers of the sample are compared: the same changes, and from the solver the same cost.
Time is that of the processor on one core, ways take turns in each round, and a ratio is the median of the rounds'
ratios to *table*. What was measured is kept in ``repairs_of_tables.md``.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from one_school import figures_of_18, list_workloads, requirements_of, words_of_57

import kiemdinh as kd
from kiemdinh.api.assessment import facts_of_result
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs import build_question
from kiemdinh.explanation.targets import fact_of_level
from kiemdinh.portfolio.batch import Batch
from kiemdinh.rules import Budget
from kiemdinh.rules.repairs import RepairModel
from kiemdinh.rules.search import Program
from kiemdinh.rules.search.program_writer import write_program
from kiemdinh.solvers.highs import Highs

SAMPLE = 40


@dataclass(frozen=True)
class Workload:
    name: str
    framework: kd.Framework
    on: str
    file: Path

    def read(self) -> Batch:
        return kd.assess_many(self.framework, self.file, on=self.on)


def list_tables(folder: Path, rows: int) -> Iterator[Workload]:
    rng = random.Random(57)
    for work in list_workloads(1):
        file = folder / f"{work.name}.csv"
        write_table(file, [draw_row(work.name, work.framework, rng, i) for i in range(rows)])
        yield Workload(work.name, work.framework, work.on.isoformat(), file)


def draw_row(which: str, framework: kd.Framework, rng: random.Random, number: int) -> dict[str, Any]:
    school: dict[str, Any] = words_of_57(rng)
    inputs: dict[str, Any] = {}
    if which != "57w":
        # Most schools are good.
        school = {"findings": requirements_of(framework, rng, 0.002 if rng.random() < 0.6 else 0.02)}
    if which == "57r":
        yes = ("career_guidance", "function_rooms", "food_service", "survey", "cohort_completed")
        inputs = dict.fromkeys(yes, "yes") | {"conditions": "muc-do-2", "years_of_data": 5}
    if which == "18":
        inputs = figures_of_18(framework, rng)
    unsure = rng.random() < 1 / 3
    row: dict[str, Any] = {"school": f"T{number}"} | ({"stage": "thpt"} if which == "18" else {})
    row |= {node: "" if unsure and rng.random() < 0.03 else said for node, said in school["findings"].items()}
    for name, value in inputs.items():
        places = {f"{name}@{at}": one for at, one in value.items()} if isinstance(value, dict) else {name: value}
        row |= {
            place: {True: "yes", False: "no"}[one] if isinstance(one, bool) else one for place, one in places.items()
        }
    return row


def write_table(file: Path, rows: list[dict[str, Any]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)


# -- the same, school by school, and by a solver ------------------------------------------------------------


def explain_rows(batch: Batch, rows: list[int]) -> list[tuple[str, str]]:
    found = []
    for row in rows:
        result = kd.assess(batch.framework, batch.table.dossier_of(row), on=batch.table.rows.days[row])
        if result.target is not None:
            cheapest = result.explain().repairs.cheapest
            assert cheapest is not None
            found.append((batch.table.rows.schools[row], "; ".join(change.id for change in cheapest.changes)))
    return found


def write_programs(batch: Batch, rows: list[int]) -> list[Program]:
    programs = []
    for row in rows:
        result = kd.assess(batch.framework, batch.table.dossier_of(row), on=batch.table.rows.days[row])
        if result.target is not None:
            fact = fact_of_level(result.outcomes[0], result.target.level)
            question = build_question(batch.framework, facts_of_result(result).facts, fact, Efforts({}))
            model = RepairModel.from_problem(question.problem)
            programs.append(write_program(model.gates, model.root, model.scale.prices)[0])
    return programs


def solve(programs: list[Program]) -> list[int]:
    solver, costs = Highs(), []
    for program in programs:
        answer = solver.minimise(program, Budget())
        assert answer is not None
        costs.append(sum(cost for cost, value in zip(program.costs, answer, strict=True) if value))
    return costs


# -- measuring ---------------------------------------------------------------------------------------------


def time_of(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def measure(work: Workload, rounds: int) -> None:
    batch = work.read()
    count = len(batch.rows)
    rows = batch.rows[:: max(1, count // SAMPLE)][:SAMPLE]
    told = dict(zip(batch.blocker_columns["school"], batch.blocker_columns["changes"], strict=True))
    explained, programs = explain_rows(batch, rows), write_programs(batch, rows)
    assert all(told[school] == changes for school, changes in explained), "the answers differ"
    costs = [len(changes.split("; ")) for _, changes in explained]
    assert solve(programs) == costs, "the costs differ"

    ways: dict[str, list[float]] = {name: [] for name in ("levels", "table", "margins", "solver", "school by school")}
    for _ in range(rounds):
        ways["levels"].append(time_of(lambda: work.read().level_columns))
        ways["table"].append(time_of(lambda: work.read().blocker_columns))
        ways["margins"].append(time_of(partial(getattr, work.read(), "margin_columns")))
        ways["solver"].append(time_of(lambda: solve(programs)) * len(told) / max(1, len(programs)))
        ways["school by school"].append(time_of(lambda: explain_rows(batch, rows)) * count / len(rows))
    print(f"\n{work.name}: {count} rows, {len(told)} below the top")
    for name, times in ways.items():
        ratio = statistics.median(one / table for one, table in zip(times, ways["table"], strict=True))
        print(f"{name:<18}{min(times):9.2f} s{ratio:9.2f} x table")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", help="one table, such as 57r")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        for work in list_tables(Path(folder), options.rows):
            if options.only in (None, work.name):
                measure(work, options.rounds)


if __name__ == "__main__":
    main()
