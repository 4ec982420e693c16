"""Several steps that can each raise an ``InputError``, so that all problems are reported together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError

__all__ = ["Attempts"]

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Attempts:
    """The problems found so far in the parts of a request; each part is read even if others have problems.

    Attributes
    ----------
    found
        The problems in the order in which they were found.

    Examples
    --------
    >>> def refuse():
    ...     raise InputError([Diagnostic("KD310", "error", "no assessment date is given")])
    >>> attempts = Attempts()
    >>> attempts.run(refuse) is None, attempts.run(len, "abc"), len(attempts.found)
    (True, 3, 1)
    """

    found: list[Diagnostic] = field(default_factory=list)

    def run(self, attempt: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what *attempt* returns; None where it raises an ``InputError``, whose problems are kept."""
        try:
            return attempt(*args, **kwargs)
        except InputError as error:
            self.found.extend(error.diagnostics)
        return None

    def require(self, value: T | None) -> T:
        """Return *value*, which an attempt returned, if no attempt was refused.

        Raises
        ------
        InputError
            An attempt was refused. It has all problems that were found, each once.
        """
        if self.found or value is None:
            raise InputError(dict.fromkeys(self.found))
        return value
