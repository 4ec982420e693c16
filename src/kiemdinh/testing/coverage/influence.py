"""Whether one fact, taken to be otherwise and nothing else, would change an outcome or an award."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.rules import Condition, Interval, Known, Truth, children, evaluate, negated, rebuild
from kiemdinh.standards.fact_names import sideless

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.evidence.dossier import Side
    from kiemdinh.evidence.resolution import Resolution
    from kiemdinh.standards.lowering_rules import Rules

__all__ = ["Flips", "Users", "with_member"]

_ENDS: Final = ("outcome:", "label:", "award:", "lost:")
_OF_SCHOOL: Final = ("award:", "lost:")
_SIDES: Final[tuple[Side, ...]] = ("external", "self")


@dataclass(frozen=True, slots=True)
class Users:
    """Which definitions speak of which fact, and in what order they are read; the same for all schools of a setting."""

    rules: Rules
    by_fact: Mapping[str, tuple[str, ...]]
    order: Mapping[str, int]
    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, rules: Rules) -> Users:
        """Gather them from the rules."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, facts in rules.facts.items():
            for fact in {sideless(f) for f in facts}:
                found[fact].append(name)
        all_facts = {fact for facts in rules.facts.values() for fact in facts}
        sides = tuple(f"{side}:" for side in _SIDES if any(f.startswith(f"{side}:") for f in all_facts))
        order = {name: i for i, name in enumerate(rules.definitions)}
        return cls(rules, {fact: tuple(names) for fact, names in found.items()}, order, ("", *sides))


@dataclass
class Flips:
    """The facts of one school, or of one stage of it, and what hangs on each.

    What a record settles as a whole does not hang on its parts (semantics 3.9).
    """

    users: Users
    school: SchoolFacts
    stage: str | None
    _record: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def part(self) -> Resolution:
        """The facts of the stage, or of the school where it is one part."""
        return self.school.parts[self.stage]

    def changes_end(self, name: str, to: Truth) -> bool:
        """Whether an outcome or award would be otherwise if the fact *name* were *to*."""
        old = self.part.truth(name)
        # Seen by one side alone, it changes only if that side says the same.
        return self._spreads({p + name: to for p in self.users.prefixes if not p or self.part.truth(p + name) is old})

    def rewritten_changes_end(self, name: str, condition: Condition) -> bool:
        """Whether an outcome or award would be otherwise if *name* were defined by *condition*."""
        if self._by_record(name, ""):
            return False
        now = self._old(name)
        new = evaluate(condition, _View(self, {}, ""))
        return new is not now and self._spreads({name: new})

    def _spreads(self, changed: dict[str, Truth]) -> bool:
        """Follow a change upwards, each definition once, lower ones first, until an end is reached."""
        waiting = dict.fromkeys(self._above(changed))
        while not any(name.startswith(_ENDS) for name in changed):
            following = min(waiting, key=self.users.order.__getitem__, default=None)
            if following is None:
                return False
            del waiting[following]
            fresh = dict(self._again(following, changed))
            changed.update(fresh)
            waiting.update(dict.fromkeys(self._above(fresh)))
        return True

    def _above(self, changed: Mapping[str, Truth]) -> Iterator[str]:
        for key in changed:
            yield from self.users.by_fact.get(sideless(key), ())

    def _again(self, name: str, changed: dict[str, Truth]) -> Iterator[tuple[str, Truth]]:
        """Yield what a definition now gives where that is otherwise, by all findings and by those of each side."""
        for prefix in ("",) if name.startswith(_OF_SCHOOL) else self.users.prefixes:
            if not self._by_record(name, prefix):
                new = evaluate(self.users.rules.definitions[name], _View(self, changed, prefix))
                if new is not self._old(prefix + name):
                    yield prefix + name, new

    def _old(self, key: str) -> Truth:
        return self.school.truth(key) if key.startswith(_OF_SCHOOL) else self.part.truth(key)

    def _by_record(self, name: str, prefix: str) -> bool:
        if name.startswith((*_ENDS, "case:")):
            return False
        key = prefix + name
        if key not in self._record:
            facts = self.part if not prefix else self.part.by_side("external" if prefix == "external:" else "self")
            self._record[key] = facts.by_record(name)
        return self._record[key]


@dataclass(frozen=True, slots=True)
class _View:
    """Facts by the findings of one side, or of both, with what has changed so far."""

    flips: Flips
    changed: Mapping[str, Truth]
    prefix: str

    def truth(self, name: str, /) -> Truth:
        key = self.prefix + name if sideless(name) == name else name
        found = self.changed.get(key)
        return self.flips.part.truth(key) if found is None else found

    def value(self, name: str, /) -> Interval:
        return self.flips.part.value(name)


def with_member(condition: Condition, whole: Condition, member: Condition, to: Truth) -> Condition:
    """Return *condition* with one *member* of the condition *whole* inside it taken to be *to*.

    Both may stand there negated, since *not* is carried to the leaves.
    """
    inside = _put(whole, {member: Known(to), negated(member): Known(to.negated())})
    result: Condition = _put(condition, {whole: inside, negated(whole): negated(inside)})
    return result


def _put(node: Any, instead: Mapping[Condition, Condition]) -> Any:
    found = next((new for old, new in instead.items() if old == node), None)
    if found is not None:
        return found
    below = children(node)
    return rebuild(node, tuple(_put(child, instead) for child in below)) if below else node
