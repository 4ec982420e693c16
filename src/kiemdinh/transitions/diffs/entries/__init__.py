"""The differences between two editions, entry by entry.

Begin with ``context``, which all lists share: both editions as parts, their acts, and the proofs. ``node_entries``
lists the nodes that differ, ``section_entries`` the parts that rules refer to, ``rule_entries`` outcomes and awards.
``crosswalk_entries`` lists the relations that a crosswalk has between two frameworks.

Words: each *part* of a definition has an address; it is a node, a level, or an entry such as ``inputs/ID``.

What must not come in: how a proof is made.
"""

from kiemdinh.transitions.diffs.entries.context import DiffContext
from kiemdinh.transitions.diffs.entries.crosswalk_entries import CrosswalkEntries
from kiemdinh.transitions.diffs.entries.node_entries import NodeEntries
from kiemdinh.transitions.diffs.entries.rule_entries import RuleEntries
from kiemdinh.transitions.diffs.entries.section_entries import SectionEntries

__all__ = ["CrosswalkEntries", "DiffContext", "NodeEntries", "RuleEntries", "SectionEntries"]
