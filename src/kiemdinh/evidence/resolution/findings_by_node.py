"""The findings of a dossier by the node that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiemdinh.evidence.dossier import FindingRecord, Level, Side
from kiemdinh.evidence.resolution.precedence import Speaking, latest, newest

__all__ = ["SIDES", "Records", "said_of"]

SIDES: Final[tuple[Side, ...]] = ("external", "self")


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
