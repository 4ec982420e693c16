"""Columns as codes: the same with NumPy and without, and the same whether texts stay in Arrow or not."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_read_table import rejected

from kiemdinh.portfolio.coded import (
    CodedColumn,
    code_cells,
    code_counts,
    codes,
    group_rows,
    has_code,
    mask_codes,
    pack_codes,
    put_codes,
    rows_of_codes,
    select_codes,
    take_codes,
    translate_codes,
)
from kiemdinh.portfolio.sheets import contents
from kiemdinh.portfolio.tables import read_table

PHO_THONG = "vn.tt57-2026.pho-thong"
NUMBERS = st.lists(st.sampled_from([0, 1, 2, 255, 256, 65_536, 70_000]), min_size=1, max_size=12)


@pytest.fixture(params=["NumPy", "Python"], autouse=True)
def way(request):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "NumPy":
            patch.setattr(codes, "_FEW", -1)
        else:
            patch.setattr(codes, "_find_numpy", lambda _rows: None)
        yield request.param


class TestCodes:
    @given(numbers=NUMBERS, data=st.data())
    def test_do_with_all_rows_what_a_loop_does(self, numbers, data):
        column = pack_codes(numbers, max(numbers))
        size = max(numbers) + 1
        keep = bytes(data.draw(st.lists(st.integers(0, 1), min_size=len(numbers), max_size=len(numbers))))
        rows = data.draw(st.lists(st.sampled_from(range(len(numbers))), unique=True))
        assert list(select_codes(column, keep)) == [one for one, kept in zip(numbers, keep, strict=True) if kept]
        assert list(mask_codes(column, keep)) == [one * kept for one, kept in zip(numbers, keep, strict=True)]
        assert list(take_codes(column, rows)) == [numbers[row] for row in rows]
        assert [has_code(column, one) for one in (0, 1, 300, 65_536)] == [one in numbers for one in (0, 1, 300, 65_536)]
        assert list(rows_of_codes(column, {0, size - 1}, size)) == [
            row for row, one in enumerate(numbers) if one in {0, size - 1}
        ]
        meanings = [one % 3 for one in range(size)]
        assert list(translate_codes(column, meanings)) == [one % 3 for one in numbers]
        counts = code_counts(column, size)
        assert sum(counts) == len(numbers)
        assert {number: counts[number] for number in numbers} == {one: numbers.count(one) for one in numbers}

    @given(numbers=NUMBERS, others=NUMBERS)
    def test_are_put_into_rows_of_others(self, numbers, others):
        rows = list(range(min(len(numbers), len(others))))[::-1]
        put = put_codes(pack_codes(numbers, max(numbers)), rows, pack_codes(others[: len(rows)], max(others)))
        assert [put[row] for row in rows] == others[: len(rows)]
        assert list(put)[len(rows) :] == numbers[len(rows) :]

    @given(rows=st.lists(st.tuples(*[st.sampled_from([0, 1, 7, 65_000])] * 5)))
    def test_group_rows_that_are_equal_in_all_columns(self, rows):
        columns = [(pack_codes(column, 65_000), 1 << 20) for column in zip(*rows, strict=True)]
        groups = group_rows(columns, len(rows))
        found = defaultdict(list)
        for row, number in enumerate(groups.codes):
            found[number].append(row)
        expected = {rows[same[0]]: same for same in found.values()}
        assert {key: [i for i, row in enumerate(rows) if row == key] for key in rows} == expected
        assert [groups.rows[number] for number in sorted(found)] == [found[number][0] for number in sorted(found)]

    def test_rows_without_columns_are_one_group(self):
        assert list(group_rows([], 3).rows) == [0]


class TestColumns:
    def test_are_equal_to_lists_of_their_cells(self):
        column = code_cells(["A", None, "A"])
        assert column == ["A", None, "A"]
        assert column == ["A", None, "A"]
        assert column != ["A"]
        assert (column[-1], column[1:], repr(column)) == ("A", [None, "A"], "['A', None, 'A']")
        assert column.has_gaps
        assert not code_cells(["A"]).has_gaps
        assert list(CodedColumn([], pack_codes([], 0))) == []


PIECES = ["A", "b", "1", "_", ".", "-", ":", " ", "  ", "\u00a0", "\u200b", "\u0301", "Tổng cộng", "total", "Đ", "ễ"]
PIECES += [unicodedata.normalize("NFD", "ễ"), "nan", "NaN", "NULL", "school", "School", "#REF!", "\x07", "ﬁ", "Ａ", "ß"]
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map("".join) | st.none(), max_size=8)


class TestTextsThatStayInArrow:
    @given(schools=TEXTS, data=st.data())
    def test_are_read_as_others_are(self, schools, data):
        names = data.draw(st.lists(st.sampled_from([*schools, "N"]), min_size=len(schools), max_size=len(schools)))
        columns = {"school": schools, "name": names, "1.1": ["muc-1"] * len(schools)}
        table = pa.table({key: pa.array(column, pa.string()) for key, column in columns.items()})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(contents, "_MANY_TEXTS", 0)
            quick = read_table(PHO_THONG, table, on="2027-06-30")
            patch.setattr(contents, "_MANY_TEXTS", 100)
            slow = read_table(PHO_THONG, table, on="2027-06-30")
        assert (quick.rows.schools, quick.rows.names) == (slow.rows.schools, slow.rows.names)
        assert list(quick.rows.numbers) == list(slow.rows.numbers)
        assert (rejected(quick), quick.warnings) == (rejected(slow), slow.warnings)

    def test_long_and_hostile_ones_are_set_aside(self):
        schools = [f"S{i}" for i in range(5_000)] + ["x" * 20_000, "\x07", "#N/A", "S1"]
        table = read_table(PHO_THONG, pa.table({"school": schools, "1.1": ["muc-1"] * len(schools)}), on="2027-06-30")
        assert [one.code for one in table.rejected] == ["KD718", "KD014", "KD713", "KD707"]
        assert table.rows.schools == schools[:5_000]
