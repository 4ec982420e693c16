"""Own terms: the greatest parts of a condition that read only one criterion."""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.rules import Condition, Fact, Term
from kiemdinh.standards.names import find_top

__all__ = ["OwnTerms"]

_Tops = frozenset[str]


class OwnTerms:
    """Finds in conditions the parts that read the facts of one topmost node alone.

    A condition reads a fact only inside the parts of its node. So a fact that changes none of them does not change the
    condition. The parts are small, and conditions share them, so a question about them is cheap.

    Examples
    --------
    >>> from kiemdinh.rules import All, Any
    >>> own = Any((Fact("1/a"), Fact("1/b")))
    >>> [*OwnTerms().find(All((own, Fact("2/a"))), "1/a")] == [own]
    True
    """

    def __init__(self) -> None:
        # By identity, with the terms kept alive: terms that are deep and equal are never compared.
        self._tops: dict[int, tuple[Term, _Tops]] = {}

    def find(self, condition: Condition, name: str) -> Iterator[Condition]:
        """Yield the parts of a condition through which it reads a fact; linear in the size of the condition."""
        own = frozenset((find_top(name),))
        seen: set[int] = set()
        waiting: list[Term] = [condition]
        while waiting:
            term = waiting.pop()
            if id(term) in seen or self._find_tops(term).isdisjoint(own):
                continue
            seen.add(id(term))
            if isinstance(term, Condition) and self._find_tops(term) == own:
                yield term
            else:
                waiting.extend(term.members)

    def _find_tops(self, term: Term) -> _Tops:
        """Return the topmost nodes whose facts a term reads."""
        if id(term) not in self._tops:
            self._tops[id(term)] = (term, self._collect_tops(term))
        return self._tops[id(term)][1]

    def _collect_tops(self, term: Term) -> _Tops:
        if isinstance(term, Fact):
            return frozenset((find_top(term.id),))
        return frozenset().union(*map(self._find_tops, term.members))
