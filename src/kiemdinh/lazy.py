"""Names of a package that are loaded when they are first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["load_on_use"]


def load_on_use(package: str, modules: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package whose names are loaded from its modules when they are first used.

    *modules* has the names that each module inside *package* defines. So a command loads only the modules that it uses.
    """
    module_of = {name: module for module, names in modules.items() for name in names}

    def load_name(name: str) -> Any:
        if name not in module_of:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{package}.{module_of[name]}"), name)
        # Kept in the package, so that Python does not ask again.
        setattr(sys.modules[package], name, value)
        return value

    return load_name
