"""Rules as SQL in DuckDB, over words and over packed integers, beside planes: the same table, the same levels, one run.

    python benchmarks/sql.py [--rows 260000] [--only-queries]

Prints processor time of one thread for each way, as ratios to planes, and stops where two answers differ. With
``--only-queries`` it compares the two queries alone.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import kiemdinh as kd

CIRCULAR_57 = "vn.tt57-2026.pho-thong"
CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()


def draw_words(rows: int, rng: np.random.Generator) -> dict[str, list[str | None]]:
    words = np.array(["khong-dat", "muc-1", "muc-2", "unknown", None], dtype=object)
    return {name: list(words[rng.choice(5, rows, p=[0.02, 0.3, 0.6, 0.04, 0.04])]) for name in CRITERIA}


def draw_requirements(rows: int, rng: np.random.Generator) -> dict[str, list[str | None]]:
    from kiemdinh.evidence.entries import allowed_entries
    from kiemdinh.portfolio.batch.sql.sql_columns import choose_columns
    from kiemdinh.portfolio.columns import HeadingReader

    framework = kd.load(CIRCULAR_57)
    headings = HeadingReader(allowed_entries(framework))
    nodes = [name for name in choose_columns(framework.rules(None, kd_day()), headings) if "/" in name]
    words = np.array(["met", "unmet", "unknown", None], dtype=object)
    return {name: list(words[rng.choice(4, rows, p=[0.95, 0.02, 0.01, 0.02])]) for name in nodes}


def kd_day():
    import datetime as dt

    return dt.date(2027, 6, 30)


def measure(call, rounds: int) -> tuple[float, object]:
    times, found = [], None
    for _ in range(rounds):
        start = time.process_time()
        found = call()
        times.append(time.process_time() - start)
    return statistics.median(times), found


def compare_queries(name: str, columns: dict[str, list[str | None]], rows: int, rounds: int) -> None:
    """Print how long the query over words takes, to that over packed integers."""
    table = make_table(columns, rows)
    start = time.process_time()
    packed = kd.pack(CIRCULAR_57, table)
    seconds = time.process_time() - start
    print(f"{name}, {len(columns)} columns, {rows:,} rows: packed in {seconds:.2f} s")
    with duckdb.connect() as database:
        database.execute("SET threads = 1")
        for named, rows_of in (("schools", table), ("packed", packed.frame)):
            database.register("given", rows_of if isinstance(rows_of, pa.Table) else rows_of.to_arrow())
            database.execute(f"CREATE TABLE {named} AS FROM given")
        wide, bits = kd.sql(CIRCULAR_57, columns=list(columns)), packed.sql(table="packed")
        for what in ("level", "level, attainable"):
            times, answers = [], []
            for query in (wide, bits):
                counted = f"SELECT {what}, count(*) FROM ({query}) GROUP BY ALL"
                seconds, found = measure(lambda counted=counted: database.execute(counted).fetchall(), rounds)
                times.append(seconds)
                answers.append(sorted(map(str, found)))
            assert answers[0] == answers[1]
            print(f"  {what}: wide {times[0]:.3f} s, packed {times[1]:.3f} s, ratio {times[0] / times[1]:.1f}")


def make_table(columns: dict[str, list[str | None]], rows: int) -> pa.Table:
    return pa.table({"school": [f"S{i}" for i in range(rows)], "year": ["2026-2027"] * rows, **columns})


def run(name: str, columns: dict[str, list[str | None]], rows: int, rounds: int) -> None:
    table = make_table(columns, rows)
    query = kd.sql(CIRCULAR_57, columns=list(columns))
    with TemporaryDirectory() as folder, duckdb.connect() as database:
        file = Path(folder, "schools.parquet")
        pq.write_table(table, file)
        database.execute("SET threads = 1")
        database.execute(f"CREATE TABLE schools AS FROM '{file}'")
        # Levels alone: DuckDB leaves out the columns that nobody asks for.
        counted = f"SELECT level, attainable, count(*) FROM ({query}) GROUP BY ALL"
        in_duckdb, by_sql = measure(lambda: database.execute(counted).fetchall(), rounds)
        planes, batch = measure(lambda: kd.assess_many(CIRCULAR_57, file, on="2027-06-30"), rounds)
        streamed, stream = measure(
            lambda: kd.assess_many(CIRCULAR_57, file, on="2027-06-30", engine="duckdb"), max(1, rounds // 2)
        )
        read, _ = measure(lambda: pq.read_table(file), rounds)
    expected = Counter(zip(batch.level_columns["level"], batch.level_columns["attainable"], strict=True))
    assert Counter({(level, attainable): n for level, attainable, n in by_sql}) == expected
    assert list(stream.level_columns["level"]) == list(batch.level_columns["level"])
    print(f"{name}, {len(columns)} columns, {rows:,} rows: Parquet to levels in memory {planes:.2f} s = 1")
    print(f"  query in DuckDB, table there {in_duckdb / planes:.2f}; engine duckdb {streamed / planes:.2f}")
    print(f"  pyarrow reads the file {read / planes:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=260_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only-queries", action="store_true")
    arguments = parser.parse_args()
    rng = np.random.default_rng(1)
    for name, draw in (("words", draw_words), ("requirements", draw_requirements)):
        columns = draw(arguments.rows, rng)
        compare_queries(name, columns, arguments.rows, arguments.rounds)
        if not arguments.only_queries:
            run(name, columns, arguments.rows, arguments.rounds)


if __name__ == "__main__":
    main()
