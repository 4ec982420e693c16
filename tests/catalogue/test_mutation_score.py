"""The suites of the bundled frameworks notice what an author might slip into them.

A sample of the changes is tried here. ``KIEMDINH_NIGHTLY=1 pytest tests/catalogue/test_mutation_score.py`` tries
all, in minutes.
"""

import os
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.standards.catalogue import load
from kiemdinh.testing import load_scenarios, mutate
from kiemdinh.testing.mutation import list_changes
from kiemdinh.testing.mutation.equivalence import EquivalenceProofs
from kiemdinh.testing.mutation.mutant import make_mutant
from kiemdinh.testing.mutation.notice import notices
from kiemdinh.testing.mutation.suite_case import SuiteCase
from kiemdinh.testing.mutation.suite_order import SuiteOrder

HERE = Path(__file__).parent
IDS = [bundled.id for bundled in kd.catalogue()]
NIGHTLY = bool(os.environ.get("KIEMDINH_NIGHTLY"))
LEAST = 95
UNNOTICED = {
    # They bear on what blocks a grade of an award alone, which no scenario can expect.
    "given",
    # The word beside a number of years, which no scenario reads.
    "inputs.years_of_operation.unit",
}
"""Changes that no scenario can notice though it is not proved, each by its key or its path."""
UNNOTICED_IN = {
    # The step and the lowest value of a number that is not set. A mean of 1 to 7 is never negative, so that a half goes
    # up either way.
    "asean.aun-qa-4": {
        "parameters.certified_from.step",
        "parameters.certified_from.range.from",
        "define.overall.round.half",
    },
    # Rules ask for single grades of an area, and never for one or a higher one.
    "uk.ofsted-2025": {f"scales.grade.steps[{i}]" for i in range(4)},
    # The floors of the eight criteria make 82 points together.
    "vn.tt15-2017.trung-tam": {"outcomes[0].cases[0].if.all[0].at_least"},
}
"""The same in single frameworks, by the path."""
FEWEST = dict.fromkeys(UNNOTICED_IN, 80)
"""The least score in percent where it is not LEAST: these are small, so that each change weighs."""
SAMPLE = 17
"""One of so many changes is tried in every run."""


def scenarios_of(framework_id):
    return load_scenarios(HERE / f"{framework_id}.scenarios.yaml").scenarios


@pytest.mark.skipif(not NIGHTLY, reason="takes minutes: set KIEMDINH_NIGHTLY")
@pytest.mark.parametrize("framework_id", IDS)
def test_the_scenarios_notice_nearly_every_change(framework_id):
    scenarios = scenarios_of(framework_id)
    report = mutate(scenarios[0].framework, scenarios)
    assert (report.failing, report.untried) == ((), 0)
    assert report.score >= FEWEST.get(framework_id, LEAST), report.to_text()
    known = UNNOTICED | UNNOTICED_IN.get(framework_id, set())
    unnoticed = [one for one in report.survived if not {one.path, one.path.rpartition(".")[2]} & known]
    assert unnoticed == [], report.to_text()
    assert all(str(one.why) for one in report.equivalent)


def test_they_notice_a_sample_of_the_changes():
    framework = load("vn.tt57-2026.gdtx")
    cases = [SuiteCase.of(scenario) for scenario in scenarios_of(framework.id)]
    order, proofs = SuiteOrder(framework, cases), EquivalenceProofs(framework)
    tried, unnoticed = 0, []
    for change in list(list_changes(framework))[::SAMPLE]:
        mutant = make_mutant(framework, change)
        if mutant is not None and proofs.find_quick_reason(mutant) is None:
            tried += 1
            if not any(notices(case, mutant) for case in order.order_for(mutant)):
                unnoticed.append(change)
    assert tried >= 5
    assert unnoticed == []
