"""What differs between two editions, entry by entry.

Begin with ``context``, what all lists share: both editions as parts, their acts, and the proofs. ``node_entries`` lists
the nodes that differ, ``section_entries`` what rules refer to, ``rule_entries`` outcomes and awards.
``crosswalk_entries`` lists what a crosswalk says of two frameworks.

Words: a *part* of a definition is what has an address: a node, a level, an entry such as ``inputs/ID``.

How a proof is made must not come in.
"""

from kiemdinh.transitions.diffs.entries.context import DiffContext
from kiemdinh.transitions.diffs.entries.crosswalk_entries import CrosswalkEntries
from kiemdinh.transitions.diffs.entries.node_entries import NodeEntries
from kiemdinh.transitions.diffs.entries.rule_entries import RuleEntries
from kiemdinh.transitions.diffs.entries.section_entries import SectionEntries

__all__ = ["CrosswalkEntries", "DiffContext", "NodeEntries", "RuleEntries", "SectionEntries"]
