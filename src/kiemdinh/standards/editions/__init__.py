"""Editions of a framework (phiên bản): amendments, written as dated changes, and the editions that they make.

Begin with ``next_edition``, which has the verb, and ``amendment``, the model of a file. ``addresses`` finds the part of
a definition that a change is about; ``edits`` makes all changes of one amendment at once, and keeps every place.

Words: an *act* (văn bản sửa đổi) is the document of law that changes another one; an *edition* is in force from its
first day up to the day on which the next one replaces it.

What must not come in: which edition is in force on a day, and the bundled ones. These are in the catalogue.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.standards.editions.addresses import look_up
    from kiemdinh.standards.editions.amendment import Action, AmendingChange, Amendment
    from kiemdinh.standards.editions.next_edition import amend

__all__ = ["Action", "AmendingChange", "Amendment", "amend", "look_up"]

_MODULES = {
    "addresses": ("look_up",),
    "next_edition": ("amend",),
    "amendment": ("Action", "AmendingChange", "Amendment"),
}

if not TYPE_CHECKING:  # hidden from type checkers, which would else accept every name
    __getattr__ = load_on_use(__name__, _MODULES)
