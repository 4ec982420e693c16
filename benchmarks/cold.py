"""Cold starts of an installed kiemdinh, in processor time, beside ``black --version`` in the same run.

    python benchmarks/cold.py [--rounds 15] [--python PATH]

``--python`` is the interpreter of an environment with a wheel of kiemdinh (bundled frameworks are compiled when it is
built) and black. Commands take turns; a ratio is the median of the rounds' ratios. What was measured is kept in
``one_school.md``.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
SCHOOLS = {"Circular 57": "thcs-binh-an", "Circular 57, Annex III": "gdtx-song-hong", "Circular 18": "thcs-phu-van"}


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
        **assess,
    }


def measure(command: list[str], environment: dict[str, str]) -> float:
    """Milliseconds of processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--python", type=Path, default=Path(sys.executable))
    arguments = parser.parse_args()
    commands = list_commands(arguments.python)
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")  # compiled modules are kept, as where a package is installed
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
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
