"""Columns of truth values stay bits from Arrow to planes: whatever the offset, the pieces and what is missing."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.portfolio.batch import plain_rows
from kiemdinh.portfolio.batch.details import REQUIREMENTS
from kiemdinh.portfolio.coded import (
    BitCodes,
    code_counts,
    codes,
    group_rows,
    has_code,
    interleave_codes,
    mask_codes,
    pack_codes,
    put_codes,
    rows_of_codes,
    select_codes,
    sort_rows,
    take_codes,
    translate_codes,
    unpack_codes,
)
from kiemdinh.portfolio.sheets import contents
from kiemdinh.portfolio.sheets.contents import column_of_arrow
from kiemdinh.portfolio.tables import read_table
from kiemdinh.rules.compiled import plane_rows

PHO_THONG = "vn.tt57-2026.pho-thong"
SECONDARY = kd.load(PHO_THONG)
ASKED = [info.id for info in SECONDARY.nodes.values() if info.is_requirement and not info.parts][::2]
ON = "2027-06-30"
FLAGS = st.lists(st.sampled_from([None, False, True]), max_size=150)
CODES = {None: 0, False: 1, True: 2}


def bits_of(numbers):
    ones, twos = (sum(1 << row for row, one in enumerate(numbers) if one == code) for code in (1, 2))
    size = -(-len(numbers) // 8)
    return BitCodes(len(numbers), ones.to_bytes(size, "little"), twos.to_bytes(size, "little"))


def in_pieces(flags, before, cuts):
    """The flags as an array of Arrow in pieces, each cut out of one that begins before."""
    ends = sorted({0, len(flags), *(cut for cut in cuts if cut < len(flags))})
    pieces = [
        pa.array([True] * before + flags[start:stop] + [None], pa.bool_()).slice(before, stop - start)
        for start, stop in pairwise(ends)
    ]
    return pa.chunked_array(pieces, pa.bool_())


@pytest.fixture(params=["NumPy", "Python"])
def way(request):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "NumPy":
            patch.setattr(codes, "_FEW", -1)
        else:
            patch.setattr(codes, "_find_numpy", lambda _rows: None)
        yield request.param


class TestBits:
    @pytest.mark.usefixtures("way")
    @given(numbers=st.lists(st.integers(0, 2), min_size=1, max_size=140), data=st.data())
    def test_are_to_all_functions_what_an_array_is(self, numbers, data):
        bits, plain = bits_of(numbers), pack_codes(numbers, 2)
        keep = bytes(data.draw(st.lists(st.integers(0, 1), min_size=len(numbers), max_size=len(numbers))))
        rows = data.draw(st.lists(st.sampled_from(range(len(numbers))), unique=True))
        meanings = data.draw(st.lists(st.sampled_from([0, 1, 2, 3, 300]), min_size=3, max_size=3))
        asked = [
            list, len, unpack_codes, partial(select_codes, keep=keep), partial(mask_codes, keep=keep),
            partial(take_codes, rows=rows), partial(take_codes, rows=range(len(numbers))),
            partial(translate_codes, meanings=meanings), partial(code_counts, size=3), sort_rows,
            partial(rows_of_codes, wanted={0, 2}, size=3), lambda one: interleave_codes([one, plain]),
            lambda one: put_codes(one, rows, one[: len(rows)]), lambda one: put_codes(plain, range(len(plain)), one),
            lambda one: [has_code(one, code) for code in range(4)], lambda one: one.tobytes(),
            lambda one: [one[row] for row in (*rows, -1)], lambda one: [*one[3:70], *one[::-2], *one[5:2]],
            lambda one: one.index(numbers[0]),
        ]  # fmt: skip
        for ask in asked:
            found, expected = ask(bits), ask(plain)
            assert list(found) == list(expected) if hasattr(found, "__len__") else found == expected
        groups, same = (group_rows([(one, 3), (plain, 3)], len(numbers)) for one in (bits, plain))
        assert (list(groups.codes), list(groups.rows)) == (list(same.codes), list(same.rows))

    @given(flags=FLAGS, before=st.integers(0, 20), cuts=st.lists(st.integers(0, 150), max_size=4))
    @example([], 3, [])
    @example([None] * 9, 0, [8])
    @example([True, False] * 40, 8, [64])
    def test_are_those_of_arrow(self, flags, before, cuts):
        column = column_of_arrow(0, "a", in_pieces(flags, before, cuts))
        assert isinstance(column.codes, BitCodes)
        assert list(column.codes) == [CODES[flag] for flag in flags]
        assert has_code(column.codes, 0) == (None in flags)

    @given(
        words=st.lists(st.sampled_from([None, "đạt", "không đạt", "đa\u0323t", "x"]), max_size=60),
        before=st.integers(0, 9),
        kind=st.sampled_from([pa.string(), pa.large_string()]),
    )
    @example(["đạt"] * 9, 0, pa.string())
    @example(["đạt", "không đạt", None] * 9, 3, pa.large_string())
    def test_of_two_texts_are_those_of_any_texts(self, words, before, kind):
        texts = pa.array(["x"] * before + words, kind).slice(before)
        with pytest.MonkeyPatch.context() as patch:
            plain = column_of_arrow(0, "a", texts)
            patch.setattr(contents, "_MANY_TEXTS", 2)
            quick = column_of_arrow(0, "a", texts)
        assert [quick.contents[code] for code in quick.codes] == [plain.contents[code] for code in plain.codes]
        assert has_code(quick.codes, 0) == (None in words)

    @pytest.mark.parametrize("flags", [pa.nulls(70, pa.bool_()), pa.array([True] * 70), pa.array([], pa.bool_())])
    def test_need_no_buffer_that_arrow_leaves_out(self, flags):
        assert list(column_of_arrow(0, "a", flags).codes) == [CODES[flag] for flag in flags.to_pylist()]


class TestTables:
    """2.2 What a table says of a row is what is said of the school by itself."""

    @pytest.mark.parametrize("numpy", [True, False], ids=["words", "integers"])
    @given(
        random=st.randoms(use_true_random=True), before=st.integers(0, 9), cuts=st.lists(st.integers(0, 70), max_size=3)
    )
    @settings(max_examples=12)
    def test_of_truth_values_are_read_as_rows_one_by_one(self, random, before, cuts, numpy):
        count = random.randint(1, 70)
        columns = {part: random.choices([None, False, True], [1, 1, 9], k=count) for part in ASKED}
        schools = [f"S{number}" for number in range(count)]
        flags = {name: in_pieces(column, before, cuts) for name, column in columns.items()}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plain_rows, "plane_rows", lambda rows, **_: plane_rows(rows, numpy=numpy))
            batch = kd.assess_many(SECONDARY, pa.table({"school": schools, **flags}), on=ON)
            nodes = batch.requirement_columns
        assert batch.general == 0
        per_school = len(nodes["id"]) // count
        for row in random.sample(range(count), min(count, 2)):
            dossier = {name: column[row] for name, column in columns.items() if column[row] is not None}
            result = kd.assess(SECONDARY, {"findings": dossier}, on=ON)
            assert batch.level_columns["level"][row] == (result.level.id if result.level else None)
            assert batch.level_columns["attainable"][row] == (result.attainable.id if result.attainable else None)
            own = range(row * per_school, (row + 1) * per_school)
            told = [node for node in result.nodes if REQUIREMENTS.tells(node.layer, node.kind)]
            assert [[nodes[name][place] for name in ("id", "state", "reason")] for place in own] == [
                [REQUIREMENTS.cells_of(node)[name] for name in ("id", "state", "reason")] for node in told
            ]

    @pytest.mark.parametrize(
        "make", [pl.from_arrow, lambda t: t.to_pandas(), lambda t: t.to_pylist()], ids=["polars", "pandas", "rows"]
    )  # fmt: skip
    def test_are_the_same_from_every_library(self, make):
        flags = [None, True, False] * 30
        table = pa.table({"school": [f"S{i}" for i in range(90)], "1.3/muc-1/a": flags, "1.1": ["muc-1"] * 90})[3:85]
        first, second = (read_table(PHO_THONG, one, on=ON) for one in (table, make(table)))
        for mine, other in zip(first.columns, second.columns, strict=True):
            assert [mine.entries[code] for code in mine.codes] == [other.entries[code] for code in other.codes]

    def test_rows_that_are_set_aside_are_gone_from_the_bits(self):
        table = pa.table({"school": ["A", None, "C"], "1.3/muc-1/a": [True, True, False], "1.1": ["muc-1"] * 3})
        read = read_table(PHO_THONG, table, on=ON)
        assert [read.dossier_of(row)["findings"]["1.3/muc-1/a"] for row in range(2)] == [True, False]
        assert read.rows.schools == ["A", "C"]
