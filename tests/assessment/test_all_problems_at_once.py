"""What is wrong with a request is reported together: arguments, framework, date and dossier."""

import pytest

import kiemdinh as kd

FRAMEWORK = "vn.tt57-2026.pho-thong"


def problems(framework, dossier, **arguments):
    with pytest.raises(kd.InputError) as caught:
        kd.assess(framework, dossier, **arguments)
    return [(d.code, d.path) for d in caught.value.diagnostics]


@pytest.mark.parametrize("date", ["30/06/2027", "2027-6-30", "2027-W26-3", ["2027"]])
def test_a_wrong_date_hides_nothing_and_is_no_missing_date(date):
    dossier = {"date": date, "findings": {"1.1": "Mức 9"}, "inputs": {"nothing": 1}}
    assert problems(FRAMEWORK, dossier) == [
        ("KD107", "date"), ("KD104", "findings['1.1']"), ("KD302", "inputs.nothing"),
    ]  # fmt: skip


def test_no_date_is_told_once_with_the_rest():
    dossier = {"findings": {"1.1": "muc-1", "1.2": "Mức 9"}}
    assert problems(FRAMEWORK, dossier) == [("KD310", ""), ("KD104", "findings['1.2']")]


def test_arguments_framework_and_dossier_together():
    dossier = {"findings": {"1.1": "Mức 9"}}
    found = problems(FRAMEWORK, dossier, on="05/06/2027", law_date="soon", budget=0, target="muc-7")
    assert found == [("KD107", "on"), ("KD107", "law_date"), ("KD334", "budget"), ("KD104", "findings['1.1']"),
                     ("KD331", "target")]  # fmt: skip


def test_a_framework_that_is_not_there_does_not_hide_a_wrong_date():
    assert problems("vn.nothing", {"date": "30/06/2027"}) == [("KD243", ""), ("KD107", "date")]
    assert problems(None, {"date": "30/06/2027", "framework": 3}) == [("KD103", "framework"), ("KD107", "date")]
    assert problems(None, {"date": "30/06/2027"}) == [("KD107", "date"), ("KD330", "")]


def test_what_is_nested_too_deep_is_the_only_problem():
    deep = {}
    for _ in range(200):
        deep = {"a": deep}
    found = problems(None, {"framework": FRAMEWORK, "date": "2027-06-30", "notes": deep})
    assert [code for code, _ in found] == ["KD008"]


@pytest.mark.parametrize("target", ["muc-2", "Đạt Mức 2", " level 2", "Mức 2"])
def test_a_target_by_id_or_text(target):
    result = kd.assess(FRAMEWORK, {"findings": {"1.1": "muc-1"}}, on="2027-06-30", target=target)
    assert result.target.level.id == "muc-2"
