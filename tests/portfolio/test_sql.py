"""Rules as SQL, run in DuckDB and held against the assessment of each row by itself."""

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from bundled import IN_SQL, NOT_IN_SQL
from kiemdinh.portfolio.batch.sql import sql_query
from kiemdinh.testing import frameworks
from plain_dossiers import ON
from sql_tables import (
    assess_row,
    draw_rows,
    fill_table,
    new_connection,
    quote,
    read_headings,
    run_duckdb,
    standing_of,
)

SECONDARY = kd.load("vn.tt57-2026.pho-thong")
DIALECTS = ("duckdb", "spark", "postgres")
RANDOM = st.randoms(use_true_random=True)


@pytest.fixture(scope="module")
def connection():
    with new_connection() as found:
        yield found


def check_law(framework, random, connection, count, number="DOUBLE"):
    rows = draw_rows(framework, random, count)
    names = read_headings(framework, rows)
    fill_table(framework, rows, names, connection, number=number)
    found = run_duckdb(kd.sql(framework, on=ON, columns=names), connection)
    assert len(found) == count
    for row, said in zip(rows, found, strict=True):
        expected = standing_of(framework, assess_row(framework, row, names))
        assert said == {"school": row["school"], "year": None, "unread": None, **expected}


class TestLaw:
    @pytest.mark.parametrize("framework", IN_SQL, ids=lambda framework: framework.id)
    @given(random=RANDOM, number=st.sampled_from(["DOUBLE", "DECIMAL(18, 3)", "BIGINT"]))
    @settings(max_examples=1)
    def test_of_bundled_frameworks_says_what_each_row_comes_to(self, framework, random, number, connection):
        check_law(framework, random, connection, 8, number)

    @given(framework=frameworks(), random=RANDOM)
    @settings(max_examples=25)
    def test_of_drawn_frameworks_says_what_each_row_comes_to(self, framework, random, connection):
        check_law(framework, random, connection, 6)


BY_AREA = {
    "kiemdinh": 1,
    "framework": "org.example.areas",
    "en": "A threshold that hangs on an area",
    "source": {"document": "By-law 12"},
    "subject": {"kind": "school"},
    "scales": {"level": {"not_reached": {"id": "none", "en": "None"}, "steps": [{"id": "one", "en": "One"}]}},
    "inputs": {
        "area": {"type": "number", "en": "Area", "range": {"from": 0, "to": 20}},
        "books": {"type": "number", "unit": "count", "en": "Books"},
    },
    "layers": [{"id": "criterion", "en": "Criterion", "verdict": "met"}],
    "tree": [
        {
            "id": "c",
            "en": "Criterion",
            "met_if": {
                "any": [
                    {"value": "books", "at_least": {"by": "area", "steps": [{"up_to": 2.5, "then": 10}, {"then": 20}]}},
                    {"all": [{"value": "area", "above": 2.5}, {"value": "books", "at_least": 10}]},
                ]
            },
        }
    ],
    "outcomes": [
        {"id": "level", "en": "Level", "ladder": "level", "needs": {"one": {"every": "criterion", "that": "met"}}}
    ],
}


class TestCases:
    """1.7 Context that is unknown is tried case by case, whatever the numbers between the cases are."""

    @pytest.mark.parametrize("columns", [["books"], ["books", "area"]])
    def test_with_a_bound_behind_the_comma(self, columns, connection):
        framework = kd.load(BY_AREA)
        rows = [{"school": "A", "books": 20}, {"school": "B", "books": 10}, {"school": "C", "books": 9}]
        rows += [{"school": "D", "books": 10, "area": area} for area in (2.5, 2.6)] if "area" in columns else []
        fill_table(framework, rows, columns, connection)
        found = run_duckdb(kd.sql(framework, on=ON, columns=columns), connection)
        for row, said in zip(rows, found, strict=True):
            expected = standing_of(framework, assess_row(framework, row, columns))
            assert {name: said[name] for name in expected} == expected


class TestDialects:
    @pytest.mark.parametrize("framework", IN_SQL, ids=lambda framework: framework.id)
    @pytest.mark.parametrize("dialect", DIALECTS)
    def test_each_can_be_parsed(self, framework, dialect):
        text = kd.sql(framework, dialect, on=ON)
        (query,) = sqlglot.parse(text, dialect=dialect)
        assert {"level", "attainable", "determined"} <= set(query.named_selects)

    def test_that_is_not_known_is_refused(self):
        with pytest.raises(kd.InputError, match="KD334"):
            kd.sql(SECONDARY, "oracle")

    def test_that_select_too_few_columns_are_refused(self, monkeypatch):
        monkeypatch.setattr(sql_query, "_MOST_OF_POSTGRES", 100)
        assert kd.sql(SECONDARY, "postgres", columns=["1.1"])
        with pytest.raises(kd.InputError, match="KD730"):
            kd.sql(SECONDARY, "postgres")

    def test_articles_stand_beside_what_they_ask(self):
        text = kd.sql(SECONDARY, columns=["1.1"])
        (line,) = [one for one in text.splitlines() if 'AS "1.1/muc-1"' in one]
        assert "Phụ lục II, tiêu chí 1.1" in line

    def test_length_is_linear(self):
        one, two = (len(kd.sql(SECONDARY, columns=["1.1", *more])) for more in ([], ["1.2"]))
        assert len(kd.sql(SECONDARY, columns=["1.1", "1.2", "1.3", "1.4"])) - two < 3 * (two - one)


class TestUnread:
    """A row with a cell that the framework does not take has no level, and the column is named."""

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("teachers@2025-2026", -1),
            ("teachers@2025-2026", 2.5),
            ("teachers@2025-2026", float("nan")),
            ("teachers@2025-2026", 1e300),
            ("teachers_dat@2025-2026", 41),
            ("dropout", 0.92),
            ("dropout", 100.5),
            ("dropout", 66.66666666666667),
            ("1.1/muc-1/a/a1", "maybe"),
            ("1.1/muc-1/a/a1", "met "),
        ],
    )
    def test_cell(self, column, cell, connection):
        framework = kd.load("vn.tt18-2018")
        row = {"school": "A", "teachers@2025-2026": 40, "teachers_dat@2025-2026": 38, column: cell}
        names = [name for name in row if name != "school"]
        fill_table(framework, [row], names, connection)
        (found,) = run_duckdb(kd.sql(framework, on=ON, columns=names), connection)
        assert (found["unread"], found["level"], found["attainable"], found["determined"]) == (
            column,
            None,
            None,
            False,
        )

    @pytest.mark.parametrize("cell", ["", "-", None])
    def test_nothing_is_no_such_cell(self, cell, connection):
        fill_table(SECONDARY, [{"school": "A", "1.1": cell}], ["1.1"], connection)
        (found,) = run_duckdb(kd.sql(SECONDARY, columns=["1.1"]), connection)
        assert (found["unread"], found["criterion.1.1"], found["attainable.1.1"]) == (None, None, "muc-2")


class TestColumns:
    def test_of_other_names_are_given_by_a_map(self, connection):
        connection.execute("CREATE OR REPLACE TABLE main.thcs AS SELECT 'A' AS ma, 'muc-2' AS \"tầm \"\" nhìn\"")
        text = kd.sql(SECONDARY, columns={'tầm " nhìn': "1.1"}, table="main.thcs", keys=["ma"])
        (found,) = run_duckdb(text, connection)
        assert (found["ma"], found["criterion.1.1"]) == ("A", "muc-2")

    @pytest.mark.parametrize(
        ("columns", "code"),
        [
            (["9.9"], "KD701"),
            (["1.1", "tiêu chí 1.1"], "KD703"),
            ({"a": "1.1", "A": "1.2"}, "KD730"),
            ({"x" * 63 + "a": "1.1", "x" * 63 + "b": "1.2"}, "KD730"),
            ({"school": "1.1"}, "KD730"),
            (["1.1/muc-1"], "KD730"),
        ],
    )
    def test_that_cannot_be_read_are_refused(self, columns, code):
        with pytest.raises(kd.InputError, match=code):
            kd.sql(SECONDARY, columns=columns)

    def test_of_years_need_a_year_and_a_day(self):
        framework = kd.load("vn.tt18-2018")
        with pytest.raises(kd.InputError, match="KD730"):
            kd.sql(framework, columns=["teachers"], on=ON)
        with pytest.raises(kd.InputError, match="KD310"):
            kd.sql(framework, columns=["teachers@2025-2026"])

    def test_hostile_names_stay_names(self, connection):
        name = "1.1'; DROP TABLE schools; --"
        connection.execute(
            f"CREATE OR REPLACE TABLE schools AS SELECT 'A' AS school, NULL AS year, 'muc-1' AS {quote(name)}"
        )
        for dialect in DIALECTS:
            text = kd.sql(SECONDARY, dialect, columns={name: "1.1"})
            assert len(sqlglot.parse(text, dialect=dialect)) == 1
        (found,) = run_duckdb(kd.sql(SECONDARY, columns={name: "1.1"}), connection)
        assert found["criterion.1.1"] == "muc-1"


class TestStages:
    def test_one_is_chosen(self, connection):
        fill_table(SECONDARY, [{"school": "A", "1.1": "muc-2"}], ["1.1"], connection)
        (found,) = run_duckdb(kd.sql(SECONDARY, columns=["1.1"], stage="thcs"), connection)
        assert found["criterion.1.1"] == "muc-2"
        with pytest.raises(kd.InputError, match="KD334"):
            kd.sql(SECONDARY, stage="thx")

    @pytest.mark.parametrize("name", ["vn.tt57-2026.pho-thong", "vn.tt18-2018"])
    @given(random=RANDOM)
    @settings(max_examples=1)
    def test_each_row_is_judged_by_the_rules_of_its_own(self, name, random, connection):
        framework = kd.load(name)
        stages = [None, *(one.id for one in framework.definition.subject.stages)]
        rows = [
            (stage, draw_rows(framework, random, 1, stages=stage and (stage,))[0] | {"school": str(number)})
            for number, stage in enumerate(stages)
        ]
        names = read_headings(framework, [row for _, row in rows])[:60]
        fill_table(framework, [row for _, row in rows], names, connection)
        connection.execute("ALTER TABLE schools ADD COLUMN cấp VARCHAR")
        for stage, row in rows:
            connection.execute("UPDATE schools SET cấp = ? WHERE school = ?", [stage, row["school"]])
        columns = {one: one for one in names} | {"cấp": "stage"}
        found = run_duckdb(kd.sql(framework, on=ON, columns=columns), connection)
        for (stage, row), said in zip(rows, found, strict=True):
            expected = standing_of(framework, assess_row(framework, row, names, stages=stage and (stage,)))
            assert said == {"school": row["school"], "year": None, "unread": None, **expected}

    @pytest.mark.parametrize("cell", ["thcs, thpt", "thx"])
    def test_several_in_one_row_are_unread(self, cell, connection):
        fill_table(SECONDARY, [{"school": "A", "1.1": "muc-2"}], ["1.1"], connection)
        connection.execute("ALTER TABLE schools ADD COLUMN stage VARCHAR")
        connection.execute("UPDATE schools SET stage = ?", [cell])
        (found,) = run_duckdb(kd.sql(SECONDARY, columns=["1.1", "stage"]), connection)
        assert (found["unread"], found["attainable"], found["determined"]) == ("stage", None, False)

    @pytest.mark.parametrize("dialect", DIALECTS)
    def test_a_column_of_them_is_said_in_each_dialect(self, dialect):
        text = kd.sql(SECONDARY, dialect, columns=["1.1", "stage"])
        assert len(sqlglot.parse(text, dialect=dialect)) == 1


class TestDates:
    """4.1 What was recorded after the day of the assessment is not read."""

    def test_of_later_are_unread(self, connection):
        connection.execute(
            "CREATE OR REPLACE TABLE schools AS FROM (VALUES ('A', NULL, DATE '2027-07-01', 'muc-2'), "
            "('B', NULL, DATE '2027-06-30', 'muc-2')) AS t(school, year, \"ngày\", \"1.1\")"
        )
        found = run_duckdb(kd.sql(SECONDARY, on=ON, columns=["1.1", "ngày"]), connection)
        assert [row["unread"] for row in found] == ["ngày", None]


@pytest.mark.parametrize("framework", NOT_IN_SQL)
@pytest.mark.parametrize(
    "ask",
    [kd.sql, lambda framework, **more: kd.pack(framework, [{"school": "A"}], on=ON).sql(**more)],
    ids=["words", "packed"],
)
def test_what_cannot_be_said_is_refused_by_name(ask, framework):
    with pytest.raises(kd.InputError) as refused:
        ask(framework, on=ON)
    assert [(one.code, str(one.message), one.path) for one in refused.value.diagnostics] == [
        ("KD730", *NOT_IN_SQL[framework])
    ]
