"""Findings and figures that end: what they say through their last day, and what speaks afterwards."""

import datetime as dt

import pytest

import kiemdinh as kd

LAST, AFTER = "2026-12-31", "2027-01-01"
CLUB = """
kiemdinh: 1
framework: org.example.ends
source: {document: Rule 1, in_force: 2020-01-01}
subject: {kind: club}
scales: {lv: {steps: [{id: one}, {id: two}]}}
layers: [{id: item, verdict: met}, {id: area, scale: lv, verdict: level}]
inputs:
  members: {type: number}
tree:
  - {id: "1", layer: item}
  - {id: "2", layer: item, may_not_apply: true}
  - {id: "3", layer: item, met_if: {value: members, at_least: 10}}
  - {id: "4", layer: area, levels: {one: [{id: a}, {id: b}], two: [{id: c}]}}
outcomes: [{id: o, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}]
"""
FRAMEWORK = kd.load(text=CLUB)


def node(name, on, *, date="2025-06-30", **records):
    """Where a node stands on a day: its truth or levels, and the reasons."""
    result = kd.assess(FRAMEWORK, {"date": date, **records}, on=on)
    found = result.node(name)
    if found.kind == "level":
        return *(level and level.id for level in (found.guaranteed, found.attainable)), found.reasons
    return found.truth.name.lower(), found.reasons


def met(until=LAST, **more):
    return {"is": "met", "until": until, **more}


CLAIM = {"reaches": "two", "until": LAST}
EXPIRED = ("unknown", ("expired",))


class TestAnEnd:
    """3.5 ... A finding or a figure may have a last day (`until`), as a decision has. It then counts from its date
    through that day ... Afterwards it is *expired* ... It contradicts none.
    """

    def test_through_the_last_day_and_no_longer(self):
        assert node("1", LAST, findings={"1": met()}) == ("met", ())
        assert node("1", AFTER, findings={"1": met()}) == EXPIRED

    def test_unmet_ends_too(self):
        assert node("1", AFTER, findings={"1": {"is": "unmet", "until": LAST}}) == EXPIRED

    def test_it_counts_from_its_date(self):
        found = {"1": ["unmet", met(on="2026-09-01")]}
        days = {"on": dt.date(2026, 8, 31), "knowledge_date": dt.date(2026, 12, 1)}
        before = kd.assess(FRAMEWORK, {"date": "2025-06-30", "findings": found}, **days)
        assert before.node("1").truth.name == "UNMET"
        assert node("1", "2026-09-01", findings=found) == ("met", ())

    def test_a_figure(self):
        figure = {"members": {"value": 12, "until": LAST}}
        assert node("3", LAST, inputs=figure) == ("met", ())
        assert node("3", AFTER, inputs=figure) == EXPIRED

    def test_what_it_had_replaced_stays_replaced(self):
        found = {"1": [{"is": "met", "on": "2024-01-01"}, {"is": "unmet", "on": "2025-01-01", "until": LAST}]}
        assert node("1", AFTER, findings=found) == EXPIRED

    def test_of_one_date_those_that_have_not_ended_speak_alone(self):
        found = {"1": [met(), "unmet"]}
        assert node("1", LAST, findings=found) == ("unknown", ("disputed",))
        assert node("1", AFTER, findings=found) == ("unmet", ())

    def test_an_end_is_no_part_of_what_is_said(self):
        assert node("1", LAST, findings={"1": [met(), met(AFTER), "met"]}) == ("met", ())

    @pytest.mark.parametrize(
        ("own", "expected"),
        [
            ({"is": "unmet", "on": "2026-01-01"}, ("unmet", ())),  # a later one has the word
            ({"is": "unmet", "on": "2025-06-30"}, EXPIRED),  # one of the same date had been replaced
            ({"is": "met", "on": "2026-01-01", "until": "2026-06-30"}, EXPIRED),
        ],
    )
    def test_an_external_record_leaves_the_word_to_a_later_one_of_the_school(self, own, expected):
        assert node("1", AFTER, findings={"1": own}, external={"1": met()}) == expected

    @pytest.mark.parametrize("said", ["met", "unmet"])
    def test_one_of_the_school_that_has_ended_makes_nothing_pending(self, said):
        own = {"is": said, "on": "2026-01-01", "until": "2026-06-30"}
        assert node("1", AFTER, findings={"1": own}, external={"1": "met"}) == ("met", ())
        pending = node("1", "2026-06-30", findings={"1": own}, external={"1": "met"})
        assert pending == (("met", ()) if said == "met" else ("unknown", ("pending",)))

    def test_where_not_applicable_has_ended_the_node_applies_again(self):
        found = {"2": {"is": "not-applicable", "why": "no need", "until": LAST}}
        first, then = (
            kd.assess(FRAMEWORK, {"date": "2025-06-30", "findings": found}, on=on).node("2") for on in (LAST, AFTER)
        )
        assert (first.applies.name, then.applies.name) == ("UNMET", "MET")
        assert (then.truth.name, then.reasons) == ("UNKNOWN", ("expired",))

    def test_a_last_day_before_the_first_is_refused(self):
        with pytest.raises(kd.InputError) as error:
            node("1", AFTER, findings={"1": met("2025-06-29")})
        assert error.value.diagnostics[0].code == "KD317"


class TestTheEndOfAClaim:
    """3.5 ... A part whose record has ended follows a claim that it had not replaced; where a claim has ended, what it
    had not replaced of the parts may settle the step.
    """

    def test_the_steps_are_expired(self):
        assert node("4", LAST, findings={"4": CLAIM}) == ("two", "two", ())
        assert node("4", AFTER, findings={"4": CLAIM}) == (None, "two", ("expired",))

    def test_later_findings_of_the_parts_settle_a_step(self):
        parts = {f"4/one/{part}": {"is": "met", "on": "2026-05-01"} for part in "ab"}
        assert node("4", AFTER, findings={"4": CLAIM, **parts}) == ("one", "two", ("expired",))

    def test_earlier_findings_of_the_parts_had_been_replaced(self):
        parts = {f"4/one/{part}": {"is": "met", "on": "2025-05-01"} for part in "ab"}
        assert node("4", AFTER, findings={"4": CLAIM, **parts}) == (None, "two", ("expired",))

    def test_a_part_that_has_ended_follows_a_later_claim(self):
        part = {"4/one/a": {"is": "unmet", "until": LAST}}
        claim = {"4": {"reaches": "one", "on": "2026-01-01"}}
        assert node("4", LAST, findings={**claim, **part})[2] == ("disputed",)
        assert node("4", AFTER, findings={**claim, **part}) == ("one", "one", ())

    def test_a_part_that_had_replaced_an_earlier_claim_is_open(self):
        part = {"4/one/a": {"is": "unmet", "on": "2026-01-01", "until": LAST}}
        assert node("4", AFTER, findings={"4": "one"}, external=part)[0] is None

    def test_a_later_claim_of_the_school_has_the_word_after_an_external_one(self):
        own = {"4": {"reaches": "one", "on": "2026-05-01"}}
        assert node("4", LAST, findings=own, external={"4": CLAIM})[2] == ("pending",)
        assert node("4", AFTER, findings=own, external={"4": CLAIM}) == ("one", "one", ())


class TestWhatIsTold:
    """3.6 Reasons of unknown are data: ... expired (evidence, 3.3, or the record, 3.5)"""

    def test_the_last_day_and_no_evidence(self):
        dossier = {"date": "2025-06-30", "evidence": {"A": {"until": "2026-01-01"}}, "findings": {"1": met(by=["A"])}}
        result = kd.assess(FRAMEWORK, dossier, on=AFTER)
        assert result.node("1").ended == dt.date(2026, 12, 31)
        assert "the record ended on 2026-12-31" in result.to_text("en")
        assert "hết hạn ngày 31/12/2026" in result.to_text("vi")
        assert result.to_dict()["nodes"][0]["ended"] == LAST

    def test_a_forecast_names_the_day_and_what_to_renew(self):
        dossier = {"date": "2025-06-30", "findings": {"1": met(), "2": "met"}, "inputs": {"members": 12}}
        forecast = kd.assess(FRAMEWORK, dossier, on="2026-06-30").forecast(until="2027-06-30")
        assert [(str(e.on), e.kind, e.about, e.id) for e in forecast.events] == [(AFTER, "expired", "finding", "1")]
        assert [(one.code, str(one.by), one.kind) for one in forecast.renew] == [("1", LAST, "finding")]

    def test_a_supposition_takes_its_place(self):
        result = kd.assess(FRAMEWORK, {"date": "2025-06-30", "findings": {"1": met()}}, on=AFTER)
        assert result.what_if({"1": "met"}).result.node("1").truth.name == "MET"
