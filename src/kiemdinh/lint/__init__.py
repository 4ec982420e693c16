"""What can be proved wrong in a definition, each with a witness dossier. No sampling, no hypothesis.

The package is also the verb: ``kiemdinh.lint(...)`` is :func:`kiemdinh.lint.linting.lint`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__all__: list[str] = []


class _Verb(ModuleType):
    """A package and a verb of one name: importing anything of the package binds its name in ``kiemdinh``."""

    def __call__(self, what: Any, **options: Any) -> Any:
        """Find what is wrong in a definition; see :func:`kiemdinh.lint.linting.lint`."""
        from kiemdinh.lint.linting import lint  # noqa: PLC0415 - it loads the engine

        return lint(what, **options)


sys.modules[__name__].__class__ = _Verb
