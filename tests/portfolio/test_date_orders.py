"""Dates with the year last, as spreadsheets write them, in the order that their column proves or a mapping says."""

import datetime as dt

import pytest
from test_read_table import rejected, warned

import kiemdinh as kd
from kiemdinh.portfolio import read_register, read_table

FRAMEWORK = "vn.tt57-2026.pho-thong"
ALL_MET = {"every": "criterion", "that": "met"}


def read(days, columns=None, file=None):
    """A table with one school for each day, as rows or as a text file."""
    rows = [{"school": f"S{i}", "Ngày": day, "1.1": "muc-1"} for i, day in enumerate(days)]
    if file is not None:
        lines = ["school;Ngày;1.1", *(";".join(map(str, row.values())) for row in rows)]
        file.write_text("\n".join(lines), encoding="utf-8-sig")
    return read_table(FRAMEWORK, rows if file is None else file, columns=columns)


def days_of(table):
    return [table.rows.dates[i] for i in range(len(table.rows.schools))]


class TestAColumnThatProvesItsOrder:
    @pytest.mark.parametrize("as_text", [False, True])
    def test_is_read_with_the_day_first(self, tmp_path, as_text):
        written = ["05/07/2027", "30/06/2027", "1/2/2027", "6.9.2027", "2027-06-01"]
        table = read(written, file=tmp_path / "schools.csv" if as_text else None)
        assert [str(day) for day in days_of(table)] == [
            "2027-07-05", "2027-06-30", "2027-02-01", "2027-09-06", "2027-06-01",
        ]  # fmt: skip
        (told,) = table.warnings
        assert (told.code, told.path) == ("KD737", "B1")
        assert told.message == "dates in the column 'Ngày' are read with the day first: 05/07/2027 is 2027-07-05"
        assert told.hint == "where that is not so, say it in the mapping of columns: {dates: month-first}"

    def test_is_read_with_the_month_first(self):
        table = read(["05/07/2027", "06/30/2027 00:00"])
        assert [str(day) for day in days_of(table)] == ["2027-05-07", "2027-06-30"]

    def test_an_empty_cell_and_a_word_prove_nothing(self):
        table = read(["05/07/2027", "30/06/2027", "", "chưa rõ"])
        assert rejected(table) == [("B4", "KD310"), ("B5", "KD107")]


class TestAColumnThatDoesNot:
    @pytest.mark.parametrize(
        "days",
        [
            ["05/07/2027", "06/07/2027"],  # either
            ["30/06/2027", "06/30/2027"],  # each another
            ["31/13/2027", "05/07/2027"],  # neither
        ],
    )
    def test_is_set_aside(self, days):
        table = read(days)
        assert rejected(table) == [("B2", "KD107"), ("B3", "KD107")]
        assert "KD737" not in {told.code for told in table.warnings}

    def test_where_a_spreadsheet_has_made_dates_of_some_it_may_have_taken_them_for_another_order(self):
        table = read([dt.date(2027, 5, 7), "30/06/2027"])
        assert days_of(table) == [dt.date(2027, 5, 7)]
        assert rejected(table) == [("B3", "KD107")]

    def test_a_name_or_a_remark_that_looks_like_a_date_stays_what_it_is(self):
        register = read_register([{"id": "A", "Ghi chú": "30/06/2027", "name": "30/06/2027"}])
        (entry,) = register
        assert (entry.name, dict(entry.inputs)) == ("30/06/2027", {"Ghi chú": "30/06/2027"})


class TestAMappingThatSaysTheOrder:
    def test_nothing_is_told(self):
        table = read(["05/07/2027", "06/07/2027"], columns={"Ngày": {"id": "date", "dates": "day-first"}})
        assert [str(day) for day in days_of(table)] == ["2027-07-05", "2027-07-06"]
        assert warned(table) == []

    def test_it_goes_before_what_the_column_would_prove(self):
        table = read(["05/07/2027", "30/06/2027"], columns={"Ngày": {"dates": "month-first"}})
        assert [str(day) for day in days_of(table)] == ["2027-05-07"]
        assert rejected(table) == [("B3", "KD107")]

    def test_another_word_is_refused(self):
        with pytest.raises(kd.InputError) as caught:
            read(["05/07/2027"], columns={"Ngày": {"id": "date", "dates": "dd/mm/yyyy"}})
        (found,) = caught.value.diagnostics
        assert (found.code, found.path, found.expected) == ("KD719", "Ngày.dates", "one of day-first, month-first")


class TestRegistersAndFigures:
    def test_the_days_of_a_register(self):
        award = {"Danh hiệu": "vn.tt18-2018/chuan-quoc-gia", "Mức độ": "muc-do-1"}
        rows = [{"id": "A", "Ngày ký": "05/09/2022", "Có giá trị đến": "22/10/2027", **award},
                {"id": "B", "Ngày ký": "22/10/2022", "Có giá trị đến": "05/09/2027", **award}]  # fmt: skip
        register = read_register(rows)
        days = [(str(one.signed), str(one.ends)) for entry in register for one in entry.awards]
        assert days == [("2022-09-05", "2027-10-22"), ("2022-10-22", "2027-09-05")]
        assert [told.code for told in register.warnings] == ["KD737", "KD737"]

    def test_a_figure_that_is_a_date(self):
        definition = {
            "kiemdinh": 1, "framework": "org.example.dates", "source": {"document": "D"}, "subject": {"kind": "school"},
            "inputs": {"opened": {"type": "date"}}, "layers": [{"id": "criterion", "verdict": "met"}],
            "tree": [{"id": "1", "met_if": {"value": "opened", "at_most": "2027-06-30"}}],
            "outcomes": [{"id": "o", "cases": [{"id": "yes", "if": ALL_MET}], "otherwise": {"id": "no"}}],
        }  # fmt: skip
        rows = [{"school": "A", "opened": "05/07/2027"}, {"school": "B", "opened": "30/06/2027"}]
        table = read_table(kd.load(definition), rows, on="2027-12-01")
        assert [table.dossier_of(i)["inputs"]["opened"] for i in range(2)] == ["2027-07-05", "2027-06-30"]
