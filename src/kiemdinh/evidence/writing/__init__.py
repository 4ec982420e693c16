"""Writing dossiers: an empty one to fill in, and one that records given facts.

Begin with ``template``, the text that ``kiemdinh new`` prints; ``asked_nodes`` and ``asked_references`` list what it
asks for. ``from_facts`` is the inverse of resolution: proofs and generated tests have the facts of a world, and need a
dossier of a school with these facts. ``from_records`` is the inverse of reading: a dossier that was read, as plain
data.

What is written here can be read back without a problem. The caller decides which facts to record.
"""

from kiemdinh.evidence.writing.asked_nodes import AskedNode, At, list_asked_nodes, name_tags
from kiemdinh.evidence.writing.asked_references import AskedReference, list_asked_references
from kiemdinh.evidence.writing.from_facts import dossier_from_facts
from kiemdinh.evidence.writing.from_records import dossier_data, write_entry, write_verdict
from kiemdinh.evidence.writing.input_readers import InputReaders, find_readers
from kiemdinh.evidence.writing.register_lines import list_member_inputs
from kiemdinh.evidence.writing.template import blank_dossier, choose_example_day, draft_dossier

__all__ = [
    "AskedNode",
    "AskedReference",
    "At",
    "InputReaders",
    "blank_dossier",
    "choose_example_day",
    "dossier_data",
    "dossier_from_facts",
    "draft_dossier",
    "find_readers",
    "list_asked_nodes",
    "list_asked_references",
    "list_member_inputs",
    "name_tags",
    "write_entry",
    "write_verdict",
]
