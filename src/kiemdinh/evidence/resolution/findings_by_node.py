"""The findings of a dossier, looked up by the node that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiemdinh.evidence.dossier import FindingRecord, Level, Side, Verdict
from kiemdinh.evidence.resolution.precedence import PrevailingRecord, latest_record, newest_records

__all__ = ["SIDES", "FindingsByNode", "verdict_of"]

SIDES: Final[tuple[Side, ...]] = ("external", "self")


@dataclass(frozen=True, slots=True)
class FindingsByNode:
    """The findings of a dossier by the node that they are about.

    Those made after the knowledge date are left out by whoever builds it (4.1).
    """

    by_node: Mapping[str, tuple[FindingRecord, ...]]

    @property
    def gives_whole_nodes(self) -> bool:
        """Whether the dossier gives levels of whole nodes, or nothing at all, rather than requirements one by one."""
        return not self.by_node or any(
            isinstance(record.verdict, Level) for found in self.by_node.values() for record in found
        )

    def prevailing_record(self, node: str, side: Side, stage: str | None) -> PrevailingRecord[FindingRecord] | None:
        """Return the finding of one side about a node that prevails for *stage*."""
        return latest_record(self.current_findings(node, side, stage), verdict_of)

    def current_findings(self, node: str, side: Side, stage: str | None) -> tuple[FindingRecord, ...]:
        """Return the findings of one side about a node that no other replaces, about *stage* or the whole school."""
        found = self.by_node.get(node)
        if found is None:
            return ()
        return newest_records(r for r in found if r.side == side and r.stage in (None, stage))


def verdict_of(finding: FindingRecord) -> Verdict:
    """Return what of a finding is compared with other findings."""
    return finding.verdict
