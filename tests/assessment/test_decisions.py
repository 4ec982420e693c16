"""Exceptions by decision: not recorded they change nothing; recorded they count from their date through `until`."""

import pytest

import kiemdinh as kd
from kiemdinh.standards.catalogue import load

ON = "2027-06-30"
MADE = {"value": True, "why": "Rebuilding", "author": "Department"}


def definition(needs, **more):
    return load(
        {
            "kiemdinh": 1,
            "framework": "o.t",
            "source": {"document": "x"},
            "subject": {"kind": "s"},
            "inputs": {"waived": {"type": "decision", "en": "Waived"}},
            "scales": {"l": {"steps": [{"id": "l1"}], "not_reached": {"id": "l0"}}},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": "1"}],
            "outcomes": [{"id": "o", "ladder": "l", "needs": {"l1": needs}}],
        }
        | more
    )


EVERY = {"every": "c", "that": "met"}
MADE_HELPS = {"any": [EVERY, {"value": "waived", "is": True}]}
MADE_HURTS = {"all": [EVERY, {"not": {"value": "waived", "is": True}}]}
BOTH_WAYS = {"any": [{"all": [EVERY, {"value": "waived", "is": False}]}, {"value": "waived", "is": True}]}


def outcome(framework, waived=None, finding="unmet", on=ON, **more):
    inputs = {} if waived is None else {"inputs": {"waived": waived}}
    result = kd.assess(framework, {"date": ON, "findings": {"1": finding}, **inputs, **more}, on=on)
    return result.outcome and result.outcome.id


class TestNotRecorded:
    """2.9 An exception changes an outcome only as a recorded decision with a reason and an author. A decision that is
    not recorded counts as not made where being made would help the outcome."""

    @pytest.mark.parametrize(
        "needs",
        [
            MADE_HELPS,
            {"any": [EVERY, {"value": "waived", "is": True}, {"all": [EVERY, {"value": "waived", "is": True}]}]},
            {"any": [EVERY, {"not": {"value": "waived", "is": False}}]},
        ],
    )
    def test_where_it_would_help(self, needs):
        framework = definition(needs)
        assert outcome(framework) == "l0"
        assert outcome(framework, finding="met") == "l1"
        assert outcome(framework, MADE) == "l1"
        assert outcome(framework, False) == "l0"
        assert outcome(framework, "unknown") is None

    @pytest.mark.parametrize("needs", [MADE_HURTS, BOTH_WAYS])
    def test_elsewhere_it_is_unknown_unless_all_decisions_are_recorded(self, needs):
        framework = definition(needs)
        finding = "met" if needs is MADE_HURTS else "unmet"
        assert outcome(framework, finding=finding) is None
        expected = outcome(framework, False, finding)
        assert expected is not None
        assert outcome(framework, finding=finding, complete=["decisions"]) == expected

    def test_the_labels_of_a_decision_list_have_no_order(self):
        labels = [{"id": "o", "cases": [{"id": "good", "if": MADE_HELPS}], "otherwise": {"id": "poor"}}]
        framework = definition(None, outcomes=labels)
        assert outcome(framework) is None
        assert outcome(framework, complete=["decisions"]) == "poor"

    def test_what_blocks_is_to_be_decided(self):
        result = kd.assess(definition(MADE_HELPS), {"findings": {"1": "unmet"}}, on=ON)
        assert [todo.id for todo in result.target.decide] == ["input:waived"]

    def test_repairs_touch_no_decision(self):
        result = kd.assess(definition(MADE_HELPS), {"findings": {"1": "unmet"}}, on=ON)
        assert [change.id for change in result.repairs().cheapest.changes] == ["1"]

    def test_an_award_that_may_be_lost_by_it_leaves_it_open(self):
        award = {"id": "a", "needs": EVERY, "lost_if": {"value": "waived", "is": True}}
        assert outcome(definition(MADE_HELPS, awards=[award])) is None
        kept = award | {"lost_if": {"not": {"value": "waived", "is": True}}}
        assert outcome(definition(MADE_HELPS, awards=[kept])) == "l0"


class TestTime:
    """2.9 It counts from its date through `until`; the latest record speaks, ended or not."""

    @pytest.mark.parametrize(
        ("waived", "on", "expected"),
        [
            ({"on": "2027-06-30"}, ON, "l1"),
            ({"on": "2027-01-01", "until": "2027-06-30"}, ON, "l1"),
            ({"on": "2027-01-01", "until": "2027-06-29"}, ON, "l0"),
            ({"on": "2027-07-01"}, ON, "l0"),
        ],
    )
    def test_from_its_date_through_its_last_day(self, waived, on, expected):
        assert outcome(definition(MADE_HELPS), MADE | waived, on=on) == expected

    def test_a_decision_of_a_later_day_does_not_count_yet(self):
        framework = definition(MADE_HELPS)
        dossier = {
            "findings": {"1": {"is": "unmet", "on": "2027-01-01"}},
            "inputs": {"waived": MADE | {"on": "2027-08-01"}},
        }
        result = kd.assess(framework, dossier, on=ON, knowledge_date="2027-09-01")
        assert result.outcome.id == "l0"
        assert [unused.reason.value for unused in result.unused] == ["not-yet"]
        assert kd.assess(framework, dossier, on="2027-09-01").outcome.id == "l1"

    def test_the_latest_record_speaks_ended_or_not(self):
        framework = definition(MADE_HELPS)
        early, late = MADE | {"on": "2026-01-01"}, MADE | {"on": "2027-01-01", "until": "2027-03-01"}
        assert outcome(framework, [early]) == "l1"
        assert outcome(framework, [early, late]) == "l0"
        assert outcome(framework, [early, {"value": False, "on": "2027-01-01"}]) == "l0"

    def test_the_last_day_shows_in_the_result(self):
        dossier = {"findings": {"1": "unmet"}, "inputs": {"waived": MADE | {"until": "2028-12-31"}}}
        result = kd.assess(definition(MADE_HELPS), dossier, on=ON)
        assert str(result.decisions[0].until) == "2028-12-31"
        assert "31/12/2028" in result.to_text("vi")
        assert "2028-12-31" in result.to_text("en")

    def test_the_last_day_is_checked(self):
        for wrong, code in ({"until": "2027-06-29"}, "KD317"), ({"until": "x"}, "KD107"):
            with pytest.raises(kd.InputError, match=code):
                outcome(definition(MADE_HELPS), MADE | wrong)

    def test_it_is_part_of_the_digest(self):
        framework = definition(MADE_HELPS)
        one, other = (
            kd.read_dossier({"date": ON, "inputs": {"waived": MADE | more}}, framework).digest
            for more in ({}, {"until": "2028-01-01"})
        )
        assert one != other


class TestAnEarlyDecision:
    """2.9 ... One that was made before its rule was in force counts, and is a warning."""

    RULE = """
kiemdinh: 1
framework: org.example.early
source: {document: Rule 1, in_force: 2026-07-07}
subject: {kind: club}
layers: [{id: item, verdict: met}]
inputs: {waived: {type: decision, en: Waived}}
tree: [{id: "1", met_if: {value: waived, is: true}}]
outcomes: [{id: o, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}]
"""

    @staticmethod
    def assessed(on, framework, **more):
        decided = {"value": True, "why": "no site", "author": "Board", "on": on} | more
        return kd.assess(framework, {"inputs": {"waived": decided}}, on="2027-06-30")

    @pytest.mark.parametrize(("on", "warned"), [("2026-07-06", True), ("2026-07-07", False)])
    def test_the_first_day_of_the_framework(self, on, warned):
        result = self.assessed(on, kd.load(text=self.RULE))
        found = [(w.about, f"{w.parameters['in_force']}") for w in result.warnings if w.code == "KD420"]
        assert found == ([("input:waived", "2026-07-07")] if warned else [])
        assert result.outcome.id == "good"
        assert ("2026-07-06" in result.to_text("en")) is warned
        assert ("06/07/2026" in result.to_text("vi")) is warned

    ADDS = (
        {"at": "inputs", "do": "add", "to": {"lifted": {"type": "decision", "en": "Lifted"}}},
        {"at": "1", "do": "replace", "to": {"id": "1", "met_if": {"any": [{"value": "waived", "is": True},
                                                                        {"value": "lifted", "is": True}]}}},
    )  # fmt: skip

    @staticmethod
    def amended(base, day, *changes):
        source = {"document": f"Rule of {day}", "in_force": day}
        return kd.apply(base, {"kiemdinh": 1, "amends": base.id, "source": source, "changes": list(changes)})

    @pytest.mark.parametrize("name", ["waived", "lifted"])
    def test_the_day_of_the_amendment_that_added_the_input(self, name):
        later = self.amended(kd.load(text=self.RULE), "2027-01-01", *self.ADDS)
        latest = self.amended(later, "2027-03-01", {"at": "1", "do": "retitle", "to": {"en": "A"}})
        begins = {"waived": "2026-07-07", "lifted": "2027-01-01"}[name]
        decided = {"value": True, "why": "no site", "author": "Board", "on": "2026-07-06"}
        result = kd.assess(latest, {"inputs": {name: decided}}, on="2027-06-30")
        assert [f"{w.parameters['in_force']}" for w in result.warnings if w.code == "KD420"] == [begins]
        on_the_day = kd.assess(latest, {"inputs": {name: decided | {"on": begins}}}, on="2027-06-30")
        assert [w for w in on_the_day.warnings if w.code == "KD420"] == []

    def test_a_decision_that_did_not_grant_warns_of_nothing(self):
        result = self.assessed("2026-01-01", kd.load(text=self.RULE), value=False)
        assert [w for w in result.warnings if w.code == "KD420"] == []
