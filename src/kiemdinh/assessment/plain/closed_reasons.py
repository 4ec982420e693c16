"""Why facts are unknown, as conditions over plain records (semantics 3.6).

:mod:`kiemdinh.evidence.resolution` says the same of records of every kind, one school at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from kiemdinh.assessment.plain.shape import RecordFact, RecordKind
from kiemdinh.evidence.dossier import Reason
from kiemdinh.evidence.resolution import may_be_assessed_as_one, reasons_of_finding
from kiemdinh.rules import MET, UNMET
from kiemdinh.standards.names import FactKind

if TYPE_CHECKING:
    from kiemdinh.assessment.plain.closed_rules import ClosedRules
    from kiemdinh.standards.names import FactName

__all__ = ["ClosedReasons"]

C = TypeVar("C")
Q = TypeVar("Q")
_Reasons: TypeAlias = Mapping[Reason, C]
"""For each reason that can hold a condition for it, which means something only where the fact is unknown."""


_OF_UNKNOWN: Final = (Reason.RECORDED_UNKNOWN, Reason.TO_CONFIRM)
"""Why a finding can leave open what it is about."""
_OF_RECORDS: Final = (Reason.RECORDED_UNKNOWN, Reason.NOTHING_TO_MEASURE)
"""Why a record can leave a value open, beside the reasons of one that nobody recorded."""


@dataclass(slots=True)
class ClosedReasons(Generic[C, Q]):
    """Makes the reasons of facts in a back end, each once.

    The cost is one pass over the rules below the facts that are asked for.

    Attributes
    ----------
    closed
        Makes the facts themselves, of a single reading.
    """

    closed: ClosedRules[C, Q]
    _found: dict[str, _Reasons[C]] = field(default_factory=dict)

    def of_fact(self, name: str) -> _Reasons[C]:
        """Return why a fact is unknown, by its name in the rules; the conditions count only where it is.

        Raises
        ------
        NotPlainError
            It cannot be written over records of this shape.
        """
        if name not in self._found:
            self._found[name] = self._find(name, self.closed.empty.read_name(name))
        return self._found[name]

    def has_finding(self, name: str) -> C:
        """Return whether a finding or a claim decides a fact of a node, or stands beside the figure that does."""
        fact = self.closed.empty.read_name(name)
        is_claimable = name in self.closed.empty.rules.definitions and not self._is_metric(name, fact)
        kind = RecordKind.CLAIMED if is_claimable else RecordKind.RECORDED
        return self.closed.about_node(kind, fact.subject, fact.step if is_claimable else None)

    # ----------------------------------------------------------------------------------------------------

    def _find(self, name: str, fact: FactName) -> _Reasons[C]:
        rules = self.closed.empty.rules
        if fact.side is not None:
            return {}
        if fact.kind is FactKind.APPLIES:
            return self._find_of_applicability(name, fact.subject)
        if fact.kind not in (FactKind.NODE, FactKind.STEP) or fact.subject not in self.closed.empty.framework.nodes:
            return {}
        if self._is_metric(name, fact):
            return self._find_of_metric(name)
        return self._find_of_claimable(name, fact) if name in rules.definitions else self._find_of_finding(name)

    def _is_metric(self, name: str, fact: FactName) -> bool:
        return fact.step is None and self.closed.empty.is_metric(name)

    def _find_of_finding(self, node: str) -> _Reasons[C]:
        without = reasons_of_finding(None, self.closed.empty.framework.nodes[node])
        return {
            reason: self._is_open(node, reason, self.closed.shape.nodes, without) for reason in (*without, *_OF_UNKNOWN)
        }

    def _is_open(self, subject: str, reason: Reason, recorded: Mapping[str, bool], without: frozenset[Reason]) -> C:
        """Return whether a record, or that there is none, gives a reason; *without* are those of no record."""
        if subject not in recorded:
            return self.closed.algebra.known(MET if reason in without else UNMET)
        return self.closed.ask(RecordFact(RecordKind.OPEN, subject, None, reason))

    def _find_of_values(self, name: str) -> _Reasons[C]:
        """Return why the values are unknown that a definition reads."""
        closed = self.closed
        found: defaultdict[Reason, list[C]] = defaultdict(list)
        for value in sorted(closed.empty.rules.values[name] - closed.empty.clocks.keys()):
            without = closed.empty.known(value).reasons
            by_record = _OF_RECORDS if value in closed.shape.values else ()
            for reason in sorted({*without, *by_record}):
                found[reason].append(self._is_open(value, reason, closed.shape.values, without))
        return {reason: closed.algebra.any(conditions) for reason, conditions in found.items()}

    def _find_of_metric(self, name: str) -> _Reasons[C]:
        """Return why a requirement is unknown that figures decide; a finding can stand in for them (3.4)."""
        algebra = self.closed.algebra
        no_figure = algebra.negate(self.closed.has_figure(name))
        stands_in = algebra.all([no_figure, self.closed.about_node(RecordKind.RECORDED, name)])
        if name in self.closed.empty.rules.figure_required:
            stands_in = algebra.known(UNMET)
        by_figure = self._join({Reason.MISSING_FIGURE: no_figure}, self._find_of_values(name))
        return self._branch(stands_in, self._find_of_finding(name), by_figure)

    def _find_of_applicability(self, name: str, node: str) -> _Reasons[C]:
        by_rule = self._find_of_values(name)
        if not self.closed.empty.framework.nodes[node].node.may_not_apply:
            return by_rule
        # A record that says unknown may turn out to say *not applicable*.
        left_open = self.closed.about_node(RecordKind.LEFT_OPEN, node)
        return self._branch(left_open, self._find_of_unknown(node), by_rule)

    def _find_of_unknown(self, node: str) -> dict[Reason, C]:
        """Return why a finding that says unknown does so: it is recorded as unknown, or to be confirmed (3.6)."""
        to_confirm = self._is_open(node, Reason.TO_CONFIRM, self.closed.shape.nodes, frozenset())
        return {Reason.TO_CONFIRM: to_confirm, Reason.RECORDED_UNKNOWN: self.closed.algebra.negate(to_confirm)}

    # -- claims ------------------------------------------------------------------------------------------

    def _find_of_claimable(self, name: str, fact: FactName) -> _Reasons[C]:
        without = self._find_without_claim(name, fact)
        if fact.subject not in self.closed.shape.nodes:
            return without
        claimed = self.closed.about_node(RecordKind.CLAIMED, fact.subject, fact.step)
        return self._branch(claimed, self._find_of_claim(name, fact), without)

    def _find_without_claim(self, name: str, fact: FactName) -> _Reasons[C]:
        """Return that nobody recorded it where one finding is awaited for all of it, and nothing below is recorded."""
        empty, algebra = self.closed.empty, self.closed.algebra
        parts = empty.beforehand.recorded_parts(name)
        if parts is None or not may_be_assessed_as_one(empty.framework.nodes[fact.subject], fact.step):
            return {}
        anywhere = self.closed.shape.anywhere
        conditions = [
            algebra.negate(self.closed.ask(RecordFact(RecordKind.RECORDED_ANYWHERE, part)))
            for part in sorted(parts & anywhere)
        ]
        if anywhere:
            conditions.append(self.closed.ask(RecordFact(RecordKind.WHOLE_NODES, "")))
        without = reasons_of_finding(None, empty.framework.nodes[fact.subject])
        return dict.fromkeys(without, algebra.all(conditions) if conditions else algebra.known(MET))

    def _find_of_claim(self, name: str, fact: FactName) -> _Reasons[C]:
        """Return why a claim leaves a fact unknown: a higher rank does, the claim says so, or it is disputed (3.9)."""
        algebra, closed = self.closed.algebra, self.closed
        claim = closed.about_node(RecordKind.CLAIM, fact.subject, fact.step)
        worst, best = closed.read_standing(name, by_findings=False)
        turned = closed.turns(claim, worst, best)
        opened_above = algebra.all([turned, algebra.negate(algebra.certain(worst)), algebra.possible(best)])
        disputed = closed.turns(claim, *closed.read_standing(name, by_findings=True))
        is_unknown = self._is_unknown(claim)
        of_unknown = self._find_of_unknown(fact.subject).items()
        own = {reason: algebra.all([is_unknown, one]) for reason, one in of_unknown} | {Reason.DISPUTED: disputed}
        return self._branch(opened_above, self._find_below(name), own)

    def _find_below(self, name: str) -> _Reasons[C]:
        """Return the reasons of all that is unknown among the facts that a definition reads."""
        found: _Reasons[C] = {}
        for fact in sorted(self.closed.empty.rules.facts[name]):
            reasons = self.of_fact(fact)
            if reasons:
                is_unknown = self._is_unknown(self.closed.truth(fact))
                open_ = {reason: self.closed.algebra.all([is_unknown, each]) for reason, each in reasons.items()}
                found = self._join(found, open_)
        return found

    # ----------------------------------------------------------------------------------------------------

    def _is_unknown(self, condition: C) -> C:
        algebra = self.closed.algebra
        return algebra.all([algebra.possible(condition), algebra.negate(algebra.certain(condition))])

    def _join(self, one: _Reasons[C], two: _Reasons[C]) -> _Reasons[C]:
        unmet = self.closed.algebra.known(UNMET)
        both = {**one, **two}
        return {reason: self.closed.algebra.any([one.get(reason, unmet), two.get(reason, unmet)]) for reason in both}

    def _branch(self, test: C, then: _Reasons[C], otherwise: _Reasons[C]) -> _Reasons[C]:
        unmet = self.closed.algebra.known(UNMET)
        both = {**then, **otherwise}
        return {
            reason: self.closed.algebra.branch(test, then.get(reason, unmet), otherwise.get(reason, unmet))
            for reason in both
        }
