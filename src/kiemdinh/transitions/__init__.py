"""Compares editions and frameworks, carries records over from one to another, and looks ahead in time.

Begin with ``diffs``, which compares two editions of one framework; ``crosswalks`` relates the nodes of two frameworks.
Each question has a package of its own here; none of them knows the words in which its answer is written. The names
listed here are types for users, each loaded when it is first used.

Words: a school comes from the *old* edition or framework and goes to the *new* one.

What must not come in: what one edition means for one school. That is for ``api``, on which all of this builds.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.transitions.carrying import (
        CarriedOver,
        CarriedRecord,
        OldRecord,
        RaisedLevel,
        SeveralSources,
        UncarriedRecord,
        UnmappedRecord,
    )
    from kiemdinh.transitions.crosswalks import Crosswalk, Relation
    from kiemdinh.transitions.diffs import Diff, DiffEntry, DiffWitness, EditionRef, PartText

__all__ = [
    "CarriedOver",
    "CarriedRecord",
    "Crosswalk",
    "Diff",
    "DiffEntry",
    "DiffWitness",
    "EditionRef",
    "OldRecord",
    "PartText",
    "RaisedLevel",
    "Relation",
    "SeveralSources",
    "UncarriedRecord",
    "UnmappedRecord",
]

if not TYPE_CHECKING:
    __getattr__ = load_on_use(
        __name__,
        {
            "carrying": (
                *("CarriedOver", "CarriedRecord", "OldRecord", "RaisedLevel"),
                *("SeveralSources", "UncarriedRecord", "UnmappedRecord"),
            ),
            "crosswalks": ("Crosswalk", "Relation"),
            "diffs": ("Diff", "DiffEntry", "DiffWitness", "EditionRef", "PartText"),
        },
    )
