"""How the work of an assessment grows: lines of the package that run, counted, and never seconds."""

import math
import sys
from pathlib import Path

import pytest

import kiemdinh as kd

FEW, MANY = 40, 160
LARGEST_EXPONENT = 1.2
PACKAGE = str(Path(kd.__file__).parent)
PARTS = ("level", "nodes", "target", "groups", "awards", "warnings", "unused", "footing", "sides", "indicators")
STEPS = {"l1": [{"id": "a"}, {"id": "b"}], "l2": [{"id": "a"}, {"id": "b"}]}


def count_lines(work):
    """Return how many lines of the package *work* runs; each turn of a loop counts."""
    lines = 0

    def trace(frame, event, _argument):
        nonlocal lines
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return lines


def exponent(few, many, factor=MANY / FEW):
    return math.log(max(many, 1) / max(few, 1)) / math.log(factor)


def framework_of(criteria):
    """A framework of criteria with two levels of two requirements each, and an award by grades."""
    needs = {step: {"every": "c", "that": {"its": "level", "at_least": step}} for step in STEPS}
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.growth",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "evidence": {"items": 1},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": step} for step in STEPS]}},
            "layers": [{"id": "s"}, {"id": "c", "in": "s", "verdict": "level", "scale": "lv"}],
            "tree": [
                {"id": f"s{first}", "parts": [{"id": f"c{n}", "levels": STEPS} for n in range(first, first + 10)]}
                for first in range(0, criteria, 10)
            ],
            "outcomes": [{"id": "o", "ladder": "lv", "needs": needs}],
            "awards": [{"id": "w", "ladder": "lv", "needs": {s: {"outcome": "o", "at_least": s} for s in STEPS}}],
        }
    )


def everything(framework):
    return {name: "met" for name, info in framework.nodes.items() if info.is_requirement}


DOSSIERS = {
    "nothing": lambda _: {"findings": {}},
    "all": lambda framework: {"findings": everything(framework)},
    "half": lambda framework: {"findings": dict(list(everything(framework).items())[::2])},
    "levels": lambda framework: {
        "findings": {n: "l1" for n, info in framework.nodes.items() if info.verdict == "level"}
    },
    "both sides": lambda framework: {
        "findings": everything(framework),
        "external": {name: "unmet" if name.endswith("l2/b") else "met" for name in everything(framework)},
    },
    "evidence": lambda framework: {
        "findings": {name: {"is": "met", "by": [f"E-{name}", "ALL"]} for name in everything(framework)},
        "evidence": {"ALL": {"title": "t"}} | {f"E-{name}": {"title": "t"} for name in everything(framework)},
    },
}


def work_by_part(framework, records):
    """The work of reading a dossier, and of each part of its result in turn."""
    data = records(framework)
    found = {"read": count_lines(lambda: kd.read_dossier(data, framework, default_date="2027-06-30"))}
    dossier = kd.read_dossier(data, framework, default_date="2027-06-30")
    # A first school works out what depends on the framework alone.
    kd.assess(framework, dossier, on="2027-06-30").to_dict()
    result = kd.assess(framework, dossier, on="2027-06-30")
    found |= {part: count_lines(lambda part=part: getattr(result, part)) for part in PARTS}
    return found | {"the rest": count_lines(result.to_dict)}


@pytest.mark.parametrize("name", DOSSIERS)
def test_an_assessment_grows_with_the_criteria_and_no_faster(name):
    few, many = (work_by_part(framework_of(n), DOSSIERS[name]) for n in (FEW, MANY))
    grown = {part: exponent(few[part], many[part]) for part in few}
    assert {part: value for part, value in grown.items() if value > LARGEST_EXPONENT} == {}


def test_it_grows_with_the_items_of_evidence_and_no_faster():
    framework = framework_of(10)

    def school(items):
        names = list(everything(framework))
        cited = {name: [f"E{n}" for n in range(i, items, len(names))] for i, name in enumerate(names)}
        evidence = {f"E{n}": {"title": "t", "issued": "2026-01-01"} for n in range(items)}
        return lambda _: {"findings": {n: {"is": "met", "by": by} for n, by in cited.items()}, "evidence": evidence}

    few, many = (work_by_part(framework, school(items)) for items in (400, 1600))
    assert {part: few[part] for part in few if exponent(few[part], many[part]) > LARGEST_EXPONENT} == {}


def test_it_grows_with_the_later_dates_of_evidence_and_no_faster():
    framework = framework_of(10)
    names = list(everything(framework))

    def work(later):
        evidence = {"ALL": {"title": "t"}}
        evidence |= {f"E{n}": {"title": "t", "issued": f"2028-{1 + n // 28:02}-{1 + n % 28:02}"} for n in range(later)}
        findings = {n: {"is": "met", "by": [f"E{i}" if i < later else "ALL"]} for i, n in enumerate(names)}
        return work_by_part(framework, lambda _: {"findings": findings, "evidence": evidence})["awards"]

    assert exponent(work(8), work(32)) <= LARGEST_EXPONENT


def test_what_blocks_many_criteria_grows_with_their_number_and_no_faster():
    def work(criteria):
        framework = framework_of(criteria)
        result = kd.assess(framework, {"findings": {}}, on="2027-06-30")
        _ = result.nodes
        return count_lines(lambda: result.target)

    assert exponent(work(160), work(640)) <= LARGEST_EXPONENT
