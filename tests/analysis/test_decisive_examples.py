"""Worlds that show a requirement to be decisive save its proof, and change no answer that a proof gives."""

import pytest
from hypothesis import given, settings

import kiemdinh as kd
from gallery import form, sections
from kiemdinh.analysis.decisive import DecisiveRequirements
from kiemdinh.analysis.study import Study
from kiemdinh.rules import facts_of
from kiemdinh.standards.names import find_top
from kiemdinh.testing import frameworks


def without_examples(study):
    decisive = DecisiveRequirements(study)
    decisive._is_seen_decisive = lambda name: False
    decisive._is_seen_near_own_terms = lambda result, name: False
    return decisive.find_never_decisive()


@settings(max_examples=40)
@given(frameworks())
def test_answers_of_drawn_frameworks_are_those_of_proofs_alone(framework):
    """A world may only show what a proof left undecided (False); what a proof decided stays."""
    found, by_proofs = DecisiveRequirements(Study(framework)).find_never_decisive(), without_examples(Study(framework))
    shown_by_worlds = by_proofs.keys() - found.keys()
    assert found == {name: is_proved for name, is_proved in by_proofs.items() if name not in shown_by_worlds}
    assert not any(by_proofs[name] for name in shown_by_worlds)


@pytest.mark.parametrize("name", [name for name in sections() if name != "F18"])  # F18 is refused
def test_answers_of_the_gallery_are_those_of_proofs_alone(name):
    framework = kd.load(text=form(name))
    assert DecisiveRequirements(Study(framework)).find_never_decisive() == without_examples(Study(framework))


def record_proofs(study, monkeypatch):
    proved, prove = [], study.prove

    def record(condition, *budget):
        proved.append(condition)
        return prove(condition, *budget)

    monkeypatch.setattr(study, "prove", record)
    DecisiveRequirements(study).find_never_decisive()
    return proved


def test_most_requirements_of_a_large_standard_need_no_proof(monkeypatch):
    study = Study(kd.load("vn.tt57-2026.pho-thong"))
    proved = record_proofs(study, monkeypatch)
    requirements = sum(info.is_requirement for info in study.framework.nodes.values())
    # Two small proofs say of each step that it is as free as a fact, and two that each of its parts decides it.
    assert len(proved) <= 4 * requirements
    assert max(len(str(condition)) for condition in proved) < 3_000


def test_where_several_figures_decide_a_requirement_its_own_criterion_is_all_that_is_proved(monkeypatch):
    """A world of the criterion in which it turns is made a world in which the whole result turns."""
    proved = record_proofs(Study(kd.load("vn.tt18-2018")), monkeypatch)
    assert max(len({find_top(fact) for fact in facts_of(condition)}) for condition in proved) == 1
