"""How long 150 communes with 2,000 schools take: levels, and the cheapest way to the next level for each.

    python benchmarks/communes.py

Prints seconds of processor time for reading the register, for the levels and for what blocks. The schools are drawn,
the same ones each time. `communes.md` has the figures.
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


def measure(name: str, register: kd.Register, results: list[dict[str, str]], communes: list[dict[str, str]]) -> None:
    """Print how long levels and blockers of some communes take."""
    started = time.process_time()
    batch = kd.assess_many("vn.ntm-2021.xa", communes, on="2024-06-30", register=register, results=[results])
    levels = time.process_time()
    blockers = batch.blocker_columns
    ended = time.process_time()
    print(f"{name}: levels {levels - started:.2f} s, blockers {ended - levels:.2f} s")
    print(f"    {len(batch.rows)} communes, {len(blockers['target'])} with something to do")


def main() -> None:
    """Measure one commune, for which everything is loaded, and then the others."""
    rows, results, communes = make_tables()
    started = time.process_time()
    register = kd.read_register(rows, complete=True)
    print(f"register {time.process_time() - started:.2f} s")
    measure("the first commune, with what is loaded", register, results, communes[:1])
    # The rules of a commune are kept, so that the first one would cost nothing a second time.
    measure("the others", register, results, communes[1:])


if __name__ == "__main__":
    main()
