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
# What is given for each pupil or person is told without its unit, and a larger bound beside it holds as well.
OF_EACH = {f"inputs.{name}.unit" for name in ("land", "boarding_land", "boys", "girls")}
OF_EACH |= {f"inputs.staff_{who}_{what}.unit" for who in ("men", "women") for what in ("bowls", "basins")}
SCALE = "tree[0].levels['toi-thieu'][1].when"
"""A stage has no more classes than the school of several stages that it is part of."""
UNNOTICED_IN = {
    "vn.tt13-2020.mam-non": {
        "inputs.land.unit",
        "tree[0].levels['toi-thieu'][4].when",
        # Above 14 groups level 1 asks for the same room.
        "tree[3].levels['muc-2'][5].when",
        "tree[3].levels['muc-2'][5].when.at_most",
    },
    "vn.tt13-2020.tieu-hoc": {*OF_EACH, SCALE, "tree[0].levels['toi-thieu'][6].when"},
    # The last is one of two bounds of which a parameter that is not set chooses.
    "vn.tt13-2020.thcs": {
        *OF_EACH,
        SCALE,
        "tree[0].levels['toi-thieu'][7].when",
        "tree[0].levels['toi-thieu'][8].met_if.at_least.otherwise",
    },
    "vn.tt13-2020.thpt": {*OF_EACH, SCALE},
    # The step and the lowest value of a number that is not set. A mean of 1 to 7 is never negative, so that a half goes
    # up either way.
    "asean.aun-qa-4": {
        "parameters.certified_from.step",
        "parameters.certified_from.range.from",
        "define.overall.round.half",
    },
    # The number that is not set: whatever its range, with all communes the share is reached.
    "vn.ntm-2021.huyen": {"parameters.communes_asked.unit", "parameters.communes_asked.range.to"},
    # Rules ask for single grades of an area, and never for one or a higher one.
    "uk.ofsted-2025": {f"scales.grade.steps[{i}]" for i in range(4)},
    # The floors of the eight criteria make 82 points together.
    "vn.tt15-2017.trung-tam": {"outcomes[0].cases[0].if.all[0].at_least"},
}
"""The same in single frameworks, by the path."""
SMALL = {"asean.aun-qa-4", "uk.ofsted-2025", "vn.ntm-2021.huyen", "vn.tt15-2017.trung-tam"}
"""Frameworks with so few rules that each change weighs: their score is 80 or more."""
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
    assert report.score >= (80 if framework_id in SMALL else LEAST), report.to_text()
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
