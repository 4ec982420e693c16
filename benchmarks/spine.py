"""From a definition on disk to an explained level: each step beside a peer in the same run, as ratios.

    python benchmarks/spine.py

Variants are interleaved round by round; a figure is the median of the rounds, a ratio the median of the rounds' ratios.
"""

from __future__ import annotations

import datetime as dt
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import resources

import yaml

ON = dt.date(2027, 6, 30)
FRAMEWORK = "vn.tt57-2026.pho-thong"
CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
MANDATORY = "1.3 1.4 2.1 2.2 3.1 3.2 4.1 4.2".split()
OTHERS = [c for c in CRITERIA if c not in MANDATORY]
LEVELS = {"khong-dat": 0, "muc-1": 1, "muc-2": 2}


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
        first.append(fresh(f"import kiemdinh as kd; kd.assess('{FRAMEWORK}', {{'findings': {{}}}}, on='2027-06-30').level"))
    report("import kiemdinh", ours, bare, "a bare interpreter")
    print(f"{'  over a bare interpreter':<52}{(statistics.median(ours) - statistics.median(bare)) * 1000:>9.2f} ms")
    report("fresh process to a first level", first, bare, "a bare interpreter")


def loading(rounds: int = 15) -> None:
    import kiemdinh as kd
    from kiemdinh.standards.loading import load_source
    from kiemdinh.standards.source import read_text

    file = resources.files("kiemdinh.standards") / "catalogue" / f"{FRAMEWORK}.yaml"
    text = file.read_text(encoding="utf-8")
    c_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parse, cold, level, cached = [], [], [], []
    kd.load(text)
    for _ in range(rounds):
        parse.append(timed(lambda: yaml.load(text, c_loader)))  # noqa: S506 - a safe loader
        cold.append(timed(lambda: load_source(read_text(text))))
        level.append(timed(lambda: kd.assess(load_source(read_text(text)), {"findings": {}}, on=ON).level))
        cached.append(timed(lambda: kd.assess(kd.load(text), {"findings": {}}, on=ON).level))
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


if __name__ == "__main__":
    imports()
    loading()
    assessing()
