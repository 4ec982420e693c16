"""What was recorded and plays no part is told, with its place and the reason."""

import pytest

import kiemdinh as kd
from kiemdinh.narration.layout import render_text
from kiemdinh.narration.pages import assessment_page

GENERAL, OLD = "vn.tt57-2026.pho-thong", "vn.tt18-2018@2018-10-10"
ON = "2027-06-30"


def definition(**more):
    return {
        "kiemdinh": 1,
        "framework": "o.t",
        "source": {"document": "x"},
        "subject": {"kind": "s"},
        "school_year": {"begins": "09-01"},
        "inputs": {
            "books": {"type": "number", "each": "year"},
            "pupils": {"type": "number"},
            "loans": {"type": "number"},
            "lab": {"type": "yes_no"},
        },
        "sets": {"years": {"among": "year", "last": 2}},
        "layers": [{"id": "c", "verdict": "met", "not_applicable": "drop"}],
        "tree": [
            {
                "id": "1",
                "met_if": {"lowest": "years", "of": {"value": "books"}, "at_least": 5},
                "indicators": ["loans"],
            },
            {"id": "2", "when": {"value": "lab", "is": True}},
            {"id": "3", "may_not_apply": True},
        ],
        "outcomes": [
            {
                "id": "o",
                "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}],
                "otherwise": {"id": "poor"},
            }
        ],
    } | more


def unused(dossier, framework=None, **more):
    result = kd.assess(framework or kd.load(definition()), dossier, on=ON, **more)
    return {(record.where, record.reason.value) for record in result.unused}


def warned(dossier, framework, **more):
    result = kd.assess(framework, dossier, on=more.pop("on", ON), **more)
    return {w.code: w for w in result.warnings}, result


class TestUnused:
    """7.3 A **warning** never changes a verdict: contradictions that 3.9 has resolved, what was recorded and plays no
    part."""

    @pytest.mark.parametrize(
        ("dossier", "expected"),
        [
            ({"inputs": {"books": {"2019-2020": 5, "2024-2025": 5, "2025-2026": 5}}}, {("2019-2020", "other-year")}),
            ({"inputs": {"books": {"2026-2027": 5}}}, {("2026-2027", "other-year")}),
            ({"inputs": {"loans": 3}}, {("loans", "informs")}),
            ({"inputs": {"pupils": 3}}, {("pupils", "not-read")}),
            ({"inputs": {"lab": False}, "findings": {"2": "met"}}, {("2", "does-not-apply")}),
            ({"findings": {"3": {"is": "not-applicable", "why": "x"}}}, set()),
            ({"findings": {"3": "met"}, "external": {"3": "unmet"}}, {("findings", "outranked")}),
            ({"findings": {"3": [{"is": "met", "on": "2027-01-01"}, "unmet"]}}, {("[0]", "replaced")}),
            ({"findings": {"3": [{"is": "met", "on": "2027-08-01"}]}}, {("3", "hidden")}),
            ({"evidence": {"A": "a", "B": "b"}, "findings": {"3": {"is": "met", "by": "b"}}}, {("A", "not-cited")}),
            (
                {"findings": {"1": "met"}, "inputs": {"books": {"2024-2025": 5, "2025-2026": 5}}},
                {("findings", "outranked")},
            ),
            ({"findings": {"1": "met"}}, set()),
            ({"inputs": {"lab": [{"value": True}, {"value": False, "side": "external"}]}}, {("lab[0]", "outranked")}),
        ],
    )
    def test_each_reason(self, dossier, expected):
        found = unused({"date": ON, **dossier})
        assert len(found) == len(expected)
        assert all(any(part in where and why == reason for where, why in found) for part, reason in expected)

    def test_it_is_data(self):
        result = kd.assess(kd.load(definition()), {"inputs": {"loans": 3}}, on=ON)
        assert result.to_dict()["unused"] == [{"about": "input:loans", "where": "inputs.loans", "reason": "informs"}]

    def test_nothing_recorded_nothing_told(self):
        assert unused({}) == set()


class TestTold:
    """3.4 A metric may be given per part (stage) and per school year."""

    def test_a_school_year_that_does_not_count_is_told_with_those_that_do(self):
        years = {"2010-2011": 10, "2022-2023": 30}
        found, result = warned({"inputs": {"teachers": years}}, OLD, on="2024-06-30")
        more = found["KD414"].parameters
        assert (found["KD414"].about, more["years"]) == ("input:teachers", ("2010-2011",))
        assert more["wanted"] == ("2018-2019", "2019-2020", "2020-2021", "2021-2022", "2022-2023")
        assert more["places"] == ("inputs.teachers['2010-2011']",)
        for lang in ("vi", "en"):
            assert "2010-2011" in result.to_text(lang)
            assert "2018-2019, 2019-2020" in result.to_text(lang)

    def test_indicators_are_told(self):
        found, result = warned({"inputs": {"data_on_time": 95, "attendance": 90}}, GENERAL)
        assert found["KD415"].parameters["records"] == ("input:attendance", "input:data_on_time")
        assert "Attendance rate of pupils" in " ".join(result.to_text("en").split())

    def test_evidence_that_nothing_cites_is_told_once(self):
        index = {f"MC.1.1.{i:02d}": f"t{i}" for i in range(1, 60)}
        found, result = warned(
            {"evidence": index, "findings": {"1.1": {"reaches": "muc-1", "by": "MC.1.1.01"}}}, GENERAL
        )
        assert found["KD417"].parameters["count"] == 58
        assert "MC.1.1.02" in result.to_text("vi")
        assert "MC.1.1.59" not in result.to_text("vi")
        assert "MC.1.1.59" in render_text(assessment_page(result, "vi", full=True))

    def test_findings_about_what_does_not_apply_are_told(self):
        found, _ = warned({"inputs": {"lab": False}, "findings": {"2": "met"}}, kd.load(definition()))
        assert found["KD418"].parameters["records"] == ("2",)


class TestPinned:
    """4.2 Assessing outside an edition's time in force is possible when asked for by name, and is a warning."""

    def test_a_framework_that_overrides_the_dossiers_own_is_told(self):
        found, result = warned({"framework": OLD, "findings": {"1.1": "muc-1"}}, GENERAL)
        assert (found["KD413"].about, found["KD413"].parameters["named"]) == (GENERAL, OLD)
        assert OLD in result.to_text("vi")
        assert "KD413" not in warned({"framework": GENERAL}, GENERAL)[0]
        assert "KD413" not in warned({}, GENERAL)[0]

    def test_so_is_a_dossier_that_was_read_by_another_one(self):
        read = kd.read_dossier({"date": ON, "school": {"name": "S"}}, OLD)
        assert "KD413" in warned(read, GENERAL)[0]

    @pytest.mark.parametrize("records", [{"inputs": {"classes": 20}}, {"findings": {"5.6": "muc-1"}}])
    def test_records_that_another_framework_does_not_know_are_an_error(self, records):
        read = kd.read_dossier({"date": ON, **records}, OLD)
        with pytest.raises(kd.InputError, match="KD413"):
            kd.assess(GENERAL, read)

    def test_it_is_no_part_of_the_digest(self):
        one, other = (kd.read_dossier({"date": ON, **more}, GENERAL) for more in ({}, {"framework": GENERAL}))
        assert one.digest == other.digest == kd.read_dossier({"date": ON, "framework": OLD}, GENERAL).digest
