"""Named figures: what a definition names is shown with its value and its bounds."""

import pytest

import kiemdinh as kd
from gallery import form

ON = "2024-06-30"
DEFINED = "{mean: criterion, of: {its: rating}, vi: Điểm trung bình, en: Mean of the criteria}"


def framework(shows="shows: [average]\n"):
    text = form("F26", {"{mean: criterion, of: {its: rating}}, from": "{value: average}, from"})
    return kd.load(text=text.replace("outcomes:", f"define: {{average: {DEFINED}}}\n{shows}outcomes:", 1))


def assessed(**findings):
    return kd.assess(framework(), {"findings": findings or {"1": 3, "2": 4}}, on=ON)


def test_the_value_and_each_bound_are_data():
    (figure,) = assessed().figures
    assert (figure.id, str(figure.now.low), figure.now.known) == ("average", "7/2", True)
    found = [(bound.level.id, bound.op, str(bound.bound.low), str(bound.truth)) for bound in figure.bounds]
    assert found == [("pass", ">=", "5/2", "met"), ("good", ">=", "7/2", "met"), ("excellent", ">=", "4", "unmet")]


def test_json_has_them_and_reads_them_back():
    result = assessed()
    data = result.to_dict()
    assert data["figures"][0]["now"] == {"low": "3.5", "high": "3.5"}
    assert kd.Assessment.from_dict(data).figures == result.figures
    del data["figures"]
    assert kd.Assessment.from_dict(data).figures == ()


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Mean of the criteria: 3.5, at least 4 for “excellent”"),
        ("vi", "Điểm trung bình: 3,5; ít nhất 4 để có “excellent”"),
    ],
)
def test_explanations_show_what_decides_their_level(lang, line):
    result = assessed()
    for explained in (result.explain(), result.repairs()):
        assert line in " ".join(explained.to_text(lang=lang).split())
    assert line not in " ".join(result.margin().to_text(lang=lang).split())


def test_what_is_no_quantity_is_refused():
    with pytest.raises(kd.InputError) as caught:
        framework("shows: [avrage]\n")
    assert [d.code for d in caught.value.diagnostics] == ["KD209"]
