"""What all terms of the core language share: members, depth, hash, equality, text, and the walk over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Self, cast

from kiemdinh.rules.terms.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MAX_DEPTH", "NestingError", "Term", "keep_attribute", "walk", "walk_numbered"]

MAX_DEPTH: Final = 150
"""The greatest depth of a term. The definitions that come with kiemdinh stay below 30.

Every reader of terms may therefore use recursion.
"""


class NestingError(ValueError):
    """A term is deeper than ``MAX_DEPTH``.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact
    >>> term = Fact("a")
    >>> try:
    ...     for _ in range(MAX_DEPTH):
    ...         term = All((term,))
    ... except NestingError as error:
    ...     print(error)
    nested more than 150 deep: make requirements of the inner conditions
    """


class Term:
    """A frozen node of an expression: a condition or a quantity.

    Two terms are equal if they have the same class and equal arguments. Equal terms may be one object, so that a term
    is in general a graph without cycles (a DAG) and not a tree. The hash is computed once, when the term is made.

    Attributes
    ----------
    depth
        1 for a leaf, else one more than the depth of the deepest member. ``Not`` of a fact or of a comparison has the
        depth of a leaf, so that pushing a negation down never adds depth.
    members
        The terms directly below this one, in declared order.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact
    >>> both = All((Fact("a"), Fact("b")))
    >>> both.depth, both.members
    (2, (Fact('a'), Fact('b')))
    """

    __slots__ = ("_hash", "_own", "depth", "members")

    __match_args__: ClassVar[tuple[str, ...]] = ()
    depth: int
    members: tuple[Term, ...]
    _hash: int
    _own: tuple[object, ...]
    """The arguments that hold no term: a name, a number, an operator, weights."""

    def __post_init__(self) -> None:
        self._check_arguments()
        own, parts = _split_fields([getattr(self, name) for name in self.__match_args__])
        depth = 1
        if parts:  # most terms have none
            depth += max([part.depth for part in parts]) - self._depth_discount()
        if depth > MAX_DEPTH:
            msg = f"nested more than {MAX_DEPTH} deep: make requirements of the inner conditions"
            raise NestingError(msg)
        keep = object.__setattr__
        keep(self, "members", parts)
        keep(self, "depth", depth)
        keep(self, "_own", own)
        # With the name of the class, since "all" and "any" of the same members are different terms.
        keep(self, "_hash", hash((type(self).__name__, *own, *[part._hash for part in parts])))  # noqa: SLF001 - own class; hash() would call a method

    def fields(self) -> tuple[object, ...]:
        """Return the arguments that the term was made from, in the order of the constructor."""
        return tuple([getattr(self, name) for name in self.__match_args__])

    def _check_arguments(self) -> None:
        """Raise an error for arguments that make no term. A class may also normalise its arguments here."""

    def _depth_discount(self) -> int:
        """Return by how much the depth is less than one more than that of the deepest member."""
        return 0

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        # Terms of two hashes differ: most comparisons end here.
        return isinstance(other, Term) and self._hash == other._hash and _have_same_parts(self, other)

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
    """Set an attribute of a frozen term. Only for use while the term is being made."""
    object.__setattr__(term, name, value)


def _split_fields(fields: Iterable[object]) -> tuple[tuple[object, ...], tuple[Term, ...]]:
    """Return the arguments that hold no term, and the terms that the others are or hold."""
    own: list[object] = []
    parts: list[Term] = []
    for field in fields:
        if isinstance(field, Term):
            parts.append(field)
        elif isinstance(field, tuple) and isinstance(field[0], Term):  # a tuple of terms is never empty
            parts.extend(cast("tuple[Term, ...]", field))
        else:
            own.append(field)
    return tuple(own), tuple(parts)


def _have_same_parts(left: Term, right: Term) -> bool:
    """Return whether two terms are equal, without recursion.

    Each pair of objects is compared once: terms with many shared members stay cheap to compare.
    """
    if not left.members:
        return _are_alike(left, right)
    # Two equal terms can share many members; without ``seen`` each path to a member would be followed.
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
    """Return whether two terms can be equal, as far as can be told without comparing their members."""
    return (
        type(one) is type(two)
        and one._hash == two._hash  # noqa: SLF001 - own class
        and len(one.members) == len(two.members)
        and one._own == two._own  # noqa: SLF001 - own class
    )


_MAX_TEXT: Final = 2000
"""A member whose text has more characters is written as its class and three dots."""


def _text_of(term: Term) -> str:
    """Write a term as the calls that make it."""
    texts: dict[Term, str] = {}
    for node in walk(term):
        arguments = ", ".join(_field_text(field, texts) for field in node.fields())
        texts[node] = f"{type(node).__name__}({arguments})"
    return texts[term]


def _field_text(field: object, texts: dict[Term, str]) -> str:
    """Write one argument of a term; ``texts`` has the texts of its members."""
    if isinstance(field, tuple):
        inner = ", ".join(_field_text(part, texts) for part in field)
        # As Python writes a tuple, so that the text of a term can be evaluated.
        return f"({inner},)" if len(field) == 1 else f"({inner})"
    if not isinstance(field, Term):
        return field.name if isinstance(field, Truth) else repr(field)
    text = texts[field]
    return text if len(text) <= _MAX_TEXT else f"{type(field).__name__}(...)"


def walk(term: Term) -> Iterator[Term]:
    """Yield each distinct term below a term and the term itself, once each, members before what contains them.

    Members come in declared order. The time is linear in the number of distinct terms, not in the number of paths to
    them.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact
    >>> [repr(term) for term in walk(All((Fact("a"), Fact("b"), Fact("a"))))][:2]
    ["Fact('a')", "Fact('b')"]
    """
    return walk_numbered(term, {})


def walk_numbered(term: Term, numbers: dict[int, int]) -> Iterator[Term]:
    """Yield what :func:`walk` does, and keep in *numbers* the position of the term that each object is equal to.

    The key is the identity of the object. So those who follow the members of terms need not compare terms again.
    """
    # A stack and no recursion, since a generator that calls itself passes each item through all levels above.
    # By identity first: to find an equal term costs a call for its hash, and terms share most objects.
    found: dict[Term, int] = {}
    waiting = [term]
    while waiting:
        node = waiting[-1]
        unseen = []
        for part in node.members:
            if id(part) not in numbers:
                number = found.get(part)
                if number is None:
                    unseen.append(part)
                else:
                    numbers[id(part)] = number
        if unseen:
            waiting.extend(reversed(unseen))
            continue
        waiting.pop()
        if id(node) not in numbers:
            number = found.get(node)
            numbers[id(node)] = len(found) if number is None else number
            if number is None:
                found[node] = len(found)
                yield node
