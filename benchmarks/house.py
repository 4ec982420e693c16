"""The same work by two source trees, in fresh processes that take turns: the proof that a rebuilding costs no time.

    python benchmarks/house.py --before PATH/src --after PATH/src [--processes 21]

Each pair runs one process of each tree, in alternating order. A process measures every figure in the time of the
processor, so that a busy machine counts little, and keeps the least of its repeats. Import and cold load happen once in
a process and are measured once; the first cold load also imports the modules that read definitions. Definitions and
dossiers are the same files for both trees.

The table has the median of each tree and the median of the ratios of the pairs. A ratio above 1.10 is marked, and the
exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

MAX_RATIO = 1.10
EXAMPLES = Path(__file__).parents[1] / "examples"
SCHOOLS = {
    "Circular 57": ("vn.tt57-2026.pho-thong", EXAMPLES / "thcs-binh-an" / "dossier.yaml"),
    "Circular 18": ("vn.tt18-2018", EXAMPLES / "thpt-nam-sai" / "dossier.yaml"),
}

CHILD = """
import json, sys, time

def timed(call):
    start = time.process_time()
    call()
    return time.process_time() - start

def least(prepare, call, budget=0.06, fewest=5):
    call(prepare())
    times = []
    while len(times) < fewest or (sum(times) < budget and len(times) < 50):
        prepared = prepare()
        times.append(timed(lambda: call(prepared)))
    return min(times)

figures = {}
start = time.process_time()
import kiemdinh as kd
figures["import kiemdinh"] = time.process_time() - start
from pathlib import Path
tree, schools = json.loads(sys.argv[1])
schools = {name: (Path(definition), dossier) for name, (definition, dossier) in schools.items()}
assert kd.__file__.startswith(tree), f"{kd.__file__} is not in {tree}"

for name, (definition, _) in schools.items():
    figures[f"{name}: load, cold"] = timed(lambda: kd.load(definition))

for name, (definition, dossier_file) in schools.items():
    def load():
        return kd.load(definition)
    figures[f"{name}: load, from the cache"] = least(lambda: None, lambda _: load())
    framework = load()
    with open(dossier_file, encoding="utf-8") as file:
        text = file.read()
    dossier = kd.read_dossier(text, framework)
    def assess():
        return kd.assess(framework, dossier)
    def assess_to_level():
        result = assess()
        result.level
        return result
    figures[f"{name}: read a dossier"] = least(lambda: None, lambda _: kd.read_dossier(text, framework))
    figures[f"{name}: assess to the level"] = least(lambda: None, lambda _: assess_to_level())
    figures[f"{name}: assess to the whole data"] = least(lambda: None, lambda _: assess().to_dict())
    figures[f"{name}: explain"] = least(assess_to_level, lambda result: result.explain())
    figures[f"{name}: explain, as data"] = least(assess_to_level, lambda result: result.explain().to_dict())
    figures[f"{name}: repairs"] = least(assess_to_level, lambda result: result.repairs())
    figures[f"{name}: margin"] = least(assess_to_level, lambda result: result.margin())
    figures[f"{name}: to_text"] = least(assess_to_level, lambda result: result.to_text())
    figures[f"{name}: explain to text"] = least(assess_to_level, lambda result: result.explain().to_text())
print(json.dumps(figures))
"""


def measure(tree: Path, schools: dict[str, tuple[str, str]], seed: int) -> dict[str, float]:
    """The figures of one fresh process that imports kiemdinh from *tree*; both of a pair have the *seed* of hashes."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(tree), "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", CHILD, json.dumps([str(tree), schools])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{tree}:\n{done.stderr}")
    return json.loads(done.stdout)


def find_definition(tree: Path, framework_id: str) -> str:
    """The file of a bundled framework in *tree*, wherever its catalogue stands there."""
    return str(next(tree.rglob(f"{framework_id}.yaml")))


def compare(before: Path, after: Path, processes: int) -> list[tuple[str, float, float, float]]:
    """For each figure its medians before and after, in seconds, and the median of the pairs' ratios."""
    schools = {name: (find_definition(before, i), str(dossier)) for name, (i, dossier) in SCHOOLS.items()}
    for tree in (before, after):
        measure(tree, schools, 0)  # the first process of a tree compiles it
    pairs = []
    for n in range(processes):
        order = (before, after) if n % 2 == 0 else (after, before)
        figures = [measure(tree, schools, n) for tree in order]
        pairs.append(tuple(figures if n % 2 == 0 else reversed(figures)))
    return [
        (
            name,
            statistics.median(one[name] for one, _ in pairs),
            statistics.median(other[name] for _, other in pairs),
            statistics.median(other[name] / one[name] for one, other in pairs),
        )
        for name in pairs[0][0]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--before", type=Path, required=True, help="source folder that holds the older kiemdinh")
    parser.add_argument("--after", type=Path, required=True, help="source folder that holds the newer kiemdinh")
    parser.add_argument("--processes", type=int, default=21, help="fresh processes of each tree")
    options = parser.parse_args()
    table = compare(options.before.resolve(), options.after.resolve(), options.processes)
    print(f"{'medians of ' + str(options.processes) + ' processes':<44}{'before':>12}{'after':>12}{'ratio':>8}")
    for name, before, after, ratio in table:
        mark = f"  above {MAX_RATIO:.2f}" if ratio > MAX_RATIO else ""
        print(f"{name:<44}{before * 1000:>9.2f} ms{after * 1000:>9.2f} ms{ratio:>8.2f}{mark}")
    return int(any(ratio > MAX_RATIO for *_, ratio in table))


if __name__ == "__main__":
    sys.exit(main())
