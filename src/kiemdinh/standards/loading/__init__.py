"""From a file, a text or plain objects to a framework, with every problem of the definition at its line and column.

Begin with ``loader.py``, then ``framework.py`` (what is loaded, and its rules for a school). ``fragments.py`` merges a
definition that is split over several files.

Nothing here knows which frameworks come with kiemdinh: that is the catalogue, which has the public ``load``.
"""

from kiemdinh.standards.loading.folders import PackageFolder
from kiemdinh.standards.loading.fragments import Fragment, MergedSource
from kiemdinh.standards.loading.framework import Framework
from kiemdinh.standards.loading.loader import load_changed, load_input

__all__ = [
    "Fragment",
    "Framework",
    "MergedSource",
    "PackageFolder",
    "load_changed",
    "load_input",
]
