"""What is said of two editions or frameworks side by side, and of a school through time, as data.

Begin with ``diff``: what differs between two editions, entry by entry.

Words: a *witness* is an example of a school that two editions tell apart.

What must not come in: how anything here is worked out (``transitions``), and words (``narration``).
"""

from kiemdinh.data.transitions.diff import (
    DIFF_KINDS,
    DIFF_SCHEMA_ID,
    DiffEntry,
    DiffKind,
    DiffWitness,
    EditionRef,
    PartText,
)

__all__ = ["DIFF_KINDS", "DIFF_SCHEMA_ID", "DiffEntry", "DiffKind", "DiffWitness", "EditionRef", "PartText"]
