"""Proofs keep apart what one side has found of a result, where rules read the result in several ways."""

import pytest

import kiemdinh as kd
from kiemdinh.analysis.study import Study
from kiemdinh.rules import All, Not

TEXT = """\
kiemdinh: 1
framework: org.example.sides
en: Word and review
cite: "§ 1"
source: {document: Rules of clubs}
subject: {kind: club}
scales: {level: {not_reached: {id: none}, steps: [{id: one}, {id: two}]}}
layers: [{id: item, verdict: met}]
tree: [{id: a}, {id: b}]
outcomes:
  - {id: level, ladder: level, needs: {one: {count: item, that: met, at_least: 1}, two: {every: item, that: met}}}
  - id: label
    cases:
      - {id: verified, if: {outcome: level, side: external, at_least: one}}
      - {id: declared, if: {outcome: level, side: self, at_least: one}}
      - {id: doubtful, if: {outcome: level, at_least: two}}
    otherwise: {id: nothing}
"""


@pytest.fixture
def study():
    return Study(kd.load(text=TEXT))


def test_no_label_is_said_to_be_out_of_reach():
    assert kd.lint(text=TEXT) == ()


@pytest.mark.parametrize("label", ["verified", "declared", "nothing"])
def test_the_witness_of_a_label_is_given_it(study, label):
    world = study.prove(study.inlined[f"label:label={label}"]).world
    outcomes = kd.assess(study.framework, study.write_dossier(world)).outcomes
    assert outcomes[1].outcome.id == label


def test_a_higher_level_of_one_side_includes_the_lower(study):
    higher, lower = "external:outcome:level/two", "external:outcome:level/one"
    text = TEXT.replace("side: self, at_least: one", "side: external, at_least: two")
    study = Study(kd.load(text=text))
    conditions = [study.inlined[f"case:label={case}"] for case in ("declared", "verified")]
    assert study.sided == {higher, lower}
    assert study.is_never_met(All((conditions[0], Not(conditions[1]))))


def test_where_only_one_side_is_read_it_is_the_result_itself():
    text = TEXT.replace("side: self", "side: external").replace(
        "{outcome: level, at", "{outcome: level, side: external, at"
    )
    assert Study(kd.load(text=text)).sided == frozenset()
    assert [finding.code for finding in kd.lint(text=text)] == ["KD502", "KD502"]


def test_the_bundled_frameworks_read_one_side():
    assert {Study(bundled.load()).sided for bundled in kd.catalogue()} == {frozenset()}
