"""What the columns of a table say of a row, and what the dossier of that row says, is the same: on drawn tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.reading import RECORD_DAY, read_dossier
from kiemdinh.portfolio.tables import read_table
from kiemdinh.testing.strategies import frameworks

ON = "2026-06-30"
BUNDLED = [bundled.load() for bundled in kd.catalogue()]
SLIPS = ("", "-", "??", "2", "0.5", "#N/A", " Đạt ", "unknown", "not-applicable", "x" * 200)


def draw_rows(framework, random, count):
    """Return rows of which some cells are empty, slips, or those of another column."""
    rows = []
    for _ in range(count):
        mapping = plain_dossiers.draw_mapping(framework, random)
        cells = {node: said for node, said in mapping["findings"].items() if isinstance(said, str)}
        for name, said in mapping["inputs"].items():
            cells |= {f"{name}@{at}": one for at, one in said.items()} if isinstance(said, dict) else {name: said}
        for heading in list(cells):
            if random.random() < 0.1:
                cells[heading] = random.choice([*SLIPS, *map(str, cells.values())])
        rows.append({"school": f"S{random.randrange(count * 3)}", **cells})
    return rows


def check(framework, rows):
    try:
        table = read_table(framework, rows, on=ON)
    except InputError:  # a drawn name can be one that no heading says
        return
    told = {one.row for one in table.rejected}
    assert len(table) + len(told) == len(rows)
    assert told.isdisjoint(table.rows.numbers)
    for row in range(len(table)):
        day = table.rows.dates[row]
        said = {
            replace(record, date=day, path=()) if record.date == RECORD_DAY else replace(record, path=())
            for column in table.columns
            for record in column.entries[column.codes[row]].records
        }
        dossier = read_dossier(table.dossier_of(row), framework)
        assert {replace(one, path=()) for one in (*dossier.findings, *dossier.values)} == said
        assert dossier.school.stages == table.rows.stages[row]


@pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
@given(random=st.randoms(use_true_random=True))
@settings(max_examples=10, deadline=None)
def test_of_bundled_frameworks(framework, random):
    check(framework, draw_rows(framework, random, 6))


@given(framework=frameworks(), random=st.randoms(use_true_random=True))
@settings(max_examples=40, deadline=None)
def test_of_drawn_frameworks(framework, random):
    check(framework, draw_rows(framework, random, 6))
