"""Improvements that lower a level, make a standard unmet, take an award away or cause its loss (KD524).

An improvement is a fact that is met instead of unmet, or a value that moves in the better direction of its input. Rules
should be monotone in these: an improvement should never do harm.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeAlias

from kiemdinh.analysis.decisive import Position, find_positions
from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.wrong_side import find_wrong_sides
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNMET,
    All,
    Assignment,
    Condition,
    Interval,
    Not,
    Number,
    Polarity,
    Satisfiability,
    Truth,
    facts_of,
    polarities,
    sample_points,
    substitute,
    thresholds_of,
)
from kiemdinh.standards.names import FactKind, FactName, ValueKind, read_fact_name, read_value_name

__all__ = ["HarmSearch", "check_harmful_improvements"]

_PIECES: Final = 4
"""Into how many pieces the range of a value is cut if no single numbers matter."""

_ORDERED: Final = (FactKind.OUTCOME, FactKind.AWARD, FactKind.LOST)
"""Results that have an order; the labels of a decision list have none."""

_TURNED: Final[Mapping[Polarity, Polarity]] = {"up": "down", "down": "up", "both": "both"}


def check_harmful_improvements(study: Study) -> Iterator[LintFinding]:
    """Find improvements by which a result that has an order gets worse.

    Nodes that a rule over other nodes decides come first, such as a standard that is met by a number of its criteria.
    An improvement that harms such a node is not named again for the results that read the node. A step of a result is
    checked after a lower one only if it can do harm by what it states itself. One proof for each fact that may harm,
    and one for each two neighbouring numbers of a value that may. If names can change places, only the first is
    checked.
    """
    wrong_inputs = {wrong.input_id for wrong in find_wrong_sides(study)}  # KD523 has named these
    named = wrong_inputs | _find_penalties(study)
    reported: set[tuple[FactKind, str]] = set()
    for name, condition in study.inlined.items():
        fact = study.rules.names[name]  # it tells the step of a criterion from a node
        if fact.kind not in _ORDERED and not _is_ruled_by_nodes(study, fact):
            continue
        search = HarmSearch(study, fact, condition)
        result = (fact.kind, _owner_of(study, fact))
        if result in reported and (fact.kind is FactKind.NODE or not search.has_own_harm()):
            continue
        for finding in search.find_harm(named):
            reported.add(result)
            yield finding
        if fact.kind is FactKind.NODE:
            named |= search.harmful_names


def _find_penalties(study: Study) -> set[str]:
    """Return the points of nodes that help by being fewer wherever a result reads them, such as points for faults."""
    if all(layer.verdict != "points" for layer in study.framework.definition.layers):
        return set()
    helpful: defaultdict[str, set[Polarity]] = defaultdict(set)
    for name, condition in study.inlined.items():
        kind = study.rules.names[name].kind
        if kind in _ORDERED:
            for value, polarity in polarities(condition).items():
                helpful[value].add(_TURNED[polarity] if kind is FactKind.LOST else polarity)
    return {
        value
        for value, directions in helpful.items()
        if directions == {"down"} and read_value_name(value).kind is ValueKind.POINTS
    }


def _is_ruled_by_nodes(study: Study, fact: FactName) -> bool:
    """Return whether a fact is the verdict of a node that a rule of the node or its layer derives from other nodes."""
    if fact.kind is not FactKind.NODE or not study.rules.facts[str(fact)]:
        return False
    info = study.framework.nodes[fact.subject]
    return info.node.met_if is not None or (info.layer is not None and info.layer.met_if is not None)


def _owner_of(study: Study, fact: FactName) -> str:
    """Return the owner of the rule of a fact: a result, a node, or the layer whose rule the node has."""
    if fact.kind is not FactKind.NODE:
        return fact.subject
    info = study.framework.nodes[fact.subject]
    return fact.subject if info.node.met_if is not None or info.layer is None else info.layer.id


_KINDS_OF_VALUES: Final = {
    ValueKind.PER: Message("ratio"),
    ValueKind.RATING: Message("rating"),
    ValueKind.POINTS: Message("points"),
    ValueKind.FINDING: Message("finding"),
    ValueKind.CLOCK: Message("clock"),
}


@dataclass(frozen=True, slots=True)
class Improvement:
    """A fact or value that gets better: its state before and after in the search, and its record in both dossiers."""

    name: str
    before: Condition
    after: Condition
    worse: Assignment
    better: Assignment


def _divide(within: Interval) -> tuple[Number, ...]:
    """Return the ends of an interval and numbers at equal distances between them; empty where it has no ends."""
    if within.low is None or within.high is None:
        return ()
    width = Fraction(within.high - within.low)
    return tuple(within.low + width * n / _PIECES for n in range(_PIECES + 1))


_Harm: TypeAlias = tuple[Improvement, Assignment]
"""An improvement that harms, and the rest of a world in which it does."""


class HarmSearch:
    """Searches for improvements after which one step, grade or award is no longer reached, or an award is lost.

    Parameters
    ----------
    study
        The framework under study.
    result
        The name of the result, such as ``outcome:muc/muc-2`` or ``lost:x``.
    condition
        Its definition over free facts and values.
    """

    def __init__(self, study: Study, result: FactName, condition: Condition) -> None:
        self._study, self._result, self._condition = study, result, condition
        self._is_loss = result.kind is FactKind.LOST
        self._facts = facts_of(condition)
        self._polarities = polarities(condition)
        self._owner = result._replace(subject=_owner_of(study, result))
        self._harm_by_place: dict[object, _Harm | None] = {}
        self.harmful_names: set[str] = set()

    def find_harm(self, left_out: AbstractSet[str]) -> Iterator[LintFinding]:
        """Yield at most one finding: the first improvement that harms, with how many others do.

        Inputs and names in *left_out* are not checked. Names that harm are kept in ``harmful_names``.
        """
        harmful: list[_Harm] = []
        for name, polarity in self._polarities.items():
            if self._may_harm(name, polarity) and left_out.isdisjoint((name, self._input_of(name))):
                found = self._find_harm_like(name)
                if found is not None:
                    self.harmful_names.add(name)
                    harmful.append(found)
        if harmful:
            improvement, world = harmful[0]
            yield self._report_harm(improvement, world, others=len(harmful) - 1)

    def has_own_harm(self) -> bool:
        """Return whether the condition of the step itself may do harm, and not only the lower steps."""
        sites = (site for site in self._study.sites if site.owner == self._result)
        return any(not self._polarities.keys().isdisjoint(self._find_harmful_names(site)) for site in sites)

    # -- what may harm -----------------------------------------------------------------------------------------

    def _may_harm(self, name: str, polarity: Polarity) -> bool:
        """Return whether an improvement of a fact or value may harm, by the polarity in which it enters."""
        better = self._better_direction(name)
        helpful = "up" if (better == "higher") is not self._is_loss else "down"
        return better is not None and polarity != helpful

    def _better_direction(self, name: str) -> str | None:
        """Return in which direction a fact or value gets better: ``higher``, ``lower``, or None for neither.

        Higher marks of nodes and higher steps of a scale are better, where nothing else is declared.
        """
        if name in self._facts:
            fact = read_fact_name(name)
            # What applies to a school, its past awards, and the completeness of a register are no merits of the school.
            is_no_merit = fact.kind in (FactKind.APPLIES, FactKind.KNOWN) or fact.is_of_decision
            return None if is_no_merit else "higher"
        if name in self._study.rules.context_values:
            return None
        if read_value_name(name).kind in (ValueKind.RATING, ValueKind.POINTS):
            return "higher"
        declared = self._study.framework.inputs.get(self._input_of(name) or "")
        if declared is None:
            return None
        return "higher" if declared.type == "scale" and declared.better is None else declared.better

    def _input_of(self, name: str) -> str | None:
        """Return the input whose value has this name; None for facts and for other values."""
        value = read_value_name(name)
        return value.name if name not in self._facts and value.kind is ValueKind.INPUT else None

    # -- names that can change places ----------------------------------------------------------------------------

    def _find_harm_like(self, name: str) -> _Harm | None:
        """Return a harmful improvement of this name or of one that can change places with it; None if there is none."""
        place = self._find_place(name)
        if place not in self._harm_by_place:
            self._harm_by_place[place] = next(self._prove_harm(name), None)
        return self._harm_by_place[place]

    def _find_place(self, name: str) -> object:
        """Return a key that is equal for names that can change places; only marks of nodes and free facts can."""
        space = self._study.space
        is_free = name not in self._chained if name in self._facts else read_value_name(name).node is not None
        positions = self._positions.get(name) if is_free else None
        if positions is None:
            return name
        is_fact = name in self._facts
        return is_fact, frozenset(positions.items()), space.values.get(name), space.choices.get(name)

    @cached_property
    def _positions(self) -> Mapping[str, Counter[Position]]:
        return find_positions(self._condition)

    @cached_property
    def _chained(self) -> frozenset[str]:
        """The facts that other facts decide."""
        implied = self._study.space.list_implications()
        return frozenset(
            (*self._study.space.known.truths, *(name for one, _, other, _ in implied for name in (one, other)))
        )

    # -- proofs ------------------------------------------------------------------------------------------------

    def _prove_harm(self, name: str) -> Iterator[_Harm]:
        """Yield the improvements of a fact or value that are proved to harm, each with the rest of the world."""
        for improvement in self._list_improvements(name):
            met, unmet = improvement.before, improvement.after
            if self._is_loss:  # here harm means that the condition holds
                met, unmet = unmet, met
            proof = self._study.prove(All((met, Not(unmet))))
            # An undecided proof is skipped: nothing is claimed.
            if proof.status is Satisfiability.SATISFIABLE and proof.world is not None:
                yield improvement, proof.world

    def _list_improvements(self, name: str) -> Iterator[Improvement]:
        """Yield the improvement of a fact, or those of a value from one number to the next that matters."""
        if name in self._facts:
            yield self._improve_fact(name)
            return
        # Nothing changes between two neighbouring numbers, so it is enough to check the steps from one to the next.
        for low, high in pairwise(self._list_numbers(name)):
            worse, better = (low, high) if self._better_direction(name) == "higher" else (high, low)
            yield self._improve_value(name, worse, better)

    def _improve_fact(self, name: str) -> Improvement:
        worse: dict[str, Truth] = {name: UNMET}
        better: dict[str, Truth] = {name: MET}
        before, after = (substitute(self._condition, truths) for truths in (worse, better))
        return Improvement(name, before, after, Assignment(worse), Assignment(better))

    def _improve_value(self, name: str, worse: Number, better: Number) -> Improvement:
        before, after = (substitute(self._condition, {}, {name: number}) for number in (worse, better))
        worlds = (Assignment({}, {name: Interval.point(number)}) for number in (worse, better))
        return Improvement(name, before, after, *worlds)

    def _list_numbers(self, name: str) -> tuple[Number, ...]:
        """Return the numbers of a value that can make a difference, rising; if it is added up, some of all numbers."""
        choices = self._study.space.choices.get(name)
        if choices:
            return tuple(sorted(choices))
        within = self._study.space.values.get(name, UNBOUNDED)
        cuts = thresholds_of(self._condition, name)
        if cuts is None:
            return _divide(within)
        return tuple(cell.low for cell in sample_points(cuts, within) if cell.low is not None)

    # -- the finding -------------------------------------------------------------------------------------------

    def _report_harm(self, improvement: Improvement, world: Assignment, *, others: int) -> LintFinding:
        improved = self._show_name(improvement.name)
        if others:
            improved = Message.for_count("{name}, or of {n} other,", "{name}, or of {n} others,", others, name=improved)
        message = (
            Message("an improvement of {name} can bring about this loss", name=improved)
            if self._is_loss
            else Message("an improvement of {name} can take this away", name=improved)
        )
        if self._result.kind is FactKind.NODE:
            message = Message(
                "an improvement of {name} can make '{node}' unmet", name=improved, node=self._result.subject
            )
        before, after = (
            Assignment({**world.truths, **own.truths}, {**world.values, **own.values})
            for own in (improvement.worse, improvement.better)
        )
        return make_finding(
            self._study,
            "KD524",
            message,
            self._find_path(improvement.name),
            hint=Message("the second dossier is better in it alone; say so where that is meant"),
            witness=self._study.write_dossier(before),
            contrast=self._study.write_dossier(after),
        )

    def _find_path(self, name: str) -> Path:
        """Return the place of the harm: the innermost condition of this result that the improvement may harm."""
        site = next((site for site in self._study.sites if site.owner == self._owner), None)
        return self._path_of_result() if site is None else self._find_innermost(site, name).path

    def _find_innermost(self, site: ConditionSite, name: str) -> ConditionSite:
        for part in site.parts:
            if name in self._find_harmful_names(part):
                return self._find_innermost(part, name)
        return site

    def _find_harmful_names(self, site: ConditionSite) -> set[str]:
        """Return the facts and values that may harm a site by being met or higher, whether or not this is better."""
        harmless = "down" if self._is_loss else "up"
        conditions = (self._study.lower_site(site, scope) for scope in site.scopes)
        name_polarities = (item for condition in conditions for item in polarities(condition).items())
        return {name for name, polarity in name_polarities if polarity != harmless}

    def _path_of_result(self) -> Path:
        if self._result.kind is FactKind.NODE:
            return self._study.framework.nodes[self._result.subject].path
        key = "outcomes" if self._result.kind is FactKind.OUTCOME else "awards"
        results: tuple[Any, ...] = getattr(self._study.framework, key)
        return (key, next(i for i, result in enumerate(results) if result.id == self._result.subject))

    def _show_name(self, name: str) -> Message:
        """Return the name of a fact or value as an author writes it."""
        if name in self._facts:
            return Message.verbatim(f"'{name}'")
        value = read_value_name(name)
        shown = f"{value.name}@{'/'.join(value.at)}" if value.at else value.name
        if value.kind is ValueKind.INPUT:
            return Message.verbatim(f"'{shown}'")
        return Message("the {kind} of '{name}'", kind=_KINDS_OF_VALUES[value.kind], name=shown)
