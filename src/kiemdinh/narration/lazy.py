"""Names of a package that are loaded when they are first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["load_on_use"]


def load_on_use(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package whose names are loaded from its modules when they are first used.

    *modules* maps each name to the module inside *package* that defines it. A command that shows one kind of page does
    not wait for the sentences of the others.
    """

    def load_name(name: str) -> Any:
        if name not in modules:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        # Kept in the package, so that Python does not ask again.
        setattr(sys.modules[package], name, value)
        return value

    return load_name
