"""Cold starts of an installed kiemdinh, in processor time, beside ``black --version`` in the same run.

    python benchmarks/cold.py [--rounds 15] [--parts] [--python PATH]

``--python`` is the interpreter of an environment with a wheel of kiemdinh (bundled frameworks are compiled when it is
built) and black. Commands take turns; a ratio is the median of the rounds' ratios. With ``--parts`` it tells into which
parts the time of assessing falls, each the least of the rounds. What was measured is kept in ``one_school.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"
SCHOOLS = {"Circular 57": "thcs-binh-an", "Circular 57, Annex III": "gdtx-song-hong", "Circular 18": "thcs-phu-van"}

LOADED = """
import atexit, json, sys
before, out, sys.stdout = set(sys.modules), sys.stdout, sys.stderr
atexit.register(lambda: json.dump([name for name in sys.modules if name not in before], out))
from kiemdinh.cli import main
main(["assess", sys.argv[1]], prog_name="kiemdinh")
"""
"""Writes the names of the modules that assessing a dossier loads, in their order."""

PARTS = """
import json, sys
from importlib import import_module
from time import process_time
marks = {"the interpreter": process_time()}
modules = json.loads(sys.argv[2])
for name in [name for name in modules if not name.startswith("kiemdinh")]:
    import_module(name)
marks["importing the standard library, click and PyYAML"] = process_time()
for name in [name for name in modules if name.startswith("kiemdinh")]:
    import_module(name)
marks["importing kiemdinh"] = process_time()
from kiemdinh.api.assess import assess
from kiemdinh.cli.shared.dossiers import open_with_framework
opened, framework = open_with_framework(sys.argv[1], None)
marks["finding the framework, which is compiled"] = process_time()
result = assess(framework, opened)
marks["reading the dossier"] = process_time()
result.framework.rules(result.dossier.school.stages, result.dates.evidence)
marks["reading the rules, which are compiled"] = process_time()
result.outcomes, result.nodes, result.awards, result.warnings, result.target
marks["what the result says"] = process_time()
result.to_text()
marks["writing the text"] = process_time()
json.dump(marks, sys.stdout)
"""
"""Does what assessing a dossier does, and writes the processor time at the end of each part, in seconds."""


def list_commands(python: Path) -> dict[str, list[str]]:
    """The commands by what the table calls them."""
    kiemdinh, black = (str(python.with_name(name)) for name in ("kiemdinh", "black"))
    assess = {
        f"assess, {name}": [kiemdinh, "assess", str(EXAMPLES / school / "dossier.yaml")]
        for name, school in SCHOOLS.items()
    }
    return {
        "bare interpreter": [str(python), "-c", "pass"],
        "import kiemdinh": [str(python), "-c", "import kiemdinh"],
        "black --version": [black, "--version"],
        "kiemdinh --version": [kiemdinh, "--version"],
        "kiemdinh --help": [kiemdinh, "--help"],
        **assess,
    }


def measure(command: list[str], environment: dict[str, str]) -> float:
    """Milliseconds of processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def find_parts(python: Path, dossier: Path, rounds: int, environment: dict[str, str]) -> dict[str, float]:
    """Milliseconds of each part of assessing a dossier, the least of the rounds."""

    def run(*arguments: str) -> Any:
        done = subprocess.run([str(python), "-c", *arguments], env=environment, capture_output=True, check=True)
        return json.loads(done.stdout)

    modules = json.dumps([name for name in run(LOADED, str(dossier)) if name != "__main__"])
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        before = 0.0
        for part, end in run(PARTS, str(dossier), modules).items():
            found.setdefault(part, []).append((end - before) * 1000)
            before = end
    return {part: min(times) for part, times in found.items()}


def print_parts(python: Path, rounds: int, environment: dict[str, str]) -> None:
    """Print a table of the parts, with a column for each school."""
    parts = {
        name: find_parts(python, EXAMPLES / school / "dossier.yaml", rounds, environment)
        for name, school in SCHOOLS.items()
    }
    print("| part, ms | " + " | ".join(parts) + " |\n|---|" + "---:|" * len(parts))
    for part in next(iter(parts.values())):
        print(f"| {part} | " + " | ".join(f"{times[part]:.1f}" for times in parts.values()) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    arguments = parser.parse_args()
    commands = list_commands(arguments.python)
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")  # compiled modules are kept, as where a package is installed
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    if arguments.parts:
        print_parts(arguments.python, arguments.rounds, environment)
        return
    for command in commands.values():
        measure(command, environment)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(arguments.rounds):
        for name, command in commands.items():
            times[name].append(measure(command, environment))
    print("| what | ms | over a bare interpreter | to black --version |\n|---|---:|---:|---:|")
    for name, found in times.items():
        over = statistics.median(a - b for a, b in zip(found, times["bare interpreter"], strict=True))
        ratio = statistics.median(a / b for a, b in zip(found, times["black --version"], strict=True))
        print(f"| {name} | {statistics.median(found):.0f} | {over:.1f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
