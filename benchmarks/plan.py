"""A plan for 2,000 schools of Circular 57 and of Circular 18, from a batch that is assessed already.

    python benchmarks/plan.py [--schools 2000] [--only 57]

Schools are synthetic, costs drawn: 5 to 200 million each criterion, 3 to 18 months, some posts. Two shares are asked
for, with money each year and posts. *Program* is the choice among what schools could do; *confirmed* the assessment of
each school of the plan with all that it does. Beside the plan stands what HiGHS takes for the same program, as a ratio
to the solver that was asked. What was measured is kept in ``plan.md``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import kiemdinh as kd
from kiemdinh.portfolio import Batch, make_schools
from kiemdinh.portfolio.planning import plan_program
from kiemdinh.rules import Budget
from kiemdinh.solvers.highs import Highs

FRAMEWORKS = {"57": ("vn.tt57-2026.pho-thong", "2027-06-30"), "18": ("vn.tt18-2018", "2024-06-30")}
MONEY = {"57": (1,), "18": (1, 3)}
"""How often the money of a school and year there is. Of what is drawn for Circular 18 there is no plan with one."""
MILLION = 1_000_000


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what some work gives, and the seconds of one core that it takes: other work may use the machine."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def make_batch(framework: str, on: str, schools: int) -> Batch:
    made = make_schools(framework, schools=schools, seed=1)
    rows = [dict(zip(made.columns, cells, strict=True)) for cells in zip(*made.columns.values(), strict=True)]
    batch = kd.assess_many(framework, [{**row, "date": on} for row in rows])
    _ = batch.level_columns
    return batch


def draw_efforts(batch: Batch) -> dict[str, Any]:
    rng = random.Random(3)
    efforts: dict[str, Any] = {"settle": {"cost": 2 * MILLION}}
    for criterion in batch.framework.outline.by_layer["criterion"]:
        efforts[criterion] = {
            "cost": rng.randint(5, 200) * MILLION,
            "months": rng.choice((3, 6, 12, 18)),
            "unit": "VND",
        }
        posts = rng.choice((0, 0, 0, 1, 2))
        if posts:
            efforts[criterion]["posts"] = posts
    for name in batch.framework.inputs:
        efforts[f"input:{name}"] = {"cost": rng.randint(5, 200) * MILLION, "unit": "VND"}
    return efforts


def measure(batch: Batch, framework: str, on: str, schools: int, money_factor: int) -> None:
    levels, first = [level.id for level in batch.level_refs], int(on[:4])
    ranks = Counter(batch.level_columns["level"])
    held = [sum(n for level, n in ranks.items() if level in levels[i:]) / schools for i in (0, 1)]
    targets = [
        {"share": levels[i], "at_least": f"{round(100 * min(held[i] + more, 0.97))}%", "by": first + by}
        for i, more, by in ((0, 0.12, 2), (1, 0.15, 4))
    ]
    posts = {first: schools // 4, first + 2: schools}
    money = {
        "unit": "VND",
        "kind": "flow",
        **dict.fromkeys(range(first, first + 5), 15 * schools // 2 * MILLION * money_factor),
    }
    budgets = {"money": money, "posts": {"kind": "stock", **{year: n * money_factor for year, n in posts.items()}}}
    asked = {"on": on, "targets": targets, "budgets": budgets, "efforts": draw_efforts(batch)}
    program_times: list[float] = []
    inner = plan_program.find_bounded_answer

    def solve(program: Any, budget: Any, **how: Any) -> Any:
        found, took = timed(lambda: inner(program, budget, **how))
        program_times.append(took)
        kept.append(program)
        return found

    kept: list[Any] = []
    plan_program.find_bounded_answer = solve
    plan, took = timed(lambda: kd.plan(batch, **asked))
    plan_program.find_bounded_answer = inner
    shares = [one["at_least"] for one in targets]
    print(f"{framework}, {schools} schools: {dict(ranks)}, targets {shares}, money {money_factor} x")
    print(
        f"  plan {took:.1f} s, of it program {sum(program_times):.1f} s; {plan.status}, gap {float(plan.gap or 0):.4f}"
    )
    print(f"  cost {plan.cost}, {len(plan.options)} schools, {len(kept[0].costs)} options")
    for name in ("binding", "unique", "next_school", "confirmed", "conflict", "to_html"):
        found, took = timed(lambda name=name: plan.to_html() if name == "to_html" else getattr(plan, name))  # type: ignore[misc]
        said = (
            Counter(found.values())
            if name == "confirmed"
            else sum(bool(one.binds) for one in found)
            if name == "binding"
            else f"{len(found)} characters, after all this"
            if name == "to_html"
            else found
        )
        print(f"  {name} {took:.1f} s: {said}")
    if kept:
        program = kept[0]
        answer, took = timed(lambda: Highs().find_bounded(program, Budget(2_000_000_000)))
        cost = None if answer.values is None else sum(c for c, v in zip(program.costs, answer.values, strict=True) if v)
        print(f"  HiGHS {took / max(program_times[0], 1e-9):.1f} x what was asked, cost {cost}, bound {answer.bound}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=2000)
    parser.add_argument("--only", choices=FRAMEWORKS)
    given = parser.parse_args()
    for name, (framework, on) in FRAMEWORKS.items():
        if given.only in (None, name):
            batch = make_batch(framework, on, given.schools)
            for factor in MONEY[name]:
                measure(batch, framework, on, given.schools, factor)
