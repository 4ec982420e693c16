"""How many questions it takes to settle a level: by `ask_next`, in the order of the file, and in random orders.

    python benchmarks/ask_next.py --schools 30

A school is drawn at random, and nothing of it is known at first. Each question is about one criterion, and is answered
by what the school is. It is counted how many questions it takes until the level is determined. The best of 100 random
orders is the one with the least mean over all schools; nobody knows it beforehand.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from statistics import mean

import kiemdinh as kd
import kiemdinh.results

FRAMEWORKS = ("vn.tt57-2026.mam-non", "vn.tt57-2026.pho-thong", "vn.tt57-2026.gdtx")
ON = "2027-06-30"
ORDERS = 100
STRENGTHS = (0.6, 0.85, 0.97)
"""How likely a criterion reaches each next level: weak, middling and strong schools."""


def draw_school(framework: kd.results.Framework, strength: float, rng: random.Random) -> dict[str, str]:
    """Return the level of each criterion."""
    scale = framework.definition.scales[framework.main_ladder.ladder]
    levels = [scale.not_reached.id, *(step.id for step in scale.steps)]
    school = {}
    for node in framework.nodes.values():
        if node.layer is not None and node.layer.verdict == "level":
            reached = 0
            while reached + 1 < len(levels) and rng.random() < strength:
                reached += 1
            school[node.id] = levels[reached]
    return school


def count_by_order(framework: kd.results.Framework, school: dict[str, str], order: Sequence[str]) -> int:
    """Return how many of the first answers determine the level; what is determined stays so, so that it is bisected."""
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        known = {node: school[node] for node in order[:middle]}
        if kd.assess(framework, {"findings": known}, on=ON).determined:
            high = middle
        else:
            low = middle + 1
    return low


def count_all(framework: kd.results.Framework, schools: Sequence[dict[str, str]], order: Sequence[str]) -> list[int]:
    return [count_by_order(framework, school, order) for school in schools]


def count_by_asking(framework: kd.results.Framework, school: dict[str, str]) -> int:
    known: dict[str, str] = {}
    while True:
        result = kd.assess(framework, {"findings": known}, on=ON)
        if result.determined:
            return len(known)
        (question,) = result.ask_next(limit=1).questions
        known[question.id] = school[question.id]


def report(name: str, counts: Sequence[int]) -> None:
    print(f"  {name:24} mean {mean(counts):5.2f}   worst {max(counts):2}")


def measure(framework_id: str, schools: int, rng: random.Random) -> None:
    framework = kd.load(framework_id)
    for strength in STRENGTHS:
        drawn = [draw_school(framework, strength, rng) for _ in range(schools)]
        criteria = list(drawn[0])
        asked, file = [count_by_asking(framework, school) for school in drawn], count_all(framework, drawn, criteria)
        orders = [count_all(framework, drawn, rng.sample(criteria, len(criteria))) for _ in range(ORDERS)]
        print(f"{framework_id}, strength {strength}, {schools} schools, {len(criteria)} criteria")
        report("ask_next", asked)
        report("order of the file", file)
        report(f"best of {ORDERS} orders", min(orders, key=mean))
        report("mean of these orders", [round(mean(counts)) for counts in orders])
        worse = sum(a > b for a, b in zip(asked, file, strict=True))
        print(f"  asked more than the order of the file: {worse} of {schools}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    for framework_id in FRAMEWORKS:
        measure(framework_id, arguments.schools, rng)


if __name__ == "__main__":
    main()
