"""Counting, over a whole run of pytest, what the scenarios of each framework cover."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemdinh.standards.bundled import find
from kiemdinh.testing.coverage.coverage import Coverage, Tally

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.rules import Number
    from kiemdinh.standards.framework import Framework

__all__ = ["Tallies"]


class Tallies:
    """What has been seen of each framework, by the file of its definition; *threshold* is the least percentage."""

    def __init__(self, threshold: Number | None = None) -> None:
        self.threshold = threshold
        self._by_file: dict[str, Tally] = {}

    def add(self, framework: Framework, assessment: Assessment | None) -> None:
        """Count what one assessment shows; None shows nothing, as where a dossier was refused."""
        tally = self._tally(framework)
        if assessment is not None:
            tally.add(assessment)

    def packed(self) -> dict[str, list[list[str]]]:
        """Return what has been seen as plain data, which a worker can send."""
        return {name: sorted(map(list, tally.seen)) for name, tally in self._by_file.items()}

    def take_in(self, packed: dict[str, list[Any]]) -> None:
        """Add what a worker has seen."""
        for name, seen in packed.items():
            self._tally(find(name)).seen.update((one, what) for one, what in seen)

    @cached_property
    def coverages(self) -> tuple[Coverage, ...]:
        """What is covered of what is possible in each framework; asked for when everything has been counted."""
        return tuple(tally.of_the_possible() for _, tally in sorted(self._by_file.items()))

    @property
    def short(self) -> tuple[Coverage, ...]:
        """The frameworks of which less is covered than the threshold."""
        least = self.threshold
        return () if least is None else tuple(one for one in self.coverages if one.percent < least)

    def to_text(self) -> str:
        """Return the report of every framework, and which fall short of the threshold."""
        told = [coverage.to_text() for coverage in self.coverages] or ["no scenario was run\n"]
        told += [f"{one.framework_id}: less than {self.threshold} % covered\n" for one in self.short]
        return "\n".join(told)

    def _tally(self, framework: Framework) -> Tally:
        name = framework.source.main.name if framework.source is not None else None
        key = str(Path(name).resolve()) if name else framework.id
        if key not in self._by_file:
            self._by_file[key] = Tally(framework)
        return self._by_file[key]
