"""The findings of a dossier, looked up by the node that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiemdinh.evidence.dossier import FindingRecord, Level, Side, Verdict
from kiemdinh.evidence.resolution.precedence import PrevailingRecord, latest_record, newest_records

__all__ = ["FindingsByNode", "verdict_of"]


@dataclass(frozen=True, slots=True)
class FindingsByNode:
    """The findings of a dossier by the node that they are about.

    Those made after the knowledge date are left out by whoever builds it (4.1).
    """

    by_node: Mapping[str, tuple[FindingRecord, ...]]

    @property
    def gives_whole_nodes(self) -> bool:
        """Whether the dossier gives levels of whole nodes, or nothing at all, rather than requirements one by one.

        An explanation then shows a step of a criterion as one thing to settle, and not as its requirements (semantics
        S8). The cost is one pass over the findings.
        """
        return not self.by_node or any(
            isinstance(record.verdict, Level) for found in self.by_node.values() for record in found
        )

    def prevailing_record(self, node: str, side: Side, stage: str | None) -> PrevailingRecord[FindingRecord] | None:
        """Return the finding of one side about a node that prevails for a stage, and why it is *disputed* if it is.

        The finding can be about the node's own verdict or be a claim about its levels (semantics 3.7): all count alike
        here. None where the side has found nothing about the node.

        Parameters
        ----------
        node
            The id of the node.
        side
            The side whose findings count.
        stage
            The stage; findings about the school as a whole count for it too. None counts only the latter.
        """
        return latest_record(self.current_findings(node, side, stage), verdict_of)

    def current_findings(self, node: str, side: Side, stage: str | None) -> tuple[FindingRecord, ...]:
        """Return the findings of one side about a node that no other replaces, about *stage* or the whole school.

        The arguments are those of :meth:`prevailing_record`. Several are returned only where they have the same date
        and are about the same stage; they may contradict one another (semantics 3.5).
        """
        found = self.by_node.get(node)
        if found is None:
            return ()
        # A finding about the school counts for each stage; the stage's own overrides it (3.9).
        return newest_records(r for r in found if r.side == side and r.stage in (None, stage))


def verdict_of(finding: FindingRecord) -> Verdict:
    """Return what of a finding is compared with other findings: its verdict.

    Two findings with one verdict agree, whatever their reasons and the evidence that they cite (semantics 3.5).
    """
    return finding.verdict
