"""Which figures are missing is named, with the school years, in the data and in both languages."""

import pytest

import kiemdinh as kd
from kiemdinh.rules import MET, UNMET

DEFINITION = {
    "kiemdinh": 1,
    "framework": "o.t",
    "source": {"document": "x"},
    "subject": {"kind": "s"},
    "school_year": {"begins": "09-01"},
    "inputs": {
        "books": {"type": "number", "each": "year", "en": "Books", "vi": "Sách"},
        "pupils": {"type": "number", "en": "Pupils", "vi": "Học sinh"},
        "visits": {"type": "number", "en": "Visits", "vi": "Lượt"},
    },
    "scales": {"l": {"steps": [{"id": "l1"}], "not_reached": {"id": "l0"}}},
    "sets": {"years": {"among": "year", "last": 3}},
    "layers": [{"id": "c", "verdict": "level", "scale": "l"}],
    "tree": [
        {
            "id": "1",
            "levels": {
                "l1": [
                    {"id": "a", "met_if": {"lowest": "years", "of": {"value": "books"}, "at_least": 5}},
                    {"id": "b", "met_if": {"value": "visits", "per": "pupils", "at_least": "50%"}},
                ]
            },
        }
    ],
    "outcomes": [
        {"id": "o", "ladder": "l", "needs": {"l1": {"every": "c", "that": {"its": "level", "at_least": "l1"}}}}
    ],
}


def assessed(inputs):
    return kd.assess(kd.load(DEFINITION), {"inputs": inputs}, on="2027-06-30")


class TestMissing:
    """4.5 ... A year without a value is unknown."""

    def test_the_missing_years_are_named(self):
        result = assessed({"books": {"2025-2026": 5}})
        missing = ("input:books@2023-2024", "input:books@2024-2025")
        assert result.node("1/l1/a").missing == missing
        assert {todo.missing for todo in result.target.settle if todo.id == "1/l1/a"} == {missing}
        assert result.to_dict()["nodes"][1]["missing"] == list(missing)
        assert "Books: 2023-2024, 2024-2025" in " ".join(result.to_text("en").split())
        assert "Sách: 2023-2024, 2024-2025" in " ".join(result.to_text("vi").split())

    def test_a_criterion_names_what_its_requirements_lack(self):
        result = assessed({"books": {"2024-2025": 5, "2025-2026": 5}, "visits": 3})
        assert result.node("1").missing == ("input:books@2023-2024", "input:pupils")
        assert result.node("1/l1/b").missing == ("input:pupils",)

    def test_what_is_decided_lacks_nothing(self):
        result = assessed({"books": {"2025-2026": 1}, "visits": 3, "pupils": 6})
        assert result.node("1/l1/a").missing == ()
        assert result.node("1").missing == ()

    def test_all_of_it_where_nobody_looked(self):
        years = tuple(f"input:books@{year}-{year + 1}" for year in (2023, 2024, 2025))
        assert assessed({}).node("1").missing == (*years, "input:pupils", "input:visits")


_MEASURED = {
    "id": "1",
    "parts": [
        {"id": "a", "met_if": {"value": "visits", "at_least": {"by": "area", "values": {"town": 2, "hills": 1}}}}
    ],
}
_READS_IT_TOO = {"id": "2", "parts": [{"id": "a", "when": {"value": "visits", "at_least": 7}}, {"id": "b"}]}


class TestFigureThatIsContextElsewhere:
    """3.4 ... it speaks as soon as one value of what is measured, not of its `per` or of the `by` of a table, is
    recorded
    """

    @pytest.mark.parametrize("tree", [[_MEASURED, _READS_IT_TOO], [_READS_IT_TOO, _MEASURED]])
    def test_the_choice_of_a_table_does_not_speak_for_the_figure(self, tree):
        """Not even where a condition elsewhere makes the figure context, and in whatever order they are declared."""
        inputs = {**DEFINITION["inputs"], "area": {"type": "choice", "choices": ["town", "hills"]}}
        layers = [{"id": "c", "verdict": "met"}]
        framework = kd.load({**DEFINITION, "inputs": inputs, "sets": {}, "layers": layers, "tree": tree, "outcomes": [
            {"id": "o", "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "poor"}}
        ]})  # fmt: skip
        dossier = {"findings": {"1/a": "met"}, "inputs": {"area": "town"}}
        assert kd.assess(framework, dossier, on="2027-06-30").node("1/a").truth is MET
        dossier["inputs"]["visits"] = 1
        assert kd.assess(framework, dossier, on="2027-06-30").node("1/a").truth is UNMET
