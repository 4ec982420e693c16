"""The result of an assessment: the level at once, everything else when it is first asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias, cast

from kiemdinh import api, explanation
from kiemdinh.api.bound import BoundMethods
from kiemdinh.api.kept_property import KeptProperty, SharedIterator
from kiemdinh.api.kept_result import KeptResult
from kiemdinh.api.narrated import Narrated, check_indent
from kiemdinh.api.origin import freeze_value
from kiemdinh.assessment.awards import award_results, awards_of_other_frameworks
from kiemdinh.assessment.exactness import Exactness
from kiemdinh.assessment.groups import count_by_group
from kiemdinh.assessment.later_facts import LaterFacts
from kiemdinh.assessment.nodes import node_results
from kiemdinh.assessment.outcomes import outcome_result, stage_results
from kiemdinh.assessment.records import find_indicators, find_references_read, find_unused
from kiemdinh.assessment.reported_facts import ReportedSchool, report_school
from kiemdinh.assessment.result_warnings import find_warnings
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.as_json import ExplanationKind, encode_assessment, encode_value
from kiemdinh.data.awards import AwardResult
from kiemdinh.data.blockers import NamedFigure, Target
from kiemdinh.data.notes import Decision, IndicatorResult, LegalBasis, ReferenceResult, ResultWarning, UnusedRecord
from kiemdinh.data.outcomes import (
    GroupResult,
    LevelRef,
    NodeResult,
    OutcomeResult,
    PartResult,
)
from kiemdinh.data.what_if import WhatIfData
from kiemdinh.diagnostics.arguments import check_count, check_flag, check_text, refuse_argument
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.typed_data import TypedData
from kiemdinh.diagnostics.wording import shorten_text, suggest
from kiemdinh.evidence.dossier import Held, Side
from kiemdinh.explanation.award_blockers import add_blockers
from kiemdinh.explanation.blocking import build_target
from kiemdinh.explanation.legal_basis import count_certainties, find_legal_basis
from kiemdinh.explanation.named_figures import find_named_figures
from kiemdinh.explanation.search_work import check_budget
from kiemdinh.explanation.targets import fact_of_level, levels_of, refuse_label_target, resolve_target
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import Budget
from kiemdinh.standards.loading import explain_former_name
from kiemdinh.standards.names import FactName

if TYPE_CHECKING:
    from kiemdinh.api.explanations import Explanation, Margin, Repairs, Why
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.explanation import Efforts
    from kiemdinh.parsing.read import Readable

__all__ = ["Assessment", "WhatIf", "facts_of_result"]

Costs: TypeAlias = "Efforts | Readable | None"
"""What changes cost: efforts by id, their text, or the ``Path`` of a file; None where every change costs 1."""


def facts_of_result(result: Assessment) -> ReportedSchool:
    """Return the facts from which a result was worked out, with all that has been worked out of them so far.

    It is for other packages of kiemdinh. The facts of a result that was read back are worked out here.
    """
    return result._school  # noqa: SLF001 - users are handed results, and not their facts


class Assessment(BoundMethods, KeptResult, TypedData):
    """The result of assessing one school under one framework on a date (semantics 2, 5, 7).

    ``level`` is the guaranteed level of the main outcome and ``attainable`` the attainable one (None where there is
    none); ``outcome`` is the level or what lies below the lowest, said only where ``determined``.

    Blockers, awards, warnings and the legal basis are worked out when they are first asked for, and kept. A result
    never changes: threads may share it. Two results of the same inputs are equal. It is pickled and copied as data
    (:meth:`from_dict`, :meth:`attach`).
    """

    def __repr__(self) -> str:
        stands = self.outcome.id if self.outcome is not None else "undetermined"
        return f"<Assessment {self.framework_id} on {self.dates.evidence}: {stands}>"

    @KeptProperty
    def _school(self) -> ReportedSchool:
        return report_school(self.framework, self.dossier, self.dates)

    # -- the main outcome ------------------------------------------------------------------------------

    @KeptProperty
    def level(self) -> LevelRef | None:
        """The guaranteed level of the main outcome (2.2); None where none is.

        For a decision list it is the label, where only one is possible.
        """
        main = self.outcomes[0]
        return main.guaranteed if main.kind == "ladder" else main.outcome

    @KeptProperty
    def attainable(self) -> LevelRef | None:
        """The attainable level of the main outcome (2.2); None where none is possible.

        For a decision list it is the label, where only one is possible.
        """
        main = self.outcomes[0]
        return main.attainable if main.kind == "ladder" else main.outcome

    @KeptProperty
    def determined(self) -> bool:
        """Whether the main outcome is certain: nothing unknown can still change it (2.2).

        Facts on which no level depends may be unknown all the same.
        """
        return self.outcomes[0].determined

    @KeptProperty
    def outcome(self) -> LevelRef | None:
        """The level, or what lies below the lowest; None while undetermined, so that no one is said to have failed."""
        return self.outcomes[0].outcome

    @KeptProperty
    def outcomes(self) -> tuple[OutcomeResult, ...]:
        """Every outcome of the framework; the first is the main one."""
        exactness, outcomes = self._exactness, self.framework.outcomes
        return tuple(outcome_result(self.framework, o, self._school, exact=exactness.of_school(o)) for o in outcomes)

    @KeptProperty
    def _exactness(self) -> Exactness:
        return Exactness(self.framework, self._school)

    # -- the rest ------------------------------------------------------------------------------------------

    @KeptProperty
    def parts(self) -> tuple[PartResult, ...]:
        """The outcomes of each stage, where stages are assessed each on its own (2.6)."""
        return stage_results(self.framework, self._school, self._exactness)

    @KeptProperty
    def sides(self) -> Mapping[str, OutcomeResult]:
        """The main outcome by each side's findings, where both sides speak (2.8); else empty."""
        # One side alone gives the main outcome already: there is nothing to compare.
        if len({finding.side for finding in self.dossier.findings}) < 2:
            return FrozenMap()
        both: tuple[Side, ...] = ("self", "external")
        return FrozenMap((side, self._outcome_by(side)) for side in both)

    def _outcome_by(self, side: Side) -> OutcomeResult:
        main = self.framework.outcomes[0]
        exact = self._exactness.of_school(main, side)
        return outcome_result(self.framework, main, self._school, exact=exact, side=side)

    @KeptProperty
    def nodes(self) -> tuple[NodeResult, ...]:
        """Where every judged node stands: criteria, requirements and what lies between.

        They are in the order of the definition; what has records of a stage's own has one entry for each such stage.
        """
        return node_results(self.framework, self._school)

    @KeptProperty
    def groups(self) -> tuple[GroupResult, ...]:
        """For each standard, how many of its criteria stand where; counts, never a ranking."""
        return count_by_group(self.framework, self._school, self.nodes)

    @KeptProperty
    def awards(self) -> tuple[AwardResult, ...]:
        """Where the school stands with each award of the framework, and what blocks each grade (2.8).

        Costs, for each later date that is tried, one resolution of the facts that can be otherwise on it; at most 200
        dates for a grade that is not certain.
        """
        # The law date and the evidence date move to the day that is tried; the knowledge date stays (S17).
        later = LaterFacts(self.framework, self.dossier, self._school, self.dates.knowledge)
        found = award_results(self.framework, self.dossier, self._school, later.find)
        # What blocks a grade is worked out in ``explanation``, which ``assessment`` must not import.
        return add_blockers(self.framework, self.dossier, self._school, self.nodes, found)

    @KeptProperty
    def other_awards(self) -> tuple[Held, ...]:
        """Awards held under other frameworks: kept and shown, never judged."""
        return awards_of_other_frameworks(self.framework, self.dossier)

    @KeptProperty
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions recorded by the knowledge date, with their reasons and authors (2.9)."""
        inputs = self.framework.inputs
        recorded = (v for v in self.dossier.values if v.value and v.date <= self.dates.knowledge)
        return tuple(
            Decision(v.id, v.date, v.why, v.author, find_titles(self.framework, v.id), v.until)
            for v in recorded
            if inputs[v.name].type == "decision"
        )

    @KeptProperty
    def target(self) -> Target | None:
        """What blocks the level that was asked for, else the next level above the guaranteed one (S20).

        None where there is no higher level, and for a decision list where no label was asked for.
        """
        main = self.outcomes[0]
        goal = self._wanted or self._next_level()
        if goal is None:
            return None
        return build_target(self.framework, self._school, fact_of_level(main, goal), goal, self.nodes)

    def _next_level(self) -> LevelRef | None:
        # Labels of a decision list have no order, so none is the next.
        if self.outcomes[0].kind == "labels":
            return None
        levels = levels_of(self.framework)
        # -1 where no level is held: the next is then the lowest.
        at = next((i for i, level in enumerate(levels) if level == self.level), -1)
        return levels[at + 1] if at + 1 < len(levels) else None

    @KeptProperty
    def warnings(self) -> tuple[ResultWarning, ...]:
        """What a reader should know although it changes no verdict (7.3), each with a code from ``KD401`` on.

        They are in a stable order, each once.
        """
        return find_warnings(self.framework, self.dossier, self.dates, self._school, self.nodes, self.unused)

    @KeptProperty
    def figures(self) -> tuple[NamedFigure, ...]:
        """The quantities that the definition names, each with its value and what outcomes and awards ask of it.

        Those that it ``shows`` come first, then the others that are compared.
        """
        return find_named_figures(self.framework, self._school)

    @KeptProperty
    def unused(self) -> tuple[UnusedRecord, ...]:
        """The findings, values and items of evidence that play no part in the result, each with the reason.

        What a person has to know of them is among the ``warnings`` too. The cost is linear in the records and rules.
        """
        return find_unused(self.framework, self.dossier, self.dates, self._school.facts)

    @KeptProperty
    def indicators(self) -> tuple[IndicatorResult, ...]:
        """The recorded figures of indicators, which inform and decide nothing (3.4); the latest school year first."""
        return find_indicators(self.framework, self.dossier, self.dates.knowledge)

    @KeptProperty
    def references(self) -> tuple[ReferenceResult, ...]:
        """The outcomes of other frameworks that the rules read, each with which result settled it (6.5)."""
        return find_references_read(self._school.facts)

    @KeptProperty
    def certainty(self) -> Mapping[str, int]:
        """How many requirements of the definition have each certainty (7.2), the surest first."""
        return FrozenMap(count_certainties(self.framework))

    @KeptProperty
    def footing(self) -> tuple[LegalBasis, ...]:
        """The parts of the law that the result rests on and that are inferred, unverified, or of a single source (7.2).

        Costs as much as ``outcomes``, ``nodes``, ``awards`` and ``target``, which it reads.
        """
        results = (self.outcomes, self.nodes, self.awards, self.target)
        return find_legal_basis(self.framework, self.dossier, self._school, *results)

    def node(self, node_id: str) -> NodeResult:
        """Return where a node stands, by its id (``1.3``, ``thcs/1.3``).

        An id without a stage finds the school's own, else that of the first stage. Costs time linear in the number of
        nodes, and working them all out where ``nodes`` has not been asked for yet.

        Raises
        ------
        InputError
            No such node is judged. The hint is the id that is nearest in spelling.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
        >>> result.node("1.1").guaranteed.id
        'muc-1'
        """
        # The id with its stage is exact; an id without one may fit a node in several stages.
        found = next((n for n in self.nodes if n.id == node_id), None) or next(
            (n for n in self.nodes if n.node == node_id), None
        )
        if found is None:
            near = suggest(check_text("node_id", node_id), (n.id for n in self.nodes))
            hint = explain_former_name(self.framework, node_id) or (
                None if near is None else Message("did you mean '{near}'?", near=near)
            )
            message = Message("no node '{node_id}' is judged", node_id=shorten_text(node_id))
            refuse_argument("node_id", node_id, Message("the id of a node"), message=message, code="KD208", hint=hint)
        return found

    # -- explanations (section 5) -----------------------------------------------------------------------

    def repairs(
        self,
        target: str | None = None,
        *,
        costs: Costs = None,
        minimise: str = "cost",
        limit: int | None = None,
        budget: int | None = None,
        members: Mapping[str, Assessment] | None = None,
    ) -> Repairs:
        """Return the minimal sets of changes that make a level certain, cheapest first.

        Parameters
        ----------
        target
            A level; None takes the next above the guaranteed one. Where the highest level is guaranteed, there is one
            empty repair of cost 0.
        costs
            Efforts by the id of a step, requirement, criterion, input or tag: numbers, or maps with *cost*,
            *cost_each*, *cost_per*, *months*, *who* and *actionable*; their YAML as text; or the ``Path`` of a YAML or
            CSV file. A cost that is given for something above a change is the price of a level, and is paid once. A
            change without any cost costs 1.
        minimise
            Which of several costs is to be least; the others are added up for each repair.
        limit
            The most repairs that iterating yields.
        budget
            The steps that the search may take, now and while repairs are asked for (5.11); None takes those of the
            assessment. Where they run out, ``proved`` is False, or there are fewer repairs.
        members
            The assessments of members of a register under the frameworks that the rules read, by the member, such as
            ``C`` or ``C/thcs``. Raising a member then costs what its own cheapest repair costs, and the change lists
            that repair (6.4).

        Raises
        ------
        InputError
            No such level, or the outcome's labels have no order and none is named; a cost of something unknown;
            a budget that is not a whole number of 1 or more.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
        >>> found = dict.fromkeys(criteria, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}
        >>> repairs = kd.assess("vn.tt57-2026.pho-thong", {"findings": found}, on="2027-06-30").repairs()
        >>> repairs.cost, repairs.count, repairs.proved
        (2, 3, True)
        >>> [change.id for change in repairs.cheapest.changes]
        ['1.1/muc-2', '3.3/muc-1']
        """
        steps = self._new_budget(budget)
        level, fact = self._find_target(target)
        efforts = explanation.read_efforts(costs, self.framework, minimise, self.dossier.school.stages)
        if members is not None:
            from kiemdinh.api.own_repairs import MemberRepairs, check_members  # noqa: PLC0415 - loaded on use

            efforts = replace(efforts, find_own=MemberRepairs(check_members(members)))
        found = explanation.find_level_repairs(
            self.framework, self._school.facts, level, fact, efforts, steps, _check_limit(limit)
        )
        return api.with_result(api.Repairs, found, self)

    def explain(
        self,
        target: str | None = None,
        *,
        costs: Costs = None,
        minimise: str = "cost",
        budget: int | None = None,
    ) -> Explanation:
        """Return what blocks a level: the tree, what every gap means for it, and the repairs.

        The parameters are those of :meth:`repairs`. Costs two searches for each gap. In the worst case each takes time
        exponential in the number of facts that several parts of the rule read. Where the budget runs out, ``classes``
        is None.

        Raises
        ------
        InputError
            As :meth:`repairs`.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
        >>> found = dict.fromkeys(criteria, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}
        >>> result = kd.assess("vn.tt57-2026.pho-thong", {"findings": found}, on="2027-06-30")
        >>> explanation = result.explain("muc-2")
        >>> explanation.classes.necessary, explanation.repairs.cost
        (('3.3/muc-1',), 2)
        """
        steps = self._new_budget(budget)
        level, fact = self._find_target(target)
        efforts = explanation.read_efforts(costs, self.framework, minimise, self.dossier.school.stages)
        found = explanation.explain_level(self.framework, self._school, level, fact, self.nodes, efforts, steps)
        # The repairs inside become the class for users too, so that they can be iterated over and narrated.
        repairs = api.with_result(api.Repairs, found.repairs, self)
        return api.with_result(
            api.Explanation, found, self, repairs=repairs, titles=api.find_titles_of_roles(self, found)
        )

    def blocking_sets(
        self,
        target: str | None = None,
        *,
        costs: Costs = None,
        limit: int | None = None,
        budget: int | None = None,
    ) -> Iterator[tuple[RepairChange, ...]]:
        """Yield each minimal set of changes of which one must be made, or the level is not certain; smallest first.

        Every repair contains a change of each blocking set, and the minimal sets of changes that do so are the minimal
        repairs (see :meth:`repairs`). A level that is certain has no blocking set; for a level that cannot be reached
        the only one is the empty set. Each is searched for when it is asked for. In the worst case the search takes
        time exponential in the number of facts that several parts of the rule read.

        Raises
        ------
        InputError
            As :meth:`repairs`, at once.
        kiemdinh.rules.ExhaustedError
            On the way, where the budget runs out before the next one is found.
        """
        steps, most = self._new_budget(budget), _check_limit(limit)
        _, fact = self._find_target(target)
        efforts = explanation.read_efforts(costs, self.framework, stages=self.dossier.school.stages)
        if fact is None:
            return SharedIterator(())
        return SharedIterator(
            explanation.find_blocking_sets(self.framework, self._school.facts, fact, efforts, most, steps)
        )

    def margin(self, *, budget: int | None = None) -> Margin | None:
        """Return how far the guaranteed level is from being lost (5.6); None where none is held.

        Costs a search for the least losses, and one for each item of evidence. In the worst case each takes time
        exponential in the number of facts that several parts of the rule read. Where the budget runs out, ``proved`` is
        False and ``gap`` says how far ``size`` may lie above the least.

        Raises
        ------
        InputError
            The budget is not a whole number of 1 or more.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> criteria = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()
        >>> found = dict.fromkeys(criteria, "muc-2")
        >>> margin = kd.assess("vn.tt57-2026.pho-thong", {"findings": found}, on="2027-06-30").margin()
        >>> margin.level.id, margin.size, margin.proved
        ('muc-2', 1, True)
        """
        held = self._held_fact()
        steps = self._new_budget(budget)
        if held is None:
            return None
        return api.with_result(
            api.Margin, explanation.find_level_margin(self.framework, self._school.facts, *held, steps), self
        )

    def why(self, *, budget: int | None = None) -> Why | None:
        """Return a sufficient reason: a least set of facts that keeps the guaranteed level whatever the rest is (5.7).

        None where no level is held. Costs one search, which in the worst case takes time exponential in the number of
        facts that several parts of the rule read. Where the budget runs out, ``proved`` is False: no fact of the reason
        can be left out, but another reason may be smaller.

        Raises
        ------
        InputError
            The budget is not a whole number of 1 or more.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> nodes = kd.load("vn.tt57-2026.gdtx").nodes.values()
        >>> criteria = [node.id for node in nodes if node.layer and node.layer.verdict]
        >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": dict.fromkeys(criteria, "muc-1")}, on="2027-06-30")
        >>> len(result.why().reason)
        13
        """
        held = self._held_fact()
        steps = self._new_budget(budget)
        if held is None:
            return None
        found = explanation.find_sufficient_reason(self.framework, self._school.facts, *held, steps)
        return api.with_result(api.Why, found, self, titles=api.find_titles_by_id(self, found.reason))

    def what_if(self, changes: Mapping[str, Any], *, budget: int | None = None) -> WhatIf:
        """Return the result that the school would have with *changes*, and how it differs; nothing is stored.

        Costs one assessment.

        Parameters
        ----------
        changes
            Nodes (``"3.3": "muc-2"``, ``"1.3/muc-1/a": "met"``) and inputs (``"input:years_of_data": 3``), as a dossier
            would record them, and what repairs name (``"reaches:vn.tt13-2020:muc/muc-1@school/D": "met"``). They count
            as found by an external review, so they need no evidence. They replace what was recorded at the node and
            below it; None removes it.
        budget
            The steps that each search of the new result may take; None takes those of this one.

        Raises
        ------
        InputError
            A key is no node and no input, or its value cannot be recorded there. Each problem names its key in
            *changes*.

        Examples
        --------
        >>> import kiemdinh as kd
        >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
        >>> [(d.id, d.before, d.after) for d in result.what_if({"1.1": "muc-2"}).differences]
        [('1.1', 'muc-1..muc-1', 'muc-2..muc-2')]
        """
        steps = self._new_budget(budget)
        # The changes become records of a new dossier, which is assessed as any other.
        dossier = explanation.change_dossier(self.framework, self.dossier, self.dates, changes)
        result = Assessment(self.framework, dossier, self.dates, self._wanted, steps.steps)
        return WhatIf(explanation.find_differences(self, result), freeze_value(changes), result)

    def _new_budget(self, budget: int | None) -> Budget:
        """Return the steps that one question may take."""
        return Budget(self._budget if budget is None else check_budget(budget))

    def _held_fact(self) -> tuple[LevelRef, FactName] | None:
        """Return the guaranteed level and the fact that stands for it; None where no level is held."""
        main = self.outcomes[0]
        level = self.level
        if level is None:
            return None
        return level, fact_of_level(main, level)

    def _find_target(self, target: str | None) -> tuple[LevelRef | None, FactName | None]:
        """Return the level that *target* names, else the one assessed for, else the next; and the fact for it."""
        main = self.outcomes[0]
        levels = levels_of(self.framework)
        if target is None and main.kind == "labels" and self._wanted is None:
            refuse_label_target(tuple(level.id for level in levels))
        wanted = self._wanted if target is None else resolve_target(self.framework, target)
        goal = wanted or self._next_level()
        if goal is None:
            return None, None
        return goal, fact_of_level(main, goal)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data under the schema named in its key ``schema``.

        The schema is ``docs/schema/assessment-1.1.json``; a later minor version only adds keys. Dates are texts, and
        numbers stay exact: a whole number, else a decimal or a fraction as text. Whatever has not been asked for yet is
        worked out. The last key, ``words``, has the words of all codes in both languages.
        """
        from kiemdinh.narration.glossary import words_of_codes  # noqa: PLC0415 - only when data is asked for

        return {**encode_assessment(self), "words": encode_value(words_of_codes())}

    @classmethod
    def describe_data(cls) -> dict[str, Any]:
        """Return the JSON Schema of its data."""
        from kiemdinh.data.assessment_schema import assessment_schema  # noqa: PLC0415 - only when a schema is asked for

        return assessment_schema()

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the result as JSON text, the same for the same inputs on any machine (4.4).

        Letters of Vietnamese stand as they are, not as escapes. The data is that of :meth:`to_dict`.

        Parameters
        ----------
        indent
            The number of spaces for each depth; None gives one line.
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=check_indent(indent))

    def to_text(self, lang: str | None = None, *, width: int = 80, full: bool = False, brief: bool = False) -> str:
        """Return the result as plain text in Vietnamese (``vi``) or English (``en``).

        Without *lang* it is Vietnamese where the definition has it, else English, on every machine.

        *width* is the number of columns that a line may take. With *full*, no list is shortened. With *brief*, the page
        ends behind its first screen: the level, what blocks the next, what expires, and what to do first.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_text  # noqa: PLC0415 - only when text is asked for
        from kiemdinh.narration.pages import assessment_page  # noqa: PLC0415 - only when text is asked for

        forms = {"full": check_flag("full", full), "brief": check_flag("brief", brief)}
        return render_text(assessment_page(self, lang, **forms), check_count("width", width))

    def to_markdown(self, lang: str | None = None, *, full: bool = False, brief: bool = False) -> str:
        """Return the result as Markdown in Vietnamese (``vi``) or English (``en``).

        Without *lang* it is Vietnamese where the definition has it, else English, on every machine.

        It says what :meth:`to_text` says; lines are not broken, since a reader of Markdown breaks them.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_markdown  # noqa: PLC0415 - only when text is asked for
        from kiemdinh.narration.pages import assessment_page  # noqa: PLC0415 - only when text is asked for

        forms = {"full": check_flag("full", full), "brief": check_flag("brief", brief)}
        return render_markdown(assessment_page(self, lang, **forms))

    def to_html(self, lang: str | None = None, *, full: bool = False, brief: bool = False, style: bool = True) -> str:
        """Return the result as a part of an HTML page in Vietnamese (``vi``) or English (``en``).

        It is one element of the class ``kiemdinh``; every text in it is escaped. With *style* it has a small stylesheet
        in it; without it, a page has ``kiemdinh.results.STYLESHEET`` in a file of its own, or a better one.
        The other parameters are those of :meth:`to_text`.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.layout import render_fragment  # noqa: PLC0415 - only when a page is asked for
        from kiemdinh.narration.pages import assessment_page  # noqa: PLC0415 - only when a page is asked for

        forms = {"full": check_flag("full", full), "brief": check_flag("brief", brief)}
        page = assessment_page(self, lang, **forms)
        return render_fragment(page, lang or self.framework.language, style=check_flag("style", style))

    def _repr_html_(self) -> str:
        """Return it as a notebook shows it."""
        return self.to_html()


# It stands here and not with the other explanations because its result is an Assessment, which asks for it in turn.
@dataclass(frozen=True, slots=True)
class WhatIf(WhatIfData, Narrated):
    """The new result of a what-if question, how it differs from the old one, and the changes that were assumed.

    See the example of :meth:`kiemdinh.Assessment.what_if`.

    Attributes
    ----------
    result
        The result with the changes.
    differences
        The outcomes, nodes and awards whose standing differs.
    changes
        What was assumed, by the id of a node or input.
    """

    kind: ClassVar[ExplanationKind] = "what-if"
    result: Assessment

    def to_data(self) -> dict[str, Any]:
        """Return the changes, the differences and the level afterwards as data.

        Of the new result only ``level``, ``attainable``, ``determined`` and ``outcome`` are included;
        ``result.to_dict()`` gives all of it. A change that was written as a float becomes text.
        """
        summary = {name: encode_value(getattr(self.result, name)) for name in _SUMMARY}
        return {"changes": encode_value(self.changes), "differences": encode_value(self.differences), **summary}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the what-if from *data* that :meth:`to_dict` wrote; of the new result it has only the summary.

        Raises
        ------
        InputError
            *data* is not the data of a what-if (KD341).
        """
        said, origin = api.read_explanation(cls.kind, data)
        known = FrozenMap({name: said[name] for name in _SUMMARY})
        return cls(said["differences"], said["changes"], cast("Assessment", replace(origin, known=known)))


def _check_limit(limit: int | None) -> int | None:
    """Return the greatest number of repairs to yield, cut to the greatest size that iterators of Python can count."""
    return None if limit is None else min(check_count("limit", limit, least=0), sys.maxsize)


_SUMMARY = ("level", "attainable", "determined", "outcome")
