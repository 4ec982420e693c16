"""How long figures inform: after the term they go on, and the result warns."""

import pytest

import kiemdinh as kd
from kiemdinh.standards.catalogue import load

GENERAL = "vn.tt57-2026.pho-thong"


def definition(roles=None, **node):
    return load(
        {
            "kiemdinh": 1,
            "framework": "o.t",
            "source": {"document": "x"},
            "subject": {"kind": "s"},
            "inputs": {"loans": {"type": "number", "range": {"from": 0}}},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": "1", **node}, {"id": "2", "indicators": ["loans"]}],
            "outcomes": [
                {"id": "o", "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "poor"}}
            ],
        }
        | ({} if roles is None else {"roles": {"informs": roles}})
    )


def ended(framework, on):
    return [w.about for w in kd.assess(framework, {}, on=on).warnings if w.code == "KD419"]


class TestTerms:
    """3.4 The role "informs" may have a first and a last day. On a law date outside them an informing metric goes on
    informing, with the warning *role ended*."""

    @pytest.mark.parametrize(
        ("on", "expected"),
        [("2026-07-06", ["o.t"]), ("2026-07-07", []), ("2028-12-31", []), ("2029-01-01", ["o.t"])],
    )
    def test_of_the_definition(self, on, expected):
        assert ended(definition({"from": "2026-07-07", "until": "2028-12-31"}), on) == expected

    def test_of_a_node_alone(self):
        framework = definition(
            {"until": "2028-12-31"}, warn_unless={"value": "loans", "at_least": 3}, informs={"until": "2026-12-31"}
        )
        assert ended(framework, "2027-06-30") == ["1"]
        assert ended(framework, "2029-06-30") == ["o.t", "1"]

    def test_without_a_term_nothing_ends(self):
        assert ended(definition(), "2999-06-30") == []

    def test_the_law_date_counts_and_no_other(self):
        framework = definition({"until": "2028-12-31"})
        later = kd.assess(framework, {}, on="2029-06-30", law_date="2028-06-30")
        assert "KD419" not in {w.code for w in later.warnings}


class TestCircular57:
    """3.4 ... Circular 57/2026 so rules for all quantitative data until 31/12/2028."""

    @pytest.mark.parametrize("on", ["2028-12-31", "2029-01-01"])
    def test_after_the_term_indicators_go_on_informing_and_the_result_warns(self, on):
        dossier = {"findings": {"1.1": "muc-1"}, "inputs": {"attendance": 40}}
        result = kd.assess(GENERAL, dossier, on=on)
        assert result.node("1.1").guaranteed.id == "muc-1"
        found = [w for w in result.warnings if w.code == "KD419"]
        assert bool(found) is (on > "2028-12-31")
        if found:
            assert "31/12/2028" in result.to_text("vi")
            assert "khoản 4 Điều 27" in " ".join(result.to_text("en").split())
