"""The blocking tree: what keeps a condition from being certain (semantics 5.2, 5.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypedDict, Unpack

from kiemdinh.rules.evaluation.reference import TruthAlgebra
from kiemdinh.rules.terms.fold import fold_all
from kiemdinh.rules.terms.language import All, Any, AtLeast, Branch, Compare, Condition, Fact, Not
from kiemdinh.rules.terms.rewrite import OPPOSITE
from kiemdinh.rules.terms.truth import MET, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kiemdinh.rules.evaluation.reference import Facts
    from kiemdinh.rules.terms.exact_numbers import Interval
    from kiemdinh.rules.terms.language import Quantity

__all__ = ["Block", "BlockKind", "blocking_facts", "build_blocking_tree"]

BlockKind: TypeAlias = Literal["all", "any", "at_least", "named", "fact", "compare", "branch", "known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One node of the blocking tree (*cây vướng mắc*): something that is not certain, and why.

    Attributes
    ----------
    kind
        * ``all``, ``any``, ``at_least``: `need` of the `of` members must hold, `have` are certain already;
          `parts` are the blocks of all that are not.
        * ``named``: a condition with the name `id`; its one part says what blocks it.
        * ``fact``: the fact `id`.
        * ``compare``: `condition` is the comparison, `measured` what is known of its two sides.
        * ``branch``: the test of a choice by cases is unknown; the first part is the block of the test, to be
          settled, the others those of the arms that are not certain.
        * ``known``: a truth that no fact can change.
    truth
        What is known now of what must hold (of "not the fact" where `positive` is false).
    positive
        Whether the fact, name or comparison must come to hold; if not, it must cease to hold.
    condition
        The term this block is about, as it stands in the condition (a comparison: as it must come to hold).
    """

    kind: BlockKind
    truth: Truth
    positive: bool
    condition: Condition
    id: str = ""
    need: int = 1
    have: int = 0
    of: int = 1
    measured: tuple[Interval, Interval] | None = None
    parts: tuple[Block, ...] = ()


def _always(name: str) -> bool:
    return True


_NOTHING: Final[Mapping[str, Condition]] = {}


def build_blocking_tree(
    condition: Condition,
    facts: Facts,
    definitions: Mapping[str, Condition] = _NOTHING,
    expand: Callable[[str], bool] = _always,
) -> Block | None:
    """Give what keeps a condition from being certain, ``None`` if it is certain.

    Only what is not certain appears. Negation is pushed to the facts, which carry their polarity. A fact that
    `definitions` names is opened into its own condition where `expand` allows it (it should not for a fact
    that was settled as a whole, against or beside its definition); its truth is always the one `facts` gives.
    Linear in the size of the conditions: equal terms share one block.

    Raises
    ------
    ValueError
        If a definition that blocks refers to itself.
    """
    return _Tree(facts, definitions, expand).grow(condition)


def blocking_facts(block: Block) -> tuple[str, ...]:
    """Give the ids of the facts that a tree ends in, in its order, each once."""
    found: dict[str, None] = {}
    for part in _blocks(block):
        if part.kind == "fact":
            found[part.id] = None
    return tuple(found)


def _blocks(block: Block) -> Iterator[Block]:
    seen: set[int] = set()
    waiting = [block]
    while waiting:
        part = waiting.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            waiting.extend(reversed(part.parts))


_Key: TypeAlias = tuple[Condition, bool]
"""A condition and its polarity: whether it must come to hold or cease to hold."""


class _Tree:
    """The blocks of one call, each made once for a condition and a polarity, parts first."""

    def __init__(self, facts: Facts, definitions: Mapping[str, Condition], expand: Callable[[str], bool]) -> None:
        self._algebra = TruthAlgebra(facts)
        self._definitions = definitions
        self._expand = expand
        self._truths: dict[Condition, Truth] = {}
        self._intervals: dict[Quantity, Interval] = {}
        self._made: dict[_Key, Block | None] = {}

    def grow(self, root: Condition) -> Block | None:
        """Make the block of a condition that must come to hold."""
        self._read(root)
        top = (root, True)
        waiting, opened = [top], set[_Key]()
        while waiting:
            key = waiting[-1]
            needed = [part for part in self._parts(*key) if part not in self._made]
            if needed:
                opened.add(key)
                _refuse_circle(needed, opened)
                waiting.extend(reversed(needed))
            else:
                self._made[key] = self._make(*key)
                waiting.pop()
        return self._made[top]

    def _read(self, condition: Condition) -> None:
        """Learn the truth of a condition and of all below it."""
        if condition not in self._truths:
            truths, intervals = fold_all(condition, algebra=self._algebra)
            self._truths |= truths
            self._intervals |= intervals

    def _truth(self, node: Condition, positive: bool) -> Truth:
        truth = self._truths[node]
        return truth if positive else truth.negated()

    def _parts(self, node: Condition, positive: bool) -> list[_Key]:
        """Give what must be made before the block of this node."""
        if self._truth(node, positive) is MET:
            return []
        match node:
            case Not(part):
                return [(part, not positive)]
            case All(parts) | Any(parts) | AtLeast(_, parts):
                return [(part, positive) for part in parts]
            case Branch():
                return self._cases(node, positive)
            case Fact(name) if name in self._definitions and self._expand(name):
                definition = self._definitions[name]
                self._read(definition)
                return [(definition, positive)]
            case _:
                return []

    def _cases(self, node: Branch, positive: bool) -> list[_Key]:
        match self._truths[node.test]:
            case Truth.MET:
                return [(node.then, positive)]
            case Truth.UNMET:
                return [(node.otherwise, positive)]
            case _:
                return [(node.test, True), (node.then, positive), (node.otherwise, positive)]

    def _make(self, node: Condition, positive: bool) -> Block | None:
        if self._truth(node, positive) is MET:
            return None
        made = [self._made[key] for key in self._parts(node, positive)]
        parts = tuple(block for block in made if block is not None)
        match node:
            case Not():
                return parts[0]
            case All() | Any() | AtLeast():
                return self._group(node, positive, parts)
            case Branch():
                return parts[0] if len(made) == 1 else self._block("branch", node, positive, parts=parts)
            case Compare():
                return self._compare(node, positive)
            case Fact(name):
                return self._block("named" if parts else "fact", node, positive, id=name, parts=parts)
            case _:
                return self._block("known", node, positive)

    def _block(self, kind: BlockKind, node: Condition, positive: bool, **more: Unpack[_More]) -> Block:
        return Block(kind=kind, truth=self._truth(node, positive), positive=positive, condition=node, **more)

    def _group(self, node: All | Any | AtLeast, positive: bool, parts: tuple[Block, ...]) -> Block:
        of = len(node.parts)
        least = _least(node)
        need = least if positive else of - least + 1
        if of == need == 1:
            return parts[0]
        have = of - len(parts)
        kind = _kind(need, of)
        return self._block(kind, node, positive, need=need, have=have, of=of, parts=parts)

    def _compare(self, node: Compare, positive: bool) -> Block:
        flips = not positive and node.op in OPPOSITE
        return Block(
            kind="compare",
            truth=self._truth(node, positive),
            positive=positive or flips,
            condition=Compare(node.left, OPPOSITE[node.op], node.right) if flips else node,
            measured=(self._intervals[node.left], self._intervals[node.right]),
        )


class _More(TypedDict, total=False):
    id: str
    need: int
    have: int
    of: int
    parts: tuple[Block, ...]


def _refuse_circle(needed: Sequence[_Key], opened: set[_Key]) -> None:
    for node, positive in needed:
        if (node, positive) in opened:
            msg = f"a definition refers to itself: {node!r:.200}"
            raise ValueError(msg)


def _least(node: All | Any | AtLeast) -> int:
    """Give the number of members that must hold."""
    match node:
        case All(parts):
            return len(parts)
        case AtLeast(k, _):
            return k
        case _:
            return 1


def _kind(need: int, of: int) -> BlockKind:
    if need == of:
        return "all"
    return "any" if need == 1 else "at_least"
