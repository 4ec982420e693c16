"""What `kiemdinh lint` costs: a first run, a second one, and both beside `kiemdinh --version`.

    python benchmarks/lint.py [--criteria 100] [--processes 5]

Each figure is the median processor time of fresh processes, with a cache folder of their own. The last column is the
ratio to `kiemdinh --version`, which takes out the speed of the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SCHEMES = ("level", "met", "rating", "points")
STEPS = ("one", "two", "three")


def definition(verdict: str, criteria: int) -> dict[str, Any]:
    """A definition as authors write them: *criteria* judged by *verdict*, a third of them mandatory."""
    layer: dict[str, Any] = {"id": "criterion", "in": "standard", "en": "Criterion", "verdict": verdict}
    layer |= {"level": {"scale": "level", "no_text": "carries"}, "rating": {"scale": "marks"}}.get(verdict, {})
    return {
        "kiemdinh": 1,
        "framework": f"benchmark.lint.{verdict}",
        "en": "A benchmark",
        "source": {"document": "none"},
        "cite": "none",
        "subject": {"kind": "school"},
        "scales": {
            "level": {"not_reached": {"id": "none", "en": "None"}, "steps": [{"id": s, "en": s} for s in STEPS]},
            "marks": {"from": 1, "to": 5, "step": 1},
        },
        "tags": {"key": {"en": "mandatory"}},
        "inputs": {
            "pupils": {"type": "number", "unit": "person", "range": {"from": 0, "to": 3000}, "en": "Pupils"},
            "garden": {"type": "yes_no", "en": "There is a garden"},
            **{f"figure_{n}": _figure(n) for n in range(0, criteria, 4)},
        },
        "layers": [{"id": "standard", "en": "Standard"}, layer],
        "sets": {"keys": {"among": "criterion", "tagged": "key"}, "others": {"among": "criterion", "untagged": "key"}},
        "tree": [
            {
                "id": f"s{first}",
                "en": f"Standard {first}",
                "parts": [_criterion(verdict, n) for n in range(first, min(first + 10, criteria))],
            }
            for first in range(0, criteria, 10)
        ],
        "outcomes": [{"id": "result", "en": "Result", "ladder": "level", "needs": _needs(verdict, criteria)}],
    }


def _figure(n: int) -> dict[str, Any]:
    return {"type": "number", "unit": "count", "range": {"from": 0, "to": 500}, "en": f"Figure of topic {n}"}


def _criterion(verdict: str, n: int) -> dict[str, Any]:
    own: dict[str, Any] = {"id": f"c{n}", "en": f"Topic {n}", **({"tags": ["key"]} if n % 3 == 0 else {})}
    if verdict == "level":
        own["levels"] = {step: _requirements(n, step) for step in STEPS}
    elif verdict == "met":
        own["parts"] = _requirements(n, STEPS[0])
    elif verdict == "points":
        own["points"] = 10
    return own


def _requirements(n: int, step: str) -> list[dict[str, Any]]:
    bound = 10 * (STEPS.index(step) + 1)
    plain: list[dict[str, Any]] = [{"id": "a", "en": f"{step} a"}, {"id": "b", "en": f"{step} b"}]
    if n % 4 == 0:
        plain[0]["met_if"] = {"value": f"figure_{n}", "at_least": bound}
        plain[0]["en"] = f"There are at least {bound}"
    if n % 5 == 0:
        plain[1]["when"] = {"value": "garden", "is": True}
    return plain


def _needs(verdict: str, criteria: int) -> dict[str, Any]:
    if verdict in ("rating", "points"):
        whole = {"mean": "criterion"} if verdict == "rating" else {"sum": "criterion"}
        least = (2, 3, 4) if verdict == "rating" else (5 * criteria, 7 * criteria, 9 * criteria)
        quantity = {**whole, "of": {"its": verdict}}
        return {step: {**quantity, "at_least": bound} for step, bound in zip(STEPS, least, strict=True)}
    others = criteria - len(range(0, criteria, 3))
    return {
        step: {"all": [{"every": "keys", "that": _that(verdict, step)}, _count(verdict, step, others - 10 + 2 * i)]}
        for i, step in enumerate(STEPS)
    }


def _that(verdict: str, step: str) -> Any:
    return "met" if verdict == "met" else {"its": "level", "at_least": step}


def _count(verdict: str, step: str, least: int) -> dict[str, Any]:
    return {"count": "others", "that": _that(verdict, step), "at_least": least}


def measure(arguments: list[str], cache: Path, processes: int) -> float:
    """Return the median processor time of `kiemdinh ARGUMENTS` in seconds."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "kiemdinh", *arguments]
    times = []
    for _ in range(processes):
        before = os.times()
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(done.stderr.decode())
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--criteria", type=int, default=100)
    parser.add_argument("--processes", type=int, default=5)
    options = parser.parse_args()
    started = time.strftime("%Y-%m-%d")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder, "cache")
        measure(["--version"], cache, 1)  # the first process compiles
        base = measure(["--version"], cache, options.processes)
        print(f"{f'medians of {options.processes} processes, {started}':<44}{'s':>8}{'ratio':>8}")
        print(f"{'kiemdinh --version':<44}{base:>8.2f}{1:>8.1f}")
        for name in ["vn.tt18-2018", "vn.tt57-2026.pho-thong", *SCHEMES]:
            what = name
            if name in SCHEMES:
                what = str(Path(folder, f"{name}.json"))
                Path(what).write_text(json.dumps(definition(name, options.criteria)), encoding="utf-8")
            first = measure(["lint", what, "--no-cache"], cache, options.processes)
            measure(["lint", what], cache, 1)
            second = measure(["lint", what], cache, options.processes)
            label = f"{options.criteria} criteria by {name}" if name in SCHEMES else name
            for run, seconds in (("first run", first), ("second run", second)):
                print(f"{f'{label}, {run}':<44}{seconds:>8.2f}{seconds / base:>8.1f}")


if __name__ == "__main__":
    main()
