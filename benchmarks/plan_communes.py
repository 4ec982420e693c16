"""A plan so that 150 communes meet a criterion about their schools, for 2,000 schools of Circular 57.

    python benchmarks/plan_communes.py [--schools 2000] [--communes 150]

The schools and their costs are those of ``plan.py``. A commune is to have no public school below level 1 and a share of
them at level 2, which depends on its region; one school in eight is not known to be public. Each commune is to meet
that by one of three years, with money each year and posts. *Two shares* is a plan of the same schools whose targets are
shares at both levels. Prints seconds of processor time; what was measured is kept in ``plan.md``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from plan import FRAMEWORKS, MILLION, draw_efforts, make_batch

import kiemdinh as kd
from kiemdinh.portfolio import Batch
from kiemdinh.portfolio.planning import make_plan, plan_program

STANDARD, DAY = FRAMEWORKS["57"]
COMMUNE = {
    "kiemdinh": 1,
    "framework": "org.example.commune",
    "source": {"document": "Example"},
    "subject": {"kind": "commune", "has": ["school"]},
    "inputs": {
        "public": {"type": "yes_no", "each": "school"},
        "region": {"type": "choice", "choices": ["delta", "other"]},
    },
    "references": {f"{STANDARD}/muc": {"scale": [{"id": "muc-1"}, {"id": "muc-2"}]}},
    "sets": {"schools": {"among": "school", "where": {"value": "public", "is": True}, "if_empty": "met"}},
    "layers": [{"id": "criterion", "verdict": "met"}],
    "tree": [
        {
            "id": "5",
            "met_if": {
                "all": [
                    {"every": "schools", "that": {"outcome": f"{STANDARD}/muc", "at_least": "muc-1"}},
                    {
                        "share": "schools",
                        "that": {"outcome": f"{STANDARD}/muc", "at_least": "muc-2"},
                        "at_least": {"by": "region", "values": {"delta": "50%", "other": "30%"}},
                    },
                ]
            },
        }
    ],
    "outcomes": [
        {"id": "o", "cases": [{"id": "met", "if": {"every": "criterion", "that": "met"}}], "otherwise": {"id": "unmet"}}
    ],
}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def make_communes(batch: Batch, communes: int) -> Batch:
    """Return the communes, each with its schools."""
    drawn = random.Random(1)
    rows = [
        {"id": id_, "commune": f"{i % communes:05}", "public": drawn.choice(["yes"] * 6 + ["no", "unknown"])}
        for i, id_ in enumerate(batch.level_columns["school"])
    ]
    places = [{"school": f"{i:05}", "region": drawn.choice(["delta", "other"])} for i in range(communes)]
    return kd.assess_many(
        kd.load(COMMUNE), places, on=DAY, register=kd.read_register(rows, complete=True), results=[batch]
    )


def measure(schools: int, communes: int) -> None:
    batch, took = timed(lambda: make_batch(STANDARD, DAY, schools))
    print(f"{schools} schools, assessed in {took:.1f} s: {Counter(batch.level_columns['level'])}")
    subjects, took = timed(lambda: make_communes(batch, communes))
    print(f"{communes} communes, opened in {took:.1f} s")
    first = int(DAY[:4])
    nodes = [
        {"framework": "org.example.commune", "subject": f"{i:05}", "node": "5", "by": first + 2 + i % 3}
        for i in range(communes)
    ]
    shares = [
        {"share": "muc-1", "at_least": "95%", "by": first + 2},
        {"share": "muc-2", "at_least": "55%", "by": first + 4},
    ]
    money = {"unit": "VND", "kind": "flow", **dict.fromkeys(range(first, first + 5), 60 * schools * MILLION)}
    budgets = {"money": money, "posts": {"kind": "stock", first: schools, first + 2: 3 * schools}}
    for name, targets in (("nodes", nodes), ("two shares", shares)):
        asked = {"on": DAY, "targets": targets, "budgets": budgets, "efforts": draw_efforts(batch)}
        tell(name, batch, {**asked, "references": [subjects]})


def tell(name: str, batch: Batch, asked: dict[str, Any]) -> None:
    """Plan, and print what it took."""
    times: list[float] = []
    sizes: list[tuple[int, int]] = []
    asking: list[float] = []
    inner, find_needs = plan_program.find_bounded_answer, make_plan._find_needs  # noqa: SLF001 - it is timed

    def ask(*given: Any, **more: Any) -> Any:
        found, took = timed(lambda: find_needs(*given, **more))
        asking.append(took)
        return found

    def solve(program: Any, budget: Any, **more: Any) -> Any:
        found, took = timed(lambda: inner(program, budget, **more))
        times.append(took)
        sizes.append((len(program.costs), len(program.constraints)))
        return found

    plan_program.find_bounded_answer, make_plan._find_needs = solve, ask  # noqa: SLF001
    plan, took = timed(lambda: kd.plan(batch, **asked))
    plan_program.find_bounded_answer, make_plan._find_needs = inner, find_needs  # noqa: SLF001
    print(f"  {name}: {took:.1f} s, of it what nodes ask {sum(asking):.1f} s and the program {sum(times):.1f} s")
    print(f"    variables and rows {sizes}, {len(plan._questions.program.options)} options")  # noqa: SLF001
    print(f"    {plan.status}, gap {float(plan.gap or 0):.4f}, cost {plan.cost}, {len(plan.options)} schools")
    if plan.status == "infeasible":
        found, took = timed(lambda: plan.conflict)
        print(f"    conflict {took:.1f} s: {found}")
    found, took = timed(lambda: plan.confirmed_nodes)
    print(f"    confirmed {took:.1f} s: {Counter(found.values())}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=2000)
    parser.add_argument("--communes", type=int, default=150)
    given = parser.parse_args()
    measure(given.schools, given.communes)
