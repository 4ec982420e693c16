"""Bad tables of text: what happens with each."""

from __future__ import annotations

import pytest
from test_read_table import findings, refused, rejected, warned

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio.sheets import csv_sheet
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"
TEXT = "Mã trường;Tầm nhìn;1.2\nTrường Hòa Bình;Đạt mức 1;Không đạt\nTrường Quyết Thắng;Đạt mức 2;Đạt mức 1\n"
COLUMNS = {"Tầm nhìn": "1.1"}


def read(tmp_path, content, **options):
    path = tmp_path / "schools.csv"
    path.write_bytes(content)
    return read_table(PHO_THONG, path, on="2027-06-30", **options)


def to_tcvn3(text):
    from kiemdinh.portfolio.sheets import text_encoding

    letters = {letter: byte for byte, letter in text_encoding._TCVN3.items()}
    return bytes(letters.get(char, ord(char)) for char in text.lower().replace("mã trường;tầm nhìn", "school;1.1"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_unicode_and_the_line_ends_of_every_system(tmp_path, encoding, end):
    table = read(tmp_path, TEXT.replace("\n", end).encode(encoding), columns=COLUMNS)
    assert table.rows.schools == ["Trường Hòa Bình", "Trường Quyết Thắng"]
    assert findings(table) == {"1.1": "Đạt mức 1", "1.2": "Không đạt"}
    assert table.warnings == ()


class TestOtherEncodings:
    def windows(self):
        import unicodedata

        # Windows-1258 has the tones as letters of their own, and keeps ê, ô, ơ, ư, ă, â and đ.
        keep = dict.fromkeys("âêôăơưđÂÊÔĂƠƯĐ")
        parts = []
        for char in unicodedata.normalize("NFC", TEXT):
            apart = unicodedata.normalize("NFD", char)
            tones = [c for c in apart[1:] if c in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones))
            parts.append(char if char in keep or char.isascii() else base + "".join(tones))
        return "".join(parts).encode("cp1258")

    def test_windows_1258_is_read_and_told(self, tmp_path):
        table = read(tmp_path, self.windows(), columns=COLUMNS)
        assert table.rows.schools == ["Trường Hòa Bình", "Trường Quyết Thắng"]
        assert warned(table) == ["KD715"]

    def test_windows_1258_that_is_stated(self, tmp_path):
        table = read(tmp_path, self.windows(), columns=COLUMNS, encoding="windows-1258")
        assert findings(table) == {"1.1": "Đạt mức 1", "1.2": "Không đạt"}
        assert table.warnings == ()

    def test_tcvn3_is_refused_by_name(self, tmp_path):
        with pytest.raises(InputError, match="TCVN3") as caught:
            read(tmp_path, to_tcvn3(TEXT))
        assert [one.code for one in caught.value.diagnostics] == ["KD715"]

    @pytest.mark.parametrize(
        "content", [b"school;1.1\n\xff\xfe\x80;muc-1\n", b"school;1.1\nA;\xc3\x28\n", b"school;1.1\nA;\xc3"]
    )
    def test_what_cannot_be_told_is_refused(self, tmp_path, content):
        assert refused(read, tmp_path, content) == ["KD715"]

    @pytest.mark.parametrize("encoding", ["no-such-encoding", "ascii"])
    def test_a_wrong_encoding_is_refused(self, tmp_path, encoding):
        assert refused(read, tmp_path, TEXT.encode(), encoding=encoding) == ["KD715"]


class TestSeparators:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_the_separator_is_found(self, tmp_path, separator):
        content = "school;1.1;1.2\nA;muc-1;muc-2\n".replace(";", separator)
        assert findings(read(tmp_path, content.encode())) == {"1.1": "muc-1", "1.2": "muc-2"}

    def test_a_stated_separator(self, tmp_path):
        table = read(tmp_path, b"sep=;\nschool;1.1\nA;muc-1\nB;??\n")
        assert findings(table) == {"1.1": "muc-1"}
        assert rejected(table) == [("B4", "KD104")]
        assert table.warnings == ()

    def test_a_wrong_delimiter(self, tmp_path):
        with pytest.raises(InputError, match="delimiter") as caught:
            read(tmp_path, b"A;1.1\nB;muc-1\n", delimiter=",")
        assert [one.code for one in caught.value.diagnostics] == ["KD704"]


class TestWhatIsNoTable:
    @pytest.mark.parametrize("content", [b"", b"\n\n\r\n", b"\xef\xbb\xbf"])
    def test_an_empty_file(self, tmp_path, content):
        assert refused(read, tmp_path, content) == ["KD704"]

    def test_a_header_alone(self, tmp_path):
        table = read(tmp_path, b"school;1.1\n")
        assert len(table) == 0
        assert len(table.columns) == 1

    @pytest.mark.parametrize(
        "content", [b"<!DOCTYPE html><html>", b"\n <table><tr><td>school", b"<?xml version='1.0'?>"]
    )
    def test_a_page_of_the_web(self, tmp_path, content):
        assert refused(read, tmp_path, content) == ["KD716"]

    def test_no_file(self, tmp_path):
        assert refused(read_table, PHO_THONG, tmp_path / "absent.csv") == ["KD001"]
        assert refused(read_table, PHO_THONG, "school;1.1") == ["KD334"]


class TestHeadings:
    def test_titles_above_are_told(self, tmp_path):
        table = read(tmp_path, "SỞ GIÁO DỤC;;\n;;\nschool;1.1;1.2\nA;muc-1;x y z\n".encode())
        assert rejected(table) == [("C4", "KD104")]
        assert warned(table) == ["KD710"]

    def test_two_header_rows(self, tmp_path):
        assert refused(read, tmp_path, b"school;1.1;1.2\nid;1.1;1.2\nA;muc-1;muc-2\n") == ["KD705"]
        assert refused(read, tmp_path, b"school;;\n;1.1;1.2\nA;muc-1;muc-2\n") == ["KD705"]

    def test_a_thousand_columns(self, tmp_path):
        headings = ";".join(["school", "1.1", *(f"note {i}" for i in range(1_000))])
        table = read(tmp_path, f"{headings}\n{';'.join(['A', 'muc-1', *['x'] * 1_000])}\n".encode())
        assert findings(table) == {"1.1": "muc-1"}
        assert warned(table) == ["KD701"] * 1_000


class TestLongCells:
    def test_a_cell_of_200_000_characters(self, tmp_path):
        table = read(tmp_path, f"school;1.1\nA;{'x' * 200_000}\nB;muc-1\n".encode())
        assert rejected(table) == [("A2", "KD718")]
        assert table.rows.schools == ["B"]

    def test_a_quote_that_does_not_end(self, tmp_path):
        rows = "".join(f"S{i};muc-1\n" for i in range(30_000))
        assert refused(read, tmp_path, f'school;1.1\nA;"muc-1\n{rows}'.encode()) == ["KD017"]
        assert refused(read, tmp_path, b'school;1.1\nA;"muc-1\nB;muc-1\n') == ["KD017"]

    def test_a_line_break_within_quotes(self, tmp_path):
        table = read(tmp_path, b'school;1.1;note\nA;muc-1;"two\nlines"\nB;??;x\n')
        assert rejected(table) == [("B3", "KD104")]


class TestLargeTables:
    """Plain text of some size is read by Arrow, and gives the same as Python's own reader."""

    ROWS = "".join(f"S{i};{('muc-1', 'Mức 2', '', '-')[i % 4]};{'x' * 30}\n" for i in range(40_000))

    @pytest.mark.parametrize(
        ("head", "end"),
        [
            ("school;1.1;note\n", ""),
            ("\ufeffschool;1.1;note;;\n", ""),
            ("school;1.1;note\n", "A;??;x\n;muc-1;x\nS0;muc-2;x\n"),
            ("school;1.1;note\n", 'A;"muc-1";x\n'),
            ("school;1.1;note\n", "A;muc-1\nB;muc-1;x;y\n"),
            ("school;1.1;note\n", "\n;;x\n;;\nA;muc-1;x\n"),
            ("school;1.1;note\n", "Tổng;;x\n"),
            ("SỞ;;\nschool;1.1;note\n", "A;muc-1;x\n"),
            ("school;1.1;note\r\n", "A;muc-1;x\n"),
            ("school;1.1;note\n", "A;muc-1;x\r"),
            ('"school";"1.1";"note"\n', 'A;"muc-1";"x;y"\n"B;C";"";""\n"";muc-1;x\n'),
            ('\ufeff"school";1.1;"note"\r\n', 'A;"muc-1";x\r\n'),
            ("school;1.1;note\n", 'A;muc-1;"two\nlines"\n"B";muc-1;"a ""b"" c"\n'),
            ("school;1.1;note\n", 'A"B;muc-1;x\n"C"D;muc-1;x\nE;muc-1;"x" \n'),
        ],
    )
    def test_they_give_the_same(self, tmp_path, monkeypatch, head, end):
        content = f"{head}{self.ROWS}{end}".encode()
        quick = read(tmp_path, content)
        monkeypatch.setattr(csv_sheet, "read_plain_columns", lambda *_: None)
        slow = read(tmp_path, content)
        assert len(quick) > 39_000
        assert (quick.rows.schools, list(quick.rows.numbers)) == (slow.rows.schools, list(slow.rows.numbers))
        assert (rejected(quick), quick.warnings) == (rejected(slow), slow.warnings)
        for first, second in zip(quick.columns, slow.columns, strict=True):
            assert [first.entries[code].records for code in first.codes] == [
                second.entries[code].records for code in second.codes
            ]
