"""Import of packages that may not be installed, with an error that says what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

__all__ = ["HINT", "MissingSolverError", "import_solver"]

HINT: Final = "pip install 'kiemdinh[solvers]'"
"""The command that installs every solver."""


class MissingSolverError(ImportError):
    """A solver is needed that is not installed. The message says how to install it."""


def import_solver(module: str, package: str) -> Any:
    """Return a module of a solver's package, imported now if it is not yet.

    Parameters
    ----------
    module
        The full name of the module.
    package
        The name of the package at its top: an ``ImportError`` from inside an installed package is passed on.

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
