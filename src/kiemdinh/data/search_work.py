"""What a search took, as data: the steps allowed and taken, and the solvers that could help (semantics 5.11)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SearchWork"]


@dataclass(frozen=True, slots=True)
class SearchWork:
    """How many steps a search was allowed and has taken, and whether everything was worked out with them.

    The same question takes the same steps on every machine with the same extras.

    Attributes
    ----------
    budget
        The steps that were allowed.
    spent
        The steps that were taken; 0 where the answer needed no search.
    complete
        Whether everything was worked out; False where the budget ran out. The answer is still true, but a number may be
        only a bound, and a list may be incomplete.
    extras
        The optional solvers that are installed; they are asked about large problems.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> result.repairs("muc-1").search.complete
    True
    """

    budget: int
    spent: int
    complete: bool
    extras: tuple[str, ...]
