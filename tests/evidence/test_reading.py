"""Reading a dossier: what an office writes is read as meant, and each typical mistake gets its own message."""

import datetime as dt
import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.dossier import Level, MetOrUnmet, NotApplicable, Score, Unknown
from kiemdinh.evidence.reading import open_dossier, read_dossier
from kiemdinh.parsing.readers import read_object
from kiemdinh.rules import MET, UNMET, Interval
from kiemdinh.standards.catalogue import load

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "tests" / "data" / "dossiers" / "framework.yaml").read_text("utf-8")
FRAMEWORK = load(text=TEXT)
ON = dt.date(2027, 6, 30)
TWO_STAGES = {"stages": ["thcs", "thpt"]}


@cache
def school_as_a_whole():
    """The same framework where stages are not assessed one by one."""
    return load(text=TEXT.replace(", assessed_by: stage", ""))


def read(what, framework=FRAMEWORK, on=ON):
    """Read; a text of one line is text too."""
    what = what + "\n" if isinstance(what, str) else what
    return read_dossier(what, framework, default_date=on)


def said(findings, **more):
    """What a map of findings says, by node."""
    return {f.node: f.verdict for f in read({"findings": findings, **more}).findings}


def values(inputs, **more):
    """What a map of inputs says, by the id of the value and the stage."""
    return {(v.id, v.stage) if v.stage else v.id: v.value for v in read({"inputs": inputs, **more}).values}


def mistakes(what, framework=FRAMEWORK, on=ON):
    with pytest.raises(InputError) as caught:
        read(what, framework, on)
    return caught.value.diagnostics


def mistake(what, framework=FRAMEWORK, on=ON):
    (only,) = mistakes(what, framework, on)
    return only


def array_scalar(value):
    """A scalar as libraries of arrays have them."""
    return type("scalar", (), {"__module__": "numpy", "ndim": 0, "item": lambda _: value})()


class TestFindings:
    """3.2 A **finding** gives the verdict of a requirement or of any node above it (verdict, rating, points or
    findings of a severity, by the criterion's kind), its side (self-assessment or external review), its date, a
    reason and the evidence codes it rests on."""

    def test_short_forms_by_kind(self):
        findings = {"1.1": "muc-2", "1.2": "khong-dat", "1.1/muc-1/a": "met"}
        scores = {"1.3": 3.5, "1.4": "60%", "1.5": "weakness", "1.6": "slight"}
        assert said({**findings, **scores}) == {
            "1.1": Level(2),
            "1.2": Level(0),
            "1.1/muc-1/a": MetOrUnmet(MET),
            "1.3": Score(Interval.point(Fraction(7, 2))),
            "1.4": Score(Interval.point(12)),
            "1.5": Score(Interval.point(2)),
            "1.6": Score(Interval.point(0)),
        }

    @pytest.mark.parametrize(
        "findings",
        [
            {"1.1/muc-2/a/gioi": "unmet"},
            {"1.1": {"muc-2": {"a": {"gioi": "unmet"}}}},
            {"1.1/muc-2": {"a/gioi": False}},
            {"1.1": {"muc-2/a": {"gioi": {"is": "unmet"}}}},
            {"1": {"1.1": {"muc-2": {"a": {"gioi": [{"is": "unmet"}]}}}}},
        ],
    )
    def test_flat_and_nested_ids_say_the_same(self, findings):
        assert said(findings) == {"1.1/muc-2/a/gioi": MetOrUnmet(UNMET)}

    def test_whole_record(self):
        text = 'findings:\n  "1.1": {reaches: muc-1, by: [MC.1.1.01, MC.1.1.02], on: 2027-05-01, why: Seen}\n'
        (found,) = read(text).findings
        assert (found.side, found.date, found.why) == ("self", dt.date(2027, 5, 1), "Seen")
        assert found.evidence_codes == ("MC.1.1.01", "MC.1.1.02")
        assert found.where == "findings['1.1']"

    def test_one_code_needs_no_list(self):
        (found,) = read('findings: {"1.1": {reaches: muc-1, by: MC.1.1.01}}').findings
        assert found.evidence_codes == ("MC.1.1.01",)

    def test_both_sides(self):
        findings = {"1.1": "muc-2", "1.3": {"is": 4, "side": "external"}}
        dossier = read({"findings": findings, "external": {"1.1": "muc-1"}})
        assert {(f.node, f.side): f.verdict for f in dossier.findings} == {
            ("1.1", "self"): Level(2),
            ("1.3", "external"): Score(Interval.point(4)),
            ("1.1", "external"): Level(1),
        }

    def test_several_dated_records(self):
        text = 'findings:\n  "1.1": [{reaches: muc-1, on: 2026-06-30}, {reaches: muc-2, on: 2027-06-30}]\n'
        assert [(f.date.year, f.verdict) for f in read(text).findings] == [(2026, Level(1)), (2027, Level(2))]

    def test_the_same_record_twice_is_one(self):
        text = 'findings: {"1.1": [muc-1, {reaches: muc-1, on: 2027-06-30}], 1.1/muc-1/a: met}'
        assert [f.node for f in read(text).findings] == ["1.1", "1.1/muc-1/a"]

    def test_words_by_yaml_and_by_python_are_the_same(self):
        assert said({"1.1/muc-1/a": True}) == {"1.1/muc-1/a": MetOrUnmet(MET)}
        assert [f.verdict for f in read("findings: {1.1/muc-1/a: true}").findings] == [MetOrUnmet(MET)]

    def test_recorded_unknown(self):
        assert said({"1.1": "unknown", "1.3": "unknown"}) == {"1.1": Unknown(), "1.3": Unknown()}


class TestDates:
    """3.2 A record without a date of its own was made on the dossier's date."""

    def test_the_dossier_s_date_comes_before_the_callers(self):
        dossier = read('date: 2027-05-01\nfindings: {"1.1": muc-1, "1.2": {reaches: muc-1, on: null}}')
        assert {f.date for f in dossier.findings} == {dt.date(2027, 5, 1)}

    def test_the_callers_date_where_there_is_no_other(self):
        assert read({"findings": {"1.1": "muc-1"}}).findings[0].date == ON

    def test_no_date_at_all_is_said_once(self):
        found = mistake('findings:\n  "1.1": muc-1\n  "1.2": muc-1\n', on=None)
        assert (found.code, found.line, found.column) == ("KD310", 2, 10)
        assert found.hint == "write 'date: 2027-06-30' at the top, with the day of the assessment"

    def test_a_dossier_without_records_needs_none(self):
        assert read({}, on=None).findings == ()


class TestAbsence:
    """1.10 **Absence.** What is not recorded is unknown; an empty cell, null and NaN are absence, never "fails"."""

    @pytest.mark.parametrize("nothing", [None, float("nan"), "", " ", {}, [], {"is": None}, {"reaches": ""}])
    def test_findings(self, nothing):
        assert said({"1.1": nothing, "1.1/muc-1/a": nothing, "1.3": nothing}) == {}

    def test_what_tables_call_missing(self):
        missing = type("NAType", (), {})()
        assert said({"1.1": missing, "1.3": array_scalar(float("nan"))}) == {}
        assert values({"attendance": missing}) == {}

    @pytest.mark.parametrize("nothing", [None, float("nan"), "", {"value": None}, {"part": None, "of": 3}])
    def test_values(self, nothing):
        assert values({"attendance": nothing}) == {}

    @pytest.mark.parametrize("empty", ["null", "~", "", ".nan", '""'])
    def test_in_a_file(self, empty):
        dossier = read(f'findings:\n  "1.1": {empty}\n  1.1/muc-1/a: {empty}\ninputs:\n  attendance: {empty}\n')
        assert (dossier.findings, dossier.values) == ((), ())

    def test_everything_may_be_empty(self):
        keys = ("school", "date", "evidence", "findings", "external", "inputs", "stages", "held", "complete", "notes")
        dossier = read("\n".join(f"{key}:" for key in keys))
        assert dossier.evidence is None
        assert not dossier.findings

    def test_an_empty_index_is_an_index(self):
        assert read("evidence: {}").evidence == {}

    def test_out_of_range_is_never_data(self):
        found = mistake({"inputs": {"attendance": 101}})
        assert (found.code, found.path, found.expected) == ("KD314", "inputs.attendance", "from 0 to 100")


class TestSeverities:
    """1.10 A list (findings of a severity, awards held, schools of a population) is complete only where the dossier or
    register says so; an empty list not called complete is unknown."""

    def test_of_a_list_the_gravest_may_be_worse(self):
        assert said({"1.5": ["concern", "weakness"]}) == {"1.5": Score(Interval(2, 3))}

    def test_of_a_complete_list_it_is_known(self):
        assert said({"1.5": ["concern", "weakness"]}, complete=["findings"]) == {"1.5": Score(Interval.point(2))}

    def test_an_unknown_one_may_be_the_gravest(self):
        assert said({"1.5": ["concern", "unknown"]}, complete=["findings"]) == {"1.5": Score(Interval(1, 3))}

    def test_empty(self):
        assert said({"1.5": []}) == {"1.5": Unknown()}
        assert said({"1.5": {"is": []}}, complete=["findings"]) == {"1.5": Score(Interval.point(0))}

    def test_empty_where_the_scale_has_no_word_for_it(self):
        assert mistake({"findings": {"1.6": []}, "complete": ["findings"]}).code == "KD322"


class TestNotApplicable:
    """1.7 A requirement leaves its group by the definition's `when`, or by a recorded decision of *not applicable* with
    its reason where the definition allows one"""

    def test_with_its_reason(self):
        dossier = read({"findings": {"1.1/muc-1/b": {"is": "not-applicable", "why": "No change"}}})
        assert (dossier.findings[0].verdict, dossier.warnings) == (NotApplicable(), ())

    def test_without_a_reason_is_a_warning(self):
        dossier = read("findings: {1.1/muc-1/b: not-applicable}")
        assert dossier.findings[0].verdict == NotApplicable()
        assert [(w.code, w.severity) for w in dossier.warnings] == [("KD308", "warning")]

    def test_elsewhere_it_is_an_error(self):
        found = mistake("findings: {1.1/muc-1/a: not-applicable}")
        assert (found.code, found.line, found.column) == ("KD307", 1, 25)
        assert (found.expected, found.hint) == ("met, unmet, unknown", None)

    def test_where_the_school_decides_by_what_it_has(self):
        found = mistake({"findings": {"1.1/muc-1/c": {"is": "not-applicable", "why": "No kitchen"}}})
        assert found.code == "KD307"
        assert found.hint == "whether it applies is decided by what the school has: answer the input 'kitchen' instead"


class TestMistakesInFindings:
    """3.2 A **finding** gives the verdict of a requirement or of any node above it, by the criterion's kind"""

    @pytest.mark.parametrize(
        ("findings", "code", "column", "expected", "hint"),
        [
            ('"1.1": met', "KD305", 19, "khong-dat, muc-1, muc-2, unknown", None),
            ("1.1/muc-1/a: muc-1", "KD305", 25, "met, unmet, unknown", "'muc-1' is a step of the scale 'muc'"),
            ('"1.1": gold', "KD104", 19, "khong-dat, muc-1, muc-2, unknown", "'gold' is a step of the scale 'grade'"),
            ('"1.1": muc-3', "KD104", 19, "khong-dat, muc-1, muc-2, unknown", None),
            ('"1.1": Mưc 2', "KD104", 19, "khong-dat, muc-1, muc-2, unknown", "did you mean 'muc-2'?"),
            ('"1.1": Mức 3', "KD104", 19, "khong-dat, muc-1, muc-2, unknown", None),
            ('"1.1": Không đạt Mức 2', "KD104", 19, "khong-dat, muc-1, muc-2, unknown", None),
            ('"1.1": 2.5', "KD104", 19, "khong-dat, muc-1, muc-2, unknown", None),
            ("1.1/muc-1/a: ok", "KD104", 25, "met, unmet, unknown", "write met"),
            ("1.1/muc-1/b: n/a", "KD104", 25, "met, unmet, unknown, not-applicable", "write not-applicable"),
            ('"1": met', "KD306", 17, "findings about 1.1, 1.2, 1.3, 1.4, 1.5, 1.6", "record findings about its parts"),
            ("1.1/muc-1: met", "KD306", 23, "findings about a, b, c",
             "to say that the whole is reached write '1.1': muc-1"),
            ('"1.1": {muc-1: {d: met}}', "KD301", 28, "one of a, b, c", None),
            ('"1.1": {mcu-1: {a: met}}', "KD301", 20, "one of muc-1, muc-2", "did you mean 'muc-1'?"),
            ('"1.11": muc-1', "KD301", 12, "one of 1.1, 1.2, 1.3, 1.4, 1.5, 1.6", None),
            ('"1.3": 3.3', "KD314", 19, "a step of 0.5", None),
            ('"1.3": 6', "KD314", 19, "from 1 to 5", None),
            ('"1.3": "3,125"', "KD314", 19, "a step of 0.5", None),
            ('"1.4": 21', "KD314", 19, "from 0 to 20", None),
            ('"1.1": {reches: muc-1, is: muc-1}', "KD102", 20, "one of is, reaches, why, by, on, until, side, from",
             "did you mean 'reaches'?"),
            ('"1.2": {why: Seen}', "KD101", 12, "reaches: khong-dat, muc-1, muc-2, unknown", None),
            ('"1.1": {is: muc-1, on: 30/6/2027}', "KD107", 35, "a date such as 2026-07-07", "write 2027-06-30"),
            ('"1.1": {is: muc-1, side: outer}', "KD104", 37, "one of self, external", None),
            ('"1.1": {is: muc-1, muc-1: {a: unmet}}', "KD321", 20, None,
             "give the parts by their own ids, such as '1.1/muc-1/a'"),
        ],
    )  # fmt: skip
    def test_each_with_its_place(self, findings, code, column, expected, hint):
        found = mistake(f"findings: {{{findings}}}")
        assert (found.code, found.line, found.column) == (code, 1, column)
        assert (found.expected, found.hint) == (expected, hint)

    def test_plain_objects_get_a_path(self):
        found = mistake({"findings": {"1.1": {"muc-1": {"a": "maybe"}}}})
        assert (found.line, found.path) == (None, "findings['1.1']['muc-1'].a")
        assert str(found).startswith("findings['1.1']['muc-1'].a: error KD104: ")

    def test_all_are_reported_at_once_in_the_order_of_the_text(self):
        text = 'finding: {}\nfindings:\n  "1.1": met\n  "9": met\ninputs:\n  kitchen: ja\nheld: [{}, x]\n'
        assert [(d.code, d.line) for d in mistakes(text)] == [
            ("KD102", 1), ("KD305", 3), ("KD301", 4), ("KD111", 6), ("KD103", 7),
        ]  # fmt: skip

    def test_unknown_top_key(self):
        found = mistake("evidences: {}\n")
        assert (found.code, found.line, found.column, found.hint) == ("KD102", 1, 1, "did you mean 'evidence'?")


class TestValues:
    """3.4 values have a side and a date, as findings have. A metric may be given per part (stage) and per school
    year."""

    @pytest.mark.parametrize(
        ("name", "raw", "value"),
        [
            ("kitchen", True, 1), ("kitchen", "false", 0), ("kitchen", "unknown", None),
            ("area", "other", 1), ("conditions", "khong-dat", 0), ("conditions", "muc-2", 2),
            ("satisfaction", 4.5, Fraction(9, 2)), ("satisfaction", "100%", 5),
            ("attendance", "92%", 92), ("attendance", 92, 92), ("attendance", "92.5", Fraction(185, 2)),
            ("attendance", 94.6, Fraction(473, 5)), ("attendance", {"value": "94.6 %"}, Fraction(473, 5)),
            ("attendance", {"part": 36, "of": 38}, Fraction(3600, 38)),
            ("attendance", "unknown", None), ("books", 1200, 1200),
            ("signed_on", "2027-05-20", dt.date(2027, 5, 20).toordinal()),
            ("signed_on", dt.date(2027, 5, 20), dt.date(2027, 5, 20).toordinal()),
            ("waiver", {"value": True, "why": "Rebuilt", "author": "The department"}, 1), ("waiver", False, 0),
        ],
    )  # fmt: skip
    def test_by_type(self, name, raw, value):
        assert values({name: raw}) == {f"input:{name}": value}

    def test_part_and_whole_are_kept(self):
        of_percent, of_count, of_nothing = read(
            {"inputs": {"attendance": {"part": 36, "of": 38}, "books": {"part": 3, "of": 4}}, "external": {
                "inputs": {"attendance": {"part": 0, "of": 0}}}}
        ).values  # fmt: skip
        assert (of_percent.value, of_percent.part, of_percent.whole) == (Fraction(1800, 19), 36, 38)
        assert (of_count.value, of_count.part, of_count.whole) == (3, 3, 4)
        assert (of_nothing.value, of_nothing.part, of_nothing.whole, of_nothing.side) == (None, 0, 0, "external")

    def test_percentage_of_a_count_that_is_held_against_its_whole(self):
        (value,) = read({"inputs": {"good_teachers": {"2025-2026": "94%"}}}).values
        assert (value.value, value.part, value.whole) == (94, 94, 100)
        assert mistake({"inputs": {"books": "94%"}}).code == "KD109"

    def test_no_percentage_of_a_count_that_a_rule_reads_by_itself_too(self):
        rules = [{"value": "t", "per": "all", "at_least": "60%"}, {"value": "t", "at_least": 60}]
        tiny = {
            "kiemdinh": 1,
            "framework": "o.t",
            "source": {"document": "x"},
            "subject": {"kind": "s"},
            "inputs": {name: {"type": "number", "unit": "person"} for name in ("t", "all")},
            "layers": [{"id": "c", "verdict": "met"}],
            "tree": [{"id": str(i), "met_if": rule} for i, rule in enumerate(rules)],
            "outcomes": [
                {"id": "o", "cases": [{"id": "yes", "if": {"every": "c", "that": "met"}}], "otherwise": {"id": "no"}}
            ],
        }
        assert mistake({"inputs": {"t": "92%"}}, load(tiny)).code == "KD109"

    def test_by_year(self):
        text = "inputs: {teachers: {2024-2025: 36, 2025-2026: {value: 38, on: 2026-09-30}, 2023-2024: }}"
        found = read(text).values
        assert [(v.id, v.value, v.date.year) for v in found] == [
            ("input:teachers@2024-2025", 36, 2027),
            ("input:teachers@2025-2026", 38, 2026),
        ]

    @pytest.mark.parametrize(
        "dossier",
        [
            {"inputs": {"excellent": {"thcs": {"2025-2026": 30}}}},
            {"inputs": {"excellent": {"2025-2026": {"thcs": 30}}}},
            {"stages": {"thcs": {"inputs": {"excellent": {"2025-2026": 30}}}}},
        ],
    )
    def test_by_stage_and_year(self, dossier):
        read_values = values(dossier.get("inputs"), school={"stages": ["thcs"]}, stages=dossier.get("stages"))
        assert read_values == {("input:excellent@2025-2026", "thcs"): 30}

    def test_without_a_stage_it_stands_for_each(self):
        assert values({"excellent": {"2025-2026": 30}}) == {"input:excellent@2025-2026": 30}

    def test_of_a_member(self):
        assert values({"visited": {"1.1": True, "1.2": False}}) == {"input:visited@1.1": 1, "input:visited@1.2": 0}

    def test_what_differs_by_stage_though_it_is_one_question(self):
        dossier = read({"school": TWO_STAGES, "inputs": {"kitchen": {"thcs": True, "thpt": False}}})
        assert [(v.stage, v.value) for v in dossier.values] == [("thcs", 1), ("thpt", 0)]

    def test_several_dates(self):
        text = "inputs: {attendance: [{value: 91%, on: 2027-01-31}, {value: 92%, on: 2027-05-31}]}"
        assert [(v.date.month, v.value) for v in read(text).values] == [(1, 91), (5, 92)]

    @pytest.mark.parametrize(
        ("inputs", "code", "column", "expected", "hint"),
        [
            ('attendance: "0,946"', "KD109", 22, "a percentage", "write 0.946% or 94.6%"),
            ("kitchen: y", "KD111", 19, "true or false", "write true"),
            ("kitchen: off", "KD111", 19, "true or false", "write false"),
            ("area: dificult", "KD104", 16, "one of difficult, other", "did you mean 'difficult'?"),
            ("conditions: bronze", "KD104", 22, "one of khong-dat, muc-1, muc-2", None),
            ("attendence: 3", "KD302", 10, None, "did you mean 'attendance'?"),
            ("teachers: 38", "KD312", 20, "a map such as {2025-2026: …}", None),
            ("visited: true", "KD312", 19, "a map such as {1.1: …}", None),
            ("teachers: {2024: 38}", "KD311", 21, "a school year by both its years, such as 2025-2026",
             "a school year is named by both its years: 2023-2024 or 2024-2025"),
            ("teachers: {2024-25: 38}", "KD311", 21, "a school year by both its years, such as 2025-2026",
             "write 2024-2025"),
            ("teachers: {2024-2026: 38}", "KD311", 21, "a school year by both its years, such as 2025-2026",
             "the second year follows the first"),
            ("kitchen: {2025-2026: true}", "KD313", 20, None, None),
            ("visited: {1.3: true}", "KD301", 20, "one of 1.1, 1.2", None),
            ("attendance: {valu: 92%}", "KD102", 23, "one of value, part, of, on, by, why, author, side, until",
             "did you mean 'value'?"),
            ("attendance: {part: 3}", "KD101", 10, "the key of", None),
            ("attendance: {value: 3, of: 3}", "KD105", 10, "either value, or part and of", None),
            ("attendance: {part: -3, of: 3}", "KD314", 29, "from 0", None),
            ("kitchen: {part: 1, of: 3}", "KD315", 10, None, None),
            ("waiver: true", "KD316", 18, "a decision with its reason and its author",
             "write {value: true, why: …, author: …, on: …}"),
            ("signed_on: 20/5/2027", "KD107", 21, "a date such as 2026-07-07", "write 2027-05-20"),
        ],
    )  # fmt: skip
    def test_mistakes_with_their_place(self, inputs, code, column, expected, hint):
        found = mistake(f"inputs: {{{inputs}}}")
        assert (found.code, found.line, found.column, found.hint) == (code, 1, column, hint)
        assert code == "KD302" or found.expected == expected


class TestStages:
    """2.6 Where a definition declares none, a multi-stage school has one set of findings"""

    def test_findings_of_a_stage(self):
        own = {"findings": {"1.1": "muc-1"}, "external": {"1.1": "muc-2"}}
        dossier = read({"school": TWO_STAGES, "stages": {"thpt": own}})
        assert [(f.stage, f.side, f.verdict) for f in dossier.findings] == [
            ("thpt", "self", Level(1)),
            ("thpt", "external", Level(2)),
        ]

    def test_stage_in_front_of_the_id(self):
        dossier = read({"school": TWO_STAGES, "findings": {"thcs/1.1/muc-1/a": "met", "1.2": "muc-1"}})
        assert [(f.node, f.stage) for f in dossier.findings] == [("1.1/muc-1/a", "thcs"), ("1.2", None)]

    def test_stages_are_those_that_are_spoken_of(self):
        assert read({"stages": {"thcs": {}, "thpt": None}}).school.stages == ("thcs", "thpt")
        assert read({"school": {"stages": []}}).school.stages is None

    def test_unknown_stage(self):
        found = mistake("school: {stages: [thcs]}\nstages: {thc: {}}\n")
        assert (found.code, found.line, found.column) == ("KD304", 2, 10)
        assert (found.expected, found.hint) == ("one of thcs", "did you mean 'thcs'?")
        assert mistake({"school": TWO_STAGES, "findings": {"thc/1.1": "muc-1"}}).hint == "did you mean 'thcs'?"

    def test_named_twice(self):
        assert mistake("school: {stages: [thcs, thcs]}").code == "KD201"

    @pytest.mark.parametrize(
        "dossier",
        [
            'school: {stages: [thcs]}\nstages: {thcs: {findings: {"1.1": muc-1}}}\n',
            "school: {stages: [thcs]}\nfindings: {thcs/1.1: muc-1}\n",
        ],
    )
    def test_an_error_where_the_school_is_assessed_as_one(self, dossier):
        found = mistake(dossier, school_as_a_whole())
        assert (found.code, found.line, found.hint) == ("KD309", 2, "record it without the stage")

    def test_values_may_still_differ_by_stage(self):
        text = "school: {stages: [thcs]}\nstages: {thcs: {inputs: {excellent: {2025-2026: 30}, kitchen: true}}}\n"
        found = mistake(text, school_as_a_whole())
        assert (found.code, found.message) == ("KD313", "'kitchen' is not given for each stage")


class TestEvidence:
    """3.1 Two items with one code are an error; a code off the framework's pattern is a warning."""

    def test_index(self):
        plan = "{title: Plan, kind: kế hoạch, place: Office, keeper: Clerk, issued: 2026-09-05}"
        dossier = read(f"evidence: {{MC.1.1.01: {plan}, MC.1.2.010: Minutes}}")
        plan, minutes = dossier.evidence.values()
        assert (plan.code, plan.title, plan.issued) == ("MC.1.1.01", "Plan", dt.date(2026, 9, 5))
        assert (minutes.title, minutes.until) == ("Minutes", None)
        assert dossier.warnings == ()

    def test_index_as_a_list(self):
        assert read("evidence: [{code: MC.1.1.01, title: Plan}]").evidence["MC.1.1.01"].title == "Plan"

    def test_two_items_with_one_code(self):
        assert mistake("evidence: [{code: MC.1.1.01}, {code: MC.1.1.01}]").code == "KD318"
        assert mistake("evidence: {MC.1.1.01: Plan, MC.1.1.01: Minutes}").code == "KD006"

    @pytest.mark.parametrize("code", ["[H1-1.1-01]", "MC.1.1.1", "MC.9.9.01", "MN.1.1.01"])
    def test_off_the_pattern(self, code):
        (warning,) = read({"evidence": {code: "Plan"}}).warnings
        assert (warning.code, warning.expected) == ("KD319", "a code such as MC.{criterion}.{serial:2}")

    def test_several_off_the_pattern_are_one_warning(self):
        (warning,) = read({"evidence": {"MC.1.1.01": "Plan", "H1-1.1-01": "A", "H1-1.1-02": "B"}}).warnings
        assert warning.code == "KD319"
        assert "2 items" in str(warning.message)
        assert "H1-1.1-01, H1-1.1-02" in str(warning.message)

    def test_cited_but_missing_is_a_warning_at_the_first_place(self):
        findings = '  "1.1": {is: muc-1, by: [MC.1.1.10]}\n  "1.2": {is: muc-1, by: [MC.1.1.10]}\n'
        (warning,) = read("evidence: {MC.1.1.01: Plan}\nfindings:\n" + findings).warnings
        assert (warning.code, warning.line, warning.column) == ("KD320", 3, 27)
        # Another number is another item, so it is no hint.
        assert warning.hint is None

    def test_without_an_index_nothing_is_missing(self):
        assert read({"findings": {"1.1": {"is": "muc-1", "by": "MC.1.1.10"}}}).warnings == ()

    def test_ends_before_it_begins(self):
        found = mistake("evidence: {MC.1.1.01: {issued: 2026-09-05, until: 2026-09-04}}")
        assert (found.code, found.column, found.expected) == ("KD317", 51, "2026-09-05 ('issued') or later")


class TestPersonalData:
    """3.8 Personal data has no place in a dossier: evidence is an index entry (what, where, who keeps it, when), never
    the content."""

    def test_an_item_has_no_content(self):
        assert mistake({"evidence": {"MC.1.1.01": {"title": "List", "content": "…"}}}).code == "KD102"


class TestHeld:
    """2.7 An award may have a rule for gaining and another for losing (hysteresis); which applies depends on what is
    held on the date by recorded decision."""

    def test_own_and_another_framework_s(self):
        text = (
            "held:\n"
            "  - {award: seal, grade: gold, signed: 2024-03-01, until: 2029-03-01}\n"
            "  - {award: org.example.all/badge, signed: 2024-03-01, ended: 2025-03-01, why: Closed}\n"
            "  - {award: vn.tt18-2018/chuan-quoc-gia, grade: muc-do-1, signed: 2019-03-01}\n"
            "complete: [held]\n"
        )
        dossier = read(text)
        assert [(h.award, h.grade) for h in dossier.held] == [
            ("seal", "gold"),
            ("badge", None),
            ("vn.tt18-2018/chuan-quoc-gia", "muc-do-1"),
        ]
        assert dossier.held[1].ended == dt.date(2025, 3, 1)
        assert dossier.complete == {"held"}

    def test_titles_in_any_case(self):
        """As they stand on the decisions: the award and its grade by their titles."""
        data = {
            "held": [
                {"award": "công nhận đạt chuẩn quốc gia", "grade": "Mức độ 2", "signed": "2026-09-01"},
                {"award": "vn.tt18-2018/National-standard recognition", "grade": "MỨC ĐỘ 1", "signed": "2019-03-01"},
            ],
            "complete": [" Held "],
        }
        dossier = read_dossier(data, load("vn.tt57-2026.pho-thong"))
        assert [(one.award, one.grade) for one in dossier.held] == [
            ("chuan-quoc-gia", "muc-do-2"),
            ("vn.tt18-2018/chuan-quoc-gia", "muc-do-1"),
        ]
        assert dossier.complete == {"held"}

    @pytest.mark.parametrize(
        ("held", "code", "column", "hint"),
        [
            ("award: sael, signed: 2024-03-01", "KD303", 16, "did you mean 'seal'?"),
            ("award: seal, grade: golden, signed: 2024-03-01", "KD104", 29, None),
            ("award: seal, signed: 2024-03-01", "KD101", 8, None),
            ("award: badge, grade: gold, signed: 2024-03-01", "KD104", 30, None),
            ("award: badge", "KD101", 8, None),
            ("award: badge, signed: 2024-03-01, until: 2023-03-01", "KD317", 50, None),
            (
                "award: badge, signed: 1/3/2024",
                "KD107",
                31,
                "write 2024-03-01 (the day stands first) or 2024-01-03 (the month stands first)",
            ),
            ("award: badge, signed: 2024-03-01, to: 2025-03-01", "KD102", 43, None),
        ],
    )
    def test_mistakes(self, held, code, column, hint):
        found = mistake(f"held: [{{{held}}}]")
        assert (found.code, found.line, found.hint) == (code, 1, hint)
        assert found.column == column


class TestSchool:
    """2.6 A dossier that names no stages is assessed as one part; a set over its stages is then unknown, never
    empty."""

    def test_who_it_is(self):
        school = read("school: {id: 79-769-501, name: THCS Bình An, stages: [thcs], founded: 1998-09-05}").school
        assert (school.id, school.name, school.stages) == ("79-769-501", "THCS Bình An", ("thcs",))
        assert school.founded == dt.date(1998, 9, 5)

    def test_no_stages(self):
        assert read("school: {name: THCS Bình An}").school.stages is None

    def test_further_texts_are_kept(self):
        dossier = read("school: {name: A, district: Bình Tân}\nnotes: {visit: In May}\n")
        assert dossier.notes == {"school.district": "Bình Tân", "notes.visit": "In May"}

    def test_a_slip_is_not(self):
        assert mistake("school: {stage: [thcs]}").hint == "did you mean 'stages'?"


class TestOpening:
    """4.1 All three default to the assessment date, which is an input: the caller's, else the dossier's, else an error;
    never today by itself."""

    def test_a_file(self, tmp_path):
        path = tmp_path / "dossier.yaml"
        path.write_text('framework: ../rules.yaml\ndate: 2027-06-30\nfindings: {"1.1": muc-1}\n', "utf-8")
        opened = open_dossier(path)
        assert (opened.framework_ref, opened.folder, opened.date) == ("../rules.yaml", tmp_path, ON)
        assert read_dossier(opened, FRAMEWORK).findings[0].verdict == Level(1)

    def test_objects(self):
        opened = open_dossier({"date": ON})
        assert (opened.framework_ref, opened.folder, opened.date) == (None, None, ON)

    def test_a_source_and_json(self):
        assert open_dossier(read_object({"framework": "a"})).framework_ref == "a"
        assert open_dossier('{"framework": "a", "date": "2027-06-30"}').date == ON

    def test_what_is_wrong_waits_for_the_rest(self):
        opened = open_dossier('date: 30/6/2027\nframework: [a]\nfindings: {"1.1": met}\n')
        assert opened.date is None
        with pytest.raises(InputError) as caught:
            read_dossier(opened, FRAMEWORK, default_date=ON)
        assert [d.code for d in caught.value.diagnostics] == ["KD107", "KD103", "KD305"]


class TestDigest:
    """4.4 Assessing the same inputs again gives the same result, digest included, on any machine and any backend."""

    def test_layout_and_order_do_not_count(self):
        findings = 'findings: {"1.1": {muc-1: {a: met}}, "1.2": muc-1}'
        one = f"date: 2027-06-30\n{findings}\ninputs: {{attendance: 92%, books: 3}}\n"
        two = {
            "inputs": {"books": 3, "attendance": {"value": 92.0, "on": "2027-06-30"}},
            "findings": {"1.2": [{"reaches": "muc-1"}], "1.1/muc-1/a": True},
            "date": ON,
        }
        assert read(one).digest == read(two).digest
        assert read(one).digest.startswith("sha256:")

    @pytest.mark.parametrize(
        "other",
        [
            {"findings": {"1.1": "muc-2"}},
            {"findings": {"1.1": "unknown"}},
            {"external": {"1.1": "muc-1"}},
            {"findings": {"1.1": {"is": "muc-1", "by": "MC.1.1.01"}}},
            {"findings": {"1.1": "muc-1"}, "evidence": {}},
            {"findings": {"1.1": "muc-1"}, "complete": ["held"]},
        ],
    )
    def test_what_is_said_counts(self, other):
        assert read(other).digest != read({"findings": {"1.1": "muc-1"}}).digest


class TestSlipsOfAnOffice:
    """1.10 ... A value outside its declared range or scale is an error, never data."""

    def test_a_decimal_comma_is_read(self):
        (found,) = read({"inputs": {"attendance": "98,5%"}}).values
        assert found.value == Fraction(197, 2)

    def test_a_part_of_a_whole(self):
        found = mistake({"inputs": {"attendance": "24/26"}})
        assert (found.code, found.hint) == ("KD106", "write {part: 24, of: 26}")

    def test_a_key_that_python_took_for_a_number(self):
        found = mistake({"findings": {1.3: "muc-1"}})
        assert (found.code, found.hint) == ("KD016", "put it in quotes: '1.3'")

    def test_a_definition_is_no_dossier(self):
        text = "framework: org.example.all\ntree: [{id: a, en: A}]\n"
        assert mistake(text).code == "KD324"

    @pytest.mark.parametrize(
        ("award", "grade", "found"),
        [
            ("vn.tt18-2018/chuan-quoc-gia", "muc-do-9", ["KD323"]),
            ("vn.tt18-2018/chuan-quoc-gi", "muc-do-1", ["KD323"]),
            ("vn.tt18-2018/chuan-quoc-gia", "muc-do-1", []),
            ("org.other/badge", "any", []),
        ],
    )
    def test_an_award_that_a_bundled_framework_does_not_know(self, award, grade, found):
        held = {"award": award, "grade": grade, "signed": "2024-03-01"}
        assert [w.code for w in read({"held": [held]}).warnings] == found


class TestDocumentation:
    """every problem ... with a stable code"""

    @pytest.mark.parametrize("code", [code for code in CODES if "KD301" <= code < "KD330"])
    def test_examples_are_true(self, code):
        section = (ROOT / "docs" / "diagnostics.md").read_text("utf-8").split(f"\n## {code} ")[1].split("\n## ")[0]
        avoid, prefer = re.findall(r"```yaml\n(.*?)\n```", section, re.DOTALL)
        framework = {"KD309": school_as_a_whole, "KD325": commune_of_schools}.get(code, lambda: FRAMEWORK)()
        assert code in {d.code for d in found_in(avoid, framework, code)}
        assert found_in(prefer, framework, code) == ()


def commune_of_schools():
    return kd.load(
        text="""
kiemdinh: 1
framework: org.example.commune
source: {document: By-law 1}
subject: {kind: commune, has: [school]}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1"}]
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
    )


def found_in(text, framework, code):
    try:
        return read(text, framework, None if code == "KD310" else ON).warnings
    except InputError as error:
        return error.diagnostics
