"""The one bridge from the surface language to the core language of :mod:`kiemdinh.rules`.

A condition of a definition becomes a condition over named facts and values. What the ids mean together is checked
on the way, so that whatever is loaded has been lowered once. Names of facts:

=========================  ==========================================================================
``1.3/muc-1/a``            the verdict of a requirement, or of any node judged met or unmet
``1.3/muc-1``              a step of a criterion: its own condition for that level
``applies:1.3/muc-1/a``    whether a node applies (only where it may not)
``outcome:muc/muc-1``      an outcome reaches a level; ``outcome:action=sc`` for a label
``external:outcome:…``     the same by what an external review and the figures say
``award:…``, ``lost:…``    an award's conditions, and its grounds for loss
``held:…``                 an award or grade held by recorded decision; also ``revoked:…`` and ``never:…``
``input:x@thcs/2025-2026`` the value of an input; ``rating:1.1``, ``points:1.1``, ``finding:1.1`` of a node
=========================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    All,
    Branch,
    Condition,
    Fact,
    Known,
    NestingError,
    negated,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.comparing import Comparing
from kiemdinh.standards.conditions import (
    AllOf,
    AnyOf,
    AwardCompared,
    Compared,
    Every,
    NotOf,
    OutcomeCompared,
)
from kiemdinh.standards.counting import Counting
from kiemdinh.standards.diagnostics import InputError
from kiemdinh.standards.membership import Membership
from kiemdinh.standards.model import Definition, LabelOutcome, LadderAward, LadderOutcome, StepScale
from kiemdinh.standards.operands import Operands
from kiemdinh.standards.outline import Outline
from kiemdinh.standards.places import NOTHING_KNOWN, Lowered, Members, Place, conjunction
from kiemdinh.standards.problems import Path, Problems
from kiemdinh.standards.setting import Setting
from kiemdinh.standards.words import Duration

__all__ = ["MOST_DEEP", "MOST_STEPS", "Lowering"]

MOST_STEPS: Final = 20_000
"""Conditions and quantities of a definition, each counted for every member of a set that it is said of."""

MOST_DEEP: Final = 60
"""Conditions and quantities inside each other, defined names written out."""

_TRUTH_WORDS = {"met": Known(MET), "unmet": Known(MET.negated()), "unknown": Known(UNKNOWN)}


class Lowering:
    """Lowers conditions of one definition in one setting, collecting problems, context and what is used."""

    def __init__(self, definition: Definition, outline: Outline, setting: Setting, problems: Problems) -> None:
        self.definition = definition
        self.outline = outline
        self.setting = setting
        self.problems = problems
        self.layers = {layer.id: layer for layer in definition.layers}
        self.outcomes = {outcome.id: outcome for outcome in definition.outcomes}
        self.awards = {award.id: award for award in definition.awards}
        self.context: set[str] = set()
        self.used: set[tuple[str, str]] = set()
        self.durations: set[Duration] = set()
        self._in_context = False
        self._expanding: list[str] = []
        self._steps = 0
        self._depth = 0
        self.comparing = Comparing(self)
        self.counting = Counting(self)
        self.operands = Operands(self)
        self.membership = Membership(self)

    @contextmanager
    def context_here(self) -> Iterator[None]:
        """Inside, every input that is read is context (semantics, Words)."""
        before, self._in_context = self._in_context, True
        try:
            yield
        finally:
            self._in_context = before

    @contextmanager
    def expanding(self, name: str, path: Path) -> Iterator[bool]:
        """Guard the expansion of a defined name; yields False, and reports it, where it refers to itself."""
        if name in self._expanding:
            self.problems.add("KD213", f"'{name}' refers to itself", path, found=" -> ".join((*self._expanding, name)))
            yield False
            return
        self._expanding.append(name)
        try:
            yield True
        finally:
            self._expanding.pop()

    @contextmanager
    def deeper(self, path: Path) -> Iterator[None]:
        """Count a condition or quantity that is lowered inside, and refuse rules without bounds.

        Raises
        ------
        InputError
            Written out, the rules are too many or too deep; with the problems found before.
        """
        self._steps += 1
        self._depth += 1
        if self._steps > MOST_STEPS:
            self.problems.add(
                "KD007",
                f"written out for every member of their sets, the rules have more than {MOST_STEPS:,} conditions",
                path,
                hint="a set inside a set, or a name defined by another, multiplies them",
            )
            raise InputError(self.problems.found)
        if self._depth > MOST_DEEP:
            self.problems.add(
                "KD008",
                f"with its defined names and sets written out, the rule is nested more than {MOST_DEEP} deep",
                path,
                hint="does a set, a weight or a derived rating lead back to itself?",
            )
            raise InputError(self.problems.found)
        try:
            yield
        finally:
            self._depth -= 1

    def reads(self, value_id: str, *, context: bool = False) -> str:
        """Note that *value_id* is read, as context where it decides what applies; return it."""
        if context or self._in_context:
            self.context.add(value_id)
        return value_id

    def layer_of(self, node_id: str) -> str | None:
        """Return the id of the layer of a node."""
        layer = self.outline.nodes[node_id].layer
        return layer.id if layer else None

    def may_not_apply(self, node_id: str) -> bool:
        """Whether a node can leave its group (1.7)."""
        node = self.outline.nodes[node_id].node
        return node.when is not None or node.may_not_apply or node.if_empty == "not-applicable"

    def condition(self, cond: Any, place: Place, path: Path) -> Lowered:
        """Lower a condition that stands at *place*."""
        with self.deeper(path):
            try:
                return self._condition(cond, place, path)
            except NestingError:
                self.problems.add("KD008", "the rule is nested too deeply", path, hint="make requirements of its parts")
                return NOTHING_KNOWN

    def _condition(self, cond: Any, place: Place, path: Path) -> Lowered:
        if isinstance(cond, str):
            return self._word(cond, place, path)
        if isinstance(cond, AllOf):
            return self._all([self.condition(c, place, (*path, "all", i)) for i, c in enumerate(cond.all_)])
        if isinstance(cond, AnyOf):
            return self._any([self.condition(c, place, (*path, "any", i)) for i, c in enumerate(cond.any_)])
        if isinstance(cond, NotOf):
            inner = self.condition(cond.not_, place, (*path, "not"))
            return Lowered(negated(inner.condition), inner.applies)
        if isinstance(cond, Every):
            return self._every(cond, place, path)
        if isinstance(cond, OutcomeCompared):
            return Lowered(self._outcome(cond, path))
        if isinstance(cond, AwardCompared):
            return Lowered(self._award(cond, path))
        if isinstance(cond, Compared):
            return self.comparing.comparison(cond, place, path)
        self.problems.add("KD105", "a condition is expected, not a quantity", path, hint="add a comparator")
        return NOTHING_KNOWN

    def settled(self, lowered: Lowered, path: Path) -> Condition:
        """Return a condition that always applies; reports one that can leave where nothing stands around it."""
        if lowered.applies is not None:
            self.problems.add(
                "KD221",
                "nothing says what holds where this does not apply",
                path,
                expected="if_empty: met, unmet or unknown",
            )
        return lowered.condition

    def _word(self, word: str, place: Place, path: Path) -> Lowered:
        if word in ("met", "unmet"):
            verdict = self.verdict(place, path)
            return Lowered(verdict if word == "met" else negated(verdict))
        defined = self.definition.define.get(word)
        if defined is None:
            known = ("met", "unmet", *self.definition.define)
            self.problems.unknown("KD209", "name", word, known, path)
            return NOTHING_KNOWN
        self.used.add(("define", word))
        with self.expanding(word, path) as fresh:
            return self.condition(defined, place, ("define", word)) if fresh else NOTHING_KNOWN

    def verdict(self, place: Place, path: Path) -> Condition:
        """Return the verdict of the node at hand."""
        if place.node is None:
            self.problems.add(
                "KD210",
                "there is no member here whose verdict could be meant",
                path,
                hint="say it inside 'that' of a set of nodes",
            )
            return Known(UNKNOWN)
        info = self.outline.nodes[place.node]
        if info.verdict != "met":
            verdict = info.verdict or "nothing"
            self.problems.add(
                "KD212",
                f"'{self.layer_of(place.node)}' is not judged met or unmet",
                path,
                found=f"it is judged by {verdict}",
                hint="compare what it has, such as {its: level, at_least: …}",
            )
            return Known(UNKNOWN)
        return Known(place.assume) if place.assume is not None else Fact(place.node)

    def _all(self, parts: list[Lowered]) -> Lowered:
        members = tuple(part.within_all() for part in parts)
        return Lowered(members[0] if len(members) == 1 else All(members), _any_applies(parts))

    def _any(self, parts: list[Lowered]) -> Lowered:
        members = tuple(part.or_unmet() for part in parts)
        return Lowered(members[0] if len(members) == 1 else AnyCondition(members), _any_applies(parts))

    def _every(self, cond: Every, place: Place, path: Path) -> Lowered:
        members = self.membership.members(cond.every, place, (*path, "every"))
        parts = []
        for member in members.items:
            that = self.condition(cond.that, member.place, (*path, "that"))
            applies = tuple(c for c in (member.counted, that.applies) if c is not None)
            parts.append(Lowered(that.condition, conjunction(applies)).within_all())
        return self.or_empty(All(tuple(parts)) if parts else Known(MET), members, (*path, "every"))

    def or_empty(self, condition: Condition, members: Members, path: Path) -> Lowered:
        """Say what holds where a set is empty or cannot be told; reports a set that leaves it open (1.8)."""
        if not members.known:
            return NOTHING_KNOWN
        if not members.may_be_empty():
            return Lowered(condition)
        said = self._said_if_empty(members, path)
        if said is None:
            return Lowered(condition, members.any_left())
        return Lowered(said if not members.items else Branch(members.any_left(), condition, said))

    def _said_if_empty(self, members: Members, path: Path) -> Condition | None:
        if members.if_empty == "not-applicable":
            return None
        if members.if_empty in _TRUTH_WORDS:
            return _TRUTH_WORDS[members.if_empty]
        self.problems.add(
            "KD222",
            f"the set '{members.name}' can be empty and does not say what then holds",
            path,
            expected="if_empty: met, unmet, unknown or not-applicable in the set",
        )
        return Known(UNKNOWN)

    def ladder_steps(self, scale: str, path: Path) -> tuple[str, ...]:
        """Return the step ids of a ladder, lowest first; reports what is no ladder."""
        found = self.definition.scales.get(scale)
        if not isinstance(found, StepScale):
            names = [name for name, s in self.definition.scales.items() if isinstance(s, StepScale)]
            self.problems.unknown("KD214", "scale of steps", scale, names, path)
            return ()
        return tuple(step.id for step in found.steps)

    def _outcome(self, cond: OutcomeCompared, path: Path) -> Condition:
        outcome = self.outcomes.get(cond.outcome)
        prefix = "external:" if cond.side == "external" else "self:" if cond.side == "self" else ""
        self.used.add(("outcome", cond.outcome))
        if outcome is None and "/" in cond.outcome:
            return self._elsewhere(cond.outcome, (*path, "outcome"))
        if outcome is None:
            self.problems.unknown("KD209", "outcome", cond.outcome, self.outcomes, (*path, "outcome"))
            return Known(UNKNOWN)
        if isinstance(outcome, LadderOutcome):
            below = self.below(outcome.ladder)
            steps = self.ladder_steps(outcome.ladder, path)
            return self.on_ladder(cond, f"{prefix}outcome:{outcome.id}/", steps, below, path)
        return self._label(cond, outcome, prefix, path)

    def below(self, scale: str) -> str | None:
        """Return the id of what lies below the lowest step of a scale, where it has a name."""
        found = self.definition.scales.get(scale)
        return found.not_reached.id if isinstance(found, StepScale) and found.not_reached else None

    def on_ladder(
        self, cond: Compared, prefix: str, steps: tuple[str, ...], below: str | None, path: Path
    ) -> Condition:
        """Lower comparisons with steps of a ladder whose facts are *prefix* and step, each holding those below."""
        rungs = {step: Fact(prefix + step) for step in steps}
        return self._on_rungs(cond, rungs, below, path)

    def _on_rungs(self, cond: Compared, rungs: dict[str, Fact], below: str | None, path: Path) -> Condition:
        parts = tuple(self._rung(op, words, rungs, below, (*path, op)) for op, words in cond.comparisons())
        return parts[0] if len(parts) == 1 else All(parts)

    def _rung(self, op: str, words: Any, rungs: dict[str, Fact], below: str | None, path: Path) -> Condition:
        if isinstance(words, tuple):
            return AnyCondition(tuple(self._rung(op, word, rungs, below, path) for word in words))
        order = ((below,) if below is not None else ()) + tuple(rungs)
        if words not in order:
            self.problems.unknown("KD215", "step", str(words), [o for o in order if o], path)
            return Known(UNKNOWN)
        at = list(order).index(words)
        reached = [rungs.get(str(step), Known(MET)) for step in order]
        above = reached[at + 1] if at + 1 < len(reached) else Known(MET.negated())
        return {
            "at_least": reached[at],
            "above": above,
            "at_most": negated(above),
            "below": negated(reached[at]),
            "is": All((reached[at], negated(above))),
        }[op]

    def _label(self, cond: OutcomeCompared, outcome: LabelOutcome, prefix: str, path: Path) -> Condition:
        labels = (*(case.id for case in outcome.cases), outcome.otherwise.id)
        for op, _ in cond.comparisons():
            if op != "is":
                self.problems.add(
                    "KD212",
                    f"the labels of '{outcome.id}' have no order",
                    (*path, op),
                    key=True,
                    expected="is: a label or a list",
                )
                return Known(UNKNOWN)
        wanted = cond.is_ if isinstance(cond.is_, tuple) else (cond.is_,)
        for word in wanted:
            if word not in labels:
                self.problems.unknown("KD215", "label", str(word), labels, (*path, "is"))
        chain: Condition = Known(MET if outcome.otherwise.id in wanted else MET.negated())
        for case in reversed(outcome.cases):
            yes = Known(MET if case.id in wanted else MET.negated())
            chain = Branch(Fact(f"{prefix}case:{outcome.id}={case.id}"), yes, chain)
        return chain

    def _award(self, cond: AwardCompared, path: Path) -> Condition:
        award = self.awards.get(cond.award)
        if award is None and "/" in cond.award:
            return self._elsewhere(cond.award, (*path, "award"))
        if award is None:
            self.problems.unknown("KD209", "award", cond.award, self.awards, (*path, "award"))
            return Known(UNKNOWN)
        since = self._since(cond, path)
        steps = self.ladder_steps(award.ladder, path) if isinstance(award, LadderAward) else ()
        if cond.is_ is not None:
            states = {"held": "held", "revoked": "revoked", "never": "never"}
            words = cond.is_ if isinstance(cond.is_, tuple) else (cond.is_,)
            if all(word in states for word in words):
                facts = tuple(Fact(f"{states[str(w)]}:{award.id}{since if w == 'held' else ''}") for w in words)
                return facts[0] if len(facts) == 1 else AnyCondition(facts)
        if not steps:
            self.problems.add(
                "KD215", f"the award '{award.id}' has no grades", path, expected="is: held, revoked or never"
            )
            return Known(UNKNOWN)
        rungs = {step: Fact(f"held:{award.id}/{step}{since}") for step in steps}
        below = self.below(award.ladder) if isinstance(award, LadderAward) else None
        return self._on_rungs(cond, rungs, below, path)

    def _since(self, cond: AwardCompared, path: Path) -> str:
        if cond.for_ is None:
            return ""
        duration = self.operands.duration(cond.for_, (*path, "for"))
        return "" if duration is None else f" for {duration}"

    def _elsewhere(self, reference: str, path: Path) -> Condition:
        self.problems.add(
            "KD241",
            f"'{reference}' belongs to another framework, which a rule cannot read yet",
            path,
            hint="references between frameworks come in a later version, without a change of the language",
        )
        return Known(UNKNOWN)


def _any_applies(parts: list[Lowered]) -> Condition | None:
    """A group applies where some member does; None where one surely does."""
    applies = tuple(part.applies for part in parts if part.applies is not None)
    if len(applies) < len(parts):
        return None
    return applies[0] if len(applies) == 1 else AnyCondition(applies)
