"""How many questions it takes to settle a level: by `ask_next`, in the order of the file, and in random orders.

    python benchmarks/ask_next.py --schools 30
    python benchmarks/ask_next.py --schools 4 --of vn.tt17-2018 vn.tt18-2018 vn.tt19-2018

A school is drawn at random, and nothing of it is known at first. Each question is answered by what the school is: the
level of a criterion, the verdict of a requirement, a figure. It is counted how many questions it takes until the level
is determined. The orders are of what `ask_next` asks about an empty dossier. The best of 100 random orders is the one
with the least mean over all schools; nobody knows it beforehand.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

import kiemdinh as kd
import kiemdinh.results

FRAMEWORKS = ("vn.tt57-2026.mam-non", "vn.tt57-2026.pho-thong", "vn.tt57-2026.gdtx")
LATEST, BEFORE = "2027-06-30", "2026-05-30"
"""The day of the assessment: under Circular 57, and under those that it repealed."""
ORDERS = 100
STRENGTHS = (0.6, 0.85, 0.97)
"""How likely a criterion reaches each next level: weak, middling and strong schools."""


@dataclass
class School:
    """A drawn school: what is found of each node; what a figure is comes about when it is first asked for."""

    framework: kd.results.Framework
    rng: random.Random
    strength: float
    answers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node, info in self.framework.nodes.items():
            if info.levels:
                self._draw_levels(node)
            elif info.verdict == "met" and node not in self.answers:
                self._draw_verdict(node, met=self.rng.random() < self.strength)

    def _draw_levels(self, node: str) -> None:
        """Draw a level; what is below the next level is not all met."""
        info = self.framework.nodes[node]
        scale = self.framework.definition.scales[info.layer.scale]
        steps = [step.id for step in scale.steps if step.id in info.levels]
        reached = 0
        while reached < len(steps) and self.rng.random() < self.strength:
            reached += 1
        self.answers[node] = steps[reached - 1] if reached else scale.not_reached.id
        for at, step in enumerate(steps):
            self._draw_parts(info.levels[step], met=at < reached or (at > reached and self.rng.random() < 0.5))

    def _draw_verdict(self, node: str, *, met: bool) -> None:
        self.answers[node] = "met" if met else "unmet"
        parts = self.framework.nodes[node].parts
        if parts:
            self._draw_parts(parts, met=met)

    def _draw_parts(self, parts: Sequence[str], *, met: bool) -> None:
        fallen = None if met or not parts else self.rng.choice(list(parts))
        for part in parts:
            self._draw_verdict(part, met=met or (part != fallen and self.rng.random() < self.strength))

    def answer(self, question: kd.results.NextQuestion) -> str:
        """Return what is found when a question is asked."""
        if question.id not in self.answers:
            self.answers[question.id] = self.rng.choice(question.answers).answer
        return self.answers[question.id]


def write_dossier(framework: kd.results.Framework, known: Mapping[str, str]) -> dict[str, Any]:
    findings = {name: answer for name, answer in known.items() if not name.startswith("input:")}
    inputs: dict[str, Any] = {}
    for name, answer in known.items():
        if name.startswith("input:"):
            figure, _, at = name.removeprefix("input:").partition("@")
            is_yes_no = framework.inputs[figure].type in ("yes_no", "decision")
            value: Any = answer == "true" if is_yes_no else answer
            if framework.inputs[figure].type == "decision":
                value = {"value": value, "why": "drawn", "author": "drawn"}
            if at:
                inputs.setdefault(figure, {})[at] = value
            else:
                inputs[figure] = value
    return {"findings": findings, "inputs": inputs}


def assess(framework: kd.results.Framework, known: Mapping[str, str]) -> kd.results.Assessment:
    on = LATEST if framework.id.startswith("vn.tt57") else BEFORE
    return kd.assess(framework, write_dossier(framework, known), on=on)


def count_by_order(school: School, order: Sequence[kd.results.NextQuestion]) -> int:
    """Return how many of the first answers determine the level; what is determined stays so, so that it is bisected."""
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        known = {question.id: school.answer(question) for question in order[:middle]}
        if assess(school.framework, known).determined:
            high = middle
        else:
            low = middle + 1
    return low


def count_by_asking(school: School, times: list[float]) -> int:
    known: dict[str, str] = {}
    while True:
        result = assess(school.framework, known)
        if result.determined:
            return len(known)
        begun = time.process_time()
        (question,) = result.ask_next(limit=1).questions
        times.append(time.process_time() - begun)
        known[question.id] = school.answer(question)


def report(name: str, counts: Sequence[int]) -> None:
    print(f"  {name:24} mean {mean(counts):6.2f}   worst {max(counts):3}")


def list_in_order(framework: kd.results.Framework) -> list[kd.results.NextQuestion]:
    """Return what is asked about an empty dossier, in the order of the file."""
    places = {node: at for at, node in enumerate(framework.nodes)}
    questions = assess(framework, {}).ask_next().questions
    return sorted(questions, key=lambda question: places.get(question.id, len(places)))


def measure(framework: kd.results.Framework, strength: float, schools: int, orders: int, rng: random.Random) -> None:
    drawn = [School(framework, random.Random(rng.random()), strength) for _ in range(schools)]
    questions, times = list_in_order(framework), list[float]()
    asked = [count_by_asking(school, times) for school in drawn]
    file = [count_by_order(school, questions) for school in drawn]
    shuffled = [rng.sample(questions, len(questions)) for _ in range(orders)]
    counted = [[count_by_order(school, order) for school in drawn] for order in shuffled]
    print(f"{framework.id}, strength {strength}, {schools} schools, {len(questions)} questions at first")
    report("ask_next", asked)
    report("order of the file", file)
    report(f"best of {orders} orders", min(counted, key=mean))
    report("mean of these orders", [round(mean(counts)) for counts in counted])
    worse = sum(a > b for a, b in zip(asked, file, strict=True))
    print(f"  asked more than the order of the file: {worse} of {schools}")
    print(f"  seconds of processor time for a question: mean {mean(times):.2f}, most {max(times):.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=30)
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--of", nargs="+", default=FRAMEWORKS, metavar="ID")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    for framework_id in arguments.of:
        framework = kd.load(framework_id, on=LATEST if framework_id.startswith("vn.tt57") else BEFORE)
        for strength in STRENGTHS:
            measure(framework, strength, arguments.schools, arguments.orders, rng)


if __name__ == "__main__":
    main()
