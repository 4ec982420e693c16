"""The blocking tree (*cây vướng mắc*): what keeps a condition from being certain (semantics 5.2, 5.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypedDict, Unpack

from kiemdinh.rules.evaluation import TruthAlgebra
from kiemdinh.rules.terms import (
    MET,
    OPPOSITE,
    All,
    Any,
    AtLeast,
    Branch,
    Compare,
    Condition,
    Fact,
    Not,
    Truth,
    fold_all,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.terms import Interval, Quantity

__all__ = ["Block", "BlockKind", "blocking_facts", "build_blocking_tree"]

BlockKind: TypeAlias = Literal["all", "any", "at_least", "named", "fact", "compare", "branch", "known"]
"""The kinds of nodes of a blocking tree; :class:`Block` says what each holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One node of the blocking tree: a condition that is not certain, and why it is not.

    See the example of :func:`kiemdinh.rules.build_blocking_tree`.

    Attributes
    ----------
    kind
        * ``all``, ``any``, ``at_least``: ``need`` of the ``of`` members must hold, ``have`` are certain already;
          ``parts`` are the blocks of all that are not.
        * ``named``: a condition with the name ``id``; its one part says what blocks it.
        * ``fact``: the fact ``id``.
        * ``compare``: ``condition`` is the comparison, ``measured`` the intervals of its two sides.
        * ``branch``: the test of a choice by cases is unknown; the first part is the block of the test, which must be
          settled, the others are those of the arms that are not certain.
        * ``known``: a truth that no fact can change.
    truth
        What is known now of what must hold; where ``positive`` is false, of "not the fact".
    positive
        True where the fact, name or comparison must hold; False where it must not hold.
    condition
        The term that this block is about, as it stands in the condition; a comparison in the form in which it must
        hold.
    id
        The name of the fact, or of the named condition; empty for all other kinds.
    need, have, of
        How many of its members must hold, how many are certain already, and how many there are; 1, 0 and 1 for a block
        that is no group.
    measured
        The intervals of the two sides of a comparison; None for all other kinds.
    parts
        The blocks below it, as ``kind`` says; empty for a leaf.
    held
        The members of a group that are certain already, as they stand in the condition; their number is ``have``.
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
    held: tuple[Condition, ...] = ()


def _open_every(name: str) -> bool:
    return True


_NO_DEFINITIONS: Final[Mapping[str, Condition]] = {}


def build_blocking_tree(
    condition: Condition,
    facts: Facts,
    definitions: Mapping[str, Condition] = _NO_DEFINITIONS,
    expand: Callable[[str], bool] = _open_every,
) -> Block | None:
    """Return what keeps a condition from being certain, ``None`` if it is certain.

    Only what is not certain appears. Negation is pushed down to the facts, which carry their polarity. Linear in the
    size of the conditions: equal terms share one block.

    Parameters
    ----------
    definitions
        Conditions that facts stand for. The truth of such a fact is still the one that ``facts`` gives.
    expand
        Tells whether a fact is replaced by its definition. It should not be where the fact was settled as a whole,
        whatever its definition says.

    Raises
    ------
    ValueError
        If a definition that blocks refers to itself.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Assignment
    >>> tree = build_blocking_tree(All((Fact("a"), Fact("b"), Not(Fact("c")))), Assignment({"a": MET}))
    >>> tree.kind, tree.have, tree.of
    ('all', 1, 3)
    >>> [(block.id, block.positive) for block in tree.parts]
    [('b', True), ('c', False)]
    """
    return _TreeBuilder(facts, definitions, expand).build_tree(condition)


def blocking_facts(block: Block) -> tuple[str, ...]:
    """Return the ids of the facts at the leaves of a tree, in its order, each once.

    Linear in the number of different blocks.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment
    >>> blocking_facts(build_blocking_tree(Any((Fact("b"), All((Fact("a"), Fact("b"))))), Assignment()))
    ('b', 'a')
    """
    found: dict[str, None] = {}
    for part in _iterate_blocks(block):
        if part.kind == "fact":
            found[part.id] = None
    return tuple(found)


def _iterate_blocks(block: Block) -> Iterator[Block]:
    """Yield each block of a tree once; blocks that several parts share are recognised by identity."""
    seen: set[int] = set()
    waiting = [block]
    while waiting:
        part = waiting.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            waiting.extend(reversed(part.parts))


_Key: TypeAlias = "tuple[Condition, bool]"
"""A condition and its polarity: whether it must come to hold, or cease to hold."""


class _TreeBuilder:
    """Builds the blocks of one tree, parts first, each once for a condition and a polarity."""

    def __init__(self, facts: Facts, definitions: Mapping[str, Condition], expand: Callable[[str], bool]) -> None:
        self._algebra = TruthAlgebra(facts)
        self._definitions = definitions
        self._expand = expand
        self._truths: dict[Condition, Truth] = {}
        self._intervals: dict[Quantity, Interval] = {}
        self._built: dict[_Key, Block | None] = {}

    def build_tree(self, root: Condition) -> Block | None:
        """Return the block of a condition that must come to hold."""
        self._evaluate_below(root)
        top = (root, True)
        # A stack instead of recursion: conditions can be deeper than Python's limit.
        waiting, opened = [top], set[_Key]()
        while waiting:
            key = waiting[-1]
            needed = [part for part in self._list_parts(*key) if part not in self._built]
            if needed:
                opened.add(key)
                _refuse_circle(needed, opened)
                waiting.extend(reversed(needed))
            else:
                self._built[key] = self._build_block(*key)
                waiting.pop()
        return self._built[top]

    def _evaluate_below(self, condition: Condition) -> None:
        """Evaluate a condition and all below it, unless that was done."""
        if condition not in self._truths:
            truths, intervals = fold_all(condition, algebra=self._algebra)
            self._truths |= truths
            self._intervals |= intervals

    def _truth_of(self, node: Condition, positive: bool) -> Truth:
        truth = self._truths[node]
        return truth if positive else truth.negated()

    def _list_parts(self, node: Condition, positive: bool) -> list[_Key]:
        """Return what must be built before the block of this condition."""
        if self._truth_of(node, positive) is MET:  # what is certain blocks nothing
            return []
        match node:
            case Not(part):
                return [(part, not positive)]
            case All(parts) | Any(parts) | AtLeast(_, parts):
                return [(part, positive) for part in parts]
            case Branch():
                return self._list_cases(node, positive)
            case Fact(name) if name in self._definitions and self._expand(name):
                definition = self._definitions[name]
                self._evaluate_below(definition)
                return [(definition, positive)]
            case _:
                return []

    def _list_cases(self, node: Branch, positive: bool) -> list[_Key]:
        """Return the arm that the test chooses; while the test is unknown, the test and both arms."""
        match self._truths[node.test]:
            case Truth.MET:
                return [(node.then, positive)]
            case Truth.UNMET:
                return [(node.otherwise, positive)]
            case _:
                return [(node.test, True), (node.then, positive), (node.otherwise, positive)]

    def _build_block(self, node: Condition, positive: bool) -> Block | None:
        if self._truth_of(node, positive) is MET:
            return None
        built = [self._built[key] for key in self._list_parts(node, positive)]
        parts = tuple(block for block in built if block is not None)
        match node:
            case Not():
                return parts[0]
            case All() | Any() | AtLeast():
                return self._group_block(node, positive, parts)
            case Branch():
                return parts[0] if len(built) == 1 else self._new_block("branch", node, positive, parts=parts)
            case Compare():
                return self._compare_block(node, positive)
            case Fact(name):
                return self._new_block("named" if parts else "fact", node, positive, id=name, parts=parts)
            case _:
                return self._new_block("known", node, positive)

    def _new_block(self, kind: BlockKind, node: Condition, positive: bool, **more: Unpack[_BlockFields]) -> Block:
        return Block(kind=kind, truth=self._truth_of(node, positive), positive=positive, condition=node, **more)

    def _group_block(self, node: All | Any | AtLeast, positive: bool, parts: tuple[Block, ...]) -> Block:
        of = len(node.parts)
        least = _members_needed(node)
        # "Not at least k of n" asks that n - k + 1 of the members fail.
        need = least if positive else of - least + 1
        if of == need == 1:  # a group of one member is that member
            return parts[0]
        held = tuple(part for part in node.parts if self._truth_of(part, positive) is MET)
        return self._new_block(
            _group_kind(need, of), node, positive, need=need, have=len(held), of=of, parts=parts, held=held
        )

    def _compare_block(self, node: Compare, positive: bool) -> Block:
        # A comparison that must not hold is stated as its opposite; the opposite of "==" is no single comparison.
        flips = not positive and node.op in OPPOSITE
        return Block(
            kind="compare",
            truth=self._truth_of(node, positive),
            positive=positive or flips,
            condition=Compare(node.left, OPPOSITE[node.op], node.right) if flips else node,
            measured=(self._intervals[node.left], self._intervals[node.right]),
        )


class _BlockFields(TypedDict, total=False):
    id: str
    need: int
    have: int
    of: int
    parts: tuple[Block, ...]
    held: tuple[Condition, ...]


def _refuse_circle(needed: Sequence[_Key], opened: set[_Key]) -> None:
    for node, positive in needed:
        if (node, positive) in opened:
            msg = f"a definition refers to itself: {node!r:.200}"
            raise ValueError(msg)


def _members_needed(node: All | Any | AtLeast) -> int:
    match node:
        case All(parts):
            return len(parts)
        case AtLeast(k, _):
            return k
        case _:
            return 1


def _group_kind(need: int, of: int) -> BlockKind:
    if need == of:
        return "all"
    return "any" if need == 1 else "at_least"
