"""Rows that are assessed on days of their own, held against the assessment of each row by itself."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from drawn_tables import draw_dated_rows, rows_one_by_one
from kiemdinh.assessment.plain import plane_rules
from kiemdinh.portfolio.batch import assess_many, plain_rows
from kiemdinh.portfolio.batch.details import CRITERIA, REQUIREMENTS
from kiemdinh.rules import rename_ids
from kiemdinh.rules.compiled import PlaneSource
from kiemdinh.standards.names import read_value_name
from kiemdinh.testing import frameworks

BUNDLED = [entry.load() for entry in kd.catalogue()]
EVERY = pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
DAYS = st.lists(st.dates(dt.date(2022, 1, 1), dt.date(2029, 12, 31)), min_size=2, max_size=6)
OF_18 = kd.load("vn.tt18-2018", on="2024-09-15")
CRITERIA_OF_18 = [info.id for info in OF_18.nodes.values() if info.layer is not None and info.verdict is not None]

# Figures of school years, and dates that are counted back from the day of the assessment.
DATED = {
    "kiemdinh": 1,
    "framework": "test.dated",
    "en": "Libraries on many days",
    "source": {"document": "A test", "in_force": "2000-01-01"},
    "subject": {"kind": "school"},
    "school_year": {"begins": "09-01", "ended_by": "06-30"},
    "scales": {
        "level": {
            "not_reached": {"id": "none", "en": "Not reached"},
            "steps": [{"id": "one", "en": "Level 1"}, {"id": "two", "en": "Level 2"}],
        }
    },
    "inputs": {
        "loans": {"type": "number", "unit": "count", "range": {"from": 0, "to": 20}, "each": "year", "en": "Loans"},
        "staff": {"type": "number", "unit": "count", "range": {"from": 0, "to": 9}, "each": "year", "en": "Staff"},
        "opened": {"type": "date", "en": "Opened"},
    },
    "layers": [{"id": "criterion", "en": "Criterion", "verdict": "level", "scale": "level", "no_text": "carries"}],
    "sets": {"two_years": {"among": "year", "last": 2}, "now": {"among": "year", "last": 1, "running": True}},
    "tree": [
        {
            "id": "1",
            "en": "Books",
            "levels": {
                "one": [
                    {
                        "id": "a",
                        "en": "Lent",
                        "met_if": {"every": "two_years", "that": {"value": "loans", "at_least": 9}},
                    },
                    {"id": "b", "en": "Open for five years", "met_if": {"value": "opened", "at_least": "5 years"}},
                ],
                "two": [
                    {"id": "a", "en": "Staffed", "met_if": {"every": "now", "that": {"value": "staff", "at_least": 4}}},
                    {"id": "b", "en": "New", "met_if": {"value": "opened", "at_most": "9 years"}},
                    {"id": "c", "en": "Tidy"},
                ],
            },
        }
    ],
    "outcomes": [
        {
            "id": "level",
            "en": "Level",
            "ladder": "level",
            "needs": {
                step: {"every": "criterion", "that": {"its": "level", "at_least": step}} for step in ("one", "two")
            },
        }
    ],
    "awards": [{"id": "badge", "en": "Badge", "needs": {"outcome": "level", "at_least": "two"}, "valid": "3 years"}],
}


def attempt(framework, rows, engine="auto"):
    """Return the batch of a table; None where a drawn name can be no heading, so that the table is refused."""
    try:
        return assess_many(framework, rows, engine=engine)
    except kd.InputError:
        return None


def standings(batch):
    return [*zip(*map(list, batch.level_columns.values()), strict=True)]


def compare(framework, rows):
    """Compare where all schools and all their nodes stand with the assessment of each row by itself."""
    quick, general = attempt(framework, rows), attempt(framework, rows, "general")
    if quick is None or general is None:
        assert quick is general
        return
    assert standings(quick) == standings(general)
    for columns, table in ((quick.criteria_columns, CRITERIA), (quick.requirement_columns, REQUIREMENTS)):
        assert [*zip(*map(list, columns.values()), strict=True)] == rows_one_by_one(quick, table)


class TestDays:
    """4.1, 4.5 A row is assessed on its own day: it reads the school years that have ended by then."""

    @EVERY
    @given(random=st.randoms(use_true_random=True), days=DAYS)
    @settings(max_examples=2)
    def test_of_rows_are_those_of_each_row_by_itself(self, framework, random, days):
        stages = tuple(stage.id for stage in framework.definition.subject.stages)[:2] or None
        compare(framework, draw_dated_rows(framework, random, 5, days, random.choice([stages, None])))

    @given(framework=frameworks(), random=st.randoms(use_true_random=True), days=DAYS)
    @settings(max_examples=25)
    def test_of_rows_of_drawn_frameworks_are_those_of_each_row_by_itself(self, framework, random, days):
        compare(framework, draw_dated_rows(framework, random, 5, days))

    @given(random=st.randoms(use_true_random=True), days=DAYS)
    @settings(max_examples=40)
    def test_from_which_dates_are_counted_back_are_those_of_each_row(self, random, days):
        """4.5 A length of time is counted back from the day of the row."""
        framework = kd.load(DATED)
        rows = draw_dated_rows(framework, random, 6, days)
        for row in rows:
            if random.random() < 0.8:
                day = dt.date.fromisoformat(row["date"])
                row["opened"] = (day.replace(year=day.year - random.choice([5, 9]), day=day.day % 28 + 1)).isoformat()
        compare(framework, rows)

    @pytest.mark.parametrize("years", [1, 5])
    def test_that_are_many_need_one_compilation(self, monkeypatch, years):
        """A table with 300 dates compiles what a table with one date does, and resolves as few schools."""
        counts = [Counter[str](), Counter[str]()]
        for days, counted in zip((1, 300), counts, strict=True):
            # Late in September, so that all days lie after the end of a school year alike.
            rows = [
                {"school": f"T{i}", "stage": "thpt", "date": f"{2019 + i % days % years}-09-{15 + i % days % 10}"}
                | {"teachers@2022-2023": 40, "teachers_dat@2022-2023": 30 + i % 10, "1.1/muc-1/a": "met"}
                for i in range(300)
            ]
            plane_rules._compile.cache_clear()
            with monkeypatch.context() as patch:
                patch.setattr(PlaneSource, "build", _count(PlaneSource.build, counted))
                patch.setattr(plain_rows, "resolve_school", _count(plain_rows.resolve_school, counted))
                batch = assess_many(OF_18, rows)
                assert len(batch.criteria_columns["id"]) == 300 * len(CRITERIA_OF_18)
            assert batch.general == 0
        assert counts[0] == counts[1]
        assert counts[0]["build"] > 0


def _count(function, counted):
    def call(*arguments):
        counted[function.__name__] += 1
        return function(*arguments)

    return call


class TestRules:
    """What makes one compilation serve all years: rules of two years differ in the names of school years alone."""

    @staticmethod
    def compare(framework, stages, day, other):
        before, after = framework.rules(stages, day), framework.rules(stages, other)
        if before.setting.window != after.setting.window:
            return

        def shift(name):
            value = read_value_name(name)
            if value.year is None:
                return name
            year = before.setting.shift_year(value.year, after.setting)
            return str(value.placed_at(*value.at[:-1], year))

        moved = {name: rename_ids(rule, str, shift) for name, rule in before.definitions.items()}
        assert moved == after.definitions
        assert {shift(name): cells for name, cells in before.cases.items()} == after.cases
        assert set(map(shift, before.context_values)) == after.context_values

    @EVERY
    @given(
        day=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)), other=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1))
    )
    @settings(max_examples=10)
    def test_of_bundled_frameworks(self, framework, day, other):
        self.compare(framework, ("thcs",), day, other)

    @given(framework=frameworks(), day=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)), years=st.integers(-5, 5))
    @settings(max_examples=25)
    def test_of_drawn_frameworks(self, framework, day, years):
        self.compare(framework, None, day, day.replace(year=day.year + years, day=1))


class TestCompiledRules:
    def test_are_kept_for_the_next_table(self, monkeypatch):
        """A second table with the same columns compiles nothing, also where other schools and days stand in it."""
        rows = [{"school": f"T{i}", "date": "2028-01-01", "1.1": f"muc-{i}", "1.2": "muc-1"} for i in (1, 2)]
        framework = kd.load("vn.tt57-2026.pho-thong")
        assess_many(framework, rows)
        counted = Counter[str]()
        monkeypatch.setattr(PlaneSource, "build", _count(PlaneSource.build, counted))
        later = [{**row, "school": f"B{row['school']}", "date": "2028-03-01"} for row in rows]
        assert standings(assess_many(framework, later)) == standings(assess_many(framework, later, engine="general"))
        assert counted == Counter()
        assess_many(framework, [{**row, "1.3": "muc-1"} for row in rows])
        assert counted["build"] > 0
