"""Conditions on the members of a register, lowered once for all members that differ in their ids alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar, cast

from kiemdinh.parsing.collector import Path
from kiemdinh.rules import Fact, Term, Value, replace_members
from kiemdinh.standards.lowering.context import Context, ValuesRead
from kiemdinh.standards.lowering.scope import Member, Scope
from kiemdinh.standards.lowering.setting import PopulationMember

__all__ = ["STAND_IN", "Template", "lower_for_each", "make_template"]

T = TypeVar("T")

STAND_IN: Final = "\0"
"""The id of the member that stands for all others; no id in a register contains it."""


def lower_for_each(
    context: Context, members: Sequence[Member], path: Path, lower: Callable[[Member], T]
) -> tuple[T, ...]:
    """Return the result of *lower* for each member of a set, in their order.

    Rules treat members of a register alike. So for those that differ in nothing but their ids *lower* is called once,
    for a stand-in, and each id is put into the result. This gives the same as a call for each member.

    Parameters
    ----------
    context
        Where the values that are read are noted.
    path
        The place in the definition of the condition on the members.
    lower
        Lowers the condition on a member, whether it belongs to the set or not. It returns terms, or tuples of terms and
        None.

    Raises
    ------
    InputError
        The rules are too many; see :meth:`Context.counting_step`.
    """
    shapes = [member.scope.shape for member in members]
    number = Counter(shapes)
    templates: dict[object, Template[T] | None] = {}

    def lower_member(member: Member, shape: object) -> T:
        one = member.scope.member
        if one is None or number[shape] == 1:
            return lower(member)
        if shape not in templates:
            templates[shape] = make_template(context, member.scope, lambda scope: lower(member._replace(scope=scope)))
        template = templates[shape]
        return lower(member) if template is None else template.put_member(context, one, path)

    return tuple(map(lower_member, members, shapes))


@dataclass(frozen=True, slots=True, eq=False)
class Template(Generic[T]):
    """The result of lowering for a stand-in, and the values that were read for it.

    ``naming`` has the identities of the terms that name the stand-in, themselves or in a term below them.
    """

    made: T
    readings: ValuesRead
    naming: frozenset[int]

    def put_member(self, context: Context, member: PopulationMember, path: Path) -> T:
        """Return the result for a member, and note the values read for it; *path* is the place of the condition.

        The cost grows with the number of terms that name the stand-in: all others are shared by all members. Raises
        ``InputError`` as :meth:`Context.counting_step` does.
        """
        context.count_steps(self.readings.steps, path)
        self.note_member(context, member)
        return cast("T", self._put_id(self.made, member.id, {}))

    def note_member(self, context: Context, member: PopulationMember) -> None:
        """Note the values that are read for a member."""
        context.note_readings(self.readings, lambda name: name.replace(STAND_IN, member.id))

    def _put_id(self, part: Any, member: str, done: dict[int, Term]) -> Any:
        if isinstance(part, Term):
            if id(part) not in self.naming:
                return part
            if id(part) not in done:
                done[id(part)] = self._put_into_term(part, member, done)
            return done[id(part)]
        if not isinstance(part, tuple):
            return part
        parts = [self._put_id(one, member, done) for one in part]
        return type(part)._make(parts) if hasattr(part, "_make") else tuple(parts)

    def _put_into_term(self, term: Term, member: str, done: dict[int, Term]) -> Term:
        if isinstance(term, Fact | Value):
            return type(term)(term.id.replace(STAND_IN, member))
        return replace_members(term, [self._put_id(one, member, done) for one in term.members])


def make_template(context: Context, scope: Scope, lower: Callable[[Scope], T]) -> Template[T] | None:
    """Return the result of *lower* for a scope whose member is a stand-in.

    The result is None where *lower* does more than read values, such as count further members of a register: then it
    must be called for each scope.
    """
    stand_in = None if scope.member is None else replace(scope.member, id=STAND_IN)
    with context.collecting_readings() as readings:
        made = lower(replace(scope, member=stand_in))
    if readings.are_all:
        return Template(made, readings, frozenset(_list_naming(made)))
    # Context that names other members is noted here, since it is not read again.
    context.context_values.update(name for name in readings.context if STAND_IN not in name)
    return None


def _list_naming(made: Any) -> Iterator[int]:
    """Yield the identity of each term in a lowered result that names the stand-in."""
    known: dict[int, bool] = {}

    def names_it(term: Term) -> bool:
        if id(term) not in known:
            below = [names_it(member) for member in term.members]
            known[id(term)] = any(below) or (isinstance(term, Fact | Value) and STAND_IN in term.id)
        return known[id(term)]

    parts = [made]
    while parts:
        part = parts.pop()
        if isinstance(part, Term):
            names_it(part)
        elif isinstance(part, tuple):
            parts.extend(part)
    yield from (key for key, is_named in known.items() if is_named)
