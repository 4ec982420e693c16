"""From a definition on disk to an explained level: each step beside a peer in the same run, as ratios.

    python benchmarks/spine.py

Variants are interleaved round by round; a figure is the median of the rounds, a ratio the median of the rounds' ratios.
"""

from __future__ import annotations

import datetime as dt
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

ON = dt.date(2027, 6, 30)
AT_REVIEW = dt.date(2024, 9, 15)
FRAMEWORK = "vn.tt57-2026.pho-thong"
CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
MANDATORY = "1.3 1.4 2.1 2.2 3.1 3.2 4.1 4.2".split()
OTHERS = [c for c in CRITERIA if c not in MANDATORY]
LEVELS = {"khong-dat": 0, "muc-1": 1, "muc-2": 2}
LARGEST = "vn.tt18-2018"
FIVE_YEARS = [f"{year}-{year + 1}" for year in range(2019, 2024)]
STAGES = ["thcs", "thpt"]


def hand_written(findings: dict[str, str]) -> int:
    """The level rule of Circular 57, as a program that hard-codes it would have it."""
    reached = {c: LEVELS[v] for c, v in findings.items()}
    others = [reached[c] for c in OTHERS]
    if all(reached[c] >= 2 for c in MANDATORY) and sum(o >= 2 for o in others) >= 5 and min(others) >= 1:
        return 2
    return int(all(reached[c] >= 1 for c in MANDATORY) and sum(o >= 1 for o in others) >= 5)


def timed(call: Callable[[], object], repeat: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        call()
    return (time.perf_counter() - start) / repeat


def fresh(code: str) -> float:
    """Wall time of a fresh interpreter that runs *code*."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def report(name: str, ours: list[float], peer: list[float], peer_name: str) -> None:
    ratio = statistics.median(o / p for o, p in zip(ours, peer, strict=True))
    print(f"{name:<52}{statistics.median(ours) * 1000:>9.2f} ms {ratio:>8.2f} x {peer_name}")


def imports(rounds: int = 9) -> None:
    bare, ours, first = [], [], []
    for _ in range(rounds):
        bare.append(fresh("pass"))
        ours.append(fresh("import kiemdinh"))
        first.append(
            fresh(f"import kiemdinh as kd; kd.assess('{FRAMEWORK}', {{'findings': {{}}}}, on='2027-06-30').level")
        )
    report("import kiemdinh", ours, bare, "a bare interpreter")
    print(f"{'  over a bare interpreter':<52}{(statistics.median(ours) - statistics.median(bare)) * 1000:>9.2f} ms")
    report("fresh process to a first level", first, bare, "a bare interpreter")


def loading(rounds: int = 15) -> None:
    import kiemdinh as kd
    from kiemdinh.parsing.readers import read_text
    from kiemdinh.standards.loading import load_source

    file = resources.files("kiemdinh.standards") / "catalogue" / f"{FRAMEWORK}.yaml"
    text = file.read_text(encoding="utf-8")
    c_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parse, cold, level, cached = [], [], [], []
    kd.load(text=text)
    for _ in range(rounds):
        parse.append(timed(lambda: yaml.load(text, c_loader)))
        cold.append(timed(lambda: load_source(read_text(text))))
        level.append(timed(lambda: kd.assess(load_source(read_text(text)), {"findings": {}}, on=ON).level))
        cached.append(timed(lambda: kd.assess(kd.load(text=text), {"findings": {}}, on=ON).level))
    report(f"load, {len(text) // 1000} kB, positions and checks", cold, parse, "PyYAML's C parse of the same file")
    report("definition to first level, cold", level, parse, "PyYAML's C parse of the same file")
    report("definition to first level, from cache", cached, parse, "PyYAML's C parse of the same file")


def assessing(rounds: int = 15) -> None:
    import kiemdinh as kd
    from kiemdinh.evidence.reading import read_dossier

    framework = kd.load(resources.files("kiemdinh.standards") / "catalogue" / f"{FRAMEWORK}.yaml")
    findings = dict.fromkeys(CRITERIA, "muc-2") | {"1.2": "muc-1", "3.3": "muc-1", "4.3": "khong-dat"}
    dossier = read_dossier({"date": "2027-06-30", "findings": findings}, framework)
    assert kd.assess(framework, dossier, on=ON).level.id == f"muc-{hand_written(findings)}"
    hand, read, level, explained, whole = [], [], [], [], []
    for _ in range(rounds):
        hand.append(timed(lambda: hand_written(findings), 1000))
        read.append(timed(lambda: read_dossier({"date": "2027-06-30", "findings": findings}, framework), 20))
        level.append(timed(lambda: kd.assess(framework, dossier, on=ON).level, 10))
        explained.append(timed(lambda: kd.assess(framework, dossier, on=ON).target, 10))
        whole.append(timed(lambda: kd.assess(framework, {"findings": findings}, on=ON).to_dict(), 5))
    report("mapping to a dossier", read, hand, "a hand-written rule, level only")
    report("dossier to level", level, hand, "a hand-written rule, level only")
    report("dossier to what blocks the next level", explained, hand, "a hand-written rule, level only")
    report("mapping to the whole result as data", whole, hand, "a hand-written rule, level only")


def recorded(framework: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every requirement of Circular 18 as met, with two items of evidence each, and the evidence by code."""
    findings, evidence = {}, {}
    for node in framework.nodes.values():
        if not node.is_requirement or node.node.met_if is not None or node.id == "1.5/muc-3/p4":
            continue
        criterion = node.id.partition("/")[0]
        before = sum(code.split("-")[1] == criterion for code in evidence)
        codes = [f"[H{criterion[0]}-{criterion}-{before + n:02}]" for n in (1, 2)]
        findings[node.id] = {"is": "met", "by": codes}
        evidence |= {code: {"title": code, "issued": "2024-06-01"} for code in codes}
    return findings, evidence


def figures(framework: Any) -> dict[str, Any]:
    """An answer for each question of Circular 18 and a figure for each year and stage, all of them good."""
    own = {"area": "other", "place": "inner_city", "commune": "other", "specialised": False}
    own |= {"programme": dict(zip(STAGES, STAGES, strict=True)), "classes": 45, "shifts": 1, "pupils": 1800}
    own |= {"site_area": 18000, "playground_area": 6000, "used_area": 18000, "library_rank": "xuat-sac"}
    by_type = {"yes_no": True, "scale": None, "number": 40}
    best = {"party_rating": "hoan-thanh-xuat-sac", "principal_rating": "tot"}
    for name, found in framework.inputs.items():
        lower = found.better == "lower" and found.unit != "pupils"
        value = 0 if lower and found.type == "number" else best.get(name, by_type.get(found.type))
        keys = FIVE_YEARS if "year" in found.each else STAGES
        own.setdefault(name, dict.fromkeys(keys, value) if found.each else value)
    return own | {"conduct": dict.fromkeys(STAGES, "99.5%"), "dropout": "0.4%", "repetition": "1.1%"}


def load_changed(file: Path, n: int) -> float:
    """Time to load a copy of a definition in several files that has not been loaded before."""
    import kiemdinh as kd

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        shutil.copytree(file.with_suffix(""), copy.with_suffix(""))
        copy.write_text(f"{file.read_text(encoding='utf-8')}# {n}\n", encoding="utf-8")
        return timed(lambda: kd.load(copy))


def largest(rounds: int = 9) -> None:
    """The largest school of the largest framework: two stages, every part recorded on its own, nothing summed up."""
    import kiemdinh as kd

    catalogue = Path(str(resources.files("kiemdinh.standards"))) / "catalogue"
    file, parts = catalogue / f"{LARGEST}.yaml", sorted((catalogue / LARGEST).glob("*.yaml"))
    texts = [path.read_text(encoding="utf-8") for path in (file, *parts)]
    c_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    framework = kd.load(file)
    findings, evidence = recorded(framework)
    data = {"date": AT_REVIEW, "school": {"stages": STAGES}, "inputs": figures(framework)}
    data |= {"findings": findings, "evidence": evidence}
    levels = dict.fromkeys((n.id for n in framework.nodes.values() if n.layer and n.layer.id == "criterion"), 3)
    dossier = kd.read_dossier(data, framework)
    result = kd.assess(framework, dossier, on=AT_REVIEW)
    assert result.level.id == "muc-4", result.to_text("en")
    parse, cold, hand, read, level, whole = [], [], [], [], [], []
    for n in range(rounds):
        parse.append(timed(lambda: [yaml.load(text, c_loader) for text in texts]))
        cold.append(load_changed(file, n))
        hand.append(timed(lambda: min(levels.values()), 1000))
        read.append(timed(lambda: kd.read_dossier(data, framework)))
        level.append(timed(lambda: kd.assess(framework, dossier, on=AT_REVIEW).level))
        whole.append(timed(lambda: kd.assess(framework, data, on=AT_REVIEW).to_dict()))
    size = sum(map(len, texts)) // 1000
    print(f"{LARGEST}: {len(findings)} requirements found, {len(evidence)} items of evidence, {len(STAGES)} stages")
    report(f"load, {size} kB in {len(texts)} files, cold", cold, parse, "PyYAML's C parse of the same files")
    report("largest school, mapping to a dossier", read, hand, "the lowest of 28 levels, by hand")
    report("largest school, dossier to level", level, hand, "the lowest of 28 levels, by hand")
    report("largest school, mapping to the whole result", whole, hand, "the lowest of 28 levels, by hand")


def explaining(rounds: int = 9) -> None:
    """One school under Circular 57 and one under Circular 18: the blocking tree, the cheapest repair, all of it."""
    import kiemdinh as kd

    from_57 = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}
    upper = kd.load(resources.files("kiemdinh.standards") / "catalogue" / "vn.tt18-2018.yaml")
    criteria = upper.outline.by_layer["criterion"]
    from_18 = dict.fromkeys(criteria, "muc-3") | {"5.6": "muc-2", "1.3": "muc-2", "2.2": "muc-1"}
    for name, framework, findings, on in (
        ("Circular 57", FRAMEWORK, from_57, ON),
        ("Circular 18", upper, from_18, dt.date(2024, 6, 30)),
    ):
        tree, repair, whole = [], [], []
        for _ in range(rounds):
            results = [kd.assess(framework, {"findings": findings}, on=on) for _ in range(6)]
            tree.append(timed_over(results[:2], lambda r: r.target))
            repair.append(timed_over(results[2:4], lambda r: r.repairs().cheapest))
            whole.append(timed_over(results[4:], lambda r: r.explain().to_dict()))
        report(f"{name}: what blocks the next level", tree, tree, "itself")
        report(f"{name}: the cheapest repair", repair, tree, "what blocks")
        report(f"{name}: the whole explanation as data", whole, tree, "what blocks")


def timed_over(results: list[object], call: Callable[[object], object]) -> float:
    """The time of *call* on results that have worked nothing out yet."""
    start = time.perf_counter()
    for result in results:
        call(result)
    return (time.perf_counter() - start) / len(results)


if __name__ == "__main__":
    imports()
    loading()
    assessing()
    largest()
    explaining()
