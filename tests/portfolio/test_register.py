"""Registers: which schools there are, as tables of every kind have them, and what is wrong in one."""

import datetime as dt
import pickle

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.portfolio import RegisteredAward

VIETNAMESE = """\
Mã trường;Tên trường;Cấp học;Xã/Phường;Công lập;Vùng;Từ ngày;Đến ngày;Tiền thân;Danh hiệu;Mức;Ngày ký;Hết hạn
A;MN Hoa Mai;Mầm non;01234;có;dbsh;;;;;;;
B;TH Tân Lập;Tiểu học;01234;Công lập;dbsh;;2023-08-31;;;;;
C;TH và THCS Tân Lập;"Tiểu học, THCS";01234;có;dbsh;2023-09-01;;B;vn.x/chuan-quoc-gia;muc-do-1;2024-05-20;2029-05-20
D;MN Tư thục;MN;19363;Tư thục;other;;;;;;;
"""


def read(*rows, **options):
    return kd.read_register([dict(row) for row in rows], **options)


def problems(register):
    return sorted((cell.cell, cell.code) for cell in register.rejected)


def told(register):
    return [one.code for one in register.warnings]


class TestColumns:
    """Columns are known by id and by their usual headings in both languages; others are inputs."""

    @pytest.fixture
    def register(self, tmp_path):
        file = tmp_path / "register.csv"
        file.write_text(VIETNAMESE, encoding="utf-8")
        return kd.read_register(file)

    def test_vietnamese_headings(self, register):
        a, b, c, d = register
        assert (a.name, a.stages, a.commune, a.public) == ("MN Hoa Mai", ("mam-non",), "01234", True)
        assert (b.public, b.last_day) == (True, dt.date(2023, 8, 31))
        assert (c.stages, c.first_day, c.succeeds) == (("tieu-hoc", "thcs"), dt.date(2023, 9, 1), ("B",))
        assert c.awards == (
            RegisteredAward("vn.x/chuan-quoc-gia", "muc-do-1", dt.date(2024, 5, 20), dt.date(2029, 5, 20)),
        )
        assert (d.public, dict(d.inputs)) == (False, {"Vùng": "other"})
        assert register.inputs == ("Vùng",)
        assert not register.rejected
        assert not register.warnings

    def test_places_and_days(self, register):
        assert register.of(commune="01234").ids == ("A", "B", "C")
        assert register.of(commune="01234", on="2023-08-31").ids == ("A", "B")
        assert register.of(commune="01234", on=dt.date(2023, 9, 1)).ids == ("A", "C")
        assert register.of(commune="1234").ids == ()
        assert register.of(on="2023-08-31").ids == ("A", "B", "D")

    def test_frame_read_again_is_the_same_register(self, register):
        frame = register.frame()
        assert kd.read_register(frame) == register
        assert kd.read_register(frame).digest == register.digest

    def test_frame_has_the_kind_of_the_table(self):
        assert isinstance(kd.read_register(pl.DataFrame({"id": ["A"]})).frame(), pl.DataFrame)

    def test_english_ids_and_a_mapping(self):
        rows = {"Code of MOET": "A", "commune": 19363, "Kind": "CL", "Phone": "1"}
        columns = {"Code of MOET": "id", "Kind": {"id": "public", "words": {"CL": "yes"}}, "Phone": None}
        (entry,) = read(rows, columns=columns)
        assert (entry.id, entry.commune, entry.public, dict(entry.inputs)) == ("A", "19363", True, {})

    def test_no_ids(self):
        with pytest.raises(kd.InputError, match="KD719"):
            read({"Tên trường": "A"})

    def test_two_columns_for_one_thing(self):
        with pytest.raises(kd.InputError, match="KD703"):
            read({"id": "A", "Mã trường": "B"})

    def test_no_register_at_all(self):
        with pytest.raises(kd.InputError, match="KD704"):
            read({"1.1": "met"})

    def test_hostile_arguments(self):
        register = read({"id": "A"})
        for place in (1.5, True, ["19363"], b"x"):
            with pytest.raises(kd.InputError, match="KD334"):
                register.of(commune=place)
        with pytest.raises(kd.InputError, match="KD334"):
            kd.read_register([{"id": "A"}], complete="yes")
        with pytest.raises(kd.InputError):
            kd.read_register("register.csv")


class TestRows:
    """Rows that cannot be read are set aside and told, each with its cell; nothing is lost in silence."""

    def test_every_problem_at_once(self):
        register = read(
            {"id": "A", "until": "2023-08-31", "from": "2024-01-01"},
            {"id": "B", "until": "31/8"},
            {"id": "", "until": "2023-08-31", "from": "2023-01-01"},
            {"id": "D", "signed": "2023-08-31"},
            {"id": "E", "award": "x", "state": "open"},
            {"id": "F", "award": "x", "signed": "2023-08-31", "ends": "2022-08-31"},
            {"id": dt.date(2023, 1, 2), "until": None},
            {"id": "1.23E+11"},
            {"id": "#REF!"},
            {"id": "Z"},
        )
        assert register.ids == ("Z",)
        assert problems(register) == [
            ("A10", "KD713"), ("A4", "KD709"), ("A8", "KD709"), ("A9", "KD709"), ("B2", "KD317"), ("B3", "KD107"),
            ("D5", "KD101"), ("F6", "KD104"), ("G7", "KD317"),
        ]  # fmt: skip

    def test_serial_days_and_ids_that_are_numbers(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["Mã trường", "Xã", "Từ ngày"])
        book.active.append([79001, 1234, 45170])
        book.active.append([79002, 19363, dt.datetime(2023, 9, 1)])  # noqa: DTZ001 - as a workbook has it
        book.active.append([79003, 19364, None])
        book.save(tmp_path / "register.xlsx")
        register = kd.read_register(tmp_path / "register.xlsx")
        assert register.ids == ("79001", "79002", "79003")
        assert [one.first_day for one in register] == [dt.date(2023, 9, 1), dt.date(2023, 9, 1), None]
        (warning,) = register.warnings
        assert (warning.code, warning.path) == ("KD725", "B1")
        assert "1234" in warning.message

    @pytest.mark.parametrize(
        "ids", [["1", "2", "10", "11", "12"], ["A1", "A10", "B22222"], ["19363", "19364"], ["01", "001", "1"]]
    )
    def test_ids_that_lost_nothing(self, ids):
        assert told(read(*({"id": one} for one in ids))) == []

    def test_totals_and_notes_are_no_schools(self):
        register = read({"id": "A", "name": "x"}, {"id": "Tổng cộng", "name": None}, {"id": "Người lập biểu"})
        assert register.ids == ("A",)
        assert told(register) == ["KD710", "KD710"]

    def test_an_input_is_kept_as_it_stands(self):
        (one, two) = read({"id": "A", "x": True, "y": 1}, {"id": "B", "x": 1, "y": True})
        assert [one.inputs["x"], two.inputs["x"]] == [True, 1]
        assert [type(one.inputs["x"]), type(two.inputs["x"])] == [bool, int]


class TestTime:
    """A school that moved has several rows in time; two rows of one day that differ are an error."""

    def test_a_school_that_moved(self):
        register = read(
            {"id": "A", "commune": "19363", "until": "2023-08-31"},
            {"id": "A", "commune": "19364", "from": "2023-09-01"},
        )
        assert len(register) == 2
        assert register.of(commune="19363", on="2023-09-01").ids == ()
        assert register.of(commune="19364", on="2023-09-01").ids == ("A",)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"until": "2023-08-31"}, {"from": "2023-08-31"}),
            ({}, {"from": "2023-08-31"}),
            ({"from": "2023-01-01", "until": "2025-01-01"}, {"from": "2024-01-01", "until": "2024-01-01"}),
        ],
    )
    def test_overlapping_rows(self, one, other):
        register = read({"id": "A", "commune": "1", **one}, {"id": "A", "commune": "2", **other}, {"id": "B"})
        assert register.ids == ("B",)
        assert [(cell.code, cell.row) for cell in register.rejected] == [("KD707", 2), ("KD707", 3)]

    def test_the_longest_row_overlaps_all(self):
        """The first of three overlaps the third, the second lies between."""
        register = read(
            {"id": "A", "from": "2020-01-01", "until": "2029-12-31"},
            {"id": "A", "from": "2021-01-01", "until": "2021-12-31"},
            {"id": "A", "from": "2023-01-01", "until": "2023-12-31"},
            {"id": "A", "from": "2030-01-01"},
        )
        assert [cell.row for cell in register.rejected] == [2, 3, 4]
        assert [one.first_day for one in register] == [dt.date(2030, 1, 1)]

    def test_several_awards_of_one_school(self):
        (entry,) = read({"id": "A", "award": "x", "grade": "1"}, {"id": "A", "award": "y"})
        assert [award.award for award in entry.awards] == ["x", "y"]

    def test_equal_rows_are_one(self):
        register = read({"id": "A", "award": "x"}, {"id": "A", "award": "x"})
        assert (len(register), told(register)) == (1, ["KD710"])
        assert register.rejected == ()

    @given(
        st.lists(
            st.tuples(st.integers(0, 8), st.integers(0, 4)).map(lambda pair: (pair[0], pair[0] + pair[1])),
            min_size=1, max_size=5,
        )
    )  # fmt: skip
    def test_no_two_entries_of_a_school_share_a_day(self, spans):
        """Rows that stay share no day; each that is set aside shares one with another row."""
        days = [dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(20)]
        rows = [{"id": "A", "n": str(i), "from": days[a], "until": days[b]} for i, (a, b) in enumerate(spans)]
        register = read(*rows)
        meets = [
            any(a <= d and c <= b for j, (c, d) in enumerate(spans) if j != i) for i, (a, b) in enumerate(spans)
        ]  # fmt: skip
        assert [cell.row - 2 for cell in register.rejected] == [i for i, met in enumerate(meets) if met]


class TestSuccession:
    """A school that succeeds itself is an error; one that succeeds a school that is not there is told."""

    def test_unknown(self):
        register = read({"id": "A", "succeeds": "X, Y"}, {"id": "B", "succeeds": "A"})
        assert register.ids == ("A", "B")
        (warning,) = register.warnings
        assert warning.code == "KD724"
        assert "X, Y" in warning.message

    def test_one_that_was_set_aside_is_there(self):
        register = read({"id": "A", "until": "soon"}, {"id": "B", "succeeds": "A"})
        assert told(register) == []

    def test_circles(self):
        register = read(
            {"id": "A", "succeeds": "B"}, {"id": "B", "succeeds": "C"}, {"id": "C", "succeeds": "A"},
            {"id": "D", "succeeds": "D"}, {"id": "E", "succeeds": "A"}, {"id": "F", "succeeds": "E, D"},
        )  # fmt: skip
        assert register.ids == ("E", "F")
        assert [cell.code for cell in register.rejected] == ["KD723"] * 4

    def test_a_chain_of_many(self):
        """Depth is no matter: no recursion."""
        rows = [{"id": f"S{n}", "succeeds": f"S{n + 1}; S0"} for n in range(5_000)]
        assert len(read(*rows, {"id": "S5000"}).rejected) == 5_000


class TestValue:
    """A register is a value."""

    def test_order_does_not_matter(self):
        rows = [{"id": "A", "commune": "1"}, {"id": "B", "x": "y"}]
        assert read(*rows) == read(*reversed(rows))
        assert read(*rows) != read(*rows, complete=True)
        assert len({read(*rows), read(*reversed(rows))}) == 1

    def test_pickle(self):
        register = read({"id": "A", "commune": "1", "x": "y"})
        assert pickle.loads(pickle.dumps(register)) == register  # noqa: S301 - our own

    def test_repr(self):
        assert repr(read({"id": "A"}, {"id": "", "name": "x"})) == "Register(schools=1, rows=1, rejected=1)"

    def test_many_rows(self):
        """Each distinct cell is read once: 50,000 rows are read."""
        rows = pl.DataFrame(
            {"id": [f"S{n}" for n in range(50_000)], "commune": [f"{n % 150:05}" for n in range(50_000)]}
        )
        register = kd.read_register(rows)
        assert len(register.of(commune="00007")) == 334
