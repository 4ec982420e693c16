"""Codes as planes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.rules import MET, UNKNOWN, UNMET
from kiemdinh.rules.compiled import CodeColumn, plane_rows
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
        assert list(rows.combine(fact)) == [STATUS[truth] for truth in expected]
        met, met_or_unknown = map(rows.count, fact)
        assert (met, met_or_unknown) == (expected.count(MET), expected.count(MET) + expected.count(UNKNOWN))

    @ENGINES
    def test_are_looked_for_once_however_many_facts_read_them(self, numpy):
        column = CodeColumn(plane_rows(3, numpy=numpy), bytes([0, 1, 2]))
        for table in ([MET, UNMET, UNMET], [MET, UNKNOWN, UNMET], [UNMET, MET, MET]):
            column.read(table)
        # Of three codes two are found as those that have not the third.
        assert sorted(column.planes) == [0, 2]
