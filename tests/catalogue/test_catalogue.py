"""Our own definitions pass what we ask of others': lint, the laws, scenarios, and every rule covered by these."""

from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.analysis.observations import find_impossible
from kiemdinh.standards.catalogue import load
from kiemdinh.testing import LAWS, load_scenarios, run
from kiemdinh.testing.coverage import CoverageTally

UNCOVERED = {
    # Nothing is more than 100 % of its whole; that is refused when a dossier is read, and not proved of the rules.
    ("2.2/muc-1/b: at_least: 100%", "well beyond"),
    ("2.2/muc-2/b/b1: at_least: 100%", "well beyond"),
    ("22.2/2a: at_least: 100%", "well beyond"),
    ("22.5: at_least: 100%", "well beyond"),
    # A school has each stage once.
    ("applies:1.5/muc-3/p3: at_least: 1", "well beyond"),
    ("applies:1.5/muc-3/p4: at_least: 1", "well beyond"),
    ("applies:5.6/muc-3/a/tieu-hoc: at_least: 1", "well beyond"),
    # Without primary classes nothing is known of their pupils, so that no school falls by having some.
    ("applies:5.6/muc-3/a/tieu-hoc: stage", "pivotal while false"),
    # Which of the two bounds holds is a parameter that is not set, so that neither shows by itself.
    ("13/toi-thieu/dat-trung-tam: included: 8", "just reached"),
    ("13/toi-thieu/dat-trung-tam: included: 8", "just short"),
    ("13/toi-thieu/dat-trung-tam: otherwise: 10", "just reached"),
    ("13/toi-thieu/dat-trung-tam: otherwise: 10", "just short"),
    # Of AUN-QA: from which verdict on a programme is certified is not set, so that nobody surely fails to be.
    ("case:certification=certified", "false"),
    ("case:certification=certified", "pivotal while false"),
    ("label:certification=not-certified", "true"),
    ("award:certificate", "false"),
    ("award:certificate", "pivotal while false"),
    # Of new rural districts: the share of communes that is asked for is not set, so that no share is surely too small.
    ("xa", "false"),
    ("xa", "pivotal while false"),
    # Of Circular 15 for centres: the floors of the eight criteria make 82 points together.
    ("case:ket-qua=dat: at_least: 80%", "just reached"),
    ("case:ket-qua=dat: at_least: 80%", "just short"),
}
"""What no scenario can show, each with its reason."""

COMMUNE = "vn.ntm-2021.xa"
OF_FEW_SCHOOLS = {("5: then: 50%", "just short")}
"""Of 1, 2 or 3 schools no share lies from 49 % up to 50 %."""
OF_A_HUNDRED_SCHOOLS = {(f"5: {region}: 100%", "just short") for region in ("dbsh", "dong-nam-bo")}
"""The nearest share below 100 % that is at least 99 % is 99 of 100 schools."""

HERE = Path(__file__).parent
IDS = [bundled.id for bundled in kd.catalogue()]
EDITIONS = [edition.framework.edition for i in IDS for edition in kd.editions(i)]
AMENDED = [edition.framework.edition for i in IDS for edition in kd.editions(i)[1:]]
"""Later editions; their scenarios are about what an act has changed."""
EXAMPLES = {"vn.tt17-2018": 1, "vn.tt18-2018": 1, "vn.tt19-2018": 1}
"""Cases of each law, 3 unless said here: the laws are tested elsewhere, and a case of a large one takes seconds."""
PARTY = {("KD520", "1.3/muc-3/a/a2")}
CLASSES = ("KD567", "1.5")
"""Circular 22 takes away what 1.5 asks for at levels 2 and 3 (khoản 1 and 2 Điều 4)."""
CLAUSE_3 = {("KD542", "10/toi-thieu/phong-hop")}
"""What clause 3 of Article 10 says was not found, so that clause 4 follows clause 2."""
EXPLAINED = {
    "vn.tt13-2020.tieu-hoc@2020-07-11": CLAUSE_3,
    "vn.tt13-2020.tieu-hoc@2025-01-31": CLAUSE_3,
    # The circulars say the same at levels 2 and 3 (khoản 3 Điều 12 and khoản 2 Điều 17; in Circular 17 khoản 5 Điều 16
    # and Điều 21, in Circular 18 as issued khoản 5 Điều 12 and khoản 4 Điều 17): what repeats a lower level decides
    # nothing of its own.
    "vn.tt17-2018@2018-10-10": PARTY | {("KD520", "5.5/muc-3/b/b3")},
    "vn.tt17-2018@2025-01-25": PARTY | {("KD520", "5.5/muc-3/b/b3"), CLASSES},
    "vn.tt18-2018@2018-10-10": PARTY | {("KD520", "1.5/muc-3/p1")},
    "vn.tt18-2018@2025-01-25": PARTY | {CLASSES},
    # Levels 2 and 3 ask for progress of children in inclusive education; level 1 does not say "where there are some".
    "vn.tt19-2018@2018-10-10": PARTY | {("KD541", "inclusive_children")},
    "vn.tt19-2018@2025-01-25": PARTY,
}


def scenarios_of(name):
    return load_scenarios(HERE / f"{name}.scenarios.yaml")


@pytest.fixture(params=EDITIONS)
def edition(request):
    return load(request.param)


def test_every_bundled_framework_has_scenarios_and_nothing_else_does():
    found = {path.name for path in HERE.glob("*.scenarios.yaml")}
    assert found == {f"{name}.scenarios.yaml" for name in (*IDS, *AMENDED)}


def test_every_edition_says_how_many_criteria_it_has(edition):
    """A criterion that is lost, or counted twice, is then an error wherever the file is loaded."""
    expected = edition.definition.expect
    assert expected is not None
    assert expected.criteria or expected.layers


def test_lint_finds_nothing_that_is_not_explained(edition):
    findings = kd.lint(edition)
    assert [f for f in findings if f.severity != "note"] == []
    assert all(found.decided for found in findings)
    assert {(f.code, f.message.split("'")[1]) for f in findings} == EXPLAINED.get(edition.edition, set())


@pytest.mark.parametrize(("name", "law"), [(i, n) for i in EDITIONS for n in LAWS if LAWS[n].applies(load(i))])
def test_laws(name, law):
    framework = load(name)
    LAWS[law].check(framework, examples=EXAMPLES.get(framework.id, 3), seed=1)


def list_missed(name):
    """Run the scenarios of an edition, each of which passes; return what they leave uncovered."""
    file = scenarios_of(name)
    tally = CoverageTally(file.scenarios[0].framework)
    wrong = []
    for scenario in file.scenarios:
        result = run(scenario)
        if result.assessment is not None:  # a figure out of its range is refused, as the scenario expects
            tally.add(result.assessment)
        if not result.passed:
            wrong.append(result.to_text())
    assert wrong == []
    return {(missed.id, missed.what) for missed in tally.coverage_of_possible().missed}


@pytest.mark.parametrize("framework_id", IDS)
def test_every_scenario_passes_and_together_they_cover_every_rule(framework_id):
    uncovered = UNCOVERED | (OF_FEW_SCHOOLS | OF_A_HUNDRED_SCHOOLS if framework_id == COMMUNE else set())
    assert list_missed(framework_id) <= uncovered


@pytest.mark.parametrize("name", AMENDED)
def test_the_scenarios_of_a_later_edition_cover_what_the_edition_before_does_not_have(name):
    before = EDITIONS[EDITIONS.index(name) - 1]
    in_both = {(goal.id, goal.what) for goal in CoverageTally(load(before)).coverage_of_possible().missed}
    assert list_missed(name) <= in_both | UNCOVERED


def test_what_is_left_out_of_coverage_is_what_the_circular_repeats():
    framework = load("vn.tt18-2018", on="2024-12-31")
    asked = {("1.3/muc-3/a/a2", "pivotal while false"), ("1.3/muc-2/a/a3", "pivotal while false")}
    assert find_impossible(framework, asked) == {("1.3/muc-3/a/a2", "pivotal while false")}


def commune_of(schools, reached, region):
    """A commune with some public schools, of which some have reached level 1 and the others the minimum."""
    members = [str(number) for number in range(schools)]
    results = [
        {"member": one, "outcome": "vn.tt13-2020/muc", "is": "muc-1" if int(one) < reached else "toi-thieu"}
        for one in members
    ]
    return {
        "complete": ["school"],
        "inputs": {"region": region},
        "register": {"school": [{"id": one, "public": True, "highest_stage": "thcs"} for one in members]},
        "results": results,
    }


def missed_by(*communes):
    framework = load(COMMUNE)
    tally = CoverageTally(framework)
    for commune in communes:
        tally.add(kd.assess(framework, commune, on="2024-06-30"))
    return {(missed.id, missed.what) for missed in tally.coverage_of_possible().missed}


def test_what_is_left_out_of_coverage_of_communes_is_what_whole_schools_cannot_show():
    few = [commune_of(n, reached, "other") for n in (1, 2, 3) for reached in range(n + 1)]
    assert missed_by(*few) >= OF_FEW_SCHOOLS
    assert missed_by(*(commune_of(9, 8, region) for region in ("dbsh", "dong-nam-bo"))) >= OF_A_HUNDRED_SCHOOLS


@pytest.mark.parametrize("name", [*IDS, *AMENDED])
def test_every_scenario_names_its_paragraph(name):
    scenarios = scenarios_of(name).scenarios
    assert [scenario.name for scenario in scenarios if not scenario.cite] == []
