"""Editions of a framework (phiên bản): amendments, written as dated changes, and what they make of the edition before.

Begin with ``next_edition``, which has the verb, and ``amendment``, what a file says. ``addresses`` finds the part of a
definition that a change speaks of; ``edits`` makes all changes of one amendment at once, and keeps every place.

Words: an *act* (văn bản sửa đổi) is the document of law that changes another one; an *edition* is in force from its
first day up to the day on which the next one replaces it.

Which edition holds on a day, and the bundled ones, must not come in: that is for the catalogue.
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

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
