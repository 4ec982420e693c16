"""Tables as people and programs leave them: each says what happens, and that nothing is lost without a word."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from test_read_table import findings, refused, rejected, warned

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"
TT18 = "vn.tt18-2018@2018-10-10"
DAY = "2027-06-30"
REQUIREMENT = "1.1/muc-1/a"
MOMENT = dt.datetime.fromisoformat("2026-06-30T17:00")


def read(table, framework=PHO_THONG, **options):
    return read_table(framework, table, **{"on": DAY, **options})


@pytest.fixture
def text(tmp_path):
    def write(content):
        path = tmp_path / "schools.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    def write(rows, change=lambda sheet: None):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        change(book.active)
        book.save(tmp_path / "schools.xlsx")
        return tmp_path / "schools.xlsx"

    return write


@pytest.fixture
def parquet(tmp_path):
    def write(columns):
        pa.parquet.write_table(pa.table(columns), tmp_path / "schools.parquet")
        return tmp_path / "schools.parquet"

    return write


def told(table, word):
    return [one.message for one in table.warnings if word in one.message]


class TestHeadings:
    @pytest.mark.parametrize(("heading", "what"), [("3.4", "replaced '3'"), ("inclusive_pupils", "took it away")])
    def test_a_column_of_an_edition_before_is_told_with_the_act(self, text, heading, what):
        table = read(text(f"school;1.1;{heading}\nA;muc-1;1\n"), framework="vn.tt17-2018", on="2025-06-30")
        (found,) = [one.hint for one in table.warnings if one.code == "KD701"]
        assert found.startswith("22/2024/TT-BGDĐT")
        assert f"{what} from 2025-01-25 on" in found

    def test_one_heading_twice_is_refused(self, text):
        assert refused(read, text("school;1.1;1.1\nA;muc-1;muc-2\n")) == ["KD703"]
        assert refused(read, text("school;X;X\nA;muc-1;muc-2\n"), columns={"X": "1.1"}) == ["KD703"]

    def test_an_unknown_heading_twice_is_told_twice(self, text):
        assert warned(read(text("school;1.1;note;note\nA;muc-1;x;y\n"))) == ["KD701", "KD701"]

    def test_a_number_is_an_id_and_a_lost_zero_is_told(self, workbook):
        assert findings(read(workbook([["school", 1.1, 1.2], ["A", "muc-1", "muc-2"]]))) == {
            "1.1": "muc-1",
            "1.2": "muc-2",
        }
        with pytest.raises(InputError, match=r"makes 1\.1 of 1\.10"):
            read(workbook([["school", 1.1, 1.1], ["A", "muc-1", "muc-2"]]))

    def test_a_date_is_no_heading(self, workbook):
        table = read(workbook([["school", dt.date(2026, 1, 1), "1.2"], ["A", "muc-1", "muc-2"]]))
        assert (warned(table), findings(table)) == (["KD701"], {"1.2": "muc-2"})

    def test_a_pivot_is_refused(self, workbook):
        rows = [["Row Labels", "Count of 1.1", "Column Labels"], ["A", 1, 2], ["Grand Total", 1, 2]]
        assert refused(read, workbook(rows)) == ["KD704"]

    def test_sixteen_thousand_columns_are_read_and_no_more(self, text):
        def wide(count):
            return text(f"school,1.1{''.join(f',n{i}' for i in range(count - 2))}\nA,muc-1{',x' * (count - 2)}\n")

        assert findings(read(wide(16_384))) == {"1.1": "muc-1"}
        assert refused(read, wide(16_385)) == ["KD718"]

    def test_cells_to_the_right_of_all_headings_are_told(self, workbook, tmp_path):
        rows = [["school", "1.1", None, None], ["A", "muc-1", None, None, "lost?"]]
        assert told(read(workbook(rows)), "E2")
        assert warned(read(workbook([["school", "1.1", None, None], ["A", "muc-1", None, None]]))) == []
        document = OpenDocumentSpreadsheet()
        sheet = Table(name="S")
        for row in (["school", "1.1"], ["A", "muc-1", "lost?"]):
            made = TableRow()
            for cell in row:
                part = TableCell(valuetype="string")
                part.addElement(P(text=cell))
                made.addElement(part)
            sheet.addElement(made)
        document.spreadsheet.addElement(sheet)
        document.save(tmp_path / "schools.ods")
        assert told(read(tmp_path / "schools.ods"), "C2")


class TestIds:
    @pytest.mark.parametrize(
        "cell",
        [
            "1.23E+11",
            "1,23E+11",
            "1e5",
            1.2345678901234567e17,
            dt.date(2026, 1, 5),
            dt.datetime.fromisoformat("2026-01-05T10:00"),
            dt.time(10),
            True,
            b"A",
            ["A"],
            {"id": "A"},
        ],
    )
    def test_that_a_spreadsheet_or_a_program_has_changed_are_set_aside(self, cell):
        table = read([{"school": cell, "1.1": "muc-1"}, {"school": "B", "1.1": "muc-1"}])
        assert [one.code for one in table.rejected] == ["KD709"]
        assert "text" in table.rejected[0].hint
        assert table.rows.schools == ["B"]

    @pytest.mark.parametrize("cell", ["THCS 1E", "E5", "1E", 79001, 79001.0, Decimal("79001.00"), "1.2.3"])
    def test_that_look_a_little_like_them_are_read(self, cell):
        assert len(read([{"school": cell, "1.1": "muc-1"}])) == 1

    def test_of_numbers_are_whole(self):
        rows = [{"school": cell, "1.1": "muc-1"} for cell in (79001, 79002.0, Decimal("79003.00"))]
        assert read(rows).rows.schools == ["79001", "79002", "79003"]

    def test_of_sixteen_digits_keep_them_where_the_format_does(self, parquet, workbook):
        assert read(parquet({"school": [1234567890123456], "1.1": ["muc-1"]})).rows.schools == ["1234567890123456"]
        assert rejected(read(workbook([["school", "1.1"], [1234567890123456, "muc-1"], ["B", "muc-1"]]))) == []

    @pytest.mark.parametrize(("one", "other"), [("0123", "123"), ("A 1", "a 1"), ("A1", "A 1")])
    def test_that_may_be_one_school_are_told(self, one, other):
        table = read([{"school": one, "1.1": "muc-1"}, {"school": other, "1.1": "muc-2"}])
        assert len(table) == 2
        assert told(table, f"'{one}', '{other}'")

    def test_in_two_unicode_forms_or_with_other_spaces_are_one_school(self):
        rows = [{"school": id_, "1.1": "muc-1"} for id_ in ("Thiện", "Thie\u0323\u0302n", " Thiện\u00a0")]
        table = read(rows)
        assert table.rows.schools == ["Thiện"]
        assert [one.code for one in table.rejected] == ["KD707", "KD707"]

    def test_with_a_line_break_are_one_text(self, text):
        assert read(text('school;1.1\n"A\nB";muc-1\n')).rows.schools == ["A B"]


class TestCells:
    @pytest.mark.parametrize("word", ["Đạt", "đạt", "ĐẠT", "met", "true", "TRUE", True])
    def test_words_for_met(self, word):
        assert len(read([{"school": "A", REQUIREMENT: word}]).rejected) == 0

    @pytest.mark.parametrize("word", ["x", "X", "✓", "1", "+", "v", "Đ", 1, 1.0])
    def test_other_signs_are_refused_and_the_hint_can_be_taken(self, word):
        rows = [{"school": "A", REQUIREMENT: word}]
        (cell,) = read(rows).rejected
        assert (cell.code, "words" in cell.hint) == ("KD104", True)
        settled = read(rows, columns={REQUIREMENT: {"words": {cell.hint.split("{'")[1].split("'")[0]: "met"}}})
        assert findings(settled) == {REQUIREMENT: "met"}

    @pytest.mark.parametrize(
        ("written", "number"), [("1 234", 1234), ("1\u00a0234", 1234), ("12.345.678", 12_345_678), (" 45 ", 45)]
    )
    def test_thousands(self, written, number):
        (column,) = read([{"school": "A", "classes": written}], TT18).columns
        assert column.entries[1].plain.value == number

    @pytest.mark.parametrize("written", ["1.234", "1,234"])
    def test_thousands_that_may_be_decimals_are_refused(self, written):
        (cell,) = read([{"school": "A", "classes": written}], TT18).rejected
        assert (cell.code, cell.hint) == ("KD106", "write 1234")

    def test_shares_in_three_forms(self):
        cells = [0.92, 92, "92%", "0,92%", "-3%", "150%"]
        rows = [{"school": f"S{i}", "dropout": cell} for i, cell in enumerate(cells)]
        table = read(rows, TT18)
        assert rejected(table) == [("B2", "KD109"), ("B6", "KD314"), ("B7", "KD314")]
        assert [entry.plain.value * 100 for entry in table.columns[0].entries[1:]] == [9200, 92]

    def test_null_bytes_are_refused(self, text):
        table = read(text(b"school;1.1\nA\x00;muc-1\nB;muc\x00-1\nC;muc-1\n"))
        assert rejected(table) == [("A2", "KD014"), ("B3", "KD014")]

    def test_five_megabytes_in_one_cell_are_set_aside(self, text):
        long = "x" * 5_000_000
        assert rejected(read(text(f"school;1.1\n{long};muc-1\nB;muc-1\n"))) == [("A2", "KD718")]
        frame = pa.table({"school": [long, "B", "C"], "1.1": ["muc-1", long, "muc-1"]})
        assert rejected(read(frame)) == [("A2", "KD718"), ("B3", "KD718")]


class TestRows:
    def test_totals_in_the_middle_and_what_stands_below_the_table_are_left_out_and_told(self, text):
        below = "Ghi chú: số liệu tạm;\nNgười lập biểu;\n(Ký, ghi rõ họ tên);\nHà Nội, ngày 5 tháng 6 năm 2026;\n"
        table = read(text(f"school;1.1\nA;muc-1\nTổng cộng;1\nB;muc-2\nCộng: 2 trường;\n{below}"))
        assert table.rows.schools == ["A", "B"]
        assert told(table, "5, 6, 7, 8, 9") == ["rows below the table are left out: 5, 6, 7, 8, 9"]

    def test_a_school_with_such_a_name_stays_where_something_is_recorded(self, text):
        table = read(text("school;1.1\nNguồn Sáng;muc-1\nGhi chú;muc-1\nTHCS Note;\n"))
        assert table.rows.schools == ["Nguồn Sáng", "Ghi chú", "THCS Note"]
        assert told(table, "record nothing") == ["rows that record nothing: 4"]

    def test_signatures_in_other_columns_set_their_row_aside(self, text):
        table = read(text("school;name;1.1\nA;Trường A;muc-1\n;NGƯỜI LẬP;HIỆU TRƯỞNG\n;Nguyễn Văn A;\n"))
        assert {one.row for one in table.rejected} == {3, 4}
        assert table.rows.schools == ["A"]

    def test_years_in_merged_cells_and_years_that_are_missing(self, workbook):
        rows = [
            ["school", "year", "1.1"],
            ["A", "2024-2025", "muc-1"],
            ["A", None, "muc-2"],
            ["B", "2024-2025", "muc-1"],
        ]
        assert rejected(read(workbook(rows, lambda sheet: sheet.merge_cells("B2:B3")))) == [
            ("B2", "KD706"),
            ("B3", "KD706"),
        ]
        assert told(read(workbook(rows)), "without a school year")


class TestQuotes:
    def test_a_quote_within_a_cell_is_part_of_it(self, text):
        assert read(text('school;1.1;note\nA;muc-1;5" x\nB;muc-1;x\n')).rows.schools == ["A", "B"]

    def test_a_quote_that_does_not_end_is_refused_with_its_file(self, text):
        path = text('school;1.1;note\nA;muc-1;"c\nB;muc-1;x\n')
        with pytest.raises(InputError) as caught:
            read(path)
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.file) == ("KD017", str(path))


class TestParquet:
    def test_nested_columns_are_read_where_a_dossier_has_them(self, parquet):
        columns = {"school": ["A", "B"], "1.1": [{"is": "muc-1"}, None], "1.2": [["muc-2"], None], "x": [[1], None]}
        table = read(parquet(columns))
        assert findings(table) == {"1.1": {"is": "muc-1"}, "1.2": ["muc-2"]}

    def test_decimals_dictionaries_large_texts_and_texts_as_bytes(self, parquet):
        columns = {
            "school": pa.array([b"A", "Thiện".encode()]),
            "1.1": pa.array(["muc-1", "muc-2"]).dictionary_encode(),
            "1.2": pa.array(["muc-1", "muc-2"], pa.large_string()),
        }
        table = read(parquet(columns))
        assert (table.rows.schools, table.rejected) == (["A", "Thiện"], ())
        (figure,) = read(parquet({"school": ["A"], "dropout": pa.array([Decimal("92.10")])}), TT18).columns
        assert figure.entries[1].plain.value * 10 == 921

    def test_bytes_that_are_no_text_are_set_aside(self, parquet):
        table = read(parquet({"school": pa.array([b"\xff\xfe", b"B"]), "1.1": ["muc-1", "muc-1"]}))
        assert [one.code for one in table.rejected] == ["KD709", "KD709"]

    @pytest.mark.parametrize(
        ("moment", "kind", "code"),
        [
            (MOMENT, pa.timestamp("us", tz="UTC"), "KD107"),
            (MOMENT, pa.timestamp("us", tz="Asia/Ho_Chi_Minh"), None),
            (MOMENT, pa.timestamp("ns"), None),
            (dt.date(2026, 6, 30), pa.date64(), None),
        ],
    )
    def test_moments(self, parquet, moment, kind, code):
        table = read(parquet({"school": ["A"], "date": pa.array([moment], kind), "1.1": ["muc-1"]}))
        assert [one.code for one in table.rejected] == ([code] if code else [])
        if not code:
            # Midnight in the zone of the column is the day there.
            assert table.rows.dates == [dt.date(2026, 7, 1) if "Ho_Chi_Minh" in str(kind) else dt.date(2026, 6, 30)]


class TestArrow:
    def test_pieces_with_dictionaries_of_their_own(self):
        pieces = [pa.array(words, pa.string()).dictionary_encode() for words in (["muc-1"], ["muc-2", None], [])]
        table = read(pa.table({"school": pa.chunked_array([["A", "B"], ["C"]]), "1.1": pa.chunked_array(pieces)}))
        assert [findings(table, row).get("1.1") for row in range(3)] == ["muc-1", "muc-2", None]

    def test_slices_with_gaps(self):
        whole = pa.table({"school": [f"S{i}" for i in range(20)], "1.1": [None, "muc-1", "muc-2", None] * 5})
        flags = pa.table({"school": whole["school"], REQUIREMENT: [None, True, False, None] * 5})
        for table, name in ((whole, "1.1"), (flags, REQUIREMENT)):
            found = read(table.slice(3, 11))
            assert [findings(found, row).get(name) for row in range(11)] == table[name].to_pylist()[3:14]

    def test_a_dictionary_with_a_gap_and_one_value_twice(self):
        ids = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3]), pa.array(["A", None, "C", "A"]))
        table = read(pa.table({"school": ids, "1.1": ["muc-1"] * 4}))
        assert rejected(table) == [("A3", "KD709"), ("A5", "KD707")]

    @pytest.mark.parametrize("kind", [pa.string_view(), pa.large_string(), pa.string()])
    def test_texts_of_every_form(self, kind):
        table = read(pa.table({"school": pa.array(["A", "B"], kind), "1.1": pa.array(["muc-1", None], kind)}))
        assert (table.rows.schools, findings(table)) == (["A", "B"], {"1.1": "muc-1"})

    def test_columns_without_a_type(self):
        table = read(pa.table({"school": ["A"], "1.1": pa.nulls(1)}))
        assert (table.rows.schools, warned(table)) == (["A"], [])


class TestFolders:
    def test_of_tables_with_other_columns_and_forms_are_one_table(self, tmp_path):
        (tmp_path / "a.csv").write_text("school;1.1\nA;muc-1\n")
        pa.parquet.write_table(pa.table({"school": ["B"], "1.2": ["muc-1"]}), tmp_path / "b.parquet")
        (tmp_path / "c.csv").write_text("id;value;school\n1.1;muc-2;C\n")
        (tmp_path / "d.csv").write_text("school\n")
        table = read(tmp_path)
        assert table.rows.schools == ["A", "B", "C"]
        assert [findings(table, row) for row in range(3)] == [{"1.1": "muc-1"}, {"1.2": "muc-1"}, {"1.1": "muc-2"}]

    def test_of_a_table_without_a_date_among_others_are_refused_with_its_name(self, tmp_path):
        (tmp_path / "a.csv").write_text("school;date;1.1\nA;2026-01-01;muc-1\n")
        (tmp_path / "b.csv").write_text("school;1.1\nB;muc-1\n")
        with pytest.raises(InputError, match=r"b\.csv"):
            read(tmp_path, on=None)


class TestNoRows:
    TABLE = pa.table({"school": pa.array([], pa.string()), "1.1": pa.array([], pa.string())})

    @pytest.mark.parametrize(
        "make",
        [
            lambda table: table,
            lambda table: table.to_reader(),
            pl.from_arrow,
            lambda table: pl.from_arrow(table).lazy(),
            lambda table: table.to_pandas(),
            lambda table: pd.DataFrame(table.to_pandas()).convert_dtypes(),
        ],
    )
    def test_a_frame_is_assessed_and_written(self, make, tmp_path):
        batch = kd.assess_many(PHO_THONG, make(self.TABLE), on=DAY, detail="requirement")
        assert {len(cells) for columns in batch.tables().values() for cells in columns.values()} == {0}
        batch.to_csv(tmp_path / "t.csv")
        batch.to_parquet(tmp_path / "t.parquet")
        batch.to_xlsx(tmp_path / "t.xlsx")
        assert pl.read_parquet(tmp_path / "t.parquet").shape == (0, 7)

    def test_a_file_of_each_format(self, text, parquet, workbook, tmp_path):
        pa.feather.write_feather(self.TABLE, tmp_path / "t.feather")
        pd.DataFrame(columns=["school", "1.1"]).to_excel(tmp_path / "t.ods", engine="odf", index=False)
        paths = [text("school\t1.1\n"), parquet(self.TABLE.to_pydict()), workbook([["school", "1.1"]])]
        for path in (*paths, tmp_path / "t.feather", tmp_path / "t.ods"):
            assert len(read(path)) == 0
