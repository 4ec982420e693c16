"""``kiemdinh mutate``: which one-place changes of a definition its scenarios notice."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemdinh.cli.shared import format_option, load_framework, spoken_language, write, write_lines
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["mutate"]


@click.command(short_help="Find the changes of a definition that no scenario notices.")
@click.argument("framework", metavar="FRAMEWORK")
@click.option("--scenarios", multiple=True, metavar="FILE", help="A scenario file; may be given again.")
@click.option("--threshold", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit with 1 below this score.")
@format_option("text", "json")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="STEPS",
    help="Most trials in all, each of one scenario on one change.",
)
def mutate(framework: str, scenarios: tuple[str, ...], threshold: float | None, form: str, budget: int | None) -> None:
    """Change the definition FRAMEWORK, a file or a bundled id, in one place at a time, and run its scenarios.

    A change that no scenario notices is a rule that nobody tests. Without --scenarios those of badge.yaml are
    looked for in badge.scenarios.yaml beside it.

    Exit codes: 0 done, 1 the score is below the threshold or a scenario does not pass as it is, 2 bad input.
    """
    from kiemdinh.testing.mutation import MAX_STEPS
    from kiemdinh.testing.mutation import mutate as find_unnoticed

    loaded = load_framework(framework, unofficial=True)
    report = find_unnoticed(loaded, _load_all(loaded, framework, scenarios), budget=budget or MAX_STEPS)
    if form == "json":
        write(json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        write_lines(report.to_text(spoken_language()))
    if report.failing or (threshold is not None and report.score < threshold):
        sys.exit(1)


def _load_all(framework: Framework, name: str, files: Sequence[str]) -> list[Scenario]:
    """Return the scenarios of all files; where none is named, of the one beside the definition, if there is one.

    Raises
    ------
    InputError
        With every problem of a file; or where it has scenarios of another framework (KD610).
    """
    from kiemdinh.testing.scenarios import load_scenarios

    beside = Path(name).with_suffix(".scenarios.yaml")
    paths = [Path(file) for file in files] or ([beside] if beside.is_file() else [])
    found: list[Scenario] = []
    for path in paths:
        file = load_scenarios(path, allow_files=True, unofficial=True)
        if file.framework.id != framework.id:
            raise InputError([_describe_other_framework(path, file.framework.id, framework.id)])
        found += file.scenarios
    return found


def _describe_other_framework(path: Path, found: str, expected: str) -> Diagnostic:
    message = Message("these are scenarios of '{found}'", found=found)
    wanted = Message.verbatim(expected)
    return Diagnostic("KD610", "error", message, str(path), path="framework", expected=wanted, found=found)
