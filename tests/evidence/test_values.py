"""Values as facts: the record that counts for a value of a stage, of a member of a layer and of a school year."""

import pytest

import kiemdinh as kd
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.rules import MET, UNMET, Interval

DEFINITION = """
kiemdinh: 1
framework: test.books
source: {document: By-law}
subject: {kind: school, has: [stage], assessed_by: stage}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}]}}
inputs:
  books: {type: number, unit: count, each: EACH, range: {from: 0}, en: Books}
layers: [{id: room, verdict: met, not_applicable: drop}]
tree:
  - {id: r1, en: Room 1}
  - {id: r2, en: Room 2}
outcomes:
  - id: level
    ladder: lv
    needs: {l1: {every: room, that: {value: books, at_least: 10}}}
"""
BOOKS = {"r1": {"thcs": 12, "thpt": 3}, "r2": {"thcs": 15, "thpt": 20}}


@pytest.mark.parametrize("each", ["[stage, room]", "[room, stage]"])
def test_a_value_of_a_member_of_a_layer_and_of_a_stage(each):
    """3.4 A value given for each stage and each member of a layer is that of the member, in the stage."""
    framework = kd.load(text=DEFINITION.replace("EACH", each))
    records = {"school": {"stages": ["thcs", "thpt"]}, "inputs": {"books": BOOKS}}
    dossier = kd.read_dossier(records, framework, default_date="2027-06-30")
    day = dossier.values[0].date
    facts = resolve_school(framework, dossier, Dates(day, day, day))
    for stage, of_stage in facts.stages.items():
        for room, books in BOOKS.items():
            assert of_stage.known(f"input:books@{room}").interval == Interval.point(books[stage])
    assert [of_stage.truth("outcome:level/l1") for of_stage in facts.stages.values()] == [MET, UNMET]
