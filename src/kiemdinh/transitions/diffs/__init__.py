"""Two editions of a framework compared: what was added, removed, renumbered, tightened, loosened, and so on.

Begin with ``matching``, which finds the node of the new edition that a node of the old one has become.

Words: a node is *matched* where the new edition has it too, *renumbered* where it has it under another id.

Records of a school must not come in, but as examples of schools that two editions tell apart.
"""

from kiemdinh.transitions.diffs.matching import NodeMatch, match_nodes

__all__ = ["NodeMatch", "match_nodes"]
