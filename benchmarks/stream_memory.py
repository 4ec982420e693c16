"""Memory of engine="duckdb" at three sizes: what a process of its own takes at most, to the written file.

    python benchmarks/stream_memory.py [--rows 200000 1000000 4000000]

Each size has a process, which reads text of 15 words in each row and writes the levels as Parquet. Memory is the most
that was resident, the interpreter and libraries included.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
WORDS = ("khong-dat", "muc-1", "muc-2", "unknown", "")
ASSESS = """
import resource, sys, time
from pathlib import Path
import kiemdinh as kd
batch = kd.assess_many("vn.tt57-2026.pho-thong", Path(sys.argv[1]), on="2027-06-30", engine="duckdb")
batch.to_parquet(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, round(time.process_time(), 1))
"""


def write_table(path: Path, rows: int) -> None:
    rng = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(";".join(("school", "year", *CRITERIA)) + "\n")
        for row in range(rows):
            words = rng.choices(WORDS, (2, 30, 60, 4, 4), k=len(CRITERIA))
            file.write(";".join((f"S{row}", "2026-2027", *words)) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[200_000, 1_000_000, 4_000_000])
    for rows in parser.parse_args().rows:
        with TemporaryDirectory() as folder:
            table, levels = Path(folder, "schools.csv"), Path(folder, "levels.parquet")
            write_table(table, rows)
            command = [sys.executable, "-c", ASSESS, str(table), str(levels)]
            found = subprocess.run(command, check=True, capture_output=True, text=True)
            memory, seconds = found.stdout.split()
            print(f"{rows:,} rows: {memory} MB at most, {seconds} s of one core")


if __name__ == "__main__":
    main()
