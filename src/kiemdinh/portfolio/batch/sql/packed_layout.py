"""Where each finding stands in packed integers: one for each criterion, two bits for each thing that is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.assessment.plain import RecordFact, RecordKind
from kiemdinh.evidence.entries import AllowedEntries, NodeForm, allowed_entries
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.rules import Truth
from kiemdinh.rules.compiled import STATUS

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Verdict
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["LAYOUT", "PackedField", "PackedLayout", "find_layout"]

LAYOUT: Final = "packed"
"""The column that says by which layout a table was packed."""
_MOST_BITS: Final = 62
"""Bits of one integer: those of a signed one of 64 bits that are never its sign, less one."""
_TAKEN: Final = ("school", "name", "year", "date", "stage", LAYOUT, "unread")
_KINDS: Final = (RecordKind.RECORDED, RecordKind.LEFT_OUT, RecordKind.LEFT_OPEN)

_State: TypeAlias = "tuple[Truth, ...]"


@dataclass(frozen=True, slots=True)
class PackedField:
    """The bits of one finding.

    See the example of :func:`kiemdinh.pack`.

    Attributes
    ----------
    node
        The id of the node.
    steps
        What the finding says something of: the steps of the node that have text, lowest first; None for a node that is
        met or unmet.
    places
        For each of them the integer and the position of its two bits: 00 is unmet, 10 unknown, 11 met, as in
        ``rules.compiled``.
    rest
        The integer, the position and the number of the bits that tell what leaves the same open: nothing recorded,
        *unknown*, and *not applicable*.
    states
        What can be recorded, each with its meaning; first that nothing is recorded.
    """

    node: str
    steps: tuple[str | None, ...]
    places: tuple[tuple[str, int], ...]
    rest: tuple[str, int, int]
    states: tuple[_State, ...]

    def place_of(self, step: str | None) -> tuple[str, int]:
        """Return the integer and the position of the two bits about a step."""
        return self.places[self.steps.index(step)]

    def find_state(self, verdict: Verdict | None, info: NodeInfo) -> int:
        """Return the number of the state that a verdict is."""
        return self.states.index(_describe(verdict, info, self.steps))

    def bits_of(self, state: int) -> dict[str, tuple[int, int]]:
        """Return by integer the mask of the field, and the bits that it has in a state."""
        found: dict[str, tuple[int, int]] = {}
        for (word, position), truth in zip(self.places, self.states[state], strict=False):
            _add_bits(found, word, 3 << position, STATUS[truth] << position)
        word, position, size = self.rest
        _add_bits(found, word, ((1 << size) - 1) << position, self._number_alike(state) << position)
        return found

    def _number_alike(self, state: int) -> int:
        """Return which one a state is of those with the same statuses."""
        size = len(self.steps)
        return sum(one[:size] == self.states[state][:size] for one in self.states[:state])


def _add_bits(found: dict[str, tuple[int, int]], word: str, mask: int, number: int) -> None:
    before, other = found.get(word, (0, 0))
    found[word] = before | mask, other | number


def _describe(verdict: Verdict | None, info: NodeInfo, steps: Iterable[str | None]) -> _State:
    """Return all that compiled rules ask of a verdict, its claims first."""
    claims = [RecordFact(RecordKind.CLAIM, info.id, step) for step in steps]
    others = [RecordFact(kind, info.id) for kind in _KINDS]
    others += [RecordFact(RecordKind.CLAIMED, info.id, one.step) for one in claims]
    return tuple(one.truth_of(verdict, info) for one in (*claims, *others))


@dataclass(frozen=True)
class PackedLayout:
    """The position of the bits of each finding of a framework; it does not depend on a table or a day.

    See the example of :func:`kiemdinh.pack`.

    Attributes
    ----------
    framework
        The framework.
    fields
        The bits of each node about which something can be found, by its id.
    words
        The integers by criterion: what each has where nothing is recorded.
    """

    framework: Framework
    fields: Mapping[str, PackedField]
    words: Mapping[str, int]

    @cached_property
    def number(self) -> int:
        """A number of the layout: another framework, or an edition with other findings or scales, has another."""
        fields = [(one.node, one.steps, one.places, one.rest, len(one.states)) for one in self.fields.values()]
        inputs = [
            (name, str(form.measure.low), str(form.measure.high), str(form.step))
            for name, form in allowed_entries(self.framework).inputs.items()
        ]
        return int.from_bytes(sha256(repr((fields, inputs)).encode()).digest()[:7])

    def find_field(self, meaning: ColumnMeaning) -> PackedField | None:
        """Return the bits of what a column is about; None where it stays a column."""
        found = self.fields.get(meaning.id) if meaning.kind == "node" else None
        if found is None or meaning.stage is None:
            return found
        named = tuple((name_word(word, meaning.stage), position) for word, position in found.places)
        word, position, size = found.rest
        return replace(found, places=named, rest=(name_word(word, meaning.stage), position, size))

    def list_unread(self, meanings: Iterable[ColumnMeaning]) -> dict[str, tuple[int, int]]:
        """Return by integer the bits that no column is about, and what they are where nothing is recorded."""
        found = {meaning: self.find_field(meaning) for meaning in meanings}
        words = self.list_words(meaning.stage for meaning, field in found.items() if field is not None)
        masks = dict.fromkeys(words, (1 << _MOST_BITS) - 1)
        for field in found.values():
            for word, (mask, _) in field.bits_of(0).items() if field is not None else ():
                masks[word] &= ~mask
        return {word: (mask, words[word] & mask) for word, mask in masks.items()}

    def list_words(self, stages: Iterable[str | None] = ()) -> dict[str, int]:
        """Return the integers of the school, and those of some stages: what each has where nothing is recorded."""
        each = dict.fromkeys((None, *stages))
        return {name_word(word, stage): number for stage in each for word, number in self.words.items()}


def name_word(word: str, stage: str | None) -> str:
    """Return the name of an integer about a stage."""
    return word if stage is None else f"{stage}/{word}"


def find_layout(framework: Framework) -> PackedLayout:
    """Return where each finding of a framework stands.

    A criterion has one integer: the requirements below it in the order of the definition, then what is found of it as a
    whole, then the bits that tell apart what leaves the same open. What has no room has a further one, ``1.1 (2)``.
    """
    allowed = allowed_entries(framework)
    taken = {*_TAKEN, *allowed.inputs}
    taken |= {form.id for form in allowed.nodes.values() if form.measure is not None}
    fields: dict[str, PackedField] = {}
    words: dict[str, int] = {}
    for criterion, forms in _group_forms(allowed).items():
        placed = list(_place_fields(f"{criterion} (1)" if criterion in taken else criterion, forms))
        fields.update((field.node, field) for field in placed)
        words |= _find_empty(placed)
    return PackedLayout(framework, fields, words)


def _group_forms(allowed: AllowedEntries) -> dict[str, list[NodeForm]]:
    """Return what can be found in words, by the criterion that it is below or is."""
    found: dict[str, list[NodeForm]] = {}
    for form in allowed.nodes.values():
        if form.info is not None and form.kind in ("met", "level") and form.measure is None:
            found.setdefault(_find_criterion(form.info, allowed.framework), []).append(form)
    # What is found of the criterion itself stands behind its requirements.
    return {name: sorted(forms, key=lambda form: form.id == name) for name, forms in found.items()}


def _find_criterion(info: NodeInfo, framework: Framework) -> str:
    """Return the id of the nearest node above that is judged by itself, or of the top one where there is none."""
    while not (info.layer is not None and info.verdict in ("level", "met")) and info.parent is not None:
        info = framework.nodes[info.parent]
    return info.id


def _place_fields(word: str, forms: Sequence[NodeForm]) -> Iterator[PackedField]:
    allocate = _Allocation(word).allocate
    placed = []
    for form in forms:
        info = _info_of(form)
        steps: tuple[str | None, ...] = (
            (None,) if form.kind == "met" else tuple(s for s in info.steps if s in info.levels)
        )
        placed.append((form, steps, tuple(allocate(2) for _ in steps)))
    for form, steps, places in placed:
        states = _list_states(form, steps)
        size = (_most_alike(states, len(steps)) - 1).bit_length()
        yield PackedField(form.id, steps, places, (*allocate(size), size), states)


def _info_of(form: NodeForm) -> NodeInfo:
    if form.info is None:
        raise LookupError(form.id)  # only what groups requirements has none
    return form.info


def _list_states(form: NodeForm, steps: Sequence[str | None]) -> tuple[_State, ...]:
    verdicts: list[Verdict | None] = [None, *form.words.values()]
    return tuple(dict.fromkeys(_describe(verdict, _info_of(form), steps) for verdict in verdicts))


def _most_alike(states: Sequence[_State], size: int) -> int:
    """Return how many states have the same statuses."""
    statuses = [state[:size] for state in states]
    return max(map(statuses.count, statuses))


def _find_empty(fields: Iterable[PackedField]) -> dict[str, int]:
    """Return what each integer has where nothing is recorded."""
    found: dict[str, int] = {}
    for field in fields:
        for word, (_, number) in field.bits_of(0).items():
            found[word] = found.get(word, 0) | number
    return found


@dataclass(slots=True)
class _Allocation:
    """Gives out bits of the integers of a criterion."""

    word: str
    number: int = 1
    used: int = 0

    def allocate(self, size: int) -> tuple[str, int]:
        """Return the integer and the position of so many bits that have not been given out."""
        if self.used + size > _MOST_BITS:
            self.number, self.used = self.number + 1, 0
        position = self.used
        self.used += size
        return self.word if self.number == 1 else f"{self.word} ({self.number})", position
