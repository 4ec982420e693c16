"""What a forecast says: spans, events by their kinds, what to renew and what would have to be in place."""

import datetime as dt
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

import kiemdinh as kd
from communes import assess_tan_lap
from kiemdinh.results import Forecast

ROOT = Path(__file__).parents[2]
CLUB = """
kiemdinh: 1
framework: org.example.club
source: {document: Rule 1, in_force: 2020-01-01, until: 2028-01-01}
cite: Article 1
subject: {kind: club}
evidence: {items: 1}
scales: {stars: {not_reached: {id: none}, steps: [{id: one}, {id: two}]}}
layers: [{id: item, verdict: level, scale: stars, no_text: carries, not_applicable: drop}]
inputs:
  waived: {type: decision, en: Waived, cite: Article 4}
  opened: {type: date, en: Opened, cite: Article 5}
sets: {items: {among: item, if_empty: unmet}}
tree:
  - {id: "1", levels: {one: [{id: a, en: Clean}], two: [{id: a, en: Quiet}]}}
  - {id: "2", if_empty: met, levels: {one: [{id: a, en: Tea, when: {value: waived, is: false}}]}}
  - {id: "3", levels: {two: [{id: a, en: Old, met_if: {value: opened, at_least: 5 years}}]}}
outcomes:
  - id: class
    ladder: stars
    needs:
      one: {every: items, that: {its: level, at_least: one}}
      two: {every: items, that: {its: level, at_least: two}}
awards:
  - id: sign
    needs: {outcome: class, at_least: one}
    valid: 2 years
    renew_before: 3 months
    lost_if: {not: {outcome: class, at_least: one}}
    law: {valid: {cite: Article 9}}
"""
FRAMEWORK = kd.load(text=CLUB)
FOREVER_TEXT = CLUB.replace(", until: 2028-01-01", "")
FOREVER = kd.load(text=FOREVER_TEXT)


def club(*, until="2026-12-31", framework=FRAMEWORK, on="2026-06-30", last="2028-06-30", knowledge=None, **more):
    dossier = {
        "findings": {
            "1/one/a": {"is": "met", "by": ["PLAN"]},
            "1/two/a": {"is": "met", "by": ["PLAN"]},
            "2/one/a": {"is": "met", "by": ["TEA"]},
        },
        "inputs": {"opened": "2015-01-01", "waived": {"value": False, "on": "2026-01-01", "why": "x", "author": "y"}},
        "evidence": {"PLAN": {"title": "Plan", "until": until}, "TEA": {"title": "Menu"}},
        "complete": ["held"],
    }
    for key, value in more.items():
        dossier[key] = {**dossier[key], **value} if isinstance(dossier.get(key), dict) else value
    return kd.assess(framework, dossier, on=on, knowledge_date=knowledge).forecast(until=last)


def levels(forecast):
    return [(f"{span.start}", span.level and span.level.id) for span in forecast.spans]


def event_of(forecast, kind):
    (found,) = [event for event in forecast.events if event.kind == kind]
    return found


class TestSpans:
    """4.6 The dates on which anything can change come from the compiled rules and the records... Between two
    neighbouring dates nothing changes."""

    def test_a_level_ends_behind_the_last_day_of_what_it_rests_on(self):
        forecast = club()
        assert levels(forecast) == [("2026-06-30", "two"), ("2027-01-01", None), ("2028-01-01", None)]
        assert (forecast.spans[0].end, forecast.spans[-1].end) == (dt.date(2026, 12, 31), dt.date(2028, 6, 30))
        assert [span.attainable and span.attainable.id for span in forecast.spans] == ["two", "two", None]

    def test_behind_the_last_edition_there_is_none_and_no_level(self):
        """4.6 After a framework's last edition there is *no edition* and no level."""
        last = club().spans[-1]
        assert (last.edition, last.level, last.attainable, last.determined, last.awards) == (
            None,
            None,
            None,
            False,
            (),
        )

    def test_one_day_is_a_forecast(self):
        assert levels(club(last="2026-06-30")) == [("2026-06-30", "two")]

    def test_the_last_day_of_the_calendar(self):
        forecast = club(last="9999-12-31")
        assert (forecast.until, forecast.spans[-1].end, forecast.search.complete) == (dt.date.max, dt.date.max, True)

    def test_nothing_recorded(self):
        forecast = kd.assess(FRAMEWORK, {}, on="2026-06-30").forecast(until="2027-06-30")
        assert levels(forecast) == [("2026-06-30", None)]
        assert (forecast.events, forecast.renew, forecast.needed) == ((), (), ())

    @pytest.mark.parametrize("until", ["", float("nan"), None, "soon", b"2027-01-01"])
    def test_what_is_no_day_is_told_as_such(self, until):
        with pytest.raises(kd.InputError, match="a date"):
            kd.assess(FRAMEWORK, {}, on="2026-06-30").forecast(until=until)

    @pytest.mark.parametrize("until", ["2026-06-29", "soon", None])
    def test_a_day_before_the_assessment_is_refused(self, until):
        with pytest.raises(kd.InputError):
            club(last=until)

    def test_editions_that_are_handed_over(self):
        source = {"document": "Rule 2", "in_force": "2026-10-01"}
        change = {"at": "2", "do": "remove"}
        act = {"kiemdinh": 1, "amends": FOREVER.id, "source": source, "changes": [change]}
        later = kd.apply(FOREVER, act)
        result = kd.assess(FOREVER, {"findings": {"1": "two", "2/one/a": "unmet"}}, on="2026-06-30")
        forecast = result.forecast(until="2026-12-31", editions=[later])
        assert [span.edition for span in forecast.spans] == [FOREVER.edition, later.edition]
        assert event_of(forecast, "edition").cite == "Rule 2"
        assert [(one.edition, one.ids) for one in forecast.left_out] == [(later.edition, ("2/one/a",))]
        with pytest.raises(kd.InputError):
            result.forecast(until="2026-12-31", editions=[kd.load("vn.tt57-2026.gdtx")])

    def test_the_editions_of_a_bundled_framework_are_known(self):
        dossier = {"school": {"stages": ["thcs"]}, "findings": {}}
        forecast = kd.assess("vn.tt18-2018", dossier, on="2025-01-01").forecast(until="2026-12-31")
        assert [span.edition for span in forecast.spans] == ["vn.tt18-2018@2018-10-10", "vn.tt18-2018@2025-01-25", None]


class TestEvents:
    """4.6 ... first days, and the days after last days, of items, awards, decisions, findings, roles and editions; ends
    of waits and of school years; `in_place_for` and ages; and each day on which a comparison with a clock turns."""

    def test_expired_is_what_has_passed_its_last_day(self):
        """4.6 *Expired*: its last day is over."""
        event = event_of(club(), "expired")
        assert (event.on, event.id, event.about, event.title) == (dt.date(2027, 1, 1), "PLAN", "evidence", "Plan")
        assert event.lowers[:2] == ("outcome:class/two", "outcome:class/one")
        assert set(event.lowers) >= {"1/two", "1/one", "1/one/a", "1/two/a", "award:sign"}

    def test_what_nothing_rests_on_lowers_nothing(self):
        evidence = {"TEA": {"title": "Menu", "until": "2026-09-30"}, "NEW": {"title": "New menu"}}
        finding = {"2/one/a": {"is": "met", "by": ["TEA", "NEW"]}}
        forecast = club(until="2030-01-01", evidence=evidence, findings=finding, last="2027-01-01")
        assert [(event.id, event.kind, event.lowers) for event in forecast.events] == [("TEA", "expired", ())]
        assert forecast.renew == ()

    def test_withdrawn_is_what_a_decision_has_ended(self):
        """4.6 *Withdrawn*: a decision ended it."""
        held = [{"award": "sign", "signed": "2026-01-01", "ended": "2026-09-01"}]
        event = event_of(club(until="2030-01-01", held=held, last="2027-01-01"), "withdrawn")
        assert (event.on, event.id, event.about) == (dt.date(2026, 9, 1), "award:sign", "award")

    def test_refused_is_what_a_decision_did_not_grant(self):
        """4.6 *Refused*: a decision did not grant it."""
        decided = {"waived": {"value": False, "on": "2026-09-01", "why": "no", "author": "Board"}}
        forecast = club(until="2030-01-01", inputs=decided, last="2027-01-01", knowledge="2027-01-01")
        event = event_of(forecast, "refused")
        assert (event.on, event.id, event.cite, event.about) == (
            dt.date(2026, 9, 1),
            "input:waived",
            "Article 4",
            "decision",
        )

    def test_a_decision_that_begins_ends_and_is_taken_back(self):
        decided = [
            {"value": True, "on": "2026-08-01", "until": "2026-12-01", "why": "a", "author": "b"},
            {"value": False, "on": "2026-10-01", "why": "c", "author": "d"},
        ]
        forecast = club(until="2030-01-01", inputs={"waived": decided}, last="2027-01-01", knowledge="2027-01-01")
        kinds = [(f"{event.on}", event.kind) for event in forecast.events]
        assert kinds[:2] == [("2026-08-01", "begins"), ("2026-10-01", "withdrawn")]

    def test_lapsed_is_what_has_lost_its_condition(self):
        """4.6 *Lapsed*: its condition or confirmation fell away."""
        unmet = {"1/one/a": {"is": "met", "by": ["PLAN"]}, "2/one/a": [{"is": "met", "by": ["TEA"]}]}
        source = {"document": "Rule 2", "in_force": "2026-10-01"}
        new = {"id": "b", "en": "Quick", "met_if": {"value": "opened", "at_least": "50 years"}}
        changes = [{"at": "1/one/a", "do": "replace", "to": new | {"id": "a"}}]
        act = {"kiemdinh": 1, "amends": FOREVER.id, "source": source, "changes": changes}
        dossier = {
            "findings": unmet,
            "inputs": {"opened": "2015-01-01"},
            "evidence": {"PLAN": {}, "TEA": {}},
            "held": [{"award": "sign", "signed": "2026-01-01"}],
        }
        result = kd.assess(FOREVER, dossier, on="2026-06-30")
        forecast = result.forecast(until="2026-12-31", editions=[kd.apply(FOREVER, act)])
        event = event_of(forecast, "lapsed")
        assert (event.on, event.id) == (dt.date(2026, 10, 1), "award:sign")

    def test_lapsed_is_a_confirmation_that_the_next_edition_has_not(self):
        """4.6 *Lapsed*: its condition or confirmation fell away."""
        said = {"role": "legal", "on": "2026-01-10", "document": "Rule 1"}
        parts = ("1/one/a", "2/one/a")
        checked = [{"at": at, "digest": FOREVER.node_digest(at), **said} for at in parts]
        confirmed = kd.load(FOREVER, confirmations={"kiemdinh": 1, "confirms": FOREVER.id, "confirmations": checked})
        source = {"document": "Rule 2", "in_force": "2026-10-01"}
        changes = [{"at": "1/one/a", "do": "replace", "to": {"id": "a", "en": "Spotless"}}]
        act = {"kiemdinh": 1, "amends": FOREVER.id, "source": source, "changes": changes}
        result = kd.assess(confirmed, {"findings": {}}, on="2026-06-30")
        forecast = result.forecast(until="2026-12-31", editions=[kd.apply(confirmed, act)])
        event = event_of(forecast, "lapsed")
        assert (str(event.on), event.id, event.about, event.cite) == ("2026-10-01", "1/one/a", "confirmation", "Rule 2")

    def test_a_clock_turns_when_a_length_of_time_has_passed(self):
        forecast = club(until="2030-01-01", inputs={"opened": "2022-01-10"}, last="2027-06-30")
        event = event_of(forecast, "clock")
        assert (event.on, event.id, event.lowers, event.cite) == (dt.date(2027, 1, 10), "input:opened", (), "Article 5")
        assert levels(forecast) == [("2026-06-30", "one"), ("2027-01-10", "two")]


class TestWhatToDo:
    """4.6 ... what to renew first, what would have to be in place by when."""

    def test_what_carries_more_comes_first_of_one_day(self):
        evidence = {"TEA": {"title": "Menu", "until": "2026-12-31"}}
        forecast = club(evidence=evidence)
        assert [(renewal.code, f"{renewal.by}") for renewal in forecast.renew] == [
            ("PLAN", "2026-12-31"),
            ("TEA", "2026-12-31"),
        ]
        assert "outcome:class/two" in forecast.renew[0].carries

    def test_a_renewal_by_its_day_keeps_the_level(self):
        old = club()
        renewed = {"PLAN": {"title": "Plan"}, "TEA": {"title": "Menu"}}
        assert old.renew[0].code == "PLAN"
        assert levels(club(evidence=renewed)) == [("2026-06-30", "two"), ("2028-01-01", None)]

    def test_evidence_that_has_to_be_in_place_is_renewed_earlier(self):
        framework = kd.load(text=CLUB.replace("{items: 1}", "{items: 1, in_place_for: 3 months}"))
        evidence = {
            "PLAN": {"issued": "2026-01-01", "until": "2026-12-31"},
            "TEA": {"issued": "2020-01-01"},
        }
        (renewal,) = [one for one in club(framework=framework, evidence=evidence).renew if one.code == "PLAN"]
        assert (renewal.by, renewal.last_day) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
        new = {"NEXT": {"issued": f"{renewal.by}"}}
        findings = {node: {"is": "met", "by": ["PLAN", "NEXT"]} for node in ("1/one/a", "1/two/a")}
        kept = club(framework=framework, evidence=evidence | new, findings=findings)
        assert levels(kept) == [("2026-06-30", "two"), ("2028-01-01", None)]
        late = {"NEXT": {"issued": f"{renewal.by + dt.timedelta(days=1)}"}}
        fallen = club(framework=framework, evidence=evidence | late, findings=findings)
        assert levels(fallen)[1] == ("2027-01-01", None)

    def test_an_award_is_to_be_applied_for_ahead(self):
        held = [{"award": "sign", "signed": "2025-01-01"}]
        (renewal,) = club(until="2030-01-01", held=held, last="2027-06-30").renew
        assert (renewal.code, renewal.by, renewal.kind) == ("award:sign", dt.date(2026, 10, 1), "award")

    def test_what_would_keep_an_award_that_rests_on_more_than_the_level(self):
        quiet = "{every: quiet, that: {its: level, at_least: two}}"
        text = FOREVER_TEXT.replace("subject:", "tags: {calm: {en: calm}}\nsubject:")
        text = text.replace('- {id: "1", levels', '- {id: "1", tags: [calm], levels')
        text = text.replace("sets: {", "sets: {quiet: {among: item, tagged: calm, if_empty: met}, ")
        needs = "needs: {outcome: class, at_least: one}\n"
        text = text.replace(needs, f"needs: {{all: [{{outcome: class, at_least: one}}, {quiet}]}}\n")
        dossier = {
            "findings": {
                "1/one/a": {"is": "met", "by": ["TEA"]},
                "1/two/a": {"is": "met", "by": ["PLAN"]},
                "2/one/a": {"is": "met", "by": ["TEA"]},
            },
            "inputs": {"opened": "2025-01-01"},
            "evidence": {"PLAN": {"title": "Plan", "until": "2026-12-31"}, "TEA": {"title": "Menu"}},
        }
        forecast = kd.assess(kd.load(text=text), dossier, on="2026-06-30").forecast(until="2027-06-30")
        assert {span.level and span.level.id for span in forecast.spans} == {"one"}
        (one,) = forecast.needed
        told = (one.id, str(one.by), one.renewal, one.award, one.level.id)
        assert told == ("1/two/a", "2026-12-31", ("PLAN",), "sign", "sign")
        assert "can still be had, by 2026-12-31" in " ".join(forecast.to_text("en").split())

    def test_what_would_keep_the_level(self):
        needed = club().needed
        assert {one.renewal for one in needed} == {("PLAN",)}
        assert {(f"{one.by}", one.level.id) for one in needed} == {("2026-12-31", "two")}


class TestBudget:
    """5.11 Where the budget ran out, what is given is still true."""

    def test_a_forecast_ends_earlier(self):
        items = {f"M{n:04}": {"until": f"{dt.date(2026, 7, 1) + dt.timedelta(days=n)}"} for n in range(400)}
        findings = {"1/one/a": {"is": "met", "by": [*items]}}
        dossier = {"findings": findings, "evidence": items}
        result = kd.assess(FRAMEWORK, dossier, on="2026-06-30")
        whole, part = result.forecast(until="2027-12-31"), result.forecast(until="2027-12-31", budget=40_000)
        assert whole.search.complete
        assert not part.search.complete
        assert part.spans[-1].end == part.until < dt.date(2027, 12, 31)
        for span in part.spans:
            assert any(
                one.start <= span.start and span.end <= one.end and one.level == span.level for one in whole.spans
            )

    def test_school_years_without_records_cost_nothing(self):
        result = kd.assess("vn.tt18-2018", {"school": {"stages": ["thcs"]}, "findings": {}}, on="2025-03-01")
        assert result.forecast(until="9999-12-31").search.spent == 0


@pytest.fixture(scope="module")
def forecast():
    return club()


class TestForms:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    def test_data_is_read_back(self, forecast):
        schema = json.loads((ROOT / "docs/schema/explanation-1.1.json").read_text(encoding="utf-8"))
        data = json.loads(forecast.to_json())
        jsonschema.validate(data, schema)
        assert Forecast.from_dict(data).attach(forecast.result) == forecast

    def test_text_tells_what_falls_and_what_to_renew(self, forecast):
        text = forecast.to_text("en")
        assert "2026-06-30 to 2026-12-31: two" in text
        assert "by 2026-12-31: PLAN (Plan)" in text
        assert "no edition of the framework is in force" in text
        assert max(map(len, text.splitlines())) <= 80
        assert "31/12/2026" in forecast.to_text("vi")
        assert forecast.to_markdown("en").count("PLAN") >= 2

    def test_the_picture_has_a_bar_for_each_thing(self, forecast):
        root = ET.fromstring(forecast.to_svg("en"))  # noqa: S314 - written a line above
        texts = [element.text for element in root.iter() if element.tag.endswith("text")]
        assert {"Edition in force", "Level", "sign", "1"} <= set(texts)
        assert int(root.get("viewBox").split()[2]) == 794

    def test_what_a_short_bar_has_no_room_for_stands_below(self):
        """A level that holds for some weeks of many years is still to be read."""
        drawn = club(framework=FOREVER, last="2040-12-31").to_svg("en")
        assert "What short bars say" in drawn
        assert "2026-06-30 to 2026-12-31: two" in drawn.partition("What short bars say")[2]
        assert "What short bars say" not in club(framework=FOREVER, last="2027-12-31").to_svg("en")

    def test_the_calendar_is_read_back(self, forecast):
        icalendar = pytest.importorskip("icalendar")
        text = forecast.to_ics("en")
        calendar = icalendar.Calendar.from_ical(text)
        days = {(event["dtstart"].dt, str(event["summary"])) for event in calendar.walk("VEVENT")}
        assert (dt.date(2026, 12, 31), "by 2026-12-31: PLAN (Plan)") in days
        assert any(day == dt.date(2027, 1, 1) for day, _ in days)
        assert len({str(event["uid"]) for event in calendar.walk("VEVENT")}) == len(days)
        assert text == club().to_ics("en")
        assert [str(alarm["trigger"].dt) for alarm in calendar.walk("VALARM")] == ["-30 days, 0:00:00"]


class TestMembersAndResults:
    """4.6 ... the first days, and the days after the last days, of ... members of registers, results under other
    frameworks, roles and editions."""

    def test_each_is_told_with_what_it_lowers(self):
        """The school that has not got there leaves, and then the result of another ends."""
        result = assess_tan_lap(
            (
                "{id: C, public: true, highest_stage: thcs,",
                "{id: C, public: true, highest_stage: thcs, until: 2024-09-15,",
            ),
            ("{id: D, public: unknown,", "{id: D, name: Mầm non D, public: false, from: 2024-08-01,"),
            ("by: 45/QĐ-SGDĐT}", "by: 45/QĐ-SGDĐT, until: 2024-10-01}"),
        )
        forecast = result.forecast(until="2024-12-31")
        assert [(one.start.isoformat(), one.outcome and one.outcome.id) for one in forecast.spans] == [
            ("2024-06-30", "dat"),
            ("2024-10-02", None),
        ]
        assert [(str(one.on), one.kind, one.id, one.about, one.lowers) for one in forecast.events] == [
            ("2024-08-01", "begins", "school/D", "member", ()),
            ("2024-09-16", "ends", "school/C", "member", ()),
            ("2024-10-02", "expired", "reaches:vn.tt13-2020:muc@school/A", "result", ("label:ntm=dat", "5")),
        ]
        assert [(str(one.by), one.code, one.kind) for one in forecast.renew] == [
            ("2024-10-01", "reaches:vn.tt13-2020:muc@school/A", "result")
        ]
        text = forecast.to_text("vi")
        assert "D (Mầm non D) thuộc danh mục từ ngày này" in text
        assert "C không còn thuộc danh mục" in text
