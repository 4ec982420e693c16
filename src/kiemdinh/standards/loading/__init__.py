"""From a file, a text or plain objects to a framework, with every problem of the definition at its line and column.

Begin with ``loader.py``, then ``framework.py`` (what is loaded, and its rules for a school). ``fragments.py`` merges a
definition that is split over several files.

Nothing here knows which frameworks come with kiemdinh: that is the catalogue, which has the public ``load``.
"""

from kiemdinh.standards.loading.applied_change import AppliedChange, SuspendedNode
from kiemdinh.standards.loading.confirmation_file import CONFIRMATIONS, confirm
from kiemdinh.standards.loading.folders import PackageFolder
from kiemdinh.standards.loading.former_names import explain_former_name
from kiemdinh.standards.loading.framework import Framework
from kiemdinh.standards.loading.loader import load_changed, load_input, load_merged
from kiemdinh.standards.loading.merged_source import Fragment, MergedSource, Origin

__all__ = [
    "CONFIRMATIONS",
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
