"""How far the level of each row of a table is from being lost, held against the margin of each school by itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from drawn_tables import draw_batch, draw_rows, write_table
from kiemdinh.portfolio.batch import assess_many
from kiemdinh.portfolio.batch.explained import loss_rows
from kiemdinh.testing import frameworks
from plain_dossiers import ON

BUNDLED = [entry.load() for entry in kd.catalogue()]
SECONDARY = kd.load("vn.tt57-2026.pho-thong")
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
NAMES = ("school", "level", "size", "proved", "losses")


def rows_of(batch):
    """Return what the table of margins says, row by row."""
    return list(zip(*(batch.margin_columns[name] for name in NAMES), strict=True))


def margins_of_rows(batch, budget=None):
    """Return the same by the margin of each school by itself."""
    found = []
    for row in batch.rows:
        result = kd.assess(batch.framework, batch.table.dossier_of(row), on=batch.table.rows.days[row])
        margin = result.margin(budget=budget)
        if margin is not None:
            losses = "; ".join(" + ".join(lost.id for lost in one) for one in margin.least)
            size = None if margin.size is None else int(margin.size)
            found.append((batch.table.rows.schools[row], margin.level.id, size, margin.proved, losses))
    return found


class TestMargins:
    @pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
    @given(random=st.randoms(use_true_random=True))
    @settings(max_examples=5)
    def test_are_those_of_each_row_by_itself(self, framework, random, tmp_path_factory):
        file = write_table(tmp_path_factory.mktemp("t") / "schools.csv", draw_rows(framework, random, 6))
        batch = assess_many(framework, file, on=ON)
        assert rows_of(batch) == margins_of_rows(batch)

    @given(framework=frameworks(), random=st.randoms(use_true_random=True))
    @settings(max_examples=25)
    def test_of_drawn_frameworks_are_those_of_each_row(self, framework, random, tmp_path_factory):
        batch = draw_batch(framework, random, tmp_path_factory.mktemp("t"))
        if batch is not None:
            assert rows_of(batch) == margins_of_rows(batch)

    @pytest.mark.parametrize("budget", [1, 10, 100, 1_000])
    def test_spend_the_budget_as_the_margin_of_a_school_does(self, budget, tmp_path):
        rows = [{"school": "A", **dict.fromkeys(CRITERIA, "muc-2"), "3.3": "muc-1"}]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON, budget=budget)
        assert rows_of(batch) == margins_of_rows(batch, budget)

    def test_are_found_once_for_rows_that_stand_alike(self, monkeypatch, tmp_path):
        found, composed = [], loss_rows.compose_losses
        monkeypatch.setattr(loss_rows, "compose_losses", lambda *args: found.append(args) or composed(*args))
        # A criterion that reaches more than the level asks for stands like any other.
        words = ("muc-1", "muc-2")
        rows = [
            {"school": f"T{i}", **{one: words[i >> n & 1] for n, one in enumerate(CRITERIA)}, "1.3": "muc-1"}
            for i in range(0, 1 << 15, 331)
        ]
        batch = assess_many(SECONDARY, write_table(tmp_path / "t.csv", rows), on=ON)
        assert {row[1] for row in rows_of(batch)} == {"muc-1"}
        assert len(found) == 1
