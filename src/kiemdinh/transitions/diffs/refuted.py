"""Relations of a crosswalk that the rules of its two frameworks refute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.rules import Budget
from kiemdinh.transitions.diffs.proofs import RuleComparer, read_linked, study_linked

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Problems
    from kiemdinh.transitions.crosswalks import Crosswalk, Relation
    from kiemdinh.transitions.diffs.proofs import RuleComparison

__all__ = ["report_refuted"]

_STEPS: Final = 20_000
_PROVED: Final[Mapping[str | None, str]] = {
    None: "equivalent-to",
    "tightened": "subset-of",
    "loosened": "superset-of",
    "changed": "intersects-with",
}
"""The relation that is proved, for each way in which the demand of the target differs."""


def report_refuted(crosswalk: Crosswalk, problems: Problems) -> None:
    """Warn of each relation of nodes whose rules are proved to relate otherwise, as far as 20,000 steps go (KD263).

    The proofs are over the figures that the crosswalk calls the same, with lower nodes as it relates them. The cost is
    that of two proofs for each relation of nodes that read something in common.
    """
    studies = study_linked(crosswalk, _STEPS)
    comparer = RuleComparer(studies, Budget(_STEPS))
    for i, relation in enumerate(crosswalk.relations):
        facts = studies[0].facts_of_relation(relation)
        if facts is None:
            continue
        found = comparer.compare([read_linked(*facts)])
        problem = _describe(crosswalk, relation, found)
        if problem is not None:
            expected = Message.verbatim(_PROVED[found.kind]) if found.is_decided else None
            problems.add("KD263", problem, ("relations", i, "is"), expected=expected, found=relation.kind)


def _describe(crosswalk: Crosswalk, relation: Relation, found: RuleComparison) -> Message | None:
    """Return the school that refutes a relation; None where none does."""
    ends = (relation.source, crosswalk.source.id), (relation.target, crosswalk.target.id)
    if found.met_by_old is not None and relation.kind in ("equivalent-to", "superset-of"):
        met, unmet = ends
    elif found.met_by_new is not None and relation.kind in ("equivalent-to", "subset-of"):
        unmet, met = ends
    else:
        return None
    return Message(
        "it is possible to meet '{a}' of {x} and not '{b}' of {y}", a=met[0], x=met[1], b=unmet[0], y=unmet[1]
    )
