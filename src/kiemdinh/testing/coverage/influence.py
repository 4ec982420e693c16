"""The influence of one fact: whether an outcome or award would change if only this fact were different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.rules import Condition, Interval, Known, Truth, evaluate, negate_condition, replace_members
from kiemdinh.standards.names import SIDES, FactKind, NameSide, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["Dependents", "Influence", "replace_member"]

_NO_VALUES: Final[Mapping[str, Interval]] = {}


@dataclass(frozen=True, slots=True)
class Dependents:
    """The definitions that read each fact; the same for all schools of one setting.

    Parameters
    ----------
    rules
        The rules of that setting.
    by_fact
        By the name of a fact without its side, the definitions that read it.
    by_value
        By the name of a value, the definitions that read it.
    order
        The number of each definition: whatever it reads has a lower one.
    ends
        The outcomes, labels, awards and losses: a change counts if it reaches one of them.
    of_school
        The awards and losses, which are judged of the school and not of a stage.
    unrecorded
        The definitions that no record can settle: the ends, and the cases of decision lists.
    sides
        The sides from whose findings facts are read: None for both sides, then each side that some definition reads
        alone.
    """

    rules: FrameworkRules
    by_fact: Mapping[str, tuple[str, ...]]
    by_value: Mapping[str, tuple[str, ...]]
    order: Mapping[str, int]
    ends: frozenset[str]
    of_school: frozenset[str]
    unrecorded: frozenset[str]
    sides: tuple[NameSide | None, ...]

    @classmethod
    def of(cls, rules: FrameworkRules) -> Dependents:
        """Return the dependents of the facts of *rules*; linear in their size.

        A fact that some definition reads from one side alone counts as that fact: a definition that reads
        ``external:outcome:muc/muc-2`` is a reader of ``outcome:muc/muc-2``.
        """
        readers: dict[str, list[str]] = defaultdict(list)
        for name, facts in rules.facts.items():
            for fact in {_without_side(fact) for fact in facts}:
                readers[fact].append(name)
        of_values: dict[str, list[str]] = defaultdict(list)
        for name, values in rules.values.items():
            for value in values:
                of_values[value].append(name)
        names = {name: read_fact_name(name) for name in rules.definitions}
        ends = frozenset(text for text, name in names.items() if name.is_top)
        read_alone = {read_fact_name(fact).side for facts in rules.facts.values() for fact in facts}
        return cls(
            rules,
            by_fact={fact: tuple(several) for fact, several in readers.items()},
            by_value={value: tuple(several) for value, several in of_values.items()},
            order={name: i for i, name in enumerate(rules.definitions)},
            ends=ends,
            of_school=frozenset(text for text, name in names.items() if name.is_of_award),
            unrecorded=ends | {text for text, name in names.items() if name.kind is FactKind.CASE},
            sides=(None, *(side for side in SIDES if side in read_alone)),
        )

    def list_readers(self, changed: Mapping[str, Truth]) -> Iterator[str]:
        """Yield the definitions that read one of the changed facts."""
        for key in changed:
            yield from self.by_fact.get(_without_side(key), ())

    def sides_of(self, name: str) -> tuple[NameSide | None, ...]:
        """Return the sides from whose findings a definition is read; an award or loss is always read from all.

        A definition that is read from both sides and from one alone is evaluated once for each of them.
        """
        return (None,) if name in self.of_school else self.sides


@lru_cache(maxsize=16_384)
def _without_side(fact: str) -> str:
    return str(read_fact_name(fact).without_side)


@lru_cache(maxsize=16_384)
def _by_side(fact: str, side: NameSide | None) -> str:
    """Return the name of a fact as it is read from the findings of *side*; one that names its side keeps it."""
    name = read_fact_name(fact)
    return fact if side is None or name.side is not None else str(name.of_side(side))


@dataclass
class Influence:
    """The influence of each fact of one school, or of one stage of it.

    A definition that a record settles as a whole does not depend on its parts (semantics 3.9).
    """

    dependents: Dependents
    school: SchoolFacts
    stage: str | None
    _by_record: dict[tuple[str, NameSide | None], bool] = field(default_factory=dict)

    @cached_property
    def facts(self) -> StageFacts:
        """The facts of the stage, or of the school where it is assessed as one."""
        return self.school.stages[self.stage]

    def changes_end(self, name: str, to: Truth) -> bool:
        """Return whether an outcome or award would be different if the fact *name* were *to*.

        The cost is an evaluation of every definition above the fact that changes, up to the first outcome or award.
        """
        old = self.facts.truth(name)
        # From the findings of one side alone the fact changes only if it has the same truth there.
        keys = (_by_side(name, side) for side in self.dependents.sides)
        return self._reaches_end({key: to for key in keys if key == name or self.facts.truth(key) is old})

    def changes_end_as(self, name: str, condition: Condition) -> bool:
        """Return whether an outcome or award would be different if *name* were defined by *condition*.

        A definition that a record settles as a whole has no influence by its parts. The cost is that of
        :meth:`changes_end`.
        """
        if self._is_by_record(name, None):
            return False
        new = evaluate(condition, _ChangedFacts(self, {}, None))
        return new is not self._old_truth(name, None) and self._reaches_end({name: new})

    def changes_end_by_value(self, name: str, to: Interval) -> bool:
        """Return whether an outcome or award would be different if the value *name* were *to*.

        The cost is an evaluation of every definition above the value that changes, up to the first outcome or award.
        """
        return self._reaches_end({}, {name: to})

    def _reaches_end(self, changed: dict[str, Truth], values: Mapping[str, Interval] = _NO_VALUES) -> bool:
        """Return whether a change spreads to an outcome or award; add definitions that change on the way to *changed*.

        *values* are the values that are different. Each definition is evaluated once, after all those that it reads.
        """
        of_values = (reader for name in values for reader in self.dependents.by_value.get(name, ()))
        waiting = dict.fromkeys((*of_values, *self.dependents.list_readers(changed)))
        while not any(name in self.dependents.ends for name in changed):
            # Lower definitions come first: what a definition reads has changed by then, or never will.
            following = min(waiting, key=self.dependents.order.__getitem__, default=None)
            if following is None:
                return False
            del waiting[following]
            fresh = dict(self._changes_of(following, changed, values))
            changed.update(fresh)
            waiting.update(dict.fromkeys(self.dependents.list_readers(fresh)))
        return True

    def _changes_of(
        self, name: str, changed: dict[str, Truth], values: Mapping[str, Interval]
    ) -> Iterator[tuple[str, Truth]]:
        """Yield the new truth of a definition where it differs, by all findings and by those of each side."""
        for side in self.dependents.sides_of(name):
            if not self._is_by_record(name, side):
                new = evaluate(self.dependents.rules.definitions[name], _ChangedFacts(self, changed, side, values))
                if new is not self._old_truth(name, side):
                    yield _by_side(name, side), new

    def _old_truth(self, name: str, side: NameSide | None) -> Truth:
        return self.school.truth(name) if name in self.dependents.of_school else self.facts.truth(_by_side(name, side))

    def _is_by_record(self, name: str, side: NameSide | None) -> bool:
        """Return whether a record settles a definition as a whole, so that what it reads does not matter."""
        if name in self.dependents.unrecorded:
            return False
        key = name, side
        if key not in self._by_record:
            facts = self.facts if side is None else self.facts.by_side(side)
            self._by_record[key] = facts.by_record(name)
        return self._by_record[key]


@dataclass(frozen=True, slots=True)
class _ChangedFacts:
    """Facts by the findings of one side, or of both, with what has changed so far."""

    influence: Influence
    changed: Mapping[str, Truth]
    side: NameSide | None
    values: Mapping[str, Interval] = field(default_factory=dict)

    def truth(self, name: str, /) -> Truth:
        key = _by_side(name, self.side)
        found = self.changed.get(key)
        return self.influence.facts.truth(key) if found is None else found

    def value(self, name: str, /) -> Interval:
        found = self.values.get(name)
        return self.influence.facts.value(name) if found is None else found


# -- rewriting -----------------------------------------------------------------------------------------------------


def replace_member(condition: Condition, over_set: Condition, member: Condition, to: Truth) -> Condition:
    """Return *condition* with one *member* of the condition *over_set* inside it taken to be *to*.

    Both may be negated there, since *not* is moved to the leaves.
    """
    inside = _replace_parts(over_set, {member: Known(to), negate_condition(member): Known(to.negated())})
    result: Condition = _replace_parts(
        condition, {over_set: inside, negate_condition(over_set): negate_condition(inside)}
    )
    return result


def _replace_parts(node: Any, instead: Mapping[Condition, Condition]) -> Any:
    """Return *node* with every part that equals a key of *instead* replaced, outer parts first."""
    found = next((new for old, new in instead.items() if old == node), None)
    if found is not None:
        return found
    below = node.members
    return replace_members(node, tuple(_replace_parts(child, instead) for child in below)) if below else node
