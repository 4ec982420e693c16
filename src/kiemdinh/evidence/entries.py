"""The entries that a dossier can have for each node and input of a framework, worked out once for all its dossiers.

Begin with :func:`allowed_entries`. Reading, writing and generated tests use it. It is imported
where a dossier is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.evidence.dossier import Level, MetOrUnmet, NotApplicable, Score, ToConfirm, Unknown, Verdict
from kiemdinh.parsing.cells import CodePattern, Vocabulary
from kiemdinh.parsing.models import Model
from kiemdinh.rules import MET, UNMET, Interval, Number
from kiemdinh.standards.definition import (
    InputDef,
    Measure,
    NodeInfo,
    RangeScale,
    ReferenceDef,
    Scale,
    StepScale,
    input_measure,
    scale_measure,
    scale_words,
)
from kiemdinh.standards.loading import Framework

__all__ = [
    "NOT_APPLICABLE",
    "TO_CONFIRM",
    "VERDICT_WORDS",
    "AllowedEntries",
    "InputForm",
    "NodeForm",
    "allowed_entries",
    "input_form",
    "inputs_in",
]

NOT_APPLICABLE = "not-applicable"
TO_CONFIRM = "to-confirm"
"""The word of a finding that was carried over from another framework (semantics 4.7)."""
_VERDICTS: Mapping[str, Verdict] = {"met": MetOrUnmet(MET), "unmet": MetOrUnmet(UNMET)}
_YES_NO: Mapping[str, Verdict] = {"true": MetOrUnmet(MET), "false": MetOrUnmet(UNMET)}
_UNKNOWN: Final = "unknown"
# The titles that reports have for the words of every framework.
_VERDICT_TITLES: Final = {"met": ("đạt",), "unmet": ("không đạt", "chưa đạt", "not met"), "true": (), "false": ()}
_GENERAL_TITLES: Final = {
    _UNKNOWN: ("chưa rõ",),
    TO_CONFIRM: ("cần xác nhận", "to confirm"),
    NOT_APPLICABLE: ("không áp dụng", "not applicable"),
}
VERDICT_WORDS: Final = Vocabulary(_VERDICT_TITLES | _GENERAL_TITLES)
"""The words that say whether something is met, in every framework, and that it is unknown or does not apply."""
_YES_NO_TITLES: Final = {"false": ("không", "no"), "true": ("có", "yes")}
_GENERAL: Final = Vocabulary(_GENERAL_TITLES)
_NOTHING: Final = Vocabulary({})
_QUANTITY_KEYS: Final = frozenset({"value", "per", "change", "by"})
"""The keys under which a quantity names inputs."""


class NodeForm(NamedTuple):
    """What a finding about a node can be.

    Attributes
    ----------
    id
        The id of the node, or of one of its levels.
    info
        The node; None for a level, which only groups its requirements.
    words
        The words that can be recorded, each with its verdict.
    shown
        The words that messages name.
    children
        The ids of the parts and levels below, by their key in a map.
    measure, step
        The measure in which a number is read, and the step of its scale; None where no number fits.
    vocabulary
        The words of the node's scale with their titles.
    """

    id: str
    info: NodeInfo | None
    words: Mapping[str, Verdict]
    shown: tuple[str, ...]
    children: Mapping[str, str]
    measure: Measure | None = None
    step: Number | None = None
    vocabulary: Vocabulary = _NOTHING

    def find_word(self, value: object) -> str | None:
        """Return the word that *value* means: one of the node's scale, or one that every framework has.

        None where it means no word, or could mean two. A word that does not fit the node is returned too.
        """
        own = self.vocabulary.find(value)
        return own if own is not None or self.vocabulary.meanings(value) else _GENERAL.find(value)

    def suggest(self, word: str) -> str | None:
        """Return the word that *word* may be a slip for, for "did you mean"; None where none or several are near."""
        own = self.vocabulary.suggest(word)
        near = _GENERAL.suggest(word) if own is None else own
        return near if near in self.words else None

    @property
    def kind(self) -> str | None:
        """How the node is judged; None where no finding can be recorded about it.

        One of ``met``, ``level``, ``rating``, ``points`` and ``finding`` (a severity), by the layer of the node.
        """
        return self.info.verdict if self.info and (self.words or self.measure) else None

    @property
    def gravest(self) -> int:
        """The position of the gravest severity on its scale, from 0.

        It is the high end of a list of findings that is not called complete (semantics 1.10).
        """
        return len(self.measure.words) - 1 if self.measure else 0

    @property
    def expected(self) -> Message:
        """What can be recorded, as messages name it: a number, words, or both."""
        number = (self.measure.what,) if self.measure and self.measure.kind == "number" else ()
        return join_alternatives((*number, ", ".join(self.shown)))


class InputForm(NamedTuple):
    """How the values of an input are read.

    Attributes
    ----------
    name, definition
        The name of the input, and its definition.
    measure, step
        How a value is read, and the step of its scale; None where it has none.
    members
        The ids of each layer for whose members the input is given, by the layer.
    by_stage
        Whether a value can be that of one stage.
    vocabulary
        The words that can be recorded, with their titles.
    """

    name: str
    definition: InputDef
    measure: Measure
    step: Number | None
    members: Mapping[str, tuple[str, ...]]
    by_stage: bool
    vocabulary: Vocabulary = _NOTHING

    def means_unknown(self, value: object) -> bool:
        """Whether *value* says that the value is unknown; a choice may have a word ``unknown`` of its own."""
        return value not in self.vocabulary and not self.vocabulary.meanings(value) and _GENERAL.find(value) == _UNKNOWN

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds for each of whose members a value is given, in the order of its name: layers, then the year."""
        kinds = [kind for kind in self.definition.each if kind != "stage"]
        return tuple(sorted(kinds, key=lambda kind: kind == "year"))


@dataclass(eq=False, repr=False)
class AllowedEntries:
    """What can be recorded under one framework: ``nodes`` and ``inputs`` by their ids; no parameters."""

    framework: Framework
    nodes: Mapping[str, NodeForm]
    inputs: Mapping[str, InputForm]

    @property
    def populations(self) -> tuple[str, ...]:
        """The kinds of members that a dossier has registers of (6.2)."""
        return self.framework.definition.populations

    @property
    def references(self) -> Mapping[str, ReferenceDef]:
        """The outcomes and awards of other frameworks that rules read, with their steps (6.5)."""
        return self.framework.definition.references

    def reference_of(self, text: str) -> ReferenceDef | None:
        """Return the steps of an outcome or award of another framework; None where no rule reads it."""
        return self.references.get(text)

    @property
    def assessed_by_stage(self) -> bool:
        """Whether each stage is assessed on its own (semantics 2.6), so that findings can be those of one stage."""
        return self.framework.definition.subject.assessed_by == "stage"

    @cached_property
    def judged_ids(self) -> tuple[str, ...]:
        """The ids of nodes of a layer that findings are recorded about, in the order of the definition.

        Messages suggest these; requirements below have ids with a ``/``.
        """
        return tuple(f.id for f in self.nodes.values() if f.info and f.info.layer and f.kind)

    @cached_property
    def scale_of_word(self) -> Mapping[str, str]:
        """The scale that each step belongs to, by the word of the step; of a word on several scales the last one."""
        scales = self.framework.definition.scales
        return {w: name for name, s in scales.items() if isinstance(s, StepScale) for w in scale_words(s)}

    @cached_property
    def parts_of_ratios(self) -> frozenset[str]:
        """The inputs that some condition divides by another (``per``)."""
        return frozenset(str(m["value"]) for m in self._quantities if "per" in m and "value" in m)

    def takes_shares(self, name: str) -> bool:
        """Whether a text such as ``36/38`` can only mean a part and its whole, for a percentage or for a ratio."""
        form = self.inputs[name]
        return form.definition.type == "number" and (form.measure.only_percent or name in self.only_in_ratios)

    @cached_property
    def only_in_ratios(self) -> frozenset[str]:
        """The inputs that are read only per another (``per``); for these a percentage is enough."""
        alone = {str(m["value"]) for m in self._quantities if "value" in m and "per" not in m}
        others = {str(m[key]) for m in self._quantities for key in ("per", "change", "by") if key in m}
        return self.parts_of_ratios - alone - others

    @cached_property
    def _quantities(self) -> tuple[Mapping[str, Any], ...]:
        """The maps and parts of the definition that name a value."""
        return tuple(m for m in _iterate_mappings(self.framework.definition) if not _QUANTITY_KEYS.isdisjoint(m))

    @cached_property
    def node_names(self) -> Vocabulary:
        """The ids of all nodes and levels, and the titles of nodes."""
        return Vocabulary({f.id: f.info.node.texts if f.info else () for f in self.nodes.values()})

    @cached_property
    def input_names(self) -> Vocabulary:
        """The names of all inputs, and their texts."""
        return Vocabulary({name: form.definition.texts for name, form in self.inputs.items()})

    @cached_property
    def declared_stages(self) -> Vocabulary:
        """The stages that the definition declares, with their titles; empty where it declares none."""
        return Vocabulary({stage.id: stage.texts for stage in self.framework.definition.subject.stages})

    def stage_names(self, stages: tuple[str, ...]) -> Vocabulary:
        """Return the names of *stages*, with the titles of those that the definition declares."""
        return Vocabulary({stage: self.declared_stages.titles.get(stage, ()) for stage in stages})

    def names_below(self, form: NodeForm) -> Vocabulary:
        """Return the keys of the parts and levels below a node, with the titles of both.

        The cost is one pass over them.
        """
        steps = form.vocabulary.titles
        below = {key: self.nodes.get(node_id) for key, node_id in form.children.items()}
        return Vocabulary(
            {key: found.info.node.texts if found and found.info else steps.get(key, ()) for key, found in below.items()}
        )

    @cached_property
    def code(self) -> CodePattern | None:
        """The pattern of an evidence code; None where the framework has none (semantics 3.1)."""
        policy = self.framework.definition.evidence
        return CodePattern.read(policy.code, self.framework.outline.by_layer) if policy and policy.code else None


@lru_cache(maxsize=64)
def allowed_entries(framework: Framework) -> AllowedEntries:
    """Return what can be recorded under a framework, by node and by input.

    The first call walks over the tree, in time linear in its size; then it is a look-up. The forms of the 64 frameworks
    that were used last are kept.

    >>> from kiemdinh.standards.catalogue import load
    >>> allowed_entries(load("vn.tt57-2026.pho-thong")).assessed_by_stage
    True
    """
    nodes: dict[str, NodeForm] = {}
    for info in framework.nodes.values():
        form = _node_form(info, framework)
        nodes[form.id] = form
        for step, ids in info.levels.items():
            # A level is a place in a dossier, under which its requirements stand, and is not judged itself.
            level_id = f"{info.id}/{step}"
            nodes[level_id] = NodeForm(level_id, None, {}, (), {framework.nodes[i].node.id: i for i in ids})
    recorded = (name for name in framework.inputs if name not in framework.parameters)
    inputs = {name: input_form(name, framework) for name in recorded}
    return AllowedEntries(framework, nodes, inputs)


def inputs_in(condition: Any) -> tuple[str, ...]:
    """Return the names of the inputs that a condition of a definition reads, each once, in the order of the text.

    Parameters
    ----------
    condition
        A condition as the definition's model has it, or None for no condition. Names that it refers to are not
        followed.
    """
    return tuple(dict.fromkeys(m["value"] for m in _iterate_mappings(condition) if isinstance(m.get("value"), str)))


def _node_form(info: NodeInfo, framework: Framework) -> NodeForm:
    children = {framework.nodes[i].node.id: i for i in info.parts}
    children |= {step: f"{info.id}/{step}" for step in info.levels}
    words, shown, measure, step = _find_fitting_words(info, framework)
    if words or measure:
        extra: dict[str, Verdict] = {_UNKNOWN: Unknown()}
        if info.node.may_not_apply:
            extra[NOT_APPLICABLE] = NotApplicable()
        # The words of the scale come last, since a scale may have a step with the name ``unknown``. The word for *to
        # confirm* is written by a carry-over, and is not offered to people.
        words, shown = {TO_CONFIRM: ToConfirm()} | extra | words, (*shown, *extra)
    return NodeForm(info.id, info, words, shown, children, measure, step, _node_vocabulary(info, framework))


def _node_vocabulary(info: NodeInfo, framework: Framework) -> Vocabulary:
    """Return the words that a finding about a node can be, with their titles."""
    if info.verdict is None or (info.layer is not None and info.layer.derive is not None):
        return _NOTHING
    if info.verdict == "met":
        return Vocabulary(_VERDICT_TITLES)
    return _scale_vocabulary(framework.definition.scales.get(info.scale or ""))


def _scale_vocabulary(scale: Scale | None) -> Vocabulary:
    if not isinstance(scale, StepScale):
        return _NOTHING
    below = (scale.not_reached,) if scale.not_reached else ()
    return Vocabulary({step.id: step.texts for step in (*below, *scale.steps)}, numbered=True)


def _input_vocabulary(definition: InputDef, scale: Scale | None) -> Vocabulary:
    if definition.type in ("yes_no", "decision"):
        return Vocabulary(_YES_NO_TITLES)
    if definition.type == "choice":
        return Vocabulary({choice.id: choice.texts for choice in definition.choices or ()})
    return _scale_vocabulary(scale) if definition.type == "scale" else _NOTHING


def _find_fitting_words(
    info: NodeInfo, framework: Framework
) -> tuple[dict[str, Verdict], tuple[str, ...], Measure | None, Number | None]:
    """Return the words that fit a node, those to show, how a number is read, and the step of its scale."""
    # What is calculated from parts is not recorded.
    if info.verdict is None or (info.layer is not None and info.layer.derive is not None):
        return {}, (), None, None
    if info.verdict == "met":
        # ``true`` and ``false`` are read as well, and are not named in messages.
        return {**_VERDICTS, **_YES_NO}, tuple(_VERDICTS), None, None
    if info.verdict == "points":
        most = info.node.points or 0
        what = Message("points from 0 to {most}", most=most)
        return (
            {},
            (),
            Measure("number", what=what, percent_of=most, low=0, high=most),
            None,
        )
    name = info.scale or ""
    scale = framework.definition.scales.get(name)
    if isinstance(scale, RangeScale):
        return {}, (), scale_measure(name, scale), scale.step
    if not isinstance(scale, StepScale):
        return {}, (), None, None
    measure, steps = scale_measure(name, scale), scale_words(scale)
    if info.verdict == "level":
        # Levels are counted from 1. A scale that names what lies below its lowest step has that word first, as 0.
        below = int(scale.not_reached is None)
        return {word: Level(i + below) for i, word in enumerate(steps)}, steps, None, None
    return {word: Score(Interval.point(i)) for i, word in enumerate(steps)}, steps, measure, None


def input_form(name: str, framework: Framework) -> InputForm:
    """Return how the values of an input are read; a parameter has a form too, though no dossier records it."""
    definition = framework.inputs[name]
    scale = framework.definition.scales.get(definition.scale or "")
    step = scale.step if isinstance(scale, RangeScale) else definition.step
    layers = (kind for kind in definition.each if kind not in ("year", "stage"))
    members = {kind: framework.outline.by_layer.get(kind, ()) for kind in layers}
    # Where stages are assessed each on its own, any figure may be that of a stage (2.6).
    by_stage = "stage" in definition.each or framework.definition.subject.assessed_by == "stage"
    vocabulary = _input_vocabulary(definition, scale)
    return InputForm(name, definition, input_measure(definition, scale), step, members, by_stage, vocabulary)


def _iterate_mappings(whole: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every map and every part of a definition inside *whole*, as maps of what they state."""
    # The objects are read as they are: to write a part of a definition as data, pydantic would have to be loaded.
    open_ = [whole]
    while open_:
        value = open_.pop()
        if isinstance(value, Model):
            value = {name: inner for name, inner in vars(value).items() if inner is not None}
        if isinstance(value, dict):  # maps of a definition are dictionaries too
            yield value
            open_ += value.values()
        elif isinstance(value, list | tuple):
            open_ += value
