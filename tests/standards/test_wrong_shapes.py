"""A definition with a value of a wrong kind, a negative or an empty one is refused at its place, never with a crash."""

import copy

import pytest

import kiemdinh as kd

BASE = {
    "kiemdinh": 1,
    "framework": "org.example.shapes",
    "source": {"document": "D"},
    "subject": {"kind": "school"},
    "layers": [{"id": "c", "verdict": "met"}],
    "tree": [{"id": "1"}, {"id": "2"}],
    "outcomes": [
        {"id": "o", "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "poor"}}
    ],
}


def problems(**changed):
    with pytest.raises(kd.InputError) as caught:
        kd.load(copy.deepcopy(BASE) | changed)
    return [(d.code, d.path, d.hint) for d in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("changed", "code", "path"),
    [
        ({"scales": {"x": "foo"}}, "KD103", "scales.x"),
        ({"outcomes": ["foo"]}, "KD103", "outcomes[0]"),
        ({"awards": [3]}, "KD103", "awards[0]"),
        ({"school_year": {"begins": "02-29"}}, "KD107", "school_year.begins"),
        ({"sets": {"a": {"among": "c", "ids": -1}}}, "KD103", "sets.a.ids"),
        ({"sets": {"a": {"among": "c", "ids": {}}}}, "KD103", "sets.a.ids"),
        ({"sets": {"a": {"among": "c", "ids": [["1"]]}}}, "KD103", "sets.a.ids"),
        ({"sets": {"a": {"among": "year", "last": 0}}}, "KD106", "sets.a.last"),
        ({"evidence": {"code": ""}}, "KD103", "evidence.code"),
        ({"evidence": {"items": -1}}, "KD106", "evidence.items"),
        ({"tree": [{"id": "1", "points": -1}]}, "KD106", "tree[0].points"),
        ({"tree": [{"id": "1", "effort": {"cost": 0}}]}, "KD106", "tree[0].effort.cost"),
        ({"tree": [{"id": "1\u202e"}]}, "KD103", "tree[0].id"),
        ({"inputs": {"x": {"type": "number", "step": 0}}}, "KD226", "inputs.x.step"),
        ({"inputs": {"x": {"type": "number", "step": 2, "range": {"to": 5}}}}, "KD226", "inputs.x.range.to"),
        ({"inputs": {"x": {"type": "choice", "choices": ["a"], "step": 1}}}, "KD225", "inputs.x.step"),
        ({"inputs": {"x": {"type": "number", "unit": "percent", "range": {"to": 1}}}}, "KD109", "inputs.x"),
        (
            {"define": {"d": {"value": "x", "is": []}}, "inputs": {"x": {"type": "number"}}},
            "KD110",
            "define.d.is",
        ),
        ({"subject": {"kind": "school", "stages": [{"id": "thcs"}]}}, "KD227", "subject.stages"),
    ],
)
def test_each_at_its_place(changed, code, path):
    assert [found[:2] for found in problems(**changed)] == [(code, path)]


@pytest.mark.parametrize(
    ("cases", "otherwise", "path"),
    [
        (["good", "good"], "poor", "outcomes[0].cases[1].id"),
        (["good", "poor"], "poor", "outcomes[0].otherwise.id"),
    ],
)
def test_a_label_that_two_cases_give(cases, otherwise, path):
    rules = [{"id": case, "if": {"count": "c", "that": "met", "at_least": 2 - i}} for i, case in enumerate(cases)]
    outcome = {"id": "o", "cases": rules, "otherwise": {"id": otherwise}}
    assert [found[:2] for found in problems(outcomes=[outcome])] == [("KD201", path)]


def test_a_percentage_with_its_sign():
    definition = BASE | {"inputs": {"x": {"type": "number", "unit": "percent", "range": {"from": "0%", "to": "100%"}}}}
    assert kd.load(copy.deepcopy(definition)).inputs["x"].range.to == 100


@pytest.mark.parametrize(
    ("changed", "path", "meant"),
    [
        ({"outcomes": [{"id": "o", "lader": "x", "needs": {}}]}, "outcomes[0].lader", "ladder"),
        ({"scales": {"x": {"form": 1, "to": 5}}}, "scales.x.form", "from"),
        ({"scales": {"x": {"step": [{"id": "a"}]}}}, "scales.x.step", "steps"),
        ({"define": {"d": {"evry": "c", "that": "met"}}}, "define.d.evry", "every"),
    ],
)
def test_a_slip_in_the_key_that_tells_the_form_is_the_one_problem(changed, path, meant):
    assert problems(**changed) == [("KD102", path, f"did you mean '{meant}'?")]


@pytest.mark.parametrize(("written", "both"), [("0.95", "write 0.95% or 95%"), (1, "write 1% or 100%")])
def test_a_bare_share_beside_a_percentage_gives_both_readings(written, both):
    sets = {"all": {"among": "c"}}
    rule = {"share": "all", "that": "met", "at_least": written}
    outcome = {"id": "o", "cases": [{"id": "good", "if": rule}], "otherwise": {"id": "poor"}}
    assert [found[2] for found in problems(sets=sets, outcomes=[outcome])] == [both]
