"""What all terms of the core language share: hash, equality, depth, text, and the walk over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Self

from kiemdinh.rules.terms.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_DEPTH", "NestingError", "Term", "keep_attribute", "walk"]

MAX_DEPTH: Final = 150
"""The deepest nesting of a term. Real definitions stay below 30."""


class NestingError(ValueError):
    """A term is nested deeper than ``MAX_DEPTH``."""


class Term:
    """What all terms share: their members, a depth, and a hash that costs nothing to ask for.

    Two terms are equal if they are of one class and built alike.
    """

    __slots__ = ("_hash", "depth", "members")

    __match_args__: ClassVar[tuple[str, ...]] = ()
    depth: int
    """1 for a leaf, one more than the deepest member otherwise; a `Not` of a leaf counts as a leaf."""
    members: tuple[Term, ...]
    """The terms directly below, in declared order."""
    _hash: int

    def __post_init__(self) -> None:
        self._check_arguments()
        parts = tuple(_terms_in(self))
        depth = 1 + max((part.depth for part in parts), default=0) - self._depth_discount()
        if depth > MAX_DEPTH:
            msg = f"nested more than {MAX_DEPTH} deep: make requirements of the inner conditions"
            raise NestingError(msg)
        keep_attribute(self, "members", parts)
        keep_attribute(self, "depth", depth)
        keep_attribute(self, "_hash", hash((type(self).__name__, *self.fields())))

    def fields(self) -> tuple[object, ...]:
        """Give the constructor's arguments, in order."""
        return tuple([getattr(self, name) for name in self.__match_args__])

    def _check_arguments(self) -> None:
        """Refuse arguments that make no term; a class may also normalise its arguments here."""

    def _depth_discount(self) -> int:
        """Give the part of the depth that a class does not count."""
        return 0

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Term) and _have_same_parts(self, other))

    def __repr__(self) -> str:
        return _text_of(self)

    # The hash of text differs from process to process: a term travels as its arguments and is made anew.
    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), self.fields()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


def keep_attribute(term: Term, name: str, value: object) -> None:
    """Set an attribute of a frozen term while it is being made."""
    object.__setattr__(term, name, value)


def _terms_in(term: Term) -> Iterator[Term]:
    for field in term.fields():
        if isinstance(field, Term):
            yield field
        elif isinstance(field, tuple):
            yield from (part for part in field if isinstance(part, Term))


def _have_same_parts(left: Term, right: Term) -> bool:
    """Compare pair by pair, each pair once: terms with many shared parts stay cheap to compare."""
    pairs, seen = [(left, right)], set[tuple[int, int]]()
    while pairs:
        one, two = pairs.pop()
        if one is two or (id(one), id(two)) in seen:
            continue
        seen.add((id(one), id(two)))
        if not _are_alike(one, two):
            return False
        pairs.extend(zip(one.members, two.members, strict=True))
    return True


def _are_alike(one: Term, two: Term) -> bool:
    return (
        type(one) is type(two)
        and hash(one) == hash(two)
        and len(one.members) == len(two.members)
        and _own_arguments(one) == _own_arguments(two)
    )


def _own_arguments(term: Term) -> list[object]:
    """Give the arguments that hold no term: a name, a number, an operator, weights."""
    return [field for field in term.fields() if not _holds_terms(field)]


def _holds_terms(field: object) -> bool:
    return isinstance(field, Term) or (isinstance(field, tuple) and isinstance(field[0], Term))


_MAX_TEXT: Final = 2000


def _text_of(term: Term) -> str:
    """Write a term as the calls that make it; a part with a very long text is left out."""
    texts: dict[Term, str] = {}
    for node in walk(term):
        arguments = ", ".join(_field_text(field, texts) for field in node.fields())
        texts[node] = f"{type(node).__name__}({arguments})"
    return texts[term]


def _field_text(field: object, texts: dict[Term, str]) -> str:
    if isinstance(field, tuple):
        inner = ", ".join(_field_text(part, texts) for part in field)
        return f"({inner},)" if len(field) == 1 else f"({inner})"
    if not isinstance(field, Term):
        return field.name if isinstance(field, Truth) else repr(field)
    text = texts[field]
    return text if len(text) <= _MAX_TEXT else f"{type(field).__name__}(...)"


def walk(term: Term) -> Iterator[Term]:
    """Give each distinct term below and including this one once, members first, in declared order."""
    seen: set[Term] = set()
    waiting = [term]
    while waiting:
        node = waiting[-1]
        unseen = [] if node in seen else [part for part in node.members if part not in seen]
        if unseen:
            waiting.extend(reversed(unseen))
            continue
        waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
