"""The frameworks that come with kiemdinh, as YAML beside this file, and finding one by what a caller has of it.

Begin with ``bundled.py``: ``catalogue`` lists them, ``resolve_framework`` takes an id, a path, a text or a framework.

Words: *bundled* is what comes with kiemdinh. A framework stands here under its id, one that is split into files in a
folder of that name.
"""

from kiemdinh.standards.catalogue.bundled import (
    AnyFramework,
    Bundled,
    catalogue,
    load_bundled,
    resolve_framework,
)

__all__ = [
    "AnyFramework",
    "Bundled",
    "catalogue",
    "load_bundled",
    "resolve_framework",
]
