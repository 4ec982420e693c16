"""Counting the coverage of each framework by scenarios, over a whole run of pytest."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.message import ENGLISH, Message
from kiemdinh.standards.catalogue import bundled_ids, is_bundled, load
from kiemdinh.testing.coverage.report import Coverage
from kiemdinh.testing.coverage.tally import CoverageTally

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.rules import Number
    from kiemdinh.standards.loading import Framework

__all__ = ["FrameworkTallies"]


class FrameworkTallies:
    """The observations for each framework, by the file of its definition.

    ``threshold`` is the least percentage that is required; with None there is no such requirement.
    """

    def __init__(self, threshold: Number | None = None) -> None:
        self.threshold = threshold
        self._by_file: dict[str, CoverageTally] = {}

    def add(self, framework: Framework, assessment: Assessment | None) -> None:
        """Count the observations of one assessment of a framework; None has none, as where a dossier was refused.

        A framework that is only named this way, without any assessment, is not covered at all.
        """
        tally = self._tally_of(framework)
        if assessment is not None:
            tally.add(assessment)

    def pack(self) -> dict[str, list[list[str]]]:
        """Return the observations as plain data, which a worker process can send.

        For the file of each definition it has pairs of the id of a point and an observation, in a fixed order.
        """
        return {name: sorted(map(list, tally.seen)) for name, tally in self._by_file.items()}

    def add_packed(self, packed: dict[str, list[Any]]) -> None:
        """Add the observations of a worker process, as its :meth:`pack` returned them."""
        for name, seen in packed.items():
            self._tally_of(_load_again(name)).seen.update((point, what) for point, what in seen)

    @cached_property
    def coverages(self) -> tuple[Coverage, ...]:
        """The coverage of each framework, by the names of their files.

        Read it only when everything has been counted: it is kept, since it costs the proofs of what is impossible.
        """
        return tuple(tally.coverage_of_possible() for _, tally in sorted(self._by_file.items()))

    @property
    def below_threshold(self) -> tuple[Coverage, ...]:
        """The coverages that are less than the threshold."""
        threshold = self.threshold
        return () if threshold is None else tuple(one for one in self.coverages if one.percent < threshold)

    def to_text(self, lang: str | None = None) -> str:
        """Return the report of every framework, and which are below the threshold.

        Where nothing was counted it says that no scenario was run. Without a language each report is in that of its
        framework.
        """
        reports = [coverage.to_text(lang) for coverage in self.coverages]
        reports += (self._describe_shortage(one).text_in(lang or one.lang) + "\n" for one in self.below_threshold)
        return "\n".join(reports) or Message("no scenario was run").text_in(lang or ENGLISH) + "\n"

    def title_in(self, lang: str | None = None) -> str:
        """Return the title of the report; without a language it is in English, as pytest speaks."""
        return Message("rules covered by scenarios").text_in(lang or ENGLISH)

    def _describe_shortage(self, coverage: Coverage) -> Message:
        return Message(
            "{framework}: less than {threshold} % covered", framework=coverage.framework_id, threshold=self.threshold
        )

    def _tally_of(self, framework: Framework) -> CoverageTally:
        """Return the tally of a framework; two frameworks from one file are one, also across processes."""
        name = framework.source.sources()[0].name if framework.source is not None else None
        key = str(Path(name).resolve()) if name and not is_bundled(framework) else framework.id
        if key not in self._by_file:
            self._by_file[key] = CoverageTally(framework)
        return self._by_file[key]


def _load_again(key: str) -> Framework:
    """Return the framework that another process has counted under *key*: a bundled id, or the file of a definition."""
    return load(key) if key in bundled_ids() else load(path=key, unofficial=True)
