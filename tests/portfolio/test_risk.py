"""Awards at risk, by hand and against one assessment of each school (semantics 6.8)."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError

GENERAL = "vn.tt57-2026.pho-thong"
DAY, UNTIL = "2027-06-30", "2028-06-30"
CRITERIA = [f"{i}.{j}" for i, n in enumerate((4, 3, 5, 3), 1) for j in range(1, n + 1)]
MANDATORY = ("1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2")
AWARD = {"award": "chuan-quoc-gia", "grade": "muc-do-1", "signed": "2026-09-01"}


def school(id_="A", level="muc-1", **changes):
    return {"school": id_, **dict.fromkeys(CRITERIA, level), **changes}


def find(rows, register, *, on=DAY, until=UNTIL, framework=GENERAL, **more):
    return kd.risk(kd.assess_many(framework, rows, on=on), register, on=on, until=until, **more)


def find_one(row, award, **more):
    (one,) = find([row], [{"id": row["school"], **award}], **more).schools
    return one


class TestHeld:
    """6.8 **Risk.** What was granted is what the register or a dossier records."""

    @pytest.mark.parametrize(
        ("award", "state", "until"),
        [
            (AWARD, "held", dt.date(2031, 9, 1)),  # five years, khoản 2 Điều 19
            ({**AWARD, "ends": "2027-06-30"}, "held", dt.date(2027, 6, 30)),  # its last day is included
            ({**AWARD, "ends": "2027-06-29"}, "expired", dt.date(2027, 6, 29)),
            ({**AWARD, "state": "thu hồi"}, "withdrawn", dt.date(2031, 9, 1)),
            ({"award": "chuan-quoc-gia", "grade": "muc-do-1"}, "unknown", None),
            ({"award": "chuan-quoc-gia", "state": "còn hiệu lực"}, "held", None),
            ({"award": "Trường xanh", "signed": "2026-09-01"}, "unknown", None),
        ],
    )
    def test_the_printed_day_governs(self, award, state, until):
        one = find_one(school(), award)
        assert (one.held.state, one.held.until) == (state, until)

    def test_a_decision_of_an_earlier_circular_is_read_by_the_edition_of_its_day(self):
        """Điều 27: it keeps its value; degree 1 of 2018 needed level 2 of its own circular, now it needs level 1."""
        award = {"award": "Công nhận đạt chuẩn quốc gia", "grade": "Mức độ 1", "signed": "2023-05-10", "stages": "THCS"}
        one = find_one(school(), award)
        assert (one.held.edition, one.held.grade, one.held.until) == (
            "vn.tt18-2018@2018-10-10",
            "muc-do-1",
            dt.date(2028, 5, 10),
        )
        assert (one.needed, one.stands, one.granted) == ("muc-1", "holds", None)

    def test_accreditation_of_2018_has_no_award_in_its_place(self):
        one = find_one(school(), {"award": "vn.tt18-2018/kiem-dinh", "grade": "cap-do-2", "signed": "2024-05-10"})
        assert (one.stands, one.held.state) == ("not-continued", "held")

    def test_the_latest_decision_counts_and_two_in_force_are_told(self):
        rows = [{"id": "A", **AWARD, "signed": "2026-08-01"}, {"id": "A", **AWARD, "grade": "muc-do-2"}]
        found = find([school()], rows)
        assert [(one.held.grade, one.needed) for one in found.schools] == [("muc-do-2", "muc-2")]
        assert [one.code for one in found.warnings] == ["KD734"]

    def test_a_decision_after_the_day_is_none_yet(self):
        found = find([school()], [{"id": "A", **AWARD, "signed": "2027-07-01"}])
        assert (found.schools, found.others) == ((), 1)

    def test_the_award_of_a_merged_school_is_never_held(self):
        register = [{"id": "A", "succeeds": "B, C"}, {"id": "B", "until": "2026-12-31", **AWARD}]
        found = find([school()], register)
        (one,) = found.schools
        assert (one.school, one.held.of, one.held.state, one.concern) == ("A", "B", "unknown", "unclear")
        assert [warning.code for warning in found.warnings] == ["KD734"]

    def test_days_out_of_order_set_the_row_aside(self):
        register = kd.read_register([{"id": "A", **AWARD, "ends": "2026-08-31"}, {"id": "B", **AWARD}])
        assert [cell.code for cell in register.rejected] == ["KD317"]
        assert [one.school for one in find([school()], register).schools] == ["B"]


class TestToday:
    def test_what_each_grade_needs(self):
        """Khoản 2 Điều 16: level 1 for degree 1, level 2 for degree 2."""
        grades = {grade: find_one(school(), {**AWARD, "grade": grade}) for grade in ("muc-do-1", "muc-do-2")}
        assert {grade: (one.needed, one.stands) for grade, one in grades.items()} == {
            "muc-do-1": ("muc-1", "holds"),
            "muc-do-2": ("muc-2", "below"),
        }

    def test_a_school_of_the_register_that_nobody_assessed(self):
        found = find([school("Z")], [{"id": "A", **AWARD}])
        (one,) = found.schools
        assert (one.stands, one.today, [cause.kind for cause in one.causes]) == ("not-assessed", None, ["not-assessed"])
        assert [(warning.code, "Z" in str(warning.message)) for warning in found.warnings] == [("KD728", True)]

    def test_the_edition_in_force_judges_and_that_of_the_award_beside_it(self):
        """5.5 at level 1 was asked until 24 January 2025 (Circular 22/2024, khoản 2 Điều 4)."""
        nodes = [id_ for id_, info in kd.load("vn.tt18-2018").nodes.items() if info.layer and info.verdict == "level"]
        old = kd.load("vn.tt18-2018@2018-10-10")
        levels = {id_: "muc-2" for id_, info in old.nodes.items() if info.layer and info.verdict == "level"}
        row = {"school": "A", "stage": "thcs", **levels}
        batch = kd.assess_many(old, [row], on="2024-06-30")
        award = {"award": "chuan-quoc-gia", "grade": "muc-do-1", "signed": "2022-03-01", "stages": "thcs"}
        (one,) = kd.risk(batch, [{"id": "A", **award}], on="2025-06-30", until="2026-06-30").schools
        assert nodes
        assert (one.edition, one.held.edition) == ("vn.tt18-2018@2025-01-25", "vn.tt18-2018@2018-10-10")
        assert (one.granted.level, one.today.level, one.needed) == ("muc-2", "muc-2", "muc-2")


class TestCauses:
    def test_a_mandatory_criterion_that_is_not_met(self):
        one = find_one(school(**{"2.1": "khong-dat"}), AWARD)
        (cause,) = one.causes
        assert (cause.kind, cause.node, cause.actor, one.stands) == ("reality", "2.1/muc-1", "school", "below")
        assert cause.cite == kd.load(GENERAL).nodes["2.1"].citation.cite

    def test_three_others_of_seven_that_are_not_met_are_all_told(self):
        """Khoản 3 Điều 5: at least 5 of the 7 others; each of the three is a way."""
        others = [one for one in CRITERIA if one not in MANDATORY][:3]
        one = find_one(school(**dict.fromkeys(others, "khong-dat")), AWARD)
        assert [cause.node for cause in one.causes] == [f"{node}/muc-1" for node in others]

    def test_two_others_that_are_not_met_are_no_cause(self):
        others = [one for one in CRITERIA if one not in MANDATORY][:2]
        one = find_one(school(**dict.fromkeys(others, "khong-dat")), AWARD)
        assert (one.stands, one.causes) == ("holds", ())

    def test_requirements_are_told_where_they_are_recorded(self):
        nodes = kd.load(GENERAL).nodes
        parts = dict.fromkeys(nodes["2.1"].levels["muc-1"], "met")
        lacking = next(iter(parts))
        row = {key: cell for key, cell in school().items() if key != "2.1"} | parts | {lacking: "unmet"}
        one = find_one(row, AWARD)
        assert [(cause.kind, cause.node) for cause in one.causes] == [("reality", lacking)]

    def test_what_nobody_recorded_is_not_assessed(self):
        one = find_one(school(**{"2.1": ""}), AWARD)
        assert [(cause.kind, cause.node, cause.reason) for cause in one.causes] == [
            ("not-assessed", "2.1/muc-1", "not-assessed")
        ]
        assert (one.stands, one.concern) == ("open", "open")

    def test_a_record_that_has_ended_is_a_matter_of_evidence(self):
        row = school(**{"2.1": {"is": "muc-1", "on": "2027-01-01", "until": "2027-05-01"}})
        one = find_one(row, AWARD)
        assert [(cause.kind, cause.node, cause.reason) for cause in one.causes] == [
            ("evidence", "2.1/muc-1", "expired")
        ]

    def test_the_stage_that_is_short_is_named(self):
        one = find_one({**school(), "stage": "tieu-hoc, thcs", "thcs/2.1": "khong-dat"}, AWARD)
        assert [(cause.node, cause.stage) for cause in one.causes] == [("2.1/muc-1", "thcs")]

    def test_a_row_that_was_set_aside_is_told(self):
        found = find([school(**{"2.1": "muc-9"})], [{"id": "A", **AWARD}])
        assert [one.stands for one in found.schools] == ["not-assessed"]
        assert [one.code for one in found.warnings] == ["KD732"]

    def test_a_change_of_the_rules_is_a_cause(self):
        """By hand: the new edition asks one requirement more, of which nobody has recorded that it is met."""
        base = kd.load(
            {
                "kiemdinh": 1,
                "framework": "own.risk",
                "source": {"document": "By-law 1", "in_force": "2020-01-01", "until": "2025-01-01"},
                "subject": {"kind": "school"},
                "layers": [{"id": "criterion", "verdict": "level", "scale": "steps"}],
                "scales": {"steps": {"steps": [{"id": "one"}]}, "grades": {"steps": [{"id": "g"}]}},
                "inputs": {"pupils": {"type": "number", "unit": "person", "range": {"from": 0, "to": 100}}},
                "tree": [{"id": "1", "levels": {"one": [{"id": "a", "met_if": {"value": "pupils", "at_most": 40}}]}}],
                "outcomes": [
                    {
                        "id": "result",
                        "ladder": "steps",
                        "needs": {"one": {"every": "criterion", "that": {"its": "level", "at_least": "one"}}},
                    }
                ],
                "awards": [
                    {
                        "id": "mark",
                        "ladder": "grades",
                        "needs": {"g": {"outcome": "result", "at_least": "one"}},
                        "valid": "5 years",
                    }
                ],
            }
        )
        act = {
            "kiemdinh": 1,
            "amends": base.id,
            "source": {"document": "By-law 2", "in_force": "2025-01-01"},
            "changes": [
                {"at": "1/one/a", "do": "replace", "to": {"id": "a", "met_if": {"value": "pupils", "at_most": 30}}}
            ],
        }
        later = kd.apply(base, act)
        batches = [
            kd.assess_many(edition, [{"school": "A", "pupils": "35"}], on="2026-06-30") for edition in (later, base)
        ]
        register = [{"id": "A", "award": "mark", "grade": "g", "signed": "2024-03-01"}]
        (one,) = kd.risk(batches[:1], register, on="2026-06-30", until="2027-06-30").schools
        assert (one.stands, [cause.kind for cause in one.causes]) == ("below", ["reality"])
        # The earlier edition is known where a batch is of it.
        (one,) = kd.risk(batches[::-1], register, on="2026-06-30", until="2027-06-30").schools
        assert (one.granted.level, [(cause.kind, cause.node, cause.cite) for cause in one.causes]) == (
            "one",
            [("rule", "1/one/a", "By-law 2"), ("reality", "1/one/a", "By-law 2")],
        )


LEVELS = st.sampled_from(["khong-dat", "muc-1", "muc-2", ""])


class TestLaws:
    @settings(max_examples=20)
    @given(st.lists(st.fixed_dictionaries(dict.fromkeys(CRITERIA, LEVELS)), min_size=1, max_size=4))
    def test_each_school_stands_as_by_an_assessment_of_its_own(self, rows):
        rows = [{"school": f"S{i}", **row} for i, row in enumerate(rows)]
        found = find(rows, [{"id": row["school"], **AWARD} for row in rows])
        for row, one in zip(rows, found.schools, strict=True):
            findings = {key: cell for key, cell in row.items() if key != "school" and cell}
            outcome = kd.assess(GENERAL, {"findings": findings}, on=DAY).outcomes[0]
            levels = tuple(level and level.id for level in (outcome.guaranteed, outcome.attainable))
            assert tuple(one.today) == levels
            assert one.stands == ("holds" if levels[0] else "open" if levels[1] else "below")
            assert bool(one.causes) == (one.stands != "holds")

    @settings(max_examples=10)
    @given(st.fixed_dictionaries(dict.fromkeys(CRITERIA, st.sampled_from(["muc-1", "muc-1", "muc-1", "khong-dat"]))))
    def test_single_points_are_those_criteria_whose_loss_alone_drops_the_level(self, row):
        """By brute force: each criterion, and each pair, is lost in turn."""

        def holds(lost):
            findings = {**row, **dict.fromkeys(lost, "khong-dat")}
            return kd.assess(GENERAL, {"findings": findings}, on=DAY).level is not None

        one = find_one({"school": "A", **row}, AWARD)
        if one.stands != "holds":
            assert one.single_points == ()
            return
        alone = {f"{node}/muc-1" for node in CRITERIA if not holds([node])}
        assert set(one.single_points) == alone
        assert one.margin == (1 if alone else 2 if any(not holds(pair) for pair in combinations(CRITERIA, 2)) else 3)


class TestThreats:
    def test_the_end_of_the_award(self):
        one = find_one(school(), {**AWARD, "ends": "2028-03-31"})
        assert [(threat.date, threat.what, threat.falls) for threat in one.threats] == [
            (dt.date(2028, 4, 1), "award", True)
        ]
        assert one.concern == "renewal"

    def test_it_is_told_to_the_last_day_and_not_beyond(self):
        assert find_one(school(), {**AWARD, "ends": "2028-06-29"}).threats
        assert not find_one(school(), {**AWARD, "ends": "2028-06-30"}).threats

    def test_a_record_that_ends(self):
        row = school(**{"2.1": {"is": "muc-1", "until": "2027-12-31"}})
        one = find_one(row, AWARD)
        assert [(threat.date, threat.what, threat.effect, threat.falls) for threat in one.threats] == [
            (dt.date(2028, 1, 1), "record", None, True)
        ]
        assert one.concern == "falling"

    def test_where_no_edition_follows(self):
        """Circular 18 ends on 7 July 2026 (Điều 26 of Circular 57)."""
        old = kd.load("vn.tt18-2018@2025-01-25")
        levels = {id_: "muc-2" for id_, info in old.nodes.items() if info.layer and info.verdict == "level"}
        rows = [{"school": "A", "stage": "thcs", **levels}]
        award = {"award": "chuan-quoc-gia", "grade": "muc-do-1", "signed": "2025-03-01"}
        one = find_one(rows[0], award, framework=old, on="2026-06-30", until="2026-12-31")
        assert [(threat.date, threat.what) for threat in one.threats] == [(dt.date(2026, 7, 7), "edition")]


class TestConcern:
    def test_another_framework_can_take_its_place(self):
        own = {
            "kiemdinh": 1,
            "framework": "own.concern",
            "source": {"document": "Letter 1"},
            "subject": {"kind": "school"},
            "inputs": {
                "stands": {
                    "type": "choice",
                    "given": True,
                    "choices": [{"id": id_} for id_ in ("holds", "open", "below", "not-assessed", "not-continued")],
                }
            },
            "layers": [{"id": "criterion", "verdict": "met"}],
            "tree": [{"id": "1", "met_if": {"value": "stands", "is": "holds"}}],
            "outcomes": [
                {
                    "id": "concern",
                    "cases": [{"id": "visit", "if": {"value": "stands", "is": "below"}}],
                    "otherwise": {"id": "none"},
                }
            ],
        }
        rows = [school("A"), school("B", **{"2.1": "khong-dat"})]
        found = find(rows, [{"id": id_, **AWARD} for id_ in "AB"], concern=own)
        assert [one.concern for one in found.schools] == ["none", "visit"]

    def test_each_school_has_one(self):
        rows = [school("A"), school("B", **{"2.1": "khong-dat"}), school("C", **{"2.1": ""})]
        register = [
            *({"id": id_, **AWARD} for id_ in "ABCD"),
            {"id": "E", **AWARD, "state": "thu hồi"},
            {"id": "F", "award": "?", "signed": "2020-01-01"},
        ]
        found = find(rows, register)
        assert [one.concern for one in found.schools] == ["steady", "below", "open", "open", "ended", "unclear"]


class TestForms:
    @pytest.fixture
    def found(self):
        rows = [school("A", name="<script>"), school("B", **{"2.1": "khong-dat"}), school("=1+1")]
        places = ["Huyện A", "HUYỆN A", None]
        register = [
            {"id": row["school"], "name": row.get("name"), "district": place, **AWARD}
            for row, place in zip(rows, places, strict=True)
        ]
        return find(rows, register)

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_it_is_told_in_both_languages(self, found, lang):
        assert ("Danh hiệu có nguy cơ" if lang == "vi" else "Awards at risk") in found.to_text(lang)
        assert "<script" not in found.to_html(lang)
        assert 'role="img"' in found.to_svg(lang)

    @pytest.mark.parametrize(("lang", "headings"), [("en", ["Summary", "Causes"]), ("vi", ["Tóm tắt", "Nguyên nhân"])])
    def test_the_document_has_summary_causes_list_and_method(self, found, lang, headings, tmp_path):
        docx = pytest.importorskip("docx")
        found.save(tmp_path / "risk.docx", lang=lang)
        document = docx.Document(str(tmp_path / "risk.docx"))
        titles = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
        assert titles == [section.title for section in found.page(lang).blocks if hasattr(section, "title")]
        assert titles[:2] == headings
        assert len(document.inline_shapes) == 1
        again = found.to_docx(lang)
        assert (tmp_path / "risk.docx").read_bytes() == again

    def test_the_workbook_has_a_sheet_for_each_district(self, found, tmp_path):
        openpyxl = pytest.importorskip("openpyxl")
        found.save(tmp_path / "risk.xlsx", lang="vi")
        book = openpyxl.load_workbook(tmp_path / "risk.xlsx")
        assert book.sheetnames == [
            "schools",
            "causes",
            "threats",
            "counts",
            "Huyện A",
            "HUYỆN A (2)",
            "không ghi huyện",
            "legend",
        ]
        assert book["không ghi huyện"]["A2"].value == "=1+1"
        assert book["không ghi huyện"]["A2"].data_type == "s"

    def test_no_school_was_granted_anything(self):
        found = find([school()], [{"id": "A"}])
        assert (found.schools, found.others) == ((), 1)
        assert found.to_text("en")


class TestRefused:
    @pytest.mark.parametrize(
        ("arguments", "path"),
        [({"on": "soon"}, "on"), ({"until": "2027-06-29"}, "until"), ({"until": None}, "until")],
    )
    def test_days(self, arguments, path):
        batch = kd.assess_many(GENERAL, [school()], on=DAY)
        with pytest.raises(InputError) as error:
            kd.risk(batch, [{"id": "A"}], **{"on": DAY, "until": UNTIL} | arguments)
        assert error.value.diagnostics[0].path == path

    def test_no_batch(self):
        with pytest.raises(InputError):
            kd.risk([], [{"id": "A"}], on=DAY, until=UNTIL)
