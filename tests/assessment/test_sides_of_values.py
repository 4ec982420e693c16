"""Both sides recorded a value: the external one counts, and the difference is told in both languages."""

import pytest

import kiemdinh as kd
from kiemdinh.standards.catalogue import load

PERCENT = {"from": 0, "to": 100}
FRAMEWORK = load(
    {
        "kiemdinh": 1,
        "framework": "o.t",
        "source": {"document": "x"},
        "subject": {"kind": "s"},
        "inputs": {
            "books": {"type": "number", "range": {"from": 0}, "en": "Books", "vi": "Sách"},
            "area": {"type": "choice", "choices": ["urban", "rural"], "en": "Area", "vi": "Vùng"},
            "opened": {"type": "date", "en": "Opened", "vi": "Ngày mở"},
            "share": {
                "type": "number",
                "unit": "percent",
                "range": {"from": 0, "to": 100},
                "en": "Share",
                "vi": "Tỷ lệ",
            },
        },
        "layers": [{"id": "c", "verdict": "met"}],
        "tree": [{"id": "1", "met_if": {"value": "books", "at_least": 5}}],
        "outcomes": [
            {"id": "o", "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "poor"}}
        ],
    }
)


class TestSides:
    """3.5 An external record prevails over a self-assessed one of the same or an earlier date; both are kept and the
    difference is reported."""

    @pytest.mark.parametrize(
        ("name", "own", "external", "said"),
        [
            ("books", 6, 4, ("6", "4")),
            ("area", "urban", "rural", ("urban", "rural")),
            ("opened", "2020-01-01", "2021-01-01", ("2020-01-01", "2021-01-01")),
            ("share", {"part": 1, "of": 2}, {"part": 3, "of": 5}, ("1/2", "3/5")),
            ("books", 6, "unknown", ("6", "unknown")),
        ],
    )
    def test_values_that_differ(self, name, own, external, said):
        result = kd.assess(
            FRAMEWORK, {"inputs": {name: own}, "external": {"inputs": {name: external}}}, on="2027-06-30"
        )
        (found,) = [w for w in result.warnings if w.code == "KD407"]
        assert (found.about, found.parameters["self"], found.parameters["external"]) == (f"input:{name}", *said)
        for lang in ("vi", "en"):
            assert FRAMEWORK.inputs[name].text_in(lang) in result.to_text(lang)

    def test_values_that_agree(self):
        result = kd.assess(
            FRAMEWORK, {"inputs": {"books": 5}, "external": {"inputs": {"books": "5.0"}}}, on="2027-06-30"
        )
        assert not [w for w in result.warnings if w.code == "KD407"]
