"""Awards at risk and the impact of an edition: 2,000 synthetic schools of Circular 57, and as many of Circular 18.

    python benchmarks/risk.py [SCHOOLS]

The batch is finished: its levels are worked out. Each school holds an award. Measured is the processor's time of
`kd.risk` and of each form of the report, then that of `kd.impact` for a draft that takes a criterion away, and for the
amendment of Circular 18. Beside them is what one school after the other takes: an assessment, what blocks the level,
and its margin, of 50 schools, scaled up.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kiemdinh as kd
from kiemdinh.portfolio import Batch, make_schools

CIRCULARS = {
    "57": ("vn.tt57-2026.pho-thong", "2027-06-30", "2029-06-30", "2026-09-01"),
    "18": ("vn.tt18-2018@2025-01-25", "2026-06-30", "2026-12-31", "2025-03-01"),
}
DISTRICTS = 12
ONE_BY_ONE = 50
DRAFT = {
    "kiemdinh": 1,
    "amends": "vn.tt57-2026.pho-thong",
    "source": {"document": "Draft", "in_force": "2028-01-01"},
    "changes": [{"at": "4.2", "do": "remove"}, {"at": "3.4", "do": "remove"}],
}


def finish_batch(framework: str, day: str, schools: int, folder: Path) -> Batch:
    """Return a batch whose levels are worked out."""
    path = folder / "schools.csv"
    make_schools(framework, schools=schools, seed=2026).to_csv(path)
    batch = kd.assess_many(framework, path, on=day)
    assert len(batch.rows) == schools
    return batch


def make_register(batch: Batch, signed: str) -> Any:
    award = {"award": "chuan-quoc-gia", "signed": signed}
    ids = enumerate(dict.fromkeys(batch.table.rows.schools))
    grades = ("muc-do-1", "muc-do-1", "muc-do-2")
    rows = [{"id": id_, "district": f"H{i % DISTRICTS}", "grade": grades[i % 3], **award} for i, id_ in ids]
    return kd.read_register(rows)


def tell(what: str, work: Callable[[], Any]) -> Any:
    """Do a piece of work, and print the processor's time that it took."""
    start = time.process_time()
    found = work()
    print(f"  {what:<46}{time.process_time() - start:8.2f} s", flush=True)
    return found


def measure_risk(which: str, schools: int, folder: Path) -> Batch:
    framework, day, until, signed = CIRCULARS[which]
    print(f"Circular {which}, {schools:,} schools")
    batch = finish_batch(framework, day, schools, folder)
    register = make_register(batch, signed)
    found = tell("risk", lambda: kd.risk(batch, register, on=day, until=until))
    tell("risk, once more", lambda: kd.risk(batch, register, on=day, until=until))
    tell("as a page", lambda: found.to_html("vi"))
    tell("as a workbook", lambda: found.save(folder / "risk.xlsx", lang="vi"))
    start = time.process_time()
    for id_ in batch.table.rows.schools.contents[:ONE_BY_ONE]:
        if id_ is not None:
            result = batch.school(id_)
            result.explain()
            result.margin()
    scaled = (time.process_time() - start) * schools / ONE_BY_ONE
    print(f"  {'one school after the other, scaled up':<46}{scaled:8.2f} s")
    return batch


def measure_impact(schools: int, folder: Path) -> None:
    framework, day, _, _ = CIRCULARS["57"]
    batch = finish_batch(framework, day, schools, folder)
    base = batch.framework
    tell("impact of a draft on Circular 57", lambda: kd.impact(batch, base, DRAFT, on="2028-06-30"))
    old = "vn.tt18-2018@2018-10-10"
    batch = finish_batch(old, "2024-06-30", schools, folder)
    tell("impact of Circular 22 on Circular 18", lambda: kd.impact(batch, old, CIRCULARS["18"][0], on="2025-06-30"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("schools", nargs="?", type=int, default=2_000)
    schools = parser.parse_args().schools
    with tempfile.TemporaryDirectory() as folder:
        for which in CIRCULARS:
            measure_risk(which, schools, Path(folder))
        measure_impact(schools, Path(folder))


if __name__ == "__main__":
    main()
