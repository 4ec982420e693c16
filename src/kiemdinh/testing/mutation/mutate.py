"""Mutation testing of a definition: scenarios are tried on each change of it until one notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.arguments import check_count
from kiemdinh.diagnostics.message import Message
from kiemdinh.testing.mutation.changes import list_changes
from kiemdinh.testing.mutation.equivalence import EquivalenceProofs
from kiemdinh.testing.mutation.mutant import make_mutant
from kiemdinh.testing.mutation.notice import notices
from kiemdinh.testing.mutation.report import EquivalentMutant, MutationReport, SurvivingMutant
from kiemdinh.testing.mutation.suite_case import SuiteCase
from kiemdinh.testing.mutation.suite_order import SuiteOrder

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.mutation.changes import DefinitionChange
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["MAX_STEPS", "mutate"]

MAX_STEPS: Final = 1_000_000
"""How many times a scenario is tried on a changed definition by default."""


def mutate(framework: Framework, scenarios: Iterable[Scenario], *, budget: int = MAX_STEPS) -> MutationReport:
    """Return which one-place changes of a definition the *scenarios* notice.

    Each change is one that an author might make by mistake: a threshold off by one, a different comparator or
    condition, a missing tag or ``when`` (``docs/scenarios.md`` lists all). A scenario notices a change if it does not
    pass any more.

    Parameters
    ----------
    framework
        The framework whose definition is changed.
    scenarios
        Scenarios of it. Those that do not pass as it is, or are not confirmed, notice nothing.
    budget
        The steps that may be taken; one step tries one scenario on one changed definition. Changes that remain then are
        counted as ``untried``.

    Returns
    -------
    MutationReport
        The score, each change that no scenario noticed with its line, and the changes for which it is proved that no
        scenario could.

    Notes
    -----
    The cost is, for each change, loading the definition without reading its file, and an assessment for scenarios that
    might notice it until one does; scenarios about the changed part are tried first. A change of conditions or ranges
    is noticed by no scenario in which each changed condition has the truth that it had: to check this costs an
    evaluation instead of an assessment.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> tiny = kd.load(text='''
    ... kiemdinh: 1
    ... framework: org.example.tiny
    ... source: {document: By-law 1}
    ... subject: {kind: school}
    ... inputs: {books: {type: number}}
    ... layers: [{id: criterion, verdict: met}]
    ... tree: [{id: "1", met_if: {value: books, at_least: 100}}]
    ... outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
    ... ''')
    >>> mutate(tiny, []).to_text().splitlines()[0]
    'org.example.tiny: 0 % (0 of 4 changes are noticed)'
    """
    check_count("budget", budget, least=1)
    return _Mutation(framework, budget).run(scenarios)


@dataclass(slots=True)
class _Mutation:
    """One run: the framework, the steps that are left, and the results so far."""

    framework: Framework
    steps_left: int
    killed: int = 0
    refused: int = 0
    untried: int = 0
    survived: list[SurvivingMutant] = field(default_factory=list)
    equivalent: list[EquivalentMutant] = field(default_factory=list)

    def run(self, scenarios: Iterable[Scenario]) -> MutationReport:
        confirmed = [replace(one, framework=self.framework) for one in scenarios if one.confirmed]
        read = [(one.name, SuiteCase.of(one)) for one in confirmed]
        proofs = EquivalenceProofs(self.framework)
        order = SuiteOrder(self.framework, [case for _, case in read if case is not None])
        for change in list_changes(self.framework):
            self._try_change(change, order, proofs)
        return MutationReport(
            self.framework.id,
            self.killed,
            tuple(sorted(self.survived, key=_place_of)),
            tuple(sorted(self.equivalent, key=_place_of)),
            self.refused,
            self.untried,
            tuple(name for name, case in read if case is None),
        )

    def _try_change(self, change: DefinitionChange, order: SuiteOrder, proofs: EquivalenceProofs) -> None:
        if self.steps_left <= 0:
            self.untried += 1
            return
        self.steps_left -= 1
        mutant = make_mutant(self.framework, change)
        if mutant is None:
            self.refused += 1
            return
        why = proofs.find_quick_reason(mutant)
        if why is not None:
            self._add_unnoticed(mutant, why)
        elif self._is_noticed(mutant, order):
            self.killed += 1
        elif self.steps_left <= 0 < len(order):
            self.untried += 1
        else:
            self._add_unnoticed(mutant, proofs.find_reason(mutant))

    def _is_noticed(self, mutant: Mutant, order: SuiteOrder) -> bool:
        for case in order.order_for(mutant):
            if self.steps_left <= 0:
                return False
            self.steps_left -= 1
            if notices(case, mutant):
                order.put_first(case)
                return True
        return False

    def _add_unnoticed(self, mutant: Mutant, why: str | None) -> None:
        source, change = self.framework.source, mutant.change
        assert source is not None  # noqa: S101 - else there are no changes
        # A diagnostic is made only for its place: it knows the file and the line of a path.
        place = source.diagnostic("KD603", Message.verbatim(""), change.path, key=True)
        about = change.kind, str(place.path), place.file, place.line, change.was, change.becomes
        if why is None:
            self.survived.append(SurvivingMutant(*about))
        else:
            self.equivalent.append(EquivalentMutant(*about, why))


def _place_of(one: SurvivingMutant | EquivalentMutant) -> tuple[str, int]:
    return one.file or "", one.line or 0
