"""How much one request may ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from kiemdinh.diagnostics.arguments import check_count
from kiemdinh.diagnostics.attempts import Attempts

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may ask for; each is a whole number of 1 or more.

    Attributes
    ----------
    body
        Bytes of the body of a request; a longer one is refused (413) and is not read to its end.
    depth
        How deep mappings and lists of a body may be nested; a deeper one is refused (422). The readers of kiemdinh
        themselves take no more than 64.
    rows
        Rows of a table; a longer one is refused (413).
    steps
        The steps that each search for an explanation may take (semantics 5.11). Where they run out, the answer says so
        in its key ``search``.
    seconds
        How long a worker may take for an answer. After that its process is ended and another one started, and the
        answer is a problem (503).

    Raises
    ------
    InputError
        A limit is not such a number. All such limits are named.

    Examples
    --------
    >>> Limits(seconds=2).body
    1000000
    """

    body: int = 1_000_000
    depth: int = 100
    rows: int = 5_000
    steps: int = 1_000_000
    seconds: int = 10

    def __post_init__(self) -> None:
        attempts = Attempts()
        for field in fields(self):
            attempts.run(check_count, field.name, getattr(self, field.name))
        attempts.require(self)
