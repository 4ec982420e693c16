"""The outline of a target: the rules that are the same for all schools, and the clusters of facts below them.

The *upper* rules are groups of facts that no record settles: outcomes, labels and the cases of labels. Below them are
facts about criteria, and rules that compare values. These are divided into clusters, which share nothing that a school
could change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemdinh.explanation.composition.upper_form import PLAIN_CONDITIONS, UpperForm
from kiemdinh.explanation.repairs import StageFact
from kiemdinh.rules import All, Assignment, Condition, Fact, facts_of, rename_ids, residual_of, walk
from kiemdinh.rules.repairs import NormalGroup
from kiemdinh.standards.names import FactKind, FactName, ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.rules.repairs import Normal
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["Cluster", "TargetOutline", "outline_target"]

_OF_RULES_ALONE = frozenset({FactKind.OUTCOME, FactKind.LABEL, FactKind.CASE})


@dataclass(frozen=True, slots=True)
class Cluster:
    """Facts below the upper rules that depend on the same records.

    Attributes
    ----------
    facts
        Their names, in the order in which the upper rules read them.
    places
        For each of them its place among all facts that the upper rules end in.
    nodes, inputs
        The nodes and inputs whose records may change these facts.
    """

    facts: tuple[str, ...]
    places: tuple[int, ...]
    nodes: frozenset[str]
    inputs: frozenset[str]


@dataclass(frozen=True, slots=True)
class TargetOutline:
    """The part of the question about a target that is the same for every school with the same stages.

    Attributes
    ----------
    stages
        The stages that are assessed each on its own; None alone where there are none.
    condition
        The target in every stage, in the names of a problem.
    definitions
        The upper rules in these names.
    form
        The normal form of the target over the facts that the upper rules end in.
    leaves
        For each of these facts its number in the form.
    clusters
        The clusters of the facts below the upper rules.
    """

    stages: tuple[str | None, ...]
    condition: Condition
    definitions: dict[str, Condition]
    form: UpperForm
    leaves: tuple[int, ...]
    clusters: tuple[Cluster, ...]

    def put_in(self, forms: Mapping[tuple[int, int], Normal]) -> Normal:
        """Return the normal form of the target with the *forms* of facts, by the stage and their places.

        All others hold.
        """
        by_stage: list[dict[int, Normal]] = [{} for _ in self.stages]
        for (stage, place), form in forms.items():
            by_stage[stage][self.leaves[place]] = form
        parts = tuple(map(self.form.put_in, by_stage))
        return parts[0] if len(parts) == 1 else NormalGroup(len(parts), parts, (1,) * len(parts))


def outline_target(
    framework: Framework, rules: FrameworkRules, stages: Sequence[str | None], target: FactName
) -> TargetOutline:
    """Return the outline of a target; it costs a pass over the rules below each fact under the upper rules."""
    reader = _RuleReader(framework, rules)
    upper: dict[str, None] = {}
    ends: dict[str, None] = {}
    reader.read_upper(str(target), upper, ends)
    form = UpperForm.of(str(target), {name: reader.read_rule(name) for name in rules.definitions if name in upper})
    leaves = tuple(form.leaves[name] for name in ends)
    clusters = tuple(reader.find_clusters(tuple(ends)))
    parts = tuple(Fact(str(StageFact(stage, str(target)))) for stage in stages)
    definitions = {
        str(StageFact(stage, name)): _rename(reader.read_rule(name), stage) for stage in stages for name in upper
    }
    return TargetOutline(
        tuple(stages), parts[0] if len(parts) == 1 else All(parts), definitions, form, leaves, clusters
    )


def _rename(condition: Condition, stage: str | None) -> Condition:
    return rename_ids(condition, lambda name: str(StageFact(stage, name)), lambda name: name)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What one fact depends on: the definitions below it, and the nodes and values that these name."""

    facts: frozenset[str]
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class _RuleReader:
    framework: Framework
    rules: FrameworkRules
    _rules_read: dict[str, Condition] = field(default_factory=dict)

    def read_rule(self, name: str) -> Condition:
        """Return the definition of a fact, without the arms of choices that the stages of the school never take."""
        if name not in self._rules_read:
            self._rules_read[name] = residual_of(self.rules.definitions[name], Assignment({}))
        return self._rules_read[name]

    def read_upper(self, name: str, upper: dict[str, None], ends: dict[str, None]) -> None:
        """Add the upper rules from *name* on, and the facts that they end in, in the order in which they are read."""
        if not self._is_upper(name):
            ends[name] = None
        elif name not in upper:
            upper[name] = None
            for fact in sorted(facts_of(self.read_rule(name))):
                self.read_upper(fact, upper, ends)

    def _is_upper(self, name: str) -> bool:
        fact = self._read(name)
        if name not in self.rules.definitions or fact.side is not None or fact.kind not in _OF_RULES_ALONE:
            return False
        return all(isinstance(node, PLAIN_CONDITIONS) for node in walk(self.read_rule(name)))

    def _read(self, name: str) -> FactName:
        return self.framework.outline.fact_names.read(name)

    # -- what facts hang on ------------------------------------------------------------------------------

    def find_clusters(self, ends: Sequence[str]) -> Iterator[Cluster]:
        """Yield the clusters of the facts that the upper rules end in, by their first facts."""
        reaches = [self._find_reach(name) for name in ends]
        for places in _join_places([self._list_changeable(reach) for reach in reaches]):
            facts = frozenset[str]().union(*(reaches[place].facts for place in places))
            values = frozenset[str]().union(*(reaches[place].values for place in places))
            yield Cluster(
                tuple(ends[place] for place in places),
                places,
                frozenset(self._list_nodes(facts, values)),
                frozenset(_list_inputs(values)),
            )

    def _find_reach(self, name: str) -> _Reach:
        facts: dict[str, None] = {}
        values: dict[str, None] = {}
        waiting = [name]
        while waiting:
            name = str(self._read(waiting.pop()).without_side)
            if name in facts:
                continue
            facts[name] = None
            waiting += self.rules.facts.get(name, ())
            values.update(dict.fromkeys(self.rules.values.get(name, ())))
            waiting += self._list_applicabilities(name)
        return _Reach(frozenset(facts), frozenset(values))

    def _list_applicabilities(self, name: str) -> Iterator[str]:
        """Yield the facts that say whether the node of a fact applies, or one above it."""
        node = self._read(name).about_node
        for one in () if node is None else (node, *self.framework.outline.ancestors_of(node)):
            applies = str(FactName(FactKind.APPLIES, one))
            if applies in self.rules.definitions:
                yield applies

    def _list_changeable(self, reach: _Reach) -> Iterator[str]:
        """Yield what a school could change within a reach: verdicts of nodes, and values that are no context."""
        for name in reach.facts:
            node = self._read(name).node
            if node is not None:
                yield f"node {node}"
        for name in reach.values - self.rules.context_values:
            value = read_value_name(name)
            if value.node is not None:
                yield f"node {value.node}"
            elif value.kind is ValueKind.INPUT:
                yield f"input {value.name}"

    def _list_nodes(self, facts: Iterable[str], values: Iterable[str]) -> Iterator[str]:
        """Yield the nodes that facts and values are about, with those above and below, since claims affect both."""
        outline = self.framework.outline
        about = {self._read(name).about_node for name in facts} | {read_value_name(name).node for name in values}
        for node in about - {None}:
            if node is not None and node in self.framework.nodes:
                yield from (node, *outline.ancestors_of(node), *outline.descendants_of(node))


def _list_inputs(values: Iterable[str]) -> Iterator[str]:
    for name in values:
        value = read_value_name(name)
        if value.kind in (ValueKind.INPUT, ValueKind.PER):
            yield from (value.numerator.name, value.denominator.name)


def _join_places(shared: Sequence[Iterable[str]]) -> Iterator[tuple[int, ...]]:
    """Yield the places that share something, directly or through others, in order of their first ones."""
    leader = list(range(len(shared)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    owner: dict[str, int] = {}
    for place, names in enumerate(shared):
        for name in names:
            one, two = sorted((find(owner.setdefault(name, place)), find(place)))
            leader[two] = one
    groups: dict[int, list[int]] = {}
    for place in range(len(shared)):
        groups.setdefault(find(place), []).append(place)
    yield from map(tuple, groups.values())
