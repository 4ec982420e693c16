"""Figures that decide and have no range (KD537)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.rule_parts import read_field
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import Definition

__all__ = ["check_ranges"]

_READING_KEYS: Final = ("value", "per", "change")
"""The keys of a quantity that name an input."""


def check_ranges(study: Study) -> Iterator[LintFinding]:
    """Find number inputs that a deciding rule reads and that have no ``range``: any number is then accepted.

    A figure that only informs or warns needs no range. Linear in the size of the definition.
    """
    definition = study.framework.definition
    deciding = _find_deciding(definition)
    for name, found in definition.inputs.items():
        if found.type == "number" and found.range is None and name in deciding:
            yield make_finding(
                study,
                "KD537",
                Message("'{name}' decides and has no range: any number is accepted", name=name),
                ("inputs", name),
                key=True,
                expected=Message("range: {{from: 0}}, or range: {{from: 0, to: 100}} for a percentage"),
            )


def _find_deciding(definition: Definition) -> frozenset[str]:
    """Return the names that rules read, without those of ``warn_unless``."""
    return frozenset(
        name
        for part, path in walk_parts(definition)
        if "warn_unless" not in path
        for key in _READING_KEYS
        if isinstance(name := read_field(part, key), str)
    )
