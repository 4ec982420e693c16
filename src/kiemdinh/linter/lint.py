"""The verb ``kd.lint``: what can be proved wrong in a definition, and what its texts leave out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kiemdinh.analysis.study import SPLITS, Study
from kiemdinh.linter.checks import (
    check_awards_gained_and_lost,
    check_citations,
    check_constant_conditions,
    check_harmful_improvements,
    check_irrelevant_requirements,
    check_numbers_in_text,
    check_redundant_parts,
    check_translations,
    check_unreachable,
    check_unused,
    check_validity,
    check_weaker_levels,
    check_wrong_sides,
)
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.suppression import apply_suppressions
from kiemdinh.standards.bundled import Bundled, find
from kiemdinh.standards.diagnostics import Diagnostic, InputError
from kiemdinh.standards.framework import Framework
from kiemdinh.standards.source import Source

__all__ = ["CHECKS", "lint"]

CHECKS: Final[tuple[Callable[[Study], Iterator[LintFinding]], ...]] = (
    check_unreachable,
    check_constant_conditions,
    check_irrelevant_requirements,
    check_redundant_parts,
    check_weaker_levels,
    check_wrong_sides,
    check_harmful_improvements,
    check_awards_gained_and_lost,
    check_unused,
    check_translations,
    check_citations,
    check_validity,
    check_numbers_in_text,
)
"""What is looked for, in this order."""


def lint(
    what: Framework | Bundled | str | os.PathLike[str] | Mapping[str, Any], *, splits: int = SPLITS
) -> tuple[LintFinding, ...]:
    """Find what is wrong in a definition, each thing with its place, and where it can be shown with a witness dossier.

    Parameters
    ----------
    what
        A framework, the id of a bundled one, the path of a definition, its text, or plain objects.
    splits
        How much work one proof may take, at least 1. A question that needs more is a note that says so, and nothing is
        claimed; where many do, those that follow are given less.

    Returns
    -------
    tuple of LintFinding
        In the order of the text. A definition that cannot be loaded gives what the loader says, as findings without a
        witness. Findings that a comment of the definition allows are left out.

    Raises
    ------
    InputError
        There is no such file (KD001) or bundled framework (KD243).
    ValueError
        *splits* is no whole number of 1 or more.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> found = kd.lint('''
    ... kiemdinh: 1
    ... framework: org.example.tiny
    ... source: {document: By-law 1}
    ... cite: "§ 1"
    ... subject: {kind: school}
    ... tags: {urgent: {en: urgent}}
    ... layers: [{id: criterion, verdict: met}]
    ... tree: [{id: "1", en: Water is safe}]
    ... outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
    ... ''')
    >>> [(finding.code, finding.path) for finding in found]
    [('KD530', 'tags.urgent')]
    """
    _refuse_no_budget(splits)
    try:
        framework = find(what)
    except InputError as error:
        if any(_is_about_finding_it(problem, what) for problem in error.diagnostics):
            raise
        return _in_order(map(LintFinding.of, error.diagnostics))
    study = Study(framework, splits)
    found = [*map(LintFinding.of, framework.warnings), *(finding for check in CHECKS for finding in check(study))]
    return _in_order(apply_suppressions(_once(found), _sources(framework)))


def _refuse_no_budget(splits: object) -> None:
    if not isinstance(splits, int) or splits < 1:
        message = f"splits: a whole number of 1 or more is expected, not {splits!r}"
        raise ValueError(message)


def _is_about_finding_it(problem: Diagnostic, what: object) -> bool:
    """Whether there is nothing to lint, and not a definition with a problem, such as a fragment that is not there."""
    if problem.code == "KD001":
        return isinstance(what, str | os.PathLike) and problem.file == str(Path(what))
    return problem.code == "KD243"


def _once(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    """Each finding once: a condition that several parts use is walked for each of them."""
    seen = {(f.code, f.file, f.line, f.column, f.path, f.message): f for f in reversed(tuple(findings))}
    return tuple(reversed(seen.values()))


def _in_order(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    """Sort by place, as a reader goes through the files; those without a line keep their order."""
    return tuple(sorted(findings, key=lambda f: (f.file or "", f.line or 0, f.column or 0)))


def _sources(framework: Framework) -> tuple[Source, ...]:
    return () if framework.source is None else framework.source.sources()
