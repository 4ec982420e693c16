"""The citation of the law for each part of a definition: its own, else the inherited one (semantics 7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition.law import Certainty, Cited

__all__ = ["Citation", "citations_of"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a part in the law and how sure we are of it, with inheritance applied.

    Attributes
    ----------
    cite
        The article, clause and point as the definition writes them; None where neither the part itself nor any part
        above it states them.
    certainty
        How sure its author is of it: ``confirmed``, ``single_source``, ``inferred`` or ``unverified``.

    Examples
    --------
    >>> Citation("Điều 2", "confirmed").with_own(Cited(certainty="inferred"))
    Citation(cite='Điều 2', certainty='inferred')
    """

    cite: str | None
    certainty: Certainty

    def with_own(self, part: object) -> Citation:
        """Return the citation of *part*, a part below: what it states itself, and the rest from this citation.

        A part that cannot state any law, such as the name of a defined condition, inherits everything. The two
        citations are not joined: the ``cite`` of the part replaces this ``cite``.
        """
        if not isinstance(part, Cited) or (part.cite is None and part.certainty is None):
            return self
        return Citation(part.cite or self.cite, part.certainty or self.certainty)


def citations_of(condition: object, inherited: Citation) -> tuple[Citation, ...]:
    """Return the citation of a condition, and those of all its parts that state one; each once, in their order.

    *inherited* is the citation of the part that contains the condition. The cost grows with the size of the condition.
    """
    found = {inherited.with_own(condition): None}
    for part in _find_stated(condition):
        found[inherited.with_own(part)] = None
    return tuple(found)


def _find_stated(value: object) -> Iterator[Cited]:
    """Yield every part of *value* that states a citation of its own, *value* itself included."""
    if isinstance(value, Cited) and (value.cite or value.certainty):
        yield value
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _find_stated(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _find_stated(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _find_stated(item)
