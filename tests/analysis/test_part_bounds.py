"""What binds parts to their wholes in a proof."""

from hypothesis import given, settings

import kiemdinh as kd
from kiemdinh.analysis.study import Study
from kiemdinh.rules import Compare, Constant, Satisfiability, Sum, Value
from kiemdinh.testing import dossiers

FRAMEWORK = {
    "kiemdinh": 1,
    "framework": "org.example.parts",
    "source": {"document": "By-law"},
    "subject": {"kind": "school"},
    "inputs": {
        "teachers": {"type": "number", "unit": "person", "range": {"from": 0, "to": 100}},
        "trained": {"type": "number", "unit": "person", "range": {"from": 0, "to": 100}, "part_of": "teachers"},
        "good": {"type": "number", "unit": "person", "range": {"from": 0, "to": 100}, "part_of": "trained"},
    },
    "layers": [{"id": "c", "verdict": "met"}],
    "tree": [
        {"id": "1", "met_if": {"value": "good", "per": "teachers", "at_least": "50%"}},
        {"id": "2", "met_if": {"value": "trained", "at_least": 20}},
        {"id": "3", "met_if": {"value": "teachers", "at_most": 40}},
    ],
    "outcomes": [{"id": "o", "cases": [{"id": "yes", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "no"}}],
}
LOADED = kd.load(FRAMEWORK)
TEACHERS, TRAINED, GOOD = Value("input:teachers"), Value("input:trained"), Value("input:good")


def status(condition):
    return Study(LOADED).prove(condition).status


def test_a_part_is_at_most_its_whole():
    more = Compare(Sum((TRAINED, TEACHERS), (1, -1)), ">=", Constant(1))
    assert status(more) is Satisfiability.UNSATISFIABLE


def test_a_part_of_a_part_is_at_most_the_whole():
    assert status(Compare(GOOD, ">", TEACHERS)) is Satisfiability.UNSATISFIABLE


def test_a_whole_that_is_not_read_binds_nothing():
    assert status(Compare(TRAINED, ">=", Constant(90))) is Satisfiability.SATISFIABLE


def test_what_is_proved_possible_is_shown_by_a_dossier():
    study = Study(LOADED)
    proof = study.prove(study.inlined["label:o=yes"])
    assert kd.assess(LOADED, study.write_dossier(proof.world), on=study.on).outcome.id == "yes"


@settings(max_examples=60)
@given(dossiers(LOADED))
def test_drawn_dossiers_keep_to_it(dossier):
    kd.assess(LOADED, dossier)
