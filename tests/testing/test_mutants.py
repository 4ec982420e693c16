"""check_framework finds a fault of every kind that is sown into the engine, and none where there is none."""

import pytest
from mutants import LEVELS, MUTANTS, sown

import kiemdinh as kd
from kiemdinh.testing import LawFailure, check_framework

SEED = 20260707
DEFINITIONS = sorted({mutant.definition for mutant in MUTANTS})


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_fault_is_found(mutant, monkeypatch):
    with sown(mutant, monkeypatch), pytest.raises(LawFailure):
        check_framework(kd.load(text=mutant.definition), seed=SEED)


@pytest.mark.parametrize(
    "definition", DEFINITIONS, ids=["evidence", "evidence of levels", "figures", "levels", "points"][: len(DEFINITIONS)]
)
def test_without_a_fault_every_law_holds(definition):
    check_framework(kd.load(text=definition), seed=SEED)


def test_the_faults_are_of_different_kinds():
    assert len(MUTANTS) >= 14
    assert {mutant.kind for mutant in MUTANTS} >= {"evaluator", "resolver", "explainer", "loader"}


def test_the_failure_names_the_law_and_shows_a_dossier(monkeypatch):
    (fault,) = [mutant for mutant in MUTANTS if "k - 1" in mutant.fault]
    with sown(fault, monkeypatch), pytest.raises(LawFailure) as failure:
        check_framework(kd.load(text=LEVELS), seed=SEED)
    told = str(failure.value)
    assert "plain-reading" in told
    assert "semantics 1, 2" in told
    assert "dossier:\n" in told
