"""Writing dossiers: an empty one to fill in, and one that records given facts.

Begin with ``template``, the text that ``kiemdinh new`` prints. ``from_facts`` is the inverse of resolution: proofs and
generated tests have a world of facts, and want the dossier of a school in it.

What is written here reads back without a problem. Which facts to record is decided by the caller.
"""

from kiemdinh.evidence.writing.from_facts import dossier_from_facts
from kiemdinh.evidence.writing.template import At, blank_dossier

__all__ = ["At", "blank_dossier", "dossier_from_facts"]
