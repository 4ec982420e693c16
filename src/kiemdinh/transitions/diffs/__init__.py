"""Two editions of a framework compared: what was added, removed, renumbered, tightened, loosened, and so on.

Begin with ``compare``, which has the verb, and ``matching``, which finds what a node has become. ``entries`` lists the
differences, ``proofs`` finds how rules differ and schools that show it, ``changes`` writes the amendment that makes one
edition of the other.

Words: a node is *matched* where the new edition has it too, *renumbered* where it has it under another id.

What must not come in: records of a school, except in examples of schools that two editions judge differently.
"""

from kiemdinh.data.transitions import DiffEntry, DiffWitness, EditionRef, PartText
from kiemdinh.transitions.diffs.compare import diff
from kiemdinh.transitions.diffs.edition_diff import Diff
from kiemdinh.transitions.diffs.matching import NodeMatch, match_nodes, match_steps
from kiemdinh.transitions.diffs.refuted import report_refuted

__all__ = [
    "Diff",
    "DiffEntry",
    "DiffWitness",
    "EditionRef",
    "NodeMatch",
    "PartText",
    "diff",
    "match_nodes",
    "match_steps",
    "report_refuted",
]
