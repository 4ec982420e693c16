"""What it costs to validate a standard: lint beside loading, all laws, coverage beside running the scenarios.

    pip install 'kiemdinh[testing]'
    python benchmarks/validation.py

Variants take turns round by round; a figure is the median of the rounds, a ratio the median of the rounds' ratios. Laws
are timed once at their default budget, since they draw many cases themselves.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from spine import FRAMEWORK, report, timed

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

ROOT = Path(__file__).parents[1]
CATALOGUE = Path(str(resources.files("kiemdinh.standards"))) / "catalogue"
EXAMPLE = ROOT / "examples" / "music-schools" / "standards" / "music-schools.yaml"
SUITES = (
    EXAMPLE.with_name("music-schools.scenarios.yaml"),
    ROOT / "tests" / "catalogue" / f"{FRAMEWORK}.scenarios.yaml",
)


def load_changed(framework_id: str, n: int) -> tuple[Framework, float]:
    """Load a bundled definition whose text has not been loaded before, and the time it took."""
    import kiemdinh as kd

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"{framework_id}.yaml"
        parts = CATALOGUE / framework_id
        if parts.is_dir():
            shutil.copytree(parts, Path(folder) / framework_id)
        text = (CATALOGUE / copy.name).read_text(encoding="utf-8")
        copy.write_text(f"{text}# {n}\n", encoding="utf-8")
        start = time.perf_counter()
        return kd.load(copy), time.perf_counter() - start


def linting(rounds: int = 3) -> None:
    """Lint of a framework that has just been loaded, and again when all that it asks of the rules is known."""
    import kiemdinh as kd

    for bundled in kd.catalogue():
        kd.lint(bundled.load())
        load, cold, again = [], [], []
        for n in range(rounds):
            framework, took = load_changed(bundled.id, n)
            load.append(took)
            cold.append(timed(lambda of=framework: kd.lint(of)))
            again.append(timed(lambda of=framework: kd.lint(of)))
        report(f"lint {bundled.id}, just loaded", cold, load, "loading it")
        report(f"lint {bundled.id}, again", again, load, "loading it")


def laws() -> None:
    """Every law that applies, each on as many cases as it asks for."""
    import kiemdinh as kd
    from kiemdinh.testing import LAWS, check_framework

    for framework in (kd.load(EXAMPLE), kd.load(CATALOGUE / f"{FRAMEWORK}.yaml")):
        kd.assess(framework, {"findings": {}}, on="2027-06-30").to_dict()
        took = timed(lambda of=framework: check_framework(of, seed=1))
        many = sum(law.applies(framework) for law in LAWS.values())
        print(f"{f'check_framework {framework.id}, {many} laws':<60}{took:>9.2f} s")


def covering(rounds: int = 5) -> None:
    """The coverage of a suite, beside running its scenarios; what is impossible is not proved here."""
    from kiemdinh.testing import load_scenarios, rule_coverage, run

    for suite in SUITES:
        file = load_scenarios(suite, allow_files=True)
        ran, covered = [], []
        for _ in range(rounds):
            ran.append(timed(lambda of=file.scenarios: [run(one) for one in of]))
            covered.append(timed(lambda of=file: rule_coverage(of.framework, of.scenarios, impossible=frozenset())))
        report(f"coverage of {len(file.scenarios)} scenarios, {file.framework.id}", covered, ran, "running them")
        print(f"{'  for each scenario':<52}{each(covered, file.scenarios):>9.2f} ms")


def each(times: Sequence[float], of: Sequence[object]) -> float:
    return statistics.median(times) * 1000 / len(of)


if __name__ == "__main__":
    linting()
    laws()
    covering()
