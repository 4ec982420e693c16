"""Terms made from other terms: negation, "at most", substitution and renaming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast

from kiemdinh.rules.terms.language import (
    All,
    Any,
    AtLeast,
    Branch,
    Compare,
    Comparison,
    Condition,
    Constant,
    Fact,
    Known,
    Not,
    Value,
    replace_members,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kiemdinh.rules.terms.exact_numbers import Number
    from kiemdinh.rules.terms.language import Term
    from kiemdinh.rules.terms.truth import Truth

__all__ = ["MIRRORED", "OPPOSITE", "at_most_k", "negate_condition", "rename_ids", "substitute", "transform"]

N = TypeVar("N", bound="Term")

OPPOSITE: Final[dict[str, Comparison]] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
"""For each comparison the one that holds where it does not. Equality has none."""

MIRRORED: Final[dict[Comparison, Comparison]] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "=="}
"""For each comparison the one that says the same with its sides exchanged."""


def negate_condition(condition: Condition) -> Condition:
    """Return the negation of a condition, with "not" pushed down to the leaves (De Morgan; negation normal form).

    "Not" remains only before a fact and before an equality. Tests of choices and conditions that are counted stay as
    they are. The depth does not grow.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact
    >>> negate_condition(All((Fact("a"), Fact("b"))))
    Any((Not(Fact('a')), Not(Fact('b'))))
    """
    # Both signs of every part, so that each is built once, however negations are nested.
    signed: _Signed = {}
    for part in walk(condition):
        if isinstance(part, Condition):
            signed[part] = (_push_negation(part, signed, 0), _push_negation(part, signed, 1))
    return signed[condition][1]


_Signed: TypeAlias = dict[Condition, tuple[Condition, Condition]]
"""For each condition: the condition that holds where it does, and the one that holds where it does not."""


def _push_negation(node: Condition, signed: _Signed, sign: int) -> Condition:
    """Return a condition (``sign`` 0) or its negation (``sign`` 1), from what its members became."""
    match node:
        case Not(part):
            return signed[part][1 - sign]
        case Branch(test, then, otherwise):
            return Branch(test, signed[then][sign], signed[otherwise][sign])
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return _make_group(node, tuple(signed[part][sign] for part in parts), positive=sign == 0)
        case _:
            return node if sign == 0 else _opposite_leaf(node)


def _make_group(node: All | Any | AtLeast, parts: tuple[Condition, ...], *, positive: bool) -> Condition:
    """Return a group over new members. Negated, "all" is "any" and "at least k of n" is "at least n - k + 1"."""
    if isinstance(node, AtLeast):
        return AtLeast(node.k if positive else len(parts) - node.k + 1, parts)
    return All(parts) if isinstance(node, All) is positive else Any(parts)


def _opposite_leaf(leaf: Condition) -> Condition:
    """Return the negation of a leaf."""
    match leaf:
        case Known(truth):
            return Known(truth.negated())
        case Compare(left, op, right) if op in OPPOSITE:
            return Compare(left, OPPOSITE[op], right)
        case _:
            return Not(leaf)


def at_most_k(k: int, parts: Sequence[Condition]) -> Condition:
    """Return the condition "at most ``k`` of these hold" (*nhiều nhất*): not at least k + 1 of them (semantics 1.3).

    Examples
    --------
    >>> from kiemdinh.rules import MET, Assignment, evaluate
    >>> few = at_most_k(1, (Fact("a"), Fact("b"), Fact("c")))
    >>> evaluate(few, Assignment({"a": MET, "b": MET})).name
    'UNMET'
    """
    return negate_condition(AtLeast(k + 1, tuple(parts)))


def rename_ids(node: N, fact: Callable[[str], str], value: Callable[[str], str]) -> N:
    """Return the same term with other names.

    Parameters
    ----------
    fact
        The new name of each fact, by its name.
    value
        The new name of each value, by its name.

    Examples
    --------
    >>> rename_ids(Fact("a"), str.upper, str)
    Fact('A')
    """
    made: dict[Term, Term] = {}
    for part in walk(node):
        match part:
            case Fact(name):
                made[part] = Fact(fact(name))
            case Value(name):
                made[part] = Value(value(name))
            case _:
                made[part] = replace_members(part, [made[member] for member in part.members])
    return cast("N", made[node])


def substitute(node: N, truths: Mapping[str, Truth], values: Mapping[str, Number] | None = None) -> N:
    """Return a term with some facts replaced by their truths and some values by their numbers.

    Parameters
    ----------
    truths
        The truth of each fact that is replaced, by its name.
    values
        The number of each value that is replaced, by its name.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, MET
    >>> substitute(All((Fact("a"), Fact("b"))), {"a": MET})
    All((Known(MET), Fact('b')))
    """
    numbers = values or {}

    def replace_leaf(part: Term) -> Term:
        match part:
            case Fact(name) if name in truths:
                return Known(truths[name])
            case Value(name) if name in numbers:
                return Constant(numbers[name])
            case _:
                return part

    return transform(node, replace_leaf)


def transform(node: N, put: Callable[[Term], Term]) -> N:
    """Return a term with members replaced by ``put``, outer terms first.

    ``put`` is called with a term. If it returns another term, that one takes its place and is not entered. If it
    returns the same term, its members are visited. A term in which nothing changes is kept as the same object. Each
    object is visited once.

    Examples
    --------
    >>> transform(All((Fact("a"), Fact("b"))), lambda part: Fact("c") if part == Fact("b") else part)
    All((Fact('a'), Fact('c')))
    """
    made: dict[int, Term] = {}  # by identity: terms that are deep and equal are never compared

    def visit_once(part: Term) -> Term:
        key = id(part)
        if key not in made:
            made[key] = rebuild_part(part)
        return made[key]

    def rebuild_part(part: Term) -> Term:
        given = put(part)
        if given is not part:
            return given
        members = [visit_once(member) for member in part.members]
        same = all(one is old for one, old in zip(members, part.members, strict=True))
        return part if same else replace_members(part, members)

    return cast("N", visit_once(node))
