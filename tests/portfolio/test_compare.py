"""Schools side by side: who is counted where, by hand (semantics 6.3)."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

import kiemdinh as kd

GDTX = "vn.tt57-2026.gdtx"
GENERAL = "vn.tt57-2026.pho-thong"
DAY = "2027-06-30"
NEEDS = ("margin", "cost", "necessary", "relevant", "pivotal")


def batch_of(rows, framework=GDTX, on=DAY):
    return kd.assess_many(framework, rows, on=on)


def counts(found, **wanted):
    """The rows of a comparison that have what is wanted, each as its four counts."""
    rows = [row for row in found.frame_rows() if all(row[name] == value for name, value in wanted.items())]
    return [(row["met"], row["unmet"], row["unknown"], row["absent"]) for row in rows]


@pytest.fixture
def three():
    return batch_of(
        [{"school": "A", "1.1": "muc-2"}, {"school": "B", "1.1": "muc-1"}, {"school": "C", "1.1": "khong-dat"}]
    )


class TestCounts:
    def test_each_school_is_counted_at_each_level(self, three):
        found = kd.compare(three)
        assert counts(found, node="1.1", level="muc-1") == [(2, 1, 0, 0)]
        assert counts(found, node="1.1", level="muc-2") == [(1, 2, 0, 0)]
        assert counts(found, node="1.2", level="muc-1") == [(0, 0, 3, 0)]

    def test_the_four_counts_sum_to_the_schools(self, three):
        assert all(
            sum(row[name] for name in ("met", "unmet", "unknown", "absent")) == row["schools"] == 3
            for row in kd.compare(three).frame_rows()
        )

    def test_shares_are_exact_and_have_two_ends(self, three):
        (row,) = (one for one in kd.compare(three, level="muc-1").frame_rows() if one["node"] == "1.1")
        assert (row["low"], row["high"]) == (Fraction(2, 3), Fraction(2, 3))
        (row,) = (one for one in kd.compare(three, level="muc-1").frame_rows() if one["node"] == "1.2")
        assert (row["low"], row["high"]) == (0, 1)

    def test_a_node_that_does_not_apply_is_absent(self):
        rows = [{"school": "A", "21": "not-applicable"}, {"school": "B", "21": "met"}]
        definition = {
            "kiemdinh": 1,
            "framework": "own.clubs",
            "source": {"document": "x"},
            "subject": {"kind": "club"},
            "layers": [{"id": "criterion", "verdict": "met", "not_applicable": "drop"}],
            "tree": [{"id": "21", "may_not_apply": True}, {"id": "22"}],
            "outcomes": [
                {
                    "id": "o",
                    "cases": [{"id": "good", "if": {"every": "criterion", "that": "met"}}],
                    "otherwise": {"id": "poor"},
                }
            ],
        }
        found = kd.compare(batch_of(rows, kd.load(definition)))
        assert counts(found, node="21") == [(1, 0, 0, 1)]
        assert counts(found, node="22") == [(0, 0, 2, 0)]

    def test_a_standard_without_a_verdict_counts_its_criteria(self, three):
        found = kd.compare(three, at="standard", level="muc-1")
        (row,) = (one for one in found.frame_rows() if one["node"] == "1")
        assert (row["schools"], row["met"], row["unmet"], row["unknown"]) == (3, 2, 1, 9)

    def test_the_whole_school_is_counted_by_its_level(self):
        held = dict.fromkeys(kd.load(GDTX).outline.by_layer["criterion"], "muc-2")
        found = kd.compare(batch_of([{"school": "A", **held}, {"school": "B"}]), at="outcome", level="muc-1")
        assert counts(found) == [(1, 0, 1, 0)]


CLUB = {
    "kiemdinh": 1,
    "framework": "own.clubs",
    "source": {"document": "x"},
    "subject": {"kind": "club"},
    "scales": {"rank": {"steps": [{"id": "good"}]}},
    "layers": [{"id": "criterion", "verdict": "met"}],
    "tags": {"must": {}, "either": {}},
    "sets": {"must": {"among": "criterion", "tagged": "must"}, "either": {"among": "criterion", "tagged": "either"}},
    "tree": [{"id": "1", "tags": ["must"]}, {"id": "2", "tags": ["either"]}, {"id": "3", "tags": ["either"]}],
    "outcomes": [
        {
            "id": "rank",
            "ladder": "rank",
            "needs": {
                "good": {"all": [{"every": "must", "that": "met"}, {"count": "either", "that": "met", "at_least": 1}]}
            },
        }
    ],
}


class TestNeeds:
    """6.3 Comparison serves improvement: distributions, quantiles and peers by criterion and standard."""

    @pytest.fixture
    def rows(self):
        clubs = {
            "A": ("met", "unmet", "unmet"),  # 2 or 3 alone brings the level
            "B": ("unmet", "unmet", "met"),  # 1 alone brings it, and has to
            "C": ("unmet", "unmet", "unmet"),  # 1 has to be met, and 2 or 3
            "D": ("met", "met", "unmet"),  # loses it with 1, or with 2
            "E": ("met", "met", "met"),  # loses it with 1, or with 2 and 3 together
        }
        table = [{"school": id_, **dict(zip("123", said, strict=True))} for id_, said in clubs.items()]
        found = kd.compare(batch_of(table, kd.load(CLUB))).frame_rows()
        return {row["node"]: {name: row[name] for name in NEEDS} for row in found}

    def test_what_has_to_change_in_any_case(self, rows):
        assert rows["1"] == {"margin": 1, "cost": 2, "necessary": 2, "relevant": 2, "pivotal": 1}

    def test_what_the_cheapest_way_changes(self, rows):
        assert rows["2"] == {"margin": 1, "cost": 2, "necessary": 0, "relevant": 2, "pivotal": 1}

    def test_what_is_neither_changed_nor_lost(self, rows):
        assert rows["3"] == {"margin": None, "cost": 0, "necessary": 0, "relevant": 0, "pivotal": 0}

    def test_a_figure_counts_where_a_rule_reads_it(self):
        definition = CLUB | {
            "inputs": {"books": {"type": "number", "range": {"from": 0, "to": 99}}},
            "tree": [
                {"id": "1", "tags": ["must"]},
                {"id": "2", "tags": ["either"], "met_if": {"value": "books", "at_least": 5}},
                {"id": "3", "tags": ["must"]},
            ],
        }
        table = [{"school": "A", "1": "met", "3": "met", "books": 3}]
        found = kd.compare(batch_of(table, kd.load(definition))).frame_rows()
        assert [(row["node"], row["cost"], row["pivotal"]) for row in found] == [("1", 0, 0), ("2", 1, 1), ("3", 0, 0)]

    def test_of_the_whole_school_there_are_margin_and_cost(self):
        table = [{"school": "A", "1": "met"}, {"school": "B", "1": "met", "2": "met"}]
        (row,) = kd.compare(batch_of(table, kd.load(CLUB)), at="outcome").frame_rows()
        assert [row[name] for name in NEEDS] == [1, 1, None, None, None]


class TestStages:
    def test_a_school_meets_what_all_its_stages_meet(self):
        rows = [
            {"school": "A", "stage": "tieu-hoc, thcs", "tieu-hoc/1.1": "muc-2", "thcs/1.1": "muc-1"},
            {"school": "B", "stage": "tieu-hoc, thcs", "1.1": "muc-2"},
            {"school": "C", "stage": "tieu-hoc, thcs", "tieu-hoc/1.1": "muc-2"},
        ]
        found = kd.compare(batch_of(rows, GENERAL))
        assert counts(found, node="1.1", level="muc-1") == [(2, 0, 1, 0)]
        assert counts(found, node="1.1", level="muc-2") == [(1, 1, 1, 0)]


class TestRegister:
    ROWS = (
        {"id": "A", "commune": "01", "region": "hills"},
        {"id": "B", "commune": "01", "region": "coast"},
        {"id": "Z", "commune": "02", "region": "hills"},
    )

    def test_a_school_that_nobody_assessed_is_unknown(self, three):
        found = kd.compare(three, register=kd.read_register(self.ROWS), by="commune", level="muc-1")
        assert counts(found, node="1.1", group=None) == [(2, 0, 1, 0)]
        assert counts(found, node="1.1", group="01") == [(2, 0, 0, 0)]
        assert counts(found, node="1.1", group="02") == [(0, 0, 1, 0)]

    def test_a_school_outside_the_register_is_told_and_not_counted(self, three):
        found = kd.compare(three, register=kd.read_register(self.ROWS))
        assert [(one.code, "C" in one.message) for one in found.warnings] == [("KD728", True)]

    def test_groups_by_several_columns_and_inputs(self, three):
        found = kd.compare(three, register=kd.read_register(self.ROWS), by=["commune", "region"])
        assert found.frame_rows("groups")[0] == {
            "group": "01 / hills", "year": DAY, "schools": 1, "commune": "01", "region": "hills",
        }  # fmt: skip

    def test_who_belongs_is_asked_on_the_day(self, three):
        register = kd.read_register([*self.ROWS, {"id": "C", "commune": "01", "until": "2026-08-31"}])
        assert kd.compare(three, register=register).frame_rows()[0]["schools"] == 3

    def test_a_school_of_other_stages_is_absent(self):
        rows = [{"id": "A", "stages": "THCS"}, {"id": "B", "stages": "mầm non"}, {"id": "C", "stages": "tiểu học"}]
        batch = batch_of([{"school": "A", "1.1": "muc-1"}], GENERAL)
        assert counts(kd.compare(batch, register=kd.read_register(rows)), node="1.1", level="muc-1") == [(1, 0, 1, 1)]


class TestYears:
    def test_each_year_is_counted_on_its_own(self):
        rows = [
            {"school": "A", "year": "2025-2026", "1.1": "muc-1"},
            {"school": "A", "year": "2026-2027", "1.1": "muc-2"},
            {"school": "B", "year": "2026-2027", "1.1": "muc-1"},
        ]
        found = kd.compare(batch_of(rows), level="muc-2")
        assert counts(found, node="1.1", year="2025-2026") == [(0, 1, 0, 0)]
        assert counts(found, node="1.1", year="2026-2027") == [(1, 1, 0, 0)]

    def test_the_latest_row_of_a_year_counts(self):
        rows = [
            {"school": "A", "year": "2026-2027", "date": "2027-05-01", "1.1": "muc-2"},
            {"school": "A", "year": "2026-2027", "date": "2027-01-01", "1.1": "khong-dat"},
        ]
        found = kd.compare(batch_of(rows, on=None), level="muc-2")
        assert counts(found, node="1.1") == [(1, 0, 0, 0)]

    def test_one_school_in_two_batches_of_a_year_is_refused(self, three):
        with pytest.raises(kd.InputError, match="two batches"):
            kd.compare([three, batch_of([{"school": "A"}])])


class TestSeveralBatches:
    def test_batches_of_one_year_are_counted_together(self, three):
        found = kd.compare([three, batch_of([{"school": "D", "1.1": "muc-2"}])])
        assert counts(found, node="1.1", level="muc-2") == [(2, 2, 0, 0)]
        assert len({(row["node"], row["level"]) for row in found.frame_rows()}) == len(found.frame_rows())

    def test_a_school_of_another_framework_is_absent(self, three):
        found = kd.compare([three, batch_of([{"school": "D", "1.1": "muc-2"}], "vn.tt57-2026.mam-non")])
        assert counts(found, node="1.1", level="muc-2", framework=GDTX) == [(1, 2, 0, 1)]
        assert counts(found, node="1.1", level="muc-2", framework="vn.tt57-2026.mam-non") == [(1, 0, 0, 3)]
        assert "Quality assurance of preschool education" in found.to_text("en")

    def test_two_editions_in_one_year_are_refused(self):
        old, new = (
            batch_of([{"school": id_, "year": "2024-2025", "date": "2025-06-30"}], edition, None)
            for id_, edition in (("A", "vn.tt18-2018@2018-10-10"), ("B", "vn.tt18-2018@2025-01-25"))
        )
        with pytest.raises(kd.InputError, match="two editions"):
            kd.compare([old, new])

    def test_a_streamed_batch_is_refused_with_the_reason(self, tmp_path):
        pytest.importorskip("duckdb")
        path = tmp_path / "schools.csv"
        path.write_text("school,1.1\nA,muc-1\n", encoding="utf-8")
        streamed = kd.assess_many(GDTX, path, on=DAY, engine="duckdb")
        with pytest.raises(kd.InputError, match="streamed"):
            kd.compare(streamed)


class TestKindsOfFrameworks:
    def test_labels_are_counted_by_the_label_that_a_school_has(self):
        cases = [{"id": "good", "if": {"every": "criterion", "that": "met"}}]
        labels = {"outcomes": [{"id": "o", "cases": cases, "otherwise": {"id": "poor"}}], "tree": [{"id": "1"}]}
        plain = {key: value for key, value in CLUB.items() if key not in ("tags", "sets")}
        rows = [{"school": "A", "1": "met"}, {"school": "B", "1": "unmet"}, {"school": "C"}]
        found = kd.compare(batch_of(rows, kd.load(plain | labels)), at="outcome")
        assert counts(found, level="good") == [(1, 1, 1, 0)]
        assert counts(found, level="poor") == [(1, 1, 1, 0)]

    def test_ratings_are_counted_from_each_step_on(self):
        rows = [
            {"school": "A", "curriculum": "strong"},
            {"school": "B", "curriculum": "needs-attention"},
            {"school": "C"},
        ]
        found = kd.compare(batch_of(rows, "uk.ofsted-2025", "2026-06-30"), at="area")
        assert counts(found, node="curriculum", level="expected") == [(1, 1, 1, 0)]
        assert counts(found, node="curriculum", level="exceptional") == [(0, 2, 1, 0)]

    def test_points_are_neither_met_nor_unmet(self):
        batch = batch_of([{"school": "A"}], "sg.edutrust")
        with pytest.raises(kd.InputError, match="nothing of 'criterion'"):
            kd.compare(batch)


class TestForms:
    def test_the_forms_say_the_same_in_both_languages(self, three, tmp_path):
        found = kd.compare(three, by="stage", level="muc-1")
        assert "Comparison of schools" in found.to_text("en")
        assert "2/3 (67 %)" in found.to_text("en").replace("(67%)", "(67 %)")
        assert "So sánh các trường" in found.to_html("vi")
        assert found.to_svg("en").startswith("<svg")
        for ending in ("csv", "json", "md", "txt", "html", "svg", "xlsx", "parquet"):
            found.save(tmp_path / f"x.{ending}", "vi")
            assert (tmp_path / f"x.{ending}").stat().st_size

    def test_the_picture_has_words_and_patterns_for_states_and_a_text_alternative(self, three):
        drawn = kd.compare(three, min_group=9).to_svg("en")
        root = ET.fromstring(drawn)  # noqa: S314 - our own text
        words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
        assert {"met", "unmet", "unknown", "hidden"} <= words
        assert root.get("role") == "img"
        assert "1.1 Vision" in "".join(root.itertext())
        assert len(list(root.iter("{http://www.w3.org/2000/svg}pattern"))) == 3

    def test_a_school_alone_is_shown_by_a_word(self, three):
        drawn = kd.peers(three, "A", register=[{"id": "A", "commune": "1"}], by="commune").to_svg("vi")
        assert ">0–100%<" not in drawn
        assert ">đạt</" in drawn

    def test_another_ending_is_refused_with_those_that_there_are(self, three, tmp_path):
        with pytest.raises(kd.InputError, match=r"\.xlsx"):
            kd.compare(three).save(tmp_path / "x.doc")

    def test_a_frame_is_of_the_kind_that_was_handed_over(self):
        polars = pytest.importorskip("polars")
        found = kd.compare(batch_of(polars.DataFrame({"school": ["A"], "1.1": ["muc-1"]})))
        assert found.frame()["low"].dtype == polars.Float64

    def test_hostile_names_stay_texts(self, tmp_path):
        rows = [{"school": "A", "1.1": "muc-1"}]
        register = kd.read_register([{"id": "A", "commune": "x", "zone": "<script>=1+1"}])
        found = kd.compare(batch_of(rows), register=register, by="zone")
        assert "<script>" not in found.to_html("en")
        assert "<script>" not in found.to_svg("en")


class TestPeers:
    """6.3 Comparison serves improvement: distributions, quantiles and peers by criterion and standard."""

    REGISTER = (
        {"id": "Q", "name": "Quang", "commune": "01", "public": "yes"},
        {"id": "C", "name": "Chi", "commune": "01", "public": "yes"},
        {"id": "A", "name": "An", "commune": "01", "public": "yes"},
        {"id": "B", "name": "Bình", "commune": "01", "public": "no"},
    )

    def find(self, batch, school="A", **options):
        return kd.peers(batch, school, register=kd.read_register(self.REGISTER), by=("commune", "public"), **options)

    def test_peers_are_alike_in_each_column_and_are_not_ranked(self, three):
        found = self.find(three)
        assert dict(found.why) == {"commune": "01", "public": "yes"}
        assert found.frame_rows("peers") == [{"school": "Q", "name": "Quang"}, {"school": "C", "name": "Chi"}]

    def test_the_school_stands_beside_their_counts(self, three):
        row = self.find(three).frame_rows()[0]
        assert (row["node"], row["level"], row["state"]) == ("1.1", "muc-1", "met")
        assert (row["schools"], row["met"], row["unmet"], row["unknown"]) == (2, 0, 1, 1)

    def test_of_a_standard_its_criteria_are_counted(self, three):
        row = self.find(three, at="standard").frame_rows()[0]
        assert (row["state"], row["unmet"], row["unknown"]) == ("mixed", 1, 7)
        assert "1–4/4" in self.find(three, at="standard").to_text("en")

    def test_a_school_without_peers_has_none(self, three):
        found = self.find(three, "B")
        assert found.frame_rows("peers") == []
        assert found.frame_rows()[0]["low"] is None

    def test_forms(self, three):
        found = self.find(three)
        assert "Peers" in found.to_text("en")
        assert "Chi" in found.to_html("vi")
        assert found.to_svg("vi").startswith("<svg")

    def test_a_school_that_is_not_there_is_told_with_those_near_it(self, three):
        with pytest.raises(kd.InputError, match="no school 'a'"):
            self.find(three, "a")

    def test_a_column_that_says_nothing_of_the_school(self, three):
        with pytest.raises(kd.InputError, match="has nothing about the school"):
            kd.peers(three, "A", register=[{"id": "A", "commune": ""}], by="commune")
