"""What lint claims of every dossier holds for schools of one stage and of several."""

import pytest

import kiemdinh as kd


def codes(condition, **more):
    """The codes of what lint proves about the one label of a framework whose subject has stages."""
    definition = {
        "kiemdinh": 1,
        "framework": "test.stages",
        "source": {"document": "D"},
        "subject": {"kind": "school", "has": ["stage"]},
        "inputs": {"boarding": {"type": "yes_no", "each": "stage"}},
        "layers": [{"id": "criterion", "verdict": "met"}],
        "tree": [{"id": "1"}],
        "outcomes": [
            {
                "id": "label",
                "cases": [{"id": "good", "if": {"any": [condition, {"every": "criterion", "that": "met"}]}}],
                "otherwise": {"id": "poor"},
            }
        ],
    }
    found = kd.lint({**definition, **more})
    return {finding.code for finding in found if finding.path.startswith("outcomes[0]") and finding.code < "KD530"}


@pytest.mark.parametrize(
    "condition",
    [
        {"count": "stage", "at_least": 2},
        {"count": "stage", "at_least": 7},
        {"count": "stage", "at_most": 7},
        {"count": "stage", "that": {"value": "boarding", "is": True}, "at_least": 3},
        {"share": "stage", "that": {"value": "boarding", "is": True}, "is": "50%"},
        {"all": [{"count": "stage", "at_least": 2}, {"count": "stage", "at_most": 2}]},
    ],
)
def test_what_a_school_of_several_stages_changes_is_no_flaw(condition):
    assert codes(condition) == set()


def test_a_counted_set_of_stages_with_a_name():
    sets = {"boarding_stages": {"among": "stage", "where": {"value": "boarding", "is": True}, "if_empty": "unmet"}}
    assert codes({"count": "boarding_stages", "at_least": 4}, sets=sets) == set()


def test_a_defined_count_of_stages():
    define = {"stages": {"count": "stage"}}
    assert codes({"value": "stages", "at_least": 5}, define=define) == set()


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"count": "stage", "at_least": 51}, "KD503"),  # a dossier names at most 50
        ({"count": "stage", "at_least": 1}, "KD504"),
    ],
)
def test_what_no_school_changes_is_still_found(condition, code):
    assert code in codes(condition)
