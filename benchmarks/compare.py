"""Comparing the schools of a province: 2,000 synthetic schools of Circular 57, and as many of Circular 18.

    python benchmarks/compare.py [SCHOOLS]

The batch is finished: its levels and criteria are worked out. Measured is what each part of a comparison takes from
there: the counts of 130 groups, the text, the picture, the same for the public; then what schools need, which is made
of the blockers and margins of the batch; and the change between two years, by one edition and by two. Beside them is
what a data frame library takes to count the same table of criteria, which knows no unknown, register or stage.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

import kiemdinh as kd
from kiemdinh.portfolio import Batch, make_schools

FRAMEWORKS = {"57": ("vn.tt57-2026.pho-thong", "2027-06-30"), "18": ("vn.tt18-2018@2025-01-25", "2026-06-30")}
COMMUNES = 130


def finish_batch(framework: str, day: str, schools: int, folder: Path, years: int = 1) -> Batch:
    """Return a batch whose levels and criteria are worked out."""
    path = folder / "schools.csv"
    make_schools(framework, schools=schools, years=years, seed=2026).to_csv(path)
    batch = kd.assess_many(framework, path, on=day, detail="criterion").complete()
    assert len(batch.rows) == schools * years
    return batch


def make_register(batch: Batch) -> Any:
    ids = dict.fromkeys(batch.table.rows.schools)
    return kd.read_register([{"id": id_, "commune": f"{i % COMMUNES:05}"} for i, id_ in enumerate(ids)])


def tell(what: str, work: Callable[[], Any]) -> Any:
    """Do a piece of work, and print the processor's time that it took."""
    start = time.process_time()
    found = work()
    print(f"  {what:<46}{time.process_time() - start:8.2f} s", flush=True)
    return found


def measure(which: str, schools: int, folder: Path) -> None:
    framework, day = FRAMEWORKS[which]
    print(f"Circular {which}, {schools:,} schools")
    batch = finish_batch(framework, day, schools, folder)
    register = make_register(batch)
    tell("counts of all schools", lambda: kd.compare(batch))
    found = tell(f"counts of {COMMUNES} communes", lambda: kd.compare(batch, register=register, by="commune"))
    tell("as text", lambda: found.to_text("vi"))
    tell("as a picture", lambda: found.to_svg("vi"))
    tell("for the public", lambda: kd.compare(batch, register=register, by="commune", audience="public"))
    tell("one school and its peers", lambda: kd.peers(batch, register.ids[0], register=register, by="commune"))
    criteria = pl.DataFrame({name: list(cells) for name, cells in batch.criteria_columns.items()})
    tell("criteria counted by polars, without groups", lambda: criteria.group_by("id", "level").len())
    tell("blockers of the batch", lambda: batch.blocker_columns)
    tell("margins of the batch", lambda: batch.margin_columns)
    tell("what schools need, from these", found.frame_rows)


def measure_years(schools: int, folder: Path) -> None:
    framework, day = FRAMEWORKS["57"]
    print(f"two years of Circular 57, {schools:,} schools")
    batch = finish_batch(framework, day, schools, folder, years=2)
    found = tell("counts", lambda: kd.compare(batch))
    tell("the split by one edition", lambda: found.frame_rows("split"))
    print(f"Circular 18 before and after its amendment, {schools:,} schools")
    old = finish_batch("vn.tt18-2018@2018-10-10", "2024-06-30", schools, folder)
    new = finish_batch("vn.tt18-2018@2025-01-25", "2026-06-30", schools, folder)
    found = tell("counts", lambda: kd.compare([old, new]))
    tell("the split by two editions", lambda: found.frame_rows("split"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("schools", nargs="?", type=int, default=2_000)
    schools = parser.parse_args().schools
    with tempfile.TemporaryDirectory() as folder:
        for which in FRAMEWORKS:
            measure(which, schools, Path(folder))
        measure_years(schools, Path(folder))


if __name__ == "__main__":
    main()
