"""Carry-over of a table of schools, beside the assessment of the same dossiers one by one, and of one school.

    python benchmarks/carry_over.py [--schools 2000]

Times are those of the processor, in one process. It is first checked that rows and single schools are told the same.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import kiemdinh as kd
from kiemdinh.portfolio import make_schools, read_table

OLD, NEW, DAY = "vn.tt18-2018", "vn.tt57-2026.pho-thong", "2027-06-30"
CHECKED = 20


def timed(call: Callable[[], object]) -> float:
    """Return the processor seconds of a call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> None:
    """Measure, and print a line for each figure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--schools", type=int, default=2000)
    count = arguments.parse_args().schools
    with TemporaryDirectory() as folder:
        file = Path(folder, "schools.csv")
        make_schools(OLD, schools=count, seed=1).to_csv(file)
        table = read_table(OLD, file, on="2026-05-30")
    dossiers = [table.dossier_of(row) for row in range(len(table))]
    many = kd.carry_over_many(table, framework=OLD, to=NEW, on=DAY)
    for row, dossier in list(zip(many.rows, dossiers, strict=True))[:CHECKED]:
        one = kd.carry_over(dossier, framework=OLD, to=NEW, on=DAY)
        assert (one.carried, one.raised, one.unused) == (row.done.carried, row.done.raised, row.done.unused)
    own = timed(lambda: kd.carry_over_many(table, framework=OLD, to=NEW, on=DAY))
    frames = timed(lambda: (many.dossier, many.carried, many.unmapped, many.unused))
    single = timed(lambda: [kd.carry_over(one, framework=OLD, to=NEW, on=DAY) for one in dossiers[:CHECKED]])
    peer = timed(lambda: [kd.assess(OLD, one, on="2026-05-30").level for one in dossiers])
    print(f"{len(dossiers)} schools carried over: {own:.2f} s, {own / len(dossiers) * 1000:.2f} ms each")
    print(f"their frames: {frames:.2f} s")
    print(f"one school with its draft: {single / CHECKED * 1000:.2f} ms")
    print(
        f"kd.assess of the same dossiers, for the level: {peer:.2f} s; carrying over takes {own / peer:.2f} times that"
    )


if __name__ == "__main__":
    main()
