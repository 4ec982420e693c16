"""The unknown facts that matter for the outcome, and the possible results of each (semantics 5.12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from kiemdinh.assessment.cases import lies_within
from kiemdinh.assessment.exactness import cells_of
from kiemdinh.assessment.levels import not_reached_level
from kiemdinh.assessment.records import is_about_others, list_open_names
from kiemdinh.explanation.suppositions import BELOW_STEPS
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    Compare,
    Condition,
    Interval,
    Number,
    Truth,
    is_decimal,
    number_to_text,
    residual_of,
    values_of,
    walk,
)
from kiemdinh.standards.definition import Measure, input_measure
from kiemdinh.standards.names import FactKind, FactName, ShownName, ValueKind, ValueName, read_value_name
from kiemdinh.transitions.questions.linear import solve_comparisons

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.data.blockers import ToDo
    from kiemdinh.data.outlook import Answerer, QuestionKind
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["SupposedFacts", "UnknownFact", "list_unknowns"]

_SUPPOSED = "supposed"
"""The reason and the author of a decision that is only supposed."""
_MAX_ANSWERS = 24
"""The most possible results of a fact; for a fact with more, its two ends are taken as the answers."""


@dataclass(frozen=True, slots=True)
class SupposedFacts:
    """One possible result of an unknown fact.

    Attributes
    ----------
    answer
        The answer that would be recorded, as text.
    truths
        The truth of each fact of a node that it settles, by its name in the rules.
    scores
        The rating, points or gravest finding that it settles, by its name in the rules.
    value
        The name in the rules of the value that it settles, or of the result of others; None for a finding.
    record
        The record of it in a dossier.
    """

    answer: str
    truths: Mapping[str, Truth] = field(default_factory=dict)
    scores: Mapping[str, Interval] = field(default_factory=dict)
    value: str | None = None
    record: object = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the rules of the facts and values that it settles."""
        return (*self.truths, *self.scores, *(() if self.value is None else (self.value,)))


@dataclass(frozen=True, slots=True)
class UnknownFact:
    """An unknown fact, and all its possible results.

    Attributes
    ----------
    id
        The id by which it can be supposed: a node, ``input:…``, or the id that repairs use for results of others.
    kind
        Whether it is a finding, a figure or context.
    stage
        The stage to which it belongs; None for the school.
    ways
        Its possible results, the lowest first.
    who
        Who can answer.
    only_if_it_narrows
        Whether it is asked only where some answer leaves fewer outcomes, because no to-do list asks for it.
    """

    id: str
    kind: QuestionKind
    stage: str | None
    ways: tuple[SupposedFacts, ...]
    who: Answerer
    only_if_it_narrows: bool = False


def list_unknowns(
    framework: Framework, school: ReportedSchool, to_dos: Iterable[ToDo], open_names: AbstractSet[str]
) -> tuple[UnknownFact, ...]:
    """Return the facts that to-do lists ask to be settled, and the open context, in declared order.

    Each is listed once. Steps of one criterion are one question, whose answers are levels. Where one figure is missing,
    the figure is asked for; where several are, the finding that would replace them is asked for, unless the figures
    are demanded. A to-do list names context only where nothing else is missing, so context is taken from *open_names*,
    the names in the rules of all open facts and values.
    """
    lister = _UnknownLister(framework, school)
    found: dict[str, UnknownFact] = {}
    of_to_dos = chain.from_iterable(map(lister.list_of, to_dos))
    for unknown in chain(of_to_dos, lister.list_contexts(open_names)):
        # A value that changes nothing by itself can matter together with another unknown value.
        if len(unknown.ways) > 1 or (unknown.ways and unknown.kind != "finding"):
            found.setdefault(unknown.id, unknown)
    place = {node: at for at, node in enumerate(framework.nodes)}
    inputs = {name: at for at, name in enumerate(framework.inputs, start=len(place))}

    def find_place(unknown: UnknownFact) -> tuple[int, str]:
        name = framework.outline.fact_names.read_shown(unknown.id).name
        at = inputs.get(name.name, 0) if isinstance(name, ValueName) and name.node is None else None
        subject = name.node if isinstance(name, ValueName) else name.subject
        return (place.get(subject or "", 0) if at is None else at), unknown.id

    return tuple(sorted(found.values(), key=find_place))


def _is_of_others(name: FactName | ValueName) -> bool:
    """Return whether a fact is about a register, or an outcome under another framework."""
    return isinstance(name, FactName) and name.kind in (FactKind.REACHES, FactKind.KNOWN)


@dataclass(frozen=True, slots=True)
class _UnknownLister:
    framework: Framework
    school: ReportedSchool

    def list_of(self, to_do: ToDo) -> Iterator[UnknownFact]:
        """Yield the facts that one entry asks to be settled."""
        missing = to_do.missing
        shown = self._read(to_do.id)
        fact = shown.name
        if isinstance(fact, FactName) and (of_others := self._list_of_others(shown.stage, fact)):
            yield from of_others
            return
        demanded = isinstance(fact, FactName) and str(fact) in self.school.facts.rules.figure_required
        if missing and (len(missing) == 1 or demanded or fact not in self._settled_by_finding(shown)):
            for one in missing:
                yield from self._unknown_value(self._read(one), one)
        elif isinstance(fact, ValueName):
            yield from self._unknown_value(shown, to_do.id)
            for other in self._list_compared(shown.stage, str(fact)):
                about = str(ShownName(shown.stage, other))
                yield from self._unknown_value(ShownName(shown.stage, other), about)
        elif figures := self._list_speaking_figures(shown.stage, fact):
            for figure in figures:
                yield from self._unknown_value(ShownName(shown.stage, figure), str(ShownName(shown.stage, figure)))
        elif fact.node is not None and fact.node in self.framework.nodes:
            yield from self._unknown_node(shown, fact)

    def list_contexts(self, open_names: AbstractSet[str]) -> Iterator[UnknownFact]:
        """Yield the context among the open names."""
        for name in sorted(open_names & self.school.facts.rules.context_values):
            for unknown in self._unknown_value(ShownName(None, read_value_name(name)), name):
                yield replace(unknown, only_if_it_narrows=True)

    def _read(self, shown: str) -> ShownName:
        return self.framework.outline.fact_names.read_shown(shown)

    def _settled_by_finding(self, shown: ShownName) -> tuple[FactName | ValueName, ...]:
        """Return the name itself where a finding about it would count, so that no figure has to be known."""
        facts = self._facts_of(shown.stage)
        name = shown.name
        if isinstance(name, FactName) and name.node is not None and facts.unmeasured(str(name)):
            return (name,)
        return ()

    def _list_speaking_figures(self, stage: str | None, fact: FactName) -> tuple[ValueName, ...]:
        """Return the open figures of a fact that figures decide: a finding about it would not count (3.4).

        Figures decide as soon as one of them is recorded, also as unknown, and also after its record has ended.
        """
        facts, name = self._facts_of(stage), str(fact)
        condition = facts.rules.definitions.get(name)
        if condition is None or facts.unmeasured(name):
            return ()
        open_ = values_of(residual_of(condition, facts))
        return tuple(value for value in map(read_value_name, sorted(open_)) if value.kind is ValueKind.INPUT)

    def _facts_of(self, stage: str | None) -> StageFacts:
        facts = self.school.facts
        return facts.stages.get(stage, facts.as_one) if stage is not None else next(iter(facts.stages.values()))

    # -- members of registers, and other frameworks -----------------------------------------------------------

    def _list_of_others(self, stage: str | None, fact: FactName) -> list[UnknownFact]:
        """Return the unknown facts of members and of outcomes under other frameworks from which a fact follows.

        Nobody finds out the fact itself: it follows from these, and from the inputs that it also reads.
        """
        if not (self.framework.definition.references or self.framework.definition.populations):
            return []
        names = (
            {fact: None}
            if _is_of_others(fact)
            else dict.fromkeys(list_open_names(self.framework, self._facts_of(stage), str(fact)))
        )
        if not any(is_about_others(self.framework, name) for name in names):
            return []
        found: dict[str, UnknownFact] = {}
        for name in names:
            for unknown in self._unknown_other(stage, name):
                found.setdefault(unknown.id, unknown)
        return list(found.values())

    def _unknown_other(self, stage: str | None, name: FactName | ValueName) -> Iterator[UnknownFact]:
        if isinstance(name, ValueName):
            yield from self._unknown_value(ShownName(None, name), str(name))
        elif name.kind is FactKind.KNOWN:
            ways = tuple(SupposedFacts(word, value=str(name), record=word) for word in ("unmet", "met"))
            yield UnknownFact(str(name), "context", None, ways, "school")
        elif name.kind is FactKind.REACHES:
            yield from self._unknown_reference(stage if name.member is None else None, name)

    def _unknown_reference(self, stage: str | None, name: FactName) -> Iterator[UnknownFact]:
        """Yield the level of an outcome under another framework; its results are the steps that are possible."""
        references = self._facts_of(stage).references
        if references is None:
            return
        settled = references.settle(name, stage)
        steps = (BELOW_STEPS, *references.definition.references[str(name.reference)].steps)
        about = name._replace(step=None).shown_in(stage)
        ways = tuple(
            SupposedFacts(step, value=str(name), record=step) for step in steps[settled.low : settled.high + 1]
        )
        yield UnknownFact(about, "finding", stage, ways, "review" if settled.side == "external" else "school")

    # -- findings --------------------------------------------------------------------------------------------

    def _unknown_node(self, shown: ShownName, fact: FactName) -> Iterator[UnknownFact]:
        node = self.framework.nodes[fact.subject]
        about = fact.subject if shown.stage is None else f"{shown.stage}/{fact.subject}"
        who = self._who_finds(shown.stage, fact)
        if fact.step is not None:
            yield UnknownFact(about, "finding", shown.stage, tuple(self._levels(shown.stage, fact.subject)), who)
        elif node.verdict in ("rating", "points", "finding"):
            name = ValueName(ValueKind(node.verdict), fact.subject)
            yield UnknownFact(about, "finding", shown.stage, tuple(self._scores(shown.stage, name)), who)
        else:
            ways = (SupposedFacts(word, {str(fact): truth}) for word, truth in (("unmet", UNMET), ("met", MET)))
            yield UnknownFact(about, "finding", shown.stage, tuple(ways), who)

    def _who_finds(self, stage: str | None, fact: FactName) -> Answerer:
        """Return whose finding would count: that of external review where it has a finding in force (3.5)."""
        facts = self._facts_of(stage)
        names = [str(fact)]
        if fact.step is not None:
            names += [str(fact._replace(step=step)) for step in self.framework.nodes[fact.subject].levels]
        found = [facts.resolved(name).finding for name in names if facts.truth(name) is UNKNOWN]
        prevailing = facts.prevailing_finding(fact.subject)
        found.append(None if prevailing is None else prevailing.record)
        # After an external finding has ended, that of the school counts.
        standing = [one for one in found if one is not None and not facts.findings.has_ended(one)]
        by_review = fact.side == "external" or any(one.side == "external" for one in standing)
        return "review" if by_review else "school"

    def _levels(self, stage: str | None, node_id: str) -> Iterator[SupposedFacts]:
        """Yield the levels of a criterion that agree with what is known of its steps."""
        info, facts = self.framework.nodes[node_id], self._facts_of(stage)
        names = {step: str(FactName(FactKind.STEP, node_id, step)) for step in info.steps if step in info.levels}
        known = {step: facts.truth(name) for step, name in names.items()}
        scale = info.scale or ""
        below = not_reached_level(self.framework, scale)
        steps = list(names)
        for reached in range(len(steps) + 1):
            truths = {step: MET if at < reached else UNMET for at, step in enumerate(steps)}
            if all(known[step] in (UNKNOWN, truth) for step, truth in truths.items()):
                answer = steps[reached - 1] if reached else (below.id if below is not None else "unmet")
                yield SupposedFacts(answer, {names[step]: truth for step, truth in truths.items()})

    def _scores(self, stage: str | None, name: ValueName) -> Iterator[SupposedFacts]:
        for cell in self._cells(self._facts_of(stage), str(name)):
            yield SupposedFacts(self._word_of_score(name, cell), scores={str(name): cell})

    def _word_of_score(self, name: ValueName, cell: Interval) -> str:
        info = self.framework.nodes[name.node or ""]
        scale = info.scale or ""
        below = not_reached_level(self.framework, scale)
        steps = (*(() if below is None else (below.id,)), *self.framework.definition.steps_of(scale))
        return steps[int(cell.low or 0)] if steps else number_to_text(cell.low or 0)

    # -- values ----------------------------------------------------------------------------------------------

    def _unknown_value(self, shown: ShownName, about: str) -> Iterator[UnknownFact]:
        value = shown.name
        if not isinstance(value, ValueName) or value.kind is not ValueKind.INPUT:
            return
        name, rules = str(value), self.school.facts.rules
        # Where each stage has a value of its own, the results are those of the first stage in which it is open.
        open_ = (facts for facts in self.school.facts.stages.values() if not facts.value(name).known)
        facts = next(open_, None)
        if facts is not None:
            kind: QuestionKind = "context" if name in rules.context_values else "figure"
            ways = chain.from_iterable(self._ways_of_value(value, cell) for cell in self._cells(facts, name))
            yield UnknownFact(about, kind, shown.stage, tuple(ways), self._who_records(facts, value))

    def _who_records(self, facts: StageFacts, value: ValueName) -> Answerer:
        if self.framework.inputs[value.name].type == "decision":
            return "authority"
        record = facts.known(str(value)).record
        return "review" if record is not None and record.side == "external" else "school"

    def _list_compared(self, stage: str | None, name: str) -> Iterator[ValueName]:
        """Yield the other unknown values that are compared together with a value: both may matter only together.

        Where a finding would replace the values, the finding is asked for, and they are not.
        """
        facts = self._facts_of(stage)
        for fact, condition in self._residual_readers(facts, name):
            if facts.unmeasured(fact) and fact not in facts.rules.figure_required:
                continue
            for term in walk(condition):
                if isinstance(term, Compare) and name in values_of(term):
                    yield from (read_value_name(other) for other in sorted(values_of(term) - {name}))

    def _residual_readers(self, facts: StageFacts, name: str) -> Iterator[tuple[str, Condition]]:
        """Yield the facts that read a value, each with its condition after all known facts have been put in."""
        definitions = facts.rules.definitions
        for fact, values in facts.rules.values.items():
            if name in values:
                yield fact, residual_of(definitions[fact], facts)

    def _ways_of_value(self, value: ValueName, cell: Interval) -> Iterator[SupposedFacts]:
        """Yield the result in which a value is a single number; nothing where no record can state it exactly."""
        number = cell.low if cell.low is not None else cell.high
        found = self.framework.inputs[value.name]
        measure = input_measure(found, self.framework.definition.scales.get(found.scale or ""))
        answer = _write_number(number, measure)
        if number is None or answer is None:
            return
        record: object = answer
        if found.type == "decision":
            record = {"value": answer == "true", "why": _SUPPOSED, "author": _SUPPOSED}
        elif not is_decimal(number):
            share = Fraction(number) / 100
            record = {"part": share.numerator, "of": share.denominator}
        yield SupposedFacts(answer, value=str(value), record=record)

    def _cells(self, facts: StageFacts, name: str) -> tuple[Interval, ...]:
        """Return possible numbers of a value, one for each combination of results of the rules; else its two ends."""
        now, rules = facts.value(name), facts.rules
        if name in rules.cases:
            return tuple(cell for cell in rules.cases[name] if lies_within(cell, now))
        # A share of known figures becomes a number with which the value is compared.
        conditions = (condition for _, condition in self._residual_readers(facts, name))
        readers = [solve_comparisons(condition, name, facts.value) for condition in conditions]
        cells = cells_of(self.framework, name, name, now, readers)
        if cells is not None and len(cells) <= _MAX_ANSWERS:
            return tuple(cells)
        ends = tuple(Interval.point(end) for end in (now.low, now.high) if end is not None)
        return ends or tuple(cells_of(self.framework, name, name, now, ()) or ())


def _write_number(number: Number | None, measure: Measure) -> str | None:
    """Return the number of a value as a dossier writes it; None where a dossier cannot write it."""
    if number is None:
        return None
    if measure.kind == "words":
        return measure.words[int(number)]
    if measure.kind == "date":
        return dt.date.fromordinal(max(1, int(number))).isoformat()
    if measure.only_percent:
        share = Fraction(number) / 100
        of_whole = f"{{part: {share.numerator}, of: {share.denominator}}}"
        return f"{number_to_text(number)}%" if is_decimal(number) else of_whole
    return number_to_text(number) if is_decimal(number) else None
