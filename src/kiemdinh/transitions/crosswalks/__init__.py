"""Crosswalks: how the nodes of one framework relate to those of another (semantics 4.7).

Begin with :func:`load_crosswalk` in ``load``. ``crosswalk_file`` has the model of a file, ``crosswalk`` a loaded
crosswalk with its look-ups, ``ends`` the ids that a relation can name, ``check_relations`` the checks, ``bundled`` the
crosswalks that come with kiemdinh.

Words: records come from the *source*, one framework, and go to the *target*, the other. A relation is read from the
source to the target, as in the mapping model of OSCAL (NIST).

What must not come in: the use of a relation in a carry-over.
"""

from kiemdinh.transitions.crosswalks.bundled import bundled_crosswalks, find_bundled_crosswalk
from kiemdinh.transitions.crosswalks.check_relations import list_differences
from kiemdinh.transitions.crosswalks.crosswalk import Crosswalk, Relation
from kiemdinh.transitions.crosswalks.crosswalk_file import Confidence, RelationEntry, RelationKind
from kiemdinh.transitions.crosswalks.ends import kind_of_end, node_of_end
from kiemdinh.transitions.crosswalks.load import (
    AnyCrosswalk,
    load_crosswalk,
    load_crosswalk_between,
    load_opened_crosswalk,
)
from kiemdinh.transitions.crosswalks.schema import crosswalk_schema

__all__ = [
    "AnyCrosswalk",
    "Confidence",
    "Crosswalk",
    "Relation",
    "RelationEntry",
    "RelationKind",
    "bundled_crosswalks",
    "crosswalk_schema",
    "find_bundled_crosswalk",
    "kind_of_end",
    "list_differences",
    "load_crosswalk",
    "load_crosswalk_between",
    "load_opened_crosswalk",
    "node_of_end",
]
