"""Lowering of a whole framework: one condition of the kernel for each node, step, outcome and award."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import MET, UNKNOWN, UNMET, All, Branch, Condition, Fact, Known, Not, facts_of, values_of
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import (
    Award,
    Citation,
    Definition,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    NodeInfo,
    Outline,
    ValidityTable,
    citations_of,
)
from kiemdinh.standards.lowering.conditions import Lowering
from kiemdinh.standards.lowering.context import StepsFinder
from kiemdinh.standards.lowering.exactness import find_cases, find_helpful_decisions, find_mixed_polarity
from kiemdinh.standards.lowering.named_quantities import lower_derived_scores, lower_named_quantities
from kiemdinh.standards.lowering.order import order_definitions
from kiemdinh.standards.lowering.rules import FrameworkRules, Guard
from kiemdinh.standards.lowering.scope import EVERYWHERE, Lowered, Scope, conjoin_all
from kiemdinh.standards.lowering.setting import Setting
from kiemdinh.standards.names import FactKind, FactName, ValueKind, read_value_name

__all__ = ["lower_framework"]

_TRUTH_OF_WORD: Final[Mapping[str | None, Condition]] = {
    "met": Known(MET),
    "unmet": Known(UNMET),
    "unknown": Known(UNKNOWN),
}
_KEYS_WITH_LAW: Final = (
    "valid",
    "authority",
    "renew_before",
    "cure_within",
    "wait_for_higher",
    "continues",
    "discretion",
)
"""The keys of an award that may have a citation in its ``law`` (S18)."""


def lower_framework(
    definition: Definition,
    outline: Outline,
    setting: Setting,
    problems: Problems,
    look_up_steps: StepsFinder | None = None,
) -> FrameworkRules:
    """Lower everything in a definition; ids that do not fit together are added to *problems*.

    The cost grows with the size of the definition, its defined names written out, times the members of the sets that
    its conditions range over. Where there are errors among *problems*, the rules are of no use.

    Parameters
    ----------
    definition, outline
        The definition, and its tree laid flat.
    setting
        The stages and school years that its sets speak of.
    problems
        Where problems of the definition are added.
    look_up_steps
        Finds the steps of what is read of other frameworks; None for a definition that is loaded, which has them all.

    Raises
    ------
    InputError
        The rules are too many or nested too deeply, or there are too many problems.
    """
    return _FrameworkLowerer(Lowering(definition, outline, setting, problems, look_up_steps)).build_rules()


class _FrameworkLowerer:
    """Collects the definitions of facts: first of nodes, then of outcomes, then of awards."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.context = lowering.context
        self.problems = lowering.context.problems
        self.names: dict[str, FactName] = {}
        self.definitions: dict[str, Condition] = {}
        self.metrics: list[NodeInfo] = []
        self.measured: dict[str, set[str]] = {}
        self.figure_required: set[str] = set()
        self.guards: list[Guard] = []
        self.citations: dict[str, tuple[Citation, ...]] = {}
        self.top = Citation(self.context.definition.cite, self.context.definition.certainty)

    def build_rules(self) -> FrameworkRules:
        """Return the rules of the definition, in which each definition comes after all that it reads.

        The things that lowering collects (citations, lengths of time, context) are complete only after the last award.
        """
        for info in self.context.outline.nodes.values():
            self._lower_node(info)
        for i, outcome in enumerate(self.context.definition.outcomes):
            self._lower_outcome(outcome, ("outcomes", i))
        for i, award in enumerate(self.context.definition.awards):
            self._lower_award(award, ("awards", i))
        named = lower_named_quantities(self.lowering)
        derived = lower_derived_scores(self.lowering)
        facts = {name: facts_of(condition) for name, condition in self.definitions.items()}
        ordered = order_definitions(facts, self._report_circle)
        definitions = {name: self.definitions[name] for name in ordered}
        # Readers of the rules rely on this order: they process each definition after those that it reads.
        has_errors = bool(self.problems.errors)  # then definitions can be in a circle
        fact_names = self.context.outline.fact_names
        mixed = (
            frozenset()
            if has_errors
            else find_mixed_polarity(definitions, self.names, fact_names, self.lowering.quantities.moves_in_steps)
        )
        return FrameworkRules(
            setting=self.context.setting,
            definitions=FrozenMap(definitions),
            names=FrozenMap({name: self.names[name] for name in ordered}),
            deciding_figures=FrozenMap({info.id: self._find_deciding_figures(info) for info in self.metrics}),
            figure_required=frozenset(self.figure_required),
            context_values=frozenset(self.context.context_values),
            durations=tuple(sorted(self.context.durations)),
            guards=tuple(self.guards),
            citations=FrozenMap(self.citations),
            used=frozenset(self.context.used),
            cases=FrozenMap(find_cases(mixed, definitions, self.context, self.lowering.quantities)),
            mixed_polarity_names=mixed,
            helpful_decisions=frozenset()
            if has_errors
            else find_helpful_decisions(definitions, self.names, fact_names, self._decisions()),
            facts=FrozenMap({name: facts[name] for name in ordered}),
            values=FrozenMap({name: values_of(condition) for name, condition in definitions.items()}),
            totals=MappingProxyType(self.context.totals),
            named_quantities=named,
            derived_scores=derived,
            reads_years=self.context.reads_years,
        )

    def _report_circle(self, circle: Sequence[str]) -> None:
        names = [self.names[name] for name in circle]
        shown = [name.without_kind for name in names]
        message = Message("'{name}' depends on itself", name=shown[-1])
        self.problems.add("KD213", message, self._find_place(names[-1]), found=" -> ".join(shown))

    def _find_place(self, name: FactName) -> Path:
        """Return the place of the node, outcome or award that a fact is about."""
        if name.about_node is not None:
            return self.context.outline.nodes[name.about_node].path
        definition = self.context.definition
        places = [("outcomes", i, each.id) for i, each in enumerate(definition.outcomes)]
        places += [("awards", i, each.id) for i, each in enumerate(definition.awards)]
        return next(((key, i) for key, i, each in places if each == name.subject), ())

    def _decisions(self) -> frozenset[str]:
        return frozenset(name for name, found in self.context.definition.inputs.items() if found.type == "decision")

    def _define_fact(self, name: FactName, condition: Condition) -> str:
        """Keep the definition of a fact; return the name that the kernel has for it."""
        text = str(name)
        self.names[text] = name
        self.definitions[text] = condition
        return text

    def _add_guard(self, about: FactName, stated: Any, scope: Scope, citation: Citation, path: Path) -> None:
        lowered = self.lowering.lower_condition(stated, scope, path)
        self.guards.append(Guard(about, lowered.absent_as_met(), citation.with_own(stated)))

    # -- nodes -------------------------------------------------------------------------------------------------

    def _lower_node(self, info: NodeInfo) -> None:
        name, scope = FactName(FactKind.NODE, info.id), Scope(node=info.id)
        self._lower_levels(info)
        self._check_levels_without_text(info)
        with self.context.collecting_measured() as measured:
            own = self._lower_verdict(info, scope)
        self._define_applicability(info, scope, None if own is None else own.applies)
        if own is not None:
            self.measured[self._define_fact(name, own.condition)] = measured
            if info.node.met_if is not None or (info.layer is not None and info.layer.met_if is not None):
                self.metrics.append(info)
                if info.node.demands_figure:
                    self.figure_required.add(info.id)
        if info.node.warn_unless is not None:
            self._add_guard(name, info.node.warn_unless, scope, info.citation, (*info.path, "warn_unless"))
        # At the top and outside of layers there is no group that it could leave.
        if own is not None and own.applies is not None and info.parent is None and info.layer is None:
            self.problems.add(
                "KD221", Message("nothing says what holds where '{id}' does not apply", id=info.id), info.path
            )
        for indicator in info.node.indicators:
            if self.lowering.quantities.find_input(indicator) is None:
                at = (*info.path, "indicators", info.node.indicators.index(indicator))
                self.problems.add_unknown("KD209", Message("input"), indicator, self.context.definition.inputs, at)

    def _lower_levels(self, info: NodeInfo) -> None:
        """Define the step of each level that has text: all its requirements are met."""
        for step, requirements in info.levels.items():
            at = (*info.path, "levels", step)
            if not requirements:
                self.problems.add(
                    "KD110", Message("level '{step}' of '{id}' has no requirement", step=step, id=info.id), at
                )
                continue
            condition = self._conjoin_members(info, requirements, at)
            self._define_fact(FactName(FactKind.STEP, info.id, step), condition)

    def _lower_verdict(self, info: NodeInfo, scope: Scope) -> Lowered | None:
        """Return the condition that gives a node its verdict; None where only findings give it."""
        if info.verdict != "met":
            if info.node.met_if is not None:
                message = Message("'{id}' is not judged met or unmet", id=info.id)
                self.problems.add("KD204", message, (*info.path, "met_if"), key=True)
            return None
        if info.node.met_if is not None:
            return self.lowering.lower_condition(info.node.met_if, scope, (*info.path, "met_if"))
        if info.layer is not None and info.layer.met_if is not None:
            index = self.context.definition.layers.index(info.layer)
            return self.lowering.lower_condition(info.layer.met_if, scope, ("layers", index, "met_if"))
        return self._conjoin_parts(info) if info.parts else None

    def _conjoin_parts(self, info: NodeInfo) -> Lowered:
        nodes = self.context.outline.nodes
        for part in info.parts:
            if nodes[part].verdict != "met":
                self.problems.add(
                    "KD212",
                    Message("'{id}' has a part that is not judged met or unmet", id=info.id),
                    nodes[part].path,
                    hint=Message("write met_if"),
                )
                return Lowered(Known(UNKNOWN))
        # A node that leaves its group when its set is empty needs no verdict for that case.
        if info.node.if_empty != "not-applicable":
            return Lowered(self._conjoin_members(info, info.parts, info.path))
        return Lowered(self._conjoin_verdicts(info.parts), self._any_applies(info.parts))

    def _conjoin_members(self, info: NodeInfo, members: tuple[str, ...], at: Path) -> Condition:
        """Return that all *members* that apply are met; where none applies, what the node states then (1.8)."""
        group, any_applies = self._conjoin_verdicts(members), self._any_applies(members)
        return group if any_applies is None else Branch(any_applies, group, self._read_if_empty(info, at))

    def _conjoin_verdicts(self, members: tuple[str, ...]) -> Condition:
        verdicts = tuple(self._verdict_of_member(member) for member in members)
        return verdicts[0] if len(verdicts) == 1 else All(verdicts)

    def _verdict_of_member(self, node_id: str) -> Condition:
        verdict = Fact(node_id)
        # A requirement that always applies stays a plain fact, which explanations show as one thing.
        if not self.context.may_not_apply(node_id):
            return verdict
        return Branch(_applies_fact(node_id), verdict, Known(MET))

    def _any_applies(self, members: tuple[str, ...]) -> Condition | None:
        """Return when some of *members* applies; None where one always does."""
        if not all(self.context.may_not_apply(member) for member in members):
            return None
        parts = tuple(_applies_fact(member) for member in members)
        return parts[0] if len(parts) == 1 else AnyCondition(parts)

    def _read_if_empty(self, info: NodeInfo, at: Path) -> Condition:
        stated = _TRUTH_OF_WORD.get(info.node.if_empty)
        if stated is None:
            self.problems.add(
                "KD222",
                Message("every part of '{id}' may not apply, and nothing says what then holds", id=info.id),
                at,
                expected=Message("if_empty: met, unmet or unknown"),
            )
            return Known(UNKNOWN)
        return stated

    def _define_applicability(self, info: NodeInfo, scope: Scope, inner: Condition | None) -> None:
        """Define whether a node applies: its ``when`` holds, and *inner*, on which its own condition applies."""
        parts: list[Condition] = [] if inner is None else [inner]
        if info.node.when is not None:
            with self.context.reading_context():
                parts.append(self.lowering.lower_applicable(info.node.when, scope, (*info.path, "when")))
        if self.context.may_not_apply(info.id):
            condition = conjoin_all(tuple(parts))
            self._define_fact(FactName(FactKind.APPLIES, info.id), Known(MET) if condition is None else condition)
        elif inner is not None:
            self.problems.add(
                "KD221",
                Message("'{id}' leaves its group where its set is empty", id=info.id),
                info.path,
                hint=Message("write 'if_empty: not-applicable' here too"),
            )

    def _find_deciding_figures(self, info: NodeInfo) -> frozenset[str]:
        """Return the inputs that decide a requirement, directly or through what it reads (3.4).

        These are the inputs that it measures and that are not context anywhere in the definition; where there are none,
        all that it measures; where it measures nothing, all that it reads.
        """
        own = str(FactName(FactKind.NODE, info.id))
        read = (own, *(facts_of(self.definitions[own]) & self.definitions.keys()))
        values = {value for fact in read for value in values_of(self.definitions[fact])}
        inputs = frozenset(value for value in values if read_value_name(value).kind is ValueKind.INPUT)
        measured = inputs.intersection(value for fact in read for value in self.measured.get(fact, ()))
        return measured - self.context.context_values or measured or inputs

    def _check_levels_without_text(self, info: NodeInfo) -> None:
        if info.verdict != "level" or info.layer is None:
            return
        if not info.steps:
            index = self.context.definition.layers.index(info.layer)
            self.context.ladder_steps(info.layer.scale or "", ("layers", index, "scale"))
        bare = [step for step in info.steps if step not in info.levels]
        if bare and info.layer.no_text is None:
            self.problems.add(
                "KD224",
                Message(
                    "'{id}' has no requirement at {names}, and its layer does not say what then holds",
                    id=info.id,
                    names=", ".join(bare),
                ),
                info.path,
                expected=Message("no_text: carries or fails, in the layer"),
            )

    # -- outcomes ----------------------------------------------------------------------------------------------

    def _lower_outcome(self, outcome: LadderOutcome | LabelOutcome, at: Path) -> None:
        name, citation = FactName(FactKind.OUTCOME, outcome.id), self.top.with_own(outcome)
        if isinstance(outcome, LadderOutcome):
            self._define_ladder(name, outcome.ladder, outcome.needs, citation, at)
        else:
            for i, case in enumerate(outcome.cases):
                case_name = FactName(FactKind.CASE, outcome.id, case.id)
                self._define_cited(case_name, case.if_, citation.with_own(case), (*at, "cases", i, "if"))
            for label, condition in _define_labels(outcome):
                self._define_fact(label, condition)
        if outcome.warn_unless is not None:
            self._add_guard(name, outcome.warn_unless, EVERYWHERE, citation, (*at, "warn_unless"))

    def _define_cited(self, name: FactName, stated: Any, citation: Citation, path: Path) -> None:
        """Define a fact by a condition of the whole school that always applies, and keep its citations."""
        with self.context.lowering_for(name):
            text = self._define_fact(name, self.lowering.lower_applicable(stated, EVERYWHERE, path))
        self.citations[text] = citations_of(stated, citation)

    def _define_ladder(
        self, name: FactName, scale: str, needs: Mapping[str, Any], citation: Citation, at: Path
    ) -> None:
        """Define *name* at each step of a scale: the step's own condition, and the step below it (2.1)."""
        steps = self.context.ladder_steps(scale, (*at, "ladder"))
        for step in needs:
            # A scale without steps has been reported already.
            if steps and step not in steps:
                self.problems.add_unknown("KD215", Message("step"), step, steps, (*at, "needs", step), key=True)
        below: str | None = None
        for step in steps:
            if step not in needs:
                message = Message("nothing is said about '{step}'", step=step)
                self.problems.add(
                    "KD220", message, (*at, "needs"), key=True, expected=Message("a condition for each step")
                )
                continue
            with self.context.lowering_for(name._replace(step=step)):
                own = self.lowering.lower_applicable(needs[step], EVERYWHERE, (*at, "needs", step))
            # It reads the fact of the step below, not its condition written out: so each step is explained by itself.
            condition = own if below is None else All((Fact(below), own))
            below = self._define_fact(name._replace(step=step), condition)
            self.citations[below] = citations_of(needs[step], citation)

    # -- awards ------------------------------------------------------------------------------------------------

    def _lower_award(self, award: Award, at: Path) -> None:
        name, citation = FactName(FactKind.AWARD, award.id), self.top.with_own(award)
        if isinstance(award, LadderAward):
            self._define_ladder(name, award.ladder, award.needs, citation, at)
        else:
            self._define_cited(name, award.needs, citation, (*at, "needs"))
        if award.lost_if is not None:
            self._define_cited(FactName(FactKind.LOST, award.id), award.lost_if, citation, (*at, "lost_if"))
        for key in award.law:
            if key not in _KEYS_WITH_LAW:
                self.problems.add_unknown("KD102", Message("key"), key, _KEYS_WITH_LAW, (*at, "law", key), key=True)
        if isinstance(award.valid, ValidityTable):
            self._check_validity(award.valid, (*at, "valid"))

    def _check_validity(self, table: ValidityTable, at: Path) -> None:
        """Report the problems of a table of validities: of its outcome, its labels, its lengths of time."""
        outcome = self.context.outcomes.get(table.by)
        if outcome is None:
            self.problems.add_unknown("KD209", Message("outcome"), table.by, self.context.outcomes, (*at, "by"))
            return
        if isinstance(outcome, LabelOutcome):
            labels = (*(case.id for case in outcome.cases), outcome.otherwise.id)
        else:
            labels = self.context.ladder_steps(outcome.ladder, at[:-1])
        for word, text in table.values.items():
            path = (*at, "values", word)
            if word not in labels:
                self.problems.add_unknown("KD215", Message("label"), word, labels, path)
            if text != "unknown":
                self.lowering.quantities.read_duration(text, path)


def _applies_fact(node_id: str) -> Fact:
    return Fact(str(FactName(FactKind.APPLIES, node_id)))


def _define_labels(outcome: LabelOutcome) -> Iterator[tuple[FactName, Condition]]:
    """Yield when each label is given: its case holds and no earlier case does; the last label where no case holds."""
    before: tuple[Condition, ...] = ()
    for case in outcome.cases:
        holds = Fact(str(FactName(FactKind.CASE, outcome.id, case.id)))
        yield FactName(FactKind.LABEL, outcome.id, case.id), All((*before, holds)) if before else holds
        # The first case that holds decides, so each case also needs that no earlier one holds (2.5).
        before = (*before, Not(holds))
    otherwise = FactName(FactKind.LABEL, outcome.id, outcome.otherwise.id)
    yield otherwise, before[0] if len(before) == 1 else All(before)
