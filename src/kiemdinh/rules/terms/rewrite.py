"""Terms made from terms: negation pushed to the leaves, "at most", and renaming."""

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
"""The comparison that holds where this one does not; equality has none."""

MIRRORED: Final[dict[Comparison, Comparison]] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "=="}
"""The comparison that says the same with its sides exchanged."""


def negate_condition(condition: Condition) -> Condition:
    """Push a negation to the leaves (De Morgan): the result holds where `condition` does not.

    A `Not` stays only before a fact and before an equality. Tests and counted conditions stay as they are.
    """
    signed: _Signed = {}
    for part in walk(condition):
        if isinstance(part, Condition):
            signed[part] = (_push_negation(part, signed, 0), _push_negation(part, signed, 1))
    return signed[condition][1]


_Signed: TypeAlias = dict[Condition, tuple[Condition, Condition]]
"""For each condition: what holds where it does, and what holds where it does not."""


def _push_negation(node: Condition, signed: _Signed, sign: int) -> Condition:
    match node:
        case Not(part):
            return signed[part][1 - sign]
        case Branch(test, then, otherwise):
            return Branch(test, signed[then][sign], signed[otherwise][sign])
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return _make_group(node, tuple(signed[part][sign] for part in parts), positive=sign == 0)
        case _:
            return node if sign == 0 else _opposite_operator(node)


def _make_group(node: All | Any | AtLeast, parts: tuple[Condition, ...], *, positive: bool) -> Condition:
    if isinstance(node, AtLeast):
        return AtLeast(node.k if positive else len(parts) - node.k + 1, parts)
    return All(parts) if isinstance(node, All) is positive else Any(parts)


def _opposite_operator(leaf: Condition) -> Condition:
    match leaf:
        case Known(truth):
            return Known(truth.negated())
        case Compare(left, op, right) if op in OPPOSITE:
            return Compare(left, OPPOSITE[op], right)
        case _:
            return Not(leaf)


def at_most_k(m: int, parts: Sequence[Condition]) -> Condition:
    """At most `m` of these hold (*nhiều nhất m*): not at least m + 1 of them (semantics 1.3)."""
    return negate_condition(AtLeast(m + 1, tuple(parts)))


def rename_ids(node: N, fact: Callable[[str], str], value: Callable[[str], str]) -> N:
    """Make the same term over other names: `fact` maps the ids of facts, `value` those of values."""
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
    """Put what is said of some facts and values in their place; terms without them are kept as they are."""
    numbers = values or {}

    def put(part: Term) -> Term:
        match part:
            case Fact(name) if name in truths:
                return Known(truths[name])
            case Value(name) if name in numbers:
                return Constant(numbers[name])
            case _:
                return part

    return transform(node, put)


def transform(node: N, put: Callable[[Term], Term]) -> N:
    """Replace terms, outer ones first: where `put` gives another term it stays; terms without change are kept."""
    made: dict[int, Term] = {}  # by identity: terms that are deep and equal are never compared

    def visit(part: Term) -> Term:
        key = id(part)
        if key not in made:
            made[key] = new(part)
        return made[key]

    def new(part: Term) -> Term:
        given = put(part)
        if given is not part:
            return given
        members = [visit(member) for member in part.members]
        same = all(one is old for one, old in zip(members, part.members, strict=True))
        return part if same else replace_members(part, members)

    return cast("N", visit(node))
