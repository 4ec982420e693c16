"""How assessments and explanations grow with the number of criteria, and assessments with the items of evidence.

``python benchmarks/growth.py [--criteria 250 500 1000 2000] [--items 100 1000 5000 20000]``

Assessments: CPU time of each part of a result, and the exponent between the first and the last size; in a test the work
is counted instead (``tests/assessment/test_growth.py``). Explanations: CPU time and counted steps, for rules of several
forms. The steps are the same on every machine; times are not.
"""

from __future__ import annotations

import argparse
import gc
import math
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


PARTS = ("level", "nodes", "target", "groups", "awards", "warnings", "footing")
STEPS = {step: [{"id": "a"}, {"id": "b"}] for step in ("one", "two")}


def stepped_framework(criteria: int) -> kd.Framework:
    """Return a framework of criteria with two levels of two requirements each."""
    steps = [{"id": step} for step in STEPS]
    needs = {step: {"every": "c", "that": {"its": "level", "at_least": step}} for step in STEPS}
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "benchmark.growth.steps",
            "source": {"document": "none"},
            "subject": {"kind": "school"},
            "evidence": {"items": 1},
            "scales": {"lv": {"not_reached": {"id": "none"}, "steps": steps}},
            "layers": [{"id": "c", "verdict": "level", "scale": "lv"}],
            "tree": [{"id": f"c{number}", "levels": STEPS} for number in range(criteria)],
            "outcomes": [{"id": "o", "ladder": "lv", "needs": needs}],
        }
    )


def requirements_of(framework: kd.Framework) -> list[str]:
    return [name for name, info in framework.nodes.items() if info.is_requirement]


def half_recorded(framework: kd.Framework) -> dict[str, Any]:
    return {"findings": dict.fromkeys(requirements_of(framework)[::2], "met")}


def levels_recorded(framework: kd.Framework) -> dict[str, Any]:
    return {"findings": {name: "one" for name, info in framework.nodes.items() if info.verdict == "level"}}


def evidence_recorded(framework: kd.Framework, items: int) -> dict[str, Any]:
    names = requirements_of(framework)
    cited = {name: [f"E{n}" for n in range(i, items, len(names))] or ["E0"] for i, name in enumerate(names)}
    evidence = {f"E{n}": {"title": "t", "issued": "2026-01-01"} for n in range(items)}
    return {"findings": {name: {"is": "met", "by": codes} for name, codes in cited.items()}, "evidence": evidence}


def timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return 1000 * (time.process_time() - start)


def time_parts(framework: kd.Framework, data: dict[str, Any]) -> dict[str, float]:
    """Return the CPU time in milliseconds of reading a dossier, of each part of its result, and of the rest."""
    found = {"read": timed(lambda: kd.read_dossier(data, framework, default_date="2027-06-30"))}
    dossier = kd.read_dossier(data, framework, default_date="2027-06-30")
    _ = kd.assess(framework, dossier, on="2027-06-30").level  # what depends on the framework alone
    result = kd.assess(framework, dossier, on="2027-06-30")
    for part in PARTS:
        found[part] = timed(lambda part=part: getattr(result, part))  # type: ignore[misc]
    return found | {"the rest": timed(result.to_dict)}


def report(name: str, sizes: list[int], times: list[dict[str, float]]) -> None:
    print(f"{name}, ms".ljust(28), *(str(size).rjust(9) for size in sizes), " exponent")
    for part in times[0]:
        row = [each[part] for each in times]
        power = math.log(max(row[-1], 0.001) / max(row[0], 0.001)) / math.log(sizes[-1] / sizes[0])
        print(f"    {part}".ljust(28), *(f"{ms:9.1f}" for ms in row), f"{power:9.2f}")


def assess_growing(criteria: list[int], items: list[int]) -> None:
    gc.disable()  # else whichever part comes next pays for a framework that has just been loaded
    frameworks = [stepped_framework(size) for size in criteria]
    report("criteria, half recorded", criteria, [time_parts(one, half_recorded(one)) for one in frameworks])
    report("criteria, levels", criteria, [time_parts(one, levels_recorded(one)) for one in frameworks])
    framework = stepped_framework(25)
    report("items of evidence", items, [time_parts(framework, evidence_recorded(framework, one)) for one in items])
    gc.enable()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--criteria", type=int, nargs="+", default=[250, 500, 1000, 2000])
    parser.add_argument("--items", type=int, nargs="+", default=[100, 1000, 5000, 20000])
    options = parser.parse_args()
    sizes = options.criteria
    assess_growing(sizes, options.items)
    print("ms and steps".ljust(20), *(str(size).rjust(18) for size in sizes))
    for form in FORMS:
        for ask, verdict in (("margin", "met"), ("why", "met"), ("repairs", "unmet"), ("explain", "unmet")):
            found = [measure(framework_of(form, size), verdict, ask) for size in sizes]
            print(f"{form} {ask}".ljust(20), *(f"{ms:9.0f} {steps:8}" for ms, steps in found))


if __name__ == "__main__":
    main()
