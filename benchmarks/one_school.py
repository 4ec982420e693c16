"""One school, from a mapping to both levels, to what blocks and to the whole result, beside peers that give a level.

    python benchmarks/one_school.py [--rounds 9] [--schools 20] [--only 57r]

Three kinds of school: 15 words of Circular 57 (57w), its 139 requirements and 7 inputs (57r), and 213 requirements and
105 figures of Circular 18 (18). All of every school is known, so that peers, which know no unknown, can answer too.
They get truths and figures that are resolved already; they neither read, check, date nor explain anything.

The rule of the peers is written from the lowered rules, in the language of each (``rule_as_text.py``). *By hand* is the
rule of Circular 57 as a programmer would write it; for Circular 18 it is generated, as straight Python. All levels are
compared before anything is measured. Time is that of the processor, variants take turns in each round, and a ratio is
the median of the rounds' ratios to *by hand*. What was measured is kept in ``one_school.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rule_as_text import CelText, JsonLogic, PythonText, RuleEngineText, ZenText, write_levels

import kiemdinh as kd
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.rules import MET

Data = dict[str, Any]
Level = Callable[[Any], int]


@dataclass(frozen=True)
class Workload:
    """Schools of one kind as plain data, and the framework and date by which they are assessed."""

    name: str
    framework: kd.Framework
    on: dt.date
    schools: list[Data]

    def resolve(self, school: Data) -> Data:
        """What peers get: the truth of each fact that nothing defines, and the number of each value."""
        dossier = read_dossier(school, self.framework, default_date=self.on)
        facts = resolve_school(self.framework, dossier, Dates(self.on, self.on, self.on))
        rules = facts.rules
        found: Data = {
            name: facts.truth(name) is MET for each in rules.facts.values() for name in each - rules.names.keys()
        }
        for name in {value for each in rules.values.values() for value in each}:
            interval = facts.value(name)
            assert interval.known, f"{self.name}: {name} is not known"
            found[name] = interval.low
        return found


# -- schools ---------------------------------------------------------------------------------------------


def words_of_57(rng: random.Random) -> Data:
    words, weights = ("khong-dat", "muc-1", "muc-2"), (1, 8, 40)
    criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
    return {"findings": {criterion: rng.choices(words, weights)[0] for criterion in criteria}}


def requirements_of(framework: kd.Framework, rng: random.Random, bad: float) -> Data:
    """A finding about each requirement that no figure decides."""
    found = (n for n in framework.nodes.values() if n.is_requirement and n.node.met_if is None and not n.parts)
    return {n.id: "unmet" if rng.random() < bad else "met" for n in found}


def parts_of_57(framework: kd.Framework, rng: random.Random) -> Data:
    yes = ("career_guidance", "function_rooms", "food_service", "survey", "cohort_completed")
    inputs: Data = dict.fromkeys(yes, True) | {"conditions": "muc-do-2", "years_of_data": 5}
    return {"findings": requirements_of(framework, rng, 0.004), "inputs": inputs}


FIVE_YEARS = [f"{year}-{year + 1}" for year in range(2019, 2024)]
STAGE = "thpt"


def figures_of_18(framework: kd.Framework, rng: random.Random) -> Data:
    """An answer for each question and a figure for each year and stage, most of them good."""
    own: Data = {"area": "other", "place": "inner_city", "commune": "other", "specialised": False, "classes": 45}
    own |= {"programme": {STAGE: STAGE}, "shifts": 1, "pupils": 1800, "site_area": 18000, "playground_area": 6000}
    own |= {"used_area": 18000, "library_rank": "xuat-sac", "dropout": "0.4%", "repetition": "1.1%"}
    own |= {"conduct": {STAGE: f"{rng.choice((99.5, 99.5, 89))}%"}}
    by_type = {"yes_no": True, "scale": None, "number": 40}
    best = {"party_rating": "hoan-thanh-xuat-sac", "principal_rating": "tot"}
    for name, found in framework.inputs.items():
        lower = found.better == "lower" and found.unit != "pupils"
        value = 0 if lower and found.type == "number" else best.get(name, by_type.get(found.type))
        keys = FIVE_YEARS if "year" in found.each else [STAGE]
        own.setdefault(name, dict.fromkeys(keys, value) if found.each else value)
    return own


def school_of_18(framework: kd.Framework, rng: random.Random) -> Data:
    findings = requirements_of(framework, rng, 0.002)
    return {"school": {"stages": [STAGE]}, "inputs": figures_of_18(framework, rng), "findings": findings}


def list_workloads(schools: int) -> Iterator[Workload]:
    rng = random.Random(57)
    now, then = dt.date(2027, 6, 30), dt.date(2024, 9, 15)
    secondary, earlier = kd.load("vn.tt57-2026.pho-thong"), kd.load("vn.tt18-2018", on=then)
    yield Workload("57w", secondary, now, [words_of_57(rng) for _ in range(schools)])
    yield Workload("57r", secondary, now, [parts_of_57(secondary, rng) for _ in range(schools)])
    yield Workload("18", earlier, then, [school_of_18(earlier, rng) for _ in range(schools)])


# -- by hand, and peers ------------------------------------------------------------------------------------

CRITERIA_57 = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
MANDATORY_57 = "1.3 1.4 2.1 2.2 3.1 3.2 4.1 4.2".split()
OTHERS_57 = [criterion for criterion in CRITERIA_57 if criterion not in MANDATORY_57]
LEVELS_57 = {"khong-dat": 0, "muc-1": 1, "muc-2": 2}


def words_by_hand(school: Data) -> int:
    """The level rule of Circular 57 over 15 words, as a program that hard-codes it would have it."""
    reached = {c: LEVELS_57[v] for c, v in school["findings"].items()}
    others = [reached[c] for c in OTHERS_57]
    if all(reached[c] >= 2 for c in MANDATORY_57) and sum(o >= 2 for o in others) >= 5 and min(others) >= 1:
        return 2
    return int(all(reached[c] >= 1 for c in MANDATORY_57) and sum(o >= 1 for o in others) >= 5)


def parts_by_hand(framework: kd.Framework) -> Level:
    """The level rule of Circular 57 over requirements: for each criterion and level a list of what it asks for."""
    # A requirement that a figure decides reads it; where a part need not apply the school has it, so that it does.
    asked = {
        level: {
            c: [n for n in framework.nodes[c].levels[step] if framework.nodes[n].node.met_if is None]
            for c in CRITERIA_57
        }
        for step, level in LEVELS_57.items()
        if level
    }

    def level_of(school: Data) -> int:
        reached = {}
        for criterion in CRITERIA_57:
            first = all(school[n] for n in asked[1][criterion])
            reached[criterion] = 0 if not first else 2 if all(school[n] for n in asked[2][criterion]) else 1
        others = [reached[c] for c in OTHERS_57]
        if all(reached[c] >= 2 for c in MANDATORY_57) and sum(o >= 2 for o in others) >= 5 and min(others) >= 1:
            return 2
        return int(all(reached[c] >= 1 for c in MANDATORY_57) and sum(o >= 1 for o in others) >= 5)

    return level_of


def highest(holds: list[bool]) -> int:
    return max((i for i, held in enumerate(holds, 1) if held), default=0)


def peers(rules: Any, levels: list[str], sample: Data) -> Iterator[tuple[str, Level, Callable[[Data], Any]]]:
    """The peers that are installed: a name, the level of what a school is given as, and what that is."""
    identifiers = {name: f"n{i}" for i, name in enumerate(sorted(sample))}

    def renamed(school: Data) -> Data:
        return {identifiers[name]: value if isinstance(value, bool) else float(value) for name, value in school.items()}

    if importlib.util.find_spec("datalogic_py"):
        import datalogic_py

        engine = datalogic_py.Engine()
        rule = engine.compile([*write_levels(JsonLogic(identifiers), rules, levels)])
        yield (
            "datalogic-py, a parsed handle",
            lambda h: highest(rule.evaluate_data(h)),
            lambda s: datalogic_py.DataHandle(renamed(s)),
        )
        yield "datalogic-py, a dict", lambda s: highest(rule.evaluate(s)), renamed
    if importlib.util.find_spec("zen"):
        import zen

        texts = write_levels(ZenText(identifiers), rules, levels)
        expression = zen.compile_expression(f"[{', '.join(texts)}]")
        yield "zen-engine, an expression", lambda s: highest(expression.evaluate(s)), renamed
    if importlib.util.find_spec("cel"):
        import cel

        program = cel.compile(f"[{', '.join(write_levels(CelText(identifiers), rules, levels))}]")
        yield "common-expression-language", lambda s: highest(program.execute(s)), renamed
    if importlib.util.find_spec("rule_engine"):
        import rule_engine

        found = [rule_engine.Rule(text) for text in write_levels(RuleEngineText(identifiers), rules, levels)]
        yield "rule-engine", lambda s: highest([rule.matches(s) for rule in found]), renamed


# -- measuring ---------------------------------------------------------------------------------------------


def timed(call: Callable[[Any], object], given: list[Any]) -> float:
    """Seconds of the processor for one school; as many passes as fill 2 ms, so that the clock is fine enough."""
    passes, spent = 0, 0.0
    while spent < 0.002:
        start = time.process_time()
        for school in given:
            call(school)
        spent += time.process_time() - start
        passes += 1
    return spent / passes / len(given)


def both_levels(result: kd.Assessment) -> tuple[Any, Any]:
    return result.level, result.attainable


def variants(work: Workload) -> dict[str, tuple[Callable[[Any], object], list[Any]]]:
    """Each way from a school to an answer, and the schools as it takes them; *by hand* is the first."""
    framework, on, first = work.framework, work.on, work.schools[0]
    stages = (STAGE,) if "school" in first else None
    rules = framework.rules(stages, on)
    main = framework.main_ladder
    assert main is not None
    levels = [f"outcome:{main.id}/{step}" for step in framework.definition.steps_of(main.ladder)]
    number = {None: 0} | {step: i for i, step in enumerate(framework.definition.steps_of(main.ladder), 1)}
    dossiers = [read_dossier(school, framework, default_date=on) for school in work.schools]
    expected = []
    for school in work.schools:
        result = kd.assess(framework, school, on=on)
        assert result.determined, f"{work.name}: {school}"
        expected.append(number[result.level.id if result.level else None])
    print(f"{work.name}: levels of {len(expected)} schools: {expected}")
    found: dict[str, tuple[Callable[[Any], object], list[Any]]] = {}

    def add(name: str, level: Level, given: list[Any]) -> None:
        assert [level(school) for school in given] == expected, f"{work.name}: {name} gives other levels"
        found[name] = level, given

    if work.name == "57w":
        add("by hand", words_by_hand, work.schools)
    else:
        resolved = [work.resolve(school) for school in work.schools]
        straight = PythonText.compile(rules, levels)
        add("by hand", parts_by_hand(framework) if work.name == "57r" else straight, resolved)
        if work.name == "57r":
            add("straight Python, generated", straight, resolved)
        for name, level, give in peers(rules, levels, resolved[0]):
            add(name, level, [give(school) for school in resolved])
    found["mapping to a dossier"] = lambda s: read_dossier(s, framework, default_date=on), work.schools
    found["mapping to both levels"] = lambda s: both_levels(kd.assess(framework, s, on=on)), work.schools
    # A clock that is given is not plain, so that the mapping is read and resolved as any other.
    found["mapping to both levels, in general"] = (
        lambda s: both_levels(kd.assess(framework, s, on=on, law_date=on)),
        work.schools,
    )
    found["dossier to both levels"] = lambda d: both_levels(kd.assess(framework, d, on=on)), dossiers
    found["new dossier to both levels"] = lambda d: both_levels(kd.assess(framework, replace(d), on=on)), dossiers
    found["mapping to explain()"] = lambda s: kd.assess(framework, s, on=on).explain(), work.schools
    found["mapping to to_dict()"] = lambda s: kd.assess(framework, s, on=on).to_dict(), work.schools
    return found


def measure(found: Mapping[str, tuple[Callable[[Any], object], list[Any]]], rounds: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, (call, given) in found.items():
            times[name].append(timed(call, given))
    base = times["by hand"]
    for name, own in times.items():
        ratio = statistics.median(one / two for one, two in zip(own, base, strict=True))
        print(f"    {name:<34}{statistics.median(own) * 1e6:>12.1f} us{ratio:>11.2f} x by hand")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--schools", type=int, default=20)
    parser.add_argument("--only", choices=("57w", "57r", "18"))
    options = parser.parse_args()
    print(f"kiemdinh from {kd.__file__}")
    for work in list_workloads(options.schools):
        if options.only in (None, work.name):
            measure(variants(work), options.rounds)


if __name__ == "__main__":
    main()
