"""Of names that can change places in a rule the first is looked at for all of them."""

import pytest

import kiemdinh as kd
from kiemdinh.analysis.study import Study
from kiemdinh.linter.checks import check_harmful_improvements


def definition(criteria, needs, **more):
    return {
        "kiemdinh": 1,
        "framework": "test.harm",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "scales": {
            "step": {"not_reached": {"id": "none"}, "steps": [{"id": "one"}]},
            "mark": {"from": 0, "to": 4, "step": 1},
        },
        "layers": [{"id": "criterion", "verdict": "rating", "scale": "mark"}],
        "tree": [{"id": f"c{n}"} for n in range(criteria)],
        "outcomes": [{"id": "result", "ladder": "step", "needs": {"one": needs}}],
        **more,
    }


def harms(found):
    return [finding.message for finding in found if finding.code == "KD524"]


def few_high_marks(criteria):
    return definition(criteria, {"count": "criterion", "that": {"its": "rating", "at_least": 3}, "at_most": 2})


def test_all_that_harm_are_counted():
    assert harms(kd.lint(few_high_marks(5))) == [
        "an improvement of the rating of 'c0', or of 4 others, can take this away"
    ]


def test_more_criteria_of_one_kind_need_no_more_proofs(monkeypatch):
    asked = []
    prove = Study.prove

    def count(study, condition, max_decisions=None):
        asked.append(condition)
        return prove(study, condition, max_decisions)

    monkeypatch.setattr(Study, "prove", count)
    numbers = []
    for criteria in (6, 24):
        study = Study(kd.load(few_high_marks(criteria)))
        asked.clear()
        assert list(check_harmful_improvements(study))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


SETS = {"sets": {"first": {"among": "criterion", "ids": ["c0"]}, "rest": {"among": "criterion", "except": ["c0"]}}}
SOME = {"every": "first", "that": {"its": "rating", "at_least": 1}}
FEW = {"every": "rest", "that": {"its": "rating", "at_most": 2}}


@pytest.mark.parametrize("needs", [{"all": [SOME, FEW]}, {"all": [FEW, SOME]}])
def test_names_in_other_places_are_looked_at_by_themselves(needs):
    found = kd.lint(definition(3, needs, **SETS))
    assert harms(found) == ["an improvement of the rating of 'c1', or of 1 other, can take this away"]


@pytest.mark.parametrize(
    ("bound", "harm"),
    [({"at_most": "10"}, True), ({"at_least": "10"}, False), ({"at_least": "2", "at_most": "10"}, True)],
)
@pytest.mark.parametrize("scale", [{"from": 0, "to": 4, "step": 1}, {"from": 0, "to": 4}])
def test_values_that_are_added_up(bound, harm, scale):
    total = definition(4, {"sum": "criterion", "of": {"its": "rating"}, **bound})
    total["scales"]["mark"] = scale
    assert bool(harms(kd.lint(total))) is harm


def test_harm_that_only_part_of_a_range_does():
    needs = [SOME, {"sum": "criterion", "of": {"its": "rating"}, "at_most": "14"}]
    both = definition(4, {"all": [*needs, {"every": "criterion", "that": {"its": "rating", "at_least": 1}}]}, **SETS)
    assert harms(kd.lint(both))
