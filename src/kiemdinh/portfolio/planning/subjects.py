"""The subjects of other frameworks that targets are about, such as communes, and what their nodes ask of schools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from kiemdinh.api.assess import assess
from kiemdinh.api.assessment import Assessment, facts_of_result
from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import RecordedResult
from kiemdinh.explanation.asked_of_others import AskedOfOthers, find_asked_of_others, read_in_cases
from kiemdinh.portfolio.batch import Batch
from kiemdinh.portfolio.office_results import name_some
from kiemdinh.portfolio.populations import ComputedResult, list_computed, name_outcome
from kiemdinh.portfolio.tables import find_latest_rows
from kiemdinh.rules import MET, UNMET, Budget
from kiemdinh.rules.search import TRUE
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.portfolio.planning.works import WorkOption
    from kiemdinh.standards.loading import Framework

__all__ = ["NodeNeed", "PlannedSubjects", "find_fact", "read_subjects", "warn_of_days"]

_BELOW_STEPS: Final = "none"
_ASKED: Final = (FactKind.NODE, FactKind.STEP, FactKind.OUTCOME)


@dataclass(frozen=True)
class NodeNeed:
    """What a node of a subject asks of the schools of a plan.

    Attributes
    ----------
    result
        The standing of the subject, by its own records and by the batch of the schools.
    fact
        The node, at a step of its own where it has steps.
    asked
        The gates over steps that schools may come to reach.
    places
        For each of these steps the school, and the level that it needs, by its place among the levels.
    at_best
        Whether what is unknown of the subject itself is taken to hold.
    """

    result: Assessment
    fact: FactName
    asked: AskedOfOthers
    places: tuple[tuple[str, int], ...]
    at_best: bool
    _levels: Sequence[LevelRef]

    @property
    def is_held(self) -> bool:
        """Whether the node is met whatever the schools do."""
        return self.asked.root == TRUE

    def is_met_by(self, options: Iterable[WorkOption], year: int) -> bool:
        """Return whether the node is met by the end of a year. Linear in the options and in the gates."""
        return self.asked.is_met_by(self._list_reached(options, year))

    def _list_reached(self, options: Iterable[WorkOption], year: int) -> set[FactName]:
        ranks = {one.school: one.raised_by(year) for one in options}
        places = zip(self.asked.facts, self.places, strict=True)
        return {fact for fact, (school, rank) in places if ranks.get(school, 0) >= rank}

    @cached_property
    def obstacles(self) -> tuple[str, ...]:
        """What else would have to change although all schools were raised, as ids; empty where schools are enough."""
        every = self.asked.is_met_by(self.asked.facts)
        return () if every else self.asked.find_obstacles(Budget())

    def confirm(self, options: Sequence[WorkOption], year: int) -> bool:
        """Return whether the node is met when the subject is assessed again with what schools reach by a year.

        What the schools reach is taken as found by an external review. Costs an assessment.
        """
        facts = facts_of_result(self.result.what_if(dict(self._write_results(options, year))).result).facts
        truth = read_in_cases(facts, self.fact)
        return truth is not UNMET if self.at_best else truth is MET

    def _write_results(self, options: Sequence[WorkOption], year: int) -> Iterator[tuple[str, str]]:
        ranks = {one.school: one.raised_by(year) for one in options}
        held = facts_of_result(self.result).facts
        references = self.result.framework.definition.references
        for fact, (school, _) in {
            one._replace(step=None): place for one, place in zip(self.asked.facts, self.places, strict=True)
        }.items():
            steps = references[str(fact.reference)].steps
            reached = {level.id for level in self._levels[: ranks.get(school, 0)]}
            # A fact that is not found out is not assumed to hold: only the certain step counts.
            reached |= {one for one in steps if held.as_one.truth(str(fact._replace(step=one))) is MET}
            yield str(fact), next((one for one in reversed(steps) if one in reached), _BELOW_STEPS)


@dataclass(frozen=True)
class PlannedSubjects:
    """Subjects of other frameworks, by their framework and their id.

    Attributes
    ----------
    frameworks
        The frameworks by their ids.
    openers
        Functions that return the result of each subject, which is assessed when it is asked for.
    """

    batch: Batch
    rows: Mapping[str, int]
    frameworks: Mapping[str, Framework]
    openers: Mapping[tuple[str, str], Callable[[], Assessment]]

    def ids_of(self, framework: str) -> tuple[str, ...]:
        """Return the ids of the subjects of a framework."""
        return tuple(subject for one, subject in self.openers if one == framework)

    def find_need(self, framework: str, subject: str, fact: FactName, *, at_best: bool) -> NodeNeed:
        """Return what a node of a subject asks of the schools. Costs an assessment and a question for repairs."""
        result = self._open_subject(framework, subject)

        def may_come(one: FactName) -> bool:
            return self._place_of(one, result) is not None

        school = facts_of_result(result).facts
        asked = find_asked_of_others(result.framework, school, fact, may_come, at_best=at_best)
        places = tuple(place for one in asked.facts if (place := self._place_of(one, result)) is not None)
        return NodeNeed(result, fact, asked, places, at_best, self.batch.level_refs)

    # -- results of the schools ----------------------------------------------------------------------------

    @cached_property
    def _outcome(self) -> tuple[str, str | None]:
        return name_outcome(self.batch.framework)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {level.id: rank for rank, level in enumerate(self.batch.level_refs, 1)}

    @cached_property
    def _computed(self) -> Mapping[str, ComputedResult]:
        return {one.member: one for one in list_computed(self.batch.select(self.rows.values()))}

    def _place_of(self, fact: FactName, result: Assessment) -> tuple[str, int] | None:
        """Return the school and the level that a step of an outcome needs; None where no level of the batch is it."""
        outcome, of_stage = self._outcome
        member = fact.member
        school = result.dossier.school.id if member is None else member.id
        stage = None if member is None else member.stage
        rank = self._ranks.get(fact.step or "")
        if str(fact.reference) != outcome or rank is None or school is None or school not in self.rows:
            return None
        if of_stage is not None and stage not in (None, of_stage):
            return None
        reference = result.framework.definition.references[outcome]
        in_force = reference.frameworks_on(result.dates.law, stage)
        # Of a family a result under a framework that is not in force counts for nothing (6.5).
        is_replaced = self.batch.framework.id in {*reference.frameworks_of(stage)}.difference(in_force)
        return None if is_replaced else (school, rank)

    def _open_subject(self, framework: str, subject: str) -> Assessment:
        """Return how a subject stands with what the batch says of its members in the place of what was computed."""
        result = self.openers[framework, subject]()
        dossier, dates = result.dossier, result.dates
        new = tuple(self._list_results(dossier, dates.evidence, result.framework))
        if not new:
            return result
        places = {(one.of, one.member) for one in new}
        kept = (one for one in dossier.results if one.side != "computed" or (one.of, one.member) not in places)
        return assess(
            result.framework, replace(dossier, results=(*kept, *new)), on=dates.evidence, law_date=dates.law,
            evidence_date=dates.evidence, knowledge_date=dates.knowledge,
        )  # fmt: skip

    def _list_results(self, dossier: Dossier, day: dt.date, framework: Framework) -> Iterator[RecordedResult]:
        outcome, stage = self._outcome
        if outcome not in framework.definition.references:
            return
        for kind, members in dossier.register.items():
            for member in {one.id: one for one in members if one.belongs_on(day)}.values():
                found = self._computed.get(member.id)
                if found is not None:
                    on = min(found.on, day)
                    yield replace(found, on=on).to_record(kind, has_stages=bool(member.stages))
        own = self._computed.get(dossier.school.id or "")
        if own is not None:
            record = replace(own, on=min(own.on, day)).to_record("", has_stages=False)
            yield replace(record, member=None, stage=stage if dossier.school.stages else None)


def warn_of_days(needs: Iterable[NodeNeed], day: dt.date) -> Iterator[Diagnostic]:
    """Yield a warning where subjects were assessed on other days than that of the plan."""
    days = sorted({one.result.dates.evidence for one in needs} - {day})
    if days:
        message = Message(
            "the results of the subjects of nodes are those of {days}, and not of {day}",
            days=name_some(one.isoformat() for one in days), day=day.isoformat(),
        )  # fmt: skip
        yield Diagnostic("KD736", "warning", message)


def find_fact(framework: Framework, text: str) -> FactName | None:
    """Return the fact that the node of a target is: ``5``, ``1.3/muc-1`` or ``outcome:muc/muc-1``.

    None where there is no such node, and for one that is judged by steps of which none is named.
    """
    shown = framework.outline.fact_names.read_shown(text)
    fact = shown.name
    if not isinstance(fact, FactName) or shown.stage is not None or fact.kind not in _ASKED or fact.side is not None:
        return None
    if fact.kind is FactKind.OUTCOME:
        ladders = (one for one in framework.outcomes if isinstance(one, LadderOutcome))
        return fact if any(one.id == fact.subject and fact.step in one.needs for one in ladders) else None
    info = framework.nodes.get(fact.subject)
    if info is None or (fact.kind is FactKind.NODE and info.verdict != "met"):
        return None
    return fact


def read_subjects(references: object, batch: Batch, rows: Mapping[str, int]) -> PlannedSubjects:
    """Return the subjects that a caller gives: results of ``assess``, and batches of them.

    Parameters
    ----------
    rows
        The rows of the schools that are counted in a batch of schools.

    Raises
    ------
    InputError
        It is no list of results; or one of them does not say whom it is about.
    """
    expected = Message("a list of what kd.assess or kd.assess_many returns, each about a subject with an id")
    if isinstance(references, str | bytes | Mapping | Assessment | Batch) or not isinstance(references, Iterable):
        refuse_argument("references", references, expected)
    frameworks: dict[str, Framework] = {}
    openers: dict[tuple[str, str], Callable[[], Assessment]] = {}
    for one in references:
        if isinstance(one, Assessment) and one.school["id"] is not None:
            frameworks[one.framework.id] = one.framework
            openers[one.framework.id, one.school["id"]] = partial(_return_result, one)
        elif isinstance(one, Batch):
            frameworks[one.framework.id] = one.framework
            latest = find_latest_rows(one.table, one.rows)
            openers |= {(one.framework.id, id_): partial(one.result_at, row) for id_, row in latest.items()}
        else:
            refuse_argument("references", one, expected)
    return PlannedSubjects(batch, rows, frameworks, openers)


def _return_result(result: Assessment) -> Assessment:
    return result
