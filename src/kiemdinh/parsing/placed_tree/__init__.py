"""Plain data with the place of every value, as the readers of YAML and JSON build it up.

Begin with ``builder``: a reader reports to it what it meets, in order, and it keeps the data, a tree of their places,
and the problems, within bounds of size and depth. ``lines`` finds the line and column of a place, and ``scalars`` has
texts as they were written.

Words: a *span* has the offsets in the text at which a part begins and ends; a *scalar* is a value that is neither a
list nor a mapping.

What must not come in: the grammar of a format, which is for ``read_yaml``, ``read_json`` and ``read_objects``.
"""

from kiemdinh.parsing.placed_tree.builder import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_PROBLEMS,
    Frame,
    Halt,
    Part,
    PlacedTreeBuilder,
    ReadingProblem,
    Span,
    SpanTree,
)
from kiemdinh.parsing.placed_tree.lines import JSON_BREAKS, YAML_BREAKS, Lines
from kiemdinh.parsing.placed_tree.scalars import (
    JsonNumber,
    Scalar,
    find_forbidden_text,
    replace_control_characters,
    to_nfc,
)

__all__ = [
    "JSON_BREAKS",
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_PROBLEMS",
    "YAML_BREAKS",
    "Frame",
    "Halt",
    "JsonNumber",
    "Lines",
    "Part",
    "PlacedTreeBuilder",
    "ReadingProblem",
    "Scalar",
    "Span",
    "SpanTree",
    "find_forbidden_text",
    "replace_control_characters",
    "to_nfc",
]
