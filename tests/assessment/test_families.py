"""Families of frameworks: which of them a reference takes for a stage, by the law date (semantics 6.5)."""

import datetime as dt

import pytest

import kiemdinh as kd

READER = """
kiemdinh: 1
framework: org.example.town
source: {document: Example}
subject: {kind: town, has: [school]}
sets: {schools: {among: school, if_empty: unknown}}
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", met_if: {every: schools, that: {outcome: org.example.rooms/level, at_least: good}}}
  - {id: "2", met_if: {every: schools, that: {award: org.example.rooms/plaque, is: held}}}
outcomes: [{id: result, cases: [{id: fine, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
PART = """
kiemdinh: 1
framework: org.example.rooms.NAME
family: org.example.rooms
stage: STAGE
source: {document: Example, in_force: DAY}
subject: {kind: school}
scales: {level: {steps: [{id: fair}, {id: good}]}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1"}, {id: "2"}]
outcomes:
  - id: level
    ladder: level
    needs: {fair: {count: criterion, that: met, at_least: 1}, good: {every: criterion, that: met}}
awards: [{id: plaque, needs: {outcome: level, at_least: good}}]
"""


def part(name, stage, day):
    return kd.load(text=PART.replace("NAME", name).replace("STAGE", stage).replace("DAY", day))


def family():
    """Primary schools: one framework. Lower secondary schools: one until 2025, then another."""
    return [
        part("primary", "primary", "2020-07-01"),
        part("old", "lower", "2020-07-01"),
        part("new", "lower", "2026-01-01"),
    ]


def assess(*results, on, stages=("primary", "lower"), law_date=None, held=(), reader=READER, references=None):
    framework = kd.load(text=reader, references=family() if references is None else references)
    dossier = {
        "complete": ["school", "held"],
        "register": {"school": [{"id": "A", "stages": list(stages)}]},
        "results": [{"member": "A", "on": "2024-03-01", **one} for one in results],
        "held": list(held),
    }
    return kd.assess(framework, dossier, on=on, law_date=law_date)


def under(name, level="good", stage=None, **more):
    found = {"outcome": f"org.example.rooms{name and '.' + name}/level", "is": level, **more}
    return found if stage is None else {**found, "stage": stage}


def truth(result, node="1"):
    return result.node(node).truth.name.lower()


def why_nothing(result):
    return [(w.parameters["of"], w.parameters["why"]) for w in result.warnings if w.code == "KD421"]


class TestInForce:
    """6.5 A reference to a **family** takes, for each stage, the framework that is in force on the law date."""

    both = (under("primary", stage="primary"), under("old", stage="lower"))

    @pytest.mark.parametrize(
        ("day", "found"), [("2025-12-31", "met"), ("2026-01-01", "unknown"), ("2040-01-01", "unknown")]
    )
    def test_from_the_first_day_of_another_one_a_result_under_the_old_one_says_nothing(self, day, found):
        result = assess(*self.both, on=day)
        assert truth(result) == found
        replaced = [("org.example.rooms.old/level", "replaced")]
        assert why_nothing(result) == ([] if found == "met" else replaced)

    def test_the_law_date_decides_and_not_the_evidence_date(self):
        assert truth(assess(*self.both, on="2026-06-30", law_date="2025-12-31")) == "met"
        assert truth(assess(*self.both, on="2025-06-30", law_date="2026-01-01")) == "unknown"

    def test_before_the_first_of_them_it_is_the_first(self):
        early = [{**one, "on": "2019-01-01"} for one in self.both]
        assert truth(assess(*early, on="2020-06-30")) == "met"

    def test_a_result_under_the_one_that_is_to_come_says_nothing_yet(self):
        result = assess(under("primary", stage="primary"), under("new", stage="lower"), on="2025-12-31")
        assert truth(result) == "unknown"
        assert why_nothing(result) == [("org.example.rooms.new/level", "replaced")]

    def test_what_is_recorded_under_the_family_itself_counts_on_every_day(self):
        for day in ("2025-12-31", "2026-01-01"):
            assert truth(assess(under("", stage="primary"), under("", stage="lower"), on=day)) == "met"

    def test_a_result_under_the_framework_of_another_stage_says_nothing(self):
        result = assess(under("old", stage="primary"), under("old", stage="lower"), on="2025-12-31")
        assert truth(result) == "unknown"
        assert why_nothing(result) == [("org.example.rooms.old/level", "replaced")]

    def test_the_lowest_of_the_stages_counts(self):
        """2.6 Where a definition declares parts (stages), ... its level is the lowest."""
        for level, found in (("good", "met"), ("fair", "unmet")):
            new = under("new", level, stage="lower", on="2026-03-01")
            assert truth(assess(self.both[0], self.both[1], new, on="2026-06-30")) == found

    def test_the_warning_says_why_in_both_languages(self):
        result = assess(*self.both, on="2026-01-01")
        (told,) = (warning for warning in result.warnings if warning.code == "KD421")
        assert told.about == "A/lower"
        assert "on the law date its family has another framework for the stage" in result.to_text(lang="en")
        assert "tại ngày áp dụng văn bản, cấp học này thuộc bộ tiêu chuẩn khác cùng họ" in " ".join(
            result.to_text(lang="vi").split()
        )


class TestForecast:
    """4.6 ... A forecast equals assessing on each day."""

    def test_a_forecast_sees_the_day_on_which_the_framework_of_a_stage_is_replaced(self):
        held = {"member": "A", "award": "org.example.rooms/plaque", "signed": "2020-01-01", "until": "2030-01-01"}
        forecast = assess(*TestInForce.both, on="2025-06-30", held=[held]).forecast(until="2026-06-30")
        found = [(str(span.start), span.outcome and span.outcome.id) for span in forecast.spans]
        assert found == [("2025-06-30", "fine"), ("2026-01-01", None)]


class TestEditions:
    """6.5 ... one that was found under an earlier edition of the framework that is taken."""

    def test_a_family_member_begins_with_its_first_edition(self):
        old = part("old", "lower", "2020-07-01")
        later = kd.apply(
            old,
            {
                "kiemdinh": 1,
                "amends": old.id,
                "source": {"document": "Another", "in_force": "2026-06-01"},
                "changes": [{"at": "2", "do": "retitle", "to": {"en": "Rooms"}}],
            },
        )
        assert later.first_day == dt.date(2020, 7, 1)
        references = [part("before", "lower", "2015-01-01"), later]
        for day in ("2025-12-31", "2026-06-30"):
            result = assess(under("old", stage="lower"), on=day, stages=("lower",), references=references)
            assert (truth(result), why_nothing(result)) == ("met", [])

    def test_a_bundled_family_is_read_under_the_id_of_its_framework_too(self):
        dossier = {
            "complete": ["school"],
            "inputs": {"region": "other"},
            "register": {"school": [{"id": "A", "public": True, "highest_stage": "thcs", "stages": ["thcs"]}]},
            "results": [
                {"member": "A", "stage": "thcs", "outcome": "vn.tt13-2020.thcs/muc", "is": "muc-1", "on": "2023-05-20"}
            ],
        }
        for day in ("2024-06-30", "2025-01-31"):
            result = kd.assess("vn.ntm-2021.xa", dossier, on=day)
            assert (truth(result, "5"), why_nothing(result)) == ("met", [])


class TestComputed:
    """6.5 ... A result under another of them counts for nothing: also one that a batch has computed."""

    def test_what_the_replaced_framework_computes_says_nothing(self):
        parts = family()
        reader = kd.load(text=READER, references=parts)
        schools = [{"school": "A", "1": "met", "2": "met"}]
        register = kd.read_register([{"id": "A", "stages": "lower"}], complete=True)
        for name, found in (("old", "unknown"), ("new", "met")):
            framework = next(one for one in parts if one.id.endswith(name))
            batch = kd.assess_many(framework, schools, on="2026-06-30")
            result = kd.assess(reader, {}, on="2026-06-30", register=register, results=[batch], references=parts)
            assert truth(result) == found


class TestAwards:
    """6.5 ... An award of a family is that of any of its frameworks, since it outlives them (4.3)."""

    @pytest.mark.parametrize(("name", "found"), [("old", "met"), ("new", "met"), ("other", "unmet")])
    def test_an_award_under_the_one_that_was_replaced_is_still_held(self, name, found):
        held = {
            "member": "A",
            "award": f"org.example.rooms.{name}/plaque",
            "signed": "2024-01-01",
            "until": "2028-12-31",
        }
        assert truth(assess(on="2026-06-30", held=[held]), "2") == found


class TestLoading:
    """6.5 ... Two for one stage from one day are an error."""

    def test_two_of_one_stage_and_day(self):
        twice = [part("one", "lower", "2020-07-01"), part("two", "lower", "2020-07-01")]
        with pytest.raises(kd.InputError) as caught:
            kd.load(text=READER, references=twice)
        assert {(one.code, one.found) for one in caught.value.diagnostics} == {
            ("KD241", "org.example.rooms.one, org.example.rooms.two")
        }

    def test_what_is_handed_over_stands_in_the_place_of_the_bundled_one_for_its_stage(self):
        """7.7 A file that adopts a framework gives it an id of its own and sets its parameters."""
        own = kd.load(
            text="""
kiemdinh: 1
adopts: vn.tt13-2020.thcs
framework: org.example.province.thcs
parameters: {land_urban: 7}
"""
        )
        text = READER.replace("org.example.rooms/level, at_least: good", "vn.tt13-2020/muc, at_least: muc-1")
        text = text.replace(
            "{award: org.example.rooms/plaque, is: held}", "{outcome: vn.tt13-2020/muc, at_least: toi-thieu}"
        )
        found = kd.load(text=text, references=[own]).definition.references["vn.tt13-2020/muc"]
        assert set(found.frameworks_of("thcs")) == {"org.example.province.thcs"}
        assert set(found.frameworks_of("thpt")) == {"vn.tt13-2020.thpt"}

    def test_a_family_that_is_in_records_only_can_be_written_out(self):
        reader = READER.replace(
            "layers:",
            """references:
  org.example.rooms/plaque: {}
  org.example.rooms/level:
    scale: [fair, good]
    family:
      - {framework: org.example.rooms.a, stage: lower}
      - {framework: org.example.rooms.b, stage: lower, in_force: 2026-01-01}
layers:""",
        )
        record = under("a", stage="lower")
        for day, found in (("2025-12-31", "met"), ("2026-01-01", "unknown")):
            result = assess(record, on=day, stages=("lower",), reader=reader, references=[])
            assert truth(result) == found
