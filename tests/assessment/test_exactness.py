"""Where a result says that it is sound but may be too wide, and where not."""

import pytest

import kiemdinh as kd

MET = {"every": "criterion", "that": "met"}


def outcomes(condition, dossier=None, **more):
    """The outcomes of a school under a definition of three criteria, judged met or unmet, with one label."""
    cases = [{"id": "good", "if": condition}]
    definition = {
        "kiemdinh": 1,
        "framework": "test.exact",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "layers": [{"id": "criterion", "verdict": "met"}],
        "tree": [{"id": "1"}, {"id": "2"}, {"id": "3"}],
        "outcomes": [{"id": "label", "cases": cases, "otherwise": {"id": "poor"}}],
    }
    return kd.assess(kd.load({**definition, **more}), dossier or {}, on="2027-06-30").outcomes


class TestBothWays:
    """1.6 Both readings are exact (certain = true in every completion, possible = true in some) if, after what is known
    has been put in, nothing open enters both ways.
    """

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ({"type": "yes_no"}, ["true", "false"]),
            ({"type": "scale", "scale": "mark"}, ["low", "mid", "high"]),
        ],
    )
    def test_all_values_of_a_fact_together_may_be_too_wide(self, kind, words):
        """Every completion is good, which the single readings of the words do not see."""
        scales = {"mark": {"steps": [{"id": "low"}, {"id": "mid"}, {"id": "high"}]}}
        for condition in ({"any": [{"value": "x", "is": word} for word in words]}, {"value": "x", "is": words}):
            (label,) = outcomes(condition, inputs={"x": kind}, scales=scales)
            assert [ref.id for ref in label.labels] == ["good"] or not label.exact

    def test_some_values_of_a_fact_together_are_exact(self):
        condition = {"any": [{"value": "x", "is": "low"}, {"value": "x", "is": "high"}]}
        scales = {"mark": {"steps": [{"id": "low"}, {"id": "mid"}, {"id": "high"}]}}
        (label,) = outcomes(condition, inputs={"x": {"type": "scale", "scale": "mark"}}, scales=scales)
        assert {ref.id for ref in label.labels} == {"good", "poor"}
        assert label.exact

    def test_a_given_answer_is_settled_by_cases(self):
        given = {"x": {"type": "yes_no", "given": True}}
        (label,) = outcomes({"any": [{"value": "x", "is": True}, {"value": "x", "is": False}]}, inputs=given)
        assert label.outcome.id == "good"

    def test_what_is_known_enters_no_way(self):
        """The first criterion enters both ways and is known; the second is open and enters one way."""
        one, two = ({"every": name, "that": "met"} for name in ("c1", "c2"))
        condition = {"any": [{"all": [one, two]}, {"all": [{"not": one}, {"not": two}]}]}
        sets = {f"c{i}": {"among": "criterion", "ids": [str(i)]} for i in (1, 2)}
        (label,) = outcomes(condition, {"findings": {"1": "met"}}, sets=sets)
        assert not label.determined
        assert label.exact

    def test_a_rating_between_two_steps_is_asked_for_in_vain(self):
        layers = [{"id": "criterion", "verdict": "rating", "scale": "five"}]
        scales = {"five": {"from": 1, "to": 5, "step": 1}}
        (label,) = outcomes({"every": "criterion", "that": {"its": "rating", "is": 2.5}}, layers=layers, scales=scales)
        assert [ref.id for ref in label.labels] == ["poor"] or not label.exact


class TestOutcomesThatReadOutcomes:
    """1.6 Signs are carried through outcomes that read other outcomes ... and the result says of each outcome where it
    may be so.
    """

    def both(self, condition, dossier):
        needs = {"low": {"count": "criterion", "that": "met", "at_least": 1}, "high": MET}
        ladder = {"id": "level", "ladder": "ladder", "needs": needs}
        label = {"id": "label", "cases": [{"id": "just", "if": condition}], "otherwise": {"id": "other"}}
        layers = [{"id": "criterion", "verdict": "met", "not_applicable": "drop"}]
        return outcomes(
            MET,
            dossier,
            scales={"ladder": {"steps": [{"id": "low"}, {"id": "high"}]}},
            inputs={"garden": {"type": "yes_no"}},
            tree=[{"id": "1"}, {"id": "2", "when": {"value": "garden", "is": True}}, {"id": "3"}],
            layers=layers,
            outcomes=[ladder, label],
        )

    def test_one_outcome_that_may_be_too_wide_says_nothing_of_another(self):
        """To be at the low level exactly reads each criterion under both signs; the levels read it under one."""
        level, _ = self.both({"outcome": "level", "is": "low"}, {"findings": {"1": "met"}})
        assert not level.determined
        assert level.exact

    def test_an_outcome_that_reads_another_both_ways_is_tried(self):
        _, label = self.both({"outcome": "level", "is": "low"}, {"findings": {"1": "met"}, "inputs": {"garden": True}})
        assert {ref.id for ref in label.labels} == {"just", "other"}
        assert label.exact

    def test_what_can_never_be_is_not_called_exact(self):
        """The school is at the high level or not: no completion gives neither."""
        high = {"outcome": "level", "at_least": "high"}
        _, label = self.both({"any": [high, {"not": high}]}, {})
        assert [ref.id for ref in label.labels] == ["just"] or not label.exact

    @pytest.mark.parametrize("other", [{}, {"met_if": {"value": "desks", "at_least": 5}}])
    @pytest.mark.parametrize("finding", ["met", "unmet", "unknown"])
    def test_a_figure_beside_a_claim_that_its_own_side_contradicts_enters_both_ways(self, finding, other):
        """Enough books are asked for below the claim, and too few beside it: no number is both."""
        enough, few = ({"value": "books", key: 5} for key in ("at_least", "below"))
        (label,) = outcomes(
            {"all": [MET, few]},
            {"findings": {"1": "met", "1/a": finding}, "inputs": {"books": "unknown"}},
            inputs={name: {"type": "number", "range": {"from": 0, "to": 9}} for name in ("books", "desks")},
            tree=[{"id": "1", "parts": [{"id": "a", **other}, {"id": "b", "met_if": enough}]}],
        )
        assert [ref.id for ref in label.labels] == ["poor"] or not label.exact


class TestLabels:
    """2.5 Under unknowns its outcome is a set that contains every label some completion yields; the result says whether
    it is exactly those or may hold more.
    """

    def test_labels_that_exclude_one_another_by_context_are_told_case_by_case(self):
        cases = [{"id": "a", "if": {"value": "x", "is": "a"}}, {"id": "b", "if": {"value": "x", "is": "b"}}]
        found = [{"id": "label", "cases": cases, "otherwise": {"id": "none"}}]
        (label,) = outcomes(MET, inputs={"x": {"type": "choice", "choices": ["a", "b"]}}, outcomes=found)
        assert {ref.id for ref in label.labels} == {"a", "b"}
        assert label.exact
