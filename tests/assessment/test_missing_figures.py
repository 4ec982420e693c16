"""Which figures are missing is named, with the school years, in the data and in both languages."""

import kiemdinh as kd

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
