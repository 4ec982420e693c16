"""Tables with one integer for each criterion: SQL says the same of them as of words, and as of each row by itself."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from bundled import IN_SQL
from kiemdinh.testing import frameworks
from plain_dossiers import ON
from sql_tables import (
    assess_row,
    draw_rows,
    new_connection,
    read_headings,
    run_duckdb,
    standing_of,
)

SECONDARY = kd.load("vn.tt57-2026.pho-thong")
OF_2018 = kd.load("vn.tt18-2018")
SEED = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def connection():
    with new_connection() as found:
        yield found


def run_packed(packed, connection, **options):
    connection.register("packed", pl.DataFrame({**packed.columns}, infer_schema_length=None).to_arrow())
    return run_duckdb(packed.sql(table="packed", **options), connection)


def read_bits(packed, node, step=None, row=0):
    word, position = packed.place(node, step)
    return f"{packed.columns[word][row] >> position & 3:02b}"


def check_law(framework, seed, connection, count):
    rows = draw_rows(framework, random.Random(seed), count)  # noqa: S311
    names = read_headings(framework, rows)
    packed = kd.pack(framework, [{name: row.get(name) for name in ("school", *names)} for row in rows], on=ON)
    assert not packed.set_aside
    found = run_packed(packed, connection, on=ON)
    for row, said in zip(rows, found, strict=True):
        expected = standing_of(framework, assess_row(framework, row, names))
        assert said == {"school": row["school"], "year": None, "unread": None, **expected}


class TestLaw:
    @pytest.mark.parametrize("framework", IN_SQL, ids=lambda framework: framework.id)
    @given(seed=SEED)
    @settings(max_examples=1)
    def test_of_bundled_frameworks_says_what_each_row_comes_to(self, framework, seed, connection):
        check_law(framework, seed, connection, 6)

    @given(framework=frameworks(), seed=SEED)
    @settings(max_examples=15)
    def test_of_drawn_frameworks_says_what_each_row_comes_to(self, framework, seed, connection):
        check_law(framework, seed, connection, 6)


class TestBits:
    """Two bits for each finding: 00 is unmet, 10 unknown, 11 met."""

    @pytest.mark.parametrize(("word", "bits"), [("met", "11"), ("unmet", "00"), ("unknown", "10"), (None, "10")])
    def test_of_a_requirement(self, word, bits):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1/muc-1/a": word, "1.2": "muc-1"}])
        assert read_bits(packed, "1.1/muc-1/a") == bits

    def test_of_a_criterion_are_those_of_its_steps(self):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1": "muc-1"}])
        assert [read_bits(packed, "1.1", step) for step in ("muc-1", "muc-2")] == ["11", "00"]
        with pytest.raises(LookupError):
            packed.place("9.9")

    def test_tell_not_recorded_from_unknown(self):
        nothing, unknown = (
            kd.pack(SECONDARY, [{"school": "A", "1.1": word, "1.2": "muc-1"}]) for word in (None, "unknown")
        )
        assert read_bits(nothing, "1.1", "muc-1") == read_bits(unknown, "1.1", "muc-1")
        assert nothing.columns["1.1"][0] != unknown.columns["1.1"][0]

    def test_a_criterion_has_one_integer(self):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1": "muc-1"}])
        criteria = [node.id for node in SECONDARY.nodes.values() if node.layer is not None and node.verdict == "level"]
        assert set(criteria) < packed.columns.keys()

    def test_of_a_change_are_a_change_of_the_answer(self, connection):
        rows = [{"school": "A", **dict.fromkeys(SECONDARY.nodes["1.1"].levels["muc-1"], "met"), "1.1/muc-1/a": "unmet"}]
        packed = kd.pack(SECONDARY, rows)
        (before,) = run_packed(packed, connection)
        word, position = packed.place("1.1/muc-1/a")
        packed.columns[word][0] |= 3 << position
        (after,) = run_packed(packed, connection)
        assert (before["criterion.1.1"], after["criterion.1.1"]) == (None, "muc-1")


MANY = {
    "kiemdinh": 1,
    "framework": "org.example.many",
    "en": "Many requirements",
    "source": {"document": "By-law 12"},
    "subject": {"kind": "school"},
    "scales": {"level": {"not_reached": {"id": "none", "en": "None"}, "steps": [{"id": "one", "en": "One"}]}},
    "layers": [{"id": "criterion", "en": "Criterion", "verdict": "level", "scale": "level"}],
    "tree": [
        {
            "id": "c",
            "en": "Criterion",
            "levels": {
                "one": [{"id": f"r{i}", "en": f"Requirement {i}", "may_not_apply": i % 2 == 0} for i in range(40)]
            },
        }
    ],
    "outcomes": [
        {
            "id": "level",
            "en": "Level",
            "ladder": "level",
            "needs": {"one": {"every": "criterion", "that": {"its": "level", "at_least": "one"}}},
        }
    ],
}


class TestManyRequirements:
    """A criterion with more than an integer has room for has a further one."""

    @given(seed=SEED)
    @settings(max_examples=5)
    def test_say_the_same(self, seed, connection):
        framework = kd.load(MANY)
        assert {"c", "c (2)"} < kd.pack(framework, [{"school": "A", "c": "one"}]).columns.keys()
        check_law(framework, seed, connection, 6)


class TestUnread:
    """A packed table that a query cannot read has no level, and says so."""

    def test_of_another_framework(self, connection):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1": "muc-2"}])
        connection.register("packed", pl.DataFrame({**packed.columns}).with_columns(packed=1).to_arrow())
        (found,) = run_duckdb(packed.sql(table="packed"), connection)
        assert (found["unread"], found["level"], found["criterion.1.1"], found["determined"]) == (
            "packed",
            None,
            None,
            False,
        )

    def test_of_findings_that_are_not_asked_for(self, connection):
        packed = kd.pack(
            SECONDARY, [{"school": "A", "1.1": "muc-2", "1.2": None}, {"school": "B", "1.1": None, "1.2": "muc-1"}]
        )
        connection.register("packed", pl.DataFrame({**packed.columns}).to_arrow())
        found = run_duckdb(kd.sql(SECONDARY, form="packed", columns=["1.1"], table="packed"), connection)
        assert [row["unread"] for row in found] == [None, "1.2"]

    def test_of_an_integer_that_is_missing(self, connection):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1": "muc-2"}])
        frame = pl.DataFrame({**packed.columns}).with_columns(pl.lit(None, pl.Int64).alias("2.1"))
        connection.register("packed", frame.to_arrow())
        (found,) = run_duckdb(packed.sql(table="packed"), connection)
        assert found["unread"] == "2.1"

    def test_nothing_of_a_table_of_requirements(self, connection):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1/muc-1/a": "met"}])
        connection.register("packed", pl.DataFrame({**packed.columns}).to_arrow())
        (found,) = run_duckdb(kd.sql(SECONDARY, form="packed", table="packed"), connection)
        assert found["unread"] is None


class TestSetAside:
    """What no packed table holds is set aside with its row, and told."""

    def test_a_figure_without_whole_units(self):
        cell, column = "66.66666666666667", "dropout"
        packed = kd.pack(OF_2018, [{"school": "A", column: cell}, {"school": "B", column: None}], on=ON)
        assert list(packed.columns["school"]) == ["B"]
        (told,) = packed.set_aside
        assert (told.code, told.column) == ("KD730", column)
        with pytest.raises(kd.InputError, match="KD730"):
            kd.pack(OF_2018, [{"school": "A", column: cell}], on=ON, strict=True)

    def test_a_record_with_evidence(self):
        rows = [
            {"school": "A", "id": "1.1", "value": "muc-1", "evidence": "H1"},
            {"school": "B", "id": "1.1", "value": "muc-1"},
        ]
        packed = kd.pack(SECONDARY, rows, on=ON)
        assert (list(packed.columns["school"]), [one.code for one in packed.set_aside]) == (["B"], ["KD730"])

    def test_a_row_of_later_than_the_day(self):
        rows = [
            {"school": "A", "1.1": "muc-1", "date": "2027-07-01"},
            {"school": "B", "1.1": "muc-1", "date": "2027-06-30"},
        ]
        packed = kd.pack(SECONDARY, rows, on=ON)
        assert list(packed.columns["school"]) == ["B"]

    def test_a_cell_that_cannot_be_read(self):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1": "muc-9"}, {"school": "B", "1.1": "muc-1"}])
        assert [one.code for one in packed.set_aside] == ["KD104"]


class TestRecordsThatEnd:
    """3.5 A finding or a figure may have a last day. ... It then counts from its date through that day.

    No packed table holds that, so that no row is read as if its records had no end.
    """

    @pytest.mark.parametrize("last", ["2027-06-29", "2027-06-30"])
    @given(framework=frameworks(), seed=SEED)
    @settings(max_examples=15)
    def test_are_set_aside_with_their_rows_and_the_others_stay_as_they_are(self, last, framework, seed, connection):
        drawn = random.Random(seed)  # noqa: S311
        rows = draw_rows(framework, drawn, 6)
        names = read_headings(framework, rows)
        rows = [{name: row.get(name) for name in ("school", *names)} for row in rows]
        ending = [put_last_day(framework, row, names, last, drawn) for row in rows]
        packed = kd.pack(framework, rows, on=ON)
        plain = [row for row, has_end in zip(rows, ending, strict=True) if not has_end]
        assert list(packed.columns["school"]) == [row["school"] for row in plain]
        assert {one.code for one in packed.set_aside} <= {"KD730"}
        if plain:
            found = run_packed(packed, connection, on=ON)
            said = [{key: one[key] for key in ("level", "attainable", "determined")} for one in found]
            assert said == [standing_by_itself(framework, row, names) for row in plain]
        columns = kd.assess_many(framework, rows, on=ON).level_columns
        read = [
            dict(zip(("level", "attainable", "determined"), one, strict=True))
            for one in zip(*(columns[name] for name in ("level", "attainable", "determined")), strict=True)
        ]
        assert read == [standing_by_itself(framework, row, names) for row in rows]


def put_last_day(framework, row, names, last, drawn):
    """Give some cells of a row a first and a last day; return whether it has such a cell."""
    chosen = [name for name in names if row[name] is not None and drawn.random() < 0.1]
    for name in chosen:
        key = "value" if name.partition("@")[0] in framework.inputs else "is"
        row[name] = {key: row[name], "on": "2026-09-01", "until": last}
    return bool(chosen)


def standing_by_itself(framework, row, names):
    recorded = {name: cell for name, cell in row.items() if cell is not None}
    standing = standing_of(framework, assess_row(framework, recorded, names))
    return {key: standing[key] for key in ("level", "attainable", "determined")}


class TestFigures:
    def test_are_whole_numbers_of_their_units(self):
        packed = kd.pack(OF_2018, [{"school": "A", "teachers@2025-2026": 40, "dropout": "1.5%"}], on=ON)
        assert packed.columns["teachers@2025-2026"][0] == 40
        assert packed.columns["dropout"][0] == 15 * 10**11

    def test_of_a_year_that_the_row_names(self):
        packed = kd.pack(OF_2018, [{"school": "A", "year": "2025-2026", "teachers": 40}], on=ON)
        assert packed.columns["teachers@2025-2026"][0] == 40

    def test_that_are_unknown_are_recorded(self, connection):
        names = ("teachers@2025-2026",)
        packed = kd.pack(OF_2018, [{"school": "A", names[0]: "unknown"}, {"school": "B", names[0]: None}], on=ON)
        found = run_packed(packed, connection, on=ON)
        for name, said in zip(("unknown", None), found, strict=True):
            expected = standing_of(OF_2018, assess_row(OF_2018, {names[0]: name} if name else {}, names))
            assert {key: said[key] for key in expected} == expected


class TestFrames:
    @pytest.mark.parametrize(
        "make",
        [
            pl.DataFrame,
            lambda rows: pl.DataFrame(rows).to_arrow(),
            lambda rows: pl.DataFrame(rows).to_pandas(),
        ],
    )
    def test_are_of_the_kind_that_was_packed(self, make):
        frame = make([{"school": "A", "1.1": "muc-2"}])
        packed = kd.pack(SECONDARY, frame)
        assert type(packed.frame) is type(frame)
        assert packed.rejected.shape[0] == 0

    def test_stand_in_files(self, tmp_path, connection):
        packed = kd.pack(SECONDARY, [{"school": "A", "1.1": "muc-2"}])
        packed.to_parquet(tmp_path / "packed.parquet")
        packed.to_csv(tmp_path / "packed.csv")
        for reader in ("parquet", "csv"):
            connection.execute(f"CREATE OR REPLACE VIEW {reader} AS FROM '{tmp_path}/packed.{reader}'")
            (found,) = run_duckdb(packed.sql(table=reader), connection)
            assert (found["unread"], found["criterion.1.1"]) == (None, "muc-2")

    def test_of_a_table_that_was_read(self):
        from kiemdinh.portfolio import read_table

        read = read_table(SECONDARY, [{"school": "A", "1.1": "muc-2"}], on=ON)
        assert len(kd.pack(SECONDARY, read)) == 1

    def test_without_rows(self, connection):
        packed = kd.pack(
            SECONDARY,
            pl.DataFrame({"school": [], "1.1": []}, schema={"school": pl.String, "1.1": pl.String}),
        )
        assert (len(packed), packed.frame.height) == (0, 0)


class TestStages:
    def test_have_integers_of_their_own(self, connection):
        rows = [
            {"school": "A", "stage": "thcs", "1.1": "muc-1", "thcs/1.1": "muc-2"},
            {"school": "B", "stage": "thcs", "1.1": "muc-1"},
        ]
        packed = kd.pack(SECONDARY, rows, on=ON)
        for options in ({}, {"stage": "thcs"}):
            found = run_packed(packed, connection, **options)
            assert [row["criterion.1.1"] for row in found] == ["muc-2", "muc-1"]
        assert packed.columns["stage"] == ["thcs", "thcs"]
