"""How explanations grow with the number of criteria: CPU time and counted steps, for rules of several forms.

``python benchmarks/growth.py [--criteria 250 500 1000 2000]``. The steps are the same on every machine; times are not.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from typing import Any

import kiemdinh as kd


def count(least: int) -> dict[str, Any]:
    return {"count": "c", "that": "met", "at_least": least}


def share(percent: str) -> dict[str, Any]:
    return {"share": "c", "that": "met", "at_least": percent}


FORMS: Mapping[str, Callable[[int], dict[str, Any]]] = {
    "every": lambda _: {"every": "c", "that": "met"},
    "count": lambda criteria: count(criteria - 3),
    "both": lambda criteria: {"all": [count(criteria // 2), share("60%")]},
    "either": lambda criteria: {"any": [count(criteria // 2), share("60%")]},
}


def framework_of(form: str, criteria: int) -> kd.Framework:
    """Return a framework of criteria that are met or not, under a rule of one form."""
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "benchmark.growth",
            "source": {"document": "none"},
            "subject": {"kind": "school"},
            "scales": {"lv": {"not_reached": {"id": "none"}, "steps": [{"id": "one"}]}},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": f"c{number}"} for number in range(criteria)],
            "outcomes": [{"id": "o", "ladder": "lv", "needs": {"one": FORMS[form](criteria)}}],
        }
    )


def measure(framework: kd.Framework, verdict: str, ask: str) -> tuple[float, int]:
    """Return the CPU time of one explanation in milliseconds, and its steps."""
    found = {name: verdict for name, node in framework.nodes.items() if node.layer is not None}
    result = kd.assess(framework, {"findings": found}, on="2027-06-30")
    _ = result.outcomes, result.nodes
    start = time.process_time()
    explanation = getattr(result, ask)()
    return 1000 * (time.process_time() - start), explanation.search.spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--criteria", type=int, nargs="+", default=[250, 500, 1000, 2000])
    sizes = parser.parse_args().criteria
    print("ms and steps".ljust(20), *(str(size).rjust(18) for size in sizes))
    for form in FORMS:
        for ask, verdict in (("margin", "met"), ("why", "met"), ("repairs", "unmet"), ("explain", "unmet")):
            found = [measure(framework_of(form, size), verdict, ask) for size in sizes]
            print(f"{form} {ask}".ljust(20), *(f"{ms:9.0f} {steps:8}" for ms, steps in found))


if __name__ == "__main__":
    main()
