"""Loading every bundled edition, beside the reading of the same files by PyYAML; and an edition from the cache.

    python benchmarks/editions.py [--rounds 5]

Figures stand in ``editions.md``.

Each round is a fresh process. Times are those of the processor, and the median of the rounds is shown. The cache is
held beside a look-up in a ``dict``. It is first checked that each edition says of itself what was asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys

CHILD = """
import json, sys, time
import yaml
import kiemdinh as kd
from kiemdinh.standards.catalogue import catalogue, editions
from importlib.resources import files

def timed(call):
    start = time.process_time()
    call()
    return time.process_time() - start

def read_all():
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files("kiemdinh.standards.catalogue")
    count = 0
    for path in folder.iterdir():
        found = path.iterdir() if path.is_dir() and path.name.startswith("vn.") else [path]
        for one in found:
            if one.name.endswith(".yaml"):
                yaml.load(one.read_text("utf-8"), loader)
                count += 1
    return count

kd.load("vn.tt57-2026.gdtx")  # imports the modules that load
figures = {"PyYAML reads every file": timed(read_all)}
names = []
def load_all():
    for bundled in catalogue():
        names.extend(edition.framework.edition for edition in editions(bundled.id))
figures["load every edition"] = timed(load_all)
assert all(kd.load(name).edition == name for name in names)
repeats = 2000
table = dict.fromkeys(names, 1)
def from_cache():
    for _ in range(repeats):
        kd.load(names[0])
def by_day():
    for _ in range(repeats):
        kd.load("vn.tt18-2018", on="2024-12-31")
def look_up():
    for _ in range(repeats):
        table[names[0]]
figures["an edition from the cache, by name"] = timed(from_cache) / repeats
figures["an edition from the cache, by day"] = timed(by_day) / repeats
figures["a look-up in a dict"] = timed(look_up) / repeats
json.dump([len(names), figures], sys.stdout)
"""


def main() -> None:
    """Measure, and print the medians with their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = [run_child() for _ in range(parser.parse_args().rounds)]
    names = list(rounds[0][1])
    medians = {name: statistics.median(figures[name] for _, figures in rounds) for name in names}
    print(f"{rounds[0][0]} editions")
    for name in names:
        print(f"{name:40}{medians[name] * 1e3:12.4f} ms")
    ratio = medians["load every edition"] / medians["PyYAML reads every file"]
    print(f"loading is {ratio:.1f} times the reading of the files")


def run_child() -> tuple[int, dict[str, float]]:
    """Return the number of editions and the figures of one fresh process."""
    done = subprocess.run([sys.executable, "-c", CHILD], env=os.environ, capture_output=True, check=True, text=True)
    count, figures = json.loads(done.stdout)
    return count, figures


if __name__ == "__main__":
    main()
