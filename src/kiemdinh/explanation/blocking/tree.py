"""The blocking tree of a condition, in the terms of a standard: its nodes, steps, requirements and figures (5.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.records import find_evidence_asked, find_failing_evidence
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.blockers import Blocker, BlockerKind, Figure
from kiemdinh.data.outcomes import NO_TITLES, Titles
from kiemdinh.evidence.dossier import Reason
from kiemdinh.evidence.resolution import Rank, missing_figures
from kiemdinh.explanation.blocking.conjunctions import RedundancyFilter, flatten_members
from kiemdinh.explanation.blocking.figures import FigureBuilder, total_id
from kiemdinh.explanation.blocking.totals import find_stated_figure
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    Block,
    Compare,
    Condition,
    Fact,
    Facts,
    Value,
    build_blocking_tree,
    facts_of,
    values_of,
)
from kiemdinh.standards.names import FactKind, FactName, ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts

__all__ = ["MAX_BLOCKERS", "build_tree", "waits_for_lower_step"]

MAX_BLOCKERS: Final = 20_000
"""Blockers of one tree. Where opening everything would take more, the parts with the most below them are not opened."""


def build_tree(
    resolution: StageFacts,
    facts: Facts,
    condition: Condition,
    opens: Callable[[FactName], bool] | None = None,
) -> Blocker | None:
    """Return the blocking tree of *condition*; None where it is certain.

    Choices stay choices. Members that hold already are counted and not shown. Linear in the size of the opened
    conditions, except for conjunctions, whose members are compared with one another.

    Parameters
    ----------
    resolution
        The facts of the stage, with what settled each and why it is unknown.
    facts
        The same facts as results report them.
    opens
        Tells which facts are replaced by their definitions. By default all but the nodes and steps that a record
        settles.
    """
    names = resolution.framework.outline.fact_names

    def expand(name: str) -> bool:
        if opens is not None:
            return opens(names.read(name))
        return names.read(name).node is None or not resolution.by_record(name)

    definitions = resolution.rules.definitions
    block = build_blocking_tree(condition, facts, definitions, expand)
    if block is not None and _sizes_of(block)[id(block)] > MAX_BLOCKERS:
        block = _build_smaller_tree(
            block, lambda opened: build_blocking_tree(condition, facts, definitions, opened), expand
        )
    return None if block is None else _BlockerTreeBuilder(resolution, facts).build_blocker(block)


def _build_smaller_tree(
    whole: Block, build: Callable[[Callable[[str], bool]], Block | None], expand: Callable[[str], bool]
) -> Block | None:
    """Return the tree in which facts with very large definitions are not opened, so that it stays readable.

    In a chain of conditions, each of which reads the one before twice, the tree doubles with each condition.
    """
    sizes = _sizes_of(whole)
    of_name = {block.id: sizes[id(block)] for block in _blocks_below(whole) if block.kind == "named"}
    block: Block | None = whole
    for limit in (MAX_BLOCKERS // 10, MAX_BLOCKERS // 100, MAX_BLOCKERS // 1000, 0):
        block = build(_open_small(expand, of_name, limit))
        if block is None or _sizes_of(block)[id(block)] <= MAX_BLOCKERS:
            break
    return block


def _open_small(expand: Callable[[str], bool], sizes: Mapping[str, int], limit: int) -> Callable[[str], bool]:
    """Return which facts are opened: those that *expand* opens and whose tree is no larger than *limit*."""
    return lambda name: expand(name) and sizes.get(name, 0) <= limit


def _blocks_below(block: Block) -> Iterator[Block]:
    """Yield each block of a tree once, inner ones before what contains them."""
    waiting, seen = [block], set[int]()
    while waiting:
        one = waiting[-1]
        unseen = [part for part in one.parts if id(part) not in seen]
        if unseen and id(one) not in seen:
            waiting.extend(unseen)
            continue
        waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one


def _sizes_of(block: Block) -> Mapping[int, int]:
    """Return how many blocks each block has below it and with it, by its identity, shared ones counted each time."""
    sizes: dict[int, int] = {}
    for one in _blocks_below(block):
        sizes[id(one)] = 1 + sum(sizes[id(part)] for part in one.parts)
    return sizes


class _BlockerTreeBuilder:
    """Translates the blocks of the kernel, whose facts and values are opaque to it, into blockers."""

    def __init__(self, resolution: StageFacts, facts: Facts) -> None:
        self._resolution = resolution
        self._nodes = resolution.framework.nodes
        self._names = resolution.framework.outline.fact_names
        self._facts = facts
        self._figures = FigureBuilder(resolution.framework, facts)
        self._redundancy = RedundancyFilter(self._names, resolution.rules.definitions)

    def build_blocker(self, block: Block) -> Blocker:
        """Return a block, with all that is below it, as a blocker.

        A definition that is neither node nor step is left out: what is below it stands in its place.
        """
        match block.kind:
            case "named":
                return self._build_named(block)
            case "fact":
                return self._build_leaf(block)
            case "compare":
                return self._build_figure(block)
            case "all":
                return self._build_conjunction(block)
            case "branch":
                # Arms that nothing can make hold are left out.
                parts = tuple(part for part in map(self.build_blocker, block.parts) if part.kind != "impossible")
                return self._build_group("case", block, parts)
            case "known":
                return self._build_group("impossible", block, ())
            case "any" | "at_least":
                return self._build_group(block.kind, block, tuple(map(self.build_blocker, block.parts)))

    # -- groups ----------------------------------------------------------------------------------------

    def _build_group(self, kind: BlockerKind, block: Block, parts: tuple[Blocker, ...]) -> Blocker:
        return Blocker(
            kind=kind,
            id=None,
            node=None,
            level=None,
            stage=self._resolution.stage,
            truth=block.truth,
            holds=block.positive,
            need=block.need,
            have=block.have,
            of=block.of,
            parts=parts,
            held=self._list_held(block),
        )

    def _build_conjunction(self, block: Block) -> Blocker:
        """Return a conjunction laid flat, each thing asked for once; its only member where one is left."""
        flat, inside = flatten_members(tuple(map(self.build_blocker, block.parts)))
        kept = self._redundancy.drop_redundant(flat)
        if len(kept) == 1:
            return kept[0]
        have = block.have + sum(member.have for member in inside)
        return Blocker(
            kind="all",
            id=None,
            node=None,
            level=None,
            stage=self._resolution.stage,
            truth=block.truth,
            holds=block.positive,
            need=have + len(kept),
            have=have,
            of=have + len(kept),
            parts=kept,
            held=tuple(dict.fromkeys((*self._list_held(block), *(name for one in inside for name in one.held)))),
        )

    def _list_held(self, block: Block) -> tuple[str, ...]:
        """Return the ids of the members of a group that hold already: facts that must hold, and figures."""
        if not block.positive:
            return ()
        names = (self._name_of_held(member) for member in block.held)
        return tuple(dict.fromkeys(display_id(self._resolution, name) for name in names if name is not None))

    def _name_of_held(self, member: Condition) -> str | None:
        """Return the name of a fact or value; of a condition over one node its highest step; else None."""
        match member:
            case Fact(name):
                return name
            case Compare(Value(name)):
                return name
        facts = {name: self._names.read(name) for name in sorted(facts_of(member))}
        if len({fact.about_node for fact in facts.values()}) != 1:
            return None
        own = [name for name, fact in facts.items() if fact.node is not None and self._facts.truth(name) is MET]
        return max(own, key=lambda name: self._position_of_step(facts[name]), default=None)

    def _position_of_step(self, fact: FactName) -> int:
        steps = self._nodes[fact.subject].steps
        return steps.index(fact.step) if fact.step in steps else -1

    # -- facts -----------------------------------------------------------------------------------------

    def _build_named(self, block: Block) -> Blocker:
        """Return a fact that is opened: a node or step with its parts, else only what is below it."""
        inner = self.build_blocker(block.parts[0])
        fact = self._names.read(block.id)
        if fact.node is None:
            return inner
        kind = self._kind_of_node(fact)
        # A requirement that figures decide is shown as one line, with its figure.
        # A fact that depends on members of a register, or on another framework, is opened, since these can be raised.
        if kind == "requirement" and not any(self._is_of_others(leaf) for leaf in inner.leaves()):
            return self._build_fact(block, fact, kind, self._list_reasons(block.id, fact), inner.figure)
        return self._build_fact(block, fact, kind, parts=(inner,))

    def _is_of_others(self, leaf: Blocker) -> bool:
        name = None if leaf.id is None else self._names.read_shown(leaf.id).name
        return isinstance(name, FactName) and name.reference is not None

    def _build_leaf(self, block: Block) -> Blocker:
        fact = self._names.read(block.id)
        if fact.reference is not None or fact.kind is FactKind.KNOWN:
            reasons = self._list_reasons(block.id, fact)
            return replace(self._build_fact(block, fact, "node", reasons), level=fact.step, member=fact.member)
        if fact.about_node is None:
            return self._build_fact(block, fact, "held" if fact.is_of_decision else "outcome")
        kind = "applies" if fact.kind is FactKind.APPLIES else self._kind_of_node(fact)
        return self._build_fact(block, fact, kind, self._list_reasons(block.id, fact))

    def _kind_of_node(self, fact: FactName) -> BlockerKind:
        if fact.kind is FactKind.STEP:
            return "step"
        return "requirement" if self._nodes[fact.subject].is_requirement else "node"

    def _build_fact(
        self,
        block: Block,
        fact: FactName,
        kind: BlockerKind,
        reasons: tuple[str, ...] = (),
        figure: Figure | None = None,
        parts: tuple[Blocker, ...] = (),
    ) -> Blocker:
        shown = display_id(self._resolution, block.id)
        return Blocker(
            kind=kind,
            id=shown,
            node=fact.about_node,
            level=fact.step if fact.node is not None else None,
            stage=self._resolution.stage,
            truth=block.truth,
            holds=block.positive,
            need=1,
            have=0,
            of=1,
            reasons=reasons,
            figure=figure,
            parts=parts,
            titles=find_titles(self._resolution.framework, shown),
            missing=self._list_missing(block.id, reasons),
            evidence=find_failing_evidence(self._resolution, block.id) if reasons else (),
            asked=find_evidence_asked(self._resolution, block.id) if reasons else None,
            ended=self._resolution.resolved(block.id).ended if reasons else None,
        )

    def _list_reasons(self, name: str, fact: FactName) -> tuple[str, ...]:
        """Return why a fact is unknown; nothing of a step that waits, since the lower step has its own reasons."""
        if fact.kind is FactKind.STEP and waits_for_lower_step(self._resolution, fact):
            return ()
        return _in_order(self._resolution.resolved(name).reasons)

    def _list_missing(self, name: str, reasons: tuple[str, ...]) -> tuple[str, ...]:
        return missing_figures(self._resolution, name) if reasons else ()

    # -- figures ---------------------------------------------------------------------------------------

    def _build_figure(self, block: Block) -> Blocker:
        condition = block.condition
        assert isinstance(condition, Compare)  # noqa: S101 - what the kernel promises of this kind
        figure = self._figures.build_figure(condition, block.measured)
        if figure.value is None:
            figure = replace(figure, stated=find_stated_figure(self._resolution.rules, condition, self._facts))
        values = [v for v in sorted(values_of(condition)) if read_value_name(v).kind is not ValueKind.CLOCK]
        is_open = block.truth is UNKNOWN
        known = [self._resolution.known(v) for v in values] if is_open else []
        reasons = {reason for one in known for reason in one.reasons}
        return Blocker(
            kind="figure",
            id=total_id(values, figure) if figure.value is None else display_id(self._resolution, figure.value),
            node=None,
            level=None,
            stage=self._resolution.stage,
            truth=block.truth,
            holds=True,
            need=1,
            have=0,
            of=1,
            reasons=_in_order(reasons),
            figure=figure,
            titles=self._find_titles(figure),
            ended=next((one.ended for one in known if one.ended is not None), None),
        )

    def _find_titles(self, figure: Figure) -> Titles:
        if figure.value is not None:
            return find_titles(self._resolution.framework, figure.value)
        return NO_TITLES if figure.stated is None else figure.stated.titles


def _in_order(reasons: set[Reason] | frozenset[Reason]) -> tuple[str, ...]:
    return tuple(reason.value for reason in Reason if reason in reasons)


def waits_for_lower_step(resolution: StageFacts, step: FactName) -> bool:
    """Return whether a step waits for a lower one: no record is about it, and a lower step of its node is unmet.

    A review stops at the first step that is not reached, so nobody has assessed the higher ones. They have to be
    reached after the lower step, and not found out.
    """
    if resolution.resolved(str(step)).rank is not Rank.NOTHING:
        return False
    for level in resolution.framework.nodes[step.subject].levels:
        if level == step.step:
            return False
        if resolution.truth(str(FactName(FactKind.STEP, step.subject, level))) is UNMET:
            return True
    return False
