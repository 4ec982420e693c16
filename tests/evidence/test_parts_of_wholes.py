"""A part is at most its whole: 1.10 "A value outside its declared range or scale is an error, never data."."""

import pytest

import kiemdinh as kd

FRAMEWORK = {
    "kiemdinh": 1,
    "framework": "org.example.parts",
    "source": {"document": "By-law"},
    "subject": {"kind": "school"},
    "inputs": {
        "teachers": {"type": "number", "unit": "person", "each": "year"},
        "trained": {"type": "number", "unit": "person", "each": "year", "part_of": "teachers"},
        "good": {"type": "number", "unit": "person", "each": "year", "part_of": "trained"},
    },
    "layers": [{"id": "c", "verdict": "met"}],
    "tree": [{"id": "1", "met_if": {"every": "now", "that": {"value": "good", "per": "teachers", "at_least": "50%"}}}],
    "sets": {"now": {"among": "year", "last": 1}},
    "outcomes": [{"id": "o", "cases": [{"id": "yes", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "no"}}],
}  # fmt: skip
YEAR = "2025-2026"


def problems(inputs, framework=FRAMEWORK):
    try:
        kd.assess(framework, {"inputs": inputs}, on="2027-06-30")
    except kd.InputError as error:
        return [(found.code, found.path, found.expected) for found in error.diagnostics if found.severity == "error"]
    return []


class TestDossiers:
    def test_more_than_its_whole(self):
        assert problems({"teachers": {YEAR: 200}, "trained": {YEAR: 201}}) == [
            ("KD329", "inputs.trained['2025-2026']", "at most 200")
        ]

    def test_as_many_as_its_whole(self):
        assert problems({"teachers": {YEAR: 200}, "trained": {YEAR: 200}}) == []

    def test_the_whole_of_its_whole_bounds_it_too(self):
        assert problems({"teachers": {YEAR: 200}, "good": {YEAR: 999}}) == [
            ("KD329", "inputs.good['2025-2026']", "at most 200")
        ]

    def test_another_year_does_not(self):
        assert problems({"teachers": {"2024-2025": 200}, "trained": {YEAR: 201}}) == []

    def test_each_side_by_its_own_figures(self):
        own, external = {"value": 200, "side": "self"}, {"value": 210, "side": "external"}
        assert (
            problems({"teachers": {YEAR: [own, external]}, "trained": {YEAR: {"value": 205, "side": "external"}}}) == []
        )

    def test_what_was_recorded_last_is_compared(self):
        corrected = [{"value": 200, "on": "2026-09-01"}, {"value": 210, "on": "2026-10-01"}]
        assert problems({"teachers": {YEAR: corrected}, "trained": {YEAR: 205}}) == []

    def test_given_as_part_and_whole_it_is_held_against_that(self):
        assert problems({"trained": {YEAR: {"part": 21, "of": 20}}}) == [
            ("KD329", "inputs.trained['2025-2026']", "at most 20")
        ]

    def test_unknown_figures_are_no_contradiction(self):
        assert problems({"teachers": {YEAR: "unknown"}, "trained": {YEAR: 201}}) == []


SECONDARY_2018 = "vn.tt18-2018@2018-10-10"


class TestCircular18:
    def test_999_of_200_teachers(self):
        found = problems({"teachers": {"2023-2024": 200}, "teachers_dat": {"2023-2024": 999}}, SECONDARY_2018)
        assert found == [("KD329", "inputs.teachers_dat['2023-2024']", "at most 200")]

    @pytest.mark.parametrize(
        ("name", "value"), [("classes", -1), ("shifts", -2), ("dropout", "300%"), ("dropout", "-1%")]
    )
    def test_figures_that_cannot_be(self, name, value):
        assert [code for code, *_ in problems({name: value}, SECONDARY_2018)] == ["KD314"]


class TestDefinitions:
    def with_part(self, **changed):
        return FRAMEWORK | {"inputs": FRAMEWORK["inputs"] | {"trained": FRAMEWORK["inputs"]["trained"] | changed}}

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"part_of": "teacher"}, "KD209"),
            ({"unit": "m2"}, "KD225"),
            ({"each": []}, "KD225"),
            ({"type": "yes_no", "unit": None}, "KD225"),
            ({"part_of": "good"}, "KD213"),
        ],
    )
    def test_what_can_be_no_part(self, changed, code):
        definition = self.with_part(**changed)
        definition["inputs"]["trained"] = {k: v for k, v in definition["inputs"]["trained"].items() if v is not None}
        with pytest.raises(kd.InputError) as raised:
            kd.load(definition)
        assert code in {found.code for found in raised.value.diagnostics}
