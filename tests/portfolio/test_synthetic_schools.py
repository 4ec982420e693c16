"""Tables of synthetic schools: readable, plausible, of every level, and the same for the same seed."""

import datetime as dt
from statistics import correlation

import pytest
from hypothesis import given, settings

import bundled
import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio import make_schools
from kiemdinh.testing import strategies

GENERAL = "vn.tt57-2026.pho-thong"
FOR_SCHOOLS = [framework.id for framework in bundled.FOR_SCHOOLS]
EVERY_KIND = """
kiemdinh: 1
framework: example.every-kind
en: Every kind of finding and figure
source: {document: An example}
subject: {kind: school, has: [stage], stages: [{id: lower, en: Lower}, {id: upper, en: Upper}]}
scales:
  grade: {steps: [{id: low, en: Low}, {id: high, en: High}], not_reached: {id: none-yet, en: Not yet}}
  stars: {from: 1, to: 5, step: 1/2}
  harm: {steps: [{id: slight, en: Slight}, {id: grave, en: Grave}]}
layers:
  - {id: area, en: Area}
  - {id: check, verdict: met, en: Check}
  - {id: rated, verdict: rating, scale: stars, en: Rated}
  - {id: scored, verdict: points, en: Scored}
  - {id: flaw, verdict: finding, scale: harm, en: Flaw}
inputs:
  pupils: {type: number, unit: pupils, step: 1, range: {from: 1}}
  girls: {type: number, unit: pupils, step: 1, range: {from: 0}, part_of: pupils}
  boarders: {type: number, unit: pupils, step: 1, range: {from: 0}, part_of: girls, better: lower}
  teachers: {type: number, unit: teachers, step: 1, range: {from: 0}, each: year, better: higher}
  books: {type: number, range: {from: 0}, each: stage, better: higher}
  heat: {type: number, range: {from: -20, to: 40}}
  score: {type: scale, scale: stars}
  rank: {type: scale, scale: grade, each: area}
  founded: {type: date}
  waived: {type: decision}
tree:
  - {id: A, layer: area, en: A, parts: [{id: A1, layer: check, en: A1}, {id: A2, layer: rated, en: A2}]}
  - {id: B, layer: area, en: B, parts: [{id: B1, layer: scored, points: 20, en: B1}, {id: B2, layer: flaw, en: B2}]}
outcomes:
  - id: result
    en: Result
    cases:
      - {id: good, en: Good, if: {all: [{value: score, at_least: 2}, {value: pupils, at_most: 900}]}}
    otherwise: {id: poor, en: Poor}
"""


def assessed(table, framework, folder, suffix=".csv"):
    path = folder / f"schools{suffix}"
    (table.to_csv if suffix == ".csv" else table.to_xlsx)(path)
    return kd.assess_many(framework, path)


@pytest.mark.parametrize("framework", FOR_SCHOOLS)
def test_every_level_occurs_among_200_schools_and_no_row_is_rejected(framework, tmp_path):
    batch = assessed(make_schools(framework, schools=200, seed=1), framework, tmp_path)
    assert batch.set_aside == []
    assert len(batch.rows) == 200
    assert set(batch.level_columns["level"]) == {None, *(ref.id for ref in batch.level_refs)}
    assert {True, False} == set(batch.level_columns["determined"])


@pytest.mark.parametrize("framework", FOR_SCHOOLS)
def test_nothing_in_it_is_told(framework, tmp_path):
    batch = assessed(make_schools(framework, schools=30, years=2), framework, tmp_path)
    assert (batch.table.warnings, batch.general, len(batch.rows)) == ((), 0, 60)


class TestTable:
    def test_says_in_each_row_that_it_is_synthetic(self):
        table = make_schools(GENERAL, schools=3)
        assert table.columns["school"] == ["SYN-1", "SYN-2", "SYN-3"]
        assert table.columns["name"] == ["Trường giả lập 1", "Trường giả lập 2", "Trường giả lập 3"]
        assert "synthetic" in make_schools(GENERAL, schools=1, lang="en").columns["name"][0]

    def test_is_the_same_for_the_same_seed(self):
        assert make_schools(GENERAL, schools=9, seed=5) == make_schools(GENERAL, schools=9, seed=5)
        assert make_schools(GENERAL, schools=9, seed=5).columns != make_schools(GENERAL, schools=9, seed=6).columns

    def test_years_follow_each_other_where_the_edition_is_in_force(self):
        table = make_schools(GENERAL, schools=1, years=2)
        assert table.columns["year"] == ["2026-2027", "2027-2028"]
        framework = kd.load("vn.tt18-2018", on="2024-12-31")
        days = make_schools(framework, schools=1, years=5).columns["date"]
        assert all(framework.edition_holds(dt.date.fromisoformat(day)) for day in days)

    def test_a_workbook_is_read_as_the_text_is(self, tmp_path):
        table = make_schools("vn.tt18-2018", schools=20)
        text, book = (assessed(table, "vn.tt18-2018", tmp_path, suffix) for suffix in (".csv", ".xlsx"))
        assert book.set_aside == []
        assert book.level_columns == text.level_columns

    def test_some_cells_are_empty(self):
        cells = make_schools(GENERAL, schools=200).columns["1.1"]
        assert 0 < cells.count(None) < 20

    @pytest.mark.parametrize("bad", [{"schools": 0}, {"schools": True}, {"years": 21}, {"seed": -1}, {"seed": "x"}])
    def test_numbers_out_of_range_are_refused(self, bad):
        with pytest.raises(InputError):
            make_schools(GENERAL, **{"schools": 1, **bad})


class TestWhatHangsTogether:
    TABLE = make_schools(GENERAL, schools=300, years=2, seed=3)

    def steps(self, heading, year):
        words = ("khong-dat", "muc-1", "muc-2")
        cells = self.TABLE.columns[heading][year::2]
        return [1 if cell is None else words.index(cell) for cell in cells]

    def test_criteria_of_a_school(self):
        assert correlation(self.steps("1.1", 0), self.steps("4.2", 0)) > 0.4

    def test_years_of_a_school_more_than_criteria(self):
        between_years = correlation(self.steps("1.1", 0), self.steps("1.1", 1))
        assert between_years > correlation(self.steps("1.1", 0), self.steps("4.2", 0)) + 0.1

    def test_figures_with_levels(self):
        figures = [float(cell.rstrip("%")) if cell else 75 for cell in self.TABLE.columns["pupils_completing"][::2]]
        assert correlation(figures, self.steps("1.1", 0)) > 0.4


class TestEveryKind:
    def test_is_read(self, tmp_path):
        framework = kd.load(text=EVERY_KIND)
        table = make_schools(framework, schools=100, seed=2)
        batch = assessed(table, framework, tmp_path)
        assert (batch.set_aside, batch.table.warnings) == ([], ())
        assert {"A1", "A2", "B1", "B2", "books@lower", "books@upper", "rank@A", "founded"} <= set(table.columns)
        assert "waived" not in table.columns
        assert set(batch.level_columns["level"]) == {None, "good", "poor"}

    def test_parts_are_at_most_their_wholes(self):
        columns = make_schools(kd.load(text=EVERY_KIND), schools=100).columns
        rows = zip(columns["pupils"], columns["girls"], columns["boarders"], strict=True)
        whole = [tuple(map(int, row)) for row in rows if None not in row]
        assert len(whole) > 50
        assert all(pupils >= girls >= boarders for pupils, girls, boarders in whole)


@settings(max_examples=25, deadline=None)
@given(framework=strategies.frameworks())
def test_tables_of_random_frameworks_are_read(framework, tmp_path_factory):
    loaded = kd.load(framework)
    batch = assessed(make_schools(loaded, schools=5), loaded, tmp_path_factory.mktemp("tables"))
    assert (len(batch.rows), batch.set_aside, batch.table.warnings) == (5, [], ())
