"""A DataFrame of Spark stays one, and says of each row what ``kd.assess`` says.

Runs where pyspark and Java are there: a step of CI of its own, ``.ci/spark``; elsewhere it is skipped by name.
"""

import os
import random
import shutil
import sys

import pytest

import kiemdinh as kd
from bundled import IN_SQL
from plain_dossiers import ON
from sql_tables import assess_row, column_types, draw_rows, read_headings, standing_of, write_cell

pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install 'kiemdinh[spark]'")

SECONDARY = kd.load("vn.tt57-2026.pho-thong")
TYPES = {"VARCHAR": "string", "DATE": "date", "DOUBLE": "double"}


@pytest.fixture(scope="module")
def spark():
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java, which Spark runs on")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = pyspark.SparkSession.builder.master("local[1]").appName("kiemdinh")
    session = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def make_frame(spark, framework, rows, names):
    types = column_types(framework, names)
    schema = ", ".join(f"`{name}` {TYPES[kind]}" for name, kind in types.items())
    return spark.createDataFrame(
        [tuple(write_cell(row.get(name), kind) for name, kind in types.items()) for row in rows], schema
    )


@pytest.mark.parametrize("framework", IN_SQL, ids=lambda framework: framework.id)
def test_levels_are_those_of_each_row_by_itself(spark, framework):
    rows = draw_rows(framework, random.Random(7), 6)  # noqa: S311
    names = read_headings(framework, rows)
    names = names[:80]  # a plan of hundreds of columns takes Spark a minute
    found = kd.assess_many(framework, make_frame(spark, framework, rows, names), on=ON)
    for row, said in zip(rows, found.collect(), strict=True):
        expected = standing_of(framework, assess_row(framework, row, names))
        assert said.asDict() == {"school": row["school"], "year": None, "unread": None, **expected}


def test_the_plan_selects_columns_and_moves_no_row(spark):
    frame = make_frame(spark, SECONDARY, [{"school": "A", "1.1": "muc-2"}], ["1.1", "1.2"])
    jobs = spark.sparkContext.statusTracker()
    before = len(jobs.getJobIdsForGroup())
    found = kd.assess_many(SECONDARY, frame, on=ON)
    assert type(found) is type(frame)
    assert len(jobs.getJobIdsForGroup()) == before
    plan = found._jdf.queryExecution().optimizedPlan()
    names = [plan.nodeName()]
    while plan.children().size():
        assert plan.children().size() == 1
        plan = plan.children().head()
        names.append(plan.nodeName())
    assert set(names[:-1]) == {"Project"}
    assert "Exchange" not in found._jdf.queryExecution().executedPlan().toString()


def test_words_and_names_are_quoted(spark):
    name = "1.1`; \\ '"
    frame = spark.createDataFrame([("A", "muc-1")], f"school string, `{name.replace('`', '``')}` string")
    (row,) = kd.assess_many(SECONDARY, frame, columns={name: "1.1"}, on=ON).collect()
    assert row["criterion.1.1"] == "muc-1"


def test_columns_that_cannot_be_read_are_refused(spark):
    frame = spark.createDataFrame([("A", "x")], "school string, Note string")
    with pytest.raises(kd.InputError, match="KD701"):
        kd.assess_many(SECONDARY, frame, on=ON)
    assert "level" in kd.assess_many(SECONDARY, frame, columns={"Note": None}, on=ON).columns


def test_each_row_is_judged_by_the_rules_of_its_stage(spark):
    rows = [
        ("A", "thcs", "muc-1", "muc-2"),
        ("B", None, "muc-1", None),
        ("C", "thpt", "muc-1", None),
        ("D", "x", "muc-1", None),
    ]
    frame = spark.createDataFrame(rows, "school string, stage string, `1.1` string, `thcs/1.1` string")
    found = kd.assess_many(SECONDARY, frame, on=ON)
    assert "Exchange" not in found._jdf.queryExecution().executedPlan().toString()
    said = [(row["school"], row["stage"], row["unread"], row["criterion.1.1"]) for row in found.collect()]
    assert said == [
        ("A", "thcs", None, "muc-2"),
        ("B", None, None, "muc-1"),
        ("C", "thpt", None, "muc-1"),
        ("D", "x", "stage", None),
    ]


def test_records_of_later_than_the_day_are_not_read(spark):
    frame = spark.createDataFrame([("A", "2027-07-01"), ("B", "2027-06-30")], "school string, date string")
    found = kd.assess_many(SECONDARY, frame, on=ON).collect()
    assert [row["unread"] for row in found] == ["date", None]


def test_the_query_runs_as_text(spark):
    make_frame(spark, SECONDARY, [{"school": "A", "1.1": "muc-2"}], ["1.1"]).createOrReplaceTempView("schools")
    (row,) = spark.sql(kd.sql(SECONDARY, "spark", columns=["1.1"])).collect()
    assert (row["school"], row["criterion.1.1"]) == ("A", "muc-2")
