"""A settled fact, what settles it, and the findings that it is settled from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiemdinh.evidence.dossier.model import FindingRecord, Level, Side
from kiemdinh.evidence.dossier.unknown_reasons import Reason
from kiemdinh.evidence.resolution.precedence import Speaking, latest, newest
from kiemdinh.rules import Truth

__all__ = ["APART", "SIDES", "Rank", "Records", "Settled", "said_of"]

SIDES: Final[tuple[Side, ...]] = ("external", "self")

APART = "apart:"
"""Before a step's name: what a claim says of it beside the figures that decide parts of it."""


class Rank(IntEnum):
    """What settles a fact; the higher speaks first."""

    NOTHING = 0
    SELF_CLAIM = 1
    SELF_FINDING = 2
    EXTERNAL_CLAIM = 3
    EXTERNAL_FINDING = 4
    METRIC = 5
    CONDITION = 6
    """Derived from facts below it; no record speaks about it as a whole."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A fact as resolution leaves it: its truth, what settled it, why it is unknown, the records involved."""

    truth: Truth
    rank: Rank = Rank.NOTHING
    reasons: frozenset[Reason] = frozenset()
    finding: FindingRecord | None = None
    against: tuple[FindingRecord, ...] = ()
    unchecked: bool = False
    not_measured: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """The findings of a dossier by the node they speak of, those after the knowledge date left out (4.1)."""

    by_node: Mapping[str, tuple[FindingRecord, ...]]

    @property
    def by_whole(self) -> bool:
        """Whether the dossier gives levels of whole nodes, or nothing at all, rather than requirements one by one."""
        return not self.by_node or any(
            isinstance(record.said, Level) for found in self.by_node.values() for record in found
        )

    def speaking(self, node: str, side: Side, stage: str | None) -> Speaking[FindingRecord] | None:
        """Return the finding of one side about a node that speaks, as seen from *stage*."""
        return latest(self.heard(node, side, stage), said_of)

    def heard(self, node: str, side: Side, stage: str | None) -> tuple[FindingRecord, ...]:
        """Return the findings of one side about a node that no other replaces, as seen from *stage*."""
        found = self.by_node.get(node)
        if found is None:
            return ()
        return newest(r for r in found if r.side == side and r.stage in (None, stage))


def said_of(finding: FindingRecord) -> object:
    """Return what a finding says, by which findings are compared."""
    return finding.said
