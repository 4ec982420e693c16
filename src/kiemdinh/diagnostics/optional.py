"""Import of packages that a format needs and that may be missing, with an error that names the extra to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message

__all__ = ["import_format"]


def import_format(module: str, extra: str, file: str | None = None) -> Any:
    """Return a module of a package that a format needs; it is imported now if it has not been yet.

    Parameters
    ----------
    module
        The full name of the module.
    extra
        The extra of kiemdinh that installs it.
    file
        The file that needs it.

    Raises
    ------
    InputError
        The package is not installed (KD717).
    """
    package = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        message = Message("{package} is not installed, which this format needs", package=package)
        hint = Message("install it: {command}", command=f"pip install 'kiemdinh[{extra}]'")
        raise InputError([Diagnostic("KD717", "error", message, file, hint=hint)]) from None
