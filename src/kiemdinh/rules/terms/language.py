"""The core language: conditions over named facts, and quantities over named values.

These frozen classes say what is asked, never how it is computed. A new way to compute something is a new
:class:`~kiemdinh.rules.Algebra`; a new class here means a new method in each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar, dataclass_transform, get_args

from kiemdinh.rules.terms.base import MAX_DEPTH, NestingError, Term, keep_attribute, walk
from kiemdinh.rules.terms.exact_numbers import Half, Number, exact_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kiemdinh.rules.terms.truth import Truth

__all__ = [
    "MAX_DEPTH",
    "All",
    "Any",
    "AtLeast",
    "Branch",
    "Compare",
    "Comparison",
    "Condition",
    "Constant",
    "Count",
    "Fact",
    "Known",
    "Maximum",
    "Mean",
    "Minimum",
    "NestingError",
    "Not",
    "Product",
    "Quantity",
    "Round",
    "Select",
    "Sum",
    "Term",
    "Value",
    "facts_of",
    "replace_members",
    "values_of",
    "walk",
]

_T = TypeVar("_T")

Comparison: TypeAlias = Literal[">=", ">", "<=", "<", "=="]
"""How one quantity is compared with another."""

# Looked up once: terms are made by the thousand.
_COMPARISONS: Final[tuple[str, ...]] = get_args(Comparison)
_HALVES: Final[tuple[str, ...]] = get_args(Half)


class Condition(Term):
    """A term that is met, unmet or unknown (*điều kiện*).

    Examples
    --------
    >>> isinstance(Fact("a"), Condition), isinstance(Value("pupils"), Condition)
    (True, False)
    """

    __slots__ = ()


class Quantity(Term):
    """A term that is a number, or an interval while something is unknown (*đại lượng*).

    Examples
    --------
    >>> isinstance(Value("pupils"), Quantity), isinstance(Fact("a"), Quantity)
    (True, False)
    """

    __slots__ = ()


@dataclass_transform(frozen_default=True, eq_default=False)
def _freeze_class(cls: type[_T]) -> type[_T]:
    """Make a frozen dataclass that keeps the hash, equality and text of :class:`Term`."""
    return dataclass(frozen=True, slots=True, eq=False, repr=False)(cls)


@_freeze_class
class Fact(Condition):
    """A condition that is decided outside the term, by its name (*sự kiện*).

    What decides it is given when the term is evaluated, as :class:`~kiemdinh.rules.Facts`.

    Attributes
    ----------
    id
        The name of the fact.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Assignment, evaluate
    >>> evaluate(Fact("plan"), Assignment({"plan": MET})).name
    'MET'
    """

    id: str


@_freeze_class
class Known(Condition):
    """A condition with a truth of its own, which no fact can change. ``Known(UNKNOWN)`` stays unknown.

    Attributes
    ----------
    truth
        What the condition is.

    Examples
    --------
    >>> from kiemdinh.rules import UNKNOWN, Assignment, evaluate
    >>> evaluate(Known(UNKNOWN), Assignment()).name
    'UNKNOWN'
    """

    truth: Truth


class _Group(Condition):
    """A condition over one or more conditions; ``ValueError`` if there is none."""

    __slots__ = ()

    parts: tuple[Condition, ...]

    def _check_arguments(self) -> None:
        _keep_tuple(self, self.parts, of=Condition)


@_freeze_class
class All(_Group):
    """All members hold (*tất cả*). Raises ``ValueError`` without members.

    Attributes
    ----------
    parts
        The conditions that have to hold, one or more.

    Examples
    --------
    >>> from kiemdinh.rules import UNMET, Assignment, evaluate
    >>> evaluate(All((Fact("a"), Fact("b"))), Assignment({"a": UNMET})).name
    'UNMET'
    """

    parts: tuple[Condition, ...]


@_freeze_class
class Any(_Group):
    """At least one member holds (*ít nhất một*). Raises ``ValueError`` without members.

    Attributes
    ----------
    parts
        The conditions of which one has to hold, one or more.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Assignment, evaluate
    >>> evaluate(Any((Fact("a"), Fact("b"))), Assignment({"a": MET})).name
    'MET'
    """

    parts: tuple[Condition, ...]


@_freeze_class
class AtLeast(_Group):
    """At least ``k`` members hold (*ít nhất k trong n*). Raises ``ValueError`` without members.

    Attributes
    ----------
    k
        How many have to hold. It may be any whole number: below 1 the condition always holds, above n it never does.
    parts
        The n conditions, one or more.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Assignment, evaluate
    >>> evaluate(AtLeast(2, (Fact("a"), Fact("b"), Fact("c"))), Assignment({"a": MET, "b": MET})).name
    'MET'
    """

    k: int
    parts: tuple[Condition, ...]


@_freeze_class
class Not(Condition):
    """The member does not hold. Negation exchanges the two readings (semantics 1.3).

    Attributes
    ----------
    part
        The condition that must not hold.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Assignment, evaluate
    >>> evaluate(Not(Fact("a")), Assignment({"a": MET})).name
    'UNMET'
    """

    part: Condition

    def _check_arguments(self) -> None:
        _require_type(self, self.part, of=Condition)

    def _depth_discount(self) -> int:
        # Otherwise pushing negations down to the leaves could make a term deeper than MAX_DEPTH that was not.
        return int(isinstance(self.part, Fact | Compare))


@_freeze_class
class Compare(Condition):
    """One quantity compared with another. Raises ``ValueError`` for an unknown ``op``.

    Attributes
    ----------
    left, right
        The two quantities.
    op
        How they are compared: ``>=``, ``>``, ``<=``, ``<`` or ``==``.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, Interval, evaluate
    >>> enough = Compare(Value("teachers"), ">=", Constant(12))
    >>> evaluate(enough, Assignment({}, {"teachers": Interval(10, 11)})).name
    'UNMET'
    >>> evaluate(enough, Assignment({}, {"teachers": Interval(10, None)})).name
    'UNKNOWN'
    """

    left: Quantity
    op: Comparison
    right: Quantity

    def _check_arguments(self) -> None:
        _require_one_of(self.op, _COMPARISONS, "comparison")
        _require_type(self, self.left, self.right, of=Quantity)


@_freeze_class
class Branch(Condition):
    """A condition by cases.

    Attributes
    ----------
    test
        The condition that decides which case it is.
    then, otherwise
        What has to hold where the test holds, and where it does not.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, Assignment, evaluate
    >>> evaluate(Branch(Fact("small"), Fact("a"), Fact("b")), Assignment({"small": MET, "a": UNMET})).name
    'UNMET'
    """

    test: Condition
    then: Condition
    otherwise: Condition

    def _check_arguments(self) -> None:
        _require_type(self, self.test, self.then, self.otherwise, of=Condition)


@_freeze_class
class Constant(Quantity):
    """A number, read by :func:`exact_number`. Raises ``ValueError`` for what is no number.

    Attributes
    ----------
    value
        The number, exact.

    Examples
    --------
    >>> Constant("0.1")
    Constant(Fraction(1, 10))
    """

    value: Number

    def _check_arguments(self) -> None:
        keep_attribute(self, "value", exact_number(self.value))


@_freeze_class
class Value(Quantity):
    """A number that is recorded outside the term, by its name (*số liệu*).

    Attributes
    ----------
    id
        The name of the value.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, Interval, evaluate_quantity
    >>> evaluate_quantity(Value("pupils"), Assignment({}, {"pupils": Interval(200, 230)}))
    Interval(low=200, high=230)
    """

    id: str


class _Quantities(Quantity):
    """A quantity over one or more quantities; ``ValueError`` if there is none."""

    __slots__ = ()

    parts: tuple[Quantity, ...]

    def _check_arguments(self) -> None:
        _keep_tuple(self, self.parts, of=Quantity)


@_freeze_class
class Sum(_Quantities):
    """The sum of the members, each times its weight if weights are given (*tổng có trọng số*).

    Raises ``ValueError`` without members, or if there are not as many weights as members.

    Attributes
    ----------
    parts
        The quantities that are added, one or more.
    weights
        What each of them is multiplied by, in their order; None where nothing is weighed.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, evaluate_quantity
    >>> evaluate_quantity(Sum((Constant(2), Constant(3)), (1, 10)), Assignment()).low
    32
    """

    parts: tuple[Quantity, ...]
    weights: tuple[Number, ...] | None = None

    def _check_arguments(self) -> None:
        _keep_tuple(self, self.parts, of=Quantity)
        if self.weights is None:
            return
        keep_attribute(self, "weights", tuple(exact_number(weight) for weight in self.weights))
        if len(self.weights) != len(self.parts):
            msg = f"a sum of {len(self.parts)} members has {len(self.weights)} weights"
            raise ValueError(msg)


@_freeze_class
class Product(Quantity):
    """One quantity times another.

    Attributes
    ----------
    left, right
        The two quantities.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, evaluate_quantity
    >>> evaluate_quantity(Product(Constant(2), Constant(3)), Assignment()).low
    6
    """

    left: Quantity
    right: Quantity

    def _check_arguments(self) -> None:
        _require_type(self, self.left, self.right, of=Quantity)


@_freeze_class
class Mean(_Quantities):
    """The arithmetic mean of the members (*trung bình*). Raises ``ValueError`` without members.

    Attributes
    ----------
    parts
        The quantities whose mean it is, one or more.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, evaluate_quantity
    >>> evaluate_quantity(Mean((Constant(1), Constant(2))), Assignment()).low
    Fraction(3, 2)
    """

    parts: tuple[Quantity, ...]


@_freeze_class
class Minimum(_Quantities):
    """The least of the members. Raises ``ValueError`` without members.

    Attributes
    ----------
    parts
        The quantities of which it is the least, one or more.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, evaluate_quantity
    >>> evaluate_quantity(Minimum((Constant(1), Constant(2))), Assignment()).low
    1
    """

    parts: tuple[Quantity, ...]


@_freeze_class
class Maximum(_Quantities):
    """The greatest of the members. Raises ``ValueError`` without members.

    Attributes
    ----------
    parts
        The quantities of which it is the greatest, one or more.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, evaluate_quantity
    >>> evaluate_quantity(Maximum((Constant(1), Constant(2))), Assignment()).low
    2
    """

    parts: tuple[Quantity, ...]


@_freeze_class
class Count(Quantity):
    """The number of members, which are conditions, that hold. Raises ``ValueError`` without members.

    Attributes
    ----------
    parts
        The conditions that are counted, one or more.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, Assignment, evaluate_quantity
    >>> evaluate_quantity(Count((Fact("a"), Fact("b"), Fact("c"))), Assignment({"a": MET, "b": UNMET}))
    Interval(low=1, high=2)
    """

    parts: tuple[Condition, ...]

    def _check_arguments(self) -> None:
        _keep_tuple(self, self.parts, of=Condition)


@_freeze_class
class Select(Quantity):
    """A quantity by cases.

    Attributes
    ----------
    test
        The condition that decides which case it is.
    then, otherwise
        The quantity where the test holds, and where it does not.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Assignment, evaluate_quantity
    >>> evaluate_quantity(Select(Fact("urban"), Constant(6), Constant(10)), Assignment({"urban": MET})).low
    6
    """

    test: Condition
    then: Quantity
    otherwise: Quantity

    def _check_arguments(self) -> None:
        _require_type(self, self.test, of=Condition)
        _require_type(self, self.then, self.otherwise, of=Quantity)


@_freeze_class
class Round(Quantity):
    """A quantity rounded to so many decimals (*làm tròn*). Raises ``ValueError`` for an unknown ``half``.

    Attributes
    ----------
    part
        The quantity that is rounded.
    digits
        How many decimals are kept.
    half
        Where a half goes: ``away`` from zero, to ``even``, ``up`` or ``down``.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, evaluate_quantity
    >>> evaluate_quantity(Round(Constant("2.45"), 1, "away"), Assignment()).low
    Fraction(5, 2)
    """

    part: Quantity
    digits: int
    half: Half

    def _check_arguments(self) -> None:
        _require_one_of(self.half, _HALVES, "way to round a half")
        _require_type(self, self.part, of=Quantity)


def replace_members(node: Term, members: Sequence[Term]) -> Term:
    """Return the same term over other members.

    Parameters
    ----------
    members
        The new members, in the order of ``node.members``.

    Raises
    ------
    ValueError
        If there are more or fewer members than before.

    Examples
    --------
    >>> replace_members(All((Fact("a"), Fact("b"))), (Fact("x"), Fact("y")))
    All((Fact('x'), Fact('y')))
    """
    if len(members) != len(node.members):
        msg = f"{type(node).__name__} has {len(node.members)} members, not {len(members)}"
        raise ValueError(msg)
    # ``members`` come in the order in which the terms stand in the arguments.
    left = iter(members)
    return type(node)(*[_with_members(field, left) for field in node.fields()])


def _with_members(field: object, members: Iterator[Term]) -> object:
    """Return an argument of a term with the terms in it replaced by the next members."""
    if isinstance(field, Term):
        return next(members)
    if isinstance(field, tuple):
        return tuple([_with_members(part, members) for part in field])
    return field


def facts_of(node: Term) -> frozenset[str]:
    """Return the names of the facts that occur in a term.

    Examples
    --------
    >>> sorted(facts_of(All((Fact("a"), Not(Fact("b"))))))
    ['a', 'b']
    """
    return frozenset(part.id for part in _list_objects(node) if isinstance(part, Fact))


def values_of(node: Term) -> frozenset[str]:
    """Return the names of the values that occur in a term.

    Examples
    --------
    >>> sorted(values_of(Compare(Value("pupils"), "<=", Product(Constant(25), Value("teachers")))))
    ['pupils', 'teachers']
    """
    return frozenset(part.id for part in _list_objects(node) if isinstance(part, Value))


def _list_objects(node: Term) -> Iterable[Term]:
    """Return a term and every term below it, each object once, in no order."""
    # By identity: to find the equal ones among them costs more than to look at each.
    seen = {id(node): node}
    waiting = [node]
    while waiting:
        for member in waiting.pop().members:
            if id(member) not in seen:
                seen[id(member)] = member
                waiting.append(member)
    return seen.values()


def _keep_tuple(term: Term, parts: Iterable[Term], *, of: type[Term]) -> None:
    """Keep the members of a group as a tuple. A group without members is refused (semantics 1.8)."""
    kept = parts if isinstance(parts, tuple) else tuple(parts)
    if not kept:
        msg = f"{type(term).__name__} needs at least one member: a group of none has no meaning of its own"
        raise ValueError(msg)
    _require_type(term, *kept, of=of)
    if kept is not parts:
        keep_attribute(term, "parts", kept)


def _require_type(term: Term, *parts: object, of: type[Term]) -> None:
    """Raise ``TypeError`` if one of the members has not the class that is needed."""
    for part in parts:
        if not isinstance(part, of):
            msg = f"{type(term).__name__} needs a {of.__name__.lower()} here, not {type(part).__name__}"
            raise TypeError(msg)


def _require_one_of(field: object, choices: tuple[str, ...], what: str) -> None:
    """Raise ``ValueError`` if an argument is not one of the choices; ``what`` names it in the message."""
    if field not in choices:
        msg = f"{field!r} is no {what}: use one of {', '.join(choices)}"
        raise ValueError(msg)
