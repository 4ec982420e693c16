"""From a file, a text or plain objects to a framework, with every problem of the definition at its line and column.

Begin with ``loader.py``, then ``framework.py`` (what is loaded, and its rules for a school). ``fragments.py`` merges a
definition that is split over several files. The modules that load a file are imported when there is one to load.

Nothing here knows which frameworks come with kiemdinh: these are in the catalogue, which has the public ``load``.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use
from kiemdinh.standards.loading.former_names import explain_former_name
from kiemdinh.standards.loading.framework import Framework

if TYPE_CHECKING:
    from kiemdinh.standards.loading.applied_change import AppliedChange, SuspendedNode
    from kiemdinh.standards.loading.confirmation_file import confirm
    from kiemdinh.standards.loading.folders import PackageFolder
    from kiemdinh.standards.loading.loader import load_changed, load_input, load_merged
    from kiemdinh.standards.loading.merged_source import Fragment, MergedSource, Origin

__all__ = [
    "AppliedChange",
    "Fragment",
    "Framework",
    "MergedSource",
    "Origin",
    "PackageFolder",
    "SuspendedNode",
    "confirm",
    "explain_former_name",
    "load_changed",
    "load_input",
    "load_merged",
]

_MODULES = {
    "applied_change": ("AppliedChange", "SuspendedNode"),
    "confirmation_file": ("confirm",),
    "folders": ("PackageFolder",),
    "loader": ("load_changed", "load_input", "load_merged"),
    "merged_source": ("Fragment", "MergedSource", "Origin"),
}

if not TYPE_CHECKING:  # hidden from type checkers, which would else accept every name
    __getattr__ = load_on_use(__name__, _MODULES)
