"""How long 150 communes with 2,000 schools take: levels, and the cheapest way to criterion 5 for each.

    python benchmarks/communes.py

Prints seconds of processor time for reading the register, for the levels and for what blocks. The schools are drawn,
the same ones each time.
"""

from __future__ import annotations

import random
import time

import kiemdinh as kd

SCHOOLS, COMMUNES = 2_000, 150


def make_tables() -> tuple[list[dict[str, str]], list[dict[str, str | None]], list[dict[str, str]]]:
    """Return a register, results of its schools, and a table of communes."""
    drawn = random.Random(1)
    register, results = [], []
    for number in range(SCHOOLS):
        school = f"S{number:04}"
        public = drawn.choice(["yes", "yes", "yes", "yes", "no", "unknown"])
        stage = drawn.choice(["mam-non", "tieu-hoc", "thcs", "thpt"])
        register.append({"id": school, "commune": f"{number % COMMUNES:05}", "public": public, "highest_stage": stage})
        low = drawn.choice([None, "toi-thieu", "muc-1", "muc-1"])
        high = drawn.choice(["muc-1", "muc-2"]) if low == "muc-1" else drawn.choice([low or "toi-thieu", "muc-1"])
        results.append({"member": school, "outcome": "vn.tt13-2020/muc", "level": low, "attainable": high})
    communes = [
        {"school": f"{number:05}", "region": drawn.choice(["dbsh", "other"]), "10": "met", "17": "met"}
        for number in range(COMMUNES)
    ]
    return register, results, communes


def main() -> None:
    """Measure and print."""
    rows, results, communes = make_tables()
    started = time.process_time()
    register = kd.read_register(rows, complete=True)
    read = time.process_time()
    batch = kd.assess_many("vn.ntm-2021.xa", communes, on="2024-06-30", register=register, results=[results])
    levels = time.process_time()
    blockers = batch.blocker_columns
    ended = time.process_time()
    print(f"register {read - started:.2f} s, levels {levels - read:.2f} s, blockers {ended - levels:.2f} s")
    print(f"{len(batch.rows)} communes, {len(blockers['target'])} with something to do")


if __name__ == "__main__":
    main()
