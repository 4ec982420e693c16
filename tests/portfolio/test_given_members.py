"""Registers and results that are handed over beside a dossier: who counts, and what is told."""

import datetime as dt
from dataclasses import replace

import pytest

import kiemdinh as kd
from kiemdinh.portfolio import read_register
from kiemdinh.portfolio.populations import GivenMembers
from kiemdinh.standards.names import MemberName

DEFINITION = """
kiemdinh: 1
framework: test.commune
vi: Xã thử nghiệm
en: A commune for tests
source: {document: none, in_force: 2020-01-01}
subject: {kind: commune, has: [school]}
inputs:
  state: {type: yes_no, each: school, vi: Trường công lập, en: State school}
  highest: {type: choice, choices: [mam-non, thcs], each: school, vi: Cấp học cao nhất, en: Highest stage}
layers: [{id: criterion, vi: Tiêu chí, en: Criterion, verdict: met}]
tree: [{id: "5", vi: Trường học, en: Schools}]
outcomes:
  - id: result
    vi: Kết quả
    en: Result
    cases: [{id: dat, vi: Đạt, en: Met, if: {every: criterion, that: met}}]
    otherwise: {id: chua-dat, vi: Chưa đạt, en: Not met}
"""
PROVINCE = [
    {"Mã trường": "A", "Xã": "01234", "Công lập": "có", "Cấp học cao nhất": "mam-non"},
    {"Mã trường": "B", "Xã": "01234", "Công lập": "không", "Cấp học cao nhất": "thcs", "Đến ngày": "2023-08-31"},
    {"Mã trường": "C", "Xã": "19363", "Công lập": "có", "Cấp học cao nhất": "thcs", "Cấp học": "Tiểu học, THCS"},
]
ON = "2024-06-30"


@pytest.fixture(scope="module")
def framework():
    return kd.load(text=DEFINITION)


def assess(framework, commune="01234", **given):
    return kd.assess(framework, {"subject": {"id": commune}} if commune else {}, on=ON, **given)


def told(result):
    return [one.parameters.get("code") for one in result.warnings if one.code == "KD402"]


class TestRegister:
    """A dossier of a commune picks its members from a register of the whole province."""

    def test_members_of_the_place(self, framework):
        found = assess(framework, register=PROVINCE).dossier.register["school"]
        assert [(one.id, one.last_day) for one in found] == [("A", None), ("B", dt.date(2023, 8, 31))]
        assert {value.name: value.value for value in found[0].values} == {"state": 1, "highest": 0}

    def test_a_register_that_was_read_a_table_and_a_map_are_the_same(self, framework):
        first = assess(framework, register=PROVINCE)
        assert assess(framework, register=read_register(PROVINCE)) == first
        assert assess(framework, register={"school": PROVINCE}) == first

    def test_a_register_without_places_is_the_communes_own(self, framework):
        rows = [{"id": "A"}, {"id": "B"}]
        assert [one.id for one in assess(framework, None, register=rows).dossier.register["school"]] == ["A", "B"]

    def test_a_dossier_that_does_not_say_its_place(self, framework):
        with pytest.raises(kd.InputError, match="KD726"):
            assess(framework, None, register=PROVINCE)

    @pytest.mark.parametrize(("commune", "hint"), [("1234", "01234")])
    def test_a_place_that_the_register_does_not_have(self, framework, commune, hint):
        result = assess(framework, commune, register=PROVINCE)
        assert told(result) == ["KD727"]
        assert not result.dossier.register["school"]
        assert hint in result.dossier.warnings[0].hint

    def test_a_cell_that_the_framework_does_not_know(self, framework, tmp_path):
        file = tmp_path / "register.csv"
        file.write_text("Mã trường;Xã;Cấp học cao nhất\nA;01234;mam-non\nB;01234;đại học\n", encoding="utf-8")
        with pytest.raises(kd.InputError) as refused:
            assess(framework, register=file)
        (problem,) = refused.value.diagnostics
        assert (problem.code, problem.file, problem.path) == ("KD104", str(file), "C3")
        assert assess(framework, "19363", register=file).dossier.register["school"] == ()

    def test_a_register_of_its_own_too(self, framework):
        dossier = {"subject": {"id": "01234"}, "register": {"school": [{"id": "A"}]}}
        with pytest.raises(kd.InputError, match="KD105"):
            kd.assess(framework, dossier, on=ON, register=PROVINCE)

    def test_kinds_that_the_framework_does_not_have(self, framework):
        with pytest.raises(kd.InputError, match="one of school"):
            assess(framework, register={"commune": PROVINCE})
        with pytest.raises(kd.InputError, match="the framework has no members"):
            kd.assess("vn.tt57-2026.pho-thong", {}, on="2027-06-30", register=PROVINCE)


class TestComplete:
    """A register is complete where the caller or the dossier says so, and no row of the place may be missing."""

    @pytest.mark.parametrize(
        ("rows", "complete", "codes"),
        [
            ([], True, []),
            ([{"Mã trường": "D", "Xã": "19363", "Đến ngày": "soon"}], True, []),
            ([{"Mã trường": "D", "Xã": "01234", "Đến ngày": "soon"}], False, ["KD727"]),
            ([{"Mã trường": "", "Xã": None, "Công lập": "có"}], False, ["KD727"]),
            ([{"Mã trường": "D", "Công lập": "có"}], False, ["KD727"]),
        ],
    )
    def test_rows_that_may_be_missing(self, framework, rows, complete, codes):
        register = read_register([*PROVINCE, *rows], complete=True)
        result = assess(framework, register=register)
        assert ("school" in result.dossier.complete, told(result)) == (complete, codes)

    def test_nobody_says_it(self, framework):
        assert "school" not in assess(framework, register=PROVINCE).dossier.complete

    def test_the_dossier_says_it(self, framework):
        dossier = {"subject": {"id": "01234"}, "complete": ["school"]}
        assert "school" in kd.assess(framework, dossier, on=ON, register=PROVINCE).dossier.complete


class TestResults:
    """Results of members come in tables, from batches, and in files that a batch wrote."""

    ROWS = (
        {"member": "A", "outcome": "vn.x/muc", "is": "muc-1", "side": "external", "on": "2023-05-20", "by": "45/QĐ"},
        {"member": "B", "outcome": "vn.x/muc", "level": "muc-1", "attainable": "muc-2", "on": "2023-05-20"},
        {"member": "A", "outcome": "vn.x/muc", "is": "muc-2", "on": "2024-07-01"},
        {"member": "C", "stage": "thcs", "outcome": "vn.x/muc", "is": "muc-2"},
    )

    def test_a_table(self, framework):
        found = assess(framework, register=PROVINCE, results=[self.ROWS]).dossier.results
        assert [(str(one.member), one.low, one.high, one.side, one.by) for one in found] == [
            ("school/A", "muc-1", "muc-1", "external", "45/QĐ"),
            ("school/B", "muc-1", "muc-2", "self", None),
        ]

    def test_a_stage_and_the_day_of_the_assessment(self, framework):
        (found,) = assess(framework, "19363", register=PROVINCE, results=[self.ROWS]).dossier.results
        assert (str(found.member), found.on) == ("school/C/thcs", dt.date(2024, 6, 30))

    def test_one_table_as_rows(self, framework):
        assert assess(framework, register=PROVINCE, results=self.ROWS) == assess(
            framework, register=PROVINCE, results=[self.ROWS]
        )

    def test_nobody_of_that_id(self, framework):
        rows = [{"member": "A9", "outcome": "vn.x/muc", "is": "muc-1"}]
        result = assess(framework, register=PROVINCE, results=[rows])
        assert (result.dossier.results, told(result)) == ((), ["KD728"])

    def test_bad_cells(self, framework, tmp_path):
        file = tmp_path / "results.csv"
        file.write_text("member;outcome;is;on\nA;muc;muc-1;2023-05-20\n", encoding="utf-8")
        with pytest.raises(kd.InputError) as refused:
            assess(framework, register=PROVINCE, results=[file])
        assert [(one.code, one.file, one.path) for one in refused.value.diagnostics] == [("KD326", str(file), "A2")]
        file.write_text("member;outcome;is;on\nA;vn.x/muc;muc-1;20/5/2023\n;vn.x/muc;muc-1;\n", encoding="utf-8")
        with pytest.raises(kd.InputError) as refused:
            assess(framework, register=PROVINCE, results=[file])
        assert sorted(one.code for one in refused.value.diagnostics) == ["KD107", "KD709"]

    @pytest.mark.parametrize("results", [3, "results.csv", {"member": "A"}, [3]])
    def test_no_results(self, framework, results):
        with pytest.raises(kd.InputError):
            assess(framework, register=PROVINCE, results=results)

    def test_awards_of_the_register(self, framework):
        rows = [
            {"id": "A", "award": "vn.x/chuan", "grade": "muc-1", "signed": "2023-01-01", "ends": "2028-01-01"},
            {"id": "B", "award": "vn.x/chuan", "signed": "2023-01-01", "state": "thu hồi"},
            {"id": "C", "award": "Trường chuẩn", "signed": "2023-01-01"},
        ]
        (held,) = assess(framework, None, register=rows).dossier.held
        assert (held.member, held.award, held.grade) == (MemberName("school", "A"), "vn.x/chuan", "muc-1")


CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]


class TestBatches:
    """A batch is what was computed: low is guaranteed, high attainable; the latest row of a school speaks."""

    @pytest.fixture
    def batch(self):
        rows = [
            {"school": "A", "date": "2027-05-01", **dict.fromkeys(CRITERIA, "muc-1")},
            {"school": "A", "date": "2027-06-01", **dict.fromkeys(CRITERIA, "muc-2"), "4.1": None},
            {"school": "A", "date": "2027-12-01", **dict.fromkeys(CRITERIA, "muc-1")},
            {"school": "Z", "date": "2027-06-01", **dict.fromkeys(CRITERIA, "khong-dat")},
        ]
        return kd.assess_many("vn.tt57-2026.pho-thong", rows)

    def test_the_latest_row(self, framework, batch):
        result = kd.assess(framework, {"subject": {"id": "01234"}}, on="2027-06-30", register=PROVINCE, results=[batch])
        (found,) = result.dossier.results
        assert (found.of, found.low, found.high) == ("vn.tt57-2026.pho-thong/muc", None, "muc-2")
        assert (found.side, found.on, found.digest) == ("computed", dt.date(2027, 6, 1), batch.framework.digest)
        assert told(result) == ["KD728"]  # Z

    def test_another_edition(self, framework):
        text = DEFINITION.replace("test.commune", "test.other").replace("each: school, ", "")
        text = text.replace("{kind: commune, has: [school]}", "{kind: school}")
        batch = kd.assess_many(kd.load(text=text), [{"school": "A", "5": "met"}], on=ON)
        same, later = kd.load(text=text), kd.load(text=text.replace("Schools", "All schools"))
        given = {"register": PROVINCE, "results": [batch]}
        assert told(assess(framework, **given, references=[same])) == []
        assert told(assess(framework, **given, references=[later])) == ["KD729"]

    @pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
    def test_a_file_that_a_batch_wrote(self, framework, batch, tmp_path, ending):
        """It has the framework and the digest in it; the results are those of the batch itself."""
        file = tmp_path / f"levels.{ending}"
        getattr(batch, f"to_{ending}")(file, "levels")
        given = {"on": "2027-06-30", "register": PROVINCE}
        by_batch = kd.assess(framework, {"subject": {"id": "01234"}}, results=[batch], **given)
        by_file = kd.assess(framework, {"subject": {"id": "01234"}}, results=[file], **given)
        assert [replace(one, path=()) for one in by_file.dossier.results] == list(by_batch.dossier.results)
        assert told(by_file) == told(by_batch) == ["KD728"]


class TestManyCommunes:
    """6.1 Each row of a table of communes gets what a single assessment with the same register gives."""

    def test_as_one_by_one(self, framework):
        rows = [{"school": "01234", "5": "met"}, {"school": "19363", "5": "unmet"}, {"school": "1", "5": None}]
        results = [{"member": "A", "outcome": "vn.x/muc", "is": "muc-1"}]
        given = {"register": read_register(PROVINCE, complete=True), "results": [results]}
        batch = kd.assess_many(framework, rows, on=ON, **given)
        assert list(batch.level_columns["level"]) == ["dat", "chua-dat", None]
        for row in rows:
            dossier = {"school": {"id": row["school"]}, "findings": {"5": row["5"]} if row["5"] else {}}
            single = kd.assess(framework, dossier, on=ON, **given)
            assert batch.school(row["school"]).dossier.register == single.dossier.register
            assert batch.school(row["school"]).level == single.level

    def test_a_bad_cell_sets_its_own_commune_aside(self, framework):
        province = [*PROVINCE, {"Mã trường": "E", "Xã": "19363", "Cấp học cao nhất": "đại học"}]
        rows = [{"school": "01234", "5": "met"}, {"school": "19363", "5": "met"}]
        batch = kd.assess_many(framework, rows, on=ON, register=province)
        assert list(batch.level_columns["school"]) == ["01234"]
        assert [cell.code for cell in batch.set_aside] == ["KD104"]

    def test_levels_and_blockers_assess_each_commune_once(self, monkeypatch):
        rows = [{"school": number, "region": "other", "10": "met"} for number in ("01234", "19363")]
        read = []
        add_to = GivenMembers.add_to
        monkeypatch.setattr(
            GivenMembers, "add_to", lambda own, dossier, day: read.append(day) or add_to(own, dossier, day)
        )
        batch = kd.assess_many("vn.ntm-2021.xa", rows, on=ON, register=PROVINCE)
        assert len(batch.blocker_columns["school"]) == 2
        assert len(read) == 2
        assert batch.school("19363") is batch.school("19363")
        assert len(read) == 2
