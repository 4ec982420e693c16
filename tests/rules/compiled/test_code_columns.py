"""Codes as planes, and planes as statuses, levels and counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.rules import MET, UNKNOWN, UNMET
from kiemdinh.rules.compiled import CodeColumn, count_truths, levels_of_planes, plane_rows, statuses_of_planes
from strategies import truths

ENGINES = pytest.mark.parametrize("numpy", [True, False], ids=["words", "integers"])
STATUS = {UNMET: 0, UNKNOWN: 2, MET: 3}


class TestCodes:
    @ENGINES
    @given(table=st.lists(truths, min_size=1, max_size=9), data=st.data())
    def test_become_the_truths_of_a_table_and_come_back_as_statuses(self, table, data, numpy):
        codes = bytes(data.draw(st.lists(st.integers(0, len(table) - 1), max_size=150)))
        rows = plane_rows(len(codes), numpy=numpy)
        fact = CodeColumn(rows, codes).read(table)
        expected = [table[code] for code in codes]
        assert list(statuses_of_planes(rows, fact)) == [STATUS[truth] for truth in expected]
        assert count_truths(rows, fact) == tuple(map(expected.count, (UNMET, UNKNOWN, MET)))

    @ENGINES
    def test_are_looked_for_once_however_many_facts_read_them(self, numpy):
        column = CodeColumn(plane_rows(3, numpy=numpy), bytes([0, 1, 2]))
        for table in ([MET, UNMET, UNMET], [MET, UNKNOWN, UNMET], [UNMET, MET, MET]):
            column.read(table)
        # Of three codes two are found as those that have not the third.
        assert sorted(column.planes) == [0, 2]


class TestLevels:
    @ENGINES
    @given(st.lists(st.lists(st.booleans(), min_size=130, max_size=130), max_size=20))
    def test_are_the_highest_step_that_a_school_is_in(self, numpy, steps):
        rows = plane_rows(130, numpy=numpy)
        levels = levels_of_planes(rows, [rows.pack(flags) for flags in steps])
        expected = [max((n for n, flags in enumerate(steps, 1) if flags[i]), default=0) for i in range(130)]
        assert list(levels) == expected

    @ENGINES
    def test_of_no_schools_are_none(self, numpy):
        rows = plane_rows(0, numpy=numpy)
        empty = rows.pack([])
        assert list(levels_of_planes(rows, [empty, empty])) == []
