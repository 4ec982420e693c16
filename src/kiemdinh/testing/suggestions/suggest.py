"""A scenario for each observation that no scenario shows, with the result of the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.analysis.study import Study, study_each_stage
from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import ENGLISH
from kiemdinh.testing.coverage import CoverageTally, describe_case
from kiemdinh.testing.scenarios import assess_scenario
from kiemdinh.testing.suggestions.expected import write_expected
from kiemdinh.testing.suggestions.gap_conditions import list_gap_conditions
from kiemdinh.testing.suggestions.gap_dossiers import list_gap_dossiers

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.coverage import UncoveredPoint
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["SuggestedScenarios", "suggest_scenarios"]

MAX_PROOFS: Final = 2_000
"""How many proofs may be sought; each is bounded by itself."""


@dataclass(frozen=True, slots=True)
class SuggestedScenarios:
    """The scenarios that :func:`suggest_scenarios` proposes.

    See the example of :func:`kiemdinh.testing.suggest_scenarios`.

    Attributes
    ----------
    framework_id
        The id of the framework.
    scenarios
        The scenarios as plain data, none of them confirmed.
    without
        The gaps for which no school was found.
    """

    framework_id: str
    scenarios: tuple[dict[str, Any], ...]
    without: tuple[UncoveredPoint, ...]


def suggest_scenarios(
    framework: Framework, scenarios: Iterable[Scenario] = (), lang: str = ENGLISH
) -> SuggestedScenarios:
    """Return a scenario for each gap that the *scenarios* of a framework leave in its coverage.

    A school is found by proof and assessed; the scenario expects its result. A person has to say whether the result is
    right: each scenario is marked ``confirmed: false``, and neither passes nor fails until this mark is removed. One
    scenario often closes several gaps; then there is no other for these. Its name says, in the language *lang*, for
    which gap it was made.

    The cost is some proofs and an assessment for each gap; there are at most 2,000 proofs.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> tiny = kd.load(text='''
    ... kiemdinh: 1
    ... framework: org.example.tiny
    ... source: {document: By-law 1}
    ... subject: {kind: school}
    ... inputs: {books: {type: number, range: {from: 0}}}
    ... layers: [{id: criterion, verdict: met}]
    ... tree: [{id: "1", met_if: {value: books, at_least: 100}}]
    ... outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
    ... ''')
    >>> for one in suggest_scenarios(tiny).scenarios:
    ...     print(one["given"].get("external"), one["then"]["outcome"])
    {'inputs': {'books': 100}} good
    {'inputs': {'books': 99}} poor
    {'inputs': {'books': 101}} good
    None undetermined
    """
    return _Suggesting(framework, tuple(scenarios), study_each_stage(framework), lang).run()


@dataclass(slots=True)
class _Suggesting:
    framework: Framework
    given: tuple[Scenario, ...]
    studies: tuple[Study, ...]
    lang: str = ENGLISH
    found: list[dict[str, Any]] = field(default_factory=list)
    proofs_left: int = MAX_PROOFS

    def run(self) -> SuggestedScenarios:
        tally = CoverageTally(self.framework)
        for scenario in self.given:
            if scenario.confirmed:
                _add_scenario(tally, scenario)
        # Each gap is checked after those before have been closed: these scenarios may have closed it too.
        # A school just at a threshold shows much else, so that fewer scenarios suffice.
        missed = sorted(tally.coverage_of_possible().missed, key=lambda gap: gap.kind != "threshold")
        without = [gap for gap in missed if (gap.id, gap.what) not in tally.seen and not self._close(gap, tally)]
        still = tuple(gap for gap in without if (gap.id, gap.what) not in tally.seen)
        return SuggestedScenarios(self.framework.id, tuple(self.found), still)

    def _close(self, gap: UncoveredPoint, tally: CoverageTally) -> bool:
        """Add the first scenario that shows a gap; return whether there is one."""
        for dossier, on in self._list_dossiers(gap, tally):
            try:
                result = assess(self.framework, dossier, on=on)
            except InputError:
                continue
            before = set(tally.seen)
            tally.add(result)
            if (gap.id, gap.what) in tally.seen:
                self.found.append(self._write(gap, dossier, on, result))
                return True
            tally.seen = before  # a school that is not suggested shows nothing
        return False

    def _list_dossiers(self, gap: UncoveredPoint, tally: CoverageTally) -> Iterator[tuple[dict[str, Any], dt.date]]:
        for study in self.studies:
            conditions = (*tally.conditions_of(gap.id, gap.what, study), *list_gap_conditions(study, gap.id, gap.what))
            for condition in conditions:
                if self.proofs_left <= 0:
                    return
                self.proofs_left -= 1
                dossier = study.write_dossier(study.prove(condition).world)
                if dossier is not None:
                    yield dossier, study.on
            yield from list_gap_dossiers(study, gap.kind, gap.id)

    def _write(self, gap: UncoveredPoint, dossier: dict[str, Any], on: dt.date, result: Assessment) -> dict[str, Any]:
        given = {key: value for key, value in dossier.items() if key not in ("framework", "date")}
        name = describe_case(gap.kind, gap.id, gap.what).text_in(self.lang)
        expected = write_expected(result)
        return {"name": name, "given": given, "when": on.isoformat(), "then": expected, "confirmed": False}


def _add_scenario(tally: CoverageTally, scenario: Scenario) -> None:
    try:
        tally.add(assess_scenario(scenario))
    except InputError:  # the refusal may be expected; the scenario shows nothing
        return
