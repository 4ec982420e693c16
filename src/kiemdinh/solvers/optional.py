"""Loading what may not be installed, and saying what to install where it is not."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

__all__ = ["HINT", "MissingSolverError", "import_solver"]

HINT: Final = "pip install 'kiemdinh[solvers]'"
"""What to type to have every solver."""


class MissingSolverError(ImportError):
    """A solver was asked for that is not installed; the message says how to install it."""


def import_solver(module: str, package: str) -> Any:
    """Return a module of a solver's package, imported now for the first time.

    Raises
    ------
    MissingSolverError
        If the package is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        msg = f"{package} is not installed; to have the solvers: {HINT}"
        raise MissingSolverError(msg, name=package) from error
